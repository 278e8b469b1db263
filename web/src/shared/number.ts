// Decimals stay strings: a reported figure never passes through a double.

/** Rounds half up, away from zero, to `places` digits; null when the text is not a decimal. */
export function roundDecimal(text: string, places: number): string | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  if (!match) return null
  const [, sign, whole, fraction = ''] = match
  const kept = BigInt(whole + fraction.slice(0, places).padEnd(places, '0'))
  const digits = (kept + (Number(fraction[places] ?? '0') >= 5 ? 1n : 0n)).toString().padStart(places + 1, '0')
  const body = places ? `${digits.slice(0, -places)}.${digits.slice(-places)}` : digits
  const plain = places ? body.replace(/\.?0+$/, '') : body
  return sign && plain !== '0' ? `-${plain}` : plain
}

/** Moves the decimal point: shift(“15000”, -4) is “1.5”. */
export function shift(text: string, places: number): string {
  const negative = text.startsWith('-')
  const [whole, fraction = ''] = text.replace('-', '').split('.')
  let digits = whole + fraction
  let point = whole.length + places
  if (point <= 0) { digits = '0'.repeat(1 - point) + digits; point = 1 }
  digits = digits.padEnd(point, '0')
  const head = digits.slice(0, point).replace(/^0+(?=\d)/, '')
  const tail = digits.slice(point).replace(/0+$/, '')
  return (negative ? '-' : '') + head + (tail ? `.${tail}` : '')
}

export function grouped(text: string): string {
  const [whole, fraction] = text.split('.')
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (fraction ? `.${fraction}` : '')
}

/** As people read it: 15000 is “1.5万” in Chinese and “15,000” in English; at most two decimals in 万 and 亿. */
export function displayNumber(text: string | null | undefined, locale: string): string {
  if (text === null || text === undefined || text === '') return '—'
  const whole = text.replace('-', '').split('.')[0].replace(/^0+/, '').length
  if (locale.startsWith('zh')) {
    if (whole >= 9) return grouped(roundDecimal(shift(text, -8), 2) ?? text) + '亿'
    if (whole >= 5) return grouped(roundDecimal(shift(text, -4), 2) ?? text) + '万'
  }
  return grouped(roundDecimal(text, 4) ?? text)
}

/**
 * What a person typed (“1.5万”, “１２，０００”, “37%”, “12人次” in 人次) as a plain decimal; null when it is no number. As the server reads a
 * workbook's cells (report/typed_number): a separator stands before three digits or it is a slip, “1,20” is not 120.
 */
export function parseEntry(typed: string, unit = '%'): string | null {
  let text = typed.replace(/[０-９．－，％＋]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).trim()
  if (unit && text.endsWith(unit)) text = text.slice(0, -unit.length)
  const match = /^([+-]?)(\d+|\d{1,3}(?:,\d{3})+)(\.\d+)?\s*(万亿|万|亿)?\s*$/.exec(text)
  if (!match) return null
  const [, sign, whole, rest = '', by] = match
  return shift((sign === '-' ? '-' : '') + whole.replaceAll(',', '') + rest, by === '万亿' ? 12 : by === '亿' ? 8 : by === '万' ? 4 : 0)
}

/** The entry is written otherwise than as the plain number it stands for: 1.5万, １２, 1,200. */
export const readDifferently = (typed: string, plain: string | null) => plain !== null && plain !== typed.trim()

export function decimalsOf(text: string): number {
  return text.split('.')[1]?.length ?? 0
}

/** numerator ÷ denominator × 100 to `places`, for showing only; the server computes the value that counts. */
export function percentOf(numerator: string, denominator: string, places: number): string | null {
  const scale = 4
  const scaled = (text: string) => BigInt(shift(text, scale).split('.')[0])
  const below = scaled(denominator)
  if (below === 0n) return null
  const above = scaled(numerator) * 100n * 10n ** BigInt(places + 1)
  return roundDecimal(shift((above / below).toString(), -(places + 1)), places)
}

/** a − b, exact to four decimals. */
export function subtractDecimal(a: string, b: string): string {
  const scaled = (text: string) => BigInt(shift(roundDecimal(text, 4) ?? '0', 4))
  return shift((scaled(a) - scaled(b)).toString(), -4)
}
