export default {
  title: 'Timeliness', months: 'Month or year', wholeYear: 'Year {0}', note: 'by the day of the first submission; a return does not undo it, a withdrawal does',
  byLevel: 'By level', byUnit: 'By unit', unitsNote: '{0} units', rateNote: 'reported: of what is owed; on time: of what is due; late in calendar days, until today while missing; held in working days, from opening or return',
  level: 'Level', unit: 'Unit', total: 'Total', owed: 'Owed', handed_in: 'Handed in', on_time: 'On time', late: 'Late', still_in_time: 'Not yet due', reporting_pct: 'Reported %', on_time_pct: 'On time %', median_days_late: 'Days late (median)', median_days_held: 'Days with unit (median)', days: '{0} d',
  search: 'Find a unit by name', sortBy: 'Sort by {0}', allLevels: 'All levels', none: 'Nothing is owed in this time', noMatch: 'No such unit',
  reviewers: 'Time taken by reviewers', reviewersNote: 'working days from arrival to decision; what waits counts until today', reviewer: 'Reviewing unit', decided: 'Decided', median: 'Median', longest: 'Longest', waiting: 'Waiting now', since: 'Waiting since', noReviewers: 'No reviewing unit within your scope in this time',
  chase: 'To chase', chaseNote: 'missing or returned past the due day, longest overdue first', task: 'Task', period: 'Period', state: 'State', due: 'Due', overdue: 'Overdue', people: 'In office and may fill in', nobody: 'Nobody in office', locked: 'Locked', noChase: 'Nothing is overdue'
}
