import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { idIn, made, PEOPLE } from './fixtures/company'
import { forge } from './fixtures/forged'
import { aRequest, aReview, caseOfRefund, itemsOfRoot } from './fixtures/looked-at'
import { expect, type House, signIn, test } from './fixtures/test'
import { paths } from '../lib/paths'

/** WCAG 2.2 AA by axe on every screen as the first administrator sees it, in both themes, wide and narrow. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
const WIDTHS = [1440, 390] as const
const THEMES = ['light', 'dark'] as const

type Screen = readonly [name: string, address: (house: House) => string | Promise<string>, before?: (page: Page) => Promise<void>]

const finding = async (house: House, kind: string): Promise<string> => {
  const found = (await house.api.all('/api/v1/drift/findings')).find((one) => one['kind'] === kind)
  return `${paths.finding(String(found?.['id']))}&status=open`
}

const SCREENS: readonly Screen[] = [
  ['overview', () => paths.overview()],
  ['drift', () => paths.drift({ status: 'open' })],
  ['drift, nothing found', () => paths.drift({ status: 'open', q: 'nothing is called so' })],
  ['a finding', (house) => finding(house, 'ungranted_use')],
  ['an unused grant’s finding, being accepted', (house) => finding(house, 'unused_grant'), (page) => page.getByRole('button', { name: 'Accept until…' }).click()],
  ['what if', () => paths.whatIf()],
  ['what if there were one grant more, with a name that nobody holds', () => paths.whatIf({ add: 1, server: 'nowhere', target: 'x' })],
  ['activity', () => paths.activity()],
  ['an event', ({ company }) => paths.event(idIn(company.events, 'outside-0'))],
  ['an event with parameters', ({ company }) => paths.event(idIn(company.events, 'refund-0'))],
  ['servers', () => paths.servers()],
  ['a new server', () => paths.newServer(), async (page) => {
    await page.getByRole('button', { name: 'Add an alias' }).click()
    await page.getByRole('button', { name: 'Add a secret' }).click()
    await page.getByRole('button', { name: 'Propose' }).click()
    await expect(page.locator('[aria-invalid=true]').first()).toBeVisible()
  }],
  ['a server', () => paths.server('github'), (page) => page.getByRole('button', { name: 'Quarantine…' }).click()],
  ['a server that waits', () => paths.server('ledger')],
  ['a server from a registry document', () => paths.importServer(), (page) => page.getByRole('button', { name: 'Propose' }).click()],
  ['editing a server', () => paths.editServer('payments')],
  ['tools, some picked', async (house) => {
    for (const name of ['list_pages', 'read_page']) await house.api.patch(`/api/v1/servers/github/tools/${name}`, { accessClass: 'read', reason: 'Looked at' })
    return paths.tools()
  }, async (page) => {
    await page.getByRole('button', { name: /^Pick all/ }).click()
    await page.getByRole('button', { name: 'Set the access class' }).click()
  }],
  ['offboardings', async (house) => {
    await caseOfRefund(house)
    return paths.offboarding()
  }],
  ['what would still reach of a server, its end refused', () => paths.newOffboarding({ kind: 'server', subject: 'wiki' }), async (page) => {
    await page.getByText('Something takes its place').click()
    await page.getByRole('button', { name: 'Open the offboarding' }).click()
    await expect(page.getByRole('alert').getByText(/must not be empty/).first()).toBeVisible()
    await page.getByRole('button', { name: 'End it at once…' }).click()
  }],
  ['an offboarding being planned, one line open', async (house) => paths.offboardingCase(await caseOfRefund(house)), async (page) => {
    await page.getByRole('button', { name: 'Plan…' }).click()
    await page.getByRole('table', { name: 'Residual access' }).getByRole('button').first().click()
    await page.getByText('What was seen before it was opened').click()
  }],
  ['an offboarding to print', async (house) => paths.printOffboarding(await caseOfRefund(house))],
  ['the certificate of an offboarding, with its hashes', async (house) => paths.offboardingCertificate(await caseOfRefund(house)), (page) => expect(page.getByText(/^9 files, made just now/)).toBeVisible()],
  ['offboarding many, looked at', () => paths.offboardMany({ team: 'payments' }), async (page) => {
    await page.getByRole('button', { name: 'See what would be opened' }).click()
    await expect(page.getByRole('table', { name: 'What happens to each' })).toContainText('payments')
  }],
  ['agents', () => paths.agents()],
  ['a new agent', () => paths.newAgent()],
  ['an agent', ({ company }) => paths.agent(idIn(company.agents, 'triage'))],
  ['editing an agent', ({ company }) => paths.editAgent(idIn(company.agents, 'triage')), (page) => expect(page.getByRole('navigation', { name: 'Breadcrumb' }).getByRole('link', { name: 'triage' })).toBeVisible()],
  ['clients', () => paths.clients()],
  ['a new client', () => paths.newClient()],
  ['a client', ({ company }) => paths.client(idIn(company.clients, 'claude'))],
  ['editing a client', ({ company }) => paths.editClient(idIn(company.clients, 'claude'))],
  ['grants', () => paths.grants()],
  ['a grant being narrowed', ({ company }) => paths.grant(idIn(company.grants, 'issues'), { narrow: 1 })],
  ['signals', () => paths.signals()],
  ['the life cycle of everything', () => paths.lifecycle()],
  ['transfers, one that waits', async (house) => {
    if ((await house.api.all('/api/v1/ownership/transfers?state=waiting')).every((one) => (one['holder'] as { name: string }).name !== 'wiki')) await forge(house, 'rae', 'askTransferAction', { kind: 'server', subject: 'wiki', part: 'backup', reason: 'Looked at by axe', toEmail: PEOPLE.olga.email }, { page: paths.transfers() })
    return paths.transfers()
  }],
  ['a life cycle policy being changed, with its preview', () => paths.lifecyclePolicy(), async (page) => {
    await page.getByRole('button', { name: 'Edit' }).click()
    await page.getByLabel('Then: Not attested').selectOption('quarantine')
    await page.getByLabel('Days between attestations').fill('1')
    await page.getByRole('button', { name: 'Preview' }).click()
    await expect(page.getByRole('list', { name: 'What the policy would lead to' })).toBeVisible()
  }],
  ['secrets, one about to be attested', async (house) => {
    await house.api.patch('/api/v1/servers/github', { secrets: [{ name: 'GITHUB_TOKEN', kind: 'static', location: 'vault kv/github', rotateEveryDays: 30, lastRotatedAt: '2026-01-01T00:00:00Z' }] })
    const [secret] = await house.api.all('/api/v1/secrets?server=github')
    return paths.secrets({ state: 'overdue', secret: String(secret?.['id']) })
  }],
  ['effective access, asked nothing', () => paths.access()],
  ['effective access of a server, agents by name', () => paths.access({ server: 'wiki', expand: 'agents' })],
  ['importing grants', () => paths.importGrants()],
  ['grants as code, with a plan', () => paths.grantDocument(), async (page) => {
    await page.getByRole('textbox', { name: 'Document' }).fill('version: 1\nservers: [wiki, github]\ngrants: [{server: wiki, caller: {agent: any, client: any, human: none}, target: {kind: tool, name: read_page}, access: read, purpose: p}]')
    await page.getByRole('button', { name: 'Look at the plan' }).click()
    await expect(page.getByText('The plan: nothing is written yet')).toBeVisible()
  }],
  ['definitions to accept', () => paths.definitionsToApprove()],
  ['grants for gateways', () => paths.enforcement({ unconfirmed: 'include' })],
  ['requests', async (house) => { await aRequest(house); return paths.requests({ view: 'all' }) }],
  ['requests, none waiting', () => paths.requests({ view: 'mine', q: 'nothing is called so' })],
  ['a new request, a tool found', () => paths.newRequest({ server: 'github' }), async (page) => {
    await page.getByRole('combobox', { name: 'What it is to reach' }).fill('create issue')
    await page.getByRole('combobox', { name: 'What it is to reach' }).press('Enter')
    await page.getByText('Client, later start').click()
    await page.getByRole('button', { name: 'Send the request' }).click()
    await expect(page.locator('[aria-invalid=true]').first()).toBeVisible()
  }],
  ['breaking the glass', () => paths.newRequest({ breakGlass: 1 })],
  ['a request, being narrowed', async (house) => paths.request(await aRequest(house)), async (page) => {
    await page.getByText('Narrow and approve').click()
    await page.getByRole('button', { name: 'Approve as narrowed' }).click()
    await expect(page.getByText('Nothing is narrowed yet.')).toBeVisible()
  }],
  ['reviews', async (house) => { await aReview(house); return paths.reviews() }],
  ['a review under way, being closed early', async (house) => paths.review(await aReview(house)), async (page) => {
    await page.getByText('As a table').click()
    await page.getByRole('button', { name: 'Close the stage now…' }).click()
    await expect(page.getByText('The stage ends as if its time were over.')).toBeVisible()
  }],
  ['how closely people looked at a review', async (house) => paths.reviewQuality(await aReview(house))],
  ['the evidence of a review, with its hashes', async (house) => paths.reviewEvidence(await aReview(house)), (page) => expect(page.getByText(/^8 files, made just now/)).toBeVisible()],
  ['the items of a review, one being kept until a day, all picked', async (house) => paths.reviewItems(await itemsOfRoot(house), { view: 'all' }), async (page) => {
    await page.getByRole('checkbox', { name: /^Select/ }).first().check()
    await page.getByRole('button', { name: 'Composition' }).click()
    await page.getByRole('button', { name: 'More answers' }).first().click()
    await page.getByRole('button', { name: 'Keep until…' }).click()
    await expect(page.getByLabel('It ends on')).toBeFocused()
    await page.keyboard.press('Tab')
  }],
  ['an item of a review, being narrowed', async (house) => paths.reviewItems(await itemsOfRoot(house), { view: 'all', group: 'server' }), async (page) => {
    await page.getByRole('button', { name: 'Narrow' }).first().click()
    await expect(page.getByRole('form', { name: 'Narrow' })).toBeVisible()
  }],
  ['a review to print', async (house) => paths.printReview(await itemsOfRoot(house))],
  ['review templates', async (house) => {
    const named = { name: 'Looked at by axe', kind: 'grants', content: { stages: [{ reviewers: [{ kind: 'owner' }], days: 14 }] }, schedule: { every: 'quarterly', month: 3, on: { businessDay: 'last' }, at: '08:00', timeZone: 'Europe/Berlin' }, triggers: ['owner_left'] }
    if ((await house.api.all('/api/v1/review-templates')).every((one) => one['name'] !== named.name)) await made(house.api, '/api/v1/review-templates', named)
    return paths.reviewTemplates()
  }],
  ['a new review template, refused', () => paths.newReviewTemplate(), async (page) => {
    await page.getByText('Owners, teams, effects').click()
    await page.getByRole('button', { name: 'Add a stage' }).click()
    await page.getByRole('combobox', { name: 'Who is asked in stage 2, line 1' }).selectOption('named')
    await page.getByRole('combobox', { name: 'How often' }).selectOption('quarterly')
    await page.getByRole('button', { name: 'Keep the template' }).click()
    await expect(page.getByRole('alert').getByText('Give it a name.')).toBeVisible()
    await expect(page.getByRole('region', { name: 'If it were launched now' })).toBeVisible()
  }],
  ['a new review', () => paths.newReview(), (page) => expect(page.getByRole('region', { name: 'If it were launched now' }).getByRole('status')).toHaveText(/^It would hold/)],
  ['a draft of a review', async (house) => {
    const draft = await made(house.api, '/api/v1/reviews', { name: 'A draft looked at by axe', kind: 'grants', content: { stages: [{ reviewers: [{ kind: 'owner' }], days: 14 }], noResponse: 'keep' } })
    return paths.review(String(draft['id']))
  }, (page) => expect(page.getByRole('button', { name: 'Launch' })).toBeVisible()],
  ['a grant', ({ company }) => paths.grant(idIn(company.grants, 'charge')), (page) => page.getByRole('button', { name: 'Revoke…' }).click()],
  ['people', () => paths.people()],
  ['a new person', () => paths.newPerson()],
  ['a person', ({ company }) => paths.person(idIn(company.people, 'pia'))],
  ['teams', () => paths.teams()],
  ['a team', ({ company }) => paths.team(idIn(company.teams, 'payments'))],
  ['sources', () => paths.sources()],
  ['a new source', () => paths.newSource()],
  ['a source', () => paths.source('gateway')],
  ['trying a line', () => paths.trySource(), async (page) => {
    await page.getByRole('button', { name: 'Fill in an example' }).click()
    await page.getByRole('button', { name: 'Try it' }).click()
    await expect(page.getByText('Nothing was stored.')).toBeVisible()
  }],
  ['dead letters', () => paths.deadLetters()],
  ['trail', () => paths.trail()],
  ['API tokens', () => paths.tokens()],
  ['single sign-on', () => paths.signOn()],
  ['provisioning', () => paths.provisioning()],
  ['notifications', () => paths.notifications()],
  ['the approval policy, being loosened', () => paths.approvals(), async (page) => {
    await page.getByRole('button', { name: 'Edit' }).click()
    await page.getByRole('combobox', { name: 'Who approves write on internal servers' }).selectOption('owner')
    await page.getByRole('spinbutton', { name: 'Longest grant for read on public servers, in days' }).fill('0')
    await expect(page.locator('[aria-invalid=true]').first()).toBeVisible()
  }],
  ['stand-ins', () => paths.standIns(), async (page) => {
    await page.getByRole('button', { name: 'Set the stand-in' }).click()
    await expect(page.locator('[aria-invalid=true]').first()).toBeVisible()
  }],
  ['sessions', () => paths.sessions()],
  ['password', () => paths.password()],
  ['the palette', () => paths.overview(), async (page) => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('payments')
    await expect(page.getByRole('option', { name: /payments/ }).first()).toBeVisible()
  }],
  ['the account’s menu', () => paths.overview(), (page) => page.getByRole('button', { name: /your account$/ }).click()],
  ['nothing here', () => '/nothing-here'],
]

const DOORS: readonly Screen[] = [
  ['sign-in', () => paths.signIn(), async (page) => {
    await page.getByLabel('E-mail').fill('nobody@acme.test')
    await page.getByLabel('Password').fill('wrong')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('Not signed in')).toBeVisible()
  }],
  ['sign-in by a link', () => paths.oneTime('x')],
  ['set-up', () => paths.setUp('x')],
]

/** Rules that look at colours; the theme changes nothing else. */
const COLOURS = ['color-contrast', 'link-in-text-block']

