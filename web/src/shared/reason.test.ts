import { describe, expect, it } from 'vitest'
import { reasonLacks } from './reason'

describe('a mandatory reason', () => {
  it('has at least four characters, blanks around it not counted', () => {
    expect(reasonLacks('')).toBe(4)
    expect(reasonLacks('  不行 ')).toBe(2)
    expect(reasonLacks('数量不符')).toBe(0)
  })
  it('counts characters, not code units', () => expect(reasonLacks('𠮷𠮷')).toBe(2))
})
