import { expect, test } from 'vitest'
import { bands, frameOf, isNarrow } from './city_map'

const place = (longitude: string, latitude: string, outline = '') => ({ code: '1', name: '甲县', unit: null, position: { longitude, latitude, outline, note: '' } })

test('a picture holds every outline and point, and without positions there is none', () => {
  expect(frameOf([{ ...place('1', '1'), position: null }])).toBeNull()
  const frame = frameOf([place('116', '38', 'M115 37L117 37L117 39Z'), place('118', '38')])!
  const [left, top, width, height] = frame.viewBox.split(' ').map(Number)
  expect(height).toBeCloseTo(208, 1)
  expect(top).toBeCloseTo(-3904, 1)
  expect(left).toBeCloseTo(115 * frame.scaleX - 4, 1)
  expect(width).toBeCloseTo(3 * frame.scaleX + 8, 1)
})

test('a name stands in what is wide enough for it', () => {
  const wide = place('116', '38', 'M115 37L117 37L117 39Z')
  const narrow = place('116', '38', 'M116 38L116.1 38L116 38.1Z')
  const frame = frameOf([wide, narrow])!
  expect([wide, narrow, place('116', '38')].map((one) => isNarrow(one, frame))).toEqual([false, true, true])
})

test('values fall into five bands between the lowest and the highest', () => {
  expect(bands([10, 20, 30, 40, 50, 59])).toEqual([0, 1, 2, 3, 4, 4])
  expect(bands([165, 220, 275, 280])).toEqual([0, 2, 4, 4])
  expect(bands([7, 7])).toEqual([4, 4])
})
