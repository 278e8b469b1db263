import { expect, it } from 'vitest'
import { mostMonths, scaleOf } from './scale'

it('shows whole months, across a change of year', () => {
  const scale = scaleOf(['2019-02-03', '2018-11-20'])
  expect(scale.months.map((one) => one.key)).toEqual(['2018-11', '2018-12', '2019-01', '2019-02'])
  expect(scale.years).toEqual([{ year: 2018, months: 2 }, { year: 2019, months: 2 }])
})

it('places a day by its share of the days shown', () => {
  const scale = scaleOf(['2019-04-01', '2019-04-30'])
  expect(scale.at('2019-04-01')).toBe(0)
  expect(scale.at('2019-04-16')).toBe(50)
  expect(scale.at('2030-01-01')).toBe(100)
})

it('stays drawable whatever is stored: the plan and two years around it, and says what lies beyond', () => {
  const scale = scaleOf(['2018-09-01', '2020-12-31'], ['0001-01-01', '9999-12-31', '2022-05-01', '2018-06-11'])
  expect([scale.months[0].key, scale.months.at(-1)!.key]).toEqual(['2018-06', '2022-05'])
  expect(['0001-01-01', '9999-12-31', '2022-05-01'].map(scale.beyond)).toEqual(['before', 'after', ''])
  expect(scale.at('9999-12-31')).toBe(100)
  expect(scaleOf(['2018-09-01', '9999-01-01']).months.length).toBe(mostMonths)
  expect(scaleOf([]).months.length).toBe(1)
})
