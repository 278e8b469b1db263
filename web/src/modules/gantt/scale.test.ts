import { expect, it } from 'vitest'
import { scaleOf } from './scale'

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
