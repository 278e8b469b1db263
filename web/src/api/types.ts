// Shapes of the API under /api/v1, written once: build/api_schemas.ts makes the JSON Schemas of /api/openapi.json from this file, and
// the route tables of the server name them. A number is a whole number; whatever may have decimals is a Decimal.
// Lists answer { items, next } where `next` is the key for ?after= of the following page, or null.

/** @pattern ^[1-9][0-9]*$ */
export type Id = string
/** Exact, in the unit stated beside it; never a binary fraction. @pattern ^-?[0-9]+([.][0-9]+)?$ */
export type Decimal = string
/** @format date */
export type Day = string
/** UTC. @format date-time */
export type Moment = string
/** A reporting period. @pattern ^[0-9]{4}-(0[1-9]|1[0-2])$ */
export type Month = string
export interface Page<T> { items: T[]; next: string | null }
export interface Ref { id: Id; name: string }
// A sentence of the server: `text` is the Chinese one, other languages say it anew by code and parameters.
export interface Phrase { code: string; text: string; params: Record<string, string> }

// Errors: application/problem+json (RFC 9457)
export interface Problem {
  type: string; title: string; status: number; code: string; detail: string; request_id: string
  params?: Record<string, string> // what stands in `detail`, for other languages
  errors?: { path: string; code: string; message: string; params?: Record<string, string> }[]
  conflict?: unknown // 412: { theirs: <the stored object>, changed_by: string, changed_at: string }
}

// --- site and session -------------------------------------------------------------------------------------------------
// GET /site (public)
export interface Site { name: string; business_date: Day; demo: boolean; version: string; password_min_length: number; upload_limit_bytes: number; upload_types: string[] }
// POST /session Login ; GET /session ; DELETE /session ; POST /session/post PostChoice ; POST /session/password PasswordChange
// Writes carry the header X-CSRF-Token: csrf_token. 401 code "session.expired" when it has run out.
export interface Session {
  user: { id: Id; login: string; name: string }
  post: Post | null
  posts: Post[]
  permissions: string[]
  must_change_password: boolean
  csrf_token: string
}
export interface Login { login: string; password: string }
export interface PostChoice { post_id: Id }
export interface PasswordChange { old_password: string; new_password: string }
export interface Post { id: Id; name: string; unit: Ref & { level: UnitLevel }; section: Ref | null; role: { code: string; name: string } }
export type UnitLevel = 'city' | 'city_department' | 'county' | 'county_department' | 'town' | 'village' | 'other'

// --- organisation -----------------------------------------------------------------------------------------------------
// GET /divisions?parent=CODE  (no parent: the city)
export interface Division { code: string; name: string; level: 'city' | 'county' | 'town' | 'village'; kind: string; child_count: number; unit: Ref | null; current_code: string | null }
export type DivisionPage = Page<Division>
// GET /map : the counties of the city; an outline is an SVG path in degrees, empty for what is known as a point only (`note`: how it was chosen)
export interface CityMap { places: { code: string; name: string; unit: Ref | null; position: { longitude: Decimal; latitude: Decimal; outline: string; note: string } | null }[] }
// GET /units?q=&level=&parent=&after=&limit=
export interface Unit { id: Id; code: string; name: string; short_name: string; level: UnitLevel; kind: string; parent: Ref | null; division_code: string | null; valid_from: Day | null; valid_to: Day | null }
export type UnitPage = Page<Unit>
// GET /units/{id} ; POST /units/{id}/sections NewSection ; POST /units/{id}/posts NewPost
export interface UnitDetail extends Unit {
  aliases: string[]
  successors: { unit: Ref; from: Day; note: string }[]
  sections: { id: Id; name: string }[]
  posts: { id: Id; name: string; section: Ref | null; role: { code: string; name: string }; holders: { user: Ref; from: Day }[] }[]
  children: Ref[]
}
export interface NewSection { name: string }
export interface NewPost { name: string; section_id?: Id | null; role: string; is_head?: boolean }
// GET /groups
export interface Group { id: Id; code: string; name: string; valid_from: Day | null; valid_to: Day | null; note: string; members: Ref[] }
export type GroupPage = Page<Group>
// GET /users?q=&unit=&after= ; POST /users NewUser -> CreatedUser ; POST /users/{id}/password-reset -> OneTimePassword
// PATCH /users/{id} UserEdit (If-Match) ; POST /users/{id}/posts PostChoice ; DELETE /users/{id}/posts/{post_id}
export interface User { id: Id; login: string; name: string; state: 'active' | 'disabled' | 'locked'; last_login_at: Moment | null; posts: Post[]; version: number }
export type UserPage = Page<User>
export interface NewUser { login: string; name: string; post_id: Id }
export interface OneTimePassword { one_time_password: string }
export interface CreatedUser extends OneTimePassword { user: User }
export interface UserEdit { state?: 'active' | 'disabled'; name?: string }
// GET /roles
export interface Role { code: string; name: string; scope: 'own' | 'subtree' | 'all'; permissions: string[] }
export type RolePage = Page<Role>
// GET /jobs : what runs by itself each day, the newest days first, and how mail stands
export interface JobRun { day: Day; state: 'waiting' | 'running' | 'failed' | 'done'; attempts: number; error: string; done_at: Moment | null; retry_at: Moment | null }
export interface MailTrouble { at: Moment; user: string; given_up: boolean; attempts: number; error: Phrase }
export interface JobList {
  jobs: { name: string; title: string; at: string | null; runs: JobRun[] }[] // at: from which time of the day in Beijing, "08:30"
  mail: { sends: boolean; waiting: number; sent: number; given_up: number; last_sent_at: Moment | null; troubles: MailTrouble[] }
}
// --- notices: everybody's own --------------------------------------------------------------------------------------------
// GET /notices?kind=&unread=&after=&limit= ; POST /notices/{id}/read -> UnreadNotices ; GET /notices/unread ; POST /notices/read ReadNotices
export interface InboxNotice { id: Id; kind: string; said: Phrase; link: string; at: Moment; read_at: Moment | null }
export interface InboxPage { items: InboxNotice[]; next: string | null; unread: number }
export interface UnreadNotices { unread: number }
export interface ReadNotices { up_to: Id; kind?: string }
// GET /notice-preferences ; PUT /notice-preferences NewNoticePreferences (If-Match)
export type MailChoice = 'inbox' | 'at_once' | 'digest'
export interface NoticePreferences {
  email: string; quiet_from: string | null; quiet_to: string | null // "21:00"; null: as the site
  kinds: { kind: string; name: string; default: MailChoice; mail: MailChoice }[]
  site: { sends_mail: boolean; quiet_from: string; quiet_to: string; quiet_rest_days: boolean; digest_at: string }
  unsent: { at: Moment; subject: string; given_up: boolean; attempts: number; error: Phrase }[]
  version: number
}
export interface NewNoticePreferences { email?: string; quiet_from?: string | null; quiet_to?: string | null; kinds: { kind: string; mail: MailChoice }[] }
// GET /audit?user=&action=&object=&after=&limit=
export interface AuditEvent { id: Id; at: Moment; user: string; post: string; unit: string; action: string; action_name: string; object_kind: string; object_id: string; summary: string; success: boolean; remote_address: string; request_id: string; detail: unknown }
export type AuditEventPage = Page<AuditEvent>

