import type { Page } from '@playwright/test'
import { REFUND, TRIAGE } from './fixtures/company'
import { expect, type House, refusal, signIn, test } from './fixtures/test'

type Row = { externalId: string; server: string; caller: { agent: string; client: string; human: string }; target: { kind: string; name: string }; access: string; purpose: string; validFrom: string }

const row = (externalId: string, more: Partial<Row> = {}): Row => ({
  externalId, server: 'wiki', caller: { agent: REFUND, client: 'any', human: 'any' }, target: { kind: 'tool', name: `tool_${externalId}` }, access: 'read', purpose: 'For a test', validFrom: '2026-01-01T00:00:00Z', ...more,
})

async function imported(house: House, externalId: string): Promise<string> {
  const answer = await house.api.post('/api/v1/grants/import', { reason: 'In force', grants: [row(externalId)] })
  return (answer.body['results'] as { id: string }[])[0]?.id ?? ''
}

async function decide(page: Page, button: string, confirm: string, reason: string): Promise<void> {
  await page.getByRole('button', { name: button, exact: true }).click()
  await page.getByLabel('Reason').fill(reason)
  await page.getByRole('button', { name: confirm, exact: true }).click()
}

test('an import is previewed row by row and stores nothing until it is confirmed', async ({ page, house }) => {
  await signIn(page, house, 'rae')
  await page.goto('/grants/import')
  const grants = page.getByLabel('Grants as JSON')
  await page.getByLabel('Reason').fill('In force at the gateway')
  await grants.fill('[{"externalId": ')
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(refusal(page)).toContainText('Nothing was read')
  await expect(page.getByLabel('Reason')).toHaveValue('In force at the gateway')

  await grants.fill(JSON.stringify([row('ui-1'), row('ui-2', { server: 'no-such-server' }), row('ui-3', { caller: { agent: TRIAGE, client: 'any', human: 'none' } })]))
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page.getByText('Preview: nothing is stored yet')).toBeVisible()
  await expect(page.getByText(/2 would be created, 0 unchanged, 1 refused/)).toBeVisible()
  const results = page.getByRole('table', { name: 'Result of each row' })
  await expect(results.locator('tbody tr').first()).toContainText('ui-2')
  await expect(results.locator('tbody tr').first()).toContainText('refused')
  const stored = async (): Promise<unknown[]> => (await house.api.all('/api/v1/grants')).filter((grant) => String(grant['externalId']).startsWith('ui-'))
  expect(await stored()).toEqual([])

  await page.getByRole('checkbox', { name: /All or nothing/ }).check()
  await expect(page.getByRole('button', { name: /^Import/ })).toHaveCount(0)
  await page.getByRole('checkbox', { name: /All or nothing/ }).uncheck()
  await page.getByRole('button', { name: 'Import 2 grants' }).click()
  await expect(page.getByText('Imported', { exact: true })).toBeVisible()
  expect(await stored()).toHaveLength(2)

  await page.getByLabel('Reason').fill('In force at the gateway, again')
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page.getByText(/0 would be created, 2 unchanged, 1 refused/)).toBeVisible()
})

