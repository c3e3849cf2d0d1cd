import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { clusterExists } from './embedded-cluster'

function folder(files: Record<string, string>): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'bailiwick-cluster-'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true })
    writeFileSync(path.join(dir, name), text)
  }
  return dir
}

const WHOLE = { PG_VERSION: '18\n', 'global/pg_control': 'x', 'base/1': '', 'pg_wal/1': '', 'postgresql.conf': '', 'pg_hba.conf': '' }

test('an empty or absent folder is no database, a whole one is', () => {
  expect(clusterExists(folder({}))).toBe(false)
  expect(clusterExists('/nonexistent/pg')).toBe(false)
  expect(clusterExists(folder(WHOLE))).toBe(true)
})

test('a half-written or foreign folder is refused and not touched', () => {
  for (const files of [{ PG_VERSION: '18\n' }, { 'notes.txt': 'mine' }, { ...WHOLE, 'global/pg_control': undefined }]) {
    const dir = folder(Object.fromEntries(Object.entries(files).filter((entry): entry is [string, string] => entry[1] !== undefined)))
    const before = readdirSync(dir, { recursive: true })
    expect(() => clusterExists(dir)).toThrow(/not a complete PostgreSQL data directory/)
    expect(readdirSync(dir, { recursive: true })).toEqual(before)
  }
})

test('a folder of another PostgreSQL version is refused with both versions named', () => {
  expect(() => clusterExists(folder({ ...WHOLE, PG_VERSION: '16\n' }))).toThrow(/made by PostgreSQL 16.*18/)
})
