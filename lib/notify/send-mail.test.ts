import { createServer, type Server, type Socket } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { mailServer, type MailServer, type MailServerOptions } from '@/lib/testing/mail-server'
import { composeMail, type Outgoing } from './compose-mail'
import { sendMail } from './send-mail'

const CONSOLE = 'https://console.acme.test'
const DANA = { name: 'Dana', address: 'dana@acme.test' }
const QUICK = { connectMs: 150, silenceMs: 150, wholeMs: 300 }
const LOGIN = { user: 'bailiwick', password: 'hunter2&hunter3' }

const message = (more: Partial<Outgoing> = {}): Outgoing => ({
  id: 'ntf_1', subject: 'Erin asks for a grant', text: 'Erin asks to call create_issue on github.\n\n  Purpose: triage\n  The grant: /grants/gnt_1', path: '/requests/req_1', createdAt: new Date('2026-11-20T12:00:00.000Z'), ...more,
})
const composed = (more: Partial<Outgoing> = {}) => composeMail(message(more), CONSOLE, 'bailiwick@acme.test')

const open: { close: () => Promise<void> }[] = []
afterEach(async () => { await Promise.all(open.splice(0).map((server) => server.close())) })

async function serve(options: MailServerOptions = {}): Promise<MailServer> {
  const server = await mailServer(options)
  open.push(server)
  return server
}

