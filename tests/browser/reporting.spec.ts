import { expect, test } from '@playwright/test'
import { readFileSync } from 'node:fs'
import { logIn, picture, rowOf } from './pages'

test('the office sees who reported in time and whom to chase', async ({ page }) => {
  await logIn(page, 'office')
  await page.getByRole('link', { name: '填报情况' }).click()
  await expect(page.getByText('2020年5月').first()).toBeVisible() // the newest month that is due
  const panel = (name: string) => page.locator('.panel').filter({ has: page.getByRole('heading', { name }) })
  const units = panel('各单位报送')
  await expect(panel('各级报送').locator('tbody tr').last()).toContainText('合计')

  await units.getByRole('button', { name: '报送率' }).click()
  await expect(units.locator('tbody tr').first()).toContainText('0%')
  await expect(units.getByRole('columnheader', { name: '报送率' })).toHaveAttribute('aria-sort', 'ascending')
  await expect(units.locator('tbody tr')).toHaveCount(20)
  await units.getByRole('button', { name: '加载更多' }).click()
  await expect(units.locator('tbody tr')).toHaveCount(40)
  await units.getByLabel('按单位名称查找').fill('吴桥县人民政府')
  await expect(units.locator('tbody tr')).toHaveCount(1)

  const chase = panel('催报名单')
  await expect(rowOf(page, '海兴县人民政府', '无人在任')).toBeVisible()
  await chase.getByLabel('按单位名称查找').fill('渤海新区')
  await expect(chase.locator('tbody tr', { hasText: '海兴县' })).toHaveCount(0)
  const download = page.waitForEvent('download')
  await chase.getByRole('link', { name: '导出 CSV' }).click()
  const text = readFileSync(await (await download).path(), 'utf8')
  expect(text).toContain('渤海新区')
  expect(text).not.toContain('海兴县')

  await expect(panel('各审核单位用时').locator('tbody tr', { hasText: '商务局' }).first()).toContainText('1 天')
  await picture(page, 'reporting', true)
})

test('a county sees its own units, and the totals of all levels', async ({ page }) => {
  await logIn(page, 'qingxian')
  await page.goto('/reporting?of=2020-05')
  await expect(page.getByText('2 个单位')).toBeVisible()
  await expect(page.locator('.panel').first().locator('tbody tr').last()).toContainText('319')
})
