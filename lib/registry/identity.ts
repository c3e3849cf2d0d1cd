import { z } from 'zod'
import { oidcName } from '@/lib/names/resolve'
import type { Identity } from './model'
import { issuerProblem, subjectProblem } from './oidc'
import { parseWorkloadId } from './spiffe'

/** Turns a check that answers a problem in words into a zod check. */
function checked(problem: (text: string) => string | null): z.ZodString {
  return z.string().superRefine((text, refinement) => {
    const found = problem(text)
    if (found !== null) refinement.addIssue({ code: 'custom', message: found })
  })
}

const spiffeSchema = z.strictObject({
  kind: z.literal('spiffe'),
  id: z.string().transform((text, refinement): string => {
    const parsed = parseWorkloadId(text)
    if (parsed.ok) return parsed.id
    refinement.addIssue({ code: 'custom', message: parsed.problem })
    return z.NEVER
  }),
})

const oidcSchema = z.strictObject({ kind: z.literal('oidc'), issuer: checked(issuerProblem), subject: checked(subjectProblem) })

/** `{kind: "spiffe", id}` or `{kind: "oidc", issuer, subject}`; a SPIFFE ID comes out in its normal form. */
export const identitySchema = z.discriminatedUnion('kind', [spiffeSchema, oidcSchema])

/** The name under which an identity is known: the SPIFFE ID, or `issuer|subject`. */
export function identityName(identity: Identity): string {
  return identity.kind === 'spiffe' ? identity.id : oidcName(identity.issuer, identity.subject)
}

type Columns = { identityKind: 'spiffe' | 'oidc' | null; spiffeId: string | null; issuer: string | null; subject: string | null }

/** An identity as its four columns. */
export function identityColumns(identity: Identity | null): Columns {
  if (identity === null) return { identityKind: null, spiffeId: null, issuer: null, subject: null }
  return identity.kind === 'spiffe'
    ? { identityKind: 'spiffe', spiffeId: identity.id, issuer: null, subject: null }
    : { identityKind: 'oidc', spiffeId: null, issuer: identity.issuer, subject: identity.subject }
}

/** The identity that four columns hold; null where there is none. */
export function identityOf(row: Columns): Identity | null {
  if (row.identityKind === 'spiffe' && row.spiffeId !== null) return { kind: 'spiffe', id: row.spiffeId }
  if (row.identityKind === 'oidc' && row.issuer !== null && row.subject !== null) return { kind: 'oidc', issuer: row.issuer, subject: row.subject }
  return null
}
