import { describe, expect, test, vi } from 'vitest'
import type { ItemRow } from '@/lib/reviews/model'
import { makeDeskStore } from './desk-store'
import { makeDeskMoves } from './desk-moves'
import { answered, lookAt, NO_DWELL, secondsOn } from './dwell'
import { between, entriesOf, missingBlocks } from './entries'
import { commandOf } from './key-commands'
import { makeSaver, type Send, type Sent } from './saver'
import { reasonLabel } from './words'

function row(id: string, change: Partial<ItemRow> = {}): ItemRow {
  return {
    id, position: 0, risk: 'low', state: 'pending', flags: [], change: 'unchanged', subject: 'grant', server: 'github', title: 'read_page', access: 'read', caller: { agent: 'triage', client: 'any', human: 'any' }, badges: [],
    weeks: [], calls: 4, calls30: 4, lastAt: null, humans: 1, peers: '', granted: '', findings: 0, previous: null, recommendation: { answer: 'keep', rule: 'used', text: 'used' }, mine: true, answer: null, conflict: null, outcome: null,
    outcomeBy: null, remediation: 'none', confirmation: null, ...change,
  }
}

const NOW = '2026-11-21T08:00:00.000Z'
const agreed = (value: ItemRow): Sent => ({ ok: true, value })
const kept = (one: ItemRow): ItemRow => ({ ...one, answer: { answer: 'keep', until: null, reason: null, at: NOW, seconds: 1, bulk: false } })
const refusal = (path: string | null): Sent => ({ ok: false, problem: { code: 'invalid_input', detail: 'Refused.', errors: path === null ? [] : [{ path, message: 'is needed' }] } })

function desk(send: Send, rows: ItemRow[] = [row('a'), row('b'), row('c')]) {
  const store = makeDeskStore('a')
  store.arrived(rows, true)
  const saver = makeSaver(store, send, () => NOW)
  const show = vi.fn<(id: string, narrow: boolean) => void>()
  let clock = 0
  const moves = makeDeskMoves({ store, saver, ids: () => rows.map((one) => one.id), clock: () => clock, show, reveal: () => {} })
  return { store, saver, moves, show, wait: (milliseconds: number) => { clock += milliseconds } }
}

