export default {
  logIn: '登录', login: '用户名', password: '口令', logInNote: '使用管理员分配的用户名和口令登录', again: '登录已过期', againNote: '请以“{0}”的身份重新登录。页面上已填写的内容都还在，登录后继续。', giveUp: '放弃并退出',
  changePassword: '修改口令', mustChange: '您使用的是初始口令或口令已被重置，请先改成自己的口令。', oldPassword: '原口令', newPassword: '新口令', repeat: '再输一遍新口令', rule: '至少 {0} 个字符，含大写字母、小写字母、数字、符号中的 3 类，不能与用户名相同。', differ: '两次输入的新口令不一致', changed: '口令已修改', required: '不能为空',
  users: '用户', newUser: '新建用户', name: '姓名', state: '状态', lastLogin: '上次登录', posts: '岗位', post: '岗位', unit: '单位', active: '启用', disabled: '停用', locked: '锁定', reset: '重置口令', disable: '停用', enable: '启用', addPost: '增加岗位', removePost: '卸任', oneTime: '一次性口令', oneTimeNote: '“{0}”的一次性口令只显示这一次，首次登录后必须修改。', copied: '已复制', copy: '复制', search: '按姓名或用户名查找', resetSure: '重置后“{0}”的旧口令立即失效，已登录的会话也会退出。确定重置？', disableSure: '停用后“{0}”不能再登录。确定停用？', removePostSure: '确定让“{0}”不再担任“{1}”？', choosePost: '先选单位，再选岗位', noPosts: '该单位还没有岗位', never: '从未', saved: '已保存',
  audit: '审计记录', at: '时间', who: '操作人', action: '操作', object: '对象', summary: '内容', result: '结果', success: '成功', failure: '失败', address: '来源地址', requestId: '请求编号', detail: '详细内容', filterUser: '操作人', filterAction: '操作代码', filterObject: '对象编号'
}