// --- plan -------------------------------------------------------------------------------------------------------------
export interface Source { clause_id: Id | null; clause_ref: string; start_line: number; end_line: number; begin: number; end: number; quote: string }
// GET /plans
export interface PlanSummary { id: Id; title: string; doc_number: string | null; issuer: string | null; issued_on: Day | null; period_from: number | null; period_to: number | null; state: 'draft' | 'confirmed'; task_count: number; open_questions: number; version: number }
export type PlanPage = Page<PlanSummary>
// GET /plans/{id}
export interface Plan extends PlanSummary { owner_unit: Ref; imported_at: Moment; imported_by: string; confirmed_at: Moment | null; confirmed_by: string | null; target_count: number; accepted_tasks: number }
// GET /plans/{id}/document : the text, and what was drawn from each clause. begin/end are code points of `text`.
export interface PlanDocument {
  text: string
  clauses: { id: Id; ref: string; kind: 'heading' | 'paragraph' | 'table_row' | 'table_header' | 'front' | 'back'; level: number; parent_id: Id | null; title: string; begin: number; end: number; start_line: number; end_line: number }[]
  items: { kind: 'task' | 'measure' | 'target' | 'duty'; id: Id; task_id: Id; clause_id: Id | null; label: string; first_label: string | null; begin: number; end: number }[]
}
export type LightColour = 'grey' | 'green' | 'yellow' | 'red' | 'done'
export interface Light { colour: LightColour; word: string; rules: Phrase[]; reasons: Phrase[]; planned_pct: Decimal | null; actual_pct: Decimal | null; gap_pp: Decimal | null }
// GET /plans/{id}/tasks?q=&unit=&light=&state=&after=&limit=
export interface TaskSummary { id: Id; ref: string; title: string; state: 'draft' | 'accepted' | 'rejected'; deadline: Day | null; continuous: boolean; lead_units: string[]; responsible_units: string[]; target_count: number; open_questions: number; missing_checks: number; light: Light; version: number }
export type TaskPage = Page<TaskSummary>
// GET /tasks/{id} ; PATCH /tasks/{id} TaskEdit (If-Match)
// In a confirmed plan a change of a task, a target or a duty needs a reason of at least 4 characters and is kept among `corrections`.
// `first`: as drawn from the document, where that was changed.
export interface TaskEdit { title?: string; content?: string; deadline?: Day | null; state?: 'draft' | 'accepted' | 'rejected'; reason?: string }
export interface Task extends TaskSummary {
  plan: Ref & { state: 'draft' | 'confirmed' }
  content: string
  first: { title: string; deadline: Day | null } | null
  source: Source
  measures: { id: Id; year_from: number; year_to: number; text: string; source: Source }[]
  duties: Duty[]
  targets: Target[]
  questions: Question[]
  checks: { key: 'target' | 'schedule' | 'subject' | 'carrier' | 'inspectable' | 'assessable' | 'accountable'; name: string; ok: boolean; missing: Phrase | null }[]
  unit_duties: { id: Id; unit: Ref; role: DutyRole; from_literal: string; light: Light; assigned: boolean; report_state: ReportState | null }[]
  corrections: Correction[] // newest first
  target_changes: TargetChange[] // newest first
}
export interface Correction { id: Id; object_kind: 'task' | 'target' | 'duty'; object_id: Id; label: string; at: Moment; by: string; post: string; unit: string; reason: string; changes: { field: string; name: string; before: string; after: string }[] }
export type DutyRole = 'lead' | 'responsible' | 'supporting'
// PATCH /duties/{id} DutyEdit (If-Match)
export interface DutyEdit { role?: DutyRole; unit_ids?: Id[]; group_code?: string; note: string; reason?: string }
export interface Duty { id: Id; role: DutyRole; literal: string; resolution: 'unit' | 'group' | 'answer' | 'open'; units: Ref[]; group: string | null; confirmed_by: string | null; confirmed_at: Moment | null; note: string; first_role: DutyRole; source: Source; version: number }
// PATCH /targets/{id} TargetEdit (If-Match)
export interface TargetEdit { name?: string; op?: TargetOp; value?: Decimal | null; value_max?: Decimal | null; unit?: string; year?: number | null; scope?: string; indicator_id?: Id | null; reason?: string }
// POST /targets/{id}/changes TargetEdit (If-Match) ; POST /target-changes/{id}/approve ; POST /target-changes/{id}/refuse Reason -> TargetChange
export interface TargetChange { id: Id; target_id: Id; state: 'proposed' | 'approved' | 'refused' | 'withdrawn'; changes: { field: string; name: string; before: string; after: string }[]; reason: string; proposed_on: Day; proposed_at: Moment; proposed_user_id: Id; proposed_by: string; decided_on: Day | null; decided_by: string | null; note: string }
export type TargetOp = '=' | '>=' | '>' | '<=' | '<' | '~' | 'between'
export interface Target { id: Id; kind: 'numeric' | 'reference' | 'all_of_set' | 'deliverable'; name: string; op: TargetOp; effective_op: TargetOp; value: Decimal | null; value_max: Decimal | null; unit: string; year: number | null; due_on: Day | null; scope: string; change: '' | '+' | '-'; per_year: boolean; indicator: Ref | null; first: { name: string; op: TargetOp; value: Decimal | null; value_max: Decimal | null; unit: string; year: number | null } | null; source: Source; version: number }
// GET /plans/{id}/questions ; POST /questions/{id}/answer QuestionAnswer
export interface QuestionAnswer { unit_ids?: Id[]; roles?: { duty_id: Id; role: DutyRole }[]; note?: string }
export interface Question { id: Id; task_id: Id; task_ref: string; code: string; text: string; subject: string; state: 'open' | 'answered'; answer: string | null; answered_by: string | null; answered_at: Moment | null; from_package: boolean; source: Source; duty_id: Id | null }
export type QuestionPage = Page<Question>
// POST /plans/{id}/accept -> accepts every draft task without an open question; POST /plans/{id}/confirm -> 409 plan.open_questions with errors[]
// PUT /plans/import  body: the file; header X-File-Name: percent-encoded -> 201 Plan

// --- assigning --------------------------------------------------------------------------------------------------------
// GET /unit-duties?unit=&plan=&assigned=  ; GET /unit-duties/{id}
export interface UnitDuty {
  id: Id; task: { id: Id; ref: string; title: string }; unit: Ref; role: DutyRole; handed_from: Ref | null
  assignments: Assignment[]; milestones: Milestone[]
  note: string; every: Rhythm | null  // what who handed it down wants, and how often
  asked: AskedFigure[]; askable: AskedFigure[]  // by who handed it down; of those it is handed down to (both empty in lists)
  handed: HandedPart[] // to units below, ended ones last (empty in lists)
  light: Light; reports: ReportSlot[]
  may: { assign: boolean; hand_down: boolean }
  version: number
}
export interface ReportSlot { period: Month; every: Rhythm; id: Id | null; state: ReportState }
export interface HandedPart { id: Id; unit: Ref; note: string; every: Rhythm | null; asked: AskedFigure[]; since: Day; ended_on: Day | null; named: boolean /* by the document: cannot be ended */; newest: ReportSlot | null; version: number }
// PATCH /unit-duties/{id}/terms HandedTerms (If-Match) ; POST /unit-duties/{id}/end Reason : by the unit that handed the part down
export interface HandedTerms { note?: string; every?: Rhythm | null; indicator_ids?: Id[]; excess_reason?: string /* as in HandDown */ }
export interface AskedFigure { id: Id; name: string; unit: string }
export type UnitDutyPage = Page<UnitDuty>
export type AssignmentKind = 'head' | 'deputy_head' | 'responsible_leader' | 'lead_section' | 'responsible_section' | 'person'
// PUT /unit-duties/{id}/assignments AssignmentSet (If-Match) replaces the set; unchanged rows keep their state
export interface AssignmentSet { assignments: { kind: AssignmentKind; post_id?: Id | null; section_id?: Id | null }[] }
// POST /assignments/{id}/accept ; POST /assignments/{id}/return Reason
export interface Reason { reason: string }
export interface Assignment { id: Id; kind: AssignmentKind; post: Ref | null; section: Ref | null; holder: string | null; state: 'proposed' | 'accepted' | 'returned'; reason: string; decided_at: Moment | null; mine: boolean }
// POST /unit-duties/{id}/milestones NewMilestone ; PATCH /milestones/{id} MilestoneEdit (If-Match) ; DELETE /milestones/{id} (If-Match)
export interface NewMilestone { title: string; due_on: Day; planned_pct: Decimal }
export interface MilestoneEdit { title?: string; due_on?: Day; planned_pct?: Decimal; done_on?: Day | null; reason?: string }
export interface Milestone { id: Id; title: string; due_on: Day; first_due_on: Day; planned_pct: Decimal; done_on: Day | null; overdue: boolean; version: number }
// POST /unit-duties/{id}/hand-down HandDown -> children units (towns, villages, sections' units) get a duty of their own
export interface HandDown { unit_ids: Id[]; indicator_ids?: Id[] /* figures asked of them, of UnitDuty.askable; none given: all */; note?: string; every?: Rhythm; excess_reason?: string /* signed by the plan office, when a cap is exceeded (409 burden.over_cap) */ }

