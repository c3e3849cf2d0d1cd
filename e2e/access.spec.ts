import { idIn, made, PEOPLE, REFUND } from './fixtures/company'
import { callAction, serverActions, visitor } from './fixtures/forged'
import { expect, type House, test } from './fixtures/test'
import { paths } from '../lib/paths'

/**
 * Every page of the console and who is shown it: `+` shown, `·` there is nothing at this address, `>` sent on. Olga owns github and
 * sponsors triage; Mia's team has payments, which gives her an owner's rights on it; Mallory is a member with nothing of her own.
 */
const COLUMNS = ['root', 'ada', 'rae', 'ira', 'olga', 'mia', 'mallory', 'abe'] as const

type Ids = { agent: string; client: string; person: string; team: string; grant: string; charge: string; event: string; refund: string; finding: string; payout: string; request: string; template: string; review: string; offboarding: string }

//                                                                                        root ada rae ira olga mia mallory abe
const TABLE: readonly (readonly [name: keyof typeof paths, address: (ids: Ids) => string, who: string])[] = [
  ['overview', () => paths.overview(), '+ + + + + + + +'],
  ['servers', () => paths.servers(), '+ + + + + + + +'],
  ['newServer', () => paths.newServer(), '+ + + · + + + ·'],
  ['importServer', () => paths.importServer(), '+ + + · + + + ·'],
  ['server', () => paths.server('github'), '+ + + + + · · +'],
  ['server', () => paths.server('payments'), '+ + + + · + · +'],
  ['server', () => paths.server('no-such-server'), '· · · · · · · ·'],
  ['editServer', () => paths.editServer('github'), '+ + + · + · · ·'],
  ['editServer', () => paths.editServer('payments'), '+ + + · · + · ·'],
  ['tools', () => paths.tools(), '+ + + + + + + +'],
  ['agents', () => paths.agents(), '+ + + + + + + +'],
  ['newAgent', () => paths.newAgent(), '+ + + · + + · ·'],
  ['agent', ({ agent }) => paths.agent(agent), '+ + + + + · · +'],
  ['editAgent', ({ agent }) => paths.editAgent(agent), '+ + + · + · · ·'],
  ['clients', () => paths.clients(), '+ + + + + + + +'],
  ['newClient', () => paths.newClient(), '+ + + · · · · ·'],
  ['client', ({ client }) => paths.client(client), '+ + + + · + · +'],
  ['editClient', ({ client }) => paths.editClient(client), '+ + + · · · · ·'],
  ['people', () => paths.people(), '+ + + + + + + +'],
  ['newPerson', () => paths.newPerson(), '+ + · · · · · ·'],
  ['person', ({ person }) => paths.person(person), '+ + + + + + · +'],
  ['teams', () => paths.teams(), '+ + + + + + + +'],
  ['team', ({ team }) => paths.team(team), '+ + + + + + · +'],
  ['grants', () => paths.grants(), '+ + + + + + + +'],
  ['importGrants', () => paths.importGrants(), '+ · + · · · · ·'],
  ['grantDocument', () => paths.grantDocument(), '+ + + + + + + +'],
  ['enforcement', () => paths.enforcement(), '+ + + + + + + +'],
  ['grant', ({ grant }) => paths.grant(grant), '+ + + + + · · +'],
  ['grant', ({ charge }) => paths.grant(charge), '+ + + + · + · +'],
  ['requests', () => paths.requests(), '+ + + + + + + +'],
  ['definitionsToApprove', () => paths.definitionsToApprove(), '+ + + + + + + +'],
  ['newRequest', () => paths.newRequest(), '+ + + + + + + ·'],
  ['request', ({ request: asked }) => paths.request(asked), '+ + + + + · · +'],
  ['editRequest', ({ request: asked }) => paths.editRequest(asked), '+ · · · · · · ·'],
  ['reviews', () => paths.reviews(), '+ + + + + + + +'],
  ['review', ({ review }) => paths.review(review), '+ + + + + + · +'],
  ['reviewItems', ({ review }) => paths.reviewItems(review), '+ + + + + + · +'],
  ['printReview', ({ review }) => paths.printReview(review), '+ + + + + + · +'],
  ['reviewRemediation', ({ review }) => paths.reviewRemediation(review), '+ + + + + + · +'],
  ['reviewQuality', ({ review }) => paths.reviewQuality(review), '+ + + + · · · +'],
  ['reviewEvidence', ({ review }) => paths.reviewEvidence(review), '+ + + · · · · +'],
  ['newReview', () => paths.newReview(), '+ · + · · · · ·'],
  ['reviewTemplates', () => paths.reviewTemplates(), '+ + + + · · · +'],
  ['newReviewTemplate', () => paths.newReviewTemplate(), '+ · + · · · · ·'],
  ['reviewTemplate', ({ template }) => paths.reviewTemplate(template), '+ + + + · · · +'],
  ['secrets', () => paths.secrets(), '+ + + + + + + +'],
  ['lifecycle', () => paths.lifecycle(), '+ + + + + + + +'],
  ['lifecyclePolicy', () => paths.lifecyclePolicy(), '+ + + + + + + +'],
  ['transfers', () => paths.transfers(), '+ + + + + + + +'],
  ['offboarding', () => paths.offboarding(), '+ + + + + + + +'],
  ['newOffboarding', () => paths.newOffboarding(), '+ · + + + + · ·'],
  ['offboardMany', () => paths.offboardMany(), '+ · + + + + · ·'],
  ['offboardingCase', ({ offboarding }) => paths.offboardingCase(offboarding), '+ + + + · · · +'],
  ['printOffboarding', ({ offboarding }) => paths.printOffboarding(offboarding), '+ + + + · · · +'],
  ['offboardingCertificate', ({ offboarding }) => paths.offboardingCertificate(offboarding), '+ + + + · · · +'],
  ['activity', () => paths.activity(), '+ + + + + + · +'],
  ['event', ({ event }) => paths.event(event), '+ + + + + · · +'],
  ['event', ({ refund }) => paths.event(refund), '+ + + + · + · +'],
  ['drift', () => paths.drift({ status: 'open' }), '+ + + + + + + +'],
  ['whatIf', () => paths.whatIf(), '+ + + + + + · +'],
  ['finding', ({ finding }) => `${paths.finding(finding)}&status=open`, '+ + + + + · · +'],
  ['finding', ({ payout }) => `${paths.finding(payout)}&status=open`, '+ + + + · + · +'],
  ['access', () => paths.access({ server: 'github' }), '+ + + + + + + +'],
  ['accessCsv', () => paths.accessCsv({ server: 'github' }), '+ + + + + + + +'],
  ['findingsCsv', () => paths.findingsCsv({ status: 'open' }), '+ + + + + + + +'],
  ['sources', () => paths.sources(), '+ + + + · · · +'],
  ['newSource', () => paths.newSource(), '+ + · · · · · ·'],
  ['source', () => paths.source('gateway'), '+ + + + · · · +'],
  ['trySource', () => paths.trySource(), '+ + + + · · · +'],
  ['deadLetters', () => paths.deadLetters(), '+ · + + · · · ·'],
  ['trail', () => paths.trail(), '+ + + · · · · +'],
  ['settings', () => paths.settings(), '> > > > > > > >'],
  ['tokens', () => paths.tokens(), '+ + + + + + + +'],
  ['signOn', () => paths.signOn(), '+ + + + + + + +'],
  ['provisioning', () => paths.provisioning(), '+ + · · · · · ·'],
  ['notifications', () => paths.notifications(), '+ + · · · · · ·'],
  ['signals', () => paths.signals(), '+ + · · · · · ·'],
  ['approvals', () => paths.approvals(), '+ + + + + + + +'],
  ['standIns', () => paths.standIns(), '+ + + + + + + +'],
  ['sessions', () => paths.sessions(), '+ + + + + + + +'],
  ['password', () => paths.password(), '+ + + + + + + +'],
  ['signIn', () => paths.signIn(), '> > > > > > > >'],
  ['oneTime', () => paths.oneTime('x'), '+ + + + + + + +'],
  ['setUp', () => paths.setUp('x'), '+ + + + + + + +'],
]

