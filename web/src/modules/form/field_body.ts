import type { FormField, NewFormField } from '@/api/types'

/** A stored field as it is sent back to be changed. */
export function bodyOf({ id: _id, version: _version, ...body }: FormField): NewFormField {
  return body
}
