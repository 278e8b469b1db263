export default {
  title: '抄送单位工作台', note: '只列已交办、已召开、已送达的情况；草稿和未定的不列', print: '打印', orders: '未办结的督办事项', packs: '最近召开的调度（会议材料已定稿）', conclusions: '最近送达的督查结论', none: '没有', more: '全部', ledger: '督办台账', count: '{0} 件', first: '以下为前 {0} 件', allOf: '全部{0}的督办事项', pack: '会议材料', asOf: '{0} 召开', served: '已送达', tasks: '任务灯色', matter: '事项', unit: '单位', due: '时限', xlsx: '导出 Excel', noPlan: '还没有确认的方案'
}
