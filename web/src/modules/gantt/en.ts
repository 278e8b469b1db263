export default {
  title: 'Schedule', note: 'Tasks, milestones of the units and supervised matters; the thin line is the first due day, the bar the present one', chart: 'Chart', table: 'Table', view: 'Chart or table', xlsx: 'Export to Excel', print: 'Print',
  allUnits: 'All units', allLights: 'All lights', light: 'Light of the task', overdueOnly: 'Overdue only', all: 'Everything', span: 'Due days', open: 'Open {0}', close: 'Close {0}', openAll: 'Open all', closeAll: 'Close all',
  task: 'Task', kind: 'Kind', unit: 'Unit', item: 'Matter', from: 'Begins', first: 'First due', due: 'Due now', moved: 'Moved', done: 'Done', state: 'State', today: 'Today {0}', later: '{0} days later', earlier: '{0} days earlier', unmoved: 'Not moved', beyond: 'beyond the chart: {0}', overdue: 'Overdue',
  kinds: { task: 'Task', milestone: 'Milestone', order: 'Supervised matter' }, rows: '{0} rows', none: 'No task fits; loosen the filter', doneOn: 'Done {0}', bar: '{0}, {1} to {2}, {3}', legendBase: 'First due day', legendNow: 'Due now'
}
