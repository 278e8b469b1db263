export default {
  units: '机构', search: '按名称、简称、别名查找', allLevels: '全部层级', name: '名称', shortName: '简称', level: '层级', parent: '上级', code: '代码', valid: '有效期', aliases: '别名', successors: '沿革', successor: '{0} 起并入或更名为 {1}', sections: '科室', posts: '岗位', post: '岗位', section: '科室', role: '角色', holders: '任职人', vacant: '空缺', children: '下属单位', addSection: '增加科室', addPost: '增加岗位', sectionName: '科室名称', postName: '岗位名称', noSection: '不属于科室', isHead: '主要负责人岗位', saved: '已保存', since: '自 {0}', none: '无', inForce: '现行',
  groups: '单位组', groupNote: '方案中“各县市区政府”等说法所指的单位', members: '成员', memberCount: '{0} 个', from: '起', to: '止', duties: '承担的任务', users: '人员',
  divisions: '行政区划', divisionKind: { statistical_zone: '统计上的区', quasi: '统计上的类似单位' }, divisionNote: '2018 年区划，逐级展开到村', kind: '类别', childCount: '下辖', currentCode: '现行代码', expand: '展开', collapse: '收起', loading: '正在读取…', unit: '机构'
}
