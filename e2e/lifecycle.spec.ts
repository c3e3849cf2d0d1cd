import { idIn, made, PEOPLE } from './fixtures/company'
import { forge, visitor } from './fixtures/forged'
import { expect, signIn, test } from './fixtures/test'
import { paths } from '../lib/paths'

test.describe.configure({ mode: 'serial' })

test('an owner attests a server, hands it over, and it is theirs no longer only when the other one agrees', async ({ as, house }) => {
  await made(house.api, '/api/v1/servers', {
    slug: 'minutes', name: 'Minutes', purpose: 'Minutes of meetings', environment: 'staging', sensitivity: 'internal', transport: 'streamable_http', endpoint: 'https://mcp.acme.test/minutes',
    identity: { kind: 'spiffe', id: 'spiffe://acme.test/mcp/minutes' }, ownerEmail: PEOPLE.olga.email,
  })
  await made(house.api, '/api/v1/servers/minutes/transitions', { to: 'active', reason: 'For the story' }, 200)
  const olga = await as('olga')
  await olga.goto(paths.lifecycle({ q: 'minutes' }))
  const row = olga.getByRole('table', { name: 'Life cycle of servers and agents' }).getByRole('row', { name: /minutes/ })
  await expect(row).toContainText('Attest')
  await expect(row).toContainText('in 179 d')
  await row.getByRole('link', { name: /minutes/ }).click()

  const part = olga.getByRole('region', { name: 'Ownership' })
  await expect(part).toContainText('never')
  await part.getByRole('button', { name: /^Attest/ }).click()
  await expect(part).toContainText('by Olga Owner')
  await part.getByRole('button', { name: 'Hand over…' }).click()
  await part.getByLabel('Their e-mail').fill('sam@acme.test')
  await part.getByLabel('Reason').fill('I change teams')
  await part.getByRole('button', { name: 'Offer it' }).click()
  await expect(part.getByRole('alert')).toContainText('There is no active person')
  await part.getByLabel('Their e-mail').fill(PEOPLE.rae.email)
  await part.getByRole('button', { name: 'Offer it' }).click()
  await expect(part.getByRole('list', { name: 'Transfers that wait' })).toContainText('It waits for Rae Reviewer.')
  expect((await house.api.get('/api/v1/servers/minutes')).body['ownerEmail']).toBe(PEOPLE.olga.email)
  // By editing it goes to nobody, and nobody else answers for her.
  const visit = await visitor(house, 'olga')
  expect((await (await visit.patch('/api/v1/servers/minutes', { headers: { origin: house.url }, data: { ownerEmail: PEOPLE.mia.email } })).json())['code']).toBe('consent_required')
  const [waiting] = (await (await visit.get('/api/v1/ownership/transfers?state=waiting&mine=true')).json())['items'] as { id: string }[]
  await visit.dispose()
  expect(await forge(house, 'mallory', 'acceptTransferAction', { id: waiting?.id }, { page: paths.transfers() })).toContain('"code":"not_found"')

  const rae = await as('rae')
  await rae.goto(paths.transfers())
  const asked = rae.getByRole('list', { name: 'Waiting for you' }).getByRole('listitem').filter({ hasText: 'minutes' })
  await expect(asked).toContainText('“I change teams”')
  await asked.getByRole('button', { name: /^Agree/ }).click()
  await expect(rae.getByRole('list', { name: 'Over' }).getByRole('listitem').filter({ hasText: 'minutes' })).toContainText('Rae Reviewer has it.')
  expect((await house.api.get('/api/v1/servers/minutes')).body['ownerEmail']).toBe(PEOPLE.rae.email)
})

test('a policy is seen with what it would lead to before it is saved, and only a security reviewer saves one', async ({ page, house }) => {
  await signIn(page, house, 'rae')
  await page.goto(paths.lifecyclePolicy())
  await page.getByRole('button', { name: 'Edit' }).click()
  await expect(page.getByRole('button', { name: 'Preview' })).toBeDisabled()
  await page.getByLabel('Then: Not attested').selectOption('quarantine')
  await page.getByLabel('Days between attestations').fill('1')
  await page.getByLabel('Days of grace: Not attested').fill('3')
  await page.getByRole('button', { name: 'Preview' }).click()
  const would = page.getByRole('list', { name: 'What the policy would lead to' })
  await expect(would).toContainText(/Quarantines \d+ more within 30 days than now/)
  await expect(page.getByRole('table', { name: /^Due by the new policy/ }).getByRole('row', { name: /github/ })).toContainText('quarantine')
  await page.getByRole('button', { name: 'Cancel' }).click()
  // What was only looked at is not in force.
  await expect(page.getByRole('table', { name: 'Rules of the life cycle' }).getByRole('row', { name: /Not attested/ })).toContainText('180 days')

  await page.getByRole('button', { name: 'Edit' }).click()
  await page.getByLabel('Days without a call').fill('120')
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(would).toContainText('Nothing follows that does not follow now.')
  await page.getByLabel('Reason').fill('Quarterly jobs')
  await page.getByRole('button', { name: 'Save the policy' }).click()
  await expect(page.getByRole('list', { name: 'History of the life cycle policy' })).toContainText('Quarterly jobs')
  const { body } = await house.api.get('/api/v1/lifecycle/policy')
  expect(body).toMatchObject({ number: 1, loosened: [expect.stringContaining('90 days → 120 days')] })
  const wish = { content: body['content'], reason: 'Mine', number: 1 }
  for (const persona of ['ada', 'olga', 'abe'] as const) expect(await forge(house, persona, 'changeLifecyclePolicyAction', wish, { page: paths.lifecyclePolicy() })).toContain('"code":"forbidden"')
})

test('nobody attests what is not theirs, and what somebody left waits for a security reviewer', async ({ as, house }) => {
  const agent = idIn(house.company.agents, 'triage')
  expect(await forge(house, 'rae', 'attestAction', { kind: 'agent', subject: agent }, { page: paths.lifecycle() })).toContain('"code":"forbidden"')
  expect(await forge(house, 'mallory', 'attestAction', { kind: 'agent', subject: agent }, { page: paths.lifecycle() })).toContain('"code":"not_found"')
  const auditor = await as('abe')
  await auditor.goto(paths.agent(agent))
  await expect(auditor.getByRole('region', { name: 'Ownership' })).toContainText('Olga Owner')
  await expect(auditor.getByRole('region', { name: 'Ownership' }).getByRole('button')).toHaveCount(0)
})
