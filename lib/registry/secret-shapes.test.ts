import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { endpointWithoutSecrets, mayHoldSecret, SECRET_SHAPES, secretPlaces, sureShape, withoutSecrets } from './secret-shapes'

const TOKEN = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789'
const places = (command: string[], endpoint: string | null = null): string[] => secretPlaces({ command, endpoint }).map(({ place, shape }) => `${place}: ${shape}`)

describe('secrets in what the register keeps', () => {
  test('a command holds one by its shape, as a value of an option, after an option, or as an assignment', () => {
    expect(places(['npx', 'server', TOKEN])).toEqual(['command: GitHub or GitLab token'])
    expect(places(['npx', 'server', '--api-key=hunter2hunter2'])).toEqual(['command: value of api-key'])
    expect(places(['npx', 'server', '--password', 'hunter2hunter2'])).toEqual(['command: value of password'])
    expect(places(['env', 'DB_PASSWORD=hunter2hunter2', 'server'])).toEqual(['command: value of DB_PASSWORD'])
    expect(places(['server', 'postgres://kim:hunter2@db.acme.test/x'])).toEqual(['command: password in an address'])
  })

  test('an endpoint holds one in its query or before its host', () => {
    expect(places([], 'https://mcp.acme.test/mcp?api_key=hunter2hunter2')).toEqual(['endpoint: value of api_key'])
    expect(places([], 'https://kim:hunter2@mcp.acme.test/')).toEqual(['endpoint: password in an address'])
    expect(places([], 'https://mcp.acme.test/mcp?tenant=hunter2hunter2#token=hunter2hunter2')).toEqual([])
  })

  test('naming where a secret is kept is no secret', () => {
    for (const value of ['${TOKEN}', '$TOKEN', '<token>', '{{token}}', 'env:TOKEN', 'vault:kv/github', 'op://vault/item/field', '/run/secrets/token', './token', '********', 'short']) {
      expect(places(['server', `--token=${value}`, '--token', value]), value).toEqual([])
    }
    expect(places(['server', '--token-file', 'secrets-in-a-file', '--tokens-per-minute', '10000000', '--verbose'])).toEqual([])
  })

  test('a place is told once and never with the value', () => {
    const found = JSON.stringify(secretPlaces({ command: [TOKEN, `--token=${TOKEN}`], endpoint: `https://x.test/?token=${TOKEN}` }))
    expect(JSON.parse(found)).toHaveLength(2)
    expect(found).not.toContain(TOKEN)
  })

  test('what is kept for ever of a command and an endpoint keeps the names and no secret', () => {
    expect(withoutSecrets(['server', `--token=${TOKEN}`, '--api-key', 'a-plain-looking-key', `TOKEN=${TOKEN}`, TOKEN, `${TOKEN}=`, '--token=${TOKEN}', '--verbose'])).toEqual(
      ['server', '--token=[hidden]', '--api-key', '[hidden]', 'TOKEN=[hidden]', '[hidden]', '[hidden]', '--token=${TOKEN}', '--verbose'])
    expect(['https://x.test/mcp?api_key=abcdefgh1234', `https://x.test/${TOKEN}/mcp`, 'https://x.test/mcp?page=2'].map(endpointWithoutSecrets)).toEqual(['https://x.test/[hidden]', 'https://x.test/[hidden]', 'https://x.test/mcp?page=2'])
  })

  test('no shape is missed by the look that settles most texts', () => {
    for (const { pattern, name } of SECRET_SHAPES) {
      const flags = pattern.flags.replace('g', '')
      // A lookbehind or lookahead cannot be made from a pattern; the one address stands for its own.
      if (pattern.source.includes('(?<=')) expect(mayHoldSecret('https://kim:pass@x')).toBe(true)
      else fc.assert(fc.property(fc.stringMatching(new RegExp(`^${pattern.source.replaceAll(/\\b|\(\?<!\[\\w-\]\)|\|\$/g, '')}$`, flags.replace('i', ''))), (text) => mayHoldSecret(text) || text.length < 12), { numRuns: 100 })
      expect(name).not.toBe('')
    }
  })

  test('a text made to be slow to read is read in a moment', () => {
    const started = performance.now()
    for (const piece of ['eyJaaaaa-', 'eyJaaaaa ', '://a:', '-----BEGIN ', 'Bearer ', 'sk-live-', ':////@']) sureShape(piece.repeat(250_000 / piece.length))
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
