import type { InspectionAuthority, InspectionMethod, InspectionType } from '@/api/types'

/** In the order of the regulation. */
export const types: InspectionType[] = ['comprehensive', 'special', 'event', 'routine', 'lead']
export const methods: InspectionMethod[] = ['self_check', 'hear_report', 'on_site', 'interview', 'secret_visit', 'symposium', 'hearing', 'statistics', 'evaluation', 'documents', 'leads', 'summons', 'online']
export const authorities: InspectionAuthority[] = ['government', 'head', 'proposal', 'delegated']
