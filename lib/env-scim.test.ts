import { expect, test } from 'vitest'
import { parseEnv } from './env'

test('agents are provisioned only where the environment says so, and a wrong word is refused', () => {
  expect(parseEnv({}, '/srv')).toMatchObject({ ok: true, env: { scim: { agents: false, roleMap: [] } } })
  expect(parseEnv({ BAILIWICK_SCIM_AGENTS: 'true' }, '/srv')).toMatchObject({ ok: true, env: { scim: { agents: true } } })
  // The groups' roles count without single sign-on too.
  expect(parseEnv({ BAILIWICK_OIDC_ROLE_MAP: 'Sec=auditor' }, '/srv')).toMatchObject({ env: { signOn: null, scim: { roleMap: [{ group: 'Sec', role: 'auditor' }] } } })
  expect(parseEnv({ BAILIWICK_SCIM_AGENTS: 'yes' }, '/srv')).toEqual({ ok: false, errors: ['BAILIWICK_SCIM_AGENTS must be true or false.'] })
})