test('a grant is suspended, resumed and revoked, each with its consequence and a reason', async ({ page, house }) => {
  const id = await imported(house, 'life')
  const state = async (): Promise<unknown[]> => {
    const { body } = await house.api.get(`/api/v1/grants/${id}`)
    return [body['state'], body['suspended']]
  }
  await signIn(page, house, 'rae')
  await page.goto(`/grants/${id}`)
  await page.getByRole('button', { name: 'Suspend', exact: true }).click()
  await expect(page.getByText('The grant rests until somebody resumes it.')).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()

  await decide(page, 'Suspend', 'Suspend', 'Something is odd')
  await expect(page.getByRole('button', { name: 'Resume' })).toBeVisible()
  await expect(page.getByText('Something is odd').first()).toBeVisible()
  expect(await state()).toEqual(['active', true])

  await decide(page, 'Resume', 'Resume', 'It was nothing')
  await expect(page.getByRole('button', { name: 'Suspend', exact: true })).toBeVisible()
  expect(await state()).toEqual(['active', false])

  await page.getByRole('button', { name: 'Revoke…' }).click()
  await expect(page.getByText('A revoked grant cannot be brought back.')).toBeVisible()
  await page.getByLabel('Reason').fill('Not needed')
  await page.getByRole('button', { name: 'Revoke for good' }).click()
  await expect(page.getByText(/^Revoked .*: Not needed$/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Revoke…' })).toBeDisabled()
  expect(await state()).toEqual(['revoked', false])
})

test('a second step that is refused keeps its reason, and says what happened meanwhile', async ({ page, house }) => {
  const id = await imported(house, 'raced')
  await signIn(page, house, 'rae')
  await page.goto(`/grants/${id}`)
  await page.getByRole('button', { name: 'Suspend', exact: true }).click()
  await page.getByLabel('Reason').fill('A long reason that took time to write')
  expect((await house.api.post(`/api/v1/grants/${id}/revoke`, { reason: 'Somebody was faster' })).status).toBe(200)
  await page.getByRole('button', { name: 'Suspend', exact: true }).click()
  await expect(refusal(page)).toBeFocused()
  await expect(page.getByLabel('Reason')).toHaveValue('A long reason that took time to write')
})

test('who may not change a grant finds the buttons in their place with the reason why not', async ({ as, house }) => {
  const page = await as('abe')
  await page.goto(`/grants/${house.company.grants['issues']}`)
  await expect(page.getByRole('button', { name: 'Revoke…' })).toBeDisabled()
  await expect(page.getByRole('button', { name: 'Suspend' })).toBeDisabled()
})

test('the list’s facets are its address, and a grant’s calls are a link with their filter', async ({ page, house }) => {
  await signIn(page, house, 'rae')
  await page.goto('/grants?server=github&origin=import')
  const table = page.getByRole('table', { name: 'Grants' })
  await expect(table.locator('tbody tr')).toHaveCount(2)
  await table.getByRole('row', { name: /create_issue/ }).getByRole('link', { name: /30/ }).click()
  await expect(page).toHaveURL(new RegExp(`/activity\\?.*grant=${house.company.grants['issues']}`))
  await expect(page.getByRole('table', { name: 'Events' }).locator('tbody tr')).toHaveCount(30)
})

test('use by week is drawn, and told in words to whoever does not see the drawing', async ({ page, house }) => {
  await signIn(page, house, 'rae')
  await page.goto('/grants?server=github&origin=import')
  const row = page.getByRole('table', { name: 'Grants' }).getByRole('row', { name: /create_issue/ })
  await expect(row.getByRole('img')).toHaveAccessibleName(/^Used in 1 of 13 weeks, at most 30 calls in one\. Calls per week, oldest first: (0, ){12}30\.$/)
  await expect(row).toContainText('Triage of bug reports')
  await row.getByRole('link', { name: '1 agent' }).click()
  await expect(page.getByRole('table', { name: 'Who called under this grant' })).toContainText('triage')
})

test('what ends soon and what waits to be confirmed are one link away from the list', async ({ page, house }) => {
  const soon = new Date(Date.now() + 6.5 * 86_400_000).toISOString()
  const answer = await house.api.post('/api/v1/grants/import', { reason: 'In force', grants: [{ ...row('soon'), validUntil: soon }] })
  expect(answer.status).toBe(200)
  await signIn(page, house, 'rae')
  await page.goto('/grants')
  await page.getByRole('link', { name: /within 14 days/ }).click()
  await expect(page).toHaveURL(/ends=soon/)
  await expect(page.getByRole('row', { name: /tool_soon/ })).toContainText('in 6 days')
  await page.goto('/grants')
  await page.getByRole('link', { name: /not confirmed/ }).click()
  await expect(page.getByRole('row', { name: /tool_soon/ })).toContainText('not confirmed')
})

test('a grant is narrowed to what was used of it, its life tells so on both sides, and nothing wider is taken', async ({ page, house }) => {
  const id = house.company.grants['issues'] ?? ''
  const rows = [{ ...row('broad', { server: 'github', caller: { agent: REFUND, client: 'any', human: 'any' }, target: { kind: 'tool', name: 'broad_*' }, access: 'write' }) }]
  const made = (await house.api.post('/api/v1/grants/import', { reason: 'In force', grants: rows })).body['results'] as { id: string }[]
  const broad = made[0]?.id ?? id
  await signIn(page, house, 'rae')
  await page.goto(`/grants/${broad}`)
  await page.getByRole('link', { name: 'Narrow…' }).click()
  const form = page.getByRole('region', { name: 'What is left of it' })
  await expect(form.getByLabel('Target')).toHaveValue('broad_*')

  await form.getByLabel('Target').fill('*')
  await form.getByLabel('Reason').fill('Less is enough')
  await form.getByRole('button', { name: 'Narrow it' }).click()
  await expect(form.getByText('goes beyond the grant (target)').first()).toBeVisible()
  await expect(form.getByLabel('Reason')).toHaveValue('Less is enough')

  await form.getByLabel('Target').fill('broad_one')
  await form.getByLabel('At most').selectOption('read')
  await form.getByRole('button', { name: 'Narrow it' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('broad_one')
  const life = page.getByRole('list', { name: 'What happened to this grant' })
  await expect(life).toContainText('Narrowed from')
  await life.getByRole('link', { name: 'broad_*' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText('broad_*')
  await expect(page.getByText(/^Revoked .*Narrowed: Less is enough$/).first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Narrow…' })).toBeDisabled()
})

test('a glob says how much of it is used, and an unconfirmed import offers the way to confirm it', async ({ page, house }) => {
  await signIn(page, house, 'rae')
  await page.goto(`/grants/${house.company.grants['pages'] ?? ''}`)
  await expect(page.getByRole('region', { name: 'What it admits today' })).toContainText(/read_page|in no catalogue/)
  await expect(page.getByRole('link', { name: 'Confirm…' })).toHaveAttribute('href', /\/requests\/new\?confirm=/)
})
