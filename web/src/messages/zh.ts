import burden from '@/modules/burden/zh'
import caution from '@/modules/caution/zh'
import cockpit from '@/modules/cockpit/zh'
import desk from '@/modules/desk/zh'
import dispatch from '@/modules/dispatch/zh'
import form from '@/modules/form/zh'
import gantt from '@/modules/gantt/zh'
import handover from '@/modules/handover/zh'
import identity from '@/modules/identity/zh'
import figures from '@/modules/figures/zh'
import indicator from '@/modules/indicator/zh'
import inspect from '@/modules/inspect/zh'
import observer from '@/modules/observer/zh'
import order from '@/modules/order/zh'
import notice from '@/modules/notice/zh'
import org from '@/modules/org/zh'
import plan from '@/modules/plan/zh'
import report from '@/modules/report/zh'
import reporting from '@/modules/reporting/zh'
import search from '@/modules/search/zh'
import share from '@/modules/share/zh'
import shell from '@/shell/zh'

const messages = { ...shell, burden, caution, cockpit, desk, dispatch, figures, form, gantt, handover, identity, indicator, inspect, notice, observer, order, org, plan, report, reporting, search, share }
export default messages

/** The same keys, any words: a translation that misses one does not compile. */
type Words<T> = { [K in keyof T]: T[K] extends string ? string : Words<T[K]> }
export type Messages = Words<typeof messages>
