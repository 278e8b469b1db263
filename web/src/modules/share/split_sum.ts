import { parseEntry, roundDecimal, shift } from '@/shared/number'

/** The sum rule over what is being typed; the server judges what is stored. Exact: no value passes through a double. */
export interface LiveSum { parts: string; difference: string; verdict: 'short' | 'exact' | 'over'; loose: boolean; padding: string | null; padded: boolean }

const scaled = (text: string) => BigInt(shift(roundDecimal(text, 4) ?? '0', 4))
const plain = (value: bigint) => shift(value.toString(), -4)

/** Sum of what was typed, empty and unreadable entries left out. */
export function liveSum(typed: string[], total: string, ceiling: boolean, paddingAbove: string): LiveSum {
  const parts = typed.reduce((sum, text) => sum + scaled(parseEntry(text) ?? '0'), 0n)
  const held = scaled(total)
  const difference = parts - held
  const verdict = difference < 0n ? 'short' : difference > 0n ? 'over' : 'exact'
  const loose = verdict === (ceiling ? 'over' : 'short')
  const beyond = loose ? 0n : difference < 0n ? -difference : difference
  const padding = beyond > 0n && held !== 0n ? roundDecimal(shift(((beyond * 1_000_000n) / held).toString(), -4), 1) : null
  return { parts: plain(parts), difference: plain(difference), verdict, loose, padding, padded: beyond > 0n && beyond * 1_000_000n > scaled(paddingAbove) * held }
}

/** A table as offices save it: UTF-8, or the GB encoding of a Chinese Excel. */
export async function tableText(file: File): Promise<string> {
  const bytes = await file.arrayBuffer()
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}
