import type { Page } from '@playwright/test'
import { expect, refusal, test } from './fixtures/test'

test.describe.configure({ mode: 'serial' })

const forecast = (page: Page) => page.getByRole('region', { name: 'If it were launched now' })
let review = ''

test('a reviewer makes a template and sees beside the form what it would hold, whom it would ask and when it starts', async ({ as }) => {
  const page = await as('rae')
  await page.goto('/reviews/templates/new')
  const holds = forecast(page).getByRole('status')
  await expect(holds).toHaveText(/^It would hold \d+ grants on \d+ servers, of \d+ agents, and ask \d+ (person|people)\.$/)
  const all = await holds.innerText()
  await page.getByRole('checkbox', { name: 'restricted' }).check()
  await expect(holds).not.toHaveText(all)
  await page.getByRole('checkbox', { name: 'restricted' }).uncheck()
  await expect(holds).toHaveText(all)
  // A name with a slip in it is said beside the form, and again where it is sent.
  const servers = page.getByRole('combobox', { name: 'Servers' })
  await servers.fill('gihtub')
  await servers.press('Enter')
  await expect(forecast(page)).toContainText('No server is known as “gihtub”.')
  await page.getByLabel('Name', { exact: true }).first().fill('Each quarter')
  await page.getByRole('button', { name: 'Keep the template' }).click()
  await expect(refusal(page)).toContainText('no server is known as “gihtub”')
  await page.getByRole('button', { name: 'Remove gihtub' }).click()
  await servers.fill('github')
  await servers.press('Enter')
  await expect(holds).toHaveText(/on 1 server/)
  await page.getByRole('combobox', { name: 'How often' }).selectOption('quarterly')
  await page.getByRole('combobox', { name: 'Time zone' }).fill('Europe/Berlin')
  await expect(forecast(page)).toContainText('On the last business day of each quarter at 08:00, Europe/Berlin.')
  await expect(forecast(page).getByRole('list', { name: 'The next three times' }).getByRole('listitem')).toHaveCount(3)
  await page.getByRole('button', { name: 'Keep the template' }).click()
  await expect(page).toHaveURL(/\/reviews\/templates$/)
  await expect(page.getByRole('row', { name: /Each quarter/ })).toContainText('On the last business day of each quarter')
})

test('from the template comes a draft, which says who would get what, and is launched', async ({ as }) => {
  const page = await as('rae')
  await page.goto('/reviews/templates')
  await page.getByRole('link', { name: 'Draft a review from Each quarter' }).click()
  await expect(page.getByRole('button', { name: 'Remove github' })).toBeVisible()
  await page.getByLabel('Name', { exact: true }).first().fill('A first look at github')
  await page.getByRole('button', { name: 'Make the draft' }).click()
  await expect(page).toHaveURL(/\/reviews\/rev_[a-z0-9]+$/)
  review = new URL(page.url()).pathname
  await expect(page.getByText(/^It would hold \d+ grants? on 1 server/)).toBeVisible()
  await expect(page.getByRole('list', { name: 'Items for each reviewer' }).getByRole('listitem').first()).toBeVisible()
  await page.getByRole('link', { name: 'Change the draft' }).click()
  await page.getByRole('radio', { name: /^It is kept/ }).check()
  await page.getByRole('button', { name: 'Save the draft' }).click()
  await expect(page).toHaveURL(review)
  await expect(page.getByText('silence decides in its favour')).toBeVisible()
  await page.getByRole('button', { name: 'Launch' }).click()
  await expect(page.getByRole('button', { name: 'Launch' })).toHaveCount(0)
  // What was launched is no draft any more: it is neither changed nor launched again.
  const answer = await page.request.get(`/reviews/new?draft=${review.split('/').at(-1) ?? ''}`)
  expect(answer.status()).toBe(404)
})
