import { expect, test } from 'vitest'
import type { FigureGrid } from '@/api/types'
import { bestReported, cellOf, monthsBefore, monthsUntilDecember } from './query'

test('counts months back over the turn of the year', () => {
  expect(monthsBefore('2020-06', 11)).toBe('2019-07')
  expect(monthsBefore('2020-01', 1)).toBe('2019-12')
  expect(monthsBefore('2020-12', 0)).toBe('2020-12')
  expect(monthsBefore('', 11)).toBe('')
})

test('finds the cell of a unit, an indicator and a span', () => {
  const figure = (value: string) => ({ value, reported: 1, expected: 1, carried: 0 })
  const grid = { indicators: [{}, {}], spans: [{}, {}, {}], units: [{}, {}], cells: Array.from({ length: 12 }, (_, i) => figure(String(i))) } as unknown as FigureGrid
  expect(cellOf(grid, 0, 0, 0)?.value).toBe('0')
  expect(cellOf(grid, 0, 1, 2)?.value).toBe('5')
  expect(cellOf(grid, 1, 1, 2)?.value).toBe('11')
})

test('the months left of a year', () => {
  expect(monthsUntilDecember('2020-10')).toEqual(['2020-11', '2020-12'])
  expect(monthsUntilDecember('2020-12')).toEqual([])
})

test('a board begins with what its units report, best filled and most telling first', () => {
  const figure = (value: string | null) => ({ value, reported: value === null ? 0 : 1, expected: 1, carried: 0 })
  const units = [{ kind: 'whole' }, { kind: 'unit' }, { kind: 'unit' }]
  const grid = (cells: (string | null)[]) => ({ indicators: [{ id: 'bureau' }, { id: 'same' }, { id: 'few' }, { id: 'telling' }], spans: [{}], units, cells: cells.map(figure) }) as unknown as FigureGrid
  expect(bestReported(grid(['9', '2', '1', '5', null, '1', '1', '2', null, '1', null, '3']))).toEqual(['telling', 'same', 'few'])
  expect(bestReported(grid(Array.from({ length: 12 }, () => null)))).toHaveLength(4)
})
