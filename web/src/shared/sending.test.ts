import { describe, expect, it } from 'vitest'
import { ApiProblem } from '@/api/client'
import { conflictOf } from '@/api/conflict'
import { useSending } from './sending'

const problem = (status: number, more = {}) => new ApiProblem({ type: 'about:blank', title: '', status, code: 'x', detail: '', request_id: '', ...more })
const refused = problem(400, { errors: [{ path: '/name', code: 'name.missing', message: '请填写名称' }] })
const outrun = problem(412, { conflict: { theirs: { version: 5 }, changed_by: '张三', changed_at: '2020-07-03T01:02:03Z' } })
const fail = (error: unknown) => async () => { throw error }

describe('sending', () => {
  it('is busy until the work is done, and hands on its answer', async () => {
    const { busy, send } = useSending()
    const sent = send(async () => 7)
    expect(busy.value).toBe(true)
    expect(await sent).toBe(7)
    expect(busy.value).toBe(false)
  })
  it('keeps what went wrong, by field, until the next try', async () => {
    const { busy, failure, fields, send } = useSending()
    expect(await send(fail(refused))).toBeUndefined()
    expect(failure.value).toBe(refused)
    expect(fields.value).toEqual({ name: '请填写名称' })
    expect(busy.value).toBe(false)
    await send(async () => {})
    expect(failure.value).toBeNull()
    expect(fields.value).toEqual({})
  })
  it('takes a closed confirmation box for no failure', async () => {
    const { busy, failure, send } = useSending()
    await send(fail('cancel'))
    await send(fail('close'))
    expect(failure.value).toBeNull()
    expect(busy.value).toBe(false)
  })
  it('keeps what someone else stored, also over a later failure, until a try succeeds', async () => {
    const { failure, conflict, send } = useSending(conflictOf<{ version: number }>)
    await send(fail(outrun))
    expect(conflict.value).toEqual({ theirs: { version: 5 }, rival: { by: '张三', at: '2020-07-03T01:02:03Z' } })
    expect(failure.value).toBeNull()
    await send(fail(refused))
    expect(conflict.value?.theirs.version).toBe(5)
    expect(failure.value).toBe(refused)
    await send(async () => {})
    expect(conflict.value).toBeNull()
  })
  it('takes a conflict for a failure where nobody shows it', async () => {
    const { failure, conflict, send } = useSending()
    await send(fail(outrun))
    expect(failure.value).toBe(outrun)
    expect(conflict.value).toBeNull()
  })
})
