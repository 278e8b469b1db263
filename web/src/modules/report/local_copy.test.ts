import { expect, it } from 'vitest'
import { dropCopy, findCopy, keepCopy } from './local_copy'

function memoryStorage(limit = Infinity): Storage {
  const map = new Map<string, string>()
  return {
    get length() { return map.size },
    key: (index) => [...map.keys()][index] ?? null,
    getItem: (name) => map.get(name) ?? null,
    setItem: (name, value) => { if (value.length > limit) throw new DOMException('full', 'QuotaExceededError'); map.set(name, value) },
    removeItem: (name) => void map.delete(name),
    clear: () => map.clear()
  }
}
const copy = { version: 3, base: { progress: '' }, fields: { progress: '已完成摸底' }, at: '2020-07-03T01:00:00Z' }

it('gives back what was typed, to the same user and report only', () => {
  const storage = memoryStorage()
  expect(keepCopy(storage, '7', '100', copy)).toBe(true)
  expect(findCopy(storage, '7', '100')).toEqual(copy)
  expect(findCopy(storage, '8', '100')).toBeNull()
  expect(findCopy(storage, '7', '101')).toBeNull()
})

it('forgets it once the server has it', () => {
  const storage = memoryStorage()
  keepCopy(storage, '7', '100', copy)
  dropCopy(storage, '7', '100')
  expect(findCopy(storage, '7', '100')).toBeNull()
})

it('says so when the browser refuses to store', () => {
  expect(keepCopy(memoryStorage(10), '7', '100', copy)).toBe(false)
})

it('ignores a damaged copy', () => {
  const storage = memoryStorage()
  storage.setItem('luoshi.report.7.100', '{"version":')
  expect(findCopy(storage, '7', '100')).toBeNull()
  storage.setItem('luoshi.report.7.100', '{"version":1}')
  expect(findCopy(storage, '7', '100')).toBeNull()
})
