import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'

/** A filter kept in the address, so that a link or the back button brings the same list. */
export function useFilter(name: string, fallback = '') {
  const route = useRoute()
  const router = useRouter()
  return computed<string>({
    get: () => (typeof route.query[name] === 'string' ? (route.query[name] as string) : fallback),
    set: (value) => void router.replace({ query: { ...route.query, [name]: value && value !== fallback ? value : undefined } })
  })
}
