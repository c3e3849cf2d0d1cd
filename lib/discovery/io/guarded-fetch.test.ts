import { afterEach, describe, expect, test, vi } from 'vitest'
import type { DiscoveryConfig } from '@/lib/discovery/config'
import type { Resolve } from '@/lib/net/guarded-connector'
import { legacyServer, loopback, type Handler, type Loopback } from '@/lib/testing/mcp/loopback'
import { small, webTarget } from '@/lib/testing/mcp/npm-servers'
import { connectAndList } from './connect'
import { guardedLookup } from './guarded-fetch'
import { beginRun } from './run'

const open: Loopback[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  await Promise.all(open.splice(0).map((server) => server.close()))
})

async function serve(handler: Handler): Promise<Loopback> {
  const server = await loopback(handler)
  open.push(server)
  return server
}

const oneTool = legacyServer({ 'tools/list': () => ({ tools: [{ name: 'a', inputSchema: { type: 'object' } }] }) })
const redirectTo = (to: string, status = 307): Handler => (_, response) => void response.writeHead(status, { location: to }).end()
const headersOf = (server: Loopback, name: string) => server.received.map((request) => request.headers[name])

describe('names and addresses', () => {
  test('an endpoint on a private address is refused before any connection', async () => {
    const server = await serve(oneTool)
    for (const endpoint of [server.origin, `http://localhost:${server.port}`, `http://[::1]:${server.port}`, `http://0x7f.1:${server.port}`, `http://[::ffff:127.0.0.1]:${server.port}`]) {
      const { target, config } = webTarget(server.port, { endpoint })
      expect(await connectAndList(target, { ...config, privateNetworks: [] })).toMatchObject({ ok: false, code: 'private_address', message: expect.stringContaining('is not public') })
    }
    expect(server.received).toEqual([])
  })

  test('the port is part of what is opened', async () => {
    const server = await serve(oneTool)
    const { target, config } = webTarget(server.port)
    expect(await connectAndList(target, { ...config, privateNetworks: [{ range: '127.0.0.1/32', port: server.port + 1 }] })).toMatchObject({ ok: false, code: 'private_address' })
    expect(server.received).toEqual([])
  })

  test('a name is looked up once for a connection, and what was checked is what is connected to', async () => {
    const server = await serve(oneTool)
    const { target, config } = webTarget(server.port, { endpoint: `http://mcp.acme.test:${server.port}/mcp` })
    const resolve = vi.fn<Resolve>(async () => [{ address: '127.0.0.1', family: 4 }])
    expect(await connectAndList(target, config, { resolve })).toMatchObject({ ok: true })
    expect(resolve).toHaveBeenCalledTimes(server.connections())
    expect(resolve).toHaveBeenCalledWith('mcp.acme.test')
  })

  test('a name that leads elsewhere the second time (DNS rebinding) is refused at the second connection', async () => {
    const inside = await serve(oneTool)
    // The first connection is closed after each answer, so that the next request needs a new one.
    const server = await serve(async (request, response) => {
      response.setHeader('connection', 'close')
      await oneTool(request, response)
    })
    const { target, config } = webTarget(server.port, { endpoint: `http://mcp.acme.test:${server.port}/mcp` })
    const answers = ['127.0.0.1', '127.0.0.2']
    const outcome = await connectAndList(target, config, { resolve: async () => [{ address: answers.shift() ?? '127.0.0.2', family: 4 }] })
    expect(outcome).toMatchObject({ ok: false, code: 'private_address', message: expect.stringContaining('mcp.acme.test leads to 127.0.0.2') })
    expect(server.received).toHaveLength(1)
    expect(inside.received).toEqual([])
  })

  test('a look-up hands on public addresses and refuses as soon as one of several is private', async () => {
    const answers = [['203.0.114.7'], ['203.0.114.7', '10.0.0.1']]
    const run = beginRun(small({}))
    const lookup = guardedLookup({ run, networks: [], resolve: async () => (answers.shift() ?? []).map((address) => ({ address, family: 4 })) }, 443)
    const ask = () => new Promise((resolve) => lookup('mcp.acme.test', { all: true }, (error, found) => resolve(error ?? found)))
    expect(await ask()).toEqual([{ address: '203.0.114.7', family: 4 }])
    expect(await ask()).toBeInstanceOf(Error)
    expect(run.failure()).toMatchObject({ code: 'private_address' })
    run.finish()
  })

  test('a name without an address is unreachable', async () => {
    const { target, config } = webTarget(1, { endpoint: 'http://mcp.acme.test/mcp' })
    expect(await connectAndList(target, config, { resolve: async () => [] })).toMatchObject({ ok: false, code: 'unreachable' })
    expect(await connectAndList(target, config, { resolve: async () => { throw Object.assign(new Error('no'), { code: 'ENOTFOUND' }) } })).toMatchObject({ ok: false, code: 'unreachable', message: expect.stringContaining('a name that is not known') })
  })

  test.each(['file:///etc/passwd', 'ftp://8.8.8.8/', 'data:,x', 'http://user:pass@8.8.8.8/', 'not an address'])('%s is not connected to', async (endpoint) => {
    const { target, config } = webTarget(1, { endpoint })
    const outcome = await connectAndList(target, config)
    expect(outcome).toMatchObject({ ok: false, code: 'not_allowed' })
    expect(JSON.stringify(outcome)).not.toContain('pass@')
  })

  test('proxies of the environment are not used', async () => {
    const proxy = await serve(oneTool)
    for (const name of ['http_proxy', 'HTTP_PROXY', 'https_proxy', 'ALL_PROXY', 'NODE_USE_ENV_PROXY']) vi.stubEnv(name, name === 'NODE_USE_ENV_PROXY' ? '1' : proxy.origin)
    const server = await serve(oneTool)
    const { target, config } = webTarget(server.port)
    expect(await connectAndList(target, config)).toMatchObject({ ok: true })
    expect(proxy.received).toEqual([])
  })

  test('the session of an older server is ended, also when it does not answer that', async () => {
    for (const mute of [false, true]) {
      const server = await serve(async (request, response) => {
        if (request.method === 'DELETE') return void (mute || response.writeHead(200).end())
        response.setHeader('mcp-session-id', 'session-1')
        await oneTool(request, response)
      })
      const { target, config } = webTarget(server.port)
      expect(await connectAndList(target, config)).toMatchObject({ ok: true })
      expect(server.received.filter(({ method }) => method === 'DELETE').map(({ headers }) => headers['mcp-session-id'])).toEqual(['session-1'])
      // The stream for what a server says unasked is never opened.
      expect(server.received.filter(({ method }) => method === 'GET')).toEqual([])
    }
  })

  test('cookies are not kept', async () => {
    const server = await serve(async (request, response) => {
      response.setHeader('set-cookie', 'a=1')
      await oneTool(request, response)
    })
    const { target, config } = webTarget(server.port)
    await connectAndList(target, config)
    expect(headersOf(server, 'cookie').filter((cookie) => cookie !== undefined)).toEqual([])
  })
})