// --- reporting --------------------------------------------------------------------------------------------------------
export type ReportState = 'not_open' | 'missing' | 'draft' | 'submitted' | 'returned' | 'approved'
// GET /periods -> open and past periods of the plan, newest first
export type Rhythm = 'month' | 'quarter' | 'half_year' | 'year'
export interface Period { period: Month; name: string; opens_on: Day; due_on: Day; lock_on: Day; state: 'not_open' | 'open' | 'overdue' | 'locked' }
export type PeriodPage = Page<Period>
// GET /reporting?period=|year=&format= : who reported, and whether on time; levels of the whole tenant, units of the reader's scope
export interface ReportingRates {
  owed: number; still_in_time: number; handed_in: number; on_time: number; late: number // late: handed in after the due day, or not at all
  reporting_pct: Decimal | null; on_time_pct: Decimal | null // handed_in of owed; on_time of owed less still_in_time
  median_days_late: Decimal | null; median_days_held: Decimal | null // calendar days after the due day; working days with the unit
}
export interface Reporting { name: string; total: ReportingRates; levels: (ReportingRates & { level: UnitLevel })[]; units: (ReportingRates & { unit: Ref; level: UnitLevel })[] }
// GET /reporting/reviewers?period=|year=&format= : working days from arrival to decision; what waits counts until today
export interface ReviewerTimes { unit: Ref; decided: number; median_days: Decimal | null; longest_days: number | null; waiting: number; waiting_since: Day | null }
export type ReviewerTimesPage = Page<ReviewerTimes>
// GET /reporting/chase?period=|year=&level=&q=&after=&format= : overdue, the longest first
export interface ChaseLine { report_id: Id | null; unit: Ref; level: UnitLevel; task: { id: Id; ref: string; title: string }; period: Month; every: Rhythm; state: ReportState; due_on: Day; days_overdue: number; locked: boolean; people: { name: string; post: string }[] }
export type ChasePage = Page<ChaseLine>
// GET /reports?period=&unit=&task=&state=&to_review=1&after=  : what is owed, also what was not begun (id null)
export interface ReportSummary { id: Id | null; unit_duty_id: Id; unit: Ref; task: { id: Id; ref: string; title: string }; role: DutyRole; period: Month; every: Rhythm; state: ReportState; due_on: Day; moved_from: Day | null; exception: GrantedDays | null; overdue: boolean; readable: boolean /* its contents, by this reader */; step: { code: string; name: string } | null; waiting_for: string | null; submitted_at: Moment | null; version: number; look?: Phrase[] /* with to_review=1: why it should be opened first */ }
export type ReportPage = Page<ReportSummary>
/** Later days of one unit in one period; late: granted after the ordinary due day. */
export interface GrantedDays { id: Id; due_on: Day; lock_on: Day; reason: string; granted_by: string; granted_on: Day; late: boolean }
// GET /period-exceptions?period=&unit= ; POST /period-exceptions NewPeriodException ; POST /period-exceptions/{id}/revoke Reason
export interface PeriodException extends GrantedDays { unit: Ref; period: Month; ordinary_due_on: Day; may_revoke: boolean; revoked: { at: Moment; by: string; reason: string } | null }
export type PeriodExceptionPage = Page<PeriodException>
export interface NewPeriodException { unit_id: Id; period: Month; due_on: Day; lock_on: Day; reason: string }
// POST /reports NewReport -> opens (or returns) the report ; GET /reports/{id}
export interface NewReport { unit_duty_id: Id; period: Month }
export interface Report {
  id: Id; version: number; state: ReportState; period: Month; every: Rhythm; unit: Ref; unit_duty_id: Id
  task: { id: Id; ref: string; title: string; measure: string }
  handed_from: { unit: Ref; note: string } | null // who handed the part down, and what it wants of it
  progress_pct: Decimal | null; progress: string; problems: string; next_steps: string
  values: ReportValue[]
  fields: ReportField[] // what the plan office added
  evidence: Evidence[]
  route: { step: string; name: string; unit: Ref | null; state: 'done' | 'current' | 'pending' | 'skipped'; by: string | null; at: Moment | null }[]
  history: { at: Moment; action: 'open' | 'save' | 'submit' | 'approve' | 'return' | 'withdraw' | 'evidence_add' | 'evidence_remove'; by: string; post: string; unit: string; reason: string; changes: { field: string; name: string; before: string; after: string }[] }[]
  due_on: Day; moved_from: Day | null; lock_on: Day; locked: boolean // moved_from: the due day before a holiday notice or an exception moved it
  exception: GrantedDays | null
  may: { edit: boolean; submit: boolean; approve: boolean; return: boolean; withdraw: boolean }
}
export interface ReportValue {
  indicator: { id: Id; code: string; name: string; unit: string; kind: IndicatorKind; decimals: number; part_decimals: number; covers: Rhythm | null; definition: string; numerator_name: string; denominator_name: string } // covers: what a sum over time is the sum of
  value: Decimal | null; numerator: Decimal | null; denominator: Decimal | null // ratio: numerator and denominator are entered, value is computed
  explanation: string // required when the value is missing
  origin: string // of a figure that was known and confirmed: its source
  known: { value: Decimal | null; numerator: Decimal | null; denominator: Decimal | null; source: Phrase } | null // offered for confirmation while the report may be edited
  previous: { period: Month; value: Decimal } | null
  share: Decimal | null // what the unit holds of the year's target (issued)
  share_max: Decimal | null // of a range its upper end
}
export type FieldKind = 'number' | 'text' | 'choice' | 'date'
export interface AskedField { id: Id; name: string; kind: FieldKind; unit: string; decimals: number; choices: string[]; help: string; required: boolean }
export interface ReportField { field: AskedField; value: string; explanation: string; origin: string; known: { value: string; source: Phrase } | null }
// GET /form-fields?plan= ; POST /form-fields NewFormField ; PUT /form-fields/{id} NewFormField (If-Match) ; POST /form-fields/order FormFieldOrder
export interface NewFormField {
  plan_id: Id; name: string; kind: FieldKind; unit?: string; decimals?: number; choices?: string[]; help?: string; required?: boolean; rarely_changes?: boolean
  levels?: string[]; group_id?: Id | null; task_ids?: Id[] // who is asked; empty: all
  from: Month; until?: Month | null // the first and the last month that asks it
  excess_reason?: string // signed by the sender, when the cap of a level is exceeded (409 burden.over_cap)
}
export interface FormField extends AskedField { plan_id: Id; rarely_changes: boolean; levels: string[]; group_id: Id | null; task_ids: Id[]; from: Month; until: Month | null; version: number }
export type FormFieldPage = Page<FormField>
export interface FormFieldOrder { plan_id: Id; field_ids: Id[] }
// GET /burden?format= : what reporting costs in a year, by the forms in force at its end; units are those of the reader's scope
export interface Burden { fields: number; hours: Decimal; held: number }
export interface BurdenMeter {
  year: number; minutes: { text: number; number: number; choice: number; date: number }
  levels: (Burden & { level: string; units: number; most: number; cap: number | null; over: number; last_year: Burden | null })[]
  units: (Burden & { id: Id; name: string; level: string; cap: number | null })[]
  exceeded: { at: Moment; subject: string; level: string; units: number; fields: number; cap: number; reason: string; signed_unit: string; signed_post: string }[]
}
// PUT /reports/{id} ReportContent (If-Match: "version") -> Report; 412 carries conflict
export interface ReportContent {
  progress_pct?: Decimal | null; progress?: string; problems?: string; next_steps?: string
  values?: { indicator_id: Id; value?: Decimal | null; numerator?: Decimal | null; denominator?: Decimal | null; explanation?: string; origin?: string }[] // origin: the text of the known source that was confirmed
  fields?: { field_id: Id; value?: string; explanation?: string; origin?: string }[]
}
// POST /reports/{id}/submit (If-Match) ; /approve Approval ; /return Reason ; /withdraw  -> Report
export interface Approval { note?: string }
// POST /reports/approve Approvals -> OutcomePage: each decided by itself, "refused" says why not
export interface Approvals { reports: { id: Id; version: number }[]; note?: string }
export interface Outcome { id: Id; refused: Phrase | null }
export type OutcomePage = Page<Outcome>
// GET /reports/workbook?period=&unit=&plan=  -> .xlsx to fill in ; POST /reports/workbook?period=&plan=&submit=1  body: the file -> WorkbookResult
// 400 or 412 "workbook.rejected": conflict is WorkbookFaults, nothing was written ; POST /reports/workbook/marked  body: the file -> .xlsx with the faults marked
export interface WorkbookResult { period: Month; saved: number; submitted: number; questioned: number; unchanged: number; others: number; read_differently: { cell: string; typed: string; read: Decimal }[] }
export interface WorkbookFaults { total: number; faults: { sheet: string; cell: string; unit: string; task: string; code: string; message: string; params: Record<string, string>; typed: string; stored: string }[] }
// PUT /reports/{id}/evidence  body: the file; header X-File-Name -> 201 Evidence ; DELETE /evidence/{id} ; GET /evidence/{id}/file (attachment)
export interface Evidence { id: Id; file_name: string; size: number; media_type: string; sha256: string; uploaded_by: string; uploaded_at: Moment }
// --- supervision ------------------------------------------------------------------------------------------------------
export interface Coded { code: string; name: string }
export type OrderHolder = 'nobody' | 'superior' | 'unit' // with whom it lies
export interface OrderSummary {
  id: Id; number: string; title: string; source: Coded; urgency: Coded; state: Coded; holder: OrderHolder
  owner: Ref; main: Ref | null; task: { id: Id; ref: string; title: string } | null
  given_on: Day | null; first_due_on: Day | null; due_on: Day | null; returned: number; chased: number; version: number; light: Light
}
// GET /orders?state=&phase=&light=&unit=&owner=&task=&source=&search=&due_from=&due_to=&after=&format=
export type OrderPage = Page<OrderSummary>
export interface OrderStep { id: Id; action: string; name: string; state: string; on_day: Day; at: Moment; actor: string; post: string; unit: string; reason: string; progress: string; problems: string; next_steps: string; signer: string; note: string; due_on: Day | null }
export type OrderRequestKind = 'extension' | 'suspension' | 'withdrawal'
export interface OrderRequest { id: Id; kind: OrderRequestKind; state: 'asked' | 'examined' | 'granted' | 'refused' | 'taken_back'; reason: string; progress: string; due_before: Day; due_wanted: Day | null; due_granted: Day | null; asked_on: Day; asked_by: string; examined_by: string; examined_on: Day | null; opinion: string; decided_by: string; decided_on: Day | null; decision: string; version: number }
export interface OrderFile { id: Id; file_name: string; size: number; media_type: string; uploaded_by: string; uploaded_at: Moment; handed_in: boolean }
export interface Order extends OrderSummary {
  content: string; basis: string; instructed_by: string; instructed_on: Day | null; feedback: string; contact: string; origin: string; drafted_by: string
  assisting: Ref[]; limit_day: Day | null; limit_days: number; limit_working_days: boolean; sign_due_on: Day | null; reported_on: Day | null; late: boolean; progress_due_on: Day | null /* the monthly progress */; ask_by: Day | null // until when its main unit may ask for more time
  unit_days: number; superior_days: number // calendar days it lay with each
  steps: OrderStep[]; requests: OrderRequest[]; files: OrderFile[]
  actions: { code: string; name: string; guards: string[]; gives: boolean }[] // possible now for the reader
  heads: string[] // who may sign a report of the main unit, for whoever reports
  merged_into: Ref | null; merged_here: Ref[]
  may: { edit: boolean; ask: boolean; examine: boolean; decide: boolean; attach: boolean; take_back: boolean }
}
// POST /orders ; PUT /orders/{id} (If-Match). due_on: none, the limit of the urgency or of the source
export interface OrderDraft { source: string; urgency: string; title: string; content?: string; basis?: string; instructed_by?: string; instructed_on?: Day | null; feedback?: string; contact?: string; task_id?: Id | null; main_unit_id?: Id | null; assisting_unit_ids?: Id[]; due_on?: Day | null }
// POST /orders/{id}/steps (If-Match); answers "yes" or "no" to the questions of the examination
export interface OrderStepTaken { action: string; reason?: string; progress?: string; problems?: string; next_steps?: string; signer?: string; answers?: string[]; leader_word?: string; main_unit_id?: Id | null; assisting_unit_ids?: Id[]; into_order_id?: Id | null; due_on?: Day | null /* of a step that gives it, when the day approved has passed */ }
// POST /orders/{id}/requests (If-Match) ; POST /order-requests/{id}/decide, /take-back (If-Match of the request)
export interface OrderRequestMade { kind: OrderRequestKind; reason?: string; progress?: string; due_on?: Day | null }
export interface OrderDecision { agree: boolean; opinion?: string; due_on?: Day | null }
// GET /orders/settings : what orders.yaml says
export interface OrderSettings { sources: (Coded & { days: number; leader: boolean })[]; urgencies: (Coded & { work_days: number | null })[]; states: (Coded & { holder: OrderHolder; open: boolean })[]; steps: (Coded & { by: 'owner' | 'decider' | 'main'; from: string[] })[] /* that ask for nothing written, so for many at once */; return_reasons: string[]; questions: string[] }
// POST /orders/steps -> OutcomePage : the same step on several, each by itself
export interface OrderStepsTaken { action: string; reason?: string; orders: { id: Id; version: number }[] }
// GET /orders/plan-matters?unit=&task=&kind=&without_order=1&overdue=1&after= : parts and milestones of the plan an item may be made of
export interface PlanMatter { kind: 'part' | 'milestone'; id: Id; task: { id: Id; ref: string; title: string }; unit: Ref; milestone: string; due_on: Day | null; order: { id: Id; title: string; state: string } | null }
export type PlanMatterPage = Page<PlanMatter>
// POST /orders/plan-matters : all or none. due_on: none, the day of the milestone or task still ahead, else the limit of the source
export interface PlanRegistration { source: string; urgency: string; due_on?: Day | null; submit?: boolean; matters: { kind: 'part' | 'milestone'; id: Id }[] }
export interface PlanRegistered { order_ids: Id[] }
export interface OrderBoard { today: Day; cells: { main: Ref | null; state: string; colour: LightColour; count: number }[] }
export interface OrderCalendar { items: { day: Day; state: string; count: number }[] }
// GET /cautions?state=&unit=&task=&after= : newest first
export type CautionState = 'proposed' | 'dismissed' | 'in_force' | 'objected' | 'withdrawn' | 'lifted'
export interface Caution {
  id: Id; rung: { code: string; name: string; colour: string; consequences: string[]; points: Decimal | null; talk: boolean /* carried out by a talk */ }; unit: Ref; task: { id: Id; ref: string; title: string }; owner: Ref
  state: CautionState; basis: string; light: string; reason: string; proposed_on: Day; proposed_by: string /* empty: the program */; confirmed_on: Day | null; confirmed_by: string; object_until: Day | null
  objection: string; objected_on: Day | null; objected_by: string; answer: string; answered_on: Day | null; answered_by: string; lifted_on: Day | null; lifted_by: string /* empty: the program */; lifted_for: string
  order: { id: Id; title: string } | null /* opened of it, in the reader's sight */; talk: '' | 'notified' | 'held' | 'signed' | 'checked'
  may: { confirm: boolean; object: boolean; answer: boolean; lift: boolean; order: boolean }; version: number
}
export type CautionPage = Page<Caution>
export interface CautionLadder { objection_work_days: number; again_work_days: number; rungs: { code: string; name: string; colour: string }[] }
// POST /cautions ; POST /cautions/{id}/confirm, /object, /answer, /lift (If-Match)
export interface CautionRaised { unit_duty_id: Id; rung: string; reason: string }
// POST /cautions/{id}/order (If-Match) : drafts an order in the words of the caution
export interface CautionOrder { order_id: Id }
export interface CautionAnswer { agree?: boolean /* confirm: it takes effect; answer: the objection is right */; reason?: string }
// GET /cautions/{id}/talk : version is that of the caution; null: not announced (for who only reads: not held), not recorded, not checked
export interface TalkAnnounced { number?: string; on_day: Day; at_time: string; place: string; level: 'deputy' | 'head'; form: 'individual' | 'collective'; presider: string; attendee: string; post: string }
export interface TalkCommitment { what: string; due_on: Day }
export interface TalkRecorded { problem: string; explanation: string; demands: string; commitments: TalkCommitment[]; rectify_by: Day }
export interface TalkChecked { met: boolean; found: string }
export interface TalkNotice { number: string; on_day: Day; at_time: string; place: string; level: 'deputy' | 'head'; form: 'individual' | 'collective'; presider: string; attendee: string; post: string; notified_on: Day; notified_by: string }
export interface TalkMinutes extends TalkRecorded { recorded_on: Day; recorded_by: string; signed_on: Day | null; signed_by: string }
export interface Talk {
  caution: Caution; notice: TalkNotice | null; minutes: TalkMinutes | null; check: { met: boolean; found: string; checked_on: Day; checked_by: string } | null
  may: { notify: boolean; record: boolean; sign: boolean; check: boolean }; version: number
}
// POST /cautions/{id}/talk/notice, /minutes, /sign, /check (If-Match of the caution)
// GET /plans/{id}/gantt?unit=&light=&overdue=1&format= : a row's id is that of the unit's part (milestone) or of the order; days moved: negative when brought forward
export interface GanttRow { kind: 'milestone' | 'order'; id: Id; unit: Ref; title: string; from: Day; first_due_on: Day; due_on: Day; done_on: Day | null; moved_days: number; overdue: boolean; light: Light }
export interface GanttTask { id: Id; ref: string; title: string; light: Light; from: Day; to: Day; first_to: Day; moved_days: number; overdue: boolean; rows: GanttRow[] }
export interface Gantt { plan: Ref; business_date: Day; tasks: GanttTask[] }
// GET /decisions : what waits for the reader's decision, longest waiting first. what: the step, the kind of request, the rung
export type WaitingKind = 'order' | 'request' | 'caution' | 'objection' | 'inspection' | 'reconsideration' | 'target_change' | 'share_change'
export interface WaitingDecision { kind: WaitingKind; what: string; title: string; unit: string; since: Day; work_days: number | null; due_on: Day | null; link: string }
export interface WaitingDecisions { items: WaitingDecision[]; total: number } // of each step of orders at most 200
export interface WaitingCount { total: number } // GET /decisions/count
// GET /work/supervision : what lies with one's own unit. state: of an order its state, of a caution in_force or objected, else where it comes from
export interface SupervisionWork { items: { kind: 'order' | 'to_supervise' | 'caution' | 'rectification' | 'meeting' | 'decision'; title: string; state: string; due_on: Day | null; to_sign: boolean; link: string; light: Light }[] }
// GET /work : my desk
export interface Work {
  to_fill: ReportSummary[]; to_review: ReportSummary[]; returned: ReportSummary[]
  assignments: (Assignment & { unit_duty_id: Id; task: { id: Id; ref: string; title: string } })[]
  unassigned: { unit_duty_id: Id; task: { id: Id; ref: string; title: string } }[]
  milestones: (Milestone & { unit_duty_id: Id; task: { id: Id; ref: string; title: string } })[]
  share_changes: { id: Id; target_id: Id; target_name: string; task_ref: string; unit: Ref; top: boolean; year: number; reason: string; proposed_by: string; proposed_on: Day }[] // that wait for one's decision
  target_changes: { id: Id; task_id: Id; task_ref: string; target_name: string; reason: string; proposed_by: string; proposed_on: Day }[] // that wait for one's decision
  unmanned: { unit: Ref; duties: number }[] // units of one's scope whose duties nobody in office can report on
}

