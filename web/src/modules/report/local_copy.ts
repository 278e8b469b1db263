import type { Fields } from './merge'

/** What was typed and not yet acknowledged by the server, with the text it was made from. */
export interface LocalCopy { version: number; base: Fields; fields: Fields; at: string }

const key = (userId: string, reportId: string) => `luoshi.report.${userId}.${reportId}`

/** Keeps the typed text in this browser until the server has it. False when the browser refuses to store. */
export function keepCopy(storage: Storage, userId: string, reportId: string, copy: LocalCopy): boolean {
  try {
    storage.setItem(key(userId, reportId), JSON.stringify(copy))
    return true
  } catch {
    return false
  }
}

export function findCopy(storage: Storage, userId: string, reportId: string): LocalCopy | null {
  try {
    const copy = JSON.parse(storage.getItem(key(userId, reportId)) ?? 'null') as LocalCopy | null
    return copy && typeof copy.version === 'number' && copy.fields && copy.base ? copy : null
  } catch {
    return null
  }
}

export function dropCopy(storage: Storage, userId: string, reportId: string) {
  try {
    storage.removeItem(key(userId, reportId))
  } catch {
    // storage is forbidden: nothing was kept either
  }
}
