import { hkdfSync } from 'node:crypto'

/**
 * State of the process, not of a module: the server's bundle and Next's bundles are separate module instances,
 * so what must exist once (clients, pools, handles, the drain flag) lives here and nowhere else.
 */
export type ProcessState = {
  databaseUrl?: string
  /** From which every secret of the process is derived; see `processSecret`. */
  rootSecret?: string
  draining?: boolean
  [key: string]: unknown
}

const KEY = Symbol.for('bailiwick')

export function processState(): ProcessState {
  const holder = globalThis as unknown as Record<symbol, ProcessState | undefined>
  return (holder[KEY] ??= {})
}

/** The one value under `key`, made on first use. */
export function once<T>(key: string, make: () => T): T {
  const state = processState()
  if (state[key] === undefined) state[key] = make()
  return state[key] as T
}

/** 32 bytes for one purpose, derived (HKDF, RFC 5869) from the process's one secret: the same after every start and on every replica. */
export function processSecret(purpose: 'session' | 'links' | 'cursors' | 'signing'): Buffer {
  const root = processState().rootSecret
  if (root === undefined) throw new Error('A secret was asked for before the process had any.')
  return Buffer.from(hkdfSync('sha256', root, 'bailiwick', purpose, 32))
}
