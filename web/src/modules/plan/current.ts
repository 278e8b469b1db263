import { ref, type Ref } from 'vue'
import { api, ApiProblem } from '@/api/client'
import type { Page, PlanSummary } from '@/api/types'
import { useSession } from '@/session/session'

const current = ref<PlanSummary | null>(null)
let asked: Promise<void> | null = null

/** The plan pages open with: the newest confirmed one, or the newest draft. Asked once; null until known or when there is none. */
export function currentPlan(): Ref<PlanSummary | null> {
  if (useSession().may('plan.read')) known().catch(() => null)
  return current
}

/** The id of that plan; fails with plan.none when there is no plan at all. */
export async function planId(): Promise<string> {
  await known()
  if (!current.value) throw new ApiProblem({ type: 'about:blank', title: '还没有方案', status: 404, code: 'plan.none', detail: '还没有方案，请先上传方案文件', request_id: '' })
  return current.value.id
}

function known(): Promise<void> {
  asked ??= refreshPlan().catch((error) => { asked = null; throw error })
  return asked
}

export async function refreshPlan(): Promise<void> {
  const { items } = await api.get<Page<PlanSummary>>('/plans')
  current.value = items.find((plan) => plan.state === 'confirmed') ?? items[0] ?? null
}
