import burden from '@/modules/burden/en'
import cockpit from '@/modules/cockpit/en'
import form from '@/modules/form/en'
import identity from '@/modules/identity/en'
import figures from '@/modules/figures/en'
import indicator from '@/modules/indicator/en'
import order from '@/modules/order/en'
import org from '@/modules/org/en'
import plan from '@/modules/plan/en'
import report from '@/modules/report/en'
import reporting from '@/modules/reporting/en'
import search from '@/modules/search/en'
import share from '@/modules/share/en'
import shell from '@/shell/en'
import said from './said_en'
import type { Messages } from './zh'

const messages: Messages & { said: typeof said } = { ...shell, burden, cockpit, figures, form, identity, indicator, order, org, plan, report, reporting, search, share, said }
export default messages
