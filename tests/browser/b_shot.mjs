import { chromium } from 'playwright-core'
const base = 'http://127.0.0.1:18200'
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
for (const [name, width, height] of [['wide', 1440, 900], ['phone', 390, 844]]) {
  const page = await (await browser.newContext({ viewport: { width, height } })).newPage()
  page.on('pageerror', (e) => console.log('error', e.message))
  await page.goto(base + '/login'); await page.waitForTimeout(800)
  const inputs = page.locator('input')
  await inputs.nth(0).fill(process.argv[3] ?? 'leader'); await inputs.nth(1).fill('Luoshi@2020-demo'); await page.keyboard.press('Enter'); await page.waitForTimeout(1500)
  const list = await page.evaluate(async () => (await (await fetch('/api/v1/indicators')).json()).items.map((i) => [i.id, i.name]))
  const found = list.find(([, n]) => n.includes('每个淘宝镇'))
  const id = found?.[0]
  for (const [shot, url] of [['indicator', `/indicators/${id}`], ['board', `/figures?indicators=${id},${list.find(([, n]) => n === '淘宝村')[0]}`]]) {
    await page.goto(base + url); await page.waitForTimeout(1800)
    await page.screenshot({ path: `/tmp/b_shots/${shot}_${name}.png` })
    if (shot === 'board') {
      await page.locator('table.grid button.plain').first().click(); await page.waitForTimeout(1200)
      await page.screenshot({ path: `/tmp/b_shots/parts_${name}.png` })
    }
  }
}
await browser.close()
