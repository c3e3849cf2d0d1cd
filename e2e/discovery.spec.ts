import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, newSession, test as base } from './fixtures/test'
import { type Api, apiOf } from './fixtures/http'
import { type Program, startProgram } from './fixtures/program'

/** The four reference servers from npm, as an operator would list them, and how many tools each is known to offer. */
const SERVERS = [
  { slug: 'everything', file: 'node_modules/@modelcontextprotocol/server-everything/dist/index.js', args: [] as string[], tools: 13 },
  { slug: 'filesystem', file: 'node_modules/@modelcontextprotocol/server-filesystem/dist/index.js', args: ['FOLDER'], tools: 14 },
  { slug: 'memory', file: 'node_modules/@modelcontextprotocol/server-memory/dist/index.js', args: [], tools: 9 },
  { slug: 'sequential-thinking', file: 'node_modules/@modelcontextprotocol/server-sequential-thinking/dist/index.js', args: [], tools: 1 },
] as const

type Fleet = { program: Program; api: Api; commandOf: (slug: string) => string[] }

const test = base.extend<object, { fleet: Fleet }>({
  fleet: [async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'bailiwick-fleet-'))
    mkdirSync(join(folder, 'files'))
    const commands = SERVERS.map(({ slug, file, args }) => ({ name: slug, argv: [process.execPath, resolve(file), ...args.map(() => join(folder, 'files'))] }))
    writeFileSync(join(folder, 'discovery.json'), JSON.stringify({ commands }))
    const program = await startProgram({ env: { BAILIWICK_DISCOVERY_CONFIG: join(folder, 'discovery.json') } })
    try {
      await use({ program, api: apiOf(program.url, program.token), commandOf: (slug) => commands.find(({ name }) => name === slug)?.argv ?? [] })
    } finally {
      await program.stop()
      program.clean()
      rmSync(folder, { recursive: true, force: true })
    }
  }, { scope: 'worker', timeout: 400_000 }],
  baseURL: async ({ fleet }, run) => run(fleet.program.url),
})

async function register(fleet: Fleet, slug: string, command: readonly string[]): Promise<void> {
  const made = await fleet.api.post('/api/v1/servers', { slug, name: slug, purpose: 'A reference server', environment: 'development', sensitivity: 'internal', transport: 'stdio', command, ownerEmail: fleet.program.admin.email })
  expect(made.status, JSON.stringify(made.body)).toBe(201)
  expect((await fleet.api.post(`/api/v1/servers/${slug}/transitions`, { to: 'active', reason: 'Looked at' })).status).toBe(200)
}

for (const { slug, tools } of SERVERS) {
  test(`${slug} from npm is asked from its page and appears with all of its ${tools} tools, their versions and classes`, async ({ page, fleet }) => {
    await register(fleet, slug, fleet.commandOf(slug))
    await page.context().addCookies(await newSession(fleet.program.url, 'password', { email: fleet.program.admin.email, password: fleet.program.admin.password }))
    await page.goto(`/servers/${slug}`)
    await expect(page.getByText('The server itself was never asked what it offers.')).toBeVisible()
    await page.getByRole('button', { name: 'Ask the server what it offers' }).click()
    await expect(page.getByText(/^Asked .*MCP 2025-11-25/)).toBeVisible()
    const rows = page.getByRole('region', { name: 'Table of tools' }).getByRole('row')
    await expect(rows.filter({ hasText: /v1/ })).toHaveCount(tools)
    const listed = await fleet.api.all(`/api/v1/servers/${slug}/tools`)
    expect(listed).toHaveLength(tools)
    expect(listed.every((tool) => tool['version'] === 1 && typeof tool['definitionHash'] === 'string' && ['read', 'write', 'admin'].includes(String(tool['accessClass'])))).toBe(true)
    const again = await fleet.api.post(`/api/v1/servers/${slug}/discover`)
    expect(again.body, 'asked again, nothing changed').toMatchObject({ status: 'complete', counts: { tools, added: 0, widened: 0, altered: 0, removed: 0 } })
  })
}

test('a command that the operator did not list is never run, whoever writes it down, and the run says so', async ({ page, fleet }) => {
  const proof = join(fleet.program.dataDir, 'was-run')
  await register(fleet, 'stranger', [process.execPath, '-e', `require('fs').writeFileSync(${JSON.stringify(proof)}, '')`])
  await page.context().addCookies(await newSession(fleet.program.url, 'password', { email: fleet.program.admin.email, password: fleet.program.admin.password }))
  await page.goto('/servers/stranger')
  await page.getByRole('button', { name: 'Ask the server what it offers' }).click()
  await expect(page.getByRole('heading', { name: 'The last run failed; nothing was removed' })).toBeVisible()
  await expect(page.getByText('not_allowed')).toBeVisible()
  const { existsSync } = await import('node:fs')
  expect(existsSync(proof)).toBe(false)
})

test('the fleet’s tools are found by what they do, and several get one class with one reason', async ({ page, fleet }) => {
  await page.context().addCookies(await newSession(fleet.program.url, 'password', { email: fleet.program.admin.email, password: fleet.program.admin.password }))
  await page.goto('/tools?server=filesystem&claims=read+only')
  const table = page.getByRole('table', { name: 'Tools' })
  await expect(table.getByRole('row')).not.toHaveCount(1)
  await page.getByRole('button', { name: /^Pick all/ }).click()
  await page.getByRole('button', { name: 'Set the access class' }).click()
  await page.getByLabel('Access class').selectOption('read')
  await page.getByLabel('Reason').fill('Read the code of each')
  await page.getByRole('button', { name: /^Set the class of/ }).click()
  await expect(page.getByText(/classified/).first()).toBeVisible()
  await expect(table.getByText('set by a person').first()).toBeVisible()
})
