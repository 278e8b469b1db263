import { expect, it } from 'vitest'
import type { PlanDocument } from '@/api/types'
import { findAll, itemAt, layOut } from './document_lines'

const text = '𠀀标题\n\n一、任务\n1\t建设<p>基地</p>\t市商务局\n2\t培训\t市人社局\n结尾'
const at = (needle: string) => findAll(text, needle)[0]
const clause = (id: string, needle: string, kind: 'heading' | 'table_row') => ({ id, ref: id, kind, level: 1, parent_id: null, title: '', begin: at(needle)[0], end: at(needle)[1], start_line: 1, end_line: 1 })
const item = (kind: 'task' | 'duty', id: string, needle: string) => ({ kind, id, task_id: '1', clause_id: null, label: '', first_label: null, begin: at(needle)[0], end: at(needle)[1] })
const document: PlanDocument = {
  text,
  clauses: [clause('h', '一、任务', 'heading'), clause('r1', '1\t建设<p>基地</p>\t市商务局', 'table_row')],
  items: [item('task', '1', '建设<p>基地</p>\t市商务局'), item('duty', '2', '市商务局')]
}

it('keeps the line numbers of the document and leaves empty lines out', () => {
  expect(layOut(document).flatMap((block) => block.lines.map((line) => line.number))).toEqual([1, 3, 4, 5, 6])
})

it('lays lines with tabs out as one table', () => {
  const blocks = layOut(document)
  expect(blocks.map((block) => block.table)).toEqual([false, true, false])
  expect(blocks[1].lines[0].cells.map((cell) => cell.pieces.map((piece) => piece.text).join(''))).toEqual(['1', '建设基地', '市商务局'])
})

it('counts code points, not half characters', () => {
  const [block] = layOut(document)
  expect(block.lines[1].begin).toBe(5)
})

it('marks what was drawn from the text, and a click means the smallest of it', () => {
  const row = layOut(document)[1].lines[0]
  expect(row.clauseId).toBe('r1')
  expect(row.cells[2].pieces).toEqual([{ begin: at('市商务局')[0], end: at('市商务局')[1], text: '市商务局', items: ['task-1', 'duty-2'] }])
  expect(itemAt(document, row.cells[2].pieces[0].items)).toBe('duty-2')
})

it('cuts the text where a place begins and ends', () => {
  const place = at('培训')
  const pieces = layOut(document, [place[0], place[0] + 1])[1].lines[1].cells[1].pieces
  expect(pieces.map((piece) => piece.text)).toEqual(['培', '训'])
})

it('finds every place of a text', () => {
  expect(findAll('电商，电商', '电商')).toEqual([[0, 2], [3, 5]])
  expect(findAll('电商', ' ')).toEqual([])
})
