import { expect, test, type Page } from '@playwright/test'
import { logIn, logOut, rowOf } from './pages'

const reason = '多次催办仍未落实'
async function as(page: Page, login: string, path: string) {
  if (page.url() !== 'about:blank') await logOut(page)
  await logIn(page, login)
  await page.goto(path)
}
async function choose(page: Page, label: string, words: string) {
  await page.getByRole('dialog').locator('.el-form-item').filter({ has: page.getByText(label, { exact: true }) }).locator('.el-select').click()
  await page.locator('.el-select-dropdown:visible .el-select-dropdown__item').filter({ hasText: words }).first().click()
}
async function raise(page: Page, rung: string) {
  await page.getByRole('button', { name: '直接提出处置' }).click()
  await choose(page, '任务', '基层指导')
  await choose(page, '单位', '东光县')
  await choose(page, '处置', rung)
  await page.getByLabel('理由').fill(reason)
  await page.getByRole('dialog').getByRole('button', { name: '直接提出处置' }).click()
}
async function give(page: Page, step: string, words: string) {
  await page.locator('tbody').getByRole('button', { name: step }).first().click()
  await page.getByRole('dialog').getByLabel('理由').fill(words)
  await page.getByRole('dialog').getByRole('button', { name: step }).click()
  await expect(page.getByRole('dialog')).toBeHidden()
}
const row = (page: Page, rung: string) => rowOf(page, '东光县', rung, reason)

test('a red card is raised directly, confirmed by the leader, objected to and answered by another', async ({ page }) => {
  await as(page, 'office', '/cautions')
  await raise(page, '红牌警告')
  await expect(row(page, '红牌警告')).toContainText('待确认')
  await raise(page, '红牌警告')
  await expect(page.getByRole('dialog')).toContainText('已经提出或正在生效')
  await page.getByRole('dialog').getByRole('button', { name: '取消' }).click()

  await as(page, 'leader', '/cautions?state=proposed')
  await row(page, '红牌警告').getByRole('button', { name: '确认' }).click()
  await expect(row(page, '红牌警告')).toBeHidden()

  await as(page, 'dongguang', '/cautions?state=in_force')
  await row(page, '红牌警告').getByRole('button', { name: '提出异议' }).click()
  await page.getByRole('dialog').getByLabel('理由').fill('措施已于上月印发')
  await page.getByRole('dialog').getByRole('button', { name: '提出异议' }).click()

  await as(page, 'office', '/cautions?state=objected')
  await give(page, '异议不成立，维持', '印发的是征求意见稿')
  await page.goto('/cautions?state=in_force')
  await expect(row(page, '红牌警告')).toContainText('答复：印发的是征求意见稿')

  await row(page, '红牌警告').getByRole('button', { name: '立项督办' }).click()
  await expect(page.getByLabel('督办内容与办理要求')).toHaveValue(new RegExp(reason))
  await page.goto('/cautions?state=in_force')
  await expect(row(page, '红牌警告').getByRole('link', { name: /基层指导/ })).toHaveCount(2)
  await expect(row(page, '红牌警告').getByRole('button', { name: '立项督办' })).toBeHidden()
  await give(page, '解除', '正式文件已印发')
  await page.goto('/cautions?state=lifted')
  await expect(row(page, '红牌警告')).toContainText('解除理由：正式文件已印发')
})

test('a summons is announced, recorded, signed by both sides and checked', async ({ page }) => {
  await as(page, 'office', '/cautions')
  await raise(page, '约谈')
  await as(page, 'leader', '/cautions?state=proposed')
  await row(page, '约谈').getByRole('button', { name: '确认' }).click()
  await expect(row(page, '约谈')).toBeHidden()

  await as(page, 'office', '/cautions?state=in_force')
  await row(page, '约谈').getByRole('link', { name: '约谈：未通知' }).click()
  await page.getByRole('button', { name: '发出约谈通知' }).click()
  const dialog = page.getByRole('dialog').filter({ has: page.locator('form') })
  await dialog.getByLabel('约谈日期').fill('2020-07-03')
  await dialog.getByLabel('约谈日期').press('Enter')
  for (const [label, words] of [['具体时间', '09:30'], ['约谈对象', '刘春生'], ['职务', '分管副县长'], ['主持人', '分管副市长 张书远'], ['通知书编号', '沧约〔2020〕1号'], ['地点', '市商务局三楼会议室']]) await dialog.getByLabel(label, { exact: true }).fill(words)
  await dialog.getByRole('button', { name: '发出约谈通知' }).click()
  await expect(page.locator('.page')).toContainText('市商务局三楼会议室')
  await page.getByRole('button', { name: '记录纪要并签字' }).click()
  await dialog.getByLabel('情况说明').fill('部门意见未统一')
  await dialog.getByLabel('提出的要求').fill('月底前正式印发')
  await dialog.getByLabel('承诺 1', { exact: true }).fill('正式印发推进措施')
  for (const label of ['承诺 1 的完成日期', '整改期限']) {
    await dialog.getByLabel(label).fill('2020-07-31')
    await dialog.getByLabel(label).press('Enter')
  }
  await dialog.getByRole('button', { name: '记录纪要并签字' }).click()
  await expect(page.locator('.page')).toContainText('尚未签字')
  const talk = new URL(page.url()).pathname

  await as(page, 'dongguang', '/notices')
  await expect(page.getByText(/请单位负责人核对签字/).first()).toBeVisible()
  await page.goto(talk)
  await page.getByRole('button', { name: '在纪要上签字' }).click()
  await expect(page.locator('.page')).toContainText('刘春生 2020-07-03')

  await as(page, 'office', talk)
  await page.getByRole('button', { name: '核查整改' }).click()
  await dialog.getByLabel('核查情况').fill('已正式印发')
  await dialog.getByRole('button', { name: '核查整改' }).click()
  await expect(page.locator('.page')).toContainText('已整改到位：已正式印发')
  await page.getByRole('link', { name: '约谈纪要' }).click()
  await expect(page.locator('.paper')).toContainText('正式印发推进措施（2020-07-31 前完成）')
})
