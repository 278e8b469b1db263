import { ref } from 'vue'
import { api } from '@/api/client'
import type { WaitingCount, WaitingDecisions } from '@/api/types'
import { useSession } from '@/session/session'

const count = ref<number | null>(null)

/** Who may have something to decide: leaders, supervising units, who confirms plans or divides targets. */
export function mayDecide() {
  const user = useSession()
  return ['order.decide', 'order.manage', 'plan.confirm'].some((permission) => user.may(permission))
}

export async function loadWaiting() {
  const answer = await api.get<WaitingDecisions>('/decisions')
  count.value = answer.total
  return answer
}

/** How many matters wait for the reader's decision; null until known. */
export function useWaiting() {
  if (mayDecide()) api.get<WaitingCount>('/decisions/count').then((answer) => (count.value = answer.total)).catch(() => null) // the page itself tells what went wrong
  return count
}
