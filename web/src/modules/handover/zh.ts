export default {
  title: '岗位交接', note: '人员调动时，把岗位上未了的事项列成清单，由移交人和接收人各自登录签署；清单是当时的情况，以后不变', make: '开具交接单', none: '没有交接单', open: '未签完', all: '全部', unit: '单位', post: '岗位', from: '移交人', to: '接收人', on: '交接日', state: '状态', remark: '备注',
  states: { open: '未签完', signed: '已签完', cancelled: '已作废' }, signedOn: '{0} 已签', unsigned: '未签', sign: '签署', signAsk: '签署后不能撤回。确认清单所列事项已经交接清楚？', signDone: '已签署', cancel: '作废', cancelReason: '作废的理由', cancelDone: '已作废', cancelledFor: '作废理由', print: '打印', xlsx: '导出 Excel', paper: '岗位交接单', madeBy: '{0} 开具，所列为 {1} 的情况', noticesHidden: '未读消息只给移交人和接收人看',
  sections: { part: '承担的责任', milestone: '未完成的节点', fill: '待填报', review: '待审核', order: '督办事项', rectification: '整改事项', decision: '会议议定事项', meeting: '待召开的会议', caution: '可提异议的预警', notice: '未读消息' },
  stateWords: { lead: '牵头', responsible: '责任', supporting: '配合', missing: '未报', draft: '填报中', returned: '被退回', submitted: '待审核', open: '待整改', reported: '待复查', to_hold: '待召开', may_object: '可提异议' },
  matter: '事项', subject: '所属', due: '时限', nothing: '没有未了的事项', holderHint: '现任或曾任这个岗位的人', successorHint: '本单位其他人；接收人须先有岗位', chooseUnit: '先选单位', saved: '交接单已开具，已通知双方签署',
  ownerless: '责任无人承担', ownerlessNote: '方案责任、进行中的督办事项、会议议定事项和督查整改，或已落实到岗位的责任，而单位里没有在岗、能办理的人；每月提示上级单位一次，名单有变化时再提示。“我的工作”上只数其中须填报而没有填报人员的单位', ownerlessNone: '各项责任都有人承担', parts: '方案责任', orders: '督办、议定和整改事项', posts: '空缺岗位', told: '由谁安排', toUnit: '查看岗位'
}
