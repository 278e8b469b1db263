import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import type { Plugin } from 'vite'

/** A JSON Schema of draft 2020-12, as OpenAPI 3.1 speaks it. */
export interface Schema { [keyword: string]: unknown }

type Declaration = ts.InterfaceDeclaration | ts.TypeAliasDeclaration
type Arguments = Map<string, Schema>

const keywords: Partial<Record<ts.SyntaxKind, Schema>> = {
  [ts.SyntaxKind.StringKeyword]: { type: 'string' },
  [ts.SyntaxKind.NumberKeyword]: { type: 'integer' },
  [ts.SyntaxKind.BooleanKeyword]: { type: 'boolean' },
  [ts.SyntaxKind.UnknownKeyword]: {}
}

/**
 * Component schemas by name, of every exported interface and alias of a TypeScript file. A generic has none of its own: it is filled in
 * where it is used. Throws with the line where the file says something that has no counterpart here.
 */
export function schemasOf(source: string): Record<string, Schema> {
  const file = ts.createSourceFile('types.ts', source, ts.ScriptTarget.ES2020, true)
  const declarations = new Map<string, Declaration>()
  for (const statement of file.statements) {
    if (!ts.isInterfaceDeclaration(statement) && !ts.isTypeAliasDeclaration(statement)) refuse(statement)
    declarations.set(statement.name.text, statement)
  }

  function refuse(node: ts.Node): never {
    const line = file.getLineAndCharacterOfPosition(node.getStart()).line + 1
    throw new Error(`types.ts:${line}: no schema for "${node.getText().slice(0, 80)}"`)
  }

  function typeSchema(node: ts.TypeNode, given: Arguments): Schema {
    const keyword = keywords[node.kind]
    if (keyword) return keyword
    if (ts.isParenthesizedTypeNode(node)) return typeSchema(node.type, given)
    if (ts.isArrayTypeNode(node)) return { type: 'array', items: typeSchema(node.elementType, given) }
    if (ts.isLiteralTypeNode(node)) return literalSchema(node)
    if (ts.isTypeLiteralNode(node)) return objectSchema(node.members, given)
    if (ts.isIntersectionTypeNode(node)) return { allOf: node.types.map((part) => typeSchema(part, given)) }
    if (ts.isUnionTypeNode(node)) return unionSchema(node.types.map((part) => typeSchema(part, given)))
    if (ts.isTypeReferenceNode(node)) return referenceSchema(node, node.typeName.getText(), given)
    return refuse(node)
  }

  function literalSchema(node: ts.LiteralTypeNode): Schema {
    if (ts.isStringLiteral(node.literal)) return { type: 'string', enum: [node.literal.text] }
    return node.literal.kind === ts.SyntaxKind.NullKeyword ? { type: 'null' } : refuse(node)
  }

  /** One enum of the literals, null folded into a plain type, anyOf for the rest. */
  function unionSchema(parts: Schema[]): Schema {
    const words = parts.flatMap((part) => (part.enum as string[] | undefined) ?? [])
    const others = parts.filter((part) => !part.enum)
    if (words.length) others.unshift({ type: 'string', enum: words })
    if (others.length === 1) return others[0]
    const [first, second] = others
    if (others.length === 2 && second.type === 'null' && typeof first.type === 'string' && !first.enum) {
      return { ...first, type: [first.type, 'null'] }
    }
    return { anyOf: others }
  }

  function referenceSchema(node: ts.TypeReferenceNode | ts.ExpressionWithTypeArguments, name: string, given: Arguments): Schema {
    const argument = given.get(name)
    if (argument) return argument
    const types = (node.typeArguments ?? []).map((part) => typeSchema(part, given))
    if (name === 'Record') return recordSchema(node, types)
    const declared = declarations.get(name) ?? refuse(node)
    const parameters = declared.typeParameters ?? []
    if (parameters.length !== types.length) refuse(node)
    return parameters.length
      ? declarationSchema(declared, new Map(parameters.map((parameter, i) => [parameter.name.text, types[i]])))
      : { $ref: `#/components/schemas/${name}` }
  }

  /** Record of an alias of words: each word is a required member. */
  function recordSchema(node: ts.Node, [key, value]: Schema[]): Schema {
    if (key.type === 'string' && !key.enum) return { type: 'object', additionalProperties: value }
    const alias = declarations.get(String(key.$ref).split('/').pop() ?? '')
    const words = (key.enum ?? (alias && declarationSchema(alias, new Map()).enum) ?? refuse(node)) as string[]
    return { type: 'object', required: words, properties: Object.fromEntries(words.map((word) => [word, value])) }
  }

  function objectSchema(members: ts.NodeArray<ts.TypeElement>, given: Arguments): Schema {
    const required: string[] = []
    const properties: Record<string, Schema> = {}
    for (const member of members) {
      if (!ts.isPropertySignature(member) || !member.type) refuse(member)
      const name = (member.name as ts.Identifier).text
      const remark = remarkAfter(member)
      properties[name] = { ...typeSchema(member.type, given), ...(remark && { description: remark }) }
      if (!member.questionToken) required.push(name)
    }
    return { type: 'object', ...(required.length && { required }), properties }
  }

  /** The words of a `//` behind a member that ends its line. */
  function remarkAfter(member: ts.Node): string | undefined {
    const remark = ts.getTrailingCommentRanges(source, member.end)?.[0]
    return remark && source.slice(remark.pos, remark.end).replace(/^\/\/\s*/, '')
  }

  /** What the doc comment adds: its text, and @format and @pattern as keywords. */
  function documented(declared: Declaration): Schema {
    const text = ts.getJSDocCommentsAndTags(declared).flatMap((doc) => (ts.isJSDoc(doc) ? [ts.getTextOfJSDocComment(doc.comment)] : []))
    const tags = ts.getJSDocTags(declared).map((tag) => [tag.tagName.text, ts.getTextOfJSDocComment(tag.comment)])
    return { ...(text[0] && { description: text[0] }), ...Object.fromEntries(tags) }
  }

  function declarationSchema(declared: Declaration, given: Arguments): Schema {
    if (ts.isTypeAliasDeclaration(declared)) return { ...typeSchema(declared.type, given), ...documented(declared) }
    const own = { ...objectSchema(declared.members, given), ...documented(declared) }
    const bases = (declared.heritageClauses ?? []).flatMap((clause) => clause.types)
    return bases.length ? { allOf: [...bases.map((base) => referenceSchema(base, base.expression.getText(), given)), own] } : own
  }

  const plain = [...declarations].filter(([, declared]) => !declared.typeParameters)
  return Object.fromEntries(plain.map(([name, declared]) => [name, declarationSchema(declared, new Map())]))
}

/** Writes generated/api_schemas.json, which the server embeds: the shapes of src/api/types.ts for its API description. */
export function apiSchemas(): Plugin {
  let root = ''
  return {
    name: 'luoshi-api-schemas',
    apply: 'build',
    configResolved: (config) => {
      root = config.root
    },
    buildStart() {
      const schemas = schemasOf(readFileSync(join(root, 'src/api/types.ts'), 'utf8'))
      mkdirSync(join(root, 'generated'), { recursive: true })
      writeFileSync(join(root, 'generated/api_schemas.json'), JSON.stringify(schemas))
    }
  }
}
