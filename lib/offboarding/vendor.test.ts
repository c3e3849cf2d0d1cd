import { describe, expect, it } from 'vitest'
import { isOfVendor, type Origin, packageOf } from './vendor'

const origin = (more: Partial<Origin>): Origin => ({ endpoint: null, command: [], spiffeId: null, issuer: null, ...more })

describe('whose a server is', () => {
  it.each<[string, Partial<Origin>, string, boolean]>([
    ['the host itself', { endpoint: 'https://mcp.acme.com/x' }, 'mcp.acme.com', true],
    ['a domain above it, in any case', { endpoint: 'https://MCP.Acme.com/x' }, 'acme.COM', true],
    ['a leading dot or star', { endpoint: 'https://mcp.acme.com' }, '*.acme.com', true],
    ['a part of a label', { endpoint: 'https://notacme.com' }, 'acme.com', false],
    ['a name in the path', { endpoint: 'https://evil.test/acme.com' }, 'acme.com', false],
    ['an npm scope', { command: ['npx', '-y', '@acme/mcp@1.2.3'] }, '@acme', true],
    ['a package, whatever its version', { command: ['npx', '@acme/mcp@latest'] }, '@acme/mcp', true],
    ['another scope that begins alike', { command: ['npx', '@acmeco/mcp'] }, '@acme', false],
    ['a package without a scope', { command: ['uvx', 'acme-mcp==1'] }, 'acme', false],
    ['an argument after the package', { command: ['npx', 'other', '@acme/mcp'] }, '@acme', false],
    ['a program that is no runner', { command: ['/opt/bin/server', '@acme/mcp'] }, '@acme', false],
    ['a trust domain', { spiffeId: 'spiffe://acme.com/agent' }, 'acme.com', true],
    ['an issuer', { issuer: 'https://login.acme.com' }, 'acme.com', true],
    ['nothing asked for', { endpoint: 'https://acme.com' }, ' ', false],
  ])('%s', (_what, more, vendor, expected) => expect(isOfVendor(origin(more), vendor)).toBe(expected))

  it('reads the package through verbs and options', () => {
    expect([packageOf(['pnpm', 'dlx', '@acme/x@2']), packageOf(['/usr/bin/npx', '--package=@acme/x', 'run']), packageOf(['deno', 'run', 'npm:@acme/x']), packageOf(['npx']), packageOf([])]).toEqual(['@acme/x', '@acme/x', '@acme/x', null, null])
  })
})
