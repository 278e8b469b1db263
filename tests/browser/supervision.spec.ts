import { expect, test, type Browser, type Page } from '@playwright/test'
import { type ChildProcess, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { addEvidence, ask, logIn } from './pages'

/** A site of its own in October 2018: the counties have reported September, 东光县 has not issued its measures by 31 August. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const program = process.env.LUOSHI_PROGRAM ?? 'build/release/luoshi'
const port = Number(process.env.LUOSHI_PORT ?? 18097) + 7
const origin = `http://127.0.0.1:${port}`
const folder = mkdtempSync(join(tmpdir(), 'luoshi-2018-'))
const engine = process.env.LUOSHI_POSTGRES_2018 ? ['--postgres', process.env.LUOSHI_POSTGRES_2018] : []
let server: ChildProcess | null = null

async function serve(...options: string[]) {
  server = spawn(program, ['serve', '--port', String(port), '--data', join(folder, 'var'), '--package', join(folder, 'package'), ...engine, ...options], { cwd: root, stdio: 'ignore' })
  await expect.poll(() => fetch(`${origin}/api/v1/site`).then((reply) => reply.ok, () => false), { timeout: 90_000 }).toBe(true)
}
async function stop() {
  const ended = new Promise((resolve) => server?.once('exit', resolve) ?? resolve(null))
  server?.kill('SIGTERM')
  await ended
}
async function moveTo(day: string) {
  await stop()
  await serve('--business-date', day)
}
async function as(browser: Browser, login: string, work: (page: Page) => Promise<void>) {
  const context = await browser.newContext({ baseURL: origin, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
  const page = await context.newPage()
  await logIn(page, login)
  await work(page)
  await context.close()
}
/** Takes a step by its button and the dialog of the same name. */
async function take(page: Page, step: string, fill: (dialog: ReturnType<Page['getByRole']>) => Promise<void> = async () => {}) {
  await page.getByRole('button', { name: step, exact: true }).first().click()
  const dialog = page.getByRole('dialog')
  await fill(dialog)
  await dialog.getByRole('button', { name: step, exact: true }).click()
  await expect(dialog).toBeHidden()
}
const report = (text: string) => async (dialog: ReturnType<Page['getByRole']>) => {
  await dialog.getByLabel('进展情况').fill(text)
  await dialog.getByLabel('下步措施').fill('组织各乡镇实施')
}

test.beforeAll(async () => {
  test.setTimeout(180_000)
  const pack = join(folder, 'package')
  cpSync(join(root, 'packages/cangzhou-ecommerce-2018'), pack, { recursive: true })
  const change = (name: string, edit: (text: string) => string) => writeFileSync(join(pack, name), edit(readFileSync(join(pack, name), 'utf8')))
  change('package.yaml', (text) => text.replace(/business_date: .*/, 'business_date: 2018-10-09'))
  change('demo.yaml', (text) => text.replace(/\nhanded_down:\n(?: {2}- .*\n)+/, '\n').replace(/\nshares:\n(?: {2}- .*\n)+/, '\n').replace(/\n(?:milestones|orders|meetings):\n(?: .*\n)+/g, '\n').replace(/\nreported: .*/, '\nreported: {from: 2018-09, to: 2018-09}').replace(/\nmissing:\n(?: {2}- .*\n)+/, '\nmissing:\n  - {unit: 东光县政府, from: 2018-09, to: 2018-09}\n'))
  await serve('--demo')
})
test.afterAll(async () => {
  await stop()
  rmSync(folder, { recursive: true, force: true })
})

test('东光县 has not issued its measures by 31 August: light, reminder, order, too late an extension, yellow card, report, strike-off, pack', async ({ browser }) => {
  test.setTimeout(240_000)
  let order = ''
  await as(browser, 'dongguang', async (page) => {
    await page.goto('/notices')
    await expect(page.getByText(/提醒：.*推进措施/).first()).toBeVisible()
    await page.goto('/cautions')
    await expect(page.locator('tbody tr').filter({ hasText: '推进措施' }).first()).toContainText('红灯')
  })
  await as(browser, 'office', async (page) => {
    await page.goto('/cautions')
    const line = page.locator('tbody tr').filter({ hasText: '东光县' }).filter({ hasText: '推进措施' }).first()
    await line.getByRole('button', { name: '立项督办' }).click()
    await page.getByLabel('事项', { exact: true }).fill('限期印发本县电子商务推进措施')
    await page.getByLabel('办理期限').fill('2018-10-19')
    await page.getByLabel('办理期限').press('Enter')
    await page.getByRole('button', { name: '保存', exact: true }).click()
    await expect(page.getByRole('heading', { level: 1 })).toContainText('限期印发')
    order = new URL(page.url()).pathname
    await take(page, '送审')
  })
  await as(browser, 'leader', async (page) => {
    await page.goto(order)
    await take(page, '批准立项')
    await expect(page.locator('.page-head')).toContainText('沧督〔2018〕1号')
  })
  await as(browser, 'office', async (page) => {
    await page.goto(order)
    await take(page, '交办')
  })
  await as(browser, 'dongguang', async (page) => {
    await page.goto(order)
    await take(page, '签收')
    await take(page, '开始办理')
  })

  await moveTo('2018-10-24')
  await as(browser, 'dongguang', async (page) => {
    await page.goto(order)
    await expect(page.locator('.page-head .light')).toHaveText('逾期')
    await expect(page.getByText('已过申请期限')).toBeVisible()
    await expect(page.getByRole('button', { name: '提出申请' })).toHaveCount(0)
    const { version } = await ask<{ version: number }>(page, 'GET', order)
    const late = await ask<{ code: string }>(page, 'POST', `${order}/requests`, { kind: 'extension', reason: '征求意见尚未结束', progress: '已完成初稿', due_on: '2018-11-30' }, version)
    expect(late.code, 'refused by the server by the name of the rule').toBe('order.request_too_late')
  })
  await expect.poll(async () => {
    let seen = ''
    await as(browser, 'office', async (page) => {
      await page.goto('/cautions?state=proposed')
      seen = await page.locator('.page').innerText()
    })
    return seen
  }, { timeout: 60_000 }).toContain('黄牌警告')
  await as(browser, 'office', async (page) => {
    await page.goto('/cautions?state=proposed')
    const card = page.locator('tbody tr').filter({ hasText: '东光县' }).filter({ hasText: '推进措施' }).filter({ hasText: '黄牌' }).first()
    await card.getByRole('button', { name: '确认' }).click()
    await expect(card).toBeHidden()
  })
  await as(browser, 'dongguang', async (page) => {
    await page.goto('/cautions')
    await expect(page.locator('tbody tr').filter({ hasText: '推进措施' }).filter({ hasText: '黄牌' }).first()).toContainText('生效')
    await page.goto(order)
    await addEvidence(page, '推进措施.txt', Buffer.from('东光县电子商务推进措施（征求意见稿）'))
    await expect(page.getByText('推进措施.txt')).toBeVisible()
    await take(page, '反馈', report('已形成征求意见稿'))
  })
  await as(browser, 'office', async (page) => {
    await page.goto(order)
    await take(page, '退回重办', async (dialog) => {
      await dialog.getByText('任务未完成').click()
      await dialog.getByLabel('补充说明').fill('只有征求意见稿，没有印发')
    })
  })
  await as(browser, 'dongguang', async (page) => {
    await page.goto(order)
    await expect(page.getByText('任务未完成：只有征求意见稿，没有印发')).toBeVisible()
    await addEvidence(page, '印发稿.txt', Buffer.from('东政办字〔2018〕30号'))
    await expect(page.getByText('印发稿.txt')).toBeVisible()
    await take(page, '反馈', report('已印发东政办字〔2018〕30号'))
  })
  await as(browser, 'office', async (page) => {
    await page.goto(order)
    await take(page, '办结', async (dialog) => {
      for (const yes of await dialog.getByText('是', { exact: true }).all()) await yes.click()
    })
  })
  await as(browser, 'leader', async (page) => {
    await page.goto(order)
    await take(page, '销号')
    await expect(page.locator('.page-head .light')).toHaveText('逾期办结')
  })

  await moveTo('2018-11-02')
  await as(browser, 'office', async (page) => {
    await expect.poll(async () => {
      await page.goto('/occasions?whose=plan_office&month=2018-10')
      return page.locator('.page').innerText()
    }, { timeout: 60_000 }).toContain('全市月调度')
    await page.getByRole('link', { name: '全市月调度' }).first().click()
    await expect(page.locator('.page')).toContainText('沧督〔2018〕1号 限期印发本县电子商务推进措施')
    await expect(page.locator('.page')).toContainText('已销号')
  })
})
