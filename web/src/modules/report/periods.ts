import { api } from '@/api/client'
import type { Page, Period } from '@/api/types'

let asked: Promise<Period[]> | null = null

/** Open and past periods, newest first; asked once a session. */
export function periods(): Promise<Period[]> {
  asked ??= api.get<Page<Period>>('/periods').then((page) => page.items)
  asked.catch(() => (asked = null))
  return asked
}

/** The one to show first: open, else overdue, else the newest. */
export function defaultPeriod(list: Period[]): string {
  return (list.find((p) => p.state === 'open') ?? list.find((p) => p.state === 'overdue') ?? list[0])?.period ?? ''
}