/** What axe says, short enough to read. Pages have no frames, so it need not look for any. */
async function violations(page: Page, theme: string, width: number): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode(true)
  const asked = theme === THEMES[0] ? axe.withTags(TAGS).disableRules(width === WIDTHS[0] ? [] : COLOURS) : axe.withRules(COLOURS)
  const { violations: found } = await asked.analyze()
  return found.flatMap((one) => one.nodes.map((node) => `${one.id}: ${node.html.slice(0, 160)} — ${(node.any[0] ?? node.all[0] ?? node.none[0])?.message ?? ''}`))
}

async function audit(page: Page, house: House, [, address, before]: Screen): Promise<string[]> {
  const faults: string[] = []
  await page.setViewportSize({ width: WIDTHS[0], height: 900 })
  await page.goto(await address(house))
  await expect(page.getByRole('heading', { level: 1 }).first()).toBeVisible()
  await before?.(page)
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 })
    // Charts take their new width a frame after the window has it.
    await page.evaluate(() => new Promise((settled) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(settled, 0)))))
    // A bar that stays in view covers what one has not scrolled to yet. That makes no target smaller, so a drawer is laid out whole.
    const tall = await page.evaluate(() => document.querySelector('.drawer')?.scrollHeight ?? 0)
    if (tall > 900) await page.setViewportSize({ width, height: tall })
    const sideways = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    if (sideways > 0) faults.push(`at ${width} px the page scrolls sideways by ${sideways} px`)
    for (const theme of THEMES) {
      // Colours are the same at every width.
      if (theme !== THEMES[0] && width !== WIDTHS[0]) continue
      // As the theme menu does it.
      await page.evaluate((chosen) => { document.documentElement.dataset['theme'] = chosen }, theme)
      faults.push(...(await violations(page, theme, width)).map((fault) => `${theme}, ${width} px: ${fault}`))
    }
  }
  return faults
}

test.use({ contextOptions: { reducedMotion: 'reduce' } })
// Each screen is looked at by itself, by whichever worker is free.
test.describe.configure({ mode: 'parallel' })

for (const screen of SCREENS) {
  test(`${screen[0]}: nothing that axe objects to, and no sideways scroll`, async ({ page, house, guard }) => {
    if (screen[0] === 'nothing here') guard.allow(/404/)
    await signIn(page, house, 'root')
    expect(await audit(page, house, screen)).toEqual([])
  })
}

for (const screen of DOORS) {
  test(`${screen[0]}: nothing that axe objects to, and no sideways scroll`, async ({ page, house, guard }) => {
    guard.allow(/401/)
    expect(await audit(page, house, screen)).toEqual([])
  })
}
