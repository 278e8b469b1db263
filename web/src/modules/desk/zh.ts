export default {
  decisions: '待决事项', decisionsNote: '等您批准、决定、销号、确认或答复的事项，等得最久的在前；点开后在原页面办理', decisionsNone: '没有等您决定的事项', count: '{0} 件事项等您决定', first: '先列出等得最久的 {0} 件，共 {1} 件；', together: '到台账成批办理', see: '去办理', allKinds: '全部类别', kindOf: '类别',
  kind: '类别', matter: '事项', unit: '单位', since: '提交', age: '已等', workDays: '{0} 个工作日', sameDay: '今天提交', ageUnknown: '—', due: '期限',
  kinds: { order: '督办事项：{0}', request: '{0}申请待决定', caution: '{0}待确认', objection: '对{0}的异议待答复', inspection: '督查方案待批准', reconsideration: '复核申请待决定', target_change: '目标调整待批准', share_change: '份额调整待批准' },
  groups: { order: '督办事项', request: '延期、挂起、撤销申请', caution: '提醒与处置待确认', objection: '异议待答复', inspection: '督查方案', reconsideration: '督查复核', target_change: '目标调整', share_change: '份额调整' },
  own: '督办与检查', ownNote: '本单位承办和待督办处理的事项、生效的提醒和处置、整改、会议议定事项', ownNone: '没有督办、整改和议定事项',
  owes: { to_supervise: '待督办处理', order: '督办事项', caution: '提醒与处置', rectification: '督查整改', meeting: '待召开的会议', decision: '会议议定事项' }, sign: '签收：{0}', object: '可提出异议：{0}', cautionStates: { in_force: '生效', objected: '异议待答复' }
}
