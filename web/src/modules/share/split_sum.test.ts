import { describe, expect, it } from 'vitest'
import { liveSum, tableText } from './split_sum'

describe('the sum of shares while typing', () => {
  it('says short, exact or over, to the last decimal', () => {
    expect(liveSum(['0.1', '0.2'], '0.3', false, '20')).toMatchObject({ parts: '0.3', difference: '0', verdict: 'exact', loose: false })
    expect(liveSum(['1.5万', '', 'x'], '20000', false, '20')).toMatchObject({ parts: '15000', difference: '-5000', verdict: 'short', loose: true, padding: null })
    expect(liveSum(['13', '12'], '20', false, '20')).toMatchObject({ verdict: 'over', loose: false, padding: '25', padded: true })
  })
  it('calls it padding only above the setting', () => {
    expect(liveSum(['24'], '20', false, '20')).toMatchObject({ padding: '20', padded: false })
    expect(liveSum(['24.0001'], '20', false, '20').padded).toBe(true)
  })
  it('turns round for what must not be exceeded', () => {
    expect(liveSum(['60', '60'], '100', true, '20')).toMatchObject({ verdict: 'over', loose: true, padded: false })
    expect(liveSum(['70'], '100', true, '20')).toMatchObject({ verdict: 'short', loose: false, padding: '30', padded: true })
  })
})

describe('an uploaded table', () => {
  it('is read in UTF-8 and in the encoding of a Chinese Excel', async () => {
    expect(await tableText(new File(['单位,数值'], 'a.csv'))).toBe('单位,数值')
    expect(await tableText(new File([new Uint8Array([0xb5, 0xa5, 0xce, 0xbb])], 'a.csv'))).toBe('单位')
  })
})
