export default {
  title: '表样管理', note: '填报表由单位承担的任务自动生成；这里增加的字段排在指标之后', noteRead: '各单位填报表上另加的字段',
  added: '补充字段', addedNote: '方案办增加的内容；带 * 的必填，确无内容时说明原因', reasonWanted: '不填时必须说明原因', answer: '所填内容',
  add: '增加字段', edit: '修改字段', end: '停用', endSure: '“{0}”从 {1} 起不再填报，已填的内容保留。确定停用？', ended: '已停用', addedDone: '已增加“{0}”', saved: '已保存', none: '还没有增加的字段', showEnded: '显示已停用的',
  name: '字段名称', kind: '类型', kinds: { number: '数字', text: '文字', choice: '选择', date: '日期' }, unit: '计量单位', decimals: '小数位数', choices: '选项（每行一个）', help: '填写说明', required: '必填', optional: '可不填', rarely: '很少变动：下期自动带出上次所填，确认即可', rarelyShort: '带出上次',
  asked: '填报范围', levels: '层级', group: '单位组', tasks: '任务', all: '全部', from: '启用月份', until: '停用月份（含）', period: '起止', open: '长期', order: '顺序', up: '上移“{0}”', down: '下移“{0}”', preview: '表样预览', previewNote: '单位看到的补充字段', kindFixed: '类型和计量单位增加后不能改'
}
