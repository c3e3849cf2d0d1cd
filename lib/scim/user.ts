import { canonicalJson } from '@/lib/canonical-json'
import { emailSchema } from '@/lib/people/model'
import { asBoolean, pruned } from './json'
import { type Doc, ENTERPRISE, isDoc, type Json, type Kept, refusal, USER } from './model'

/** A person as SCIM needs them. */
export type UserFacts = {
  id: string
  email: string
  name: string
  active: boolean
  externalId: string | null
  createdAt: Date
  updatedAt: Date
  manager: { id: string; name: string } | null
  teams: readonly { id: string; name: string }[]
  kept: Kept | null
}

/** What a directory wants of a person, read and checked. */
export type UserWish = { userName: string; email: string; name: string; /** Null = not said: it stays, or is true of somebody new. */ active: boolean | null; externalId: string | null; managerId: string | null; /** To be kept and given back. */ doc: Doc }

const LARGEST = 32_768

/** What the directory may change of a person, as a resource: what it gave, under what the console knows better. */
export function userDoc(person: UserFacts): Doc {
  const doc: Doc = structuredClone(person.kept?.doc ?? { userName: person.email, displayName: person.name, emails: [{ value: person.email, type: 'work', primary: true }] })
  // Somebody changed it here since.
  if (nameOf(doc) !== person.name) doc['displayName'] = person.name
  if (emailOf(doc) !== person.email) doc['emails'] = withEmail(doc['emails'], person.email)
  if (person.externalId !== null) doc['externalId'] = person.externalId
  doc['active'] = person.active
  if (person.manager !== null) doc[ENTERPRISE] = { ...(isDoc(doc[ENTERPRISE]) ? doc[ENTERPRISE] : {}), manager: { value: person.manager.id } }
  return doc
}

/** The person as answered, without `meta`. */
export function userResource(person: UserFacts, base: string): Doc {
  const doc = userDoc(person)
  const enterprise = doc[ENTERPRISE]
  if (isDoc(enterprise) && person.manager !== null) doc[ENTERPRISE] = { ...enterprise, manager: { value: person.manager.id, $ref: `${base}/Users/${person.manager.id}`, displayName: person.manager.name } }
  if (person.teams.length > 0) doc['groups'] = person.teams.map((team) => ({ value: team.id, $ref: `${base}/Groups/${team.id}`, display: team.name, type: 'direct' }))
  const extensions = Object.keys(doc).filter((name) => name.startsWith('urn:'))
  return { schemas: [USER, ...extensions], id: person.id, ...doc }
}

/** Reads a whole resource, sent or patched. Throws `invalidValue` with the attribute named. */
export function readUser(input: Doc): UserWish {
  const doc = pruned(input)
  const userName = textOf(doc['userName'], 'userName', 254)
  if (userName === null) throw refusal('invalidValue', 'A user has a userName. Nothing was changed.')
  const active = doc['active'] === undefined ? null : asBoolean(doc['active'])
  if (active === undefined) throw refusal('invalidValue', 'active is true or false. Nothing was changed.')
  const externalId = textOf(doc['externalId'], 'externalId', 255)
  const managerId = managerOf(doc)
  for (const name of ['schemas', 'id', 'meta', 'groups', 'password', 'active', 'externalId']) delete doc[name]
  if (isDoc(doc[ENTERPRISE])) {
    const { manager: _manager, ...rest } = doc[ENTERPRISE]
    if (Object.keys(rest).length === 0) delete doc[ENTERPRISE]
    else doc[ENTERPRISE] = rest
  }
  doc['userName'] = userName
  if (Array.isArray(doc['emails'])) doc['emails'] = doc['emails'].map(plainPrimary)
  const email = emailOf(doc)
  if (email === null) throw refusal('invalidValue', 'Neither emails nor the userName holds an e-mail address, by which the console knows people. Nothing was changed.')
  if (canonicalJson(doc).length > LARGEST) throw refusal('invalidValue', 'The user has more attributes than are kept. Nothing was changed.')
  return { userName, email, name: nameOf(doc), active, externalId, managerId, doc }
}

/** The attributes that are kept and that differ, for the trail: their names, never their values. */
export function changedNames(before: Doc, after: Doc): string[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...names].filter((name) => canonicalJson(before[name] ?? null) !== canonicalJson(after[name] ?? null)).sort()
}

export function textOf(value: Json | undefined, name: string, max: number): string | null {
  if (value === undefined || value === null) return null
  const text = typeof value === 'string' ? value.trim() : null
  // oxlint-disable-next-line no-control-regex -- a name with a line break in it would write its own lines into logs
  if (text === null || text.length > max || /[\u0000-\u001f\u007f]/.test(text)) throw refusal('invalidValue', `${name} is a text of at most ${max} characters. Nothing was changed.`)
  return text === '' ? null : text
}

/** Entra sends the manager's id bare, and an empty text for nobody. */
function managerOf(doc: Doc): string | null {
  const enterprise = doc[ENTERPRISE]
  const manager = isDoc(enterprise) ? enterprise['manager'] : undefined
  return textOf(isDoc(manager) ? manager['value'] : manager, 'manager.value', 255)
}

function plainPrimary(one: Json): Json {
  return isDoc(one) && one['primary'] !== undefined ? { ...one, primary: asBoolean(one['primary']) ?? false } : one
}

/** The name that the console shows: what is displayed, else the name's parts, else what there is. */
export function nameOf(doc: Doc): string {
  const name = isDoc(doc['name']) ? doc['name'] : {}
  const whole = [name['givenName'], name['familyName']].filter((part) => typeof part === 'string' && part.trim() !== '').join(' ')
  const found = [doc['displayName'], name['formatted'], whole, doc['userName']].find((one) => typeof one === 'string' && one.trim() !== '')
  return String(found ?? '').replaceAll(/\s+/g, ' ').trim().slice(0, 200).trim()
}

/** The address by which the console knows a person, lower-cased: the primary one, that for work, any, else the userName. Null = there is none. */
export function emailOf(doc: Doc): string | null {
  const emails = ranked(doc['emails']).map((one) => one['value'])
  for (const one of [...emails, doc['userName']]) {
    const read = emailSchema.safeParse(one)
    if (read.success) return read.data
  }
  return null
}

/** The entries of `emails`, the most fitting first. */
function ranked(emails: Json | undefined): Doc[] {
  const rank = (one: Doc): number => (asBoolean(one['primary']) === true ? 0 : one['type'] === 'work' ? 1 : 2)
  return (Array.isArray(emails) ? emails : []).filter(isDoc).sort((a, b) => rank(a) - rank(b))
}

/** The list with the address that counts now in its first place. */
function withEmail(emails: Json | undefined, email: string): Json {
  const [first, ...rest] = ranked(emails)
  return first === undefined ? [{ value: email, type: 'work', primary: true }] : [{ ...first, value: email, primary: true }, ...rest.map((one) => ({ ...one, primary: false }))]
}
