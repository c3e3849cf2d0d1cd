/**
 * State of the process, not of a module: the server's bundle and Next's bundles are separate module instances,
 * so what must exist once (clients, pools, handles, the drain flag) lives here and nowhere else.
 */
export type ProcessState = {
  databaseUrl?: string
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
