export default {
  title: 'Form', note: 'A report follows from the duties of a unit; fields added here stand below the indicators', noteRead: 'Fields added to the reports of units',
  added: 'Added fields', addedNote: 'added by the plan office; those with * are required, or say why there is nothing', reasonWanted: 'Say why this is not filled in', answer: 'answer',
  add: 'Add a field', edit: 'Change the field', end: 'End', endSure: '“{0}” is no longer asked from {1} on; what was answered stays. End it?', ended: 'Ended', addedDone: 'Added “{0}”', saved: 'Saved', none: 'No fields were added yet', showEnded: 'Show ended fields',
  name: 'Name', kind: 'Kind', kinds: { number: 'Number', text: 'Text', choice: 'Choice', date: 'Date' }, unit: 'Unit', decimals: 'Decimals', choices: 'Choices (one a line)', help: 'Help', required: 'Required', optional: 'Optional', rarely: 'Rarely changes: the last answer is offered and only confirmed', rarelyShort: 'last answer offered',
  asked: 'Who is asked', levels: 'Levels', group: 'Unit group', tasks: 'Tasks', all: 'All', from: 'First month', until: 'Last month', period: 'From – to', open: 'open', order: 'Order', up: 'Move “{0}” up', down: 'Move “{0}” down', preview: 'Preview', previewNote: 'the added fields as units see them', kindFixed: 'Kind and unit cannot be changed once added'
}
