// What the server says, in English, by its codes; the Chinese sentences are the server's own. Kept complete by said.test.ts.
const target = (actual: string) => ({ '': `“{name}” {year}: target {target} {unit}, ${actual}`, _ceiling: `“{name}” {year}: at most {target} {unit}, ${actual}`, _range: `“{name}” {year}: target {target} to {max} {unit}, ${actual}` })
function forms<Name extends string>(name: Name, sentences: ReturnType<typeof target>) {
  return { [name]: sentences[''], [`${name}_ceiling`]: sentences._ceiling, [`${name}_range`]: sentences._range }
}

export default {
  light: {
    rule_behind_over: 'more than {above} points behind schedule', rule_behind_between: '{from} to {above} points behind schedule', rule_behind_under: 'less than {from} points behind schedule',
    rule_not_due: 'not yet due', rule_done: 'done in time', rule_done_late: 'done late', rule_no_figure: 'no approved figure', rule_no_report: 'no approved report', rule_missed: 'not reached when due',
    rule_past_limit: 'past its limit', rule_near_limit: 'within {days} working days of its limit', rule_far_limit: 'more than {days} working days before its limit',
    rule_report_missing: 'report missing', rule_report_returned: 'report returned', rule_milestone_overdue: 'milestone overdue',
    behind: 'planned {planned}%, actual {actual}%, {gap} points behind', on_schedule: 'planned {planned}%, actual {actual}%, on schedule', coverage: 'figures of {reported} of {expected} units are in',
    ...forms('target_now', target('now {actual} {unit}')), ...forms('target_reached', target('reached {actual} {unit}')), ...forms('target_exceeded', target('reached {actual} {unit}, above the upper end')), ...forms('target_missed', target('only {actual} {unit} when due')), ...forms('target_no_figure', target('no approved figure yet')),
    no_progress: 'the reporting day has passed without an approved report', all_finished: 'all units report 100%', deadline_passed: 'past its deadline with {progress}% done',
    document_done: '“{name}” was due on {due_on}', document_late: '“{name}” was due on {due_on}, {days} days late', document_running: '“{name}” is due on {due_on}, {days} working days left',
    documents_done: '“{name}” was due on {due_on}, done by {done} of {expected} units', documents_late: '“{name}” was due on {due_on}, done by {done} of {expected} units, {days} days late', documents_running: '“{name}” is due on {due_on}, done by {done} of {expected} units, {days} working days left',
    reports_missing: '{count} reports of {period} missing', reports_returned: '{count} returned reports not handed in again', milestones_overdue: '{count} milestones overdue',
    target_not_due: 'the first reporting day for the {year} target of “{name}” has not come', no_goal: '“{name}” has no target to compare with', not_begun: 'the first reporting period has not begun', first_not_due: 'the first reporting day has not come', first_period_not_due: 'the first report, of {period}, is not due yet',
    no_reporter: 'no unit reports, so progress cannot be judged', not_reporting: 'the unit does not report on this task by itself', task_not_judged: 'the task is not supervised', task_unknown: 'there is no such task'
  },
  check: {
    target: 'Clear target', schedule: 'Schedule', subject: 'Somebody in charge', carrier: 'Workable means', inspectable: 'Can be inspected', assessable: 'Can be assessed', accountable: 'Somebody answers for it',
    no_target: 'Neither a target value nor a result to deliver: add a target or say when it is done', no_schedule: 'No deadline, yearly measure or milestone: let the units set milestones', duties_open: '{count} duties name no definite unit: settle them under “Confirm plan”', no_subject: 'Neither a lead nor a responsible unit: say who takes it on',
    no_carrier: 'No yearly measure or milestone says how it is carried out: let the units set milestones', no_reports: 'No unit reports monthly: confirm the plan or name the units that report', no_measure: 'No target is tied to an indicator and no milestone has a planned share: add one of them',
    nobody_reports: 'No unit carries it yet, so nobody can answer for it: confirm the plan or name the units', units_unaccepted: 'In {count} units nobody has accepted the work: assign it to leaders, sections and posts'
  },
  question: {
    unit: 'The document does not say which units “{subject}” means: choose them', none: 'The document names no unit for this task: choose one, or say why none is needed', no_responsible: 'The column of responsible units is empty: say who takes it on, or that the lead unit does', no_lead: 'No lead unit is named: say who leads',
    lead_cell_many: 'The lead column names several units, “{subject}”: say who leads and who is responsible', lead_cell_group: 'The lead column only says “{subject}”: does each of them lead, or another unit?', other: '“{subject}” needs a decision'
  }
}
