import { useI18n } from 'vue-i18n'
import { ElMessage } from 'element-plus/es/components/message/index'
import 'element-plus/es/components/message/style/css'
import { ApiProblem, Unreachable } from '@/api/client'
import type { Coverage, Light, Rhythm, TargetOp } from '@/api/types'
import { displayNumber, subtractDecimal } from './number'
import { allSaid, said } from './said'

const operatorKey: Record<TargetOp, string> = { '>=': 'ge', '>': 'gt', '<=': 'le', '<': 'lt', '=': 'eq', '~': 'about', between: 'between' }

const moments = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai', dateStyle: 'short', timeStyle: 'short' })

/** A moment as the clock on the wall of a Chinese office shows it. */
export function momentText(moment: string | null | undefined): string {
  return moment ? moments.format(new Date(moment)) : '—'
}

export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000)
}

/** What a page says about numbers, lights, errors and dates in the chosen language. */
export function useWords() {
  const { t, te, locale } = useI18n()
  const number = (text: string | null | undefined) => displayNumber(text, locale.value)
  return {
    t,
    locale,
    number,
    /** With its unit; `max` is the upper end of a range. */
    figure: (text: string | null | undefined, unit: string, max: string | null = null) => {
      if (text === null || text === undefined) return '—'
      const shown = max === null ? number(text) : `${number(text)}～${number(max)}`
      return unit === '%' ? `${shown}%` : `${shown} ${unit}`
    },
    /** How much it changes: a percentage in points. */
    change: (text: string, unit: string) => `${number(text)} ${unit === '%' ? t('figures.points') : unit}`,
    /** Reports in of reports owed. */
    coverage: (of: Coverage) => (of.expected ? `${of.reported} / ${of.expected}` : '—'),
    target: (op: TargetOp | null, value: string | null, max: string | null = null) => {
      if (value === null) return '—'
      if (op === 'between' && max !== null) return `${number(value)}～${number(max)}`
      const word = op === 'between' ? '>=' : op
      return `${word && word !== '=' ? t(`op.${operatorKey[word]}`) + ' ' : ''}${number(value)}`
    },
    /** Percent of the target; above a range it says so. */
    completion: (of: { completion_pct: string | null; actual: string | null; target_max: string | null }) => {
      if (of.completion_pct === null) return '—'
      const above = of.target_max !== null && of.actual !== null && subtractDecimal(of.target_max, of.actual).startsWith('-')
      return `${number(of.completion_pct)}%${above ? ` ${t('cockpit.aboveRange')}` : ''}`
    },
    /** The server's own word in Chinese, the translated one otherwise. */
    light: (light: Pick<Light, 'colour' | 'word'> & Partial<Light>) => {
      if (locale.value === 'zh-CN' && light.word) return light.word
      const own = light.rules?.map((rule) => `light.words.${rule.code.replace('.', '_')}`).find((key) => te(key))
      return t(own ?? `light.${light.colour}`)
    },
    reasons: (light: Pick<Light, 'reasons'>) => allSaid(light.reasons),
    rules: (light: Pick<Light, 'rules'>) => allSaid(light.rules),
    /** A month, or the span of a coarser rhythm that ends with it. */
    period: (period: string, every: Rhythm | null = 'month') => {
      const [year, month] = period.split('-')
      const chinese = locale.value === 'zh-CN'
      if (!month || !every || every === 'month') return chinese && month ? `${year}年${Number(month)}月` : period
      if (every === 'year') return chinese ? `${year}年` : String(year)
      if (every === 'half_year') return chinese ? `${year}年${month === '06' ? '上' : '下'}半年` : `${year} H${Number(month) / 6}`
      const quarter = Number(month) / 3
      return chinese ? `${year}年第${'一二三四'[quarter - 1]}季度` : `${year} Q${quarter}`
    },
    describe: (error: unknown): string => {
      if (error instanceof Unreachable) return t('error.unreachable')
      if (error instanceof ApiProblem) return said({ code: error.code, text: error.problem.detail || error.problem.title, params: error.problem.params ?? {} }) || t('error.status', [error.status])
      return t('error.unknown', [error instanceof Error ? error.message : String(error)])
    },
    dueIn: (today: string, due: string) => {
      const days = daysBetween(today, due)
      return days > 0 ? t('days.left', [days]) : days === 0 ? t('days.today') : t('days.late', [-days])
    }
  }
}

/** Short messages at the top of the page: done, or why not. */
export function useNotice() {
  const { describe, t } = useWords()
  return {
    done: (text: string) => ElMessage({ message: text, type: 'success', grouping: true }),
    failed: (error: unknown) => {
      const id = error instanceof ApiProblem && error.status >= 500 ? ` ${t('error.requestId', [error.problem.request_id])}` : ''
      ElMessage({ message: describe(error) + id, type: 'error', duration: 8000, showClose: true, grouping: true })
    }
  }
}
