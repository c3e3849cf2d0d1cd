import { keyIn } from './json'
import { type Doc, isDoc, type Json, type Kind, refusal, SCHEMA_OF } from './model'
import { AGENT_SCHEMA, type Attribute, attributeOf, ENTERPRISE_SCHEMA, GROUP_SCHEMA, type Schema, schemaOf, USER_SCHEMA } from './schemas'

export const SCHEMA_BY_KIND: Record<Kind, Schema> = { User: USER_SCHEMA, Group: GROUP_SCHEMA, Agent: AGENT_SCHEMA }
const OF_ALL = ['schemas', 'id', 'externalId', 'meta']

/** An attribute's own spelling, where a schema knows it; any other as it came. */
export function nameOf(attributes: readonly Attribute[], name: string): string {
  const lower = name.toLowerCase()
  return OF_ALL.find((one) => one.toLowerCase() === lower) ?? attributes.find((one) => one.name.toLowerCase() === lower)?.name ?? name
}

/** A body that is to be made or put in place of what is there. Refuses one that says to be of another schema. */
export function readResource(kind: Kind, body: Doc): Doc {
  const doc = canonical(kind, body)
  const said = doc['schemas']
  const own = SCHEMA_OF[kind].toLowerCase()
  if (said !== undefined && !(Array.isArray(said) && said.some((uri) => typeof uri === 'string' && uri.toLowerCase() === own))) throw refusal('invalidSyntax', `A ${kind} is of the schema ${SCHEMA_OF[kind]}. Nothing was changed.`)
  return doc
}

/** The resource with the names of known attributes as the schemas spell them; refuses one that is given twice in two spellings. */
export function canonical(kind: Kind, doc: Doc): Doc {
  const schema = SCHEMA_BY_KIND[kind]
  return renamed(doc, (name) => (/^urn:/i.test(name) ? (schemaOf(name)?.id ?? name) : nameOf(schema.attributes, name)), (name, value) => {
    if (kind === 'User' && name === ENTERPRISE_SCHEMA.id && isDoc(value)) return parts(value, ENTERPRISE_SCHEMA.attributes)
    return within(value, attributeOf(schema, name))
  })
}

function parts(doc: Doc, attributes: readonly Attribute[]): Doc {
  return renamed(doc, (name) => nameOf(attributes, name), (name, value) => within(value, attributes.find((one) => one.name === name)))
}

function within(value: Json, attribute: Attribute | undefined): Json {
  const known = attribute?.subAttributes
  if (known === undefined) return value
  if (Array.isArray(value)) return value.map((one) => within(one, attribute))
  return isDoc(value) ? renamed(value, (name) => known.find((one) => one.name.toLowerCase() === name.toLowerCase())?.name ?? name, (_name, member) => member) : value
}

function renamed(doc: Doc, nameFor: (name: string) => string, valueFor: (name: string, value: Json) => Json): Doc {
  const result: Doc = {}
  for (const [name, value] of Object.entries(doc)) {
    const own = nameFor(name)
    if (keyIn(result, own) !== undefined) throw refusal('invalidSyntax', `The attribute ${own.slice(0, 100)} is given twice. Nothing was changed.`)
    result[own] = valueFor(own, value)
  }
  return result
}
