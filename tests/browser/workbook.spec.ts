import { expect, test, type Page } from '@playwright/test'
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { logIn, picture } from './pages'

const typing = fileURLToPath(new URL('../support/fill_workbook.py', import.meta.url))

async function downloaded(page: Page, press: () => Promise<void>, path: string): Promise<string> {
  const [download] = await Promise.all([page.waitForEvent('download'), press()])
  await download.saveAs(path)
  return download.suggestedFilename()
}
const filled = (from: string, to: string, ...cells: string[]) => execFileSync('python3', [typing, from, to, ...cells])

test('a county fills its workbook in off line; what is wrong is shown by cell, and nothing is written until all is right', async ({ page }, info) => {
  const file = (name: string) => info.outputPath(name)
  await logIn(page, 'qingxian')
  await page.goto('/reports?period=2020-06')
  const own = async () => {
    await page.getByRole('button', { name: '下载填报表' }).click()
    await page.getByRole('menuitem', { name: '本单位', exact: true }).click()
  }
  expect(await downloaded(page, own, file('book.xlsx'))).toMatch(/^2020年6月填报表.*\.xlsx$/)

  filled(file('book.xlsx'), file('wrong.xlsx'), 'K5=一百', 'L5=完成选址')
  await page.locator('#workbook-file').setInputFiles(file('wrong.xlsx'))
  await expect(page.locator('.workbook h2')).toContainText('未写入：有 1 处需要更正')
  await expect(page.locator('.workbook tbody tr').first()).toContainText('K5')
  await expect(page.locator('.workbook tbody tr').first()).toContainText('“一百”不是数字')
  await picture(page, 'workbook-faults')
  await page.setViewportSize({ width: 390, height: 844 })
  expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
  await picture(page, 'phone-workbook-faults')
  await page.setViewportSize({ width: 1440, height: 900 })
  await downloaded(page, () => page.getByRole('button', { name: '下载标注后的工作簿' }).click(), file('marked.xlsx'))

  filled(file('marked.xlsx'), file('right.xlsx'), 'K5=６２')
  await page.locator('#workbook-file').setInputFiles(file('right.xlsx'))
  await expect(page.locator('.workbook h2')).toContainText('已写入 1 项填报')
  await expect(page.locator('.workbook tbody tr').first()).toContainText('６２')
  await picture(page, 'workbook-read')
  await page.locator('#workbook-file').setInputFiles(file('right.xlsx'))
  await expect(page.locator('.workbook h2')).toContainText('完全相同')
})

test('a workbook that is none is refused with a sentence, in English too', async ({ page }) => {
  await logIn(page, 'qingxian')
  await page.goto('/reports?period=2020-06')
  await page.locator('#workbook-file').setInputFiles({ name: '数据.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('甲,乙') })
  await expect(page.locator('.workbook h2')).toContainText('这不是 .xlsx 工作簿')
  await page.getByRole('button', { name: 'English' }).click()
  await page.locator('#workbook-file').setInputFiles({ name: 'data.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('a,b') })
  await expect(page.locator('.workbook h2')).toContainText('This is no .xlsx workbook')
  await picture(page, 'workbook-english')
})
