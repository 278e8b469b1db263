import { api } from '@/api/client'
import type { Role, RolePage, UnitDetail } from '@/api/types'

/** Somebody who can be put into a team. */
export interface Person { user_id: string; label: string }

/** Who only reads has no part in a team (the server refuses him). */
const mayAct = (role: Role) => role.permissions.includes('inspect.read') && (role.scope !== 'all' || role.permissions.some((permission) => !permission.endsWith('.read')))

/** Who holds a post of the unit now that may act: each person once. */
export async function peopleOf(unit: string): Promise<Person[]> {
  const [detail, roles] = await Promise.all([api.get<UnitDetail>(`/units/${unit}`), api.get<RolePage>('/roles')])
  const acting = new Set(roles.items.filter(mayAct).map((role) => role.code))
  const people = detail.posts.filter((post) => acting.has(post.role.code)).flatMap((post) => post.holders.map(({ user }) => ({ user_id: user.id, label: `${detail.short_name || detail.name} ${post.name} ${user.name}` })))
  return [...new Map(people.map((person) => [person.user_id, person])).values()]
}