const DOORS: readonly (keyof typeof paths)[] = ['signIn', 'oneTime', 'setUp']
const MARK: Record<number, string> = { 200: '+', 404: '·', 307: '>' }

const ASKED = { server: 'github', caller: { agent: REFUND, client: 'any', human: 'any' }, targets: [{ kind: 'tool', name: 'read_request_of_root', access: 'read' }], purpose: 'A request of the first administrator', durationDays: 7 }

/** A request on github by the first administrator, made once. */
async function askedIn(house: House): Promise<string> {
  const known = (await house.api.all('/api/v1/grant-requests')).find((one) => one['purpose'] === ASKED.purpose)
  return String((known ?? await made(house.api, '/api/v1/grant-requests', ASKED))['id'])
}

/** A template of the first administrator's, made once. */
async function templateIn(house: House): Promise<string> {
  const known = (await house.api.all('/api/v1/review-templates')).find((one) => one['name'] === 'Who may see it')
  return String((known ?? await made(house.api, '/api/v1/review-templates', { name: 'Who may see it', kind: 'grants', content: { stages: [{ reviewers: [{ kind: 'owner' }], days: 14 }] } }))['id'])
}

/** A review of what triage may do on github, asked of Mia by name: Olga owns the server and sponsors the agent. Launched once. */
async function reviewIn(house: House): Promise<string> {
  const known = (await house.api.all('/api/v1/reviews')).find((one) => one['name'] === 'A review that is shown to some')
  if (known !== undefined) return String(known['id'])
  const { id } = await made(house.api, '/api/v1/reviews', { name: 'A review that is shown to some', kind: 'grants', content: { scope: { grantIds: [idIn(house.company.grants, 'issues')] }, stages: [{ reviewers: [{ kind: 'named', emails: [PEOPLE.mia.email] }], days: 14 }] } })
  await made(house.api, `/api/v1/reviews/${String(id)}/launch`, {}, 200)
  return String(id)
}

