import { expect, test } from '@playwright/test'
import { ask, logIn, logOut, rowOf } from './pages'

test('who leaves hands over in writing, and both sign with their own login', async ({ page }) => {
  await logIn(page, 'office')
  await page.goto('/handovers')
  await page.getByRole('button', { name: '开具交接单' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('combobox', { name: '岗位' }).click({ force: true })
  await page.getByRole('option', { name: '方案办负责人' }).click()
  await dialog.getByRole('combobox', { name: '接收人' }).click({ force: true })
  await page.getByRole('option', { name: '许静怡' }).click()
  await dialog.getByRole('button', { name: '开具交接单' }).click()
  await expect(page).toHaveURL(/\/handovers\/\d+/)
  const sheet = page.locator('.paper')
  await expect(sheet).toContainText('承担的责任')
  await expect(sheet).toContainText('未签完')
  const sign = async () => {
    await page.getByRole('button', { name: '签署' }).click()
    await page.locator('.el-message-box').getByRole('button', { name: '签署' }).click()
  }
  await sign()
  await expect(sheet).toContainText('2020-07-03 已签')
  await expect(page.getByRole('button', { name: '签署' })).toHaveCount(0)
  const address = page.url()
  await logOut(page)
  await logIn(page, 'office2')
  await page.goto(address)
  await sign()
  await expect(sheet).toContainText('已签完')
})

test('who has left his post finds the sheet he must sign', async ({ page }) => {
  interface Person { user: { id: string }; post: { id: string } }
  await logIn(page, 'qingxian2')
  const leaving = await ask<Person>(page, 'GET', '/session')
  await logOut(page)
  await logIn(page, 'qingxian')
  const head = await ask<Person>(page, 'GET', '/session')
  const content = { post_id: leaving.post.id, from_id: leaving.user.id, to_id: head.user.id, on: '2020-07-03' }
  const far = await ask<{ errors: { message: string }[] }>(page, 'POST', '/handovers', { ...content, on: '2022-07-03' })
  expect(far.errors[0].message).toContain('一年以内')
  const sheet = await ask<{ id: string }>(page, 'POST', '/handovers', content)
  await logOut(page)
  await logIn(page, 'sysadmin')
  await ask(page, 'DELETE', `/users/${leaving.user.id}/posts/${leaving.post.id}`)
  await logOut(page)

  await logIn(page, 'qingxian2')
  await expect(page).toHaveURL(/\/handovers$/)
  await expect(page.getByRole('navigation').getByRole('link', { name: '岗位交接' })).toBeVisible()
  await rowOf(page, '何晓燕').getByRole('link').click()
  await expect(page).toHaveURL(new RegExp(`/handovers/${sheet.id}`))
  await page.getByRole('button', { name: '签署' }).click()
  await page.locator('.el-message-box').getByRole('button', { name: '签署' }).click()
  await expect(page.locator('.paper')).toContainText('2020-07-03 已签')
  await logOut(page)

  await logIn(page, 'sysadmin')
  await ask(page, 'POST', `/users/${leaving.user.id}/posts`, { post_id: leaving.post.id })
})

test('duties without owner are listed with who settles it', async ({ page }) => {
  await logIn(page, 'office')
  await page.goto('/ownerless')
  await expect(rowOf(page, '海兴县人民政府')).toContainText('沧州市商务局')
})

test('those copied come to their desk, read and cannot act', async ({ page }) => {
  await logIn(page, 'observer')
  await expect(page).toHaveURL(/\/desk/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('抄送单位工作台')
  await expect(page.locator('.lights')).toContainText('严重滞后')
  await page.goto('/orders')
  await expect(page.getByRole('link', { name: '立项' })).toHaveCount(0)
})
