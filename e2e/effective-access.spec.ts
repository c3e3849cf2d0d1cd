import { readFileSync } from 'node:fs'
import { expect, signIn, test } from './fixtures/test'
import { paths } from '../lib/paths'

test('who can do this, and what can one do, are asked in one form and answered in a sentence', async ({ page, house }) => {
  await signIn(page, house, 'rae')
  await page.goto(paths.grants())
  await page.getByRole('link', { name: 'Who can do what?' }).click()
  await expect(page.getByRole('heading', { name: 'Effective access', level: 1 })).toBeVisible()
  await page.getByLabel('Server', { exact: true }).fill('github')
  await page.getByLabel('Tool or other target').fill('create_issue')
  await page.getByRole('button', { name: 'Answer' }).click()
  await expect(page.getByText('One agent can call create_issue on github, at most with write; it was seen doing so in 90 days.')).toBeVisible()
  const table = page.getByRole('table', { name: 'Effective access' })
  await expect(table.locator('tbody tr')).toHaveCount(1)
  await expect(table).toContainText('Triage of bug reports')

  await page.getByRole('link', { name: 'Ask anew' }).click()
  await expect(page.getByRole('link', { name: 'Ask anew' })).toHaveCount(0)
  await page.getByLabel('Agent', { exact: true }).fill('triage')
  await page.getByRole('button', { name: 'Answer' }).click()
  await expect(page.getByText(/^triage can reach .* on 2 servers, at most with admin/)).toBeVisible()
  await page.getByRole('group', { name: 'In 90 days' }).getByRole('checkbox', { name: /not seen used/ }).check()
  await expect(page).toHaveURL(/use=unused/)
  await expect(table).toContainText('delete_repo')
  await expect(table).not.toContainText('create_issue')
})

test('a name that nobody bears is said to be unknown, and not answered as nobody', async ({ page, house }) => {
  await signIn(page, house, 'rae')
  await page.goto(paths.access({ agent: 'nobody-is-called-so' }))
  await expect(page.getByText('Nobody is known by that name')).toBeVisible()
})

test('the export has the rows of the screen, and no formula', async ({ page, house }) => {
  const formula = { externalId: 'formula', server: 'wiki', caller: { agent: 'any', client: 'any', human: 'any' }, target: { kind: 'tool', name: '=HYPERLINK' }, access: 'read', purpose: '+cmd', validFrom: '2026-01-01T00:00:00Z' }
  expect((await house.api.post('/api/v1/grants/import', { reason: 'In force', grants: [formula] })).status).toBe(200)
  await signIn(page, house, 'rae')
  await page.goto(paths.access({ server: 'wiki', access: 'read' }))
  const shown = await page.getByRole('table', { name: 'Effective access' }).locator('tbody tr').count()
  const started = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Export CSV' }).click()
  const lines = readFileSync(await (await started).path(), 'utf8').trim().split('\r\n')
  expect(lines).toHaveLength(shown + 1)
  expect(lines[0]).toMatch(/^server,kind,target,at most/)
  expect(lines.some((line) => line.includes("'=HYPERLINK") && line.endsWith("'+cmd"))).toBe(true)

  const answer = await house.api.get('/api/v1/access?server=wiki&access=read')
  expect(answer.body['total']).toBe(shown)
})

test('a person, an agent, a client, a server and a tool lead to the answer about them', async ({ page, house }) => {
  await signIn(page, house, 'rae')
  const { agents, clients, people } = house.company
  const links: [string, string | RegExp, RegExp][] = [
    [paths.agent(agents['triage'] ?? ''), 'What can it do?', /agent=spiffe/], [paths.client(clients['claude'] ?? ''), 'What can be done in it?', /client=claude-code/],
    [paths.person(people['dana'] ?? ''), 'What can be done for them?', /human=dana/], [paths.server('github'), 'Who can do what here?', /server=github/],
  ]
  for (const [from, link, to] of links) {
    await page.goto(from)
    await page.getByRole('link', { name: link }).click()
    await expect(page).toHaveURL(to)
    await expect(page.getByRole('region', { name: 'The answer' })).toBeVisible()
  }
})

test('everybody by name is for those who may see everybody; a member is answered by what is their own', async ({ as }) => {
  const rae = await as('rae')
  await rae.goto(paths.access({ server: 'wiki', expand: 'agents' }))
  await expect(rae.getByRole('table', { name: 'Effective access' })).toContainText('as any agent')
  const mallory = await as('mallory')
  await mallory.goto(paths.access({ server: 'github' }))
  await expect(mallory.getByText('Nobody can reach github, by the grants that you may see.')).toBeVisible()
  await expect(mallory.getByRole('link', { name: 'Agents by name' })).toHaveCount(0)
})
