import { expect, signIn, test } from './fixtures/test'
import { paths } from '../lib/paths'

test('a tried line shows what it becomes, and nothing of it is stored or counted', async ({ page, house }) => {
  const counted = async () => {
    const { events, received, accepted } = (await house.api.get('/api/v1/sources/gateway')).body
    return JSON.stringify({ events, received, accepted })
  }
  const before = await counted()
  await signIn(page, house, 'rae')
  await page.goto(paths.sources())
  await page.getByRole('link', { name: 'Try a line' }).click()
  await page.getByLabel('Format').selectOption({ label: 'Native events' })
  await page.getByRole('button', { name: 'Fill in an example' }).click()
  await page.getByRole('button', { name: 'Try it' }).click()

  await expect(page.getByRole('heading', { name: 'It becomes an event' })).toBeVisible()
  await expect(page.getByText('Verdict now')).toBeVisible()
  await expect(page.getByText('Nothing was stored.')).toBeVisible()
  expect(await counted()).toBe(before)
})

test('a line that no source may send says why, and stays where it was typed', async ({ page, house }) => {
  await signIn(page, house, 'ira')
  await page.goto(paths.trySource({ source: 'gateway' }))
  await page.getByLabel('Record').fill('{"mood": "good"}')
  await page.getByRole('button', { name: 'Try it' }).click()

  await expect(page.getByRole('heading', { name: 'It is refused' })).toBeVisible()
  await expect(page.getByLabel('Record')).toHaveValue('{"mood": "good"}')
})

test('the palette finds a tool by its name and opens it beside its server', async ({ page, house }) => {
  await signIn(page, house, 'rae')
  await house.api.patch('/api/v1/servers/github/tools/merge_pull_request', { accessClass: 'write', reason: 'It changes a branch' })
  await page.goto(paths.overview())
  await page.keyboard.press('Control+k')
  await page.keyboard.type('merge_pull')
  await page.getByRole('group', { name: 'Tools' }).getByRole('option', { name: /merge_pull_request/ }).click()

  await expect(page).toHaveURL(/\/servers\/github\?.*tool=merge_pull_request/)
  await expect(page.getByRole('complementary', { name: /merge_pull_request/ })).toBeVisible()
})
