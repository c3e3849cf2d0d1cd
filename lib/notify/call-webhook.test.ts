import { createHmac } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import type { WebhookSettings } from '@/lib/env-notify'
import { always, type Handler, loopback, type Loopback } from '@/lib/testing/mcp/loopback'
import { callWebhook } from './call-webhook'
import { composeWebhook, webhookHeaders } from './compose-webhook'

const AT = new Date('2026-11-20T12:00:00.500Z')
const SECRET = new Uint8Array(32).fill(9)
const MESSAGE = { id: 'ntf_1', subject: 'Erin asks for a grant', text: 'Purpose: triage\nThe grant: /grants/gnt_1?a=1&b=2', path: '/requests/req_1', createdAt: AT }
const BODY = composeWebhook(MESSAGE, 'https://console.acme.test')

const open: Loopback[] = []
afterEach(async () => { await Promise.all(open.splice(0).map((server) => server.close())) })

async function serve(handler: Handler): Promise<Loopback> {
  const server = await loopback(handler)
  open.push(server)
  return server
}

const at = (server: Loopback, more: Partial<WebhookSettings> = {}): WebhookSettings => ({ url: `${server.origin}/services/T0/xoxsecret99`, secret: SECRET, private: true, ...more })
const call = (settings: WebhookSettings, options = {}) => callWebhook(settings, webhookHeaders('ntf_1', AT, BODY, settings.secret), BODY, options)

describe('a webhook', () => {
  test('is called once, with a signature that its receiver can verify', async () => {
    const server = await serve(always(200, {}, 'ok'))
    expect(await call(at(server))).toEqual({ ok: true, answer: `127.0.0.1:${server.port} answered 200: ok` })
    const [request] = server.received
    expect(request).toMatchObject({ method: 'POST', url: '/services/T0/xoxsecret99', body: BODY, headers: { 'content-type': 'application/json', 'webhook-id': 'ntf_1', 'webhook-timestamp': '1795176000' } })
    const signed = `${String(request?.headers['webhook-id'])}.${String(request?.headers['webhook-timestamp'])}.${request?.body ?? ''}`
    expect(request?.headers['webhook-signature']).toBe(`v1,${createHmac('sha256', Buffer.from(SECRET)).update(signed).digest('base64')}`)
  })

  test('without a secret has no signature', async () => {
    const server = await serve(always(200, {}))
    await call(at(server, { secret: null }))
    expect(server.received[0]?.headers['webhook-signature']).toBeUndefined()
  })

  test('the signature is that of the Standard Webhooks specification', () => {
    // The example of the specification's own libraries.
    const secret = Uint8Array.from(Buffer.from('MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', 'base64'))
    expect(webhookHeaders('msg_p5jXN8AQM9LWM0D4loKWxJek', new Date(1_614_265_330_000), '{"test": 2432232314}', secret)['webhook-signature']).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=')
  })

  test('what people typed calls nobody and hides no link', () => {
    const body = JSON.parse(composeWebhook({ ...MESSAGE, subject: '<!channel> <https://evil.test|Approve>', text: 'Purpose: <@U1> & more' }, 'https://console.acme.test')) as { text: string; blocks: unknown[] }
    expect(JSON.stringify(body)).not.toMatch(/<[!@]|<https:\/\/evil/)
    expect(body.text).toBe('&lt;!channel&gt; &lt;https://evil.test|Approve&gt;\n<https://console.acme.test/requests/req_1|Open in Bailiwick>')
    expect(JSON.stringify(JSON.parse(BODY))).toContain('https://console.acme.test/grants/gnt_1?a=1&amp;b=2')
  })

  test.each([[500, 'later', true], [429, 'later', true], [404, 'later', true], [400, 'never', false], [410, 'never', false]] as const)('an answer of %i', async (status, retry, whole) => {
    const server = await serve(always(status, {}, 'the token xoxsecret99 is no good'))
    expect(await call(at(server))).toEqual({ ok: false, retry, whole, why: `127.0.0.1:${server.port} answered ${status}: the token ••• is no good` })
  })

  test('a redirect is not followed', async () => {
    const elsewhere = await serve(always(200, {}))
    const server = await serve(always(307, { location: elsewhere.origin }))
    expect(await call(at(server))).toMatchObject({ ok: false, retry: 'later', why: expect.stringContaining('redirect (307), which is not followed') })
    expect(elsewhere.received).toEqual([])
  })

  test('a server that does not answer, or not to the end, is given up on', async () => {
    for (const handler of [() => undefined, (_, response) => void response.writeHead(200).write('a')] as Handler[]) {
      const server = await serve(handler)
      expect(await call(at(server), { timeoutMs: 150 })).toEqual({ ok: false, retry: 'later', whole: true, why: `127.0.0.1:${server.port} did not answer in time.` })
    }
  })

  test('an answer without an end is read to its beginning only', async () => {
    const server = await serve((_, response) => {
      response.writeHead(200)
      const more = (): void => { if (!response.destroyed) response.write('x'.repeat(65_536), more) }
      more()
    })
    expect(await call(at(server), { timeoutMs: 5_000 })).toMatchObject({ ok: true })
  })

  test('nobody listens', async () => {
    const server = await serve(always(200, {}))
    await server.close()
    expect(await call(at(server))).toMatchObject({ ok: false, retry: 'later', why: `127.0.0.1:${server.port} refuses connections.` })
  })

  test('an address on a private network is called only where the operator says that it is meant', async () => {
    const server = await serve(always(200, {}))
    const named = (host: string) => at(server, { url: `http://${host}:${server.port}/`, private: false })
    expect(await call(named('127.0.0.1'))).toMatchObject({ ok: false, why: expect.stringContaining('127.0.0.1 is not public; BAILIWICK_WEBHOOK_PRIVATE=true allows that') })
    expect(await call(named('hooks.acme.test'), { resolve: async () => [{ address: '127.0.0.1', family: 4 }] })).toMatchObject({ ok: false, why: expect.stringContaining('hooks.acme.test leads to 127.0.0.1, which is not public') })
    expect(await call({ ...named('169.254.169.254'), private: true })).toMatchObject({ ok: false, why: expect.stringContaining('is not public') })
    expect(server.received).toEqual([])
  })
})
