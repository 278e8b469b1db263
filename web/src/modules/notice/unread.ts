import { onBeforeUnmount, onMounted, ref } from 'vue'
import { api } from '@/api/client'
import type { UnreadNotices } from '@/api/types'

const EVERY = 60_000
const unread = ref(0)

/** What the header shows; pages that read notices tell it. */
export function setUnread(answer: UnreadNotices) { unread.value = answer.unread }

/** The number of unread notices, asked for now and every minute while somebody looks. */
export function useUnread() {
  let timer = 0
  const ask = async () => {
    if (document.hidden) return
    // A server that is away is told by the page; the header keeps the last number.
    await api.get<UnreadNotices>('/notices/unread').then(setUnread, () => undefined)
  }
  onMounted(() => { void ask(); timer = window.setInterval(ask, EVERY); document.addEventListener('visibilitychange', ask) })
  onBeforeUnmount(() => { clearInterval(timer); document.removeEventListener('visibilitychange', ask) })
  return { unread, ask }
}
