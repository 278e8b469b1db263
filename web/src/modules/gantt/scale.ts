/** The months a chart shows, and where a day lies on it: percent of its width. */
export interface Scale { years: { year: number; months: number }[]; months: { key: string; month: number }[]; at: (day: string) => number }

const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
const first = (day: string) => `${day.slice(0, 7)}-01`

/** From the first of the earliest day's month to the end of the latest day's. */
export function scaleOf(days: string[]): Scale {
  const sorted = [...days].sort()
  const from = first(sorted[0] ?? '2000-01-01')
  const last = first(sorted[sorted.length - 1] ?? from)
  const months: Scale['months'] = []
  let key = from.slice(0, 7)
  for (let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))]; key <= last.slice(0, 7); ) {
    months.push({ key, month })
    month = month === 12 ? 1 : month + 1
    if (month === 1) year += 1
    key = `${year}-${String(month).padStart(2, '0')}`
  }
  const length = daysBetween(from, `${key}-01`)
  const years = new Map<number, number>()
  for (const { key: one } of months) years.set(Number(one.slice(0, 4)), (years.get(Number(one.slice(0, 4))) ?? 0) + 1)
  return {
    years: [...years].map(([year, count]) => ({ year, months: count })),
    months,
    at: (day) => Math.min(100, Math.max(0, (daysBetween(from, day) / length) * 100))
  }
}