// --- figures ----------------------------------------------------------------------------------------------------------
export type IndicatorKind = 'flow' | 'stock' | 'ratio' | 'set' | 'deliverable' | 'qualitative'
// GET /indicators?plan=&q=
export interface IndicatorSummary { id: Id; code: string; name: string; unit: string; kind: IndicatorKind; tasks: { id: Id; ref: string }[]; year: number; target: Decimal | null; target_max: Decimal | null; target_op: TargetOp | null; actual: Decimal | null; completion_pct: Decimal | null; undefined: Phrase | null; light: Light; coverage: Coverage } // undefined: why a formula has no value
export type IndicatorPage = Page<IndicatorSummary>
/** Reports in, of those owed in the months meant; expected 0: nothing was owed. */
export interface Coverage { reported: number; expected: number }
export type Across = 'sum' | 'minimum' | 'maximum' | 'latest' | 'weighted' // how the figures of several units become one
// GET /indicators/{id}
export interface Indicator extends IndicatorSummary {
  definition: string; direction: 'up' | 'down' | 'interval'; across: Across; decimals: number; numerator_name: string; denominator_name: string
  formula: string; operands: { id: Id; name: string; unit: string }[] // with the names of its indicators; empty: units report it. Of a weighted mean the weight
  years: { year: number; target: Decimal | null; target_max: Decimal | null; op: TargetOp | null; literal_op: TargetOp | null; actual: Decimal | null; completion_pct: Decimal | null; coverage: Coverage; task: { id: Id; ref: string } | null; source: Source | null }[]
  months: { period: Month; value: Decimal | null; carried: number; cumulative: Decimal | null; planned: Decimal | null; coverage: Coverage }[]
  units: { unit: Ref; piece: boolean /* part of what a unit above reports, not added */; values: { year: number; value: Decimal | null; numerator: Decimal | null; denominator: Decimal | null; share: Decimal | null; share_max: Decimal | null; completion_pct: Decimal | null }[]; light: Light | null; latest_period: Month | null; latest_value: Decimal | null; missing_periods: Month[] }[]
  watermark: string
}
// GET /indicators/{id}/course?unit= : the way to this year's goal. `of`: the plan's, the plan's for each unit, the unit's issued share
export interface IndicatorCourse {
  watermark: string; period: Month | null; actual: Decimal | null // up to the newest month whose reports are due
  goal: { of: 'plan' | 'each' | 'share'; op: TargetOp; value: Decimal; value_max: Decimal | null } | null
  planned: { period: Month; value: Decimal }[]
  forecast: { miss_pct: number; low: Decimal; expected: Decimal; high: Decimal; pace_so_far: Decimal; pace_needed: Decimal } | null
}
// GET /indicators/{id}/facts?unit=&year=  : approved facts with their versions, newest first
export interface Fact { period: Month; unit: Ref; value: Decimal; numerator: Decimal | null; denominator: Decimal | null; version: number; current: boolean; report_id: Id; author: string; reviewer: string; at: Moment; reason: string; evidence_count: number }
export type FactPage = Page<Fact>
// GET /cockpit?plan=
export interface Cockpit {
  watermark: string; business_date: Day; plan: Ref | null; period: Month | '' // empty before the first period opens
  lights: Record<LightColour, number>
  tasks: { id: Id; ref: string; title: string; light: Light; lead_units: string[]; missing_reports: number }[]
  indicators: (IndicatorSummary & { trend: { period: Month; value: Decimal | null }[]; yearly: { year: number; target: Decimal | null; actual: Decimal | null }[] })[]
  reporting: { period: Month | ''; expected: number; approved: number; submitted: number; returned: number; draft: number; missing: number; due_on: Day }
  overdue: Overdue[]; overdue_total: number // the longest overdue; all of them by the list below
  due_period: Month | '' // the newest month whose reporting day has passed: `late` and `missing_reports` speak of it
  units: { unit: Ref; expected: number; approved: number; late: number; worst_light: LightColour; worst_word: string }[]
}
// GET /cockpit/overdue?plan=&after= : of every month, longest overdue first
export interface Overdue { kind: 'report' | 'milestone' | 'deliverable'; id: Id | null; unit: Ref; task: { id: Id; ref: string; title: string }; every: Rhythm; title: string; period: Month | null; due_on: Day; days_late: number }
export type OverduePage = Page<Overdue>

