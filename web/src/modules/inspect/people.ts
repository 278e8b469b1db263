import { api } from '@/api/client'
import type { UnitDetail } from '@/api/types'

/** Somebody who can be put into a team. */
export interface Person { user_id: string; label: string }

/** Who holds a post of the unit now: each person once. */
export async function peopleOf(unit: string): Promise<Person[]> {
  const detail = await api.get<UnitDetail>(`/units/${unit}`)
  const people = detail.posts.flatMap((post) => post.holders.map(({ user }) => ({ user_id: user.id, label: `${detail.short_name || detail.name} ${post.name} ${user.name}` })))
  return [...new Map(people.map((person) => [person.user_id, person])).values()]
}