describe('an answer', () => {
  test('shows at once, counts at once, and is what the server says in the end', async () => {
    const { store, moves } = desk((_id, _move) => Promise.resolve(agreed(kept(row('a')))))
    moves.answer('a', 'keep')
    expect(store.entry('a')).toMatchObject({ row: { answer: { answer: 'keep' } }, save: { phase: 'saving' } })
    expect(store.desk()).toMatchObject({ saving: 1, delta: { low: 1 } })
    await vi.waitFor(() => expect(store.entry('a').save).toBeNull())
    expect(store.desk()).toMatchObject({ saving: 0, failed: 0, delta: { low: 1 } })
  })

  test('that could not be saved stays as it was given, until it is tried again or dropped', async () => {
    let up = false
    const { store, moves } = desk(() => (up ? Promise.resolve(agreed(kept(row('a')))) : Promise.reject(new Error('no network'))))
    moves.answer('a', 'keep')
    await vi.waitFor(() => expect(store.entry('a').save?.phase).toBe('failed'))
    expect(store.entry('a').row?.answer?.answer).toBe('keep')
    expect(store.desk().failed).toBe(1)
    store.arrived([row('a')], true)
    expect(store.entry('a').row?.answer?.answer, 'rows that come later do not wipe it out').toBe('keep')
    up = true
    moves.retry('a')
    await vi.waitFor(() => expect(store.entry('a').save).toBeNull())
    expect(store.desk()).toMatchObject({ failed: 0, saving: 0, delta: { low: 1 } })
  })

  test('dropped after a failure leaves the row as the server has it', async () => {
    const { store, moves } = desk(() => Promise.reject(new Error('no network')))
    moves.answer('a', 'keep')
    await vi.waitFor(() => expect(store.entry('a').save?.phase).toBe('failed'))
    moves.undo('a')
    expect(store.entry('a')).toMatchObject({ save: null, row: { answer: null } })
    expect(store.desk()).toMatchObject({ failed: 0, delta: { low: 0 } })
  })

  test('changed while the first is under way: one request at a time, and the last wish is the one that is sent', async () => {
    const asked: string[] = []
    const open: (() => void)[] = []
    const { store, moves } = desk(async (_id, move) => {
      asked.push(move.kind === 'answer' ? move.answer : move.kind)
      await new Promise<void>((done) => { open.push(done) })
      return agreed(move.kind === 'answer' ? kept(row('a')) : row('a'))
    }, [row('a', { recommendation: { answer: 'none', rule: 'young', text: '' } })])
    moves.answer('a', 'keep')
    moves.answer('a', 'revoke')
    moves.undo('a')
    expect(asked).toEqual(['keep'])
    open.shift()?.()
    await vi.waitFor(() => expect(asked).toEqual(['keep', 'undo']))
    open.shift()?.()
    await vi.waitFor(() => expect(store.entry('a')).toMatchObject({ save: null, row: { answer: null } }))
  })

  test('that the server wants a reason for asks for it in the row, and is not a failure', async () => {
    const { store, moves } = desk(() => Promise.resolve(refusal('reason')))
    moves.answer('a', 'keep')
    await vi.waitFor(() => expect(store.entry('a').editing).toMatchObject({ kind: 'reason', move: { answer: 'keep' }, message: 'Refused.' }))
    expect(store.entry('a')).toMatchObject({ save: null, row: { answer: null } })
    expect(store.desk()).toMatchObject({ failed: 0, delta: { low: 0 } })
  })

  test('that needs more is not sent before it is there: a reason, a day, targets', () => {
    const send = vi.fn<Send>(() => Promise.resolve(agreed(row('a'))))
    const { store, moves, show } = desk(send, [row('a', { risk: 'critical' }), row('b')])
    moves.answer('a', 'keep')
    expect(store.entry('a').editing).toMatchObject({ kind: 'reason' })
    moves.answer('b', 'shorten')
    expect(store.entry('b').editing).toMatchObject({ kind: 'until' })
    moves.answer('b', 'narrow')
    expect(show).toHaveBeenCalledWith('b', true)
    expect(send).not.toHaveBeenCalled()
  })

  test('is given only to what is one’s own', () => {
    const send = vi.fn<Send>(() => Promise.resolve(agreed(row('a'))))
    const { moves } = desk(send, [row('a', { mine: false })])
    moves.answer('a', 'keep')
    moves.undo('a')
    moves.passOn('a')
    expect(send).not.toHaveBeenCalled()
  })

  test('says how long its row was looked at, and whether its evidence was opened', () => {
    const send = vi.fn<Send>(() => Promise.resolve(agreed(row('b'))))
    const { moves, wait } = desk(send)
    moves.go('b')
    wait(4_200)
    moves.open('b')
    moves.answer('b', 'keep')
    expect(send).toHaveBeenCalledWith('b', { kind: 'answer', answer: 'keep', seconds: 4.2, opened: true })
  })
})

describe('moving and picking', () => {
  test('stays within the rows, and a range holds both ends', () => {
    const { store, moves } = desk(() => Promise.resolve(agreed(row('a'))))
    moves.move(-1)
    expect(store.desk().focus).toBe('a')
    moves.edge(true)
    moves.move(1)
    expect(store.desk().focus).toBe('c')
    moves.pick('a')
    moves.go('c')
    moves.pickRange('c')
    expect([...store.desk().picked]).toEqual(['a', 'b', 'c'])
    expect(store.entry('b').picked).toBe(true)
  })

  test('tells only the rows that changed', () => {
    const { store, moves } = desk(() => Promise.resolve(agreed(row('a'))))
    const heard: string[] = []
    for (const id of ['a', 'b', 'c']) store.subscribe(id, () => heard.push(id))
    moves.go('b')
    expect(heard).toEqual(['a', 'b'])
  })
})