// --- figures ----------------------------------------------------------------------------------------------------------
// GET /figures?indicators=&units=&under=&level=&from=&to=&step=&over=&as_of=&borders=&format=
export interface FigureIndicator { id: Id; code: string; name: string; unit: string; kind: IndicatorKind; direction: 'up' | 'down' | 'interval'; across: Across; definition: string; numerator_name: string; denominator_name: string }
export interface FigureUnit { id: Id | null; name: string; level: UnitLevel | '' } // no id: all units
/** Value null: nobody reported. Of `carried` units the level is that of an earlier month. */
export interface Figure extends Coverage { value: Decimal | null; carried: number; piece?: boolean /* part of what a unit above reports, not added */; numerator?: Decimal; denominator?: Decimal; undefined?: Phrase } // undefined: why a formula has no value
export interface FigureSpan { key: string; name: string; first: Month; last: Month; subtotal: boolean } // subtotal: the spans of a year before it together
/** subtotal: of the rows below it that are deeper; own: what a unit reports itself beside those below it. */
export interface FigureRow extends FigureUnit { kind: 'whole' | 'unit' | 'subtotal' | 'own'; depth: number }
export interface FigureGrid { watermark: string; indicators: FigureIndicator[]; units: FigureRow[]; spans: FigureSpan[]; cells: (Figure | null)[] } // by unit, indicator, span; null: not for this reader
// GET /figures/ranking?indicators=&… : the last span, places in the span before beside
export interface FigureRanking { watermark: string; indicator: FigureIndicator; span: string; ranked: number /* units with a place, out of sight too */; rows: { unit: FigureUnit; figure: Figure; place: number | null; place_before: number | null }[] }
// GET /figures/breakdown?indicators=&units=&… : one figure taken apart
export interface FigureBreakdown {
  watermark: string; indicator: FigureIndicator; unit: FigureUnit; figure: Figure; formula: string; operands: { indicator: FigureIndicator; figure: Figure }[]; parts: { unit: FigureUnit; figure: Figure; carried_from: Month | null; report_id: Id | null; evidence_count: number }[]; missing: (FigureUnit & Coverage)[]
  corrections: { unit: FigureUnit; period: Month; before: Decimal | null; after: Decimal | null; report_id: Id; author: string; reviewer: string; reason: string; at: Moment }[]; more_corrections: boolean // newest first
}
// GET and POST /figures/check : the last comparison of all totals with the facts; at null: none yet
export interface FigureCheck { at: Moment | null; watermark: string; differences: { indicator: string; period: Month }[] }
// GET /outlook?plan= : chances of missing this year's targets, the least certain first; the ten calls that can still change most
export interface Outlook {
  period: Month | null; watermark: string; call_effect_pct: number; miss_likely_pct: Decimal; miss_open_pct: Decimal
  items: { indicator: { id: Id; name: string; unit: string }; unit: Ref | null; target: Decimal; op: TargetOp; actual: Decimal; miss_pct: number; low: Decimal; expected: Decimal; high: Decimal; pace_so_far: Decimal; pace_needed: Decimal }[]
  untold: { indicator: { id: Id; name: string; unit: string }; unit: Ref | null }[] // too little is known: nothing ever moved
  // a call that brings the unit to do call_effect_pct of what is missing to its part: how much that is, of the whole gap, and what it changes
  calls: { indicator: { id: Id; name: string; unit: string }; unit: Ref; people: { name: string; post: string }[]; missing: Decimal; more: Decimal; of_gap_pct: number; miss_pct: number; miss_after_pct: number }[]
}

