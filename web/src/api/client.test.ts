import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { api, ApiProblem, apiUrl, fieldKey, problemOf, Unreachable, useHooks } from './client'

interface Sent { method: string; url: string; headers: Record<string, string>; body: unknown }
let sent: Sent[] = []
let answers: { status: number; body?: string }[] = []

class FakeRequest {
  upload = {}
  status = 0
  responseText = ''
  onload?: () => void
  onerror?: () => void
  private record: Sent = { method: '', url: '', headers: {}, body: null }
  open(method: string, url: string) { this.record.method = method; this.record.url = url }
  setRequestHeader(name: string, value: string) { this.record.headers[name] = value }
  getResponseHeader() { return 'req-1' }
  send(body: unknown) {
    sent.push({ ...this.record, body })
    const answer = answers.shift() ?? { status: 0 }
    this.status = answer.status
    this.responseText = answer.body ?? ''
    queueMicrotask(() => (answer.status === 0 ? this.onerror?.() : this.onload?.()))
  }
}

beforeEach(() => {
  sent = []
  answers = []
  vi.stubGlobal('XMLHttpRequest', FakeRequest)
})
afterEach(() => vi.unstubAllGlobals())

it('leaves empty filters out of the address', () => {
  expect(apiUrl('/tasks', { q: '', unit: null, light: 'red', to_review: true, mine: false })).toBe('/api/v1/tasks?light=red&to_review=1')
})

it('names a field the same way whether it comes as a pointer or a path', () => {
  expect(fieldKey('/values/0/value')).toBe('values.0.value')
  expect(fieldKey('values.0.value')).toBe('values.0.value')
})

describe('problems', () => {
  it('carries the sentence of the server and its field messages', async () => {
    answers = [{ status: 400, body: JSON.stringify({ code: 'report.invalid', status: 400, title: '', detail: '有 1 处要改', request_id: 'r9', errors: [{ path: '/progress', code: 'required', message: '进展不能为空' }] }) }]
    const problem = (await api.put('/reports/1', {}, 4).catch((e) => e)) as ApiProblem
    expect(problem).toBeInstanceOf(ApiProblem)
    expect(problem.message).toBe('有 1 处要改')
    expect(problem.fields).toEqual({ progress: '进展不能为空' })
    expect(sent[0].headers['If-Match']).toBe('"4"')
  })
  it('describes an answer that is no problem by its status and request id', () => {
    expect(problemOf(500, '<html>', 'req-1')).toMatchObject({ status: 500, code: 'http.500', request_id: 'req-1' })
  })
  it('takes a gateway page for an absent server, but not a busy answer of our own', async () => {
    answers = [{ status: 502, body: '<html>' }, { status: 503, body: JSON.stringify({ code: 'server.busy', detail: '系统繁忙', status: 503 }) }, { status: 0 }]
    expect(await api.get('/a').catch((e) => e)).toBeInstanceOf(Unreachable)
    expect(await api.get('/a').catch((e) => e)).toBeInstanceOf(ApiProblem)
    expect(await api.get('/a').catch((e) => e)).toBeInstanceOf(Unreachable)
  })
})

describe('an expired session', () => {
  const expired = { status: 401, body: JSON.stringify({ code: 'session.expired', status: 401 }) }
  it('repeats the request with the new token after logging in again', async () => {
    let token = 'old'
    useHooks({ csrfToken: () => token, sessionExpired: async () => { token = 'new'; return true } })
    answers = [expired, { status: 200, body: '{"ok":1}' }]
    expect(await api.post('/reports', { a: 1 })).toEqual({ ok: 1 })
    expect(sent.map((s) => s.headers['X-CSRF-Token'])).toEqual(['old', 'new'])
    expect(sent[1].body).toBe(sent[0].body)
  })
  it('fails with the problem when the user gives up', async () => {
    useHooks({ csrfToken: () => '', sessionExpired: async () => false })
    answers = [expired]
    expect(((await api.get('/work').catch((e) => e)) as ApiProblem).code).toBe('session.expired')
    expect(sent).toHaveLength(1)
  })
  it('does not ask while logging in itself fails', async () => {
    const ask = vi.fn(async () => true)
    useHooks({ csrfToken: () => '', sessionExpired: ask })
    answers = [{ status: 401, body: JSON.stringify({ code: 'session.bad_credentials', status: 401, detail: '用户名或密码不对' }) }]
    await api.post('/session', {}).catch(() => null)
    expect(ask).not.toHaveBeenCalled()
  })
})
