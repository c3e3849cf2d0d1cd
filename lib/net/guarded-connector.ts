import { lookup as systemLookup } from 'node:dns/promises'
import type { LookupFunction } from 'node:net'
import { buildConnector } from 'undici'
import { literalAddress, mayConnect, type PrivateNetwork } from './addresses'

export type Resolved = { address: string; family: number }
/** Every address of a name, as the system's resolver has it. */
export type Resolve = (hostname: string) => Promise<Resolved[]>

const resolveBySystem: Resolve = (hostname) => systemLookup(hostname, { all: true, verbatim: true })

/** What may be connected to, and the error for what may not: `name` is what was asked for, `address` where it leads; null = nowhere. */
export type ConnectorGuard = {
  networks: readonly PrivateNetwork[]
  resolve?: Resolve | undefined
  timeoutMs: number
  refuse: (name: string, address: string | null) => Error
}

/** Every connection comes through here, whatever address, redirect or name asked for it: the address that is checked is the one that is connected to. */
export function guardedConnector(guard: ConnectorGuard): buildConnector.connector {
  return (options, callback) => {
    const port = Number(options.port) || (options.protocol === 'https:' ? 443 : 80)
    // An address that is written out, in whatever spelling, is never looked up.
    const literal = literalAddress(options.hostname)
    if (literal !== null && !mayConnect(literal, port, guard.networks)) return callback(guard.refuse(literal, literal), null)
    buildConnector({ lookup: checkedLookup(guard, port), timeout: guard.timeoutMs, allowH2: false })(options, callback)
  }
}

/** What this hands back is what is connected to, so there is no second look-up to deceive. One bad address of several is enough. */
export function checkedLookup({ networks, refuse, resolve = resolveBySystem }: Omit<ConnectorGuard, 'timeoutMs'>, port: number): LookupFunction {
  const answer = async (hostname: string): Promise<[Resolved, ...Resolved[]]> => {
    const [first, ...others] = await resolve(hostname)
    if (first === undefined) throw refuse(hostname, null)
    const bad = [first, ...others].find(({ address }) => !mayConnect(address, port, networks))
    if (bad !== undefined) throw refuse(hostname, bad.address)
    return [first, ...others]
  }
  return (hostname, options, answered) => {
    void answer(hostname).then((found) => ({ found }), (error: NodeJS.ErrnoException) => ({ error })).then((told) => {
      if ('error' in told) return answered(told.error, [])
      return options.all === true ? answered(null, told.found) : answered(null, told.found[0].address, told.found[0].family)
    })
  }
}
