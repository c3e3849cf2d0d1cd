import { expect, test } from 'vitest'
import { parseEnv } from './env'

test('agents are provisioned only where the environment says so, and a wrong word is refused', () => {
  expect(parseEnv({}, '/srv')).toMatchObject({ ok: true, env: { scim: { agents: false } } })
  expect(parseEnv({ BAILIWICK_SCIM_AGENTS: 'true' }, '/srv')).toMatchObject({ ok: true, env: { scim: { agents: true } } })
  expect(parseEnv({ BAILIWICK_SCIM_AGENTS: 'yes' }, '/srv')).toEqual({ ok: false, errors: ['BAILIWICK_SCIM_AGENTS must be true or false.'] })
})
