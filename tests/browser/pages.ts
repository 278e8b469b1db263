import { expect, type Locator, type Page } from '@playwright/test'
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const password = process.env.LUOSHI_PASSWORD ?? 'Luoshi@2020-demo'
/** LUOSHI_PICTURES=1 renews the pictures of the README; otherwise they stay with the results. */
const folder = fileURLToPath(new URL(process.env.LUOSHI_PICTURES ? '../../docs/screenshots/' : 'results/pictures/', import.meta.url))

/** Logs in and waits for the first page of the post. */
export async function logIn(page: Page, login: string) {
  await page.goto('/login')
  await page.getByLabel('用户名').fill(login)
  await page.locator('#password').fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await expect(page.locator('.who')).toBeVisible()
}

export async function logInAgain(page: Page) {
  await page.locator('#again-password').fill(password)
  await page.getByRole('dialog').getByRole('button', { name: '登录' }).click()
}

export async function logOut(page: Page) {
  await page.locator('.who').click()
  await page.getByText('退出登录').click()
  await expect(page).toHaveURL(/\/login/)
}

/** Opens (or goes on with) what the own unit owes on a task in a month. */
export async function openOwnReport(page: Page, task: string, period: string) {
  await page.goto(`/reports?period=${period}`)
  await rowOf(page, task).getByRole('button').click()
  await expect(page).toHaveURL(/\/reports\/\d+/)
}

/** The row of a list that speaks of a task. */
export function rowOf(page: Page, ...words: string[]): Locator {
  return words.reduce((rows, word) => rows.filter({ hasText: word }), page.locator('tbody tr')).first()
}

export async function addEvidence(page: Page, name: string, bytes: Buffer) {
  await page.locator('#evidence-file').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: bytes })
}

/** Waits until the form says that the server has everything. */
export async function saved(page: Page) {
  await expect(page.locator('.foot .save')).toContainText('已保存', { timeout: 15_000 })
}

export async function submit(page: Page) {
  await page.getByRole('button', { name: '提交审核' }).click()
  await page.locator('.el-message-box').getByRole('button', { name: '确定' }).click()
}

/** A picture for the README, of the window or of the whole page (in a window of that height, so that what sticks to its edge stays there). */
export async function picture(page: Page, name: string, fullPage = false) {
  mkdirSync(folder, { recursive: true })
  await page.waitForLoadState('networkidle')
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
  for (const chart of await page.locator('.chart').all()) await expect(chart.locator('canvas')).toBeVisible()
  const window = page.viewportSize()!
  if (fullPage) await page.setViewportSize({ ...window, height: await page.evaluate(() => document.documentElement.scrollHeight) })
  await page.screenshot({ path: `${folder}${name}.png`, animations: 'disabled' })
  await page.setViewportSize(window)
}

/** A minimal PDF, so that a check by content accepts it. */
export const pdf = Buffer.from('%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n')

/** Asks the API as who is logged in on the page. */
export function ask<T>(page: Page, method: string, path: string, body?: unknown, version?: number): Promise<T> {
  return page.evaluate(async ([method, path, body, version]) => {
    const { csrf_token } = await (await fetch('/api/v1/session')).json()
    const headers: Record<string, string> = { 'X-CSRF-Token': csrf_token, 'Content-Type': 'application/json' }
    if (version !== null) headers['If-Match'] = `"${version}"`
    const reply = await fetch('/api/v1' + path, { method, headers, body: body === null ? undefined : JSON.stringify(body) })
    return reply.json()
  }, [method, path, body ?? null, version ?? null] as const) as Promise<T>
}
