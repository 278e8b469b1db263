import { expect, test, type Page } from '@playwright/test'
import { ask, logIn, logOut, rowOf } from './pages'

interface Report { id: string; version: number; state: string; values: { indicator: { id: string } }[] }
interface Rows { items: { unit_duty_id: string; task: { title: string } }[] }

/** 黄骅 reports a village more in June, and the lead department agrees. */
async function approveOneMore(page: Page) {
  await logIn(page, 'office')
  const { items: units } = await ask<{ items: { id: string; name: string }[] }>(page, 'GET', '/units?q=' + encodeURIComponent('黄骅市人民政府'))
  await logOut(page)
  await logIn(page, 'huanghua')
  const owed = await ask<Rows>(page, 'GET', `/reports?period=2020-06&unit=${units[0].id}`)
  const duty = owed.items.find((row) => row.task.title.includes('特色电子商务网店'))!
  const opened = await ask<Report>(page, 'POST', '/reports', { unit_duty_id: duty.unit_duty_id, period: '2020-06' })
  const values = opened.values.map((value) => ({ indicator_id: value.indicator.id, value: '3', explanation: '' }))
  const content = { progress_pct: '55', progress: '新认定淘宝村一个，开设网店六十家', problems: '物流成本偏高，冷链不足', next_steps: '对接快递企业，七月完成', values }
  const saved = await ask<Report>(page, 'PUT', `/reports/${opened.id}`, content, opened.version)
  const asked = await ask<{ state?: string; errors?: { path: string }[] }>(page, 'POST', `/reports/${opened.id}/submit`, undefined, saved.version)
  if (asked.errors) {
    await ask(page, 'PUT', `/reports/${opened.id}/answers`, { answers: asked.errors.map((error) => ({ key: error.path.replace('/answers/', ''), text: '六月新认定，已核对' })) })
    const { version } = await ask<Report>(page, 'GET', `/reports/${opened.id}`)
    await ask(page, 'POST', `/reports/${opened.id}/submit`, undefined, version)
  }
  await logOut(page)
  await logIn(page, 'commerce')
  const waiting = await ask<Report>(page, 'GET', `/reports/${opened.id}`)
  expect((await ask<Report>(page, 'POST', `/reports/${opened.id}/approve`, {}, waiting.version)).state).toBe('approved')
  await logOut(page)
}

/** The line of an indicator in the pack of an occasion. */
async function villages(page: Page, name: string) {
  await page.goto('/occasions?whose=plan_office&month=2020-06')
  await page.locator('table.cards').getByRole('link', { name }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name)
  for (const more of await page.getByRole('button', { name: '全部展开' }).all()) await more.click()
  return rowOf(page, '淘宝村').innerText()
}

