import { expect, signIn, test } from './fixtures/test'

test.beforeEach(async ({ page, house }) => signIn(page, house, 'rae'))

test('facets, query bar and address are one state', async ({ page }) => {
  await page.goto('/activity')
  const facets = page.getByRole('complementary', { name: 'Filters' })
  const bar = page.getByRole('search', { name: 'Filter' })
  await facets.getByRole('checkbox', { name: /ungranted/ }).check()
  await expect(page).toHaveURL(/[?&]verdict=ungranted/)
  await expect(bar.getByRole('button', { name: 'Remove verdict ungranted' })).toBeVisible()
})
