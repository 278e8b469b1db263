import { expect, test } from '@playwright/test'
import { addEvidence, logIn, logOut, openOwnReport, pdf, picture, rowOf, saved, submit } from './pages'

const task = '发展一批特色电子商务网店'
const unit = '青县'

/** The unit's row on the page of the task: light, with its reason, and the state of the report. */
async function lightOf(page: import('@playwright/test').Page) {
  await page.goto('/tasks')
  await page.getByRole('link', { name: task }).click()
  const light = rowOf(page, unit).locator('.light')
  return `${await light.innerText()} ${await light.getAttribute('title')}`
}
async function latestFigure(page: import('@playwright/test').Page) {
  await page.goto('/indicators')
  await page.getByRole('link', { name: '淘宝村', exact: true }).click()
  return rowOf(page, unit).innerText()
}

test('a county reports June, is returned, corrects it, and the figure and light change', async ({ page }) => {
  await test.step('before', async () => {
    await logIn(page, 'commerce')
    await expect(page.getByText('演示数据')).toBeVisible()
  })
  const lightBefore = await lightOf(page)
  const figureBefore = await latestFigure(page)
  await logOut(page)

  await test.step('the county fills in and submits with a file', async () => {
    await logIn(page, 'qingxian')
    await openOwnReport(page, task, '2020-06')
    await page.locator('#progress_pct').fill('12')
    await page.locator('#progress').fill('组织3场网店开设培训，新开设网店41家，申报淘宝村1个。')
    await page.locator('#problems').fill('乡镇快递网点覆盖不足。')
    await page.locator('#next_steps').fill('7月联合邮政管理局推进快递进村。')
    for (const value of await page.locator('[id^="value:"]').all()) await value.fill('1')
    for (const value of await page.locator('[id^="numerator:"]').all()) await value.fill('3')
    for (const value of await page.locator('[id^="denominator:"]').all()) await value.fill('4')
    await saved(page)
    await addEvidence(page, '2020年6月网店名单.pdf', pdf)
    await expect(page.getByRole('link', { name: '2020年6月网店名单.pdf' })).toBeVisible()
    await addEvidence(page, '同一份名单.pdf', pdf)
    await expect(page.getByText('“同一份名单.pdf”的内容与已有的“2020年6月网店名单.pdf”完全相同')).toBeVisible()
    await page.locator('.uploads').getByRole('button', { name: '关闭' }).click()
    await page.getByRole('button', { name: '提交审核' }).click()
    const question = page.getByRole('listitem').filter({ hasText: '工作进度由39%退到12%：请说明原因' })
    await expect(question.getByText('提交前须说明')).toBeVisible()
    await question.getByRole('textbox').fill('上期误填为全年累计数')
    await picture(page, 'report-form', true)
    await submit(page)
    await expect(page.locator('.page-head')).toContainText('待审核')
    await logOut(page)
  })

  await test.step('the lead department returns it with a reason', async () => {
    await logIn(page, 'commerce')
    await page.goto('/review')
    await picture(page, 'review-list')
    await rowOf(page, task, unit).getByRole('link', { name: '审核' }).click()
    await expect(page.getByRole('link', { name: '2020年6月网店名单.pdf' })).toBeVisible()
    await expect(page.getByRole('button', { name: '退回' })).toBeDisabled()
    await page.locator('#review-note').fill('不行')
    await expect(page.getByText('至少 4 个字，还差 2 个')).toBeVisible()
    await page.locator('#review-note').fill('完成进度与名单不符，请核对后更正。')
    await page.getByRole('button', { name: '退回' }).click()
    await expect(page.locator('.page-head')).toContainText('已退回')
    await logOut(page)
  })

  await test.step('the county sees the reason and corrects', async () => {
    await logIn(page, 'qingxian')
    await page.goto('/work')
    await picture(page, 'my-work')
    await page.locator('#returned').locator('tr', { hasText: task }).getByRole('button').click()
    await expect(page.getByRole('alert')).toContainText('完成进度与名单不符')
    await page.locator('#progress_pct').fill('50')
    for (const value of await page.locator('[id^="value:"]').all()) await value.fill('2')
    await saved(page)
    await submit(page)
    await expect(page.locator('.page-head')).toContainText('待审核')
    await logOut(page)
  })

  await test.step('the lead department approves', async () => {
    await logIn(page, 'commerce')
    await page.goto('/review')
    await rowOf(page, task, unit).getByRole('link', { name: '审核' }).click()
    await page.getByRole('button', { name: '通过' }).click()
    await expect(page.locator('.page-head')).toContainText('已通过')
    await picture(page, 'report-approved', true)
  })

  await test.step('figure and light have changed', async () => {
    expect(await latestFigure(page)).not.toBe(figureBefore)
    await expect(rowOf(page, unit)).toContainText('2020年6月')
    await picture(page, 'indicator', true)
    expect(await lightOf(page)).not.toBe(lightBefore)
    await picture(page, 'task', true)
  })

  await test.step('from the figure back to report, evidence and clause', async () => {
    await latestFigure(page)
    await rowOf(page, unit).getByRole('button', { name: '查看数据' }).click()
    await rowOf(page, '2020年6月', '看报告').getByRole('link', { name: '看报告' }).click()
    await expect(page.getByRole('link', { name: '2020年6月网店名单.pdf' })).toBeVisible()
    await page.getByRole('link', { name: /看原文/ }).first().click()
    await expect(page).toHaveURL(/\/plan\/\d+\?at=/)
    await expect(page.locator('.document .here').first()).toBeInViewport()
    await expect(page.locator('.document .here').filter({ hasText: task }).or(page.locator('.document .here').filter({ hasText: '网店' })).first()).toBeVisible()
    await picture(page, 'plan')
  })
})
