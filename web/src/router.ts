import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { i18n } from './i18n'
import { useSession } from './session/session'

const routes: RouteRecordRaw[] = [
  { path: '/login', name: 'login', component: () => import('./modules/identity/LoginPage.vue'), meta: { title: 'identity.logIn', open: true } },
  { path: '/password', name: 'password', component: () => import('./modules/identity/PasswordPage.vue'), meta: { title: 'identity.changePassword' } },
  { path: '/', name: 'home', component: () => import('./modules/cockpit/HomePage.vue'), meta: { title: 'app.name' } },
  { path: '/cockpit', name: 'cockpit', component: () => import('./modules/cockpit/CockpitPage.vue'), meta: { title: 'menu.cockpit', permission: 'cockpit.read' } },
  { path: '/overdue', name: 'overdue', component: () => import('./modules/cockpit/OverduePage.vue'), meta: { title: 'cockpit.overdue', permission: 'cockpit.read' } },
  { path: '/work', name: 'work', component: () => import('./modules/report/WorkPage.vue'), meta: { title: 'menu.work', permission: 'report.read' } },
  { path: '/plan/:id?', name: 'plan', component: () => import('./modules/plan/PlanPage.vue'), meta: { title: 'menu.plan', permission: 'plan.read' } },
  { path: '/confirm/:id?', name: 'confirm', component: () => import('./modules/plan/ConfirmPage.vue'), meta: { title: 'menu.confirm', permission: 'plan.edit' } },
  { path: '/tasks', name: 'tasks', component: () => import('./modules/plan/TaskListPage.vue'), meta: { title: 'menu.tasks', permission: 'plan.read' } },
  { path: '/tasks/:id', name: 'task', component: () => import('./modules/plan/TaskPage.vue'), meta: { title: 'menu.tasks', permission: 'plan.read' } },
  { path: '/duties', name: 'duties', component: () => import('./modules/plan/DutyListPage.vue'), meta: { title: 'menu.duties', permission: 'duty.read' } },
  { path: '/duties/:id', name: 'duty', component: () => import('./modules/plan/AssignPage.vue'), meta: { title: 'menu.duties', permission: 'duty.read' } },
  { path: '/reports', name: 'reports', component: () => import('./modules/report/ReportListPage.vue'), meta: { title: 'menu.reports', permission: 'report.read' } },
  { path: '/reports/:id', name: 'report', component: () => import('./modules/report/ReportPage.vue'), meta: { title: 'menu.reports', permission: 'report.read' } },
  { path: '/reporting', name: 'reporting', component: () => import('./modules/reporting/ReportingPage.vue'), meta: { title: 'menu.reporting', permission: 'report.read' } },
  { path: '/review', name: 'review', component: () => import('./modules/report/ReviewListPage.vue'), meta: { title: 'menu.review', permission: 'report.review' } },
  { path: '/decisions', name: 'decisions', component: () => import('./modules/desk/DecisionPage.vue'), meta: { title: 'desk.decisions' } },
  { path: '/gantt', name: 'gantt', component: () => import('./modules/gantt/GanttPage.vue'), meta: { title: 'gantt.title', permission: 'plan.read' } },
  { path: '/occasions', name: 'occasions', component: () => import('./modules/dispatch/OccasionListPage.vue'), meta: { title: 'menu.occasions', permission: 'dispatch.read' } },
  { path: '/occasions/:id', name: 'occasion', component: () => import('./modules/dispatch/OccasionPage.vue'), meta: { title: 'menu.occasions', permission: 'dispatch.read' } },
  { path: '/notices', name: 'notices', component: () => import('./modules/notice/NoticePage.vue'), meta: { title: 'menu.notices' } },
  { path: '/notices/settings', name: 'notice-settings', component: () => import('./modules/notice/PreferencePage.vue'), meta: { title: 'notice.settings' } },
  { path: '/desk', name: 'desk', component: () => import('./modules/observer/DeskPage.vue'), meta: { title: 'observer.title', permission: 'dispatch.read' } },
  { path: '/handovers', name: 'handovers', component: () => import('./modules/handover/HandoverListPage.vue'), meta: { title: 'handover.title' } },
  { path: '/handovers/:id', name: 'handover', component: () => import('./modules/handover/HandoverPage.vue'), meta: { title: 'handover.title' } },
  { path: '/ownerless', name: 'ownerless', component: () => import('./modules/handover/OwnerlessPage.vue'), meta: { title: 'handover.ownerless', permission: 'duty.read' } },
  { path: '/burden', name: 'burden', component: () => import('./modules/burden/BurdenPage.vue'), meta: { title: 'menu.burden' } },
  { path: '/forms', name: 'forms', component: () => import('./modules/form/FormPage.vue'), meta: { title: 'menu.forms', permission: 'report.settle' } },
  { path: '/cautions/:id/talk', name: 'talk', component: () => import('./modules/caution/TalkPage.vue'), meta: { title: 'caution.talk', permission: 'order.read' } },
  { path: '/cautions/:id/talk/paper', name: 'talk-paper', component: () => import('./modules/caution/TalkPaperPage.vue'), meta: { title: 'caution.talk', permission: 'order.read' } },
  { path: '/cautions', name: 'cautions', component: () => import('./modules/caution/CautionPage.vue'), meta: { title: 'caution.title', permission: 'order.read' } },
  { path: '/orders', name: 'orders', component: () => import('./modules/order/OrderListPage.vue'), meta: { title: 'menu.orders', permission: 'order.read' } },
  { path: '/orders/new', name: 'new-order', component: () => import('./modules/order/OrderDraftPage.vue'), meta: { title: 'order.draft', permission: 'order.manage' } },
  { path: '/orders/from-plan', name: 'plan-matters', component: () => import('./modules/order/PlanMatterPage.vue'), meta: { title: 'order.fromPlan', permission: 'order.manage' } },
  { path: '/orders/:id', name: 'order', component: () => import('./modules/order/OrderPage.vue'), meta: { title: 'menu.orders', permission: 'order.read' } },
  { path: '/orders/:id/edit', name: 'edit-order', component: () => import('./modules/order/OrderDraftPage.vue'), meta: { title: 'order.draft', permission: 'order.manage' } },
  { path: '/indicators', name: 'indicators', component: () => import('./modules/indicator/IndicatorListPage.vue'), meta: { title: 'menu.indicators', permission: 'indicator.read' } },
  { path: '/indicators/:id', name: 'indicator', component: () => import('./modules/indicator/IndicatorPage.vue'), meta: { title: 'menu.indicators', permission: 'indicator.read' } },
  { path: '/inspections', name: 'inspections', component: () => import('./modules/inspect/InspectionListPage.vue'), meta: { title: 'menu.inspections', permission: 'inspect.read' } },
  { path: '/inspections/new', name: 'inspection-new', component: () => import('./modules/inspect/InspectionEditPage.vue'), meta: { title: 'inspect.add', permission: 'inspect.manage' } },
  { path: '/inspections/:id', name: 'inspection', component: () => import('./modules/inspect/InspectionPage.vue'), meta: { title: 'menu.inspections', permission: 'inspect.read' } },
  { path: '/inspections/:id/edit', name: 'inspection-edit', component: () => import('./modules/inspect/InspectionEditPage.vue'), meta: { title: 'inspect.edit', permission: 'inspect.manage' } },
  { path: '/inspections/:id/paper', name: 'inspection-paper', component: () => import('./modules/inspect/InspectionPaperPage.vue'), meta: { title: 'menu.inspections', permission: 'inspect.read' } },
  { path: '/shares/:target', name: 'shares', component: () => import('./modules/share/SharePage.vue'), meta: { title: 'share.title', permission: 'duty.read' } },
  { path: '/figures', name: 'figures', component: () => import('./modules/figures/FigurePage.vue'), meta: { title: 'menu.figures', permission: 'indicator.read' } },
  { path: '/search', name: 'search', component: () => import('./modules/search/SearchPage.vue'), meta: { title: 'search.title' } },
  { path: '/units', name: 'units', component: () => import('./modules/org/UnitListPage.vue'), meta: { title: 'menu.units', permission: 'org.read' } },
  { path: '/units/:id', name: 'unit', component: () => import('./modules/org/UnitPage.vue'), meta: { title: 'menu.units', permission: 'org.read' } },
  { path: '/groups', name: 'groups', component: () => import('./modules/org/GroupPage.vue'), meta: { title: 'menu.groups', permission: 'org.read' } },
  { path: '/divisions', name: 'divisions', component: () => import('./modules/org/DivisionPage.vue'), meta: { title: 'menu.divisions', permission: 'org.read' } },
  { path: '/users', name: 'users', component: () => import('./modules/identity/UserPage.vue'), meta: { title: 'menu.users', permission: 'user.manage' } },
  { path: '/jobs', name: 'jobs', component: () => import('./modules/notice/JobPage.vue'), meta: { title: 'menu.jobs', permission: 'user.manage' } },
  { path: '/audit', name: 'audit', component: () => import('./modules/identity/AuditPage.vue'), meta: { title: 'menu.audit', permission: 'audit.read' } },
  { path: '/:rest(.*)*', name: 'not-found', component: () => import('./shell/NotFoundPage.vue'), meta: { title: 'error.notFound' } }
]

export const router = createRouter({
  history: createWebHistory(),
  routes,
  scrollBehavior: (to, from, kept) => kept ?? (to.path === from.path ? undefined : { top: 0 })
})

router.beforeEach(async (to) => {
  const user = useSession()
  await user.ready
  const session = user.session
  if (!session) return to.meta.open ? true : { name: 'login', query: to.fullPath === '/' ? {} : { next: to.fullPath } }
  if (session.must_change_password && to.name !== 'password') return { name: 'password' }
  return true
})

router.afterEach((to) => {
  const { site } = useSession()
  document.title = `${to.name === 'home' ? '' : `${i18n.global.t(to.meta.title)} - `}${i18n.global.t('app.name')}${site ? ` · ${site.name}` : ''}`
})
