export default {
  title: '督办事项', note: '一事一项，从立项到销号；每种灯色都写明依据', new: '立项', draft: '拟督办事项', ledger: '台账', board: '看板', calendar: '日历', xlsx: '导出台账',
  open: '在办', all: '全部', search: '编号、名称或内容', allStates: '全部状态', allLights: '全部灯色', allSources: '全部来源', allUnits: '全部单位', none: '没有符合条件的督办事项', noneYet: '还没有督办事项；滞后的任务可在这里立项督办',
  number: '编号', noNumber: '未编号', matter: '事项', source: '事项来源', urgency: '紧急程度', owner: '督办单位', main: '主办单位', assisting: '协办单位', task: '所属任务', given: '交办日期', due: '办理期限', firstDue: '原定期限', state: '状态', light: '灯色', holder: '在谁手里',
  holders: { nobody: '—', superior: '督办方', unit: '承办方' }, returned: '退回 {0} 次', chased: '催办 {0} 次',
  content: '督办内容与办理要求', basis: '依据文号或批示原文', instructedBy: '批示或提出要求的领导', instructedOn: '批示日期', feedback: '反馈要求', contact: '联系人', draftedBy: '拟稿', limit: '办理时限', limitDays: '{0} 天', limitWorkDays: '{0} 个工作日', sameDay: '当日', titleHint: '一事一项', feedbackHint: '形式、频次，如：每周五前系统填报并盖章',
  dueHint: '不填按来源或紧急程度：{0}', save: '保存', saved: '已保存', edit: '修改', saveSubmit: '保存后在事项页送审',
  steps: '办理过程', noSteps: '还没有办理步骤', actions: '现在可以', noActions: '现在没有需要您办的步骤', onDay: '业务日期 {0}', dueAfter: '此后期限 {0}',
  clock: '时间', unitDays: '承办方用时', superiorDays: '督办方用时', days: '{0} 天', clockNote: '事项在督办方手里时，承办方的时钟停走，期限相应顺延', signDue: '签收期限', reported: '最近反馈', late: '逾期反馈',
  reason: '理由', listedReason: '退回理由', more: '补充说明', progress: '进展情况', problems: '存在问题', nextSteps: '下步措施', signer: '签发人（本单位负责人）', questions: '审核六问', yes: '是', no: '否', leaderWord: '批示领导的意见', newMain: '改派给', into: '并入（在办事项）', sure: '确定“{0}”？', done: '已{0}',
  requests: '延期、挂起和撤销', ask: '提出申请', kind: '申请事项', kinds: { extension: '延期', suspension: '挂起', withdrawal: '撤销' }, wanted: '延至', granted: '批准至', requestStates: { asked: '待提出意见', examined: '待决定', granted: '已同意', refused: '不同意', taken_back: '已撤回' }, opinion: '意见', agree: '同意', refuse: '不同意', takeBack: '撤回申请', askNote: '须在 {0} 前（含当日）提出；逾期申请按逾期处理', opinionOf: '督办方意见', decision: '决定',
  print: '打印督办单', slip: '督办通知单', receipt: '回执', receiptUnit: '签收单位', receiptBy: '签收人', receiptAt: '签收时间', receiptHead: '单位负责人', receiptSection: '承办科室', receiptHandler: '承办人', office: '督办机构（章）', issued: '签发', issuedOn: '签发日期', month: '{0}年{1}月', dueCount: '{0} 件', total: '合计', unitColumn: '主办单位', weekdays: ['一', '二', '三', '四', '五', '六', '日'], prev: '上月', next: '下月', ended: '已结', boardNote: '点数字看台账',
  colours: { red: '逾期', yellow: '需关注', green: '正常', done: '已办结', grey: '未交办或不再办理' }, mergedInto: '已并入', mergedHere: '并入本件', newDue: '另定期限（批准的期限已过）', requestsClosed: '已过申请期限 {0}；逾期申请按逾期处理，请抓紧反馈进展', alikeOpen: '这项任务上，主办单位已有在办事项；一事一项，请先看是否同一件事：', signerPick: '选择本单位负责人',
  others: { milestones: '节点 {0}', meetings: '会议 {0}', inspections: '督查 {0}' },
  progressDue: '下次报告进展', doneTogether: '已对 {1} 件{0}', refusedCount: '{0} 件没有办成', selectAll: '全选（{0}）', selectRow: '选择 {0}', chosen: '已选 {0} 件',
  fromPlan: '从方案立项', fromPlanNote: '本单位督办范围内各单位的责任和没有完成的时间节点；选中的各立一项，内容取自方案', matterKind: '类别', matterKinds: { all: '责任和时间节点', part: '责任', milestone: '时间节点' }, withoutOrder: '只看尚未立项的', overdueOnly: '只看已过期限的', noMatters: '没有符合条件的责任或时间节点', existing: '已有督办事项', register: '立项', registerTitle: '立项 {0} 件', registerDue: '统一期限', registerDueHint: '不填：时间节点或任务的期限还没有到的用其期限，其余按来源的办理天数', submitNow: '同时送审', registered: '已立项 {0} 件', allTasks: '全部任务',
  noWorkflow: '方案包里没有督办规则'
}
