import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { paths } from '../lib/paths'
import { idIn, made, PEOPLE } from './fixtures/company'
import { expect, test } from './fixtures/test'

test('an auditor takes the pack, and the script that the page names finds it whole, until a byte is changed', async ({ as, house }) => {
  const { id } = await made(house.api, '/api/v1/reviews', { name: 'A review to be proved', kind: 'grants', content: { scope: { grantIds: [idIn(house.company.grants, 'issues')] }, stages: [{ reviewers: [{ kind: 'named', emails: [PEOPLE.mia.email] }], days: 14 }] } })
  await made(house.api, `/api/v1/reviews/${String(id)}/launch`, {}, 200)
  const page = await as('abe')
  await page.goto(paths.reviewEvidence(String(id)))
  await expect(page.getByText('Interim: answers are still coming in.')).toBeVisible()
  await expect(page.getByRole('row', { name: /items\.csv/ })).toContainText(/kB|B/)
  const told = (await page.getByRole('region', { name: 'How to verify the pack' }).innerText()).trim().split(/\s+/).at(-1) ?? ''
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the signed pack (ZIP)' }).click()])
  const folder = mkdtempSync(join(tmpdir(), 'evidence-'))
  try {
    const pack = join(folder, 'pack')
    mkdirSync(pack)
    for (const [name, bytes] of Object.entries(unzipSync(readFileSync(await download.path())))) writeFileSync(join(pack, name), bytes)
    const script = join(folder, 'verify.sh')
    writeFileSync(script, await (await page.request.get('/verify-evidence.sh')).body())
    const verify = () => spawnSync('sh', [script, pack, told], { encoding: 'utf8' })
    expect(verify().stdout).toContain('Everything fits.')
    writeFileSync(join(pack, 'items.csv'), `${readFileSync(join(pack, 'items.csv'), 'utf8')} `)
    const again = verify()
    expect(again.status).toBe(1)
    expect(again.stdout).toContain('items.csv was changed')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  await page.goto(paths.reviewQuality(String(id)))
  await expect(page.getByText('None of 1 item is answered.').first()).toBeVisible()
})