describe('keys', () => {
  const press = (key: string, shiftKey = false) => ({ key, shiftKey })

  test.each([['1', 'keep'], ['2', 'shorten'], ['3', 'narrow'], ['4', 'revoke'], ['6', 'abstain'], ['a', 'keep'], ['s', 'shorten'], ['w', 'narrow'], ['r', 'revoke'], ['d', 'abstain']])('%s answers %s', (key, answer) => {
    expect(commandOf(press(key), true, 'grants')).toEqual({ do: 'answer', answer })
  })

  test('switched off, no letter or digit means anything; arrows, Enter and Esc still do', () => {
    for (const key of 'jkxnuo?123456aswrmd') expect(commandOf(press(key), false, 'grants')).toBeNull()
    expect(commandOf(press('ArrowDown'), false, 'grants')).toEqual({ do: 'move', by: 1 })
    expect(commandOf(press('Enter'), false, 'grants')).toEqual({ do: 'open' })
  })

  test('what somebody owns is neither shortened nor narrowed', () => {
    for (const key of '23sw') expect(commandOf(press(key), true, 'ownership')).toBeNull()
    expect(commandOf(press('4'), true, 'ownership')).toEqual({ do: 'answer', answer: 'revoke' })
  })
})

test('time counts for the row in focus alone, begins anew after an answer, and does not run while nobody looks', () => {
  let dwell = lookAt(NO_DWELL, 'a', 0)
  dwell = lookAt(dwell, 'b', 3_000)
  dwell = lookAt(dwell, 'a', 5_000)
  expect(secondsOn(dwell, 'a', 6_000)).toBe(4)
  expect(secondsOn(dwell, 'b', 6_000)).toBe(2)
  dwell = answered(dwell, 'a', 6_000)
  expect(secondsOn(dwell, 'a', 7_000)).toBe(1)
  dwell = lookAt(dwell, null, 8_000)
  expect(secondsOn(dwell, 'a', 60_000)).toBe(2)
})

test('rows come in whole blocks, each asked for once', () => {
  const ids = Array.from({ length: 10 }, (_, place) => `i${place}`)
  expect(missingBlocks(ids, 3, 6, 4, (id) => id === 'i1')).toEqual([['i0', 'i2', 'i3'], ['i4', 'i5', 'i6', 'i7']])
  expect(missingBlocks(ids, 8, 40, 4, () => false)).toEqual([['i8', 'i9']])
  expect(between(ids, 'i4', 'i2')).toEqual(['i2', 'i3', 'i4'])
})

test('headings are rows of their own and count as such', () => {
  expect(entriesOf([{ label: 'github', ids: ['a', 'b'] }, { label: 'wiki', ids: ['c'] }], true)).toEqual([{ head: 'github', count: 2 }, { id: 'a', rowIndex: 2 }, { id: 'b', rowIndex: 3 }, { head: 'wiki', count: 1 }, { id: 'c', rowIndex: 5 }])
})

test.each([
  ['keep', 'low', 'keep', null], ['keep', 'high', 'keep', 'Why keep it, though its risk is high?'], ['keep', 'low', 'revoke', 'Why keep it, though the recommendation is to revoke?'],
  ['revoke', 'low', 'keep', 'Why revoke it, though the recommendation is to keep?'], ['revoke', 'critical', 'revoke', null], ['abstain', 'critical', 'keep', null],
] as const)('%s at %s risk where %s is recommended asks: %s', (answer, risk, advised, asks) => {
  expect(reasonLabel({ risk, recommendation: { answer: advised, rule: 'r', text: 't' } }, answer)).toBe(asks)
})

test('what is handed on stays in its place, and is not counted as one’s own any more', async () => {
  const { store, moves } = desk(() => Promise.resolve(agreed(row('a', { mine: false }))))
  moves.send('a', { kind: 'pass_on', reason: 'Not my server' })
  await vi.waitFor(() => expect(store.entry('a').passed).toBe('the next in line'))
  expect(store.desk()).toMatchObject({ gone: { low: 1 }, delta: { low: 0 } })
})
