/** The text of a form by field: `progress`, `value:17`, `explanation:17` … Every value is what stands in the input. */
export type Fields = Record<string, string>

export interface Conflict { field: string; mine: string; theirs: string }

export interface Merge { merged: Fields; conflicts: Conflict[] }

/**
 * Joins two editions of a form that were made from the same base. A field only one side changed keeps that change; a field both
 * changed differently is a conflict, with my text kept in `merged` until someone chooses.
 */
export function mergeFields(base: Fields, mine: Fields, theirs: Fields): Merge {
  const merged: Fields = {}
  const conflicts: Conflict[] = []
  for (const field of Object.keys({ ...theirs, ...mine })) {
    const was = base[field] ?? ''
    const my = mine[field] ?? ''
    const their = theirs[field] ?? ''
    merged[field] = my === was ? their : my
    if (my !== was && their !== was && my !== their) conflicts.push({ field, mine: my, theirs: their })
  }
  return { merged, conflicts }
}

export function sameFields(a: Fields, b: Fields): boolean {
  return Object.keys({ ...a, ...b }).every((field) => (a[field] ?? '') === (b[field] ?? ''))
}
