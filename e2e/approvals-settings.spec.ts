import { idIn, PEOPLE } from './fixtures/company'
import { forge, visitor } from './fixtures/forged'
import { expect, type House, refusal, signIn, test } from './fixtures/test'
import { paths } from '../lib/paths'

const policy = async (house: House): Promise<Record<string, unknown>> => (await house.api.get('/api/v1/approval-policy')).body
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString()

// One console serves all stories: the policy changed here is one that no other story asks by.
test('a reviewer changes the matrix, sees what it loosens before saving, and the history keeps it', async ({ page, as, house }) => {
  // Another reviewer has the page open meanwhile, and changes something too.
  const other = await as('root')
  await other.goto(paths.approvals())
  await other.getByRole('button', { name: 'Edit' }).click()
  await other.getByRole('spinbutton', { name: 'A request lapses after (days)' }).fill('7')

  await signIn(page, house, 'rae')
  await page.goto(paths.approvals())
  await page.getByRole('button', { name: 'Edit' }).click()
  await expect(page.getByText('Nothing differs from what is in force.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Save the policy' })).toBeDisabled()
  await page.getByRole('combobox', { name: 'Who approves write on confidential servers' }).selectOption('owner')
  await page.getByRole('spinbutton', { name: 'Longest grant for admin on restricted servers, in days' }).fill('2')
  const changes = page.getByRole('list', { name: 'What would change' })
  await expect(changes.getByRole('listitem')).toHaveText([/asks for less.*write on confidential servers.*owner \+ 1 security reviewer.*owner/, /no looser.*admin on restricted servers.*3 days.*2 days/])
  // What is below the floor is not even offered.
  await expect(page.getByRole('combobox', { name: 'Who approves admin on public servers' }).getByRole('option')).toHaveText(['owner + 1 security reviewer', 'owner + 2 security reviewers'])
  await page.getByLabel('Reason').fill('Confidential write requests wait too long')
  await page.getByRole('button', { name: 'Save the policy' }).click()
  const history = page.getByRole('list', { name: 'History of the policy' })
  await expect(history).toContainText('Rae Reviewer')
  await expect(history).toContainText('Confidential write requests wait too long')
  await expect(history).toContainText('1 line loosened')
  await expect(page.getByRole('button', { name: 'Edit' })).toBeVisible()
  expect(await policy(house)).toMatchObject({ number: 1, loosened: ['approvals for write on confidential servers: owner + 1 security reviewer → owner'] })

  await other.getByLabel('Reason').fill('Sooner')
  await other.getByRole('button', { name: 'Save the policy' }).click()
  await expect(refusal(other)).toContainText('was changed meanwhile')
  expect((await policy(house))['number']).toBe(1)
})

test('whoever is no reviewer reads the policy and changes it by no door', async ({ as, house }) => {
  const before = await policy(house)
  const content = before['content'] as { lapseDays: number }
  const wish = { content: { ...content, lapseDays: content.lapseDays + 30 }, reason: 'So that mine goes through', number: before['number'] }
  for (const persona of ['mallory', 'olga', 'ada'] as const) {
    const page = await as(persona)
    await page.goto(paths.settings())
    if (persona !== 'ada') await expect(page).toHaveURL(/\/settings\/approvals$/)
    await page.goto(paths.approvals())
    await expect(page.getByRole('table', { name: 'Who must approve what' })).toBeVisible()
    await expect(page.getByRole('button', { name: 'Edit' })).toHaveCount(0)
    expect(await forge(house, persona, 'changePolicyAction', wish, { page: paths.approvals() })).toContain('"code":"forbidden"')
    const visit = await visitor(house, persona)
    expect((await visit.put('/api/v1/approval-policy', { data: wish, headers: { origin: house.url } })).status()).toBe(403)
    await visit.dispose()
  }
  expect(await policy(house)).toEqual(before)
})

test('not even a reviewer sets what is below the floor', async ({ house }) => {
  const before = await policy(house)
  const content = before['content'] as { steps: { admin: Record<string, unknown> } }
  const steps = { ...content.steps, admin: { ...content.steps.admin, restricted: { owner: 1, security: 0 } } }
  const said = await forge(house, 'rae', 'changePolicyAction', { content: { ...content, steps }, reason: 'Quicker', number: before['number'] }, { page: paths.approvals() })
  expect(said).toContain('takes the owner and one security reviewer at least')
  expect(await policy(house)).toEqual(before)
})

test('a stand-in is set, is told to both in words, and ends', async ({ page, as, house }) => {
  await signIn(page, house, 'olga')
  await page.goto(paths.standIns())
  await expect(page.getByText('Nobody stands in for you now.')).toBeVisible()
  await page.getByLabel('Who stands in').fill(PEOPLE.olga.email)
  await page.getByLabel('To the end of').fill(inDays(7).slice(0, 10))
  await page.getByRole('button', { name: 'Set the stand-in' }).click()
  await expect(refusal(page)).toContainText('obody stands in for themselves')
  await page.getByLabel('Who stands in').fill(PEOPLE.mia.email)
  await page.getByLabel('Reason').fill('On leave')
  await page.getByRole('button', { name: 'Set the stand-in' }).click()
  await expect(page.getByText('Mia Member stands in for you now.')).toBeVisible()

  const mia = await as('mia')
  await mia.goto(paths.standIns())
  await expect(mia.getByText('You stand in for Olga Owner.')).toBeVisible()

  await page.getByRole('table', { name: 'Who stands in for you' }).getByRole('button', { name: 'End…' }).click()
  await page.getByRole('button', { name: 'End it now' }).click()
  await expect(page.getByText('Nobody stands in for you now.')).toBeVisible()
  await expect(page.getByText('ended early')).toBeVisible()
  await mia.reload()
  await expect(mia.getByText('You stand in for Olga Owner.')).toHaveCount(0)
  await expect(mia.getByText('You stand in for nobody, now or later.')).toBeVisible()
})

