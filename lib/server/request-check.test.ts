import type { IncomingMessage } from 'node:http'
import { expect, test } from 'vitest'
import { applyForwarded } from './forwarded'
import { checkRequest } from './request-check'

function request(url: string, method = 'GET', headers: Record<string, string> = {}): IncomingMessage {
  return { url, method, headers: { host: 'console.test', ...headers }, socket: { remoteAddress: '10.0.0.9' } } as unknown as IncomingMessage
}

test('machine prefixes go to the machine door, everything else to the pages', () => {
  expect(checkRequest(request('/api/v1/people?x=1'))).toMatchObject({ door: 'machine', pathname: '/api/v1/people' })
  expect(checkRequest(request('/v1/logs', 'POST'))).toMatchObject({ door: 'machine' })
  expect(checkRequest(request('/api/auth/session'))).toMatchObject({ door: 'page' })
  expect(checkRequest(request('/api/v10'))).toMatchObject({ door: 'page' })
})

test('an absolute-form target is taken as its path, whatever host it names', () => {
  const given = request('http://elsewhere.test/servers?q=a')
  expect(checkRequest(given)).toMatchObject({ door: 'page', pathname: '/servers' })
  expect(given.url).toBe('/servers?q=a')
})

test.each([
  ['/%zz', 400], ['/%c0%af', 400], ['/a%00', 400], [`/${'a'.repeat(9_000)}`, 414], ['*', 400],
])('the target %s is refused', (url, status) => {
  expect(checkRequest(request(url))).toMatchObject({ status })
})

test('methods a door does not know are refused with those it does', () => {
  expect(checkRequest(request('/servers', 'DELETE'))).toMatchObject({ status: 405, allow: 'GET, HEAD, POST' })
  expect(checkRequest(request('/api/v1/people', 'TRACE'))).toMatchObject({ status: 405 })
})

test('nonsense in the headers of the pages’ own client is refused, not stumbled over', () => {
  expect(checkRequest(request('/', 'GET', { 'next-router-state-tree': '{%zz' }))).toMatchObject({ status: 400 })
  expect(checkRequest(request('/', 'POST', { 'next-action': 'x' }))).toMatchObject({ status: 400 })
  expect(checkRequest(request('/', 'GET', { host: 'a b' }))).toMatchObject({ status: 400 })
})

test('a client cannot choose its own address: without trusted proxies only the connection counts', () => {
  const given = request('/', 'GET', { 'x-forwarded-for': '1.2.3.4', 'x-forwarded-proto': 'https', 'x-forwarded-host': 'evil.test', 'x-bailiwick-address': '1.2.3.4' })
  applyForwarded(given, 0)
  expect(given.headers).toEqual({ host: 'console.test', 'x-forwarded-for': '10.0.0.9', 'x-bailiwick-address': '10.0.0.9' })
})

test('with one trusted proxy the address it saw counts, not what the client wrote before it', () => {
  const given = request('/', 'GET', { 'x-forwarded-for': '1.2.3.4, 192.0.2.7' })
  applyForwarded(given, 1)
  expect(given.headers['x-bailiwick-address']).toBe('192.0.2.7')
})
