export default {
  title: 'Burden of reporting', note: '{0}, by the forms in force at the end of the year; times are estimates: {1} minutes a text, {2} a number',
  level: 'Level', unit: 'Unit', units: 'Units', fields: 'Fields a year', hours: 'Hours (estimate)', held: 'Already held', heldNote: 'of them already held, only to be confirmed', most: 'Most of a unit', cap: 'Cap a unit', over: 'Above the cap', lastYear: 'Against last year', noCap: 'none', none: 'Nothing is owed', new: 'new',
  byLevel: 'By level', byUnit: 'By unit', byUnitNote: 'units within your scope', exceeded: 'Above the cap', exceededNote: 'each needs a reason signed by the plan office', noExceeded: 'No cap was exceeded', exceededLine: '{0}: {1} units above the cap, at most {2} fields, the cap is {3}', signed: 'Signed', reason: 'Reason', isOver: 'above', within: 'within',
  signReason: 'Sign with a reason (required)', signNote: 'signed with your post and shown to everybody under “Burden of reporting”'
}