test('nobody makes themselves the stand-in of an owner, and nobody ends what is not theirs', async ({ house }) => {
  const wish = { personEmail: PEOPLE.pia.email, to: inDays(3) }
  expect(await forge(house, 'mallory', 'setStandInAction', { ...wish, delegateEmail: PEOPLE.mallory.email }, { page: paths.standIns() })).toContain('"code":"forbidden"')
  expect(await forge(house, 'rae', 'setStandInAction', { ...wish, delegateEmail: PEOPLE.mallory.email }, { page: paths.standIns() })).toContain('"code":"forbidden"')
  // Nor does an administrator, who decides nothing about access.
  expect(await forge(house, 'ada', 'setStandInAction', { ...wish, delegateEmail: PEOPLE.ada.email }, { page: paths.standIns() })).toContain('"code":"forbidden"')
  expect(await forge(house, 'ada', 'setStandInAction', { ...wish, delegateEmail: PEOPLE.mia.email, reason: 'Ill' }, { page: paths.standIns() })).toContain('"ok":true')
  const [set] = await house.api.all('/api/v1/delegations?state=in_force')
  expect(set).toMatchObject({ person: { email: PEOPLE.pia.email }, delegate: { email: PEOPLE.mia.email }, createdBy: { name: 'Ada Admin' } })
  expect(await forge(house, 'mallory', 'endStandInAction', { id: set?.['id'] }, { page: paths.standIns() })).toContain('"code":"forbidden"')
  expect(await house.api.all('/api/v1/delegations?state=in_force')).toHaveLength(1)
  expect(await forge(house, 'mia', 'endStandInAction', { id: set?.['id'], reason: 'I am away too' }, { page: paths.standIns() })).toContain('"ok":true')
  expect(await house.api.all('/api/v1/delegations?state=in_force')).toEqual([])
})

test('the endpoints set and end stand-ins and page through the policy’s history', async ({ house }) => {
  const set = await house.api.post('/api/v1/delegations', { personEmail: PEOPLE.pia.email, delegateEmail: PEOPLE.olga.email, from: inDays(1), to: inDays(2) })
  expect([set.status, set.body['state']]).toEqual([201, 'ahead'])
  expect(await house.api.all(`/api/v1/delegations?person=${PEOPLE.pia.email}&state=ahead`)).toHaveLength(1)
  const path = `/api/v1/delegations/${String(set.body['id'])}/end`
  expect((await house.api.post(path, { reason: 'Not needed' })).body['state']).toBe('over')
  expect((await house.api.post(path, {})).body['code']).toBe('illegal_transition')
  expect((await house.api.post('/api/v1/delegations', { delegateEmail: PEOPLE.olga.email, to: inDays(120) })).body['errors']).toEqual([{ path: 'to', message: 'at most 90 days at a time' }])
  const first = await house.api.get('/api/v1/approval-policy/history?limit=1')
  const next = await house.api.get(`/api/v1/approval-policy/history?limit=1&cursor=${String(first.body['nextCursor'])}`)
  expect([first, next].map(({ body }) => (body['items'] as { number: number }[]).map((one) => one.number))).toEqual([[1], [0]])
  expect(next.body['nextCursor']).toBeNull()
})

test('what a leaver leaves behind is listed before the button acts; their agent is flagged and gets another sponsor in one step', async ({ page, house }) => {
  // Nobody manages Lou: what they leave goes to a manager by itself, and waits for somebody where there is none.
  const person = await house.api.post('/api/v1/people', { email: 'lou@acme.test', name: 'Lou Leaver', roles: ['owner'], teams: ['platform'] })
  const agent = await house.api.post('/api/v1/agents', { name: 'evening', identity: { kind: 'spiffe', id: 'spiffe://acme.test/agent/evening' }, sponsorEmail: 'lou@acme.test', purpose: 'Evening reports' })
  expect([person.status, agent.status]).toEqual([201, 201])
  await signIn(page, house, 'ada')
  await page.goto(paths.person(String(person.body['id'])))
  await page.getByRole('button', { name: 'Has left' }).click()
  await expect(page.getByRole('list', { name: 'Left behind' }).getByRole('link', { name: 'evening' })).toBeVisible()
  await page.getByRole('button', { name: 'Note as left' }).click()
  await expect(page.getByRole('button', { name: 'Make active again' })).toBeVisible()

  await page.goto(paths.agents())
  await page.getByRole('link', { name: 'One has a sponsor who left' }).click()
  await expect(page.getByRole('table', { name: 'Agents' }).getByRole('row')).toHaveCount(2)
  await page.goto(paths.agent(String(agent.body['id'])))
  await expect(page.getByText('New requests are blocked until it has a sponsor.')).toBeVisible()
  await page.getByRole('radio', { name: /Olga Owner/ }).check()
  await page.getByRole('button', { name: 'Make them the sponsor' }).click()
  await expect(page.getByText('New requests are blocked')).toHaveCount(0)
  expect((await house.api.get(`/api/v1/agents/${String(agent.body['id'])}`)).body['sponsorEmail']).toBe(PEOPLE.olga.email)
})

test('an agent is registered with what it is for, or not at all', async ({ page, house }) => {
  await signIn(page, house, 'olga')
  await page.goto(paths.editAgent(idIn(house.company.agents, 'triage')))
  await page.getByLabel('Purpose').fill('')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(refusal(page)).toContainText('must not be empty')
  await page.getByLabel('Purpose').fill('Sorts bug reports')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Sorts bug reports').first()).toBeVisible()
})
