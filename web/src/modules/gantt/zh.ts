export default {
  title: '进度图', note: '任务、各单位的节点和督办事项；细线为最初期限，粗条为现期限', chart: '图', table: '表', view: '看图或看表', xlsx: '导出 Excel', print: '打印',
  allUnits: '全部单位', allLights: '全部灯色', light: '任务的灯', overdueOnly: '只看逾期', all: '全部期限', span: '期限', open: '展开 {0}', close: '收起 {0}', openAll: '全部展开', closeAll: '全部收起',
  task: '任务', kind: '类别', unit: '单位', item: '事项', from: '开始', first: '最初期限', due: '现期限', moved: '变动', done: '完成', state: '状态', today: '今天 {0}', later: '推迟 {0} 天', earlier: '提前 {0} 天', unmoved: '未变动', beyond: '图外：{0}', overdue: '逾期',
  kinds: { task: '任务', milestone: '节点', order: '督办事项' }, rows: '{0} 项', none: '没有符合条件的任务，请放宽条件', doneOn: '{0} 完成', bar: '{0}，{1}至{2}，{3}', legendBase: '最初期限', legendNow: '现期限'
}
