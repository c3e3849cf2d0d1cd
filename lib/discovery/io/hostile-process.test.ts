import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, test, vi } from 'vitest'
import type { DiscoveryConfig } from '@/lib/discovery/config'
import type { DiscoveryBounds } from '@/lib/discovery/model'
import { programTarget, small } from '@/lib/testing/mcp/npm-servers'
import { connectAndList } from './connect'

const program = path.resolve(import.meta.dirname, '../../testing/mcp/odd-program.ts')

async function discover(fault: string, { args = [], bounds = {}, change = (config) => config }: { args?: string[]; bounds?: Partial<DiscoveryBounds>; change?: (config: DiscoveryConfig) => DiscoveryConfig } = {}) {
  const { target, config } = programTarget([process.execPath, program, fault, ...args])
  return connectAndList(target, change(config), { bounds: small(bounds) })
}

/** A zombie that nobody has waited for yet is dead. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/** For what happens soon on an idle computer. */
const PATIENCE = { timeout: 10_000 }

const newFile = () => path.join(mkdtempSync(path.join(tmpdir(), 'discovery-')), 'pid')

describe('a program that fails', () => {
  test('one that ends at once is a readable failure with its last words, without the secrets in them', async () => {
    const outcome = await discover('ends-at-once')
    expect(outcome).toMatchObject({ ok: false, code: 'process_ended' })
    if (outcome.ok) return
    expect(outcome.message).toMatch(/ended with exit code 3 before it had answered\. Its last words: no database/)
    expect(outcome.message).toContain('Nothing was removed.')
    expect(outcome.message).not.toMatch(/hunter2|abcdefghijklmnop/)
  })

  test('one that ends while it lists removes nothing', async () => {
    expect(await discover('ends-while-listing')).toMatchObject({ ok: false, code: 'process_ended', era: 'legacy' })
  })

  test('one that keeps silent is given up and killed', async () => {
    expect(await discover('hangs', { bounds: { requestMs: 100 } })).toMatchObject({ ok: false, code: 'timeout' })
    expect(await discover('hangs', { bounds: { runMs: 100 } })).toMatchObject({ ok: false, code: 'timeout', message: expect.stringContaining('whole run took longer than 100 milliseconds') })
  })

  test('one that never ends its line is cut off', async () => {
    expect(await discover('floods-one-line', { bounds: { answerBytes: 100_000 } })).toMatchObject({ ok: false, code: 'too_large' })
  })

  test('one that never stops talking is cut off', async () => {
    expect(await discover('floods-lines', { bounds: { totalBytes: 300_000 } })).toMatchObject({ ok: false, code: 'too_large' })
  })

  test('one that prints garbage is no MCP server', async () => {
    expect(await discover('prints-garbage')).toMatchObject({ ok: false, code: 'invalid_answer' })
    expect(await discover('prints-a-little-garbage', { bounds: { requestMs: 1000 } })).toMatchObject({ ok: false, code: 'invalid_answer' })
  })

  test('a banner before the first message is forgiven', async () => {
    expect(await discover('prints-a-banner')).toMatchObject({ ok: true, listing: { tools: [{ name: 'one' }] } })
  })

  test('one that ends at the question for the new protocol is asked again in the old one', async () => {
    expect(await discover('ends-at-unknown-questions')).toMatchObject({ ok: true, era: 'legacy', listing: { tools: [{ name: 'one' }] } })
  })

  test('one that is not there is a readable failure', async () => {
    const { target, config } = programTarget(['/nowhere/mcp-server'])
    expect(await connectAndList(target, config)).toMatchObject({ ok: false, code: 'process_ended', message: expect.stringContaining('could not be started (ENOENT)') })
  })
})

