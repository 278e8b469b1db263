import { onMounted, ref, shallowRef, watch, type Ref, type WatchSource } from 'vue'

export interface Load<T> {
  data: Ref<T | null>
  error: Ref<unknown>
  loading: Ref<boolean>
  reload: () => Promise<void>
}

/** Loads when mounted and whenever a source changes; an answer that was overtaken is dropped. The old data stays while loading. */
export function useLoad<T>(fetch: () => Promise<T>, ...sources: WatchSource[]): Load<T> {
  const data = shallowRef<T | null>(null) as Ref<T | null>
  const error = ref<unknown>(null)
  const loading = ref(true)
  let round = 0
  async function reload() {
    const mine = ++round
    loading.value = true
    try {
      const value = await fetch()
      if (mine === round) { data.value = value; error.value = null }
    } catch (problem) {
      if (mine === round) error.value = problem
    } finally {
      if (mine === round) loading.value = false
    }
  }
  onMounted(reload)
  if (sources.length) watch(sources, reload)
  return { data, error, loading, reload }
}
