export default {
  title: '查找', note: '任务、条款、指标、单位，一次查到；几个词用空格隔开，表示都要有', placeholder: '任务、条款、指标或单位中的字', look: '查找', hint: '写几个字即可查找；按上下键选择，回车前往；几个词用空格隔开，表示都要有',
  kinds: { task: '任务', clause: '条款', indicator: '指标', unit: '单位' }, more: '更多', allKinds: '查找全部种类', first: '只列前 {0} 条，请再加字缩小范围', nothing: '没有找到；请少写几个字，或换个说法', recent: '最近查找', button: '查找', keys: '按 / 或 Ctrl+K 查找'
}
