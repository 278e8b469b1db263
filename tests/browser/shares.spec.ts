import { expect, test, type Page } from '@playwright/test'
import { logIn, rowOf } from './pages'

test.describe.configure({ mode: 'serial' })

/** The division of the first target of a task. */
async function openSplit(page: Page, task: string) {
  await page.goto('/tasks')
  await rowOf(page, task).locator('a').first().click()
  await page.getByRole('link', { name: '目标分解' }).first().click()
  await expect(page.getByRole('heading', { name: /目标分解/ })).toBeVisible()
}
const share = (page: Page, unit: string) => page.getByLabel(`份额 ${unit}`, { exact: true })

test('the plan office divides a target, and the sum stands beside it', async ({ page }) => {
  await logIn(page, 'office')
  await openSplit(page, '人才')
  await page.getByText('按比例', { exact: true }).click()
  await page.getByRole('button', { name: '计算' }).click()
  await expect(page.locator('.problem')).toContainText('没有用来分配的数')
  await page.getByLabel('年度').fill('2019')
  await page.getByRole('button', { name: '计算' }).click()
  await expect(page.locator('footer .sum')).toContainText('恰好')
  await share(page, '青县人民政府').fill('6000')
  await expect(page.locator('footer .sum')).toContainText('层层加码')
  await share(page, '青县人民政府').fill('0')
  await expect(page.locator('footer .sum')).toContainText('少分 800 人次')
  await page.getByRole('button', { name: '下达' }).click()
  const dialog = page.getByRole('dialog', { name: '下达目标份额' })
  await expect(dialog.getByRole('button', { name: '下达' })).toBeDisabled()
  await dialog.getByLabel('分得少于应承担的理由').fill('青县另有专项安排')
  await dialog.getByRole('button', { name: '下达' }).click()
  await expect(page.locator('.page-head')).toContainText('已下达')
  await expect(page.getByText('下达理由：青县另有专项安排')).toBeVisible()
  await expect(page.getByText('以后不能再调整份额')).toBeVisible()
})

test('an uploaded table with slips is refused with line and column', async ({ page }) => {
  await logIn(page, 'office')
  await openSplit(page, '跨境')
  await page.getByText('上传表格', { exact: true }).click()
  await page.getByLabel('选择表格（CSV）').setInputFiles({ name: '份额.csv', mimeType: 'text/csv', buffer: Buffer.from('单位,数值\n市商务局,x\n丙县,1\n') })
  await expect(page.locator('.problem')).toContainText('第 2 行第 2 列')
  await expect(page.locator('.problem')).toContainText('第 3 行第 1 列')
  await page.getByLabel('选择表格（CSV）').setInputFiles({ name: '份额.csv', mimeType: 'text/csv', buffer: Buffer.from('单位,数值\n市商务局,2\n') })
  await expect(page.locator('footer .sum')).toContainText('恰好')
})

test('a county takes its padding back with the consent of the plan office', async ({ page }) => {
  await logIn(page, 'dongguang')
  await openSplit(page, 'T3')
  await expect(page.locator('footer .sum')).toContainText('层层加码 100%')
  await page.getByRole('button', { name: '申请调整' }).click()
  await share(page, '东光县连镇镇人民政府').fill('1')
  await expect(page.locator('footer .sum')).toContainText('恰好')
  await page.getByLabel('调整理由').fill('乡镇基础薄弱，不宜加码')
  await page.getByRole('button', { name: '提交申请' }).click()
  await expect(page.getByRole('heading', { name: '待批的调整' })).toBeVisible()
  await logIn(page, 'office')
  await page.goto('/work')
  await rowOf(page, '乡镇基础薄弱').getByRole('link').click()
  await page.getByRole('button', { name: '同意', exact: true }).click()
  await page.locator('.el-message-box').getByRole('button', { name: '确定' }).click()
  await expect(page.getByText('第 2 版')).toBeVisible()
  await logIn(page, 'lianzhen')
  await openSplit(page, 'T3')
  await expect(page.getByRole('heading', { name: '东光县连镇镇人民政府承担' })).toBeVisible()
  await expect(page.locator('.big')).toHaveText('1 个')
})

test('on a phone and in English', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await logIn(page, 'office')
  for (const task of ['T3', '跨境']) {
    await openSplit(page, task)
    await page.waitForLoadState('networkidle')
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), task).toBeLessThanOrEqual(0)
  }
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { name: /Division of a target/ })).toBeVisible()
  await page.getByRole('button', { name: '中文' }).click()
})
