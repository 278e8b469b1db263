import { expect, test } from '@playwright/test'
import { logIn, openOwnReport, rowOf, saved } from './pages'

test.describe.configure({ mode: 'serial' })

test('the plan office adds a field, asked only where it is meant to be', async ({ page }) => {
  await logIn(page, 'office')
  await page.goto('/forms')
  await page.getByRole('button', { name: '增加字段' }).click()
  const dialog = page.getByRole('dialog', { name: '增加字段' })
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(dialog.locator('.problem')).toBeVisible()
  await dialog.getByLabel('字段名称').fill('冷库容量')
  await dialog.getByLabel('计量单位').fill('吨')
  await dialog.getByLabel('任务', { exact: true }).click()
  await page.getByRole('option', { name: /^二\(三\)/ }).click()
  await page.keyboard.press('Escape')
  await dialog.getByLabel('启用月份').fill('2020-06')
  await dialog.getByLabel('启用月份').press('Enter')
  await dialog.getByRole('button', { name: '保存' }).click()
  await expect(rowOf(page, '冷库容量')).toContainText('二(三)')
  await expect(page.getByText('表样预览')).toBeVisible()
})

test('a unit confirms what is known instead of typing it, and fills the added field in', async ({ page }) => {
  await logIn(page, 'huanghua')
  await openOwnReport(page, '二(三)', '2020-06')
  await expect(page.getByText('据2020年5月经审定数').first()).toBeVisible()
  await page.getByRole('button', { name: /^确定 / }).first().click()
  await expect(page.getByText('已确认：据2020年5月经审定数').first()).toBeVisible()
  await page.getByLabel('冷库容量').fill('1.2万')
  await page.getByLabel('完成进度').fill('55')
  await page.getByLabel('工作进展').fill('冷库二期封顶，直播基地开始装修。')
  await saved(page)
  await page.reload()
  await expect(page.getByLabel('冷库容量')).toHaveValue('12000')
  await expect(page.getByText('已确认：据2020年5月经审定数').first()).toBeVisible()
})

test('everybody sees what reporting costs', async ({ page }) => {
  await logIn(page, 'auditor')
  await page.goto('/burden')
  await expect(rowOf(page, '县（市、区）')).toContainText('2,400')
})

test('a unit sees its own burden', async ({ page }) => {
  await logIn(page, 'huanghua')
  await page.goto('/burden')
  await expect(page.getByRole('heading', { name: '各单位' })).toBeVisible()
})
