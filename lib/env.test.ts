import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { ENV_NAMES, parseEnv } from './env'

const headless = { BAILIWICK_INIT_ADMIN_EMAIL: 'Admin@Acme.test', BAILIWICK_INIT_ADMIN_PASSWORD: 'correct horse battery', BAILIWICK_INIT_API_TOKEN: 'generate' }

function errorsOf(variables: Record<string, string>): string[] {
  const result = parseEnv(variables, '/srv')
  return result.ok ? [] : result.errors
}

describe('the environment', () => {
  test('needs nothing: every variable has a default or may be absent', () => {
    const result = parseEnv({}, '/srv')
    expect(result).toMatchObject({ ok: true, env: { port: 3000, host: '127.0.0.1', dataDir: '/srv/.data', publicUrl: 'http://127.0.0.1:3000', initAdmin: null, databaseUrl: null } })
  })

  test('lists every error at once', () => {
    const errors = errorsOf({ PORT: '99999', DATABASE_URL: 'mysql://x', BAILIWICK_URL: 'https://a.test/path', BAILIWICK_LOG_LEVEL: 'loud', BAILIWICK_SECRET: 'short' })
    expect(errors.map((error) => error.split(' ')[0]).sort()).toEqual(['BAILIWICK_LOG_LEVEL', 'BAILIWICK_SECRET', 'BAILIWICK_URL', 'DATABASE_URL', 'PORT'])
  })

  test('refuses a headless start given only in part, and names what is missing', () => {
    for (const name of Object.keys(headless)) {
      const part = Object.fromEntries(Object.entries(headless).filter(([key]) => key !== name))
      expect(errorsOf(part)).toEqual([expect.stringContaining(`without ${name}`)])
    }
    expect(parseEnv(headless, '/srv')).toMatchObject({ ok: true, env: { initAdmin: { email: 'admin@acme.test', apiToken: 'generate' } } })
  })

  test('never repeats a secret in an error', () => {
    expect(errorsOf({ ...headless, BAILIWICK_INIT_ADMIN_PASSWORD: 'hunter2' }).join()).not.toContain('hunter2')
    expect(errorsOf({ DATABASE_URL: 'oracle://u:hunter2@x' }).join()).not.toContain('hunter2')
  })

  test('reads secrets from files, and refuses both forms at once or an unreadable file', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'bailiwick-env-')), 'secret')
    writeFileSync(file, `${'s'.repeat(40)}\n`)
    expect(parseEnv({ BAILIWICK_SECRET_FILE: file }, '/srv')).toMatchObject({ ok: true, env: { secret: 's'.repeat(40) } })
    expect(errorsOf({ BAILIWICK_SECRET_FILE: file, BAILIWICK_SECRET: 'x'.repeat(40) })).toHaveLength(1)
    expect(errorsOf({ BAILIWICK_SECRET_FILE: `${file}.absent` })).toHaveLength(1)
  })

  test('is documented whole in .env.example, in the same order', () => {
    const documented = readFileSync(path.join(import.meta.dirname, '../.env.example'), 'utf8').split('\n').map((line) => /^#? ?([A-Z_]+)=/.exec(line)?.[1]).filter((name) => name !== undefined)
    expect([...documented].sort()).toEqual([...ENV_NAMES].sort())
  })
})
