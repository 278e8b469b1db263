export default {
  app: { name: 'Luoshi', skip: 'Skip to content', demo: 'Demonstration data: all reports and figures on this site are made up', businessDate: 'Business date', plan: 'Plan', menu: 'Menu', language: '中文', switchPost: 'Switch post', password: 'Change password', logOut: 'Log out', print: 'Print' },
  menu: { cockpit: 'Cockpit', work: 'My work', notices: 'Notices', jobs: 'Background work', plan: 'Plan text', confirm: 'Confirm plan', tasks: 'Tasks', duties: 'Assignments', inspections: 'Inspections', reports: 'Reporting', reporting: 'Timeliness', review: 'Review', forms: 'Form', occasions: 'Rhythm', burden: 'Burden', indicators: 'Indicators', figures: 'Figures', units: 'Units', groups: 'Unit groups', divisions: 'Divisions', users: 'Users', audit: 'Audit', groupWork: 'Work', groupSupervise: 'Supervision', orders: 'Orders', groupPlan: 'Carrying out', groupAdmin: 'Administration' },
  action: { save: 'Save', cancel: 'Cancel', close: 'Close', edit: 'Edit', add: 'Add', remove: 'Remove', search: 'Search', clear: 'Clear', confirm: 'OK', back: 'Back', retry: 'Try again', more: 'Load more', submit: 'Submit', accept: 'Accept', return: 'Return', all: 'All', open: 'Open', view: 'View' },
  light: { grey: 'Not due', green: 'On plan', yellow: 'Warning', red: 'Far behind', done: 'Done', label: 'Light', words: { light_rule_done_late: 'Done late', order_board_red: 'Overdue', order_board_yellow: 'Needs attention', order_board_green: 'In time', order_board_done: 'Closed', order_board_grey: 'Not given or dropped', order_light_before: 'Not given', order_light_dropped: 'Dropped', order_light_closed_late: 'Closed late', order_light_closed: 'Closed', order_light_overdue: 'Overdue', order_light_late: 'Reported late', order_light_unsigned: 'Not signed for', order_light_no_progress: 'No progress told', order_light_near: 'Limit near', order_light_returned: 'Returned', order_light_on_time: 'In time', desk_caution: 'Caution', desk_overdue: 'Overdue', desk_in_time: 'In time', desk_returned: 'Returned' } },
  state: { not_open: 'Not open', missing: 'Not begun', draft: 'Draft', submitted: 'In review', returned: 'Returned', approved: 'Approved', overdue: 'Overdue' },
  role: { lead: 'Lead', responsible: 'Responsible', supporting: 'Supporting' },
  level: { city: 'City', city_department: 'City department', county: 'County', county_department: 'County department', town: 'Town', village: 'Village', other: 'Other' },
  op: { ge: 'at least', gt: 'more than', le: 'at most', lt: 'less than', eq: 'equal to', about: 'about', between: 'between' },
  source: { line: 'line {0}', lines: 'lines {0}–{1}', open: 'Source', clause: 'Clause {0}' },
  empty: { list: 'Nothing matches', none: 'None' },
  error: {
    title: 'Something went wrong', unreachable: 'The server cannot be reached. Check the network and try again; what you typed is kept.', status: 'The server gave no reason (status {0}).', requestId: 'Request id: {0}',
    notFound: 'No such page', notFoundNote: 'The address may be wrong, or the content has moved.', forbidden: 'Not allowed', forbiddenNote: 'Your present post “{0}” may not see this page. Switch posts or ask an administrator.', home: 'Home', unknown: 'The page failed: {0}', fields: 'Please correct:', place: 'line {0}, column {1}'
  },
  unit: { ge: '≥', pick: 'Type a name to find a unit', pickOne: 'Choose a unit', groupPick: 'Choose a group', groupFrom: '{0} (from {1})' },
  table: { sortBy: 'Sort by {0}', count: '{0} in all' },
  reason: { lacks: 'At least {0} characters, {1} still missing', enough: 'Long enough' },
  list: { comma: ', ', colon: ': ' },
  days: { left: '{0} days left', today: 'due today', late: '{0} days late' }
}
