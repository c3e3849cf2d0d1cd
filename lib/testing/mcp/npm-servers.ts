import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { createServer, type AddressInfo } from 'node:net'
import type { DiscoveryConfig } from '@/lib/discovery/config'
import { DISCOVERY_BOUNDS, type DiscoveryBounds, type DiscoveryTarget } from '@/lib/discovery/model'

/** The command of a reference server that npm installed. */
export function npmServer(name: 'everything' | 'filesystem' | 'memory' | 'sequential-thinking', ...args: string[]): string[] {
  return [process.execPath, createRequire(import.meta.url).resolve(`@modelcontextprotocol/server-${name}/dist/index.js`), ...args]
}

/** server-everything at an address of its own; `path` is /mcp for streamable HTTP and /sse for the older transport. */
export async function everythingAt(mode: 'streamableHttp' | 'sse'): Promise<{ port: number; stop: () => void }> {
  const port = await freePort()
  const [program = '', ...args] = npmServer('everything', mode)
  const child = spawn(program, args, { env: { ...process.env, PORT: String(port) }, stdio: ['ignore', 'ignore', 'pipe'] })
  await new Promise<void>((resolve, reject) => {
    child.once('exit', () => reject(new Error('server-everything did not start.')))
    child.stderr.on('data', (said: Buffer) => { if (/port \d+/.test(said.toString())) resolve() })
  })
  return { port, stop: () => void child.kill('SIGKILL') }
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** A program to discover, with the configuration that allows exactly it. */
export function programTarget(command: readonly string[]): { target: DiscoveryTarget; config: DiscoveryConfig } {
  return {
    target: { slug: 'program', transport: 'stdio', endpoint: null, command, credential: null },
    config: { commands: [{ name: 'program', argv: [...command], env: {}, envFrom: {} }], credentials: {}, privateNetworks: [] },
  }
}

/** An address to discover, with the configuration that opens its port on this computer and nothing else. */
export function webTarget(port: number, more: Partial<DiscoveryTarget> = {}): { target: DiscoveryTarget; config: DiscoveryConfig } {
  return {
    target: { slug: 'web', transport: 'streamable_http', endpoint: `http://127.0.0.1:${port}/mcp`, command: [], credential: null, ...more },
    config: { commands: [], credentials: {}, privateNetworks: [{ range: '127.0.0.1/32', port }] },
  }
}

/** Bounds that a test meets at once; those it does not name stay large. */
export function small(bounds: Partial<DiscoveryBounds>): DiscoveryBounds {
  return { ...DISCOVERY_BOUNDS, ...bounds }
}
