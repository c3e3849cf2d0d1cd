import { expect, test } from 'vitest'
import { docsPage } from './docs-page'
import { describeApi } from './openapi'
import { routes } from './routes'

test('every endpoint is on the page, and the page needs no script', () => {
  const page = docsPage(describeApi(routes), 'n0nce')
  for (const route of routes) expect(page).toContain(`<code>${route.method} ${route.path.replaceAll(/:([A-Za-z]+)/g, '{$1}')}</code>`)
  expect(page).toContain('<style nonce="n0nce">')
  expect(page).not.toContain('<script')
})

test('text is text', () => {
  const page = docsPage({ paths: { '/<b>': { get: { summary: '"><img src=x>', tags: ['<i>'] } } } }, '"x')
  expect(page).toContain('GET /&lt;b&gt;')
  expect(page).not.toMatch(/<img|<b>|<i>|nonce=""x/)
})
