import type pg from 'pg'
import { COLUMNS } from '@/lib/activity/row-text'
import { copyLines } from './copy'

/** True for what PostgreSQL says about data it cannot take, as against its own or the network's trouble. */
export function isDataError(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
  // 22: data exceptions; 23514: no partition or a check; 54: a row or index entry beyond the limits.
  return /^(22...|23514|54...)$/.test(code)
}

/** True when the same transaction may succeed if tried again: a deadlock or a serialization failure. */
export function isTransient(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && (error.code === '40P01' || error.code === '40001')
}

/**
 * Which of these lines PostgreSQL refuses, found by halving: every try is rolled back to a savepoint, so nothing stays. Costs a
 * COPY per half, but only for a batch that was refused as a whole.
 */
export async function refusedLines(client: pg.ClientBase, lines: readonly string[]): Promise<number[]> {
  const refused: number[] = []
  const open: [number, number][] = [[0, lines.length]]
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const [from, to] = part
    if (from === to || (await isTaken(client, lines.slice(from, to)))) continue
    const middle = (from + to) >>> 1
    if (to - from === 1) refused.push(from)
    else open.push([middle, to], [from, middle])
  }
  return refused
}

async function isTaken(client: pg.ClientBase, lines: readonly string[]): Promise<boolean> {
  await client.query('SAVEPOINT probe')
  try {
    await copyLines(client, 'activity_event', COLUMNS, lines)
    return true
  } catch (error) {
    if (!isDataError(error)) throw error
    return false
  } finally {
    await client.query('ROLLBACK TO SAVEPOINT probe')
  }
}
