import { schemaOf } from './schemas'

/** An attribute by its name, with its schema where that is said; `attr` null = the whole extension. */
export type AttributePath = { schema: string | null; attr: string | null; sub: string | null }

const NAME = /^([A-Za-z$][\w$-]*)(?:\.([A-Za-z$][\w$-]*))?$/

/** Reads `name.givenName`, `urn:…:User:manager.value`, or an extension's URI alone. Null = it is none of these. */
export function readAttribute(text: string): AttributePath | null {
  if (!/^urn:/i.test(text)) {
    const [, attr, sub] = NAME.exec(text) ?? []
    return attr === undefined ? null : { schema: null, attr, sub: sub ?? null }
  }
  if (!/^[A-Za-z0-9:._$-]{1,300}$/.test(text)) return null
  const whole = schemaOf(text)
  if (whole !== undefined) return { schema: whole.id, attr: null, sub: null }
  const colon = text.lastIndexOf(':')
  const [, attr, sub] = NAME.exec(text.slice(colon + 1)) ?? []
  const uri = text.slice(0, colon)
  const known = schemaOf(uri)
  // An extension that we do not know is told from its attribute by its version: urn:…:2.0:User, urn:…:2.0:User:costCenter.
  if (known === undefined && /:\d+\.\d+$/.test(uri)) return { schema: text, attr: null, sub: null }
  return attr === undefined || colon < 4 ? null : { schema: known?.id ?? uri, attr, sub: sub ?? null }
}
