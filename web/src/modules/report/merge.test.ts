import { expect, it } from 'vitest'
import { mergeFields, sameFields } from './merge'

const base = { progress: '已开展', problems: '', 'value:1': '18' }

it('keeps what only one side changed', () => {
  const { merged, conflicts } = mergeFields(base, { ...base, progress: '已完成' }, { ...base, 'value:1': '19' })
  expect(merged).toEqual({ progress: '已完成', problems: '', 'value:1': '19' })
  expect(conflicts).toEqual([])
})

it('reports a field both changed, and keeps my text until someone chooses', () => {
  const { merged, conflicts } = mergeFields(base, { ...base, 'value:1': '20' }, { ...base, 'value:1': '19' })
  expect(conflicts).toEqual([{ field: 'value:1', mine: '20', theirs: '19' }])
  expect(merged['value:1']).toBe('20')
})

it('sees no conflict when both typed the same', () => {
  expect(mergeFields(base, { ...base, problems: '无' }, { ...base, problems: '无' }).conflicts).toEqual([])
})

it('keeps a text I deleted deleted', () => {
  expect(mergeFields(base, { ...base, progress: '' }, base).merged.progress).toBe('')
})

it('treats an absent field as empty when comparing', () => {
  expect(sameFields({ a: '' }, {})).toBe(true)
  expect(sameFields({ a: '1' }, {})).toBe(false)
})
