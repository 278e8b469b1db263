import { expect, test } from 'vitest'
import type { FigureGrid } from '@/api/types'
import { figureAt, pivotOf, sortedLines, type PivotLine } from './pivot'

const figure = (value: string | null) => ({ value, reported: 1, expected: 1, carried: 0 })
const unit = (name: string, kind: 'whole' | 'unit' | 'subtotal' | 'own', depth: number) => ({ id: name, name, level: '' as const, kind, depth })
const span = (name: string, subtotal = false) => ({ key: name, name, first: '2019-01', last: '2019-01', subtotal })
const indicator = (name: string) => ({ id: name, name, unit: '个' }) as FigureGrid['indicators'][number]
const grid = {
  watermark: '1', indicators: [indicator('甲'), indicator('乙')], units: [unit('全市', 'whole', 0), unit('东县', 'unit', 1)], spans: [span('1月'), span('2月'), span('全年', true)],
  cells: ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', null].map(figure)
} satisfies FigureGrid

test('each dimension can make the rows, the cells stay the same figures', () => {
  for (const rows of ['units', 'times', 'indicators'] as const) {
    const pivot = pivotOf(grid, rows)
    expect(pivot.lines.length * pivot.columns.length).toBe(12)
    const [line, column] = [pivot.lines[1], pivot.columns.at(-1)!]
    expect(pivot.place(line, column)).toEqual({ units: [1, 1, 2], times: [1, 1, 1], indicators: [1, 1, 2] }[rows])
  }
  const byTime = pivotOf(grid, 'times')
  expect(byTime.columns.map((column) => `${column.outer.name}${column.inner.name}`)).toEqual(['甲全市', '甲东县', '乙全市', '乙东县'])
  expect(byTime.lines.map((line) => byTime.columns.map((column) => figureAt(grid, byTime, line, column)!.value))).toEqual([['1', '7', '4', '10'], ['2', '8', '5', '11'], ['3', '9', '6', null]])
})

const line = (name: string, kind: PivotLine['kind'], depth: number): PivotLine => ({ at: 0, name, kind, depth, note: '' })
const names = (lines: PivotLine[]) => lines.map((one) => one.name).join(' ')

test('sorting keeps units below their subtotal, own reports first and what is missing last', () => {
  const lines = [line('全市', 'whole', 0), line('东县', 'subtotal', 1), line('本级', 'own', 2), line('a', 'unit', 2), line('b', 'unit', 2), line('c', 'unit', 2), line('西县', 'subtotal', 1), line('d', 'unit', 2)]
  const values: Record<string, string | null> = { 全市: '60', 东县: '20', 本级: '1', a: '9', b: null, c: '10', 西县: '40', d: '40' }
  expect(names(sortedLines(lines, (one) => values[one.name], -1))).toBe('全市 西县 d 东县 本级 c a b')
  expect(names(sortedLines(lines, (one) => values[one.name], 1))).toBe('全市 东县 本级 a c b 西县 d')
})

test('sorting times stays within a year, above its total', () => {
  const lines = [line('1月', 'unit', 1), line('2月', 'unit', 1), line('2018', 'subtotal', 0), line('3月', 'unit', 1)]
  const values: Record<string, string> = { '1月': '1', '2月': '2', 2018: '3', '3月': '9' }
  expect(names(sortedLines(lines, (one) => values[one.name], -1))).toBe('2月 1月 2018 3月')
})
