export default {
  app: { name: '落实', skip: '跳到正文', demo: '演示数据：本站所有报告和数据均为演示而编，不代表真实情况', businessDate: '业务日期', plan: '方案', menu: '菜单', language: 'English', switchPost: '切换岗位', password: '修改口令', logOut: '退出登录', print: '打印' },
  menu: { cockpit: '驾驶舱', work: '我的工作', notices: '消息', jobs: '后台任务', plan: '方案原文', confirm: '方案确认', tasks: '任务', duties: '责任分解', inspections: '督导检查', reports: '填报', reporting: '填报情况', review: '审核', forms: '表样管理', occasions: '调度节奏', burden: '填报负担', indicators: '指标', figures: '指标分析', units: '机构', groups: '单位组', divisions: '行政区划', users: '用户', audit: '审计', groupWork: '工作', groupSupervise: '督导', orders: '督办事项', groupPlan: '方案落实', groupAdmin: '管理' },
  action: { save: '保存', cancel: '取消', close: '关闭', edit: '修改', add: '添加', remove: '删除', search: '搜索', clear: '清除', confirm: '确定', back: '返回', retry: '重试', more: '加载更多', submit: '提交', accept: '接受', return: '退回', all: '全部', open: '打开', view: '查看' },
  light: { grey: '未到报告期', green: '正常', yellow: '预警', red: '严重滞后', done: '已完成', label: '红黄绿灯' },
  state: { not_open: '未开放', missing: '未填', draft: '草稿', submitted: '待审核', returned: '已退回', approved: '已通过', overdue: '逾期' },
  role: { lead: '牵头', responsible: '责任', supporting: '配合' },
  level: { city: '市', city_department: '市直部门', county: '县（市、区）', county_department: '县直部门', town: '乡镇（街道）', village: '村（社区）', other: '其他' },
  op: { ge: '不少于', gt: '超过', le: '不超过', lt: '少于', eq: '达到', about: '约', between: '介于' },
  source: { line: '第 {0} 行', lines: '第 {0}～{1} 行', open: '看原文', clause: '条款 {0}' },
  empty: { list: '没有符合条件的记录', none: '暂无' },
  error: {
    title: '出错了', unreachable: '连不上服务器。请检查网络，稍后再试；已填写的内容不会丢失。', status: '服务器没有说明原因（状态 {0}）。', requestId: '请求编号：{0}',
    notFound: '没有这个页面', notFoundNote: '地址可能写错，或者内容已被移走。', forbidden: '没有权限', forbiddenNote: '您现在的岗位“{0}”不能查看此页。可切换岗位，或请管理员授权。', home: '回到首页', unknown: '页面内部出错：{0}', fields: '以下各处需要修改：', place: '第 {0} 行第 {1} 列'
  },
  unit: { ge: '≥', pick: '输入名称查找单位', pickOne: '选择单位', groupPick: '选择单位组', groupFrom: '{0}（{1} 起）' },
  table: { sortBy: '按“{0}”排序', count: '共 {0} 条' },
  reason: { lacks: '至少 {0} 个字，还差 {1} 个', enough: '字数已够' },
  list: { comma: '、', colon: '：' },
  days: { left: '还有 {0} 天', today: '今天到期', late: '已逾期 {0} 天' }
}
