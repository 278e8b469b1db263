import { useRouter } from 'vue-router'
import { api } from '@/api/client'
import type { Report, ReportSummary } from '@/api/types'
import { useNotice } from '@/shared/words'

/** Goes to a report; one that was not begun is opened first. */
export function useOpenReport() {
  const router = useRouter()
  const notice = useNotice()
  return async (row: Pick<ReportSummary, 'id' | 'unit_duty_id' | 'period'>) => {
    try {
      const id = row.id ?? (await api.post<Report>('/reports', { unit_duty_id: row.unit_duty_id, period: row.period })).id
      await router.push({ name: 'report', params: { id } })
    } catch (error) {
      notice.failed(error)
    }
  }
}
