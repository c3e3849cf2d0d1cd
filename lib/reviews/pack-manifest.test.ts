import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { type Manifest, manifestText, PACK_FILES, packReadme, VERIFY_SH } from './pack-manifest'

const manifest: Manifest = {
  format: 'bailiwick-review-evidence/1', campaign: { id: 'rev_1', name: 'A "quoted"\nname, "interim": true', kind: 'grants', state: 'closed' }, interim: false, asOf: '2026-11-01T08:00:00.000Z', generatedAt: '2026-11-21T14:00:00.000Z', generatedBy: 'Ana',
  algorithm: 'Ed25519', keyId: '0123456789abcdef', trailHead: { seq: 7, hash: 'ab' }, files: [{ name: 'items.csv', bytes: 12, sha256: 'cd' }, { name: 'README.txt', bytes: 1, sha256: 'ef' }],
}

describe('the manifest', () => {
  test('is JSON that says all of it, whatever the campaign is called', () => {
    expect(JSON.parse(manifestText(manifest))).toEqual(manifest)
  })

  test('has a line for each file, so that a shell reads it, and no name breaks a line', () => {
    const lines = manifestText(manifest).split('\n')
    expect(lines.filter((line) => /^ {4}\{"name":"/.test(line))).toHaveLength(2)
    expect(lines.filter((line) => line.includes('"interim": true'))).toHaveLength(0)
  })

  test('the console hands out the very script that is in each pack', () => {
    expect(readFileSync('public/verify-evidence.sh', 'utf8')).toBe(VERIFY_SH)
  })

  test('README.txt names every file and the key', () => {
    const text = packReadme({ name: 'Autumn', id: 'rev_1', keyId: '0123456789abcdef', interim: true, asOf: '2026-11-01T08:00:00.000Z' })
    for (const name of Object.keys(PACK_FILES)) expect(text).toContain(name)
    expect(text).toContain('sh verify.sh . 0123456789abcdef')
    expect(text).toContain('INTERIM')
  })
})
