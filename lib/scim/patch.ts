import { applyFiltered } from './patch-filtered'
import { added, removedFrom, sameFor, withoutNull } from './patch-values'
import { canonical, nameOf, SCHEMA_BY_KIND } from './canonical'
import { keyIn, own, pruned, valueIn } from './json'
import { type Doc, isDoc, type Json, type Kind, PATCH_OP, refusal } from './model'
import { parsePath, type PatchPath } from './path'
import { attributeOf, ENTERPRISE_SCHEMA, type Schema, schemaOf } from './schemas'

export type Operation = { op: 'add' | 'replace' | 'remove'; path: string | null; value: Json | undefined }

const MAX_OPERATIONS = 1000
/** Of the console's own making, whatever a directory says. */
const READ_ONLY: Record<Kind, readonly string[]> = { User: ['id', 'meta', 'schemas', 'groups'], Group: ['id', 'meta', 'schemas'], Agent: ['id', 'meta', 'schemas'] }

/** The operations of a PATCH's body (RFC 7644, 3.5.2). Their words count without regard to case, as Entra sends them ("Add"). */
export function readOperations(body: Doc): Operation[] {
  const schemas = valueIn(body, 'schemas')
  if (!Array.isArray(schemas) || !schemas.includes(PATCH_OP)) throw refusal('invalidSyntax', `A PATCH names the schema ${PATCH_OP}. Nothing was changed.`)
  const list = valueIn(body, 'Operations')
  if (!Array.isArray(list) || list.length === 0) throw refusal('invalidSyntax', 'A PATCH has a list of operations. Nothing was changed.')
  if (list.length > MAX_OPERATIONS) throw refusal('tooMany', `A PATCH has at most ${MAX_OPERATIONS} operations. Nothing was changed.`)
  return list.map(readOperation)
}

function readOperation(one: Json): Operation {
  if (!isDoc(one)) throw refusal('invalidSyntax', 'An operation is an object. Nothing was changed.')
  const [op, path, value] = [valueIn(one, 'op'), valueIn(one, 'path') ?? null, valueIn(one, 'value')]
  const word = typeof op === 'string' ? op.toLowerCase() : ''
  if (word !== 'add' && word !== 'replace' && word !== 'remove') throw refusal('invalidSyntax', 'An operation is add, replace or remove. Nothing was changed.')
  if (path !== null && typeof path !== 'string') throw refusal('invalidPath', 'A path is text. Nothing was changed.')
  const at = path === null || path.trim() === '' ? null : path
  if (word === 'remove' && at === null) throw refusal('noTarget', 'Say by its path what to remove. Nothing was changed.')
  if (word === 'add' && value === undefined) throw refusal('invalidValue', 'Say what to add. Nothing was changed.')
  return { op: word, path: at, value }
}

/** The resource after all operations, in their order; the one given stays as it is. Throws what RFC 7644, table 9 says, and then nothing counts. */
export function applyPatch(kind: Kind, resource: Doc, operations: readonly Operation[]): Doc {
  const doc = structuredClone(resource)
  for (const operation of operations) applyOne(kind, doc, operation)
  return pruned(canonical(kind, doc))
}

function applyOne(kind: Kind, doc: Doc, { op, path, value }: Operation): void {
  if (path !== null) {
    applyAt(kind, doc, op, parsePath(path), value)
    return
  }
  if (!isDoc(value)) throw refusal('invalidValue', 'An operation without a path has an object of attributes. Nothing was changed.')
  for (const [name, member] of Object.entries(value)) {
    const at = parsePath(name)
    // What is only told is passed over here: Okta sends a group's id along with its new name.
    if (at.attr !== null && isReadOnly(kind, at.attr)) continue
    applyAt(kind, doc, op, at, member)
  }
}

function isReadOnly(kind: Kind, name: string): boolean {
  return READ_ONLY[kind].includes(name) || READ_ONLY[kind].includes(nameOf(SCHEMA_BY_KIND[kind].attributes, name))
}

