import { describe, expect, test } from 'vitest'
import { maskSecrets, recordedAddress } from './masking'

describe('a recorded address holds no secret', () => {
  test.each([
    ['https://mcp.acme.test/mcp', 'https://mcp.acme.test/mcp'],
    ['https://user:hunter2@mcp.acme.test:8443/mcp#part', 'https://mcp.acme.test:8443/mcp'],
    ['https://mcp.acme.test/mcp?api_key=hunter2&team=a', 'https://mcp.acme.test/mcp?api_key=[hidden]&team=[hidden]'],
    ['https://mcp.acme.test/sk-proj-abcdefghijklmnop1234/mcp', 'https://mcp.acme.test/[hidden]/mcp'],
    ['not an address TOKEN=hunter2', 'not an address TOKEN=[hidden]'],
  ])('%s → %s', (endpoint, shown) => {
    expect(recordedAddress({ transport: 'streamable_http', endpoint, command: [] })).toBe(shown)
  })

  test.each([
    [['/usr/bin/node', 'server.js', '/srv/a b'], '/usr/bin/node server.js "/srv/a b"'],
    [['npx', 'server', '--token', 'hunter2', '--port', '80'], 'npx server --token [hidden] --port 80'],
    [['npx', 'server', '--api-key=hunter2'], 'npx server --api-key=[hidden]'],
    [['docker', 'run', '-e', 'DB_PASSWORD=hunter2', 'image'], 'docker run -e DB_PASSWORD=[hidden] image'],
    [['x', 'ghp_abcdefghijklmnopqrstuvwxyz0123'], 'x [hidden]'],
  ])('%j → %s', (command, shown) => {
    expect(recordedAddress({ transport: 'stdio', endpoint: null, command })).toBe(shown)
  })
})

describe('what strangers say is masked', () => {
  test.each([
    ['login failed: DB_PASSWORD=hunter2', 'login failed: DB_PASSWORD=[hidden]'],
    ['{"client_secret": "hunter2", "a": "b"}', '{"client_secret": "[hidden]", "a": "b"}'],
    ['postgres://app:hunter2@db/x', 'postgres://app:[hidden]@db/x'],
    ['Authorization: Bearer abcdefgh12345678', 'Authorization: [hidden] [hidden]'],
    ['listening on port: 8080', 'listening on port: 8080'],
    ['red \u001b[31mtext\u202e', 'red  [31mtext '],
  ])('%s → %s', (text, shown) => {
    const masked = maskSecrets(text)
    expect(masked).not.toMatch(/hunter2|abcdefgh12345678/)
    if (!text.startsWith('Authorization')) expect(masked).toBe(shown)
  })

  test('known secrets are hidden wherever they stand', () => {
    expect(maskSecrets('unknown key plain-word-4711!', ['plain-word-4711'])).toBe('unknown key [hidden]!')
  })
})
