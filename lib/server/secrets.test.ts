import { mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { loadSecrets } from './secrets'

const folder = () => mkdtempSync(path.join(tmpdir(), 'bailiwick-secrets-'))

test('secrets are generated once, readable by their owner only, and the same ever after', () => {
  const dir = folder()
  const made = loadSecrets(dir, false)
  expect(loadSecrets(dir, true)).toEqual(made)
  expect(statSync(path.join(dir, 'secrets.json')).mode & 0o777).toBe(0o600)
  expect(readdirSync(dir)).toEqual(['secrets.json'])
  expect(loadSecrets(folder(), false).root).not.toBe(made.root)
})

test('broken secrets, and absent ones beside a database, are refused and not replaced', () => {
  const dir = folder()
  expect(() => loadSecrets(dir, true)).toThrow(/not there/)
  expect(readdirSync(dir)).toEqual([])
  writeFileSync(path.join(dir, 'secrets.json'), '{')
  expect(() => loadSecrets(dir, true)).toThrow(/not JSON/)
})
