import { ApiProblem } from './client'

export interface Conflict<T> { theirs: T; rival: { by: string; at: string } }

/** What a 412 carries: the stored object, and who stored it when. Null for any other error. */
export function conflictOf<T>(error: unknown): Conflict<T> | null {
  if (!(error instanceof ApiProblem) || error.status !== 412) return null
  const conflict = error.problem.conflict as { theirs?: T; changed_by?: string; changed_at?: string } | undefined
  return conflict?.theirs ? { theirs: conflict.theirs, rival: { by: conflict.changed_by ?? '', at: conflict.changed_at ?? '' } } : null
}
