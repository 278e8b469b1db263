import { said } from '@/shared/said'
import type { Problem } from './types'

/** The server refused the request; `detail` is a Chinese sentence meant for the reader, said() has it in other languages. */
export class ApiProblem extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail || problem.title)
    this.name = 'ApiProblem'
  }
  get status() { return this.problem.status }
  get code() { return this.problem.code }
  /** Messages by field; the path `/values/0/value` and the name `values.0.value` are the same key. */
  get fields(): Record<string, string> {
    return Object.fromEntries((this.problem.errors ?? []).map((e) => [fieldKey(e.path), said({ code: e.code, text: e.message, params: e.params ?? {} })]))
  }
}

/** No answer came: the server is away, or the network is. */
export class Unreachable extends Error {
  constructor() {
    super('unreachable')
    this.name = 'Unreachable'
  }
}

export function fieldKey(path: string): string {
  return path.replace(/^\//, '').replace(/\//g, '.')
}

export type Query = Record<string, string | number | boolean | null | undefined>

interface Options {
  query?: Query
  body?: unknown
  /** Sent as it is instead of JSON. */
  file?: File
  version?: number
  /** The answer is a file. */
  asFile?: boolean
  onProgress?: (fraction: number) => void
  signal?: AbortSignal
}

interface Hooks {
  csrfToken: () => string
  /** Called on 401; resolves true when the user has logged in again and the request may be repeated. */
  sessionExpired: () => Promise<boolean>
}

let hooks: Hooks = { csrfToken: () => '', sessionExpired: async () => false }

export function useHooks(value: Hooks) {
  hooks = value
}

export function apiUrl(path: string, query: Query = {}): string {
  const parts = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '' && value !== false) parts.set(name, value === true ? '1' : String(value))
  }
  const text = parts.toString()
  return `/api/v1${path}${text ? `?${text}` : ''}`
}

/** Reads a problem from an error answer, also when it is not one (a proxy's page, an empty body). */
export function problemOf(status: number, body: string, requestId: string): Problem {
  try {
    const parsed = JSON.parse(body) as Partial<Problem>
    if (parsed && typeof parsed === 'object' && typeof parsed.code === 'string') {
      return { type: 'about:blank', title: '', detail: '', request_id: requestId, ...parsed, status: parsed.status ?? status, code: parsed.code }
    }
  } catch {
    // not JSON: described by its status below
  }
  return { type: 'about:blank', title: `HTTP ${status}`, status, code: `http.${status}`, detail: '', request_id: requestId }
}

interface Answer { status: number; body: string; requestId: string; file?: ReceivedFile }
/** A file the server made, under the name it gave. */
export interface ReceivedFile { name: string; content: Blob }

function receivedFile(request: XMLHttpRequest): ReceivedFile {
  const name = /filename\*=UTF-8''([^;]+)/.exec(request.getResponseHeader('Content-Disposition') ?? '')
  return { name: name ? decodeURIComponent(name[1]) : 'download', content: request.response as Blob }
}

function send(method: string, path: string, options: Options): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, apiUrl(path, options.query))
    request.setRequestHeader('Accept', 'application/json')
    if (method !== 'GET') request.setRequestHeader('X-CSRF-Token', hooks.csrfToken())
    if (options.version !== undefined) request.setRequestHeader('If-Match', `"${options.version}"`)
    if (options.file) {
      request.setRequestHeader('Content-Type', 'application/octet-stream')
      request.setRequestHeader('X-File-Name', encodeURIComponent(options.file.name))
    } else if (options.body !== undefined) {
      request.setRequestHeader('Content-Type', 'application/json')
    }
    if (options.asFile) request.responseType = 'blob'
    request.upload.onprogress = (event) => event.lengthComputable && options.onProgress?.(event.loaded / event.total)
    request.onload = async () => {
      const requestId = request.getResponseHeader('X-Request-Id') ?? ''
      if (!options.asFile) return resolve({ status: request.status, body: request.responseText, requestId })
      const body = request.status >= 400 ? await (request.response as Blob).text() : ''
      resolve({ status: request.status, body, requestId, file: receivedFile(request) })
    }
    request.onerror = () => reject(new Unreachable())
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    options.signal?.addEventListener('abort', () => request.abort())
    request.send(options.file ?? (options.body === undefined ? null : JSON.stringify(options.body)))
  })
}

async function answered(method: string, path: string, options: Options): Promise<Answer> {
  let answer = await send(method, path, options)
  if (answer.status === 401 && path !== '/session' && (await hooks.sessionExpired())) answer = await send(method, path, options)
  if (answer.status === 502 || answer.status === 503 || answer.status === 504) {
    const problem = problemOf(answer.status, answer.body, answer.requestId)
    throw problem.code.startsWith('http.') ? new Unreachable() : new ApiProblem(problem)
  }
  if (answer.status >= 400) throw new ApiProblem(problemOf(answer.status, answer.body, answer.requestId))
  return answer
}

async function call<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const { body } = await answered(method, path, options)
  return (body ? JSON.parse(body) : undefined) as T
}

export const api = {
  get: <T>(path: string, query?: Query, signal?: AbortSignal) => call<T>('GET', path, { query, signal }),
  post: <T>(path: string, body?: unknown, version?: number) => call<T>('POST', path, { body, version }),
  put: <T>(path: string, body: unknown, version?: number) => call<T>('PUT', path, { body, version }),
  patch: <T>(path: string, body: unknown, version?: number) => call<T>('PATCH', path, { body, version }),
  remove: <T>(path: string, version?: number) => call<T>('DELETE', path, { version }),
  /** Streams the file as the body; `onProgress` gets 0..1. */
  upload: <T>(path: string, file: File, onProgress?: (fraction: number) => void, signal?: AbortSignal) =>
    call<T>('PUT', path, { file, onProgress, signal }),
  /** The same where the file is not kept under an address of its own. */
  postFile: <T>(path: string, query: Query, file: File, onProgress?: (fraction: number) => void) => call<T>('POST', path, { query, file, onProgress }),
  /** A file of the server; with `sent`, the one it makes of that. */
  receive: async (path: string, query: Query, sent?: File): Promise<ReceivedFile> => (await answered(sent ? 'POST' : 'GET', path, { query, file: sent, asFile: true })).file as ReceivedFile
}

/** Hands a received file to the browser's downloads. */
export function keepFile(file: ReceivedFile) {
  const address = URL.createObjectURL(file.content)
  const link = document.createElement('a')
  link.href = address
  link.download = file.name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
