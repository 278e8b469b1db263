import { expect, it } from 'vitest'
import { reasonGiven } from './correction'

it('a reason of a correction has four characters at least, blanks around it not counted', () => {
  expect(reasonGiven('会议纪要')).toBe(true)
  expect(reasonGiven('  纪要  ')).toBe(false)
  expect(reasonGiven('')).toBe(false)
})
