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
const program = sources(join(__dirname, '../../../src'))
const known = new Set(Object.entries(said).flatMap(([module, sentences]) => Object.keys(sentences).map((reason) => `${module}.${reason}`)))
const found = (pattern: RegExp) => [...new Set([...program.matchAll(pattern)].map((match) => match[1]))]

describe('the server in English', () => {
  it('says every reason of a light and every finding of the seven-point check', () => {
    const codes = [
      ...found(/"((?:light|check)\.[a-z_]+)"/g),
      ...found(/target_phrase\(s, "([a-z_]+)"/g).flatMap((name) => ['', '_ceiling', '_range'].map((form) => `light.${name}${form}`)),
      ...found(/[^a-z_]due\("([a-z_]+)"/g).flatMap((name) => [`light.document_${name}`, `light.documents_${name}`])
    ]
    expect(codes.length).toBeGreaterThan(50)
    expect(codes.filter((code) => !known.has(code))).toEqual([])
  })
  it('names only parameters in braces', () => {
    for (const sentences of Object.values(said)) for (const sentence of Object.values(sentences)) expect(sentence.replace(/\{[a-z_]+\}/g, '')).not.toMatch(/[{}@|$]/)
  })
})
