export default {
  decisions: 'Decisions', decisionsNote: 'What waits for your approval, decision or answer, longest first; it is decided on its own page', decisionsNone: 'Nothing waits for your decision', count: '{0} matters wait for your decision', see: 'Open', allKinds: 'All kinds', kindOf: 'Kind',
  kind: 'Kind', matter: 'Matter', unit: 'Unit', since: 'Since', age: 'Waiting', workDays: '{0} working days', sameDay: 'Since today', ageUnknown: '—', due: 'Due',
  kinds: { order: 'Supervised matter: {0}', request: 'Request to decide: {0}', caution: 'To confirm: {0}', objection: 'Objection to answer: {0}', inspection: 'Inspection plan to approve', reconsideration: 'Reconsideration to decide', target_change: 'Change of a target to approve', share_change: 'Change of shares to approve' },
  groups: { order: 'Supervised matters', request: 'Requests for extension, suspension, withdrawal', caution: 'Cautions to confirm', objection: 'Objections to answer', inspection: 'Inspection plans', reconsideration: 'Reconsiderations', target_change: 'Changes of targets', share_change: 'Changes of shares' },
  own: 'Supervision and inspections', ownNote: 'Supervised matters that lie with this unit, cautions in force, rectifications, decisions of meetings', ownNone: 'No supervised matters, rectifications or decisions',
  owes: { order: 'Supervised matter', caution: 'Caution', rectification: 'Rectification', decision: 'Decision of a meeting' }, sign: 'Sign for it: {0}', object: 'Objection possible: {0}', cautionStates: { in_force: 'In force', objected: 'Objected, not answered' }
}
