import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import { api, useHooks } from '@/api/client'
import type { Session, Site } from '@/api/types'

/** Who is logged in, on which post, and what the site is. One request of each at start. */
export const useSession = defineStore('session', () => {
  const site = ref<Site | null>(null)
  const session = ref<Session | null>(null)
  const asking = ref(false)
  let markReady: () => void
  const ready = new Promise<void>((resolve) => (markReady = resolve))
  let answerAsked: ((loggedIn: boolean) => void) | null = null
  let asked: Promise<boolean> | null = null

  const loggedIn = computed(() => session.value !== null)
  const isOf = (unitId: string) => session.value?.post?.unit.id === unitId
  const may = (permission: string | undefined) => !permission || (session.value?.permissions.includes(permission) ?? false)

  async function start() {
    site.value = await api.get<Site>('/site')
    try {
      session.value = await api.get<Session>('/session')
    } catch (error) {
      if (!(error instanceof Error && 'status' in error && error.status === 401)) throw error
    }
    markReady()
  }
  /** `postId`: the post held before the session ran out, taken again. */
  async function logIn(login: string, password: string, postId?: string) {
    session.value = await api.post<Session>('/session', { login, password })
    if (postId && session.value.post?.id !== postId) await takePost(postId)
    answer(true)
  }
  async function logOut() {
    await api.remove('/session')
    session.value = null
  }
  async function takePost(postId: string) {
    session.value = await api.post<Session>('/session/post', { post_id: postId })
  }
  async function changePassword(oldPassword: string, newPassword: string) {
    const changed = await api.post<Session | undefined>('/session/password', { old_password: oldPassword, new_password: newPassword })
    session.value = changed ?? (await api.get<Session>('/session'))
  }
  /** Shows the login dialog over the page; what is typed on the page stays. All waiting requests share one dialog. */
  function askAgain(): Promise<boolean> {
    if (!session.value) return Promise.resolve(false)
    if (!asked) {
      asking.value = true
      asked = new Promise<boolean>((resolve) => (answerAsked = resolve))
    }
    return asked
  }
  function answer(ok: boolean) {
    asking.value = false
    answerAsked?.(ok)
    answerAsked = asked = null
  }
  /** The user gave up logging in again. */
  function giveUp() {
    session.value = null
    answer(false)
  }

  useHooks({ csrfToken: () => session.value?.csrf_token ?? '', sessionExpired: askAgain })
  return { site, session, asking, ready, loggedIn, isOf, may, start, logIn, logOut, takePost, changePassword, giveUp }
})
