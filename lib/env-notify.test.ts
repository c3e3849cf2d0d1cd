import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { parseEnv } from './env'

const FROM = { BAILIWICK_MAIL_FROM: 'Bailiwick <bailiwick@acme.test>' }
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

function parsed(variables: Record<string, string>) {
  const result = parseEnv(variables, '/srv')
  if (!result.ok) throw new Error(result.errors.join(' '))
  return result.env
}

function errorsOf(variables: Record<string, string>): string[] {
  const result = parseEnv(variables, '/srv')
  return result.ok ? [] : result.errors
}

describe('mail in the environment', () => {
  test('without it nothing is sent', () => {
    expect(parsed({})).toMatchObject({ mail: null, webhook: null })
  })

  test.each([
    ['smtp://mail.acme.test', { host: 'mail.acme.test', port: 587, login: null, security: 'starttls' }],
    ['smtp://u%40acme:p%2Fw@mail.acme.test:2525', { port: 2525, login: { user: 'u@acme', password: 'p/w' }, security: 'starttls' }],
    ['smtp://mail.acme.test?tls=optional', { security: 'optional' }],
    ['smtp://127.0.0.1:25', { host: '127.0.0.1', port: 25, security: 'optional' }],
    ['smtp://[::1]:25', { host: '::1', security: 'optional' }],
    ['smtp://localhost.acme.test', { security: 'starttls' }],
    ['smtps://mail.acme.test', { port: 465, security: 'tls' }],
  ])('%s is read', (url, expected) => {
    expect(parsed({ BAILIWICK_SMTP_URL: url, ...FROM }).mail).toMatchObject({ ...expected, from: { name: 'Bailiwick', address: 'bailiwick@acme.test' } })
  })

  test.each([
    'http://mail.acme.test', 'smtp://', 'smtp://mail.acme.test/path', 'smtp://mail.acme.test?tls=none', 'smtp://mail.acme.test?tls=optional&tls=optional', 'smtp://mail.acme.test?rejectUnauthorized=false',
    'smtps://mail.acme.test?tls=optional', 'smtp://user@mail.acme.test', 'smtp://u:hunter2%0d%0aRSET@mail.acme.test', 'smtp://u:hunter2%zz@mail.acme.test', 'smtp://u:hunter2@mail.acme.test:0', 'smtp://ma%0ail.acme.test', 'mail.acme.test',
  ])('%s is refused, and nothing of it repeated', (url) => {
    const errors = errorsOf({ BAILIWICK_SMTP_URL: url, ...FROM })
    expect(errors).toEqual([expect.stringMatching(/^BAILIWICK_SMTP_URL must look like/)])
    expect(errors.join()).not.toContain('hunter2')
  })

  test.each(['', 'nobody', 'A <a@acme.test> <b@acme.test>', 'A\r\nBcc: x@acme.test <a@acme.test>', 'a@acme.test, b@acme.test'])('the sender %j is none', (from) => {
    expect(errorsOf({ BAILIWICK_SMTP_URL: 'smtp://mail.acme.test', BAILIWICK_MAIL_FROM: from })).toHaveLength(1)
  })

  test('a server without a sender, and a sender without a server, are told', () => {
    expect(errorsOf({ BAILIWICK_SMTP_URL: 'smtp://mail.acme.test' })).toEqual([expect.stringContaining('without BAILIWICK_MAIL_FROM')])
    expect(errorsOf(FROM)).toEqual([expect.stringContaining('without BAILIWICK_SMTP_URL')])
  })

  test('the address with the password may come from a file', () => {
    const file = path.join(mkdtempSync(path.join(tmpdir(), 'bailiwick-mail-')), 'smtp')
    writeFileSync(file, 'smtps://u:from-a-file@mail.acme.test\n')
    expect(parsed({ BAILIWICK_SMTP_URL_FILE: file, ...FROM }).mail?.login?.password).toBe('from-a-file')
  })
})

describe('the webhook in the environment', () => {
  test('is https, and http only on a network that is said to be private', () => {
    expect(parsed({ BAILIWICK_WEBHOOK_URL: 'https://hooks.acme.test/x' }).webhook).toMatchObject({ secret: null, private: false })
    expect(errorsOf({ BAILIWICK_WEBHOOK_URL: 'http://hooks.acme.test/x' })).toEqual([expect.stringContaining('BAILIWICK_WEBHOOK_PRIVATE')])
    expect(parsed({ BAILIWICK_WEBHOOK_URL: 'http://10.0.0.4/x', BAILIWICK_WEBHOOK_PRIVATE: 'true' }).webhook).toMatchObject({ private: true })
    for (const url of ['ftp://acme.test', 'https://u:p@acme.test/', 'https://acme.test/#x', 'acme']) expect(errorsOf({ BAILIWICK_WEBHOOK_URL: url })).toHaveLength(1)
  })

  test('its secret is that of Standard Webhooks, and never repeated', () => {
    expect(parsed({ BAILIWICK_WEBHOOK_URL: 'https://acme.test/', BAILIWICK_WEBHOOK_SECRET: SECRET }).webhook?.secret).toEqual(new Uint8Array(32).fill(7))
    for (const secret of ['hunter2', 'whsec_', 'whsec_aHVudGVyMg==', 'whsec_!!!!']) {
      const errors = errorsOf({ BAILIWICK_WEBHOOK_URL: 'https://acme.test/', BAILIWICK_WEBHOOK_SECRET: secret })
      expect(errors).toEqual([expect.stringMatching(/^BAILIWICK_WEBHOOK_SECRET must be/)])
      expect(errors.join()).not.toContain('aHVudGVyMg')
    }
    expect(errorsOf({ BAILIWICK_WEBHOOK_SECRET: SECRET })).toEqual([expect.stringContaining('nothing to sign')])
  })
})