describe('redirects', () => {
  const follow = async (handler: Handler, change: (config: DiscoveryConfig) => DiscoveryConfig = (config) => config) => {
    const server = await serve(handler)
    const { target, config } = webTarget(server.port)
    return { server, outcome: await connectAndList(target, change(config)) }
  }

  test('to a private address is refused', async () => {
    const inside = await serve(oneTool)
    for (const to of [`${inside.origin}/mcp`, 'http://169.254.169.254/latest/meta-data/', 'http://[::1]/', `http://2130706433:${inside.port}/`]) {
      expect((await follow(redirectTo(to))).outcome).toMatchObject({ ok: false, code: 'private_address' })
    }
    expect(inside.received).toEqual([])
  })

  test('in a circle ends after three', async () => {
    const { server, outcome } = await follow((_, response) => void response.writeHead(308, { location: '/again' }).end())
    expect(outcome).toMatchObject({ ok: false, code: 'invalid_answer', message: expect.stringContaining('more than 3 times') })
    expect(server.received).toHaveLength(4)
  })

  test('that keeps the request is followed', async () => {
    const { outcome } = await follow(async (request, response) => (request.url === '/mcp' ? void response.writeHead(308, { location: '/v2/mcp' }).end() : oneTool(request, response)))
    expect(outcome).toMatchObject({ ok: true, listing: { tools: [{ name: 'a' }] } })
  })

  test.each([301, 302, 303])('with %s, which turns the request into another one, is refused', async (status) => {
    expect((await follow(redirectTo('/other', status))).outcome).toMatchObject({ ok: false, code: 'invalid_answer', message: expect.stringContaining('does not keep the request') })
  })

  test('to another scheme is refused', async () => {
    expect((await follow(redirectTo('file:///etc/passwd'))).outcome).toMatchObject({ ok: false, code: 'not_allowed' })
  })
})

