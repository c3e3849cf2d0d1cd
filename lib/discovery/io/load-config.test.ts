import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { NO_DISCOVERY_CONFIG } from '@/lib/discovery/config'
import { loadDiscoveryConfig } from './load-config'

function written(text: string): string {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'discovery-config-')), 'discovery.json')
  writeFileSync(file, text)
  return file
}

test('without a file nothing is listed', async () => {
  expect(await loadDiscoveryConfig(null)).toEqual({ ok: true, config: NO_DISCOVERY_CONFIG, file: null })
})

test('a change of the file counts from the next load', async () => {
  const file = written('{}')
  expect(await loadDiscoveryConfig(file)).toMatchObject({ ok: true, config: { commands: [] } })
  writeFileSync(file, '{"commands":[{"name":"a","argv":["/bin/a"]}]}')
  expect(await loadDiscoveryConfig(file)).toMatchObject({ ok: true, config: { commands: [{ name: 'a' }] } })
})

test.each([
  ['is not there', '/nowhere/discovery.json', /cannot be read/],
  ['is no JSON', written('{"credentials": hunter2'), /is no JSON/],
  ['lists what is no network', written('{"privateNetworks":["300.1.1.1/8","10.0.0.0/8"]}'), /^privateNetworks\.0 must be a network/],
  ['has a wrong member', written('{"comands":[]}'), /comands/],
  ['is too large', written(' '.repeat(1024 * 1024 + 1)), /larger than 1 MiB/],
])('a file that %s is an error and never an empty configuration', async (_, file, message) => {
  const loaded = await loadDiscoveryConfig(file)
  expect(loaded.ok).toBe(false)
  if (loaded.ok) return
  expect(loaded.errors.join(' ')).toMatch(message)
  expect(loaded.errors.join(' ')).not.toContain('hunter2')
})
