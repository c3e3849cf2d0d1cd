/** The rooms, left to right: a room may use the rooms to its left. */
export const ROOMS = ['names', 'people', 'registry', 'scim', 'grants', 'requests', 'document', 'enforcement', 'discovery', 'activity', 'drift', 'reviews', 'offboarding', 'lifecycle', 'demo'] as const

export type Room = (typeof ROOMS)[number]

export type Place =
  | { kind: 'pure' | 'io' | 'queries' | 'commands'; room: Room }
  | { kind: 'page' | 'action' | 'route' | 'screen-part' | 'domain-ui' | 'ui' | 'views' | 'api' | 'jobs' | 'server' | 'trail' | 'notify' | 'net' | 'signing' | 'signals' | 'paper' | 'actor' | 'auth' | 'boundary-action' | 'boundary' | 'db' | 'env' | 'base' | 'testing' | 'seed' | 'outside' | 'architecture' }

const FOLDERS: readonly [string, Place['kind']][] = [
  ['app/', 'page'], ['components/domain/', 'domain-ui'], ['components/', 'ui'], ['lib/views/', 'views'], ['lib/api/', 'api'], ['lib/jobs/', 'jobs'],
  ['lib/server/', 'server'], ['lib/trail/', 'trail'], ['lib/notify/', 'notify'], ['lib/net/', 'net'], ['lib/signing/', 'signing'], ['lib/signals/', 'signals'], ['lib/paper/', 'paper'], ['lib/auth/', 'auth'], ['lib/boundary/', 'boundary'], ['lib/db/', 'db'],
  ['lib/testing/', 'testing'], ['lib/architecture/', 'architecture'], ['prisma/seed/', 'seed'], ['e2e/', 'outside'], ['bench/', 'outside'],
]

/** What a file is, by its path alone (without extension or with it): the name announces what it may do. */
export function placeOf(path: string): Place {
  const file = path.replace(/\.tsx?$/, '')
  const room = ROOMS.find((one) => file.startsWith(`lib/${one}/`))
  if (room !== undefined) return { kind: roomKind(file.slice(`lib/${room}/`.length)), room }
  if (file.startsWith('app/')) {
    if (file.includes('/_components/')) return { kind: 'screen-part' }
    if (file.endsWith('/actions')) return { kind: 'action' }
    if (file.endsWith('/route')) return { kind: 'route' }
  }
  if (file === 'lib/auth/actor' || file === 'lib/auth/permissions') return { kind: 'actor' }
  // The two files of the boundary that face Next.
  if (file === 'lib/boundary/action' || file === 'lib/boundary/screen') return { kind: 'boundary-action' }
  if (file === 'lib/env') return { kind: 'env' }
  const folder = FOLDERS.find(([prefix]) => file.startsWith(prefix))
  // FOLDERS names no kind that has a room.
  return folder === undefined ? { kind: 'base' } : ({ kind: folder[1] } as Place)
}

function roomKind(inside: string): 'pure' | 'io' | 'queries' | 'commands' {
  if (inside === 'io' || inside.startsWith('io/')) return 'io'
  if (inside === 'queries' || inside.startsWith('queries/')) return 'queries'
  if (inside === 'commands' || inside.startsWith('commands/')) return 'commands'
  return 'pure'
}

/** True when `other` stands left of `room`. */
export function isLeft(other: Room, room: Room): boolean {
  return ROOMS.indexOf(other) < ROOMS.indexOf(room)
}

export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path)
}
