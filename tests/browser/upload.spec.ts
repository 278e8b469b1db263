import { expect, test } from '@playwright/test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { logIn } from './pages'

const folder = fileURLToPath(new URL('../../packages/cangzhou-ecommerce-2018/document', import.meta.url))

test('what a new document leaves open is answered on the page: units taken on, and who leads', async ({ page }) => {
  const text = readFileSync(join(folder, readdirSync(folder)[0]), 'utf8').replaceAll('115号', '116号')
  await logIn(page, 'office')
  await page.goto('/confirm')
  await page.locator('input[type=file]').setInputFiles({ name: '方案116.txt', mimeType: 'text/plain', buffer: Buffer.from(text) })
  await page.getByRole('button', { name: /^二\(一\).*存疑/ }).click()
  const nobody = page.locator('.question.open', { hasText: '没有写明由哪个单位承担' }).first()
  await nobody.getByRole('combobox').first().click()
  await page.keyboard.insertText('市商务局')
  await page.getByRole('option', { name: '市商务局', exact: true }).click()
  await page.keyboard.press('Escape')
  await nobody.getByRole('textbox').last().fill('市政府分工')
  await nobody.getByRole('button', { name: '答复' }).click()
  await expect(page.locator('.question.answered', { hasText: '牵头：沧州市商务局' }).first()).toBeVisible()

  await page.getByRole('button', { name: /^T11/ }).click()
  const leads = page.locator('.question.open', { hasText: '牵头' }).filter({ has: page.locator('.role') }).first()
  await expect(leads.locator('.role').first()).toBeVisible()
})
