import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { listedCommand, NO_DISCOVERY_CONFIG, parseDiscoveryConfig, summariseConfig } from './config'

function errorsOf(json: unknown): string[] {
  const parsed = parseDiscoveryConfig(json)
  return parsed.ok ? [] : parsed.errors
}

const command = (more: object = {}) => ({ commands: [{ name: 'files', argv: ['/usr/bin/node', 'server.js'], ...more }] })
const credential = (more: object = {}) => ({ credentials: { acme: { origins: ['https://mcp.acme.test'], valueFrom: { env: 'ACME_TOKEN' }, ...more } } })

describe("the operator's configuration", () => {
  test('may be empty, and lists nothing then', () => {
    expect(parseDiscoveryConfig({})).toEqual({ ok: true, config: NO_DISCOVERY_CONFIG })
  })

  test('the example that comes with the program is right', () => {
    const example = JSON.parse(readFileSync(path.join(import.meta.dirname, '../../discovery.example.json'), 'utf8')) as unknown
    const parsed = parseDiscoveryConfig(example)
    if (!parsed.ok) throw new Error(parsed.errors.join(' '))
    expect(summariseConfig(parsed.config)).toMatchObject({ commands: [{ name: 'files' }], credentials: [{ name: 'acme-reader', kind: 'header' }, { name: 'warehouse' }, { name: 'billing', kind: 'oauth' }], privateNetworks: ['10.20.0.0/16', '127.0.0.1/32, port 8080', 'fd12:3456::/48, port 8443'] })
  })

  test('fills in Authorization and Bearer', () => {
    const parsed = parseDiscoveryConfig(credential())
    expect(parsed.ok && parsed.config.credentials['acme']).toMatchObject({ header: 'Authorization', scheme: 'Bearer' })
  })

  test.each<[string, unknown, RegExp]>([
    ['no object', [], /^The configuration /],
    ['a member that is none', { command: [] }, /command/],
    ['no program', command({ argv: [] }), /commands\.0\.argv must name a program/],
    ['a relative folder', command({ cwd: 'srv' }), /commands\.0\.cwd must be an absolute path/],
    ['our database for a program', command({ envFrom: { URL: { env: 'DATABASE_URL' } } }), /envFrom\.URL/],
    ['our secret for a program', command({ env: { BAILIWICK_SECRET: 'x' } }), /must not be one of the variables of this program/],
    ['the same command twice', { commands: [...command().commands, { ...command().commands[0], name: 'other' }] }, /commands\.1 has the same argv as commands\.0/],
    ['the same name twice', { commands: [...command().commands, { name: 'files', argv: ['/bin/x'] }] }, /same name/],
    ['a credential without origins', credential({ origins: [] }), /credentials\.acme\.origins/],
    ['a credential for a path', credential({ origins: ['https://mcp.acme.test/mcp'] }), /credentials\.acme\.origins\.0 must be http/],
    ['a credential in a header of the connection', credential({ header: 'Host' }), /credentials\.acme\.header must not be/],
    ['a value in the file', credential({ valueFrom: 'secret-value-1' }), /credentials\.acme\.valueFrom must be/],
    ['our secret as a credential', credential({ valueFrom: { env: 'BAILIWICK_SECRET' } }), /credentials\.acme\.valueFrom/],
    ['a token endpoint without a scheme', { credentials: { a: { origins: ['https://x.test'], oauth: { tokenUrl: 'login.test', clientId: 'x', clientSecretFrom: { env: 'X' } } } } }, /credentials\.a\.oauth\.tokenUrl must be/],
    ['a network that is a name', { privateNetworks: ['localhost'] }, /privateNetworks\.0 must be a network/],
    ['a network without a length', { privateNetworks: ['10.0.0.1'] }, /privateNetworks\.0/],
    ['a port that is none', { privateNetworks: ['10.0.0.0/8:70000'] }, /privateNetworks\.0/],
  ])('says what is wrong and where: %s', (_, json, message) => {
    expect(errorsOf(json).join('\n')).toMatch(message)
    expect(errorsOf(json).join('\n')).not.toContain('secret-value-1')
  })
})

describe('a listed command', () => {
  const parsed = parseDiscoveryConfig(command())
  const config = parsed.ok ? parsed.config : NO_DISCOVERY_CONFIG

  test('is the same argument by argument', () => {
    expect(listedCommand(config, ['/usr/bin/node', 'server.js'])?.name).toBe('files')
  })

  test.each([[[]], [['/usr/bin/node']], [['/usr/bin/node', 'server.js', '']], [['/usr/bin/node server.js']], [['/usr/bin/node', 'server.js ']], [['node', 'server.js']]])('%j is another one', (argv) => {
    expect(listedCommand(config, argv)).toBeNull()
  })
})