/** The end of a client, opened once and carried no further: it is nobody's own. */
async function offboardingIn(house: House): Promise<string> {
  const known = (await house.api.all('/api/v1/offboarding?kind=client&subject=Cursor'))[0]
  return String((known ?? (await made(house.api, '/api/v1/offboarding', { kind: 'client', subject: 'Cursor', reason: 'An end that is shown to some' })))['id'])
}

async function idsOf(house: House): Promise<Ids> {
  const { agents, clients, people, teams, grants, events } = house.company
  const findings = await house.api.all('/api/v1/drift/findings')
  const about = (target: string): string => String(findings.find((finding) => finding['target'] === target)?.['id'])
  return {
    agent: idIn(agents, 'triage'), client: idIn(clients, 'claude'), person: idIn(people, 'dana'), team: idIn(teams, 'payments'), grant: idIn(grants, 'issues'), charge: idIn(grants, 'charge'),
    request: await askedIn(house), template: await templateIn(house), review: await reviewIn(house), offboarding: await offboardingIn(house), event: idIn(events, 'merge-0'), refund: idIn(events, 'refund-0'), finding: about('merge_pull_request'), payout: about('create_payout'),
  }
}

test('the table below names every page', () => {
  expect([...new Set(TABLE.map(([name]) => name))].sort()).toEqual(Object.keys(paths).sort())
})

for (const [column, persona] of COLUMNS.entries()) {
  test(`${persona === 'root' ? 'the first administrator' : PEOPLE[persona].name} is shown what their roles show, and nothing else`, async ({ house }) => {
    const ids = await idsOf(house)
    const visit = await visitor(house, persona)
    const seen: string[] = []
    for (const [, address] of TABLE) {
      const answer = await visit.get(address(ids), { maxRedirects: 0 })
      seen.push(`${MARK[answer.status()] ?? answer.status()} ${address(ids)}`)
    }
    await visit.dispose()
    expect(seen).toEqual(TABLE.map(([, address, who]) => `${who.split(' ')[column]} ${address(ids)}`))
  })
}

test('without a session every page but the doors leads to sign-in, and back to itself afterwards', async ({ house }) => {
  const ids = await idsOf(house)
  const visit = await visitor(house, null)
  for (const [name, address] of TABLE) {
    const answer = await visit.get(address(ids), { maxRedirects: 0 })
    if (DOORS.includes(name)) expect(answer.status(), name).toBe(200)
    else if (name === 'findingsCsv' || name === 'accessCsv') expect(answer.status(), name).toBe(401)
    else {
      expect(answer.status(), name).toBe(307)
      const to = new URL(answer.headers()['location'] ?? '', house.url)
      expect(to.origin + to.pathname, name).toBe(`${house.url}/sign-in`)
      if (name !== 'overview') expect(to.searchParams.get('callbackUrl'), name).toBe(new URL(address(ids), house.url).pathname + new URL(address(ids), house.url).search)
    }
  }
  await visit.dispose()
})

