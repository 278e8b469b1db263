export default {
  title: 'Cautions', note: 'Reminder, yellow card, red card, summons, criticism: each says its facts; a person confirms what has consequences, the unit may object', none: 'No caution fits', allStates: 'All states', allUnits: 'All units', task: 'Task', unit: 'Unit', rung: 'Rung', basis: 'Facts', state: 'State', consequences: 'Consequences', points: '{0} points off',
  states: { proposed: 'to be confirmed', dismissed: 'dismissed', in_force: 'in force', objected: 'objected to', withdrawn: 'withdrawn', lifted: 'lifted' },
  proposed: 'proposed by {0}', byProgram: 'the program', confirmed: 'confirmed by {0}', until: 'objections until {0}', objection: 'Objection', answer: 'Answer', lifted: 'lifted on {0} (well again)', confirm: 'Confirm', dismiss: 'Dismiss', object: 'Object', withdraw: 'Withdraw it', uphold: 'Uphold it', reason: 'Reason', done: 'Saved', toOrder: 'Register an order'
}
