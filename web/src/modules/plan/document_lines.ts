import type { PlanDocument } from '@/api/types'

/** A stretch of one line, code points [begin, end) of the document, with the items drawn from it. */
export interface Piece { text: string; begin: number; end: number; items: string[] }
export interface Cell { pieces: Piece[] }
export interface Line { number: number; begin: number; end: number; kind: string; clauseId: string | null; cells: Cell[] }
/** Lines of a kind together: consecutive table rows become one table. */
export interface Block { table: boolean; lines: Line[] }

export const itemKey = (item: { kind: string; id: string }) => `${item.kind}-${item.id}`

/**
 * Lays the stored text out by lines, cut also at the ends of `place`. Offsets are code points, so the text is cut as code points too.
 * Empty lines are left out.
 */
export function layOut(document: PlanDocument, place: [number, number] | null = null): Block[] {
  const points = Array.from(document.text)
  const clauses = [...document.clauses].sort((a, b) => a.begin - b.begin || b.end - a.end)
  const items = [...document.items].filter((item) => item.end > item.begin).sort((a, b) => a.begin - b.begin)
  const blocks: Block[] = []
  let number = 0
  for (let begin = 0; begin <= points.length; ) {
    number++
    let end = points.indexOf('\n', begin)
    if (end < 0) end = points.length
    const text = points.slice(begin, end).join('')
    if (text.trim()) {
      const clause = innermost(clauses, begin, end)
      const here = items.filter((item) => item.begin < end && item.end > begin)
      const line: Line = { number, begin, end, kind: clause?.kind ?? 'paragraph', clauseId: clause?.id ?? null, cells: [] }
      let from = begin
      for (let at = begin; at <= end; at++) {
        if (at < end && points[at] !== '\t') continue
        line.cells.push({ pieces: cut(points, from, at, here, place ?? []) })
        from = at + 1
      }
      const table = line.cells.length > 2
      const last = blocks[blocks.length - 1]
      if (last && last.table === table) last.lines.push(line)
      else blocks.push({ table, lines: [line] })
    }
    begin = end + 1
  }
  return blocks
}

function innermost(clauses: PlanDocument['clauses'], begin: number, end: number) {
  let found: PlanDocument['clauses'][number] | undefined
  for (const clause of clauses) {
    if (clause.begin >= end) break
    if (clause.end > begin && (!found || clause.end - clause.begin <= found.end - found.begin)) found = clause
  }
  return found
}

/** Cuts [from, to) wherever an item begins or ends. Tags that a converter left in the text (<p>) are not shown. */
function cut(points: string[], from: number, to: number, items: PlanDocument['items'], place: number[]): Piece[] {
  const edges = new Set([from, to, ...place.filter((edge) => edge > from && edge < to)])
  const near = items.filter((item) => item.begin < to && item.end > from)
  for (const item of near) { edges.add(Math.max(item.begin, from)); edges.add(Math.min(item.end, to)) }
  const sorted = [...edges].sort((a, b) => a - b)
  return sorted.slice(1).map((end, index) => {
    const begin = sorted[index]
    return { begin, end, text: points.slice(begin, end).join('').replace(/<\/?p>/g, ''), items: near.filter((item) => item.begin <= begin && item.end >= end).map(itemKey) }
  })
}

/** The smallest item that covers a code point: what a click there means. */
export function itemAt(document: PlanDocument, keys: string[]): string | null {
  const covering = document.items.filter((item) => keys.includes(itemKey(item))).sort((a, b) => a.end - a.begin - (b.end - b.begin))
  return covering[0] ? itemKey(covering[0]) : null
}

/** Where `needle` stands, as code points; letter case is ignored. */
export function findAll(text: string, needle: string): [begin: number, end: number][] {
  if (!needle.trim()) return []
  const points = Array.from(text.toLowerCase())
  const sought = Array.from(needle.trim().toLowerCase())
  const hits: [number, number][] = []
  for (let at = 0; at + sought.length <= points.length; at++) {
    if (sought.every((point, index) => points[at + index] === point)) { hits.push([at, at + sought.length]); at += sought.length - 1 }
  }
  return hits
}
