export default {
  title: '填报负担', note: '{0}年，按年末仍在填的表样计；用时为估计：文字每项 {1} 分钟，数字 {2} 分钟',
  level: '层级', unit: '单位', units: '单位数', fields: '一年填报项数', hours: '估计小时', held: '系统已有', heldNote: '其中系统已有、只需确认的', most: '最多的单位', cap: '每单位上限', over: '超限单位', lastYear: '与去年相比', noCap: '未设', none: '没有应报任务', new: '去年没有',
  byLevel: '各层级', byUnit: '各单位', byUnitNote: '权限范围内的单位', exceeded: '超过上限的', exceededNote: '每次超过上限都须方案办签署理由', noExceeded: '没有超过上限的情况', exceededLine: '{0}：{1}个单位超过上限，最多 {2} 项，上限 {3} 项', signed: '签署', reason: '理由', isOver: '超限', within: '未超',
  signReason: '签署超限理由（必填）', signNote: '以您的岗位签署，将在“填报负担”公开'
}
