import type { Cookie, Locator, Page } from '@playwright/test'
import { PEOPLE, TRIAGE, foundCompany, made } from './fixtures/company'
import { type Api, apiOf } from './fixtures/http'
import { type Program, startProgram } from './fixtures/program'
import { expect, guarded, invited, newSession, test } from './fixtures/test'
import { paths } from '../lib/paths'

/**
 * The main screen of the main user: three hundred rows by keyboard alone, and five thousand that are all there. In a program of its own,
 * since so many grants would be in every other story's numbers.
 */
const DAY = 86_400_000
const AWAY = { email: 'wanda@acme.test', name: 'Wanda Wiki', roles: ['owner'] }

let program: Program
let api: Api
let rae: Cookie[]

test.beforeAll(async () => {
  test.setTimeout(400_000)
  program = await startProgram()
  api = apiOf(program.url, program.token)
  await foundCompany(program.url, program.token)
  await made(api, '/api/v1/people', AWAY)
  rae = await newSession(program.url, 'link', { token: await invited(api, 'rae') })
})
test.afterAll(async () => {
  await program.stop()
  program.clean()
})

const row = (name: string, access: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({
  externalId: name, server: 'wiki', caller: { agent: TRIAGE, client: 'claude-code', human: 'any' }, target: { kind: 'tool', name }, access, purpose: 'For the work of its team', validFrom: new Date(Date.now() - 200 * DAY).toISOString(),
  validUntil: new Date(Date.now() + 60 * DAY).toISOString(), ...more,
})

async function imported(rows: Record<string, unknown>[]): Promise<string[]> {
  const ids: string[] = []
  for (let start = 0; start < rows.length; start += 1000) {
    const { results } = (await made(api, '/api/v1/grants/import', { reason: 'In force at the gateway', grants: rows.slice(start, start + 1000) }, 200)) as { results: { id: string }[] }
    ids.push(...results.map(({ id }) => id))
  }
  return ids
}

/** A campaign over these grants which Rae alone is asked about, launched. */
async function launched(name: string, grantIds: string[]): Promise<string> {
  const content = { scope: { grantIds }, stages: [{ reviewers: [{ kind: 'named', emails: [PEOPLE.rae.email] }], days: 7 }], instructions: 'Keep what somebody would ask for today.' }
  const { id } = await made(api, '/api/v1/reviews', { name, kind: 'grants', content })
  await api.post(`/api/v1/reviews/${String(id)}/launch`)
  await expect.poll(async () => (await api.get(`/api/v1/reviews/${String(id)}`)).body['state']).toBe('running')
  return String(id)
}

async function arrive(page: Page, id: string): Promise<void> {
  await page.context().addCookies(rae)
  await page.goto(`${program.url}${paths.reviewItems(id)}`)
}

const named = (page: Page, title: string): Locator => page.locator('[data-item]').filter({ has: page.getByText(title, { exact: true }) })

test('three hundred rows are reviewed by keyboard alone: narrowed, handed on, noted, taken back, answered together, signed off', async ({ browser, guard }) => {
  test.setTimeout(400_000)
  const glob = row('page_*', 'write')
  const plain = Array.from({ length: 299 }, (_, place) => row(`old_tool_${place}`, 'read'))
  const gateway = await made(api, '/api/v1/sources', { name: 'keys', format: 'native', expectedHeartbeatSeconds: 30 * 86_400, vantage: 'gateway', covers: ['wiki'] })
  await made(apiOf(program.url, String(gateway['token'])), '/api/v1/events', { events: Array.from({ length: 4 }, (_, place) => ({
    id: `page-${place}`, kind: 'tool_call', outcome: 'success', server: 'wiki', target: 'page_read', access: 'read', resources: [], agent: TRIAGE, client: 'claude-code', human: PEOPLE.dana.email, occurredAt: new Date(Date.now() - (place + 1) * DAY).toISOString(),
  })) }, 200)
  const id = await launched('Three hundred', await imported([glob, ...plain]))
  const page = await (await guarded(browser, program.url, guard)).newPage()
  await arrive(page, id)
  await expect(page.getByRole('heading', { name: '300 need a look' })).toBeVisible()
  const grid = page.getByRole('grid')
  await expect(grid).toHaveAttribute('aria-rowcount', '300')
  const press = async (...keys: string[]): Promise<void> => { for (const key of keys) await page.keyboard.press(key) }

  // Into the rows by Tab, as anybody without a mouse comes there.
  await page.getByRole('link', { name: 'By agent' }).focus()
  for (let tab = 0; tab < 8 && await page.locator('[data-item]:focus').count() === 0; tab += 1) await press('Tab')
  await press('End')
  const last = page.locator('[aria-rowindex="300"]')
  await expect(last).toBeFocused()
  await press('Home')
  await expect(page.locator('[aria-rowindex="1"]')).toBeFocused()

  // The glob: its editor is prefilled with what was used of it, and the difference is shown.
  await page.keyboard.press('/')
  await page.keyboard.type('page_*')
  await press('Enter')
  await expect(page.getByRole('heading', { name: /^1 needs a look/ })).toBeVisible()
  const wide = named(page, 'page_*')
  await wide.focus()
  await press('w')
  const drawer = page.getByRole('complementary', { name: /^Item/ })
  await expect(drawer.getByRole('form', { name: 'Narrow' }).getByLabel('Target')).toHaveValue('page_read')
  await expect(drawer.getByRole('definition').filter({ hasText: 'page_*' }).first()).toBeVisible()
  await expect(drawer.getByLabel('Target')).toBeFocused()
  await drawer.getByLabel('Reason').focus()
  await page.keyboard.type('Only the one tool is used')
  await press('Enter')
  await expect(wide.getByText(/^narrow|staged/).first()).toBeVisible()
  await expect(drawer.getByRole('form', { name: 'Narrow' })).toHaveCount(0)
  await press('Escape')
  await expect(drawer).toHaveCount(0)
  await page.goto(`${program.url}${paths.reviewItems(id, { view: 'undecided' })}`)
  await expect(page.getByRole('heading', { name: '299 items not answered' })).toBeVisible()

  // Keeping what nobody uses asks why, in the row; the answer can be taken back there.
  const at = (index: number): Locator => page.locator(`[aria-rowindex="${index}"]`)
  await at(1).focus()
  await press('a')
  await expect(at(1).getByLabel('Why keep it, though the recommendation is to revoke?')).toBeFocused()
  await press('Enter')
  await expect(at(1).getByRole('alert')).toContainText('Say why')
  await page.keyboard.type('Needed when the year ends')
  await press('Enter')
  await expect(at(1).getByText('“Needed when the year ends”')).toBeVisible()
  await expect(at(1)).toBeFocused()
  await press('u')
  await expect(at(1).getByRole('button', { pressed: true })).toHaveCount(0)
  await press('r', 'n')
  await page.keyboard.type('Nobody knows it')
  await press('Enter')
  await expect(at(1).getByText('“Nobody knows it”')).toBeVisible()
  await press('j', '2')
  await at(2).getByLabel('It ends on').fill(new Date(Date.now() + 20 * DAY).toISOString().slice(0, 10))
  await press('Enter')
  await expect(at(2).getByText(/keep until/)).toBeVisible()
  await press('j', '6')
  await expect(at(3).getByText(/can’t tell/)).toBeVisible()
  await press('j', '5')
  await expect(at(4).getByLabel('To whom?')).toBeFocused()
  await page.keyboard.type(AWAY.email)
  await press('Tab')
  await page.keyboard.type('It is of the wiki')
  await press('Enter')
  await expect(at(4).getByText(`handed on to ${AWAY.email}`)).toBeVisible()

  // A hundred one by one, as fast as keys go; nothing is lost on the way.
  for (let place = 0; place < 100; place += 1) await press('j', '4')
  await expect(page.getByText('all saved')).toBeVisible({ timeout: 200_000 })
  await expect(page.getByRole('group', { name: /decided by risk/ })).toContainText('104 of 299')
  await expect(page.getByRole('button', { name: /^Sign off/ })).toBeDisabled()

  // The rest together: what is recommended to revoke, with one reason, in batches.
  await page.getByRole('link', { name: 'By agent' }).focus()
  await page.goto(`${program.url}${paths.reviewItems(id, { view: 'undecided' })}`)
  await at(1).focus()
  await press('x')
  const bulk = page.getByRole('region', { name: 'Answer many' })
  await bulk.getByRole('button', { name: 'Select all 195' }).press('Enter')
  await bulk.getByRole('button', { name: 'Another answer…' }).press('Enter')
  await bulk.getByRole('radio', { name: 'Keep' }).focus()
  await press('ArrowRight')
  await expect(bulk.getByText('Revoke 195')).toHaveCount(2)
  await bulk.getByLabel(/^One reason for all 195/).fill('Unused for ninety days')
  await press('Enter')
  await expect(bulk.getByText('195 items answered.', { exact: false })).toBeVisible()
  await page.getByRole('button', { name: 'Sign off 299 decisions' }).press('Enter')
  await expect(page.getByRole('button', { name: 'Signed off' })).toBeVisible()

  const { body } = await api.get(`/api/v1/reviews/${id}`)
  expect(body).toMatchObject({ state: 'running', counts: { stage: { total: 300, decided: 299 } } })
  const items = await api.all(`/api/v1/reviews/${id}/items`)
  expect(items).toHaveLength(300)
  await page.goto(`${program.url}${paths.printReview(id)}`)
  await expect(page.getByRole('table', { name: 'Items' }).getByRole('row')).toHaveCount(300)
})

test('five thousand items are all in the list, and the last one can be read and answered', async ({ browser, guard }) => {
  test.setTimeout(400_000)
  const id = await launched('Five thousand', await imported(Array.from({ length: 5_000 }, (_, place) => row(`many_${place}`, 'read'))))
  const page = await (await guarded(browser, program.url, guard)).newPage()
  await arrive(page, id)
  const grid = page.getByRole('grid')
  await expect(grid).toHaveAttribute('aria-rowcount', '5000')
  expect(await grid.getByRole('row').count(), 'only what is near is drawn').toBeLessThan(80)
  await page.locator('[aria-rowindex="1"]').focus()
  await page.keyboard.press('End')
  const last = page.locator('[aria-rowindex="5000"]')
  await expect(last).toBeFocused()
  await expect(last.getByRole('button', { name: 'Revoke' })).toBeVisible()
  await page.keyboard.press('r')
  await expect(last.getByText(/^staged/)).toBeVisible()
  await page.keyboard.press('Home')
  await expect(page.locator('[aria-rowindex="1"]')).toBeFocused()
  await page.keyboard.press('o')
  await expect(page.getByRole('complementary', { name: /^Item/ }).getByRole('heading', { name: 'What breaks if revoked' })).toBeVisible()
})
