export default {
  title: '填报情况', months: '报送期或年份', wholeYear: '{0}年全年', note: '按首次提交的日期算；退回不影响按时，撤回则重新算',
  byLevel: '各级报送', byUnit: '各单位报送', unitsNote: '{0} 个单位', rateNote: '报送率是已报占应报，按时率不计尚未到期的；迟报按日历天，未报的算到今天；在单位用时按工作日，自开放日或被退回之日起',
  level: '级次', unit: '单位', total: '合计', owed: '应报', handed_in: '已报', on_time: '按时报', late: '迟报', still_in_time: '未到期', reporting_pct: '报送率', on_time_pct: '按时率', median_days_late: '迟报天数（中位）', median_days_held: '在单位用时（中位）', days: '{0} 天',
  search: '按单位名称查找', sortBy: '按{0}排序', allLevels: '全部级次', none: '这一时期没有应报事项', noMatch: '没有符合条件的单位',
  reviewers: '各审核单位用时', reviewersNote: '按工作日，自到达本环节到通过或退回；还在等待的算到今天', reviewer: '审核单位', decided: '已审', median: '用时（中位）', longest: '最长用时', waiting: '等待审核', since: '最早到达', noReviewers: '您的范围内这一时期没有审核单位', 
  chase: '催报名单', chaseNote: '逾期未报或被退回的，逾期最久的在前', task: '任务', period: '报送期', state: '状态', due: '截止日', overdue: '逾期', people: '可填报的在任人员', nobody: '无人在任', locked: '已锁定', noChase: '没有逾期未报的'
}
