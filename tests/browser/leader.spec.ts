import { expect, test, type Page } from '@playwright/test'
import { ask, logIn, logOut, picture, rowOf } from './pages'

interface Order { id: string; version: number; first_due_on: string | null }
interface Rows { items: { id: string; name: string; title: string }[] }

const title = '督促印发推进措施'
const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth)

test('what waits for a decision lies before the leader, then on the desk of the unit, and the schedule keeps its first day', async ({ page }) => {
  await logIn(page, 'office')
  const units = await ask<Rows>(page, 'GET', '/units?q=' + encodeURIComponent('东光县人民政府'))
  const plans = await ask<Rows>(page, 'GET', '/plans')
  const tasks = await ask<Rows>(page, 'GET', `/plans/${plans.items[0].id}/tasks`)
  const matter = { source: 'plan', urgency: 'urgent', title, content: '7月印发', task_id: tasks.items[0].id, main_unit_id: units.items[0].id }
  let order = await ask<Order>(page, 'POST', '/orders', matter)
  order = await ask<Order>(page, 'POST', `/orders/${order.id}/steps`, { action: 'submit' }, order.version)
  await logOut(page)

  await logIn(page, 'leader')
  await page.getByRole('link', { name: /件事项等您决定/ }).click()
  const row = rowOf(page, title)
  await expect(row).toContainText('批准立项')
  await expect(row).toContainText('今天提交')
  await picture(page, 'decisions')
  await row.getByRole('link', { name: '去办理' }).click()
  await expect(page).toHaveURL(new RegExp(`/orders/${order.id}`))
  order = await ask<Order>(page, 'POST', `/orders/${order.id}/steps`, { action: 'approve' }, order.version)
  await page.goto('/decisions')
  await expect(page.getByRole('heading', { name: '待决事项' })).toBeVisible()
  await expect(page.locator('tbody tr', { hasText: title })).toHaveCount(0)
  await logOut(page)

  await logIn(page, 'office')
  order = await ask<Order>(page, 'POST', `/orders/${order.id}/steps`, { action: 'assign' }, order.version)
  await logOut(page)

  await logIn(page, 'dongguang')
  await page.goto('/work')
  const own = page.locator('#supervision tr', { hasText: title })
  await expect(own).toContainText('已交办')
  await expect(own).toContainText('签收')
  await expect(own.locator('.light')).toBeVisible()
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await fits(page)).toBe(true)
  await page.setViewportSize({ width: 1440, height: 900 })
  order = await ask<Order>(page, 'POST', `/orders/${order.id}/steps`, { action: 'acknowledge' }, order.version)
  const wanted = '2020-08-31'
  await ask(page, 'POST', `/orders/${order.id}/requests`, { kind: 'extension', reason: '需要征求各乡镇意见', progress: '已起草', due_on: wanted }, order.version)
  await logOut(page)

  await logIn(page, 'office')
  interface Full { requests: { id: string; version: number }[] }
  const asked = (await ask<Full>(page, 'GET', `/orders/${order.id}`)).requests[0]
  await ask(page, 'POST', `/order-requests/${asked.id}/decide`, { agree: true, opinion: '情况属实' }, asked.version)
  await logOut(page)

  await logIn(page, 'leader')
  await page.goto('/decisions')
  await expect(rowOf(page, title)).toContainText('延期申请待决定')
  const examined = (await ask<Full>(page, 'GET', `/orders/${order.id}`)).requests[0]
  await ask(page, 'POST', `/order-requests/${asked.id}/decide`, { agree: true, opinion: '同意' }, examined.version)

  await page.goto('/gantt')
  const bar = page.getByRole('link', { name: new RegExp(`${title}，.*至${wanted}，.*推迟 \\d+ 天`) })
  await expect(bar).toBeVisible()
  await picture(page, 'gantt')
  await bar.focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/orders/${order.id}`))
  await page.goto('/gantt?overdue=1')
  await expect(page.locator('.gantt, .empty').first()).toBeVisible()
  await expect(page.getByText(title)).toHaveCount(0)
  const [plan] = (await ask<{ items: { id: string }[] }>(page, 'GET', '/plans')).items
  for (const wrong of ['light=blue', 'overdue=yes']) {
    expect(await ask<object>(page, 'GET', `/plans/${plan.id}/gantt?${wrong}`)).toMatchObject({ status: 400, code: 'request.invalid' })
  }
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto('/gantt')
  await expect(rowOf(page, title)).toContainText('推迟')
  expect(await fits(page)).toBe(true)
})
