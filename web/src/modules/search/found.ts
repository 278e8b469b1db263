import type { RouteLocationRaw } from 'vue-router'
import type { SearchItem, SearchKind } from '@/api/types'

/** Where something found is shown. */
export function placeOf(kind: SearchKind, item: SearchItem): RouteLocationRaw {
  if (kind === 'clause' && item.place) return { name: 'plan', params: { id: item.place.plan_id }, query: { at: `${item.place.begin}-${item.place.end}` } }
  return { name: kind, params: { id: item.id } }
}

const KEY = 'luoshi.recent_searches'
const MOST = 6

/** What was looked for lately in this browser, the newest first; nothing where the browser keeps nothing. */
export function recentSearches(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]')
    return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === 'string').slice(0, MOST) : []
  } catch {
    return []
  }
}

export function rememberSearch(words: string) {
  const kept = [words.trim(), ...recentSearches().filter((one) => one !== words.trim())].filter(Boolean).slice(0, MOST)
  try {
    localStorage.setItem(KEY, JSON.stringify(kept))
  } catch {
    // a browser that keeps nothing only forgets
  }
}
