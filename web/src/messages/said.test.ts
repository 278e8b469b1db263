import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import said from './said_en'

/** The server's sources, without tests: what they say by code must be known here. */
function sources(folder: string): string {
  return readdirSync(folder, { withFileTypes: true })
    .map((entry) => (entry.isDirectory() ? sources(join(folder, entry.name)) : entry.name.endsWith('.cpp') && !entry.name.endsWith('_test.cpp') ? readFileSync(join(folder, entry.name), 'utf8') : ''))
    .join('\n')
}
const root = join(__dirname, '../../../src')
const program = sources(root)
const known = new Set(Object.entries(said).flatMap(([module, sentences]) => Object.keys(sentences).map((reason) => `${module}.${reason}`)))
const found = (pattern: RegExp) => [...new Set([...program.matchAll(pattern)].map((match) => match[1]))]

describe('the server in English', () => {
  it('says every reason of a light and every finding of the seven-point check', () => {
    const codes = [
      ...found(/"((?:light|check)\.[a-z_]+)"/g),
      ...found(/target_phrase\(s, "([a-z_]+)"/g).flatMap((name) => ['', '_ceiling', '_range'].map((form) => `light.${name}${form}`)),
      ...found(/[^a-z_]add\("([a-z_]+)", "/g).map((name) => `quality.${name}`),
      ...found(/[^a-z_]due\("([a-z_]+)"/g).flatMap((name) => [`light.document_${name}`, `light.documents_${name}`])
    ]
    expect(codes.length).toBeGreaterThan(50)
    expect(codes.filter((code) => !known.has(code))).toEqual([])
  })
  it('says every error a user can meet', () => {
    const met = ['json', 'http', 'identity', 'org', 'plan', 'indicator', 'report', 'rollup', 'sheet', 'blob', 'order', 'supervise', 'dispatch', 'inspect', 'handover', 'document'].map((module) => sources(join(root, module))).join('\n')
    const codes = [
      ...met.matchAll(/(?:bad_input|conflict|not_found|forbidden|refuse|phrase|protocol_problem)\((?:base::phrase\()?\s*(?:\d+, )?"([a-z_]+\.[a-z_]+)"/g),
      ...met.matchAll(/Category::\w+,\s*"([a-z_]+\.[a-z_]+)"/g),
      ...met.matchAll(/(?:"[?/]?[a-z_]*"|path|path_of\(name\)|path\)|i\)|id\.text\(\)), "([a-z_]+\.[a-z_]+)",? /g)
    ].map((match) => match[1])
    // of the command line and of packages, not of the interface
    const elsewhere = /^(light|check|package|config|demo|entry|row|note|audit)\./
    const permissions = new Set([...sources(join(root, 'identity')).matchAll(/\{"([a-z]+\.[a-z]+)", "/g)].map((match) => match[1]))
    const kinds = /^(order|caution)\.(assigned|assisting|chased|decided|request|due_soon|overdue|returned|issued|proposed|objected|lifted|talk|step|draft|edit|file)$/  // of notices and audit, named elsewhere
    expect(codes.length).toBeGreaterThan(100)
    expect([...new Set(codes)].filter((code) => !known.has(code) && !elsewhere.test(code) && !permissions.has(code) && !kinds.test(code))).toEqual([])
  })
  it('names only parameters in braces', () => {
    for (const sentences of Object.values(said)) for (const sentence of Object.values(sentences)) expect(sentence.replace(/\{[a-z_]+\}/g, '')).not.toMatch(/[{}@|$]/)
  })
})
