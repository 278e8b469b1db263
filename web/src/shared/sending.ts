import { computed, ref, shallowRef } from 'vue'
import { ApiProblem } from '@/api/client'
import type { Conflict } from '@/api/conflict'

/**
 * Sends what was typed. What went wrong stays until the next try. A form that shows what someone else stored meanwhile gives
 * `conflictOf`: it has that `conflict` until a try succeeds, and tries again against its version.
 */
export function useSending<T>(readConflict: (error: unknown) => Conflict<T> | null = () => null) {
  const busy = ref(false)
  const failure = shallowRef<unknown>(null)
  const conflict = shallowRef<Conflict<T> | null>(null)
  const fields = computed(() => (failure.value instanceof ApiProblem ? failure.value.fields : {}))

  /** The answer of the work; undefined when it failed or its confirmation box was closed. */
  async function send<R>(work: () => Promise<R>): Promise<R | undefined> {
    busy.value = true
    failure.value = null
    try {
      const answer = await work()
      conflict.value = null
      return answer
    } catch (error) {
      const rival = readConflict(error)
      if (rival) conflict.value = rival
      else if (error !== 'cancel' && error !== 'close') failure.value = error
    } finally {
      busy.value = false
    }
  }
  return { busy, failure, fields, conflict, send }
}