test('a member who opens others’ things by address gets “not found”, with nothing of them in the page', async ({ house }) => {
  const ids = await idsOf(house)
  const visit = await visitor(house, 'mallory')
  const theirs = ['A review that is shown to some', 'An end that is shown to some', 'What payments is for', 'PAYMENTS', 'What github is for', 'create_payout', 'refund_charge', 'merge_pull_request', 'read_request_of_root', 'spiffe://acme.test/mcp', 'spiffe://acme.test/agent', 'mia@acme.test', 'dana@acme.test', 'olga@acme.test', 'Claude Code', 'Triage of bug reports', 'gateway_observed', 'ch_1']
  const addresses = [
    paths.server('payments'), paths.server('github'), paths.editServer('payments'), paths.agent(ids.agent), paths.client(ids.client), paths.person(ids.person), paths.team(ids.team), paths.grant(ids.grant), paths.request(ids.request), paths.editRequest(ids.request),
    paths.review(ids.review), paths.reviewItems(ids.review), paths.printReview(ids.review), paths.reviewRemediation(ids.review), paths.reviewQuality(ids.review), paths.reviewEvidence(ids.review),
    paths.offboardingCase(ids.offboarding), paths.printOffboarding(ids.offboarding), paths.offboardingCertificate(ids.offboarding),
    paths.event(ids.event), paths.event(ids.refund), `${paths.finding(ids.finding)}&status=open`, `${paths.finding(ids.payout)}&status=open`, paths.source('gateway'), paths.deadLetters(), paths.trail(),
  ]
  for (const address of addresses) {
    // As a page, and as what the page's own script would fetch.
    for (const rsc of ['', '1']) {
      const answer = await visit.get(address, { maxRedirects: 0, headers: rsc === '' ? {} : { rsc } })
      const text = await answer.text()
      if (rsc === '') expect(answer.status(), address).toBe(404)
      for (const secret of theirs) expect(text, `${address} holds ${secret}`).not.toContain(secret)
    }
  }
  // What she may open says nothing of them either.
  for (const address of [paths.overview(), paths.servers(), paths.agents(), paths.clients(), paths.people(), paths.teams(), paths.grants(), paths.requests({ view: 'all' }), paths.reviews(), paths.offboarding(), paths.lifecycle(), paths.lifecyclePolicy(), paths.transfers(), paths.access({ server: 'github' }), paths.accessCsv({ server: 'github' }), paths.drift({ status: 'open' }), paths.findingsCsv({ status: 'open' }), paths.tokens()]) {
    const text = await (await visit.get(address)).text()
    for (const secret of theirs) expect(text, `${address} holds ${secret}`).not.toContain(secret)
  }
  await visit.dispose()
})

test('no server action does anything without a session', async ({ house }) => {
  const found = serverActions()
  expect(found.length).toBeGreaterThan(20)
  const before = (await house.api.all('/api/v1/trail')).length
  const visit = await visitor(house, null)
  for (const action of found) {
    for (const body of ['[]', '[{}]', '["x"]']) {
      const answer = await callAction(visit, house.url, action, body)
      const text = await answer.text()
      const refused = text.includes('"code":"unauthenticated"') || (answer.headers()['x-action-redirect'] ?? '').startsWith('/sign-in') || (action.name === 'searchPalette' && /\[\]/.test(text))
      expect(refused, `${action.name} at ${action.page} with ${body} answered ${answer.status()}: ${text.slice(0, 300)}`).toBe(true)
    }
  }
  await visit.dispose()
  expect((await house.api.all('/api/v1/trail')).length).toBe(before)
})

test('a member’s server actions are refused by the same table as the buttons', async ({ house }) => {
  const visit = await visitor(house, 'mallory')
  const mine = ['registerServerAction', 'importServerAction', 'searchPalette', 'signOut', 'signOutEverywhere', 'endSessionAction', 'revokeTokenAction', 'changePasswordAction', 'answerRoleAction', 'searchTargetsAction', 'adviseAction', 'saveDraftAction', 'discardDraftAction', 'submitRequestAction', 'editRequestAction', 'decideAction', 'withdrawAction', 'nudgeAction', 'setStandInAction', 'endStandInAction', 'planDocument', 'runDocument', 'answerAction', 'undoAction', 'reassignAction', 'answerManyAction', 'signOffAction', 'attestLineAction', 'planCaseAction', 'revokeCaseAction', 'explainCaseAction', 'lookAtCaseAction', 'attestAction', 'askTransferAction', 'acceptTransferAction', 'declineTransferAction', 'withdrawTransferAction']
  for (const action of serverActions().filter((one) => !mine.includes(one.name))) {
    const answer = await callAction(visit, house.url, action, '[{}]')
    expect(await answer.text(), action.name).toContain('"code":"forbidden"')
  }
  await visit.dispose()
})

test('a server action from another site is refused', async ({ house }) => {
  const visit = await visitor(house, 'root')
  const run = serverActions().find((one) => one.name === 'runDriftAction')
  expect(run).toBeDefined()
  const answer = await callAction(visit, 'https://evil.test', { id: run?.id ?? '', page: run?.page ?? '/' }, '[]')
  expect(await answer.text()).not.toContain('"ok":true')
  await visit.dispose()
})
