import { api } from '@/api/client'
import type { Page, Role } from '@/api/types'

let asked: Promise<Role[]> | null = null

/** The roles a post can have; asked once. */
export function roles(): Promise<Role[]> {
  asked ??= api.get<Page<Role>>('/roles').then((page) => page.items)
  asked.catch(() => (asked = null))
  return asked
}
