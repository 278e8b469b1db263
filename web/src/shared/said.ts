import { i18n } from '@/i18n'
import type { Phrase, Question } from '@/api/types'
import { displayNumber } from './number'

/** Years, months and days stand as they are; what is a number is grouped as the language does it. */
function shown(name: string, value: string): string {
  return name !== 'year' && /^-?\d+(\.\d+)?$/.test(value) ? displayNumber(value, i18n.global.locale.value) : value
}

/** A sentence of the server: its Chinese text in Chinese, said anew by code and parameters in a language that knows the code. */
export function said(phrase: Phrase): string {
  const key = `said.${phrase.code}`
  const { locale, te, t } = i18n.global as unknown as { locale: { value: string }; te: (key: string) => boolean; t: (key: string, named: Record<string, string>) => string }
  if (locale.value === 'zh-CN' || !te(key)) return phrase.text
  return t(key, Object.fromEntries(Object.entries(phrase.params ?? {}).map(([name, value]) => [name, shown(name, value)])))
}

export function allSaid(phrases: Phrase[]): string {
  return phrases.map(said).join(i18n.global.locale.value === 'zh-CN' ? '；' : '; ')
}

/** Questions that ask which units are meant have many codes and one sentence. */
export function questionText(question: Pick<Question, 'code' | 'text' | 'subject'>): string {
  const [area, reason] = question.code.split('.')
  const known = ['none', 'no_responsible', 'no_lead', 'lead_cell_many', 'lead_cell_group']
  const key = area === 'unit' ? 'unit' : known.includes(reason) ? reason : 'other'
  return said({ code: `question.${key}`, text: question.text, params: { subject: question.subject } })
}