test('the plan office holds June’s dispatch: its pack stays while the figures move on', async ({ page }) => {
  test.setTimeout(120_000)
  await test.step('the meeting is called', async () => {
    await logIn(page, 'office')
    await page.goto('/occasions')
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('调度节奏')
    await page.locator('table.cards').getByRole('link', { name: '2020年6月 全市月调度' }).click()
    await expect(page.locator('.page-head')).toContainText('待召开')
    await expect(page.getByText('还没有安排召开')).toBeVisible()
    await expect(rowOf(page, '海兴县人民政府')).toContainText('填报')
    await page.getByRole('button', { name: '安排召开' }).click()
    const dialog = page.getByRole('dialog', { name: '安排召开' })
    await expect(dialog).toContainText('东光县人民政府')
    await dialog.getByLabel('定于').fill('2020-06-30')
    await dialog.getByLabel('定于').press('Enter')
    await dialog.getByLabel('地点').fill('市政府三楼会议室')
    await dialog.getByRole('button', { name: '安排召开' }).click()
    await expect(dialog).toContainText('不能早于开启日2020-07-01')
    await dialog.getByLabel('定于').fill('2020-07-03')
    await dialog.getByLabel('定于').press('Enter')
    await dialog.getByRole('button', { name: '安排召开' }).click()
    await expect(dialog).toBeHidden()
    await expect(page.locator('dl.facts')).toContainText('2020-07-03　市政府三楼会议室')
  })

  await test.step('who came, and what was decided', async () => {
    await page.getByRole('tab', { name: '到会' }).click()
    await page.getByRole('button', { name: '全部到会' }).click()
    const row = page.getByRole('tabpanel', { name: '到会' }).locator('tbody tr', { hasText: '东光县人民政府' })
    await row.getByText('请假').click()
    await row.getByLabel('代为参加的人').fill('县商务局局长')
    await page.getByRole('button', { name: '保存到会情况' }).click()
    await expect(page.getByText('请假 1，缺席 0，待登记 0')).toBeVisible()
    await page.getByRole('tab', { name: '议定事项' }).click()
    await page.getByRole('button', { name: '登记议定事项' }).click()
    const dialog = page.getByRole('dialog', { name: '登记议定事项' })
    await dialog.getByLabel('议定事项').fill('海兴县七月底前补报四、五月进展')
    await dialog.getByLabel('责任单位').fill('海兴县')
    await page.getByRole('option', { name: '海兴县政府' }).click()
    await dialog.getByLabel('完成时限').fill('2020-07-31')
    await dialog.getByLabel('完成时限').press('Enter')
    await dialog.getByRole('button', { name: '保存' }).click()
    await expect(rowOf(page, '海兴县七月底前补报')).toContainText('未办结')
    await page.getByRole('button', { name: '转为督办' }).click()
    await page.locator('.el-message-box').getByRole('button', { name: '确定' }).click()
    await expect(rowOf(page, '海兴县七月底前补报').getByRole('link', { name: '督办单（拟稿）' })).toBeVisible()
    await expect(page.getByRole('button', { name: '转为督办' }), 'once').toHaveCount(0)
  })

  const before = await villages(page, '2020年6月 全市月调度')
  await test.step('it is held, and the pack is frozen', async () => {
    await page.getByRole('button', { name: '登记召开' }).click()
    const dialog = page.getByRole('dialog', { name: '登记召开' })
    await expect(dialog).toContainText('不再变化')
    await dialog.getByRole('button', { name: '登记召开' }).click()
    await expect(page.locator('.page-head')).toContainText('已召开')
    await expect(page.getByText('材料于 2020-07-03 定稿')).toBeVisible()
    await page.getByRole('tab', { name: '会议纪要' }).click()
    await page.getByRole('textbox', { name: '会议纪要' }).fill('会议听取了六月进展，议定一项。')
    await page.getByRole('button', { name: '保存纪要' }).click()
    await expect(page.getByText('会议纪要已保存')).toBeVisible()
  })
  const live = await villages(page, '2020年上半年 全市半年大检查')
  expect(live).toBe(before)
  await logOut(page)

  await approveOneMore(page)

  await test.step('the figures moved on, the pack did not', async () => {
    await logIn(page, 'office')
    expect(await villages(page, '2020年上半年 全市半年大检查')).not.toBe(live)
    expect(await villages(page, '2020年6月 全市月调度')).toBe(before)
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: '导出 Excel' }).click()
    expect((await download).suggestedFilename()).toBe('沧州市商务局2020年6月全市月调度会议材料.xlsx')
  })

  await test.step('printed whole: pack, attendance, decisions, minutes, and no buttons', async () => {
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByText('海兴县七月底前补报四、五月进展')).toBeVisible()
    await expect(page.getByText('会议听取了六月进展，议定一项。')).toBeVisible()
    await expect(page.getByText('县商务局局长')).toBeVisible()
    await expect(page.getByRole('heading', { name: '谁晚了' })).toBeVisible()
    await expect(page.getByRole('button', { name: '打印' })).toBeHidden()
    await page.emulateMedia({ media: 'screen' })
  })

  await test.step('the order knows the meeting it came from', async () => {
    const address = page.url()
    await page.getByRole('tab', { name: '议定事项' }).click()
    await page.getByRole('link', { name: '督办单（拟稿）' }).click()
    await expect(page.getByText('沧州市商务局2020年6月全市月调度').first()).toBeVisible()
    await page.goto(address)
  })

  await test.step('closed for good; an invited county sees the agenda and only what concerns it', async () => {
    await page.getByRole('button', { name: '结束' }).click()
    await page.locator('.el-message-box').getByRole('button', { name: '确定' }).click()
    await expect(page.locator('.page-head')).toContainText('已结束')
    const address = page.url()
    await logOut(page)
    await logIn(page, 'observer')
    await page.goto(address)
    await page.getByRole('tab', { name: '议定事项' }).click()
    await expect(rowOf(page, '海兴县七月底前补报')).toContainText('未办结')
    await expect(page.getByText('督办单'), 'a draft is not his to know of').toHaveCount(0)
    await page.getByRole('tab', { name: '会议纪要' }).click()
    await expect(page.getByText('会议听取了六月进展，议定一项。')).toBeVisible()
    await logOut(page)
    await logIn(page, 'dongguang')
    await page.goto(address)
    await expect(page.getByText('本单位受邀参会')).toBeVisible()
    await expect(page.getByRole('tab', { name: '会议材料' })).toHaveCount(0)
    await page.getByRole('tab', { name: '议定事项' }).click()
    await expect(page.getByText('还没有议定事项')).toBeVisible()
    await page.goto('/occasions')
    await expect(page.locator('table.cards').getByRole('link', { name: '2020年6月 县（市、区）月调度' })).toBeVisible()
    await page.setViewportSize({ width: 390, height: 844 })
    await expect(page.locator('table.cards').getByRole('link', { name: '2020年6月 县（市、区）月调度' })).toBeVisible()
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true)
  })
})

