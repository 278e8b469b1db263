import { expect, test } from '@playwright/test'
import { addEvidence, logIn, logInAgain, openOwnReport, saved } from './pages'

// Nothing that was typed may be lost.
const task = '推动农村电子商务发展'

test('typing goes on after the session ran out', async ({ page, context }) => {
  await logIn(page, 'qingxian')
  await openOwnReport(page, task, '2020-06')
  await context.clearCookies()
  await page.locator('#progress').fill('会话过期时正在写的一段话')
  await expect(page.getByRole('dialog')).toContainText('登录已过期', { timeout: 15_000 })
  await expect(page.locator('#progress')).toHaveValue('会话过期时正在写的一段话')
  await logInAgain(page)
  await saved(page)
  await page.reload()
  await expect(page.locator('#progress')).toHaveValue('会话过期时正在写的一段话')
})

test('what was typed while the server was away comes back after a restart of the browser page', async ({ page }) => {
  await logIn(page, 'qingxian')
  await openOwnReport(page, task, '2020-06')
  await page.route('**/api/v1/reports/*', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  await page.locator('#next_steps').fill('服务器不在时写的下步打算')
  await expect(page.locator('.foot .save')).toContainText('已留在本机', { timeout: 15_000 })
  await page.unroute('**/api/v1/reports/*')
  await page.goto('/cockpit')
  await page.goBack()
  await expect(page.locator('#next_steps')).toHaveValue('服务器不在时写的下步打算')
  await saved(page)
})

test('two people in one report: the loser sees both and chooses by field', async ({ page, browser, baseURL }) => {
  await logIn(page, 'qingxian')
  await openOwnReport(page, task, '2020-06')
  const address = page.url()
  const other = await (await browser.newContext({ baseURL, locale: 'zh-CN' })).newPage()
  await logIn(other, 'qingxian2')
  await other.goto(address)
  await other.locator('#problems').fill('同事写的问题')
  await other.locator('#progress_pct').fill('33')
  await saved(other)
  await page.locator('#problems').fill('我写的问题')
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('有人同时修改了这份报告', { timeout: 15_000 })
  await expect(dialog).toContainText('同事写的问题')
  await expect(dialog).toContainText('我写的问题')
  await page.screenshot({ path: 'results/conflict.png' })
  await dialog.getByText('我的', { exact: true }).click()
  await dialog.getByRole('button', { name: '按所选保存' }).click()
  await saved(page)
  await expect(page.locator('#problems')).toHaveValue('我写的问题')
  await expect(page.locator('#progress_pct')).toHaveValue('33')
  await other.context().close()
})

test('bad entries and bad files are refused where they stand', async ({ page }) => {
  await logIn(page, 'qingxian')
  await openOwnReport(page, task, '2020-06')
  await page.locator('#progress_pct').fill('一半')
  await expect(page.getByText('“一半”不是数字')).toBeVisible()
  await page.locator('#progress_pct').fill('34')
  await addEvidence(page, '程序.exe', Buffer.from('MZ'))
  await expect(page.locator('.uploads')).toContainText('不接受')
  await addEvidence(page, '伪装.pdf', Buffer.from('MZ\x90\x00 this is no pdf'))
  await expect(page.locator('.uploads li')).toHaveCount(2)
  await expect(page.getByRole('link', { name: '伪装.pdf' })).toHaveCount(0)
})
