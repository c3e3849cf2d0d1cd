import { readdirSync, readFileSync } from 'node:fs'
import type pg from 'pg'

/** Clock ticks a second on Linux; elsewhere there is no /proc and the answers are 0. */
const TICKS = 100

/** Seconds of CPU a process has used, its ended children included. */
export function cpuOfProcess(pid: number): number {
  const fields = statOf(pid)
  // utime, stime, cutime, cstime, counted after the parenthesised name.
  return fields === null ? 0 : [11, 12, 13, 14].reduce((sum, i) => sum + Number(fields[i]), 0) / TICKS
}

function statOf(pid: number): string[] | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return text.slice(text.lastIndexOf(')') + 2).split(' ')
  } catch {
    return null
  }
}

/** Seconds of CPU that PostgreSQL and all its processes have used. */
export async function cpuOfPostgres(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const parent = Number(statOf(rows[0]?.pid ?? 0)?.[1] ?? 0)
  if (parent === 0) return 0
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(statOf(Number(name))?.[1]) === parent)
  return children.reduce((sum, name) => sum + cpuOfProcess(Number(name)), cpuOfProcess(parent))
}
