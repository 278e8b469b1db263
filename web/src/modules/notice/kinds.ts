import { said } from '@/shared/said'

/** The name of a kind of notice: the site's own in Chinese, by its code in other languages. */
export function kindName(kind: { kind: string; name: string }): string {
  return said({ code: `notice_kind.${kind.kind.replace('.', '_')}`, text: kind.name, params: {} })
}