function applyAt(kind: Kind, doc: Doc, op: Operation['op'], path: PatchPath, value: Json | undefined): void {
  const { schema, home } = homeOf(kind, doc, op, path)
  if (home === null) return
  if (path.attr === null) {
    // The whole of a schema: its attributes one by one.
    if (op === 'remove') for (const name of Object.keys(home)) delete home[name]
    else if (isDoc(value)) for (const [name, member] of Object.entries(value)) applyAt(kind, doc, op, { ...parsePath(name), schema: path.schema }, member)
    else throw refusal('invalidValue', 'A schema’s attributes are given as an object. Nothing was changed.')
    return
  }
  if (home === doc && isReadOnly(kind, path.attr)) throw refusal('mutability', `${path.attr.slice(0, 100)} is the console’s own and does not change. Nothing was changed.`)
  const key = keyIn(home, path.attr) ?? nameOf(schema?.attributes ?? [], path.attr)
  const attribute = schema === undefined ? undefined : attributeOf(schema, path.attr)
  const multiValued = Array.isArray(own(home, key)) || attribute?.multiValued === true
  if (path.filter !== null) applyFiltered(home, key, { op, filter: path.filter, sub: path.sub }, value)
  else if (path.sub !== null) applyToPart(home, key, op, path.sub, value, multiValued)
  else applyToWhole(home, key, op, value, multiValued)
}

/** Where the attribute stands: the resource, or its extension, which is made when something is to be put there. */
function homeOf(kind: Kind, doc: Doc, op: Operation['op'], path: PatchPath): { schema: Schema | undefined; home: Doc | null } {
  const core = SCHEMA_BY_KIND[kind]
  if (path.schema === null || path.schema === core.id) return { schema: core, home: doc }
  const known = schemaOf(path.schema)
  if (known !== undefined && known !== ENTERPRISE_SCHEMA) throw refusal('invalidPath', 'This is the schema of another kind of resource. Nothing was changed.')
  const key = keyIn(doc, path.schema) ?? path.schema
  if (op !== 'remove' && !isDoc(own(doc, key))) doc[key] = {}
  const home = own(doc, key)
  return { schema: known, home: isDoc(home) ? home : null }
}

function applyToWhole(home: Doc, key: string, op: Operation['op'], value: Json | undefined, multiValued: boolean): void {
  const before = own(home, key)
  if (op === 'remove') {
    // Entra names the values to remove beside the path, not in it.
    if (value !== undefined && value !== null && Array.isArray(before)) home[key] = removedFrom(before, value)
    else delete home[key]
    return
  }
  if (value === undefined || value === null) {
    if (op === 'replace') delete home[key]
    return
  }
  if (multiValued) home[key] = op === 'replace' ? (Array.isArray(value) ? value : [value]) : added(Array.isArray(before) ? before : [], Array.isArray(value) ? value : [value])
  // Parts that are not named stay (RFC 7644, 3.5.2.3).
  else home[key] = isDoc(before) && isDoc(value) ? sameFor(before, value) : value
}

/** A part of a complex attribute; of a list without a filter it is meant for every value. */
function applyToPart(home: Doc, key: string, op: Operation['op'], sub: string, value: Json | undefined, multiValued: boolean): void {
  const before = own(home, key)
  if (op === 'remove') {
    for (const one of Array.isArray(before) ? before : [before]) if (isDoc(one)) delete one[keyIn(one, sub) ?? sub]
    return
  }
  const given = withoutNull(value)
  if (multiValued) {
    const list = Array.isArray(before) ? before : []
    if (list.length === 0) home[key] = [{ [sub]: given }]
    else for (const one of list) if (isDoc(one)) one[keyIn(one, sub) ?? sub] = given
    return
  }
  if (!isDoc(before)) home[key] = { [sub]: given }
  else before[keyIn(before, sub) ?? sub] = given
}
