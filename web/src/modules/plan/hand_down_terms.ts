import { ApiProblem } from '@/api/client'
import type { Rhythm } from '@/api/types'

/** What is typed of the terms of a part handed down; `every` empty: as the order of reporting says. */
export interface Terms { figures: string[]; note: string; every: Rhythm | ''; excessReason: string }

/** The units would be asked more than the cap: the plan office signs for it. */
export const isOverCap = (failure: unknown) => failure instanceof ApiProblem && failure.code === 'burden.over_cap'