describe('nothing is left behind', () => {
  test('children of the program die with it', async () => {
    const outcome = await discover('leaves-a-child')
    if (!outcome.ok) throw new Error(outcome.message)
    const pid = Number(outcome.listing.tools[0]?.name.slice('child-'.length))
    expect(pid).toBeGreaterThan(1)
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), PATIENCE)
  })

  test('also when it hangs and the run is stopped', async () => {
    const file = newFile()
    const { target, config } = programTarget([process.execPath, program, 'leaves-a-child-and-hangs', file])
    const stop = new AbortController()
    const outcome = connectAndList(target, config, { signal: stop.signal })
    const pid = await vi.waitFor(() => Number(/^\d+$/.exec(readFileSync(file, 'utf8'))?.[0] ?? expect.fail('not written yet')), PATIENCE)
    expect(isAlive(pid)).toBe(true)
    stop.abort()
    expect(await outcome).toMatchObject({ ok: false, code: 'timeout', message: expect.stringContaining('stopped from outside') })
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), PATIENCE)
  })

  test('also when it ends and leaves them', async () => {
    const file = newFile()
    expect(await discover('leaves-a-child-and-ends', { args: [file] })).toMatchObject({ ok: false, code: 'process_ended' })
    const pid = Number(readFileSync(file, 'utf8'))
    await vi.waitFor(() => expect(isAlive(pid)).toBe(false), PATIENCE)
  })

  test('a program that ignores closed input and SIGTERM is killed', async () => {
    const outcome = await discover('ignores-goodbyes')
    if (!outcome.ok) throw new Error(outcome.message)
    expect(isAlive(Number(outcome.listing.tools[0]?.name.slice('self-'.length)))).toBe(false)
  })
})

describe('what may be started', () => {
  test.each([['nothing is listed', [] as string[][]], ['another program is listed', [['/bin/true']]], ['an argument is missing', [[process.execPath, program]]], ['an argument is one too many', [[process.execPath, program, 'leaves-a-child-and-ends', 'FILE', 'x']]]])('a command is never started when %s', async (_, argvs) => {
    const file = newFile()
    const outcome = await discover('leaves-a-child-and-ends', {
      args: [file],
      change: (config) => ({ ...config, commands: argvs.map((argv, i) => ({ name: `c${i}`, argv: argv.map((one) => (one === 'FILE' ? file : one)), env: {}, envFrom: {} })) }),
    })
    expect(outcome).toMatchObject({ ok: false, code: 'not_allowed', message: expect.stringContaining('was not started') })
    expect(existsSync(file)).toBe(false)
  })

  test('a program gets PATH, HOME, LANG and its entry’s variables and nothing else of ours', async () => {
    vi.stubEnv('DATABASE_URL', 'postgresql://secret')
    vi.stubEnv('BAILIWICK_SECRET', 'secret')
    vi.stubEnv('SOME_TOKEN', 'from-env')
    const outcome = await discover('tells-its-environment', { change: (config) => ({ ...config, commands: config.commands.map((entry) => ({ ...entry, env: { PLAIN: '1' }, envFrom: { TOKEN: { env: 'SOME_TOKEN' } } })) }) })
    vi.unstubAllEnvs()
    if (!outcome.ok) throw new Error(outcome.message)
    const names = outcome.listing.tools.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['PATH', 'PLAIN', 'TOKEN']))
    expect(names.filter((name) => !['PATH', 'HOME', 'LANG', 'PLAIN', 'TOKEN'].includes(name))).toEqual([])
  })

  test('a secret that is not there fails the run before anything is started', async () => {
    const outcome = await discover('tells-its-environment', { change: (config) => ({ ...config, commands: config.commands.map((entry) => ({ ...entry, envFrom: { TOKEN: { env: 'NO_SUCH_VARIABLE' } } })) }) })
    expect(outcome).toMatchObject({ ok: false, code: 'not_allowed', message: expect.stringContaining('NO_SUCH_VARIABLE') })
  })

  test('a credential is not for programs', async () => {
    const { target, config } = programTarget([process.execPath, program, 'prints-a-banner'])
    expect(await connectAndList({ ...target, credential: 'acme' }, config)).toMatchObject({ ok: false, code: 'not_allowed' })
  })
})
