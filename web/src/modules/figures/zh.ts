export default {
  title: '指标分析', note: '均为审定数；空格为未报，不等于零',
  views: { board: '指标台', pivot: '透视表', map: '地图', trend: '趋势与对比', ranking: '排名', outlook: '年度预测' },
  indicators: '指标', pickIndicators: '选择指标', under: '上级单位', wholeCity: '全市', level: '单位层级', direct: '直接下级', units: '对比单位（最多六个）',
  levels: { city: '市', county: '县（市、区）', city_department: '市直部门', county_department: '县直部门', town: '乡镇（街道）', village: '村（社区）', other: '其他' },
  by: { value: '数值', completion: '份额完成率', light: '灯色' }, colouredBy: '按什么着色', county: '县（市、区）', thisYear: '今年以来', mapOf: '{0}分县地图',
  band: '档次', bands: ['低', '较低', '居中', '较高', '高'], completions: { reached: '已达到', near: '接近', half: '过半', under: '不足一半' },
  notAsked: '不填报此项，或不在权限内', noLight: '没有相关任务', noShare: '没有下达份额', noCounties: '这项指标不由县（市、区）填报，或不在您的权限范围内', noMap: '方案包中没有本市地图，请看列表', noPosition: '地图上没有位置',
  pointsNote: '圆点没有区界，位置为约数：', chooseCounty: '点选一个县（市、区），看它的乡镇', townsOf: '{0}的乡镇', noTowns: '这项指标没有下达到乡镇，或乡镇不在您的权限范围内',
  rows: '行', rowsOf: { units: '单位', times: '时间', indicators: '指标' }, pivotNote: '合计由系统逐级汇总，比率先加分子分母再相除；点列名排序', subtotalOf: '{0}合计', sort: '按此列排序', chooseUnder: '全市的村（社区）太多，请先选上级单位；需要全部时请导出',
  from: '从', to: '到', step: '时间', steps: { month: '按月', quarter: '按季', half_year: '按半年', year: '按年' },
  over: '口径', overs: { span: '本期', year_to_date: '年初累计' }, asOf: '按此日已审定的数', borders: '按当时的单位隶属', more: '更多条件',
  unit: '单位', whole: '全市', coverage: '已报 {0} / 应报 {1}', missing: '未报', notDefined: '无法计算', operand: '计算所用指标', hidden: '不在权限内', xlsx: '导出 Excel', csv: '导出 CSV',
  place: '名次', value: '数值', placeBefore: '上期名次', movement: '升降', up: '升 {0}', down: '降 {0}', same: '持平', fresh: '上期未排名', noPlace: '未报，不排名',
  breakdown: '{0}：{1}（{2}）', parts: '构成', missingUnits: '未报单位（{0}）', noMissing: '应报单位都已报', toReport: '看填报', toIndicator: '指标口径、目标与更正', own: '本级自报', formula: '计算', watermark: '数据位置 {0}',
  chart: '{0}走势', none: '请先选择指标', noUnits: '没有符合条件的单位', calls: '最值得打的电话（最多十个）', callsNote: '假定该单位此后多完成 {0}%；按“完不成的可能”能降多少排序', call: '{0}——{1}：完不成的可能可由 {2}% 降至 {3}%', callsNone: '没有哪个电话能明显改变结果', outlookNote: '截至{0}；依据往年各月进度推断，是判断，不是统计数', outlookNone: '现在没有可预测的年度目标', miss: '完不成的可能', expected: '年底预计（八成范围）', paceSoFar: '月均进度', paceNeeded: '此后每月须完成', riskHigh: '很可能完不成', riskMiddle: '难以确定', riskLow: '有把握', opensParts: '点开看构成'
}
