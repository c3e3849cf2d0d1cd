import { randomBytes } from 'node:crypto'
import type { Ctx } from '@/lib/context'

/** What an id's first letters say it is. */
export const ID_PREFIXES = {
  server: 'srv', agent: 'agt', client: 'cli', person: 'per', team: 'tem', grant: 'gnt', hold: 'hld', request: 'req', event: 'evt',
  finding: 'fnd', token: 'tok', source: 'src', session: 'ses', tool: 'tol', version: 'ver', name: 'nam', state: 'sta', membership: 'mbr',
  identity: 'idn', secret: 'sec', link: 'lnk', roleChange: 'rlc', consent: 'cns', trail: 'trl', deadLetter: 'dlr', alive: 'alv', drop: 'drp',
  reevaluation: 'rvl', run: 'run', history: 'his', toolClass: 'tcl', context: 'ctx', trial: 'tri', decision: 'dec', delegation: 'dlg', notification: 'ntf',
  template: 'tpl', review: 'rev', item: 'itm', task: 'tsk', answer: 'ans', bulk: 'blk', attestation: 'att',
  case: 'off', line: 'oln', freeze: 'frz', rotation: 'rot', transfer: 'otr', duty: 'dty', securityEvent: 'set',
} as const

export type IdKind = keyof typeof ID_PREFIXES

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** A new id such as `srv_0d3x…`: prefix, then 48 bits of milliseconds and 80 random bits in Crockford base 32; ids sort by time. */
export function newId(kind: IdKind, now: Date): string {
  let value = (BigInt(now.getTime()) << 80n) | BigInt('0x' + randomBytes(10).toString('hex'))
  let text = ''
  for (let i = 0; i < 26; i += 1) {
    text = ALPHABET.charAt(Number(value & 31n)) + text
    value >>= 5n
  }
  return `${ID_PREFIXES[kind]}_${text}`
}

/** The time as it is now, and ids of that time: what a request, a job, or each transaction of a longer work is given. */
export function newCtx(): Ctx {
  const now = new Date()
  return { now, id: (kind) => newId(kind, now) }
}
