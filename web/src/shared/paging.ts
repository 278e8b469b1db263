import { computed, ref, shallowRef, type WatchSource } from 'vue'
import { api, type Query } from '@/api/client'
import type { Page } from '@/api/types'
import { useLoad } from './load'

/** All pages of a list, one after the other. */
export async function allPages<T>(path: string, query: Query = {}): Promise<T[]> {
  const items: T[] = []
  for (let after: string | null = null; ;) {
    const page: Page<T> = await api.get<Page<T>>(path, { ...query, ...(after ? { after } : {}) })
    items.push(...page.items)
    if (!page.next) return items
    after = page.next
  }
}

/** A list that grows by keyset pages. `query` is read anew whenever a source changes. */
export function usePages<T>(path: string | (() => Promise<string>), query: () => Query, ...sources: WatchSource[]) {
  const address = async () => (typeof path === 'string' ? path : path())
  const extra = shallowRef<T[]>([])
  const next = ref<string | null>(null)
  const loadingMore = ref(false)
  const load = useLoad(async () => {
    const page = await api.get<Page<T>>(await address(), query())
    extra.value = []
    next.value = page.next
    return page.items
  }, ...sources)
  const items = computed(() => [...(load.data.value ?? []), ...extra.value])
  async function more() {
    loadingMore.value = true
    try {
      const page = await api.get<Page<T>>(await address(), { ...query(), after: next.value })
      extra.value = [...extra.value, ...page.items]
      next.value = page.next
    } catch (error) {
      load.error.value = error
    } finally {
      loadingMore.value = false
    }
  }
  return { load, items, next, more, loadingMore }
}
