import type { Report, ReportField, ReportValue } from '@/api/types'
import { decimalsOf, parseEntry, roundDecimal } from '@/shared/number'
import type { Fields } from './merge'

const texts = ['progress', 'problems', 'next_steps'] as const

const isNumber = (field: string) => field === 'progress_pct' || /^(value|numerator|denominator|number):/.test(field)
const numbersOf = (value: ReportValue) => (value.indicator.kind === 'ratio' ? (['numerator', 'denominator'] as const) : (['value'] as const))

/** Where the answer to an added field stands in the form. */
export const answerKey = ({ field }: Pick<ReportField, 'field'>) => `${field.kind === 'number' ? 'number' : 'answer'}:${field.id}`

/** The source of a figure that was confirmed, as long as it is still the figure of that source. */
export function originOf(value: ReportValue, fields: Fields): string {
  const same = (held: { value: string | null; numerator: string | null; denominator: string | null } | null) =>
    held !== null && numbersOf(value).every((part) => held[part] !== null && plain(held[part]) === plain(parseEntry(fields[`${part}:${value.indicator.id}`] ?? '')))
  return same(value) || same(value.known) ? (fields[`origin:${value.indicator.id}`] ?? '') : ''
}
export function answerOrigin(added: ReportField, fields: Fields): string {
  const typed = fields[answerKey(added)] ?? ''
  const now = added.field.kind === 'number' ? plain(parseEntry(typed)) : typed
  return now !== '' && (now === added.value || now === added.known?.value) ? (fields[`source:${added.field.id}`] ?? '') : ''
}

/** Offered for confirmation: known, and nothing was entered yet. */
export const offered = (value: ReportValue, fields: Fields) => value.known !== null && numbersOf(value).every((part) => !fields[`${part}:${value.indicator.id}`]?.trim())
export const answerOffered = (added: ReportField, fields: Fields) => !!added.known && !fields[answerKey(added)]?.trim()
export function confirmKnown(value: ReportValue, fields: Fields) {
  for (const part of numbersOf(value)) fields[`${part}:${value.indicator.id}`] = plain(value.known![part])
  fields[`origin:${value.indicator.id}`] = value.known!.source.text
}
export function confirmAnswer(added: ReportField, fields: Fields) {
  fields[answerKey(added)] = added.known!.value
  fields[`source:${added.field.id}`] = added.known!.source.text
}

/** The form as text by field, as it is typed and compared. */
export function fieldsOf(report: Report): Fields {
  const fields: Fields = { progress_pct: plain(report.progress_pct) }
  for (const name of texts) fields[name] = report[name]
  for (const value of report.values) {
    for (const part of numbersOf(value)) fields[`${part}:${value.indicator.id}`] = plain(value[part])
    fields[`explanation:${value.indicator.id}`] = value.explanation
    fields[`origin:${value.indicator.id}`] = value.origin
  }
  for (const added of report.fields) {
    fields[answerKey(added)] = added.value
    fields[`reason:${added.field.id}`] = added.explanation
    fields[`source:${added.field.id}`] = added.origin
  }
  return fields
}

function plain(decimal: string | null): string {
  return decimal === null ? '' : (roundDecimal(decimal, 4) ?? decimal)
}

/** What may stand behind an entry; the parts of a ratio have units of their own. */
export const unitOf = (value: ReportValue) => (value.indicator.kind === 'ratio' ? '' : value.indicator.unit)

/** “1.5万”, “15000” and “15000.0” are the same entry: used to compare, never to replace what is typed. */
export function canonical(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([field, text]) => [field, isNumber(field) ? plain(parseEntry(text) ?? text.trim()) : text]))
}

export function bodyOf(report: Report, fields: Fields): unknown {
  const number = (field: string, unit: string) => parseEntry(fields[field] ?? '', unit)
  return {
    progress_pct: number('progress_pct', '%'),
    ...Object.fromEntries(texts.map((name) => [name, fields[name] ?? ''])),
    values: report.values.map((value) => ({
      indicator_id: value.indicator.id,
      ...Object.fromEntries(numbersOf(value).map((part) => [part, number(`${part}:${value.indicator.id}`, unitOf(value))])),
      explanation: fields[`explanation:${value.indicator.id}`] ?? '',
      origin: originOf(value, fields)
    })),
    fields: report.fields.map((added) => ({
      field_id: added.field.id,
      value: (added.field.kind === 'number' ? number(answerKey(added), added.field.unit) : fields[answerKey(added)]) ?? '',
      explanation: fields[`reason:${added.field.id}`] ?? '',
      origin: answerOrigin(added, fields)
    }))
  }
}

/** A message key and its parameter for each entry that cannot be sent. */
export function entryProblems(report: Report, fields: Fields): Record<string, [key: string, parameter: string | number]> {
  const problems: Record<string, [string, string | number]> = {}
  const check = (field: string, unit: string, decimals: number) => {
    const typed = fields[field] ?? ''
    if (!typed.trim()) return
    const number = parseEntry(typed, unit)
    if (number === null) problems[field] = ['report.notNumber', typed]
    else if (decimalsOf(number) > decimals) problems[field] = decimals === 0 ? ['report.notWhole', ''] : ['report.tooManyDecimals', decimals]
    else if (number.startsWith('-') && !field.startsWith('number:')) problems[field] = ['report.negative', '']
  }
  check('progress_pct', '%', 2)
  const progress = parseEntry(fields.progress_pct ?? '')
  if (progress !== null && (Number(progress) < 0 || Number(progress) > 100)) problems.progress_pct = ['report.range', '']
  for (const value of report.values) for (const part of numbersOf(value)) check(`${part}:${value.indicator.id}`, unitOf(value), value.indicator.kind === 'ratio' ? value.indicator.part_decimals : value.indicator.decimals)
  for (const added of report.fields) if (added.field.kind === 'number') check(answerKey(added), added.field.unit, added.field.decimals)
  return problems
}

/** The server names values by position (`values.0.value`), the form by indicator (`value:17`); a ratio has no entry for its value. */
export function fieldErrors(report: Report, errors: Record<string, string>): Fields {
  return Object.fromEntries(
    Object.entries(errors).map(([path, message]) => {
      const added = report.fields[Number(/^fields\.(\d+)\./.exec(path)?.[1])]
      if (added) return [answerKey(added), message]
      const match = /^values\.(\d+)(?:\.(\w+))?$/.exec(path)
      const value = match && report.values[Number(match[1])]
      if (!value) return [path, message]
      const part = match[2] && (match[2] !== 'value' || value.indicator.kind !== 'ratio') ? match[2] : numbersOf(value)[0]
      return [`${part}:${value.indicator.id}`, message]
    })
  )
}
