import { computed } from 'vue'
import { useRoute, useRouter, type LocationQueryRaw } from 'vue-router'

/** What is being written to the address: filters set one after the other within a moment end up in it together. */
let writing: Record<string, unknown> | null = null

/** A filter kept in the address, so that a link or the back button brings the same list. */
export function useFilter(name: string, fallback = '') {
  const route = useRoute()
  const router = useRouter()
  return computed<string>({
    get: () => (typeof route.query[name] === 'string' ? (route.query[name] as string) : fallback),
    set: (value) => {
      writing = { ...(writing ?? route.query), [name]: value && value !== fallback ? value : undefined }
      const mine = writing
      void router.replace({ query: mine as LocationQueryRaw }).finally(() => {
        if (writing === mine) writing = null
      })
    }
  })
}
