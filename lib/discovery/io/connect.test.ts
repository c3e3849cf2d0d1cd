import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { connectAndList } from './connect'

const dist = (name: string) => createRequire(import.meta.url).resolve(`@modelcontextprotocol/server-${name}/dist/index.js`)

test.each([['everything', []], ['filesystem', ['/tmp']], ['memory', []], ['sequential-thinking', []]] as const)('%s', async (name, args) => {
  const argv = [process.execPath, dist(name), ...args]
  const outcome = await connectAndList({ slug: name, transport: 'stdio', endpoint: null, command: argv, credential: null }, { commands: [{ name, argv, env: {}, envFrom: {} }], credentials: {}, privateNetworks: [] })
  console.log(JSON.stringify(outcome).slice(0, 600), outcome.ok && [outcome.listing.tools.length, outcome.listing.contexts.map((c) => `${c.kind} ${c.name}`)])
  expect(outcome.ok).toBe(true)
})
