import { computed, onBeforeUnmount, ref, shallowRef, watch } from 'vue'
import { api, ApiProblem, Unreachable } from '@/api/client'
import type { Report } from '@/api/types'
import { dropCopy, findCopy, keepCopy } from './local_copy'
import { mergeFields, sameFields, type Conflict, type Fields } from './merge'
import { bodyOf, canonical, entryProblems, fieldErrors, fieldsOf } from './report_fields'

export type SaveState = 'clean' | 'dirty' | 'saving' | 'saved' | 'offline' | 'invalid' | 'held'
export interface Dispute { report: Report; merged: Fields; conflicts: Conflict[]; by: string; at: string }

const pauseAfterTyping = 2500
const pauseBeforeRetry = 8000

/**
 * The form of one report. Every change is kept in this browser at once and on the server shortly after; the copy here goes only when
 * the server has acknowledged it. `adopted` is told about every newer state of the report.
 */
export function useReportForm(first: Report, userId: string, adopted: (report: Report) => void) {
  const report = shallowRef(first)
  const fields = ref<Fields>(fieldsOf(first))
  const state = ref<SaveState>('clean')
  const savedAt = ref<string | null>(null)
  const restoredFrom = ref<string | null>(null)
  const kept = ref(true)
  const refused = ref<Fields>({})
  const failure = ref<unknown>(null)
  const dispute = ref<Dispute | null>(null)
  let base = fieldsOf(first)
  let timer = 0
  let running: Promise<boolean> | null = null

  const changed = () => !sameFields(canonical(fields.value), canonical(base))
  const problems = computed(() => entryProblems(report.value, fields.value))

  function take(next: Report) {
    report.value = next
    adopted(next)
  }
  function later(wait: number) {
    clearTimeout(timer)
    timer = window.setTimeout(() => void save(), wait)
  }
  function keep() {
    kept.value = keepCopy(localStorage, userId, report.value.id, { version: report.value.version, base, fields: { ...fields.value }, at: new Date().toISOString() })
  }

  /** Takes a newer state of the report in, joining it with what is typed here. */
  function join(theirs: Report, by = '', at = '') {
    const { merged, conflicts } = mergeFields(canonical(base), canonical(fields.value), canonical(fieldsOf(theirs)))
    if (conflicts.length) {
      dispute.value = { report: theirs, merged, conflicts, by, at }
      state.value = 'held'
      return
    }
    const untouched = sameFields(canonical(base), canonical(fieldsOf(theirs)))
    base = fieldsOf(theirs)
    if (!untouched) fields.value = merged
    take(theirs)
    if (changed()) { state.value = 'dirty'; keep(); later(pauseAfterTyping) }
  }
  /** `chosen`: the text to keep for each disputed field. */
  function settle(chosen: Fields) {
    const { report: theirs, merged } = dispute.value!
    dispute.value = null
    base = fieldsOf(theirs)
    fields.value = { ...merged, ...chosen }
    take(theirs)
    keep()
    void save()
  }

  async function send(): Promise<boolean> {
    const sent = { ...fields.value }
    state.value = 'saving'
    try {
      const next = await api.put<Report>(`/reports/${report.value.id}`, bodyOf(report.value, sent), report.value.version)
      base = sent
      refused.value = {}
      failure.value = null
      savedAt.value = new Date().toISOString()
      take(next)
      if (changed()) { state.value = 'dirty'; keep(); later(pauseAfterTyping) }
      else { state.value = 'saved'; dropCopy(localStorage, userId, next.id) }
      return true
    } catch (error) {
      if (error instanceof Unreachable) {
        state.value = 'offline'
        later(pauseBeforeRetry)
      } else if (error instanceof ApiProblem && error.status === 412) {
        const conflict = error.problem.conflict as { theirs?: Report; changed_by?: string; changed_at?: string } | undefined
        join(conflict?.theirs ?? (await api.get<Report>(`/reports/${report.value.id}`)), conflict?.changed_by, conflict?.changed_at)
      } else {
        state.value = 'invalid'
        failure.value = error
        if (error instanceof ApiProblem) refused.value = fieldErrors(report.value, error.fields)
      }
      return false
    }
  }

  /** Saves now; true when nothing is left unsaved. One request at a time. */
  async function save(): Promise<boolean> {
    clearTimeout(timer)
    if (running) await running
    if (dispute.value) return false
    if (!changed()) {
      if (state.value !== 'clean') state.value = 'saved'
      return true
    }
    if (Object.keys(problems.value).length) { state.value = 'invalid'; return false }
    running = send().finally(() => (running = null))
    return running
  }

  const online = () => state.value === 'offline' && void save()
  window.addEventListener('online', online)
  onBeforeUnmount(() => {
    window.removeEventListener('online', online)
    clearTimeout(timer)
    if (changed() && state.value !== 'held') void save()
  })

  const copy = findCopy(localStorage, userId, first.id)
  if (copy && !sameFields(canonical(copy.fields), canonical(base))) {
    restoredFrom.value = copy.at
    fields.value = { ...fieldsOf(first), ...copy.fields }
    if (copy.version !== first.version) base = { ...base, ...copy.base }
    join(first)
  }

  watch(fields, () => {
    if (dispute.value) return
    if (!changed()) return
    keep()
    refused.value = {}
    if (state.value !== 'saving') state.value = state.value === 'offline' ? 'offline' : 'dirty'
    later(pauseAfterTyping)
  }, { deep: true })

  return { report, fields, state, savedAt, restoredFrom, kept, problems, refused, failure, dispute, save, settle, join }
}
