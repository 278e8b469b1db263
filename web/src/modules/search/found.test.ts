import { beforeEach, expect, test, vi } from 'vitest'
import { placeOf, recentSearches, rememberSearch } from './found'

const item = { id: '7', label: 'T3', context: '方案', title: [], excerpt: [], place: null }
const kept = new Map<string, string>()
beforeEach(() => {
  kept.clear()
  vi.stubGlobal('localStorage', { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) })
})

test('a clause opens the document at its place, everything else its own page', () => {
  expect(placeOf('clause', { ...item, place: { plan_id: '1', begin: 7, end: 18 } })).toEqual({ name: 'plan', params: { id: '1' }, query: { at: '7-18' } })
  expect(placeOf('unit', item)).toEqual({ name: 'unit', params: { id: '7' } })
})

test('recent searches are kept newest first, once each, six at most', () => {
  for (const words of ['一', '二', '三', '四', '五', '六', '七', ' 三 ', '']) rememberSearch(words)
  expect(recentSearches()).toEqual(['三', '七', '六', '五', '四', '二'])
  kept.set('luoshi.recent_searches', '{broken')
  expect(recentSearches()).toEqual([])
})
