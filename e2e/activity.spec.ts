import { expect, signIn, test } from './fixtures/test'

test.beforeEach(async ({ page, house }) => signIn(page, house, 'rae'))

test('facets, query bar and address are one state', async ({ page }) => {
  await page.goto('/activity')
  const facets = page.getByRole('complementary', { name: 'Filters' })
  const bar = page.getByRole('search', { name: 'Filter' })
  const table = page.getByRole('table', { name: 'Events' })
  const ungranted = facets.getByRole('checkbox', { name: /^ungranted/ })
  await ungranted.check()
  await expect(page).toHaveURL(/[?&]verdict=ungranted/)
  await expect(bar.getByRole('button', { name: 'Remove verdict ungranted' })).toBeVisible()
  await expect(table.getByRole('row', { name: /create_issue/ })).toHaveCount(0)

  await bar.getByRole('textbox').fill('merge')
  await bar.getByRole('textbox').press('Enter')
  await expect(page).toHaveURL(/[?&]q=merge/)
  await expect(table.locator('tbody tr')).toHaveCount(6)

  await page.reload()
  await expect(ungranted).toBeChecked()
  await expect(bar.getByRole('textbox')).toHaveValue('merge')
  await expect(table.locator('tbody tr')).toHaveCount(6)

  await bar.getByRole('button', { name: 'Remove verdict ungranted' }).click()
  await expect(ungranted).not.toBeChecked()
  await expect(page).not.toHaveURL(/verdict=/)
  await page.goBack()
  await expect(ungranted).toBeChecked()
  await bar.getByRole('button', { name: 'Clear' }).click()
  await expect(page).toHaveURL(/\/activity$/)
})

test('a link’s own filter stands in the query bar and can be taken away there', async ({ page }) => {
  await page.goto('/activity?server=payments')
  await expect(page.getByRole('table', { name: 'Events' }).locator('tbody tr')).toHaveCount(12)
  await page.getByRole('button', { name: 'Remove server payments' }).click()
  await expect(page).toHaveURL(/\/activity$/)
  await expect(page.getByRole('table', { name: 'Events' }).locator('tbody tr')).not.toHaveCount(12)
})

test('an event’s drawer says who, through what, on whose behalf, and which grant covers it', async ({ page, house }) => {
  const { events, grants } = house.company
  await page.goto('/activity?target=refund_charge')
  await page.getByRole('table', { name: 'Events' }).locator('tbody tr').last().getByRole('link').click()
  const drawer = page.getByRole('complementary', { name: /^Event evt_/ })
  await expect(drawer).toHaveAttribute('aria-label', `Event ${events['refund-7']}`)
  for (const name of ['mia@acme.test', 'claude-code', 'spiffe://acme.test/agent/refund', 'payments']) await expect(drawer.getByRole('link', { name }).first()).toBeVisible()
  const graph = drawer.getByRole('region', { name: 'Delegation graph' })
  await expect(graph.getByText('refund_charge')).toBeVisible()
  await expect(graph.getByRole('link').first()).toBeVisible()
  await drawer.getByRole('radio', { name: 'Table' }).focus()
  await page.keyboard.press('Space')
  await expect(drawer.getByRole('table', { name: 'Delegation chain, step by step' })).toContainText('refund_charge')
  await expect(graph).toBeHidden()
  await expect(drawer.getByText('granted', { exact: true }).first()).toBeVisible()
  await expect(drawer.getByRole('link', { name: grants['charge'] })).toHaveAttribute('href', `/grants/${grants['charge']}`)
  await expect(drawer).toContainText('"amount": 12')
  await page.keyboard.press('Escape')
  await expect(page).toHaveURL(/\/activity\?target=refund_charge$/)
})

test('a call that nobody allowed names the nearest grant and in what it does not fit', async ({ page, house }) => {
  await page.goto(`/activity?event=${house.company.events['outside-0']}`)
  const drawer = page.getByRole('complementary', { name: /^Event/ })
  await expect(drawer).toContainText('out of scope')
  const fit = drawer.getByRole('table', { name: 'Why the nearest grant does not cover this call' })
  await expect(fit.getByRole('row', { name: /^Scope/ })).toContainText('outside')
  await expect(fit.getByRole('row', { name: /^Caller/ })).toContainText('fits')
})

test('an auditor reads the call and not its parameters', async ({ as, house }) => {
  const page = await as('abe')
  await page.goto(`/activity?event=${house.company.events['refund-0']}`)
  await expect(page.getByRole('complementary', { name: /^Event/ })).toContainText('Parameters are shown to security reviewers and incident responders.')
  expect(await page.content()).not.toContain('ch_1')
})

test('the chain is walked with the keyboard alone: Tab into it, arrows along it, Enter to the party’s page', async ({ page, house }) => {
  const { events, agents } = house.company
  await page.goto(`/activity?event=${events['page-0']}`)
  const graph = page.getByRole('region', { name: 'Delegation graph' })
  const at = (): Promise<string | undefined> => page.evaluate(() => (document.activeElement as HTMLElement | null)?.dataset['party'])
  await graph.locator('[data-party]').first().waitFor()
  await graph.focus()
  await page.keyboard.press('Tab')
  expect(await at()).toBe('human pia@acme.test')
  await page.keyboard.press('ArrowLeft')
  expect(await at(), 'nothing is left of the human').toBe('human pia@acme.test')
  const walked = []
  for (let i = 0; i < 4; i += 1) {
    await page.keyboard.press('ArrowRight')
    walked.push(await at())
  }
  expect(walked).toEqual(['client cursor', 'agent spiffe://acme.test/agent/refund', 'server wiki', 'target wiki/read_page'])
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/agents/${agents['refund']}$`))
})

test('a party that nobody registered, and a link that nobody granted, are told in words in picture and table alike', async ({ page, house }) => {
  await page.goto(`/activity?event=${house.company.events['shadow-0']}`)
  const drawer = page.getByRole('complementary', { name: /^Event/ })
  const graph = drawer.getByRole('region', { name: 'Delegation graph' })
  await expect(graph.locator('[data-party="server shadow-db"]')).toContainText('not registered')
  await expect(graph.getByText('no grant')).toBeVisible()
  await drawer.getByText('Table', { exact: true }).click()
  const table = drawer.getByRole('table', { name: 'Delegation chain, step by step' })
  await expect(table).toContainText('server, not registered')
  await expect(table).toContainText('unregistered')
})

test('on a narrow screen the chain is a line of stations with its table, and nothing is wider than the screen', async ({ page, house }) => {
  await page.setViewportSize({ width: 390, height: 844 })
  await page.goto(`/activity?event=${house.company.events['outside-0']}`)
  const drawer = page.getByRole('complementary', { name: /^Event/ })
  await expect(drawer.getByRole('list', { name: 'Delegation chain' })).toBeVisible()
  await expect(drawer.getByRole('table', { name: 'Delegation chain, step by step' })).toBeVisible()
  await expect(drawer.getByRole('region', { name: 'Delegation graph' })).toBeHidden()
  // Charts behind it take the width of the screen a frame after they are there.
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0)
})