// GET /search?q=&kind= : at most 6 of each kind the reader may read, 100 of the one asked for; title and excerpt in pieces, what was looked for marked
export type SearchKind = 'task' | 'clause' | 'indicator' | 'unit'
export interface TextPiece { text: string; hit: boolean }
export interface SearchItem { id: Id; label: string; context: string; title: TextPiece[]; excerpt: TextPiece[]; place: { plan_id: Id; begin: number; end: number } | null }
export interface SearchResult { groups: { kind: SearchKind; more: boolean; items: SearchItem[] }[] }

// --- shares -----------------------------------------------------------------------------------------------------------
export type SplitMethod = 'hand' | 'equal' | 'proportional' | 'table' | 'per_unit'
/** The sum rule of one level. `loose`: less is asked below than is held, so issuing needs a reason. `padded`: padding above the setting. */
export interface ShareSum { held: Decimal; parts: Decimal; difference: Decimal; verdict: 'short' | 'exact' | 'over' | 'not_applicable'; loose: boolean; padding_pct: Decimal | null; padded: boolean }
export interface ShareVersion { number: number; value: Decimal | null; value_max: Decimal | null; // of a range its upper end, here and below
  from: Day; reason: string; asked_by: string; granted_by: string | null; at: Moment }
export interface SplitLine { unit: Ref; reports: boolean; value: Decimal | null; value_max: Decimal | null; figure: Decimal | null; below: ShareSum | null; versions: ShareVersion[] }
export interface ShareChange { id: Id; state: 'proposed' | 'approved' | 'refused' | 'withdrawn'; reason: string; proposed_on: Day; proposed_at: Moment; proposed_by: string; decided_at: Moment | null; decided_by: string | null; note: string; items: { unit: Ref; before: Decimal | null; after: Decimal | null }[] }
// GET /targets/{id}/split?unit=&year= : one level of a target's division. Level top: the plan office divides the target; unit: a unit its share.
// `added` false: parts are not added (每县N个, percentages), the sum rule does not apply.
export interface TargetSplit {
  id: Id | null; version: number; level: 'top' | 'unit'
  target: { id: Id; name: string; op: TargetOp; value: Decimal | null; year: number | null; years: number[]; task: { id: Id; ref: string; title: string }; indicator: { id: Id; name: string; unit: string; decimals: number } | null }
  unit: Ref; state: 'none' | 'draft' | 'issued'; added: boolean; ceiling: boolean; total: Decimal | null; total_max: Decimal | null
  held: { value: Decimal; value_max: Decimal | null; since: Day; from: Ref; versions: ShareVersion[] } | null
  method: SplitMethod | null; basis: string; reason: string; issued_at: Moment | null; issued_by: string | null; held_when_issued: Decimal | null
  lines: SplitLine[]
  sum: ShareSum | null; sum_after: ShareSum | null // after: if the open change is approved
  changes: ShareChange[] // the open one first, then newest first
  padding_above_pct: Decimal; change_until: Day | null
  why_not: Phrase | null; top_visible: boolean
  may: { divide: boolean; change: boolean; decide: boolean; withdraw: boolean }
}
// POST /targets/{id}/split NewSplit ; PUT /splits/{id} SplitWish (If-Match) ; POST /splits/{id}/issue SplitIssue (If-Match)
export interface UnitValue { unit_id: Id; value: Decimal }
export interface SplitWish {
  method: SplitMethod
  unit_ids?: Id[] // who gets a share; none: all that report the indicator
  values?: UnitValue[] // hand
  each?: Decimal | null // per_unit; none: what is held
  basis?: { indicator_id?: Id | null; year?: number | null; name?: string; figures?: UnitValue[] } // proportional: a figure of the site, or a typed column
  table?: { name: string; text: string } // table: CSV with the columns 单位,数值; of a workbook what /split-tables gives
}
export interface NewSplit extends SplitWish { unit_id?: Id | null; year?: number | null } // none: the plan office divides the target itself; its own or present year
// POST /split-tables with an .xlsx : its first sheet as `table.text`
export interface SplitTableText { text: string }
// GET /targets/{id}/split?format=xlsx : a table to fill in
export interface SplitIssue { reason?: string }
// POST /splits/{id}/changes ShareChangeWish (If-Match) ; POST /share-changes/{id}/approve ; POST /share-changes/{id}/refuse Reason
export interface ShareChangeWish { reason: string; values: { unit_id: Id; value: Decimal | null }[] }
// GET /shares?unit=&task= : issued shares of the own unit, or of one in reach
export interface Share { target_id: Id; name: string; op: TargetOp; year: number; value: Decimal; value_max: Decimal | null; measure: string; since: Day; indicator: Ref; unit: Ref; from: Ref; task: { id: Id; ref: string; title: string } }
export type SharePage = Page<Share>
// GET /reports/{id}/questions ; PUT /reports/{id}/answers ReportAnswers : what looks wrong in a report, and what the unit says to it
export interface ReportQuestion { key: string; indicator_id: Id | null; asks: 'unit' | 'reviewer'; text: Phrase; answer: string }
export type ReportQuestionPage = Page<ReportQuestion>
export interface ReportAnswers { answers: { key: string; text: string }[] }

