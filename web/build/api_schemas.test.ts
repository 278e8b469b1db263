import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { schemasOf, type Schema } from './api_schemas'

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })

function referencesIn(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(referencesIn)
  if (!schema || typeof schema !== 'object') return []
  return Object.entries(schema).flatMap(([key, value]) => (key === '$ref' ? [String(value)] : referencesIn(value)))
}

describe('the schema of', () => {
  it('an interface requires what is not optional', () => {
    expect(schemasOf('export interface Edit { note: string; year?: number | null // of the target\n open: boolean; more: unknown }').Edit).toEqual({
      type: 'object',
      required: ['note', 'open', 'more'],
      properties: {
        note: { type: 'string' }, year: { type: ['integer', 'null'], description: 'of the target' }, open: { type: 'boolean' }, more: {}
      }
    })
  })
  it('an alias carries format, pattern and words of its comment', () => {
    expect(schemasOf('/** Exact. @pattern ^[0-9]+$ */\nexport type Decimal = string').Decimal).toEqual({
      type: 'string', description: 'Exact.', pattern: '^[0-9]+$'
    })
  })
  it('a union is an enum of its words, and null one more choice', () => {
    const made = schemasOf("export type Op = '<' | '>'\nexport interface Target { op: Op | null; sign: '' | '+' | null; due: Op | '' }")
    expect(made.Op).toEqual({ type: 'string', enum: ['<', '>'] })
    expect(made.Target.properties).toEqual({
      op: { anyOf: [ref('Op'), { type: 'null' }] },
      sign: { anyOf: [{ type: 'string', enum: ['', '+'] }, { type: 'null' }] },
      due: { anyOf: [{ type: 'string', enum: [''] }, ref('Op')] }
    })
  })
  it('what extends or is intersected must satisfy all parts', () => {
    const made = schemasOf('interface A { a: string }\ninterface B extends A { b: (A & { c: string })[] }')
    const c = { type: 'object', required: ['c'], properties: { c: { type: 'string' } } }
    expect(made.B).toEqual({
      allOf: [ref('A'), { type: 'object', required: ['b'], properties: { b: { type: 'array', items: { allOf: [ref('A'), c] } } } }]
    })
  })
  it('a generic is filled in where it is used', () => {
    const made = schemasOf('interface Page<T> { items: T[] }\ninterface Unit { id: string }\ntype UnitPage = Page<Unit>')
    expect(Object.keys(made)).toEqual(['Unit', 'UnitPage'])
    expect(made.UnitPage).toEqual({ type: 'object', required: ['items'], properties: { items: { type: 'array', items: ref('Unit') } } })
  })
  it('a record of words requires each of them', () => {
    const made = schemasOf("type Colour = 'red' | 'green'\ninterface Board { lights: Record<Colour, number>; names: Record<string, string> }")
    expect(made.Board.properties).toEqual({
      lights: { type: 'object', required: ['red', 'green'], properties: { red: { type: 'integer' }, green: { type: 'integer' } } },
      names: { type: 'object', additionalProperties: { type: 'string' } }
    })
  })
})

it('says the line of what it cannot describe', () => {
  expect(() => schemasOf('interface A { a: string }\ninterface B { at: Date }')).toThrow('types.ts:2: no schema for "Date"')
  expect(() => schemasOf('interface Page<T> { items: T[] }\ninterface B { all: Page }')).toThrow('types.ts:2')
  expect(() => schemasOf('interface A { a(): string }')).toThrow('types.ts:1')
})

it('describes the whole contract without a dangling reference', () => {
  const made: Record<string, Schema> = schemasOf(readFileSync(new URL('../src/api/types.ts', import.meta.url), 'utf8'))
  expect(Object.keys(made)).toEqual(expect.arrayContaining(['Problem', 'Session', 'UnitPage', 'Report', 'Cockpit']))
  const names = Object.keys(made).map((name) => ref(name).$ref)
  expect(names).toEqual(expect.arrayContaining([...new Set(referencesIn(made))]))
})
