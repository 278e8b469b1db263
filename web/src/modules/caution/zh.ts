export default {
  title: '提醒与处置', note: '提醒 ► 黄牌 ► 红牌 ► 约谈 ► 通报批评；每一级写明依据，有后果的须由人确认，单位可以提出异议', none: '没有符合条件的提醒或处置', allStates: '全部状态', allUnits: '全部单位', task: '任务', unit: '单位', rung: '处置', basis: '依据', state: '状态', consequences: '后果', points: '扣 {0} 分',
  states: { proposed: '待确认', dismissed: '不予', in_force: '生效', objected: '异议待答复', withdrawn: '已撤销', lifted: '已解除' },
  proposed: '{0} 提出', byProgram: '系统', confirmed: '{0} 确认', until: '{0} 前可提出异议', objection: '异议', answer: '答复', lifted: '{0} 解除（情况已好转）', confirm: '确认', dismiss: '不予', object: '提出异议', withdraw: '异议成立，撤销', uphold: '异议不成立，维持', reason: '理由', done: '已保存', toOrder: '立项督办', order: '督办事项', lift: '解除', liftedBy: '{0} {1} 解除', liftedFor: '解除理由', raise: '直接提出处置', raised: '已提出，待另一人确认', raiseNote: '情节严重的可以越级提出；由另一人确认后生效，由人解除。',
  colours: { blue: '蓝', yellow: '黄', orange: '橙', red: '红', green: '绿' }
}
