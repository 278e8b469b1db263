import { expect, test, type Page } from '@playwright/test'
import { logIn, picture, rowOf } from './pages'

const county = ['/cockpit', '/work', '/notices', '/notices/settings', '/reports', '/reporting', '/duties', '/tasks', '/indicators', '/figures', '/figures?view=map', '/figures?view=pivot', '/figures?view=trend', '/search?q=%E6%B7%98%E5%AE%9D', '/plan', '/units', '/groups', '/divisions']

/** Latin words that belong: file types, names inside the plan, units, the switch itself. */
const allowed = /^(English|Ctrl|Excel|pdf|docx?|xlsx?|csv|txt|jpe?g|png|zip|ofd|wps|et|KB|MB|GB|B2B|O2O|WIFI|wifi|IT|SM3|T\d+(-\d+)?|v?\d[\w.]*)$/i

async function englishWords(page: Page): Promise<string[]> {
  const text = await page.evaluate(() => {
    const box = document.querySelector('#app')!
    const hints = [...box.querySelectorAll('[placeholder],[aria-label],[title]')].flatMap((element) => ['placeholder', 'aria-label', 'title'].map((name) => element.getAttribute(name) ?? ''))
    return [(box as HTMLElement).innerText, ...hints].join('\n')
  })
  return [...new Set(text.match(/[A-Za-z][\w-]{1,}/g) ?? [])].filter((word) => !allowed.test(word))
}
async function settled(page: Page) {
  await page.waitForLoadState('networkidle')
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0)
}

test('the pages of a county speak Chinese and show no problem', async ({ page }) => {
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => message.type() === 'error' && !message.text().includes('401') && faults.push(message.text()))
  page.on('request', (request) => !request.url().startsWith('data:') && !request.url().startsWith('blob:') && new URL(request.url()).host !== new URL(page.url()).host && page.url() !== 'about:blank' && faults.push(`left the host: ${request.url()}`))
  await logIn(page, 'qingxian')
  for (const path of county) {
    await page.goto(path)
    await settled(page)
    await expect(page.locator('.problem'), path).toHaveCount(0)
    if (path !== '/plan') expect(await englishWords(page), path).toEqual([])
  }
  expect(faults).toEqual([])
})

test('nothing is wider than a phone', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await logIn(page, 'qingxian')
  const first = async (path: string, list: string) => {
    await page.goto(list)
    await settled(page)
    return page.locator(`a[href^="${path}"]`).first().getAttribute('href')
  }
  const details = [await first('/tasks/', '/tasks'), await first('/indicators/', '/indicators'), await first('/duties/', '/duties'), await first('/units/', '/units')]
  for (const path of [...county, ...details]) {
    await page.goto(path!)
    await settled(page)
    expect(await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth), path!).toBeLessThanOrEqual(0)
  }
  await page.goto('/cockpit')
  for (const panel of await page.locator('.panel').all()) expect((await panel.boundingBox())!.width).toBeGreaterThan(340)
  await picture(page, 'phone-cockpit')
})

test('the phone menu opens and closes by keyboard', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await logIn(page, 'qingxian')
  await settled(page) // coming to the first page closes the menu
  const button = page.getByRole('button', { name: '菜单' })
  await button.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('link', { name: '驾驶舱' })).toBeInViewport()
  await page.getByRole('link', { name: '任务', exact: true }).press('Enter')
  await expect(page).toHaveURL(/\/tasks/)
  await expect(button).toHaveAttribute('aria-expanded', 'false')
})

test('the cockpit leads to tasks, indicators and units, and can be printed', async ({ page }) => {
  await logIn(page, 'leader')
  await page.goto('/cockpit')
  await picture(page, 'cockpit')
  await page.getByRole('button', { name: /红|滞后|正常/ }).first().click()
  await page.emulateMedia({ media: 'print' })
  await expect(page.getByRole('navigation')).toBeHidden()
  await page.emulateMedia({ media: 'screen' })
  await page.getByRole('link', { name: '淘宝村', exact: true }).click()
  await expect(page).toHaveURL(/\/indicators\/\d+/)
})

