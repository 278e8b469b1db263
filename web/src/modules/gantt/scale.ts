/** The months a chart shows, where a day lies on it (percent of its width), and on which side a day lies beyond it. */
export interface Scale {
  years: { year: number; months: number }[]; months: { key: string; month: number }[]
  at: (day: string) => number; beyond: (day: string) => '' | 'before' | 'after'
}

/** As many months of a plan as can be drawn, and as many before and after it: what is stored may lie anywhere. */
export const mostMonths = 120
const around = 24

const daysBetween = (from: string, to: string) => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)

const addMonths = (key: string, count: number) => {
  const place = Number(key.slice(0, 4)) * 12 + Number(key.slice(5, 7)) - 1 + count
  return `${String(Math.floor(place / 12)).padStart(4, '0')}-${String((place % 12) + 1).padStart(2, '0')}`
}
const earlier = (a: string, b: string) => (a < b ? a : b)
const later = (a: string, b: string) => (a > b ? a : b)

/** Whole months: the plan's, of those as many as can be drawn, and what lies within two years of them. */
export function scaleOf(plan: string[], others: string[] = []): Scale {
  const planned = (plan.length ? plan : others).map((day) => day.slice(0, 7)).sort()
  const begin = planned[0] ?? '2000-01'
  const end = earlier(planned.at(-1) ?? begin, addMonths(begin, mostMonths - 1))
  const near = others.map((day) => day.slice(0, 7)).filter((key) => key >= addMonths(begin, -around) && key <= addMonths(end, around))
  const start = near.reduce(earlier, begin)
  const last = near.reduce(later, end)
  const from = `${start}-01`
  const months: Scale['months'] = []
  for (let key = start; key <= last; key = addMonths(key, 1)) months.push({ key, month: Number(key.slice(5)) })
  const length = daysBetween(from, `${addMonths(last, 1)}-01`)
  const years = new Map<number, number>()
  for (const { key: one } of months) years.set(Number(one.slice(0, 4)), (years.get(Number(one.slice(0, 4))) ?? 0) + 1)
  return {
    years: [...years].map(([year, count]) => ({ year, months: count })),
    months,
    at: (day) => Math.min(100, Math.max(0, (daysBetween(from, day) / length) * 100)),
    beyond: (day) => (day.slice(0, 7) < start ? 'before' : day.slice(0, 7) > last ? 'after' : '')
  }
}
