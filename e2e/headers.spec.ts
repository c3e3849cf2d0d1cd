import { expect, test } from './fixtures/test'

test('every answer carries the strict policy: nonce scripts, no framing, no sniffing', async ({ request }) => {
  for (const path of ['/sign-in', '/nothing-here', '/api/health/live', '/api/v1/nothing']) {
    const headers = (await request.get(path)).headers()
    const policy = headers['content-security-policy'] ?? ''
    expect(policy, path).toContain("frame-ancestors 'none'")
    expect(policy, path).not.toMatch(/script-src[^;]*unsafe/)
    expect(headers['x-content-type-options'], path).toBe('nosniff')
    expect(headers['x-powered-by'], path).toBeUndefined()
  }
})

test('no two answers share a nonce', async ({ request }) => {
  const answers = await Promise.all(Array.from({ length: 5 }, () => request.get('/sign-in')))
  const nonces = answers.map((answer) => /'nonce-([^']+)'/.exec(answer.headers()['content-security-policy'] ?? '')?.[1])
  expect(new Set(nonces).size).toBe(5)
  expect(nonces).not.toContain(undefined)
})