describe('credentials', () => {
  const withCredential = async (handler: Handler, more: Partial<Extract<DiscoveryConfig['credentials'][string], { valueFrom: unknown }>> = {}) => {
    vi.stubEnv('ACME_TOKEN', 'the-token-4711')
    const server = await serve(handler)
    const { target, config } = webTarget(server.port, { credential: 'acme' })
    const credentials: DiscoveryConfig['credentials'] = { acme: { origins: [server.origin], header: 'Authorization', scheme: 'Bearer', valueFrom: { env: 'ACME_TOKEN' }, ...more } }
    return { server, target, config: { ...config, credentials } }
  }

  test('are sent to their origin with every request', async () => {
    const { server, target, config } = await withCredential(oneTool)
    expect(await connectAndList(target, config)).toMatchObject({ ok: true })
    expect(new Set(headersOf(server, 'authorization'))).toEqual(new Set(['Bearer the-token-4711']))
  })

  test('can be a header of their own without a scheme', async () => {
    const { server, target, config } = await withCredential(oneTool, { header: 'X-Api-Key', scheme: '' })
    expect(await connectAndList(target, config)).toMatchObject({ ok: true })
    expect(new Set(headersOf(server, 'x-api-key'))).toEqual(new Set(['the-token-4711']))
  })

  test('are not sent to an origin that is not listed, and nothing else is either', async () => {
    const { server, target, config } = await withCredential(oneTool, { origins: ['https://mcp.acme.test'] })
    expect(await connectAndList(target, config)).toMatchObject({ ok: false, code: 'not_allowed', message: expect.stringContaining('so it was not sent') })
    expect(server.received).toEqual([])
  })

  test.each(['Authorization', 'X-Api-Key'])('in %s do not follow a redirect to another origin', async (header) => {
    const elsewhere = await serve(oneTool)
    const { server, target, config } = await withCredential(redirectTo(`${elsewhere.origin}/mcp`), { header })
    const both = { ...config, privateNetworks: [{ range: '127.0.0.1/32', port: null }] }
    expect(await connectAndList(target, both)).toMatchObject({ ok: true })
    expect(headersOf(server, header.toLowerCase())).not.toContain(undefined)
    expect(elsewhere.received.length).toBeGreaterThan(0)
    expect(new Set(headersOf(elsewhere, header.toLowerCase()))).toEqual(new Set([undefined]))
    expect(JSON.stringify(elsewhere.received)).not.toContain('the-token-4711')
  })

  test('that are not configured or not readable fail the run', async () => {
    const { server, target, config } = await withCredential(oneTool, { valueFrom: { file: '/nowhere/token' } })
    expect(await connectAndList(target, config)).toMatchObject({ ok: false, code: 'not_allowed', message: expect.stringContaining('/nowhere/token') })
    for (const credential of ['other', '__proto__', 'constructor']) expect(await connectAndList({ ...target, credential }, config)).toMatchObject({ ok: false, code: 'not_allowed' })
    expect(server.received).toEqual([])
  })

  test('are hidden when a server says them back', async () => {
    const { target, config } = await withCredential(legacyServer({ 'tools/list': () => ({ tools: [{ name: 'a', inputSchema: { type: 'the-token-4711' } }, { name: 'the-token-4711', inputSchema: 1 }] }) }))
    const outcome = await connectAndList(target, config)
    expect(outcome.ok).toBe(false)
    expect(JSON.stringify(outcome)).not.toContain('the-token-4711')
  })
})

describe('client credentials', () => {
  const oauth = async (answer: Handler) => {
    vi.stubEnv('CLIENT_SECRET', 'client/secret 1')
    const tokens = await serve(answer)
    const server = await serve(oneTool)
    const { target, config } = webTarget(server.port, { credential: 'billing' })
    const credentials: DiscoveryConfig['credentials'] = { billing: { origins: [server.origin], oauth: { tokenUrl: `${tokens.origin}/token`, clientId: 'bailiwick', clientSecretFrom: { env: 'CLIENT_SECRET' }, scope: 'mcp.read', resource: 'https://mcp.billing.test/mcp' } } }
    const outcome = await connectAndList(target, { ...config, credentials, privateNetworks: [{ range: '127.0.0.1/32', port: null }] })
    return { tokens, server, outcome }
  }

  test('fetch one token from the operator’s endpoint and send it to the server alone', async () => {
    const { tokens, server, outcome } = await oauth((_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"access_token":"issued-1","token_type":"Bearer"}'))
    expect(outcome).toMatchObject({ ok: true })
    expect(tokens.received).toHaveLength(1)
    expect(Object.fromEntries(new URLSearchParams(tokens.received[0]?.body))).toEqual({ grant_type: 'client_credentials', scope: 'mcp.read', resource: 'https://mcp.billing.test/mcp' })
    expect(tokens.received[0]?.headers.authorization).toBe(`Basic ${Buffer.from('bailiwick:client%2Fsecret%201').toString('base64')}`)
    expect(new Set(headersOf(server, 'authorization'))).toEqual(new Set(['Bearer issued-1']))
  })

  test('that are refused fail the run before the server is asked', async () => {
    const { server, outcome } = await oauth((_, response) => void response.writeHead(401).end())
    expect(outcome).toMatchObject({ ok: false, code: 'unauthorized' })
    expect(server.received).toEqual([])
  })
})
