import { listedCommand, type DiscoveryConfig } from '@/lib/discovery/config'
import type { DiscoveryTarget } from '@/lib/discovery/model'
import { readSecret } from './credential'
import type { Opened } from './opened'
import { ProcessTransport } from './process-transport'
import type { Run } from './run'

/** All that a program inherits from us. Not the environment as a whole, which holds our database's address and our secrets. */
const INHERITED = ['PATH', 'HOME', 'LANG'] as const

/** A program that the operator listed, argument by argument. Anything else is not started, whoever recorded it. */
export async function openProcess(target: DiscoveryTarget, config: DiscoveryConfig, run: Run, mode: Opened['mode']): Promise<Opened> {
  const entry = listedCommand(config, target.command)
  if (entry === null) throw run.fail('not_allowed', "The operator's configuration does not list exactly this command, so it was not started.")
  if (target.credential !== null) throw run.fail('not_allowed', 'A program gets its secrets from its entry in the operator’s configuration; a credential cannot be sent to it.')
  const env: Record<string, string> = {}
  for (const name of INHERITED) {
    const value = process.env[name]
    if (value !== undefined) env[name] = value
  }
  Object.assign(env, entry.env)
  for (const [name, source] of Object.entries(entry.envFrom)) env[name] = await readSecret(run, source, `value of ${name} for the command ${entry.name}`)
  const transport = new ProcessTransport(run, entry, env)
  const ended = () => {
    if (transport.ended === null) return null
    const errors = run.quote(transport.lastErrors, 'end')
    return `The program ${transport.ended} before it had answered.${errors === '' ? '' : ` Its last words: ${errors}`}`
  }
  return { transport, mode, release: async () => undefined, ended, garbage: () => transport.garbage }
}
