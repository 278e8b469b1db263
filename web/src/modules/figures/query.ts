import { computed } from 'vue'
import type { Query } from '@/api/client'
import type { FigureGrid, Figure } from '@/api/types'
import { useFilter } from '@/shared/filters'

/** The question a page of figures asks, kept in the address. */
export function useFigureQuery(newest: () => string) {
  const view = useFilter('view', 'board')
  const indicators = useFilter('indicators')
  const under = useFilter('under')
  const level = useFilter('level')
  const units = useFilter('units')
  const from = useFilter('from')
  const to = useFilter('to')
  const step = useFilter('step', 'month')
  const over = useFilter('over', 'year_to_date')
  const asOf = useFilter('as_of')
  const borders = useFilter('borders')
  const rows = useFilter('rows', 'units')
  const last = computed(() => to.value || newest())
  const query = computed<Query>(() => ({
    indicators: indicators.value, under: under.value, level: level.value, units: view.value === 'trend' ? units.value : '',
    from: from.value || (view.value === 'trend' ? monthsBefore(last.value, 11) : view.value === 'pivot' ? monthsBefore(last.value, 5) : last.value), to: last.value,
    step: step.value, over: over.value, as_of: asOf.value, borders: borders.value
  }))
  return { view, indicators, under, level, units, from, to, last, step, over, asOf, borders, rows, query }
}

/** "2020-06" less 11 months is "2019-07". */
export function monthsBefore(month: string, count: number): string {
  const [year, number] = month.split('-').map(Number)
  if (!year || !number) return ''
  const index = year * 12 + number - 1 - count
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`
}

/** The months after this one up to December: of "2020-10" November and December. */
export function monthsUntilDecember(month: string): string[] {
  const [year, number] = month.split('-')
  return Array.from({ length: 12 - Number(number) }, (_, at) => `${year}-${String(Number(number) + at + 1).padStart(2, '0')}`)
}

export function cellOf(grid: FigureGrid, unit: number, indicator: number, span: number): Figure | null {
  return grid.cells[(unit * grid.indicators.length + indicator) * grid.spans.length + span]
}

/** The indicators of a grid that its units report, those of most units first, of these those that tell units apart best; all where none is reported. */
export function bestReported(grid: FigureGrid): string[] {
  const reported = grid.indicators.map((indicator, column) => {
    const values = grid.units.map((unit, row) => (unit.kind === 'whole' ? null : cellOf(grid, row, column, grid.spans.length - 1)?.value ?? null)).filter((value) => value !== null)
    return { id: indicator.id, filled: values.length, distinct: new Set(values).size }
  })
  const filled = reported.filter((one) => one.filled).sort((a, b) => b.filled - a.filled || b.distinct - a.distinct)
  return (filled.length ? filled : reported).map((one) => one.id)
}