interface Meeting { id: string; version: number }

test('a county convenes a special meeting; what it decides reaches a town that was not invited', async ({ page }) => {
  await logIn(page, 'lianzhen')
  const { post } = await ask<{ post: { unit: { id: string } } }>(page, 'GET', '/session')
  await logOut(page)

  await logIn(page, 'dongguang')
  await page.goto('/occasions')
  await page.getByRole('button', { name: '召开专题会' }).click()
  const dialog = page.getByRole('dialog', { name: '召开专题会' })
  await expect(dialog.getByRole('button', { name: '召开专题会' })).toBeDisabled()
  await dialog.getByLabel('名称').fill('电商物流专题调度会')
  await dialog.getByLabel('最迟召开').fill('2020-07-01')
  await dialog.getByLabel('最迟召开').press('Enter')
  await dialog.getByRole('button', { name: '召开专题会' }).click()
  await expect(dialog).toContainText('不能早于今天（2020-07-03）')
  await dialog.getByLabel('最迟召开').fill('2020-07-05')
  await dialog.getByLabel('最迟召开').press('Enter')
  await dialog.getByRole('button', { name: '召开专题会' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('电商物流专题调度会')
  await expect(page.locator('.page-head')).toContainText('县（市、区）组织')

  await page.getByRole('button', { name: '安排召开' }).click()
  const call = page.getByRole('dialog', { name: '安排召开' })
  await call.getByLabel('定于').fill('2020-07-05')
  await call.getByLabel('定于').press('Enter')
  await expect(call.getByText('这一天是周末')).toBeVisible()
  await call.getByRole('button', { name: '取消' }).click()

  const address = page.url()
  const id = address.split('/').pop()!.split('?')[0]
  const { version } = await ask<Meeting>(page, 'GET', `/occasions/${id}`)
  const held = await ask<Meeting>(page, 'POST', `/occasions/${id}/hold`, { held_on: '2020-07-03' }, version)
  await ask(page, 'POST', `/occasions/${id}/decisions`, { text: '连镇报送快递网点名单', unit_id: post.unit.id, due_on: '2020-07-20' }, held.version)
  await logOut(page)

  await logIn(page, 'lianzhen')
  await page.goto('/notices')
  await page.getByText('电商物流专题调度会议定：连镇报送快递网点名单，2020-07-20前完成').click()
  await expect(page).toHaveURL(new RegExp(`/occasions/${id}`))
  await expect(page.getByText('会议有与本单位有关的议定事项')).toBeVisible()
  await page.getByRole('tab', { name: '议定事项' }).click()
  await expect(rowOf(page, '连镇报送快递网点名单')).toContainText('未办结')
  await page.goto('/work')
  await expect(page.locator('#supervision tr', { hasText: '连镇报送快递网点名单' })).toBeVisible()
})
