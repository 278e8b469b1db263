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
    lead_cell_many: 'The lead column names several units, “{subject}”: say who leads and who is responsible', lead_cell_group: 'The lead column only says “{subject}”: does each of them lead, or another unit?', other: '“{subject}” needs a decision',
    not_found: 'There is no such question', units_missing: 'Choose the units meant', answer_missing: 'Choose units, or say how to proceed', open: 'A question is still open'
  },
  step: { unit_head: 'Signed by the head of the unit', lead_unit: 'Reviewed by the lead unit', plan_office: 'Settled by the plan office' },
  change: { progress_pct: 'Progress (%)', progress: 'What was done', problems: 'Problems', next_steps: 'Next steps', evidence: 'Evidence' },
  request: {
    invalid: 'Some entries are wrong: please correct them as shown', missing: 'Required', required: 'Required', too_long: 'At most {most} characters, now {now}', too_many: 'At most {most} entries, now {now}', out_of_range: 'Must be {least} to {most}, now {now}',
    control_character: 'Contains invisible control characters: type it anew', not_text: 'Must be text', not_integer: 'Must be a whole number', not_decimal: 'Must be a number', not_date: 'Must be an existing date such as 2020-06-30', not_id: 'Must be an id', not_flag: 'Must be true or false', not_choice: 'Must be one of the choices', not_object: 'Must be an object', not_list: 'Must be a list',
    unknown_member: 'Unknown or repeated entry', syntax: 'The request is not valid JSON', if_match: 'The version you started from is missing: reload the page', bad_state: 'A task can only be draft, accepted or rejected', bad_id: 'The address contains a wrong id', bad_escape: 'The address is wrongly encoded', bad_target: 'The address is wrong', no_such_path: 'There is no such address', method_not_allowed: 'This address does not accept that', method_unknown: 'Unknown method', nothing: 'Nothing was to be changed',
    too_large: 'The content is too large: make it smaller or split it', head_too_large: 'The request head is too large: clear this site’s cookies and try again', malformed: 'The request is malformed', expectation: 'The request expects what is not offered', cross_site: 'The request came from another site and was refused'
  },
  field: { id: 'Must be an id', number: 'Must be a whole number from 1 to 200', range: 'Must be a whole number from 1 to 200' },
  server: { fault: 'Something failed inside; nothing was changed. Try again later, or give the request id to the administrator', busy: 'The system is busy: try again shortly; what you typed is kept', unavailable: 'Database or disk are away for the moment: reload later and check whether your last entry was saved' },
  login: { failed: 'Wrong login or password', locked: 'Too many failed attempts: locked for half an hour; try later or ask the administrator', format: '3 to 32 lower-case letters, digits, dots, dashes or underscores, starting with a letter' },
  session: { missing: 'Please log in', expired: 'Your session has ended: log in again; what you typed is kept', csrf: 'The page is outdated: reload and try again; what you typed is kept', must_change_password: 'Change your password first', post_not_held: 'You no longer hold this post: reload and choose another' },
  password: { short: 'At least {least} characters', long: 'Too long', control: 'No control characters', classes: 'At least {least} of: capital letters, small letters, digits, signs', contains_login: 'Must not contain the login', weak: 'Too common or too regular: choose another', wrong: 'The old password is wrong', reused: 'Must differ from the last {count} passwords' },
  permission: { denied: 'Your post does not allow this', scope: 'This belongs to units outside your scope' },
  name: { missing: 'Enter a name' },
  user: { not_found: 'There is no such user: reload the list', login_taken: 'Somebody already uses this login', changed: 'The user was just changed: reload and try again', version_mismatch: 'Somebody else changed this user: check and save again', own_password: 'Use “Change password” for your own', last_administrator: 'This is the last administrator: set up another one first' },
  post: { not_found: 'There is no such post', not_held: 'The user does not hold this post now', name_missing: 'Enter a name for the post', name_taken: 'The unit already has a post of this name' },
  role: { unknown: 'There is no such role', excluded: 'These two roles must not be held by one person', above_own: 'Only the system administrator may set up this role', in_use: 'The role is in use' },
  org: { unit_not_found: 'There is no such unit: choose from the list', unit_ended: 'The unit has ended: turn to its successor', section_taken: 'The unit already has a section of this name', section_not_found: 'The unit has no such section' },
  report: {
    not_found: 'There is no such report, or it lies outside your scope: choose from the list again', not_yours: 'Only the unit that owes the report may change it', not_owed: '{unit} owes no report on this task for {period}', period_not_open: 'This period opens on {date}', period_closed: 'This period closed on {date}; what is there is kept. Ask the plan office', not_editable: 'A report that was handed in cannot be changed; withdraw it before the next step agrees', approved: 'An approved report cannot be changed; ask the reviewer to return it',
    invalid: 'Some entries are wrong: correct them before saving', incomplete: 'The report is incomplete: fill in what is missing, then submit', version_mismatch: 'Somebody else changed this report meanwhile; yours has not overwritten it. Compare both, then save', not_submitted: 'Only a report waiting for review can be withdrawn', withdraw_too_late: 'The next step has already agreed: ask the reviewer to return it', withdraw_closed: 'The period has closed, a withdrawn report could not be handed in again: ask the reviewer to return it',
    not_your_step: 'The report is not at your step of the review, or you handed it in yourself', reason_missing: 'Say why you return it, so that the unit knows what to correct', bad_period: 'A period is written 2020-06', no_access: 'Your post may not see reports'
  },
  reason: { missing: 'Give a reason of at least {least} characters' },
  progress: { range: 'Must be 0 to 100', missing: 'Enter the progress in percent', empty: 'Say what was done' },
  period: { format: 'Write it 2020-06' },
  value: { not_owed: 'The unit does not report this indicator here', twice: 'Entered twice', unexplained: 'Without a figure, say why', over_maximum: 'At most {most} {unit}', negative: 'Must not be negative', missing: 'Enter “{name}”', zero_denominator: '“{name}” must be above zero; without figures leave both empty and say why', out_of_range: 'Too large: check the unit of measure', not_whole: 'Only whole numbers', too_many_decimals: 'At most {decimals} decimals' },
  indicator: { not_found: 'There is no such indicator', value_invalid: '“{name}” is wrong: correct it as shown' },
  evidence: { not_found: 'The file is no longer there', type_refused: '“{file}” cannot be uploaded: only {types}', disguised: 'The content of “{file}” is not a {extension} file: export it again from its program, do not just rename it', name_deceiving: 'The name contains slashes, control characters or marks that change the direction of writing: rename the file', empty: '“{file}” is empty', program_inside: 'The archive “{file}” contains a program or script, “{program}”: take it out and pack again', duplicate: '“{file}” is the same file as “{known}”, which is already here (uploaded by {by}); it was not added again' },
  upload: { file_name: 'The upload has no file name', name_too_long: 'The file name is too long: at most {most} bytes (about {han} Chinese characters), now {now}' },
  plan: { not_found: 'There is no such plan', already_confirmed: 'The plan is confirmed and being carried out', already_imported: 'This document was already imported', open_questions: 'The plan cannot be confirmed yet: settle what is listed', question_answered: 'Somebody has answered this question', no_tasks: 'No task was found or accepted', owner_unknown: 'The issuing unit is not known: add it to the units first' },
  document: { too_large: 'The document is too large', empty: 'The document is empty', binary: 'This is not a text document', encoding: 'The encoding is not known: save it as UTF-8', damaged: 'The document is damaged', not_a_plan: 'This does not look like a plan', unreadable: 'The file cannot be read' },
  task: { not_found: 'There is no such task', in_force: 'The plan is confirmed: the task can no longer be put back or rejected', questions_open: '{count} questions are open: settle them first', draft: 'A task is not yet decided' },
  target: { not_found: 'There is no such target', value_missing: 'A numeric target needs a value', range_invalid: 'A range needs an upper end not below the lower one', not_a_range: 'Only a range has an upper end', value_too_large: 'The value is too large in the base unit' },
  duty: { not_found: 'There is no such duty', units_or_group: 'Choose units or a group, not both' },
  group: { not_found: 'There is no such group, or it had no members then' },
  unit: { not_found: 'There is no such unit' },
  assignment: { not_found: 'There is no such assignment: it may have been changed', not_mine: 'This was not assigned to your post or section', decided: 'This was already accepted or returned', section_wanted: 'Choose a section', foreign_section: 'Only sections of the own unit', post_wanted: 'Choose a post', foreign_post: 'Only posts of the own unit', twice: 'The same as a line above', only_one: 'Only one is possible' },
  unit_duty: { not_found: 'There is no such duty', foreign: 'This is another unit’s duty', ended: 'This duty has ended', not_below: 'Only units directly below can be given a part', has_part: 'The unit already has a part of this task' },
  milestone: { not_found: 'There is no such milestone', done: 'A finished milestone cannot be removed', pct_range: 'Must be 0 to 100', too_early: 'Not before the duty begins, {date}', done_in_future: 'Not later than today' },
  calendar: { not_loaded: 'The working calendar of this year is not loaded: ask the administrator' }
}
