import { computed, ref, watch, type Ref } from 'vue'
import type { Id, OutcomePage, Phrase } from '@/api/types'
import { useNotice } from './words'

/** Rows of a list that are chosen for one step, taken on each by itself; what is refused is kept with its reason. */
export function useTogether<T extends { id: Id | null }>(items: Ref<T[]>, loaded: Ref<unknown>) {
  const notice = useNotice()
  const chosen = ref<Record<string, boolean>>({})
  const refused = ref<{ row: T; why: Phrase }[]>([]) as Ref<{ row: T; why: Phrase }[]>
  const busy = ref(false)
  const selected = computed(() => items.value.filter((row) => row.id && chosen.value[row.id]))
  watch(loaded, () => (chosen.value = {}))
  /** Of `rows`, whether all are chosen; setting it chooses all or none. */
  const allOf = (rows: () => T[]) => computed({
    get: () => rows().length > 0 && rows().every((row) => chosen.value[row.id!]),
    set: (on: boolean) => rows().forEach((row) => (chosen.value[row.id!] = on))
  })
  /** Takes the step on what is selected, then says how many it was taken on. */
  async function take(post: (rows: T[]) => Promise<OutcomePage>, done: (count: number) => string, reload: () => Promise<unknown>) {
    const rows = selected.value
    busy.value = true
    try {
      const { items: outcomes } = await post(rows)
      refused.value = outcomes.flatMap(({ refused: why }, i) => (why ? [{ row: rows[i], why }] : []))
      notice.done(done(rows.length - refused.value.length))
      await reload()
    } catch (error) {
      notice.failed(error)
    } finally {
      busy.value = false
    }
  }
  return { chosen, selected, refused, busy, allOf, take }
}
