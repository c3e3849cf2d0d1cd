import { expect, test } from 'vitest'
import { parseEnv } from './env'

const KEY = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const OIDC = { BAILIWICK_OIDC_ISSUER: 'https://login.acme.test', BAILIWICK_OIDC_CLIENT_ID: 'console', BAILIWICK_OIDC_CLIENT_SECRET: 'x', BAILIWICK_URL: 'https://bailiwick.acme.test' }

function parsed(variables: Record<string, string>) {
  const result = parseEnv(variables, '/srv')
  if (!result.ok) throw new Error(result.errors.join(' '))
  return result.env
}

test('nothing is sent, taken or believed unless the operator says so', () => {
  expect(parsed({})).toMatchObject({ signals: null, signalSource: null, vaults: new Map() })
})

test('a receiver needs its address alone; whoever vouches for people is heard without more words', () => {
  expect(parsed({ BAILIWICK_SIGNALS_URL: 'https://r.acme.test/x' }).signals).toEqual({ url: 'https://r.acme.test/x', audience: 'https://r.acme.test/x', token: null, private: false })
  expect(parsed(OIDC).signalSource).toEqual({ issuer: 'https://login.acme.test', jwksUrl: null, audiences: ['https://bailiwick.acme.test', 'console'], private: true })
  expect(parsed({ ...OIDC, BAILIWICK_SIGNALS_IN_ISSUER: 'https://e.test', BAILIWICK_SIGNALS_IN_JWKS_URL: 'https://e.test/k' }).signalSource).toEqual({ issuer: 'https://e.test', jwksUrl: 'https://e.test/k', audiences: ['https://bailiwick.acme.test'], private: false })
  expect([...parsed({ BAILIWICK_VAULT_WEBHOOKS: `hashi=${KEY},\naws-1=${KEY}` }).vaults.keys()]).toEqual(['hashi', 'aws-1'])
})

test.each([
  [{ BAILIWICK_SIGNALS_TOKEN: 'hunter2' }, 'BAILIWICK_SIGNALS_TOKEN is given without BAILIWICK_SIGNALS_URL'],
  [{ BAILIWICK_SIGNALS_URL: 'http://hunter2.test' }, 'BAILIWICK_SIGNALS_URL is http://'],
  [{ BAILIWICK_SIGNALS_URL: 'https://u:hunter2@r.test' }, 'BAILIWICK_SIGNALS_URL must be'],
  [{ BAILIWICK_SIGNALS_IN_ISSUER: 'https://hunter2.test' }, 'BAILIWICK_SIGNALS_IN_ISSUER is given without'],
  [{ BAILIWICK_VAULT_WEBHOOKS: 'hashi=hunter2' }, 'BAILIWICK_VAULT_WEBHOOKS must be'],
  [{ BAILIWICK_VAULT_WEBHOOKS: `a=${KEY},a=${KEY}` }, 'BAILIWICK_VAULT_WEBHOOKS must be'],
])('%o is refused in words that hold no value', (variables, words) => {
  const result = parseEnv(variables, '/srv')
  expect(result.ok ? [] : result.errors).toEqual([expect.stringContaining(words)])
  expect(JSON.stringify(result)).not.toContain('hunter2')
})