test('English on request, and it stays', async ({ page }) => {
  await logIn(page, 'leader')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('heading', { name: 'Cockpit' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Cockpit' })).toBeVisible()
  await page.getByRole('button', { name: '中文' }).click()
  await expect(page.getByRole('heading', { name: '驾驶舱' })).toBeVisible()
})

test('English says what the server says, too', async ({ page }) => {
  await logIn(page, 'leader')
  await page.getByRole('button', { name: 'English' }).click()
  await expect(page.getByRole('button', { name: '中文' })).toBeVisible()
  await page.goto('/tasks')
  await settled(page)
  await page.locator('tbody a[href^="/tasks/"]').first().click()
  await expect(page).toHaveURL(/\/tasks\/\d+/)
  await settled(page)
  await expect(page.getByRole('cell', { name: 'Schedule' })).toBeVisible()
  await expect(page.locator('dl.facts').first()).not.toContainText(/计划|落后|实际/)
  await page.goto('/reports/1')
  await expect(page.locator('.problem')).toContainText('There is no such report')
})

test('on a phone the key indicators are cards', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await logIn(page, 'leader')
  await page.goto('/cockpit')
  await settled(page)
  const table = page.locator('table', { hasText: '淘宝村' }).first()
  expect(await table.evaluate((element) => element.scrollWidth - element.parentElement!.clientWidth)).toBeLessThanOrEqual(0)
  await expect(table.locator('tbody tr').first()).toContainText('实际 / 目标')
})

test('what is overdue is listed for all months', async ({ page }) => {
  await logIn(page, 'leader')
  await page.goto('/cockpit')
  await page.getByRole('link', { name: /显示全部 \d+ 项/ }).click()
  await expect(page).toHaveURL(/\/overdue/)
  await expect(page.locator('tbody tr').first()).toContainText('天')
})

test('a page beyond the rights of a post says so', async ({ page }) => {
  await logIn(page, 'qingxian')
  await page.goto('/users')
  await expect(page.getByRole('heading', { name: '没有权限' })).toBeVisible()
  await page.goto('/no-such-page')
  await expect(page.getByRole('heading', { name: '没有这个页面' })).toBeVisible()
})

test('a unit is found when its whole name is entered at once', async ({ page }) => {
  await logIn(page, 'sysadmin')
  await page.goto('/users')
  await settled(page)
  await page.getByRole('combobox').first().click()
  await page.keyboard.insertText('东光县政府')
  await expect(page.getByRole('option').first()).toHaveText('东光县政府')
  await page.waitForTimeout(600)
  await expect(page.getByRole('option').first()).toHaveText('东光县政府')
})

test('a figure opens to its parts and its report, and boards, trends and rankings are one click away', async ({ page }) => {
  await logIn(page, 'leader')
  await page.goto('/figures')
  await settled(page)
  await picture(page, 'figures')
  await rowOf(page, '东光县政府').getByRole('button').first().click()
  await expect(page.getByRole('dialog')).toContainText('已报 5 / 应报 6 份')
  await expect(page.getByRole('dialog').getByRole('link', { name: '看填报' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.getByText('排名', { exact: true }).click()
  await expect(page.getByRole('columnheader', { name: '上期名次' })).toBeVisible()
  await page.getByText('趋势与对比', { exact: true }).click()
  await expect(page.locator('.chart canvas')).toBeVisible()
  await page.getByText('年度预测', { exact: true }).click()
  await expect(page.getByRole('columnheader', { name: '完不成的可能' })).toBeVisible()
})

test('the administrator manages users, the auditor sees it', async ({ page }) => {
  await logIn(page, 'sysadmin')
  await page.goto('/users')
  await settled(page)
  await expect(rowOf(page, 'qingxian')).toBeVisible()
  await logIn(page, 'auditor')
  await page.goto('/audit')
  await settled(page)
  await expect(page.locator('tbody tr').first()).toBeVisible()
})

test('the plan shows what was drawn from each clause, both ways', async ({ page }) => {
  await logIn(page, 'office')
  await page.goto('/plan')
  await settled(page)
  await page.locator('.items li button').first().click()
  await expect(page.locator('.document .here').first()).toBeInViewport()
  await page.locator('.document .drawn').last().click()
  await expect(page.locator('.items .chosen').first()).toBeInViewport()
  await page.getByRole('searchbox').fill('电商扶贫')
  await expect(page.getByText(/第 1 处，共 \d+ 处/)).toBeVisible()
})

test('the cockpit is light: at most 450 kB of compressed script and style', async ({ page: first, browser, baseURL }) => {
  await logIn(first, 'leader')
  // A browser that has nothing of the site yet, but is logged in.
  const page = await (await browser.newContext({ baseURL, storageState: await first.context().storageState() })).newPage()
  const assets: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    if (/\.(js|css)$/.test(new URL(request.url()).pathname)) assets.push(request.sizes().then((sizes) => sizes.responseBodySize))
  })
  const begun = Date.now()
  await page.goto('/cockpit')
  await expect(page.locator('.tiles button').first()).toBeEnabled()
  const interactive = Date.now() - begun
  await settled(page)
  await expect(page.locator('.chart canvas').first()).toBeVisible()
  const bytes = (await Promise.all(assets)).reduce((sum, size) => sum + size, 0)
  console.log(`cockpit: ${(bytes / 1000).toFixed(0)} kB of script and style in ${assets.length} files, interactive after ${interactive} ms`)
  expect(assets.length).toBeGreaterThan(3)
  expect(bytes).toBeGreaterThan(200_000)
  expect(bytes).toBeLessThan(450_000)
  await page.context().close()
})
