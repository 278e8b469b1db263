import { describe, expect, it } from 'vitest'
import { displayNumber, parseEntry, percentOf, roundDecimal, shift, subtractDecimal } from './number'

describe('display of figures', () => {
  it('uses 万 and 亿 in Chinese and groups of three in English', () => {
    expect(displayNumber('15000', 'zh-CN')).toBe('1.5万')
    expect(displayNumber('9999', 'zh-CN')).toBe('9,999')
    expect(displayNumber('1234567890', 'zh-CN')).toBe('12.35亿')
    expect(displayNumber('15000', 'en')).toBe('15,000')
  })
  it('shows a missing value as a dash, never as zero', () => {
    expect(displayNumber(null, 'zh-CN')).toBe('—')
    expect(displayNumber('0', 'zh-CN')).toBe('0')
  })
  it('keeps figures a double would spoil', () => {
    expect(displayNumber('9007199254740993', 'en')).toBe('9,007,199,254,740,993')
    expect(displayNumber('0.3000', 'en')).toBe('0.3')
  })
})

describe('entry of figures', () => {
  it('understands 万, 亿, full-width digits, separators and a percent sign', () => {
    expect(parseEntry('1.5万')).toBe('15000')
    expect(parseEntry('2.03 亿')).toBe('203000000')
    expect(parseEntry('１２，０００')).toBe('12000')
    expect(parseEntry('37.5%')).toBe('37.5')
    expect(parseEntry('1,234,567.5')).toBe('1234567.5')
    expect(parseEntry('10人次', '人次')).toBe('10')
    expect(parseEntry('1.2 万人次', '人次')).toBe('12000')
    expect(parseEntry('-3')).toBe('-3')
  })
  it('refuses what is no number', () => {
    for (const typed of ['', '约20', '1.2.3', '二十', '1e3', '5-6', '1,20', '12,34,5', '1,2345', '5 0', '10人次']) expect(parseEntry(typed)).toBeNull()
    expect(parseEntry('37%', '个')).toBeNull()
  })
})

describe('decimal arithmetic on text', () => {
  it('rounds half up away from zero', () => {
    expect(roundDecimal('2.345', 2)).toBe('2.35')
    expect(roundDecimal('-2.345', 2)).toBe('-2.35')
    expect(roundDecimal('9.999', 2)).toBe('10')
    expect(roundDecimal('100', 0)).toBe('100')
  })
  it('moves the point both ways', () => {
    expect(shift('5', -4)).toBe('0.0005')
    expect(shift('0.05', 4)).toBe('500')
    expect(shift('-12.5', 1)).toBe('-125')
  })
  it('subtracts without the error of a double', () => {
    expect(subtractDecimal('0.3', '0.1')).toBe('0.2')
    expect(subtractDecimal('76.32', '78.95')).toBe('-2.63')
    expect(subtractDecimal('5', '5')).toBe('0')
  })
  it('divides a ratio and refuses a zero denominator', () => {
    expect(percentOf('1', '3', 2)).toBe('33.33')
    expect(percentOf('2', '3', 1)).toBe('66.7')
    expect(percentOf('1', '0', 2)).toBeNull()
  })
})
