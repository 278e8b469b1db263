import { ref, watch, type Ref } from 'vue'
import { api } from '@/api/client'
import type { HandoverPage } from '@/api/types'
import { useSession } from '@/session/session'

/** Whether somebody who may not see the duties of a unit has a handover sheet to sign: who left his post signs without one. */
export function useToSign(): Ref<boolean> {
  const user = useSession()
  const toSign = ref(false)
  watch(
    () => [user.session?.user.id, user.session?.post?.id],
    async () => {
      toSign.value = false
      if (!user.session || user.may('duty.read')) return
      const open = await api.get<HandoverPage>('/handovers', { state: 'open' }).catch(() => null)
      toSign.value = open?.items.some((sheet) => sheet.may_sign) ?? false
    },
    { immediate: true }
  )
  return toSign
}
