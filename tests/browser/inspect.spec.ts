import { expect, test, type Page } from '@playwright/test'
import { logIn, pdf, rowOf } from './pages'

/** Opens a select and takes an option, once the list is what was typed: one that changes under the pointer gives another. */
async function choose(page: Page, label: string, typed: string, option: string | RegExp) {
  const box = page.getByRole('combobox', { name: label, exact: true })
  const wanted = page.getByRole('option', { name: option, exact: true }).first()
  await expect(box).toBeEnabled()
  await box.click({ force: true }) // its placeholder lies over it
  if (typed) {
    await box.fill(typed)
    await expect(page.getByRole('option').first()).toHaveText(option)
  }
  await expect(wanted).toBeVisible()
  await wanted.click()
  await page.locator('h1').click() // a list of several stays open over what is below
  await expect(wanted).toBeHidden()
}
async function open(page: Page, login: string, title: string) {
  await logIn(page, login)
  await page.goto('/inspections')
  await rowOf(page, title).getByRole('link').first().click()
  await expect(page.locator('h1')).toHaveText(title)
}

test('the office plans an inspection, a leader approves, 东光县 is told its conclusion, asks for reconsideration and puts right what was found', async ({ page }) => {
  test.setTimeout(180_000)
  const title = '2020年电子商务专项督查'
  await logIn(page, 'office')
  await page.goto('/inspections')
  await expect(page.getByText('没有符合条件的督查')).toBeVisible()
  await page.getByRole('link', { name: '拟定督查方案' }).click()
  await page.getByLabel('督查名称').fill(title)
  await page.getByText('听取汇报').click()
  await page.getByText('受政府指定（部门）').click()
  await page.getByLabel('依据的内容、文号和日期').fill('沧政办字〔2018〕115号，方案第五部分')
  await page.getByRole('button', { name: '保存草稿' }).click()
  await expect(page.getByText('报批前还要补充')).toBeVisible()
  await expect(page.getByText('请至少选择一个督查对象')).toBeVisible()
  await expect(page.getByRole('button', { name: '报批' })).toBeDisabled()

  await page.getByRole('link', { name: '修改' }).click()
  await page.getByLabel('事项', { exact: true }).fill('电子商务行动计划落实情况')
  await page.getByLabel('范围', { exact: true }).fill('各县（市、区）')
  await page.getByLabel('职责', { exact: true }).fill('督导检查')
  for (const [label, day] of [['期限自', '2020-07-01'], ['至', '2020-12-31'], ['开始日期', '2020-07-03'], ['结束日期', '2020-07-10']]) {
    await page.getByLabel(label, { exact: true }).fill(day)
    await page.getByLabel(label, { exact: true }).press('Enter')
  }
  await choose(page, '督查对象', '东光县', '东光县政府')
  await choose(page, '看哪些任务', '', /发展一批特色电子商务网店/)
  await page.getByLabel('督查范围').fill('东光县及所属乡镇')
  await choose(page, '组长 先选单位', '市商务局', '市商务局')
  await choose(page, '组长 再选人', '', /许静怡/)
  await expect(page.getByRole('group', { name: '组长' })).toContainText('市商务局 方案办副主任 许静怡')
  await page.getByRole('button', { name: '报批' }).click()
  await page.locator('.el-message-box').getByRole('button', { name: '确定' }).click()
  await expect(page.locator('.page-head')).toContainText('待批准')
  await expect(page.getByRole('button', { name: '批准' }), 'not by who drafted it').toHaveCount(0)

  await open(page, 'leader', title)
  await page.getByRole('button', { name: '批准', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '批准' }).click()
  await expect(page.locator('.page-head')).toContainText('督查中')

  await open(page, 'dongguang', title)
  await expect(page.getByText('结论还没有送达')).toBeVisible()
  await expect(page.getByText('检查清单', { exact: true }), 'the team notes are not the object’s to read').toHaveCount(0)

  await open(page, 'office2', title)
  const line = rowOf(page, '发展一批特色电子商务网店')
  await line.getByRole('button', { name: '记录' }).click()
  await line.getByText('存在问题').click()
  await line.getByLabel('情况说明').fill('特色网店没有建立台账')
  await line.getByRole('button', { name: '记录' }).click()
  await expect(line).toContainText('特色网店没有建立台账')
  await line.getByLabel('上传材料').setInputFiles({ name: '现场核查表.pdf', mimeType: 'application/pdf', buffer: pdf })
  await expect(line.getByRole('link', { name: '现场核查表.pdf' })).toBeVisible()
  await page.getByRole('button', { name: '送达结论' }).click()
  const dialog = page.getByRole('dialog', { name: /送达督查结论/ })
  await dialog.getByLabel('结论', { exact: true }).fill('特色网店培育有进展，台账缺失，责令限期整改。')
  await dialog.getByLabel('期限').fill('2020-07-31')
  await dialog.getByLabel('期限').press('Enter')
  await dialog.getByRole('button', { name: '送达结论' }).click()
  await expect(page.locator('.page-head')).toContainText('已结束')
  await expect(page.getByText('至2020-08-03（遇休息日顺延至下一工作日）'), 'the thirtieth day is a Sunday').toBeVisible()

  await open(page, 'dongguang', title)
  await expect(page.getByText('台账缺失，责令限期整改')).toBeVisible()
  await page.getByRole('button', { name: '申请复核' }).click()
  await page.getByLabel('申请复核的理由').fill('台账在县商务局，检查时未调取')
  await page.getByRole('dialog').getByRole('button', { name: '申请复核' }).click()
  await expect(page.getByText('须在2020-08-03前（含当日）作出决定')).toBeVisible()

  await open(page, 'office2', title)
  await expect(page.getByRole('button', { name: '作出复核决定' }), 'who took part does not decide').toHaveCount(0)
  await open(page, 'leader', title)
  await page.getByRole('button', { name: '作出复核决定' }).click()
  const decision = page.getByRole('dialog', { name: '作出复核决定' })
  await decision.getByText('变更', { exact: true }).click()
  await decision.getByLabel('变更后的结论').fill('特色网店培育有进展，台账不完整，请补充完善。')
  await decision.getByLabel('决定的理由').fill('复核查明县商务局有部分台账')
  await decision.getByRole('button', { name: '作出复核决定' }).click()
  await expect(page.getByText('台账不完整，请补充完善')).toBeVisible()
  await expect(page.getByText('台账缺失，责令限期整改'), 'the first conclusion stays visible').toBeVisible()

  await open(page, 'dongguang', title)
  await page.getByRole('button', { name: '报告整改完成' }).click()
  await page.getByLabel('整改情况').fill('已补齐2020年上半年台账')
  await page.getByRole('dialog').getByRole('button', { name: '提交' }).click()
  await expect(rowOf(page, '已补齐2020年上半年台账')).toContainText('待核查')

  await open(page, 'office2', title)
  await page.getByRole('button', { name: '核查' }).click()
  await page.getByRole('dialog').getByText('退回整改').click()
  await page.getByLabel('退回的理由（必填）').fill('缺五月的记录')
  await page.getByRole('dialog').getByRole('button', { name: '提交' }).click()
  await expect(rowOf(page, '缺五月的记录')).toContainText('退回整改')

  await open(page, 'dongguang', title)
  await page.getByRole('button', { name: '报告整改完成' }).click()
  await page.getByLabel('整改情况').fill('已补齐台账，含五月')
  await page.getByRole('dialog').getByRole('button', { name: '提交' }).click()
  await expect(rowOf(page, '已补齐台账，含五月')).toContainText('待核查')
  await open(page, 'office2', title)
  await page.getByRole('button', { name: '核查' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '提交' }).click()
  await expect(rowOf(page, '已补齐台账，含五月')).toContainText('核查合格')

  await page.getByRole('link', { name: '打印结论' }).click()
  await expect(page.locator('.paper')).toContainText('督查结论')
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('button', { name: '打印' })).toBeHidden()
  await expect(page.locator('.paper')).toContainText('台账不完整，请补充完善')
})

test('the people to choose from are those of the unit chosen last, however slowly the first list comes', async ({ page }) => {
  await logIn(page, 'office')
  await page.goto('/inspections/new')
  let held = 0
  await page.route(/\/api\/v1\/units\/\d+$/, async (route) => {
    if (held++ === 0) await new Promise((go) => setTimeout(go, 1500))
    await route.continue()
  })
  await choose(page, '组长 先选单位', '市商务局', '市商务局')
  await page.getByRole('combobox', { name: '组长 先选单位', exact: true }).fill('市财政局') // the one chosen stays the first of the list
  await page.getByRole('option', { name: '市财政局', exact: true }).click()
  await page.waitForTimeout(2000) // until the first list has come
  const box = page.getByRole('combobox', { name: '组长 再选人', exact: true })
  await expect(box).toBeEnabled()
  await box.click({ force: true })
  await expect(page.getByRole('option', { name: /周雅宁/ })).toBeVisible()
  await expect(page.getByRole('option', { name: /许静怡/ })).toHaveCount(0)
})
