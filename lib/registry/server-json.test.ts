import { describe, expect, it } from 'vitest'
import { readServerJson } from './server-json'

/** A document after the registry's own examples. */
const weather = {
  $schema: 'https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json', name: 'io.github.acme/weather', description: 'Weather of the world', title: 'Weather', version: '1.4.2',
  repository: { url: 'https://github.com/acme/weather', source: 'github' }, icons: [{ src: 'https://acme.test/i.png' }], somethingNew: { of: 'a growing format' },
  remotes: [{ type: 'streamable-http', url: 'https://mcp.acme.test/mcp', headers: [{ name: 'X-API-Key', isSecret: true, isRequired: true, value: 'hunter2' }, { name: 'X-Region' }] }],
}
const pack = (more: Record<string, unknown>) => ({ ...weather, remotes: undefined, packages: [{ registryType: 'npm', identifier: '@acme/weather', version: '1.4.2', transport: { type: 'stdio' }, ...more }] })

describe('a registry document', () => {
  it('becomes a proposal with its name as alias and its secrets as references, never values', () => {
    const found = readServerJson(weather)
    expect(found).toMatchObject({
      slugs: ['weather', 'acme-weather', 'io-github-acme-weather'], ownerEmail: null, warnings: [], document: { name: 'io.github.acme/weather', version: '1.4.2', repository: 'https://github.com/acme/weather' },
      input: {
        name: 'Weather', purpose: 'Weather of the world', transport: 'streamable_http', endpoint: 'https://mcp.acme.test/mcp', command: null, environment: 'production', sensitivity: 'internal',
        aliases: [{ name: 'io.github.acme/weather', source: null, from: null }], secrets: [{ name: 'X-API-Key', kind: 'static', location: 'request header X-API-Key' }],
      },
    })
    expect(JSON.stringify(found)).not.toContain('hunter2')
  })

  it.each([
    ['npm', {}, ['npx', '-y', '@acme/weather@1.4.2']],
    ['pypi', { registryType: 'pypi', identifier: 'weather-mcp' }, ['uvx', 'weather-mcp==1.4.2']],
    ['an image with its own tag', { registryType: 'oci', identifier: 'ghcr.io/acme/weather:9', version: undefined }, ['docker', 'run', '-i', '--rm', 'ghcr.io/acme/weather:9']],
    ['a hint', { runtimeHint: 'bunx' }, ['bunx', '@acme/weather@1.4.2']],
    ['a sort that nobody knows', { registryType: 'mcpb', identifier: 'https://acme.test/w.mcpb', version: undefined }, ['https://acme.test/w.mcpb']],
    ['arguments', {
      runtimeArguments: [{ type: 'named', name: '--quiet' }],
      packageArguments: [{ type: 'positional', value: 'serve' }, { type: 'positional', valueHint: 'directory', isRequired: true }, { type: 'named', name: '--key', isSecret: true, value: 'hunter2' }, { type: 'named', name: '--port', format: 'number' }, { type: 'named', name: '--log', value: 'key={key}', variables: { key: { isSecret: true } } }],
    }, ['npx', '-y', '--quiet', '@acme/weather@1.4.2', 'serve', '<directory>', '--key', '<key>', '--log', '<log>']],
    ['NuGet with arguments of its own', { registryType: 'nuget', identifier: 'Acme.Weather', packageArguments: [{ type: 'positional', value: 'mcp' }] }, ['dnx', 'Acme.Weather@1.4.2', '--', 'mcp']],
  ])('a package (%s) becomes a command line, which nobody runs', (_what, more, command) => {
    expect(readServerJson(pack(more)).input).toMatchObject({ transport: 'stdio', endpoint: null, command })
  })

  it('its secret environment variables are references', () => {
    const environmentVariables = [{ name: 'API_KEY', isSecret: true, default: 'hunter2' }, { name: 'LOG_LEVEL', default: 'info' }, { name: 'API_KEY', isSecret: true }]
    expect(readServerJson(pack({ environmentVariables })).input.secrets).toEqual([{ name: 'API_KEY', kind: 'static', location: 'environment variable API_KEY' }])
  })

  it('may be wrapped as the registry answers it; what the registry says of it is a warning', () => {
    const found = readServerJson({ server: weather, _meta: { 'io.modelcontextprotocol.registry/official': { status: 'deprecated', isLatest: false, publishedAt: '2026-01-01T00:00:00Z' } } })
    expect(found.input.name).toBe('Weather')
    expect(found.warnings).toEqual(['The registry says that this server is deprecated.', 'The registry has a newer version of this document.'])
    expect(readServerJson({ serverJson: { server: weather }, slug: 'rain', ownerEmail: 'erin@acme.test', environment: 'staging', sensitivity: 'public', purpose: 'Rain' }))
      .toMatchObject({ slugs: ['rain'], ownerEmail: 'erin@acme.test', input: { environment: 'staging', sensitivity: 'public', purpose: 'Rain' } })
  })

  it('with several ways in takes the first remote and says so, or the one that was chosen', () => {
    const both = { ...pack({}), remotes: weather.remotes }
    expect(readServerJson(both)).toMatchObject({ input: { transport: 'streamable_http' }, warnings: [expect.stringContaining('the first remote was taken')] })
    expect(readServerJson({ serverJson: both, package: 0 })).toMatchObject({ input: { transport: 'stdio' }, warnings: [] })
  })

  it('an address has its places filled by choice or default, never by a secret', () => {
    const remotes = [{ type: 'sse', url: 'https://{tenant}.acme.test/{path}', variables: { tenant: { isRequired: true }, path: { default: 'sse' } } }]
    expect(readServerJson({ serverJson: { ...weather, remotes }, variables: { tenant: 'blue' } }).input).toMatchObject({ transport: 'sse', endpoint: 'https://blue.acme.test/sse' })
    expect(() => readServerJson({ ...weather, remotes })).toThrow(/places without a value \(tenant\)/)
    expect(() => readServerJson({ ...weather, remotes: [{ type: 'sse', url: 'https://acme.test/{key}', variables: { key: { isSecret: true, default: 'hunter2' } } }] })).toThrow(/\(key\)/)
  })

  it('a package that is reached by HTTP has its address filled by its own arguments', () => {
    const local = pack({ transport: { type: 'streamable-http', url: 'http://127.0.0.1:{port}/{BASE}' }, packageArguments: [{ type: 'named', name: '--port', default: '8080' }], environmentVariables: [{ name: 'BASE', value: 'mcp' }] })
    expect(readServerJson(local).input).toMatchObject({ transport: 'streamable_http', endpoint: 'http://127.0.0.1:8080/mcp', command: null })
  })

  it('a document without a way in needs one from who sends it', () => {
    const minimal = { ...weather, remotes: undefined }
    expect(() => readServerJson(minimal)).toThrow(/does not say how to connect/)
    expect(readServerJson({ serverJson: minimal, endpoint: 'https://acme.test/mcp' }).input).toMatchObject({ transport: 'streamable_http', endpoint: 'https://acme.test/mcp' })
    expect(readServerJson({ serverJson: minimal, command: ['weather'] }).input).toMatchObject({ transport: 'stdio', command: ['weather'] })
  })

  it('a name that says nothing by itself is known by who it belongs to', () => {
    expect(readServerJson({ ...weather, name: 'com.acme/mcp' }).slugs).toEqual(['acme-mcp', 'com-acme-mcp'])
  })

  it.each([
    ['a description that is too long', { ...weather, description: 'x'.repeat(101) }, 'description'],
    ['a positional argument that names nothing', pack({ packageArguments: [{ type: 'positional' }] }), 'packages.0.packageArguments.0'],
    ['a named argument without a name', pack({ runtimeArguments: [{ type: 'named' }] }), 'packages.0.runtimeArguments.0.name'],
    ['no name', { ...weather, name: undefined }, 'name'],
    ['a name without a namespace', { ...weather, name: 'weather' }, 'name'],
    ['a range for a version', { ...weather, version: '^1.4' }, 'version'],
    ['latest for a version', { ...weather, version: 'latest' }, 'version'],
    ['nothing to connect to', { ...weather, remotes: [] }, 'remotes'],
    ['a remote over stdio', { ...weather, remotes: [{ type: 'stdio', url: 'https://a.test' }] }, 'remotes.0.type'],
    ['a package without a transport', pack({ transport: undefined }), 'packages.0.transport'],
    ['a choice that is unknown', { serverJson: weather, colour: 'red' }, 'colour'],
    ['a choice that is not there', { serverJson: weather, remote: 3 }, 'remote'],
    ['a fault within the wrapped form', { serverJson: { server: { ...weather, description: '' } } }, 'serverJson.server.description'],
  ])('with %s is refused at its place', (_what, body, path) => {
    let errors: unknown = null
    try {
      readServerJson(body)
    } catch (error) {
      errors = (error as { errors?: unknown }).errors
    }
    expect(errors).toContainEqual(expect.objectContaining({ path }))
  })
})