describe('a mail', () => {
  test('arrives with its subject, both texts, whole links, and headers that say what it is', async () => {
    const server = await serve()
    expect(await sendMail(server.settings(), DANA, composed())).toEqual({ ok: true, answer: expect.stringMatching(/^250 /) })
    const [mail] = server.received
    expect(mail).toMatchObject({
      from: 'bailiwick@acme.test', to: ['dana@acme.test'],
      headers: {
        subject: 'Erin asks for a grant', from: 'Bailiwick <bailiwick@acme.test>', to: 'Dana <dana@acme.test>', 'message-id': '<ntf_1@acme.test>', date: 'Fri, 20 Nov 2026 12:00:00 +0000',
        'list-id': 'Bailiwick <notifications.console.acme.test>', 'auto-submitted': 'auto-generated',
      },
      text: 'Erin asks to call create_issue on github.\n\n  Purpose: triage\n  The grant: https://console.acme.test/grants/gnt_1\n\nLook and act: https://console.acme.test/requests/req_1\n\nFollowing a link shows a page and changes nothing.',
    })
    expect(mail?.html).toContain('<a href="https://console.acme.test/requests/req_1">https://console.acme.test/requests/req_1</a>')
  })

  test('holds nothing that is fetched and nothing that runs', async () => {
    const server = await serve()
    await sendMail(server.settings(), DANA, composed({ subject: '<img src=x onerror=alert(1)>', text: '<script>alert(1)</script>\n"><a href="https://evil.test">here</a>' }))
    const html = server.received[0]?.html ?? ''
    expect(html).not.toMatch(/<(script|img|link|iframe|style|form)/i)
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
    expect([...html.matchAll(/(?:src|href|action)="([^"]*)"/g)].map((match) => match[1])).toEqual(['https://console.acme.test/requests/req_1'])
  })

  test('what people typed begins no header and no recipient', async () => {
    const server = await serve()
    const nasty = 'x\r\nBcc: mallory@evil.test\r\nX-Evil: 1'
    await sendMail(server.settings(), { name: `${nasty}" <mallory@evil.test>`, address: 'dana@acme.test' }, composed({ subject: nasty }))
    const [mail] = server.received
    expect(mail?.to).toEqual(['dana@acme.test'])
    expect(Object.keys(mail?.headers ?? {}).sort()).toEqual(['auto-submitted', 'content-type', 'date', 'from', 'list-id', 'message-id', 'mime-version', 'subject', 'to'])
    expect(mail?.headers['subject']).toBe('x Bcc: mallory@evil.test X-Evil: 1')
  })

  test('a path of another host, or in the middle of a sentence, becomes no link', async () => {
    const server = await serve()
    await sendMail(server.settings(), DANA, composed({ text: '//evil.test/x\n/\\evil.test\nhttps://evil.test/\nlook at /grants/gnt_1 first\nGo: /grants/gnt_2' }))
    expect([...(server.received[0]?.html ?? '').matchAll(/href="([^"]*)"/g)].map((match) => match[1])).toEqual(['https://console.acme.test/grants/gnt_2', 'https://console.acme.test/requests/req_1'])
  })

  test('the same message has the same Message-ID at every attempt', async () => {
    const server = await serve()
    await sendMail(server.settings(), DANA, composed())
    await sendMail(server.settings(), DANA, composed())
    expect(new Set(server.received.map((mail) => mail.headers['message-id']))).toEqual(new Set(['<ntf_1@acme.test>']))
  })
})

describe('encryption', () => {
  test('TLS from the first byte, with a certificate that is trusted', async () => {
    const server = await serve({ tls: 'tls' })
    expect(await sendMail(server.settings(), DANA, composed(), { tls: { ca: server.ca } })).toMatchObject({ ok: true })
    expect(server.received[0]?.secure).toBe(true)
  })

  test('STARTTLS, and the password only after it', async () => {
    const server = await serve({ tls: 'starttls', login: LOGIN })
    expect(await sendMail(server.settings(), DANA, composed(), { tls: { ca: server.ca } })).toMatchObject({ ok: true })
    expect(server.received[0]).toMatchObject({ secure: true, user: 'bailiwick' })
  })

  test.each(['tls', 'starttls'] as const)('%s with a certificate that nobody vouches for is refused', async (tls) => {
    const server = await serve({ tls, login: LOGIN })
    expect(await sendMail(server.settings(), DANA, composed())).toMatchObject({ ok: false, retry: 'later', whole: true, why: `localhost:${server.port} shows a certificate that is not trusted.` })
    expect(server.received).toEqual([])
  })

  test('a server without STARTTLS gets neither password nor message', async () => {
    const server = await serve({ login: LOGIN })
    expect(await sendMail(server.settings({ security: 'starttls' }), DANA, composed())).toMatchObject({ ok: false, retry: 'later', why: expect.stringContaining('offers no encryption (STARTTLS)') })
    expect(server.received).toEqual([])
  })

  test('where it may be left out it is used all the same when the server offers it', async () => {
    const server = await serve({ tls: 'starttls' })
    expect(await sendMail(server.settings({ security: 'optional' }), DANA, composed())).toMatchObject({ ok: true })
    expect(server.received[0]?.secure).toBe(true)
  })
})

describe('what goes wrong', () => {
  test('a wrong password is tried again later and told nowhere, even when the server repeats it', async () => {
    const server = await serve({ login: LOGIN })
    const outcome = await sendMail(server.settings({ login: { ...LOGIN, password: 'wrong-hunter4' } }), DANA, composed())
    expect(outcome).toMatchObject({ ok: false, retry: 'later', whole: true, why: expect.stringMatching(/does not let the program in: 535 .*Wrong password •••/) })
    expect(JSON.stringify(outcome)).not.toContain('hunter4')
  })

  test.each([
    ['rcpt', '550 5.1.1 No such user', { retry: 'never', whole: false }], ['mail', '452 4.2.2 Mailbox full', { retry: 'later', whole: false }], ['data', '554 5.7.1 Spam', { retry: 'never', whole: false }],
    ['data', '451 4.7.1 Greylisted', { retry: 'later', whole: false }], ['connect', '421 4.3.2 Closing', { retry: 'later', whole: true }], ['connect', '554 5.7.1 Not for you', { retry: 'later', whole: true }],
  ] as const)('%s: %s', async (step, says, expected) => {
    const server = await serve({ says: { [step]: says } })
    expect(await sendMail(server.settings(), DANA, composed())).toMatchObject({ ok: false, ...expected, why: expect.stringContaining(says) })
  })

  test('nobody listens', async () => {
    const server = await serve()
    await server.close()
    expect(await sendMail(server.settings(), DANA, composed())).toEqual({ ok: false, retry: 'later', whole: true, why: `localhost:${server.port} refuses connections.` })
  })

  test.each(['connect', 'mail', 'data'] as const)('a server that falls silent at %s is given up on', async (step) => {
    const server = await serve({ says: { [step]: 'hang' } })
    expect(await sendMail(server.settings(), DANA, composed(), { bounds: QUICK })).toEqual({ ok: false, retry: 'later', whole: true, why: `localhost:${server.port} did not answer in time.` })
  })

  test('a server that keeps talking without an end is given up on', async () => {
    const port = await endless()
    expect(await sendMail((await serve()).settings({ port }), DANA, composed(), { bounds: QUICK })).toMatchObject({ ok: false, retry: 'later', why: `localhost:${port} did not answer in time.` })
  })
})

/** Greets, and then goes on greeting. */
async function endless(): Promise<number> {
  const sockets = new Set<Socket>()
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    const talk = setInterval(() => socket.write('220-more\r\n'), 20)
    socket.on('close', () => clearInterval(talk))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push({ close: () => new Promise((resolve) => { sockets.forEach((socket) => socket.destroy()); server.close(() => resolve()) }) })
  return (server.address() as AddressInfo).port
}
