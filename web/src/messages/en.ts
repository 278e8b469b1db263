import cockpit from '@/modules/cockpit/en'
import identity from '@/modules/identity/en'
import indicator from '@/modules/indicator/en'
import org from '@/modules/org/en'
import plan from '@/modules/plan/en'
import report from '@/modules/report/en'
import shell from '@/shell/en'
import type { Messages } from './zh'

const messages: Messages = { ...shell, cockpit, identity, indicator, org, plan, report }
export default messages