// --- the rhythm of the year -------------------------------------------------------------------------------------------
export type OccasionKind = 'dispatch' | 'summary' | 'inspection' | 'assessment'
export type OccasionOwner = 'plan_office' | 'lead_department' | 'county' | 'internal'
export type OccasionState = 'planned' | 'open' | 'held' | 'closed' | 'skipped' // planned: not yet opened
export type PackSection = 'late' | 'figures' | 'orders' | 'decisions'
export type Attendance = 'invited' | 'present' | 'absent' | 'leave'
/** overdue: open, and its last day has passed. `period` is the last month of its span. */
export interface OccasionHead {
  title: string; name: string; kind: OccasionKind; owner: OccasionOwner; unit: Ref; every: Rhythm; period: Month
  opens_on: Day; due_on: Day; state: OccasionState; overdue: boolean; meets_on: Day | null; held_on: Day | null
}
// GET /occasions?year=&kind=&owner=&unit=&state= ; POST /occasions OccasionConvening : Occasion
export interface OccasionSummary extends OccasionHead { id: Id | null }
export type OccasionPage = Page<OccasionSummary>
// GET /occasions/{id} ; the writes of it and of its decisions (If-Match: the occasion's version) answer the same
// POST /occasions/{id}/call OccasionCall ; PUT …/attendance OccasionAttendance ; PUT …/minutes OccasionMinutes ; POST …/hold OccasionHeld ;
// POST …/close ; POST …/skip Reason ; POST …/decisions OccasionDecisionContent ; PUT, DELETE /occasion-decisions/{id} ;
// POST /occasion-decisions/{id}/outcome OccasionOutcome ; POST /occasion-decisions/{id}/order
export interface Occasion extends OccasionHead {
  id: Id; version: number; place: string; chair: string; notes: string; minutes: string; skip_reason: string; agenda: PackSection[]
  whole: boolean // false: the reader is only invited, and sees what concerns his unit
  may: { call: boolean; record: boolean; hold: boolean; close: boolean; skip: boolean; settle: boolean; order: boolean }
  invited: Invited[]
  proposed: Ref[] // to invite
  decisions: OccasionDecision[]
  frozen_as_of: Day | null // the pack stays as it was on this day
  before: Id | null // the last one held
}
export interface Invited { unit: Ref; attendance: Attendance; substitute: string }
export interface OccasionDecision {
  id: Id; text: string; unit: Ref; assisting: Ref[]; due_on: Day; task: Ref | null; done_on: Day | null; outcome: string
  order: { id: Id; state: string; link: string } | null
}
/** A meeting no rule opens; agenda: late, figures and orders where not given; plan_id: the newest in which the unit has a part. */
export interface OccasionConvening { kind: OccasionKind; name: string; due_on: Day; agenda?: PackSection[]; plan_id?: Id | null }
export interface OccasionCall { meets_on: Day; place: string; chair?: string; notes?: string; unit_ids: Id[] }
export interface OccasionAttendance { units: { unit_id: Id; attendance: Attendance; substitute?: string }[] }
export interface OccasionMinutes { minutes: string }
export interface OccasionHeld { held_on: Day }
export interface OccasionDecisionContent { text: string; unit_id: Id; assisting_ids?: Id[]; due_on: Day; task_id?: Id | null }
export interface OccasionOutcome { done_on: Day | null; outcome: string }
// GET /occasions/{id}/pack?format=
export interface PackLine {
  section: PackSection; what: 'report' | 'milestone' | 'deliverable' | 'task' | 'part' | 'indicator' | 'order' | 'decision'
  title: Phrase; subject: string; unit: Ref | null; link: string; light: Light | null
  actual: Decimal | null; target: Decimal | null; measure: string // of an indicator
  due_on: Day | null; days_late: number | null; state: string; outcome: string; done_on: Day | null
}
export interface OccasionPack { as_of: Day; watermark: string; agenda: PackSection[]; lines: PackLine[] }
// --- inspections ------------------------------------------------------------------------------------------------------
// GET /handovers?state= ; POST /handovers NewHandover ; GET /handovers/{id}?format= ; POST /handovers/{id}/sign (If-Match) ; POST …/cancel Reason (If-Match)
export type HandoverSection = 'part' | 'milestone' | 'fill' | 'review' | 'order' | 'rectification' | 'decision' | 'meeting' | 'caution' | 'notice'
export interface HandoverSummary {
  id: Id; unit: Ref; post: Ref; from: Ref; to: Ref; on: Day; note: string; state: 'open' | 'signed' | 'cancelled'; made_on: Day; made_by: string
  from_signed_on: Day | null; to_signed_on: Day | null; cancelled_for: string; may_sign: boolean; version: number
}
export type HandoverPage = Page<HandoverSummary>
export interface Handover extends HandoverSummary {
  may_cancel: boolean; shows_notices: boolean // unread notices are shown to the two who sign only
  lines: { section: HandoverSection; title: string; subject: string; due_on: Day | null; state: string; link: string }[]
}
export interface NewHandover { post_id: Id; from_id: Id; to_id: Id; on: Day; note?: string }
// GET /duties/without-owner?format= : told is who should act
export interface Ownerless { unit: Ref; parts: number; orders: number; posts: string[]; told: Ref }
export type OwnerlessPage = Page<Ownerless>
// GET /inspections?state=&year=&object=&q=&after=&format= ; POST /inspections InspectionDraft
export type InspectionType = 'comprehensive' | 'special' | 'event' | 'routine' | 'lead'
export type InspectionMethod = 'self_check' | 'hear_report' | 'on_site' | 'interview' | 'secret_visit' | 'symposium' | 'hearing' | 'statistics' | 'evaluation' | 'documents' | 'leads' | 'summons' | 'online'
export type InspectionAuthority = 'government' | 'head' | 'proposal' | 'delegated'
export type InspectionState = 'draft' | 'pending' | 'refused' | 'approved' | 'concluded' | 'cancelled'
export type InspectionObjectState = 'open' | 'served' | 'asked' | 'decided'
export type InspectionRule = 'overlap' | 'frequency' | 'period' | 'authority' | 'team'
export type InspectionResult = 'open' | 'ok' | 'problem'
export type ReconsiderationOutcome = 'upheld' | 'changed' | 'withdrawn'
export interface InspectionHead { id: Id; title: string; type: InspectionType; state: InspectionState; organiser: Ref; from: Day | null; to: Day | null; secret: boolean; drafted_on: Day }
export interface InspectionSummary extends InspectionHead {
  objects: { id: Id; unit: Ref; state: InspectionObjectState }[]
  rectifications: { open: number; overdue: number } | null // null: the reader does not see all of it
}
export type InspectionPage = Page<InspectionSummary>
export interface Delegation { item: string; scope: string; duty: string; from: Day | null; to: Day | null }
export interface InspectionDraft {
  type: InspectionType; methods: InspectionMethod[]; title?: string; authority: InspectionAuthority; basis?: string; delegation?: Delegation | null
  object_ids?: Id[]; task_ids?: Id[]; content?: string; scope?: string; from?: Day | null; to?: Day | null; leader_id?: Id | null; member_ids?: Id[]; invited?: string
}
export interface InspectionFile { id: Id; file_name: string; size: number; media_type: string; uploaded_by: string; uploaded_at: Moment }
export interface InspectionLine {
  id: Id; task_id: Id | null; title: string; measure: string; targets: string[]; figures: string[]; light: string; light_word: string; drawn_on: Day
  finding: InspectionResult; said: string; found_by: string; found_on: Day | null; files: InspectionFile[]; version: number
}
export interface Rectification {
  id: Id; line_id: Id | null; what: string; unit: Ref; due_on: Day; state: 'open' | 'reported' | 'returned' | 'passed' | 'dropped'; overdue: boolean
  report: string; reported_on: Day | null; reported_by: string; check: string; checked_on: Day | null; checked_by: string; order_id: Id | null
  files: InspectionFile[]; may_report: boolean; may_check: boolean; may_order: boolean; version: number
}
export interface InspectionObject {
  id: Id; unit: Ref; state: InspectionObjectState; sees_conclusion: boolean
  conclusion: { text: string; by: string; served_at: Moment; served_on: Day; ask_by: Day; in_force: string | null } | null // in_force null: withdrawn
  reconsideration: { reason: string; asked_by: string; asked_on: Day; decide_by: Day; decision: { outcome: ReconsiderationOutcome; text: string; reason: string; by: string; on: Day } | null } | null
  lines: InspectionLine[]; rectifications: Rectification[]
  away: { user_id: Id; name: string; reason: string }[] // who of the team keeps away from it
  may_find: boolean; may_conclude: boolean; may_ask: boolean; may_decide: boolean; may_recuse: boolean; decision_overdue: boolean; version: number
}
// GET /inspections/{id} ; PUT InspectionDraft (If-Match) ; POST /submit ; /approve InspectionApproval ; /refuse Reason ; /cancel Reason ; PUT /team InspectionTeam
export interface Inspection extends InspectionHead {
  methods: InspectionMethod[]; authority: InspectionAuthority; basis: string; delegation: Delegation
  tasks: { id: Id; ref: string; title: string }[]; content: string; scope: string; invited: string
  team: { user_id: Id; name: string; label: string; leads: boolean }[]
  drafted_by: string; decided_by: string; decided_on: Day | null; refused_for: string
  overrides: { rule: InspectionRule; said: string; reason: string; by: string }[]
  lacks: Phrase[]; breaches: { rule: InspectionRule; said: Phrase; may_override: boolean }[]
  objects: InspectionObject[]
  steps: { object_id: Id | null; at: Moment; on: Day; act: string; by: string; post: string; reason: string }[]
  sees_all: boolean; may_edit: boolean; may_approve: boolean; may_cancel: boolean; may_change_team: boolean; version: number
}
export interface InspectionApproval { overrides?: { rule: InspectionRule; reason?: string }[] }
export interface InspectionTeam { leader_id: Id; member_ids?: Id[]; invited?: string; reason?: string }
// POST /inspection-objects/{id}/recusals Reason ; /lines InspectionLineTitle ; /redraw ; PUT /inspection-lines/{id}/finding InspectionFinding (If-Match)
export interface InspectionLineTitle { title?: string }
export interface InspectionFinding { finding: InspectionResult; said?: string }
// POST /inspection-objects/{id}/conclude InspectionConclusion (If-Match) ; /reconsider Reason (If-Match) ; /decide InspectionDecision (If-Match)
export interface InspectionConclusion { text?: string; rectifications?: { line_id?: Id | null; what?: string; unit_id: Id; due_on: Day }[] }
export interface InspectionDecision { outcome: ReconsiderationOutcome; text?: string; reason?: string; dropped_ids?: Id[] }
// POST /rectifications/{id}/report RectificationReport (If-Match) ; /check RectificationCheck (If-Match) ; /order (If-Match)
export interface RectificationReport { text?: string }
export interface RectificationCheck { result: 'passed' | 'returned'; reason?: string }
// PUT /inspection-lines/{id}/files and /rectifications/{id}/files : a file; GET /inspection-files/{id}/file ; DELETE /inspection-files/{id}
