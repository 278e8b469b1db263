import { expect, it } from 'vitest'
import type { Report, ReportValue } from '@/api/types'
import { bodyOf, canonical, confirmKnown, entryProblems, fieldErrors, fieldsOf, offered } from './report_fields'

const indicator = (id: string, kind: 'stock' | 'ratio', decimals: number) => ({ id, code: id, name: id, unit: '个', kind, decimals, part_decimals: 4, covers: null, definition: '', numerator_name: '', denominator_name: '' })
const village: ReportValue = { indicator: indicator('11', 'stock', 0), value: '2', numerator: null, denominator: null, explanation: '', origin: '', known: null, previous: null, share: null, share_max: null }
const coverage: ReportValue = { indicator: indicator('12', 'ratio', 2), value: '78.95', numerator: '15', denominator: '19', explanation: '', origin: '', known: null, previous: null, share: null, share_max: null }
const report = { progress_pct: '80.0', progress: '进展', problems: '', next_steps: '', values: [village, coverage], fields: [] } as unknown as Report

it('shows a ratio as numerator and denominator, anything else as one value', () => {
  expect(fieldsOf(report)).toEqual({ progress_pct: '80', progress: '进展', problems: '', next_steps: '', 'value:11': '2', 'explanation:11': '', 'origin:11': '', 'numerator:12': '15', 'denominator:12': '19', 'explanation:12': '', 'origin:12': '' })
})

it('sends plain decimals whatever was typed, and null for a missing value', () => {
  const fields = { ...fieldsOf(report), 'value:11': '', 'explanation:11': '名单未公布', 'numerator:12': '1.5万' }
  expect(bodyOf(report, fields)).toMatchObject({ progress_pct: '80', values: [{ indicator_id: '11', value: null, explanation: '名单未公布' }, { indicator_id: '12', numerator: '15000', denominator: '19' }] })
})

it('takes the same number written differently for no change', () => {
  expect(canonical({ 'value:11': '1.5万', progress: '1.5万' })).toEqual({ 'value:11': '15000', progress: '1.5万' })
  expect(canonical({ progress_pct: '80.00' })).toEqual({ progress_pct: '80' })
})

it('finds entries that cannot be sent', () => {
  const fields = { ...fieldsOf(report), 'value:11': '约20', 'numerator:12': '3', progress_pct: '120' }
  expect(entryProblems(report, fields)).toEqual({ 'value:11': ['report.notNumber', '约20'], progress_pct: ['report.range', ''] })
  expect(entryProblems(report, { 'value:11': '2.5' })).toEqual({ 'value:11': ['report.notWhole', ''] })
  expect(entryProblems(report, { 'value:11': '-3', 'numerator:12': '1.23456' })).toEqual({ 'value:11': ['report.negative', ''], 'numerator:12': ['report.tooManyDecimals', 4] })
})

it('puts the message of the server beside the entry it speaks of', () => {
  expect(fieldErrors(report, { 'values.1.denominator': '不能为零', 'values.1.value': '须说明原因', 'values.0': '不能为空', progress: '不能为空' })).toEqual({ 'denominator:12': '不能为零', 'numerator:12': '须说明原因', 'value:11': '不能为空', progress: '不能为空' })
})

it('types, sends and blames an added field like a figure', () => {
  const asked = { id: '5', name: '仓储面积', kind: 'number', unit: '平方米', decimals: 0, choices: [], help: '', required: true }
  const choice = { ...asked, id: '6', name: '建设方式', kind: 'choice', choices: ['自建', '租用'] }
  const added = { ...report, fields: [{ field: asked, value: '', explanation: '' }, { field: choice, value: '自建', explanation: '' }] } as unknown as Report
  const typed = { ...fieldsOf(added), 'number:5': '1.5万', 'reason:6': '' }
  expect(bodyOf(added, typed)).toMatchObject({ fields: [{ field_id: '5', value: '15000', explanation: '' }, { field_id: '6', value: '自建' }] })
  expect(entryProblems(added, { ...typed, 'number:5': '2.5' })).toEqual({ 'number:5': ['report.notWhole', ''] })
  expect(fieldErrors(added, { 'fields.0.value': '须说明原因', 'fields.1.value': '没有这一选项' })).toEqual({ 'number:5': '须说明原因', 'answer:6': '没有这一选项' })
})

it('sends the source of a known figure that was confirmed, and of no other', () => {
  const known = { value: '18', numerator: null, denominator: null, source: { code: 'known.approved', text: '据2020年5月经审定数', params: {} } }
  const offer = { ...village, value: null, known }
  const open = { ...report, values: [offer] } as unknown as Report
  const fields = fieldsOf(open)
  expect(offered(offer, fields)).toBe(true)
  expect(bodyOf(open, fields)).toMatchObject({ values: [{ value: null, origin: '' }] })
  confirmKnown(offer, fields)
  expect(bodyOf(open, fields)).toMatchObject({ values: [{ value: '18', origin: '据2020年5月经审定数' }] })
  expect(bodyOf(open, { ...fields, 'value:11': '19' })).toMatchObject({ values: [{ value: '19', origin: '' }] })
})
