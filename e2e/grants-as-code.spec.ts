import { made, PEOPLE, REFUND, TRIAGE } from './fixtures/company'
import { expect, type House, refusal, signIn, test } from './fixtures/test'

const SLUG = 'as-code'

/** A server of this story alone, with two grants in force. */
async function furnished(house: House): Promise<void> {
  const known = await house.api.all('/api/v1/servers')
  if (known.some((server) => server['slug'] === SLUG)) return
  await made(house.api, '/api/v1/servers', { slug: SLUG, name: 'As code', purpose: 'For a story', environment: 'production', sensitivity: 'internal', transport: 'streamable_http', endpoint: 'https://as-code.acme.test/mcp', ownerEmail: PEOPLE.olga.email })
  await house.api.post(`/api/v1/servers/${SLUG}/transitions`, { to: 'active', reason: 'For a story' })
  const row = { server: SLUG, caller: { agent: TRIAGE, client: 'any', human: 'any' }, access: 'write', purpose: 'Triage', validFrom: '2026-01-01T00:00:00Z', validUntil: '2099-01-01T00:00:00Z' }
  await house.api.post('/api/v1/grants/import', { reason: 'In force', grants: [
    { ...row, externalId: 'code-1', target: { kind: 'tool', name: 'write_*' } }, { ...row, externalId: 'code-2', target: { kind: 'tool', name: 'drop_table' }, caller: { agent: REFUND, client: 'any', human: 'any' } },
  ] })
}

test('what stands is filled in, changed, looked at and applied; less at once, more as requests', async ({ page, house }) => {
  await furnished(house)
  await signIn(page, house, 'rae')
  await page.goto('/grants/document')
  await page.getByLabel('What stands now').selectOption(SLUG)
  await page.getByRole('button', { name: 'Fill in what stands' }).click()
  const document = page.getByRole('textbox', { name: 'Document' })
  await expect(document).toHaveValue(/drop_table/)
  const stands = await document.inputValue()

  await page.getByRole('button', { name: 'Look at the plan' }).click()
  await expect(page.getByText('Nothing is to be done: what stands is what the document says.')).toBeVisible()

  await document.fill(stands.replace('write_*', 'write_page').replace('drop_table', 'everything_*'))
  await page.getByRole('button', { name: 'Look at the plan' }).click()
  await expect(page.getByText('The plan: nothing is written yet')).toBeVisible()
  await expect(page.getByText('One is narrowed and one is asked for.')).toBeVisible()
  await expect(page.getByRole('list', { name: 'Narrowed at once' })).toContainText('write_page')
  await expect(page.getByRole('list', { name: 'Asked for, in place of what stands' })).toContainText('takes effect once the owner and a security reviewer have approved')
  const grants = async (): Promise<string[]> => (await house.api.all(`/api/v1/grants?server=${SLUG}&state=active`)).map((grant) => (grant['target'] as { name: string }).name).toSorted()
  expect(await grants()).toEqual(['drop_table', 'write_*'])

  await page.getByRole('button', { name: 'Apply exactly this plan' }).click()
  await expect(page.getByText(/Applied as document \d+/)).toBeVisible()
  expect(await grants()).toEqual(['drop_table', 'write_page'])
  await page.getByRole('button', { name: 'Look again' }).click()
  await expect(page.getByText('One waits for approval already.', { exact: false })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('table', { name: 'Differences from the last documents' })).toContainText('waits for approval')
})

test('a document that plays tricks, and one whose plan has changed meanwhile, are refused and the text stays', async ({ page, house }) => {
  await furnished(house)
  await signIn(page, house, 'rae')
  await page.goto('/grants/document')
  const document = page.getByRole('textbox', { name: 'Document' })
  await document.fill('a: &a [x]\nb: *a')
  await page.getByRole('button', { name: 'Look at the plan' }).click()
  await expect(refusal(page)).toContainText('The document has an anchor (line 1)')
  await expect(document).toHaveValue('a: &a [x]\nb: *a')

  await document.fill(`version: 1\nservers: [${SLUG}]\ngrants: []`)
  await page.getByRole('button', { name: 'Look at the plan' }).click()
  await expect(page.getByText(/grants? ends?/).first()).toBeVisible()
  const [one] = await house.api.all(`/api/v1/grants?server=${SLUG}&state=active`)
  await house.api.post(`/api/v1/grants/${String(one?.['id'])}/revoke`, { reason: 'Meanwhile' })
  await page.getByRole('button', { name: 'Apply exactly this plan' }).click()
  await expect(refusal(page)).toContainText('The plan is another one by now')
})

test('an auditor sees the plan and cannot apply it', async ({ as, house }) => {
  await furnished(house)
  const page = await as('abe')
  await page.goto('/grants/document')
  await page.getByRole('textbox', { name: 'Document' }).fill(`version: 1\nservers: [${SLUG}]\ngrants: []`)
  await page.getByRole('button', { name: 'Look at the plan' }).click()
  await expect(page.getByRole('button', { name: 'Apply exactly this plan' })).toBeDisabled()
  await expect(page.getByText('Your roles do not let you ask for grants.')).toBeVisible()
})

test('the export for a gateway says what it leaves out, and can be taken along', async ({ page, house }) => {
  await furnished(house)
  await signIn(page, house, 'rae')
  await page.goto(`/grants/enforcement?server=${SLUG}`)
  await expect(page.getByRole('table', { name: 'What is not expressed' })).toContainText('nobody has confirmed it')
  await page.getByLabel('Imported grants that nobody has confirmed').check()
  await page.getByRole('button', { name: 'Ask again' }).click()
  await expect(page).toHaveURL(/unconfirmed=include/)
  await expect(page.getByRole('region', { name: `${SLUG}.authz.json` })).toContainText('permit (principal')
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: `Download ${SLUG}.authz.json` }).click()
  expect((await download).suggestedFilename()).toBe(`${SLUG}.authz.json`)
  await page.getByRole('link', { name: 'Open Policy Agent' }).click()
  await expect(page.getByText('bailiwick.rego').first()).toBeVisible()
})
