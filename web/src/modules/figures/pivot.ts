import type { Figure, FigureGrid } from '@/api/types'
import { cellOf } from './query'

export const pivotRows = ['units', 'times', 'indicators'] as const
export type PivotRows = (typeof pivotRows)[number]

/** A line of one dimension: `depth` subtotals above it; `total` takes others together. */
export interface PivotLine { at: number; name: string; depth: number; kind: 'whole' | 'unit' | 'subtotal' | 'own'; note: string }
export interface PivotColumn { outer: PivotLine; inner: PivotLine }
export interface Pivot { lines: PivotLine[]; outers: PivotLine[]; columns: PivotColumn[]; place: (line: PivotLine, column: PivotColumn) => [unit: number, indicator: number, span: number] }

/** The server's table turned: one dimension makes the rows, the other two the columns, as its exports have them. */
export function pivotOf(grid: FigureGrid, rows: PivotRows): Pivot {
  const dimensions: Record<PivotRows, PivotLine[]> = {
    units: grid.units.map((unit, at) => ({ at, name: unit.name, depth: unit.depth, kind: unit.kind, note: '' })),
    indicators: grid.indicators.map((indicator, at) => ({ at, name: indicator.name, depth: 0, kind: 'unit', note: indicator.unit })),
    times: grid.spans.map((span, at) => ({ at, name: span.name, depth: span.subtotal ? 0 : 1, kind: span.subtotal ? 'subtotal' : 'unit', note: '' }))
  }
  const [outer, inner]: [PivotRows, PivotRows] = rows === 'units' ? ['indicators', 'times'] : rows === 'indicators' ? ['units', 'times'] : ['indicators', 'units']
  return {
    lines: dimensions[rows],
    outers: dimensions[outer],
    columns: dimensions[outer].flatMap((upper) => dimensions[inner].map((lower) => ({ outer: upper, inner: lower }))),
    place: (line, column) => {
      const at = { [rows]: line.at, [outer]: column.outer.at, [inner]: column.inner.at } as Record<PivotRows, number>
      return [at.units, at.indicators, at.times]
    }
  }
}

export function figureAt(grid: FigureGrid, pivot: Pivot, line: PivotLine, column: PivotColumn): Figure | null {
  return cellOf(grid, ...pivot.place(line, column))
}

/** Lines by a value, each staying with its subtotal: a subtotal of units stands above its lines, one of times below. What has no value comes last. */
export function sortedLines(lines: PivotLine[], valueOf: (line: PivotLine) => string | null | undefined, direction: 1 | -1): PivotLine[] {
  const compare = (a: PivotLine, b: PivotLine) => {
    const [left, right] = [valueOf(a), valueOf(b)]
    if (left == null || right == null) return Number(left == null) - Number(right == null)
    return direction * (Number(left) - Number(right))
  }
  const depth = Math.min(...lines.map((line) => line.depth))
  if (lines.length && lines[0].depth > depth) {
    const out: PivotLine[] = []
    let group: PivotLine[] = []
    const close = (total?: PivotLine) => { out.push(...group.sort(compare), ...(total ? [total] : [])); group = [] }
    for (const line of lines) line.kind === 'subtotal' ? close(line) : group.push(line)
    close()
    return out
  }
  const groups: PivotLine[][] = []
  for (const line of lines) line.depth === depth || !groups.length ? groups.push([line]) : groups.at(-1)!.push(line)
  const kept = (group: PivotLine[]) => Number(group[0].kind !== 'own') // what a unit reports itself stays first
  return groups.sort((a, b) => kept(a) - kept(b) || compare(a[0], b[0])).flatMap(([head, ...rest]) => [head, ...(rest.length ? sortedLines(rest, valueOf, direction) : [])])
}
