'use client'

import { useState } from 'react'
import { RadioGroup } from '@/components/ui/choice'
import { TextField } from '@/components/ui/text-field'
import type { Identity } from '@/lib/registry/model'

export type IdentityKind = 'none' | Identity['kind']

const KINDS = [
  { value: 'spiffe', label: 'SPIFFE ID', hint: 'spiffe://trust-domain/path' },
  { value: 'oidc', label: 'OpenID Connect', hint: 'An issuer, and its subject for this workload.' },
] as const

/** What kind of identity, and the fields of that kind. Their names are `identity.id`, or `identity.issuer` and `identity.subject`. */
export function IdentityFields({ identity, optional, error }: { /** Undefined = not chosen yet, null = none. */ identity: Identity | null | undefined; optional: boolean; error: (path: string) => string | undefined }) {
  const [kind, setKind] = useState<IdentityKind>(identity === null && optional ? 'none' : identity?.kind ?? 'spiffe')
  const none = { value: 'none', label: 'None yet', hint: 'Possible for public and internal servers; it is reported until there is one.' }
  return (
    <>
      <RadioGroup legend="Workload identity" name="identity.kind" options={optional ? [...KINDS, none] : KINDS} value={kind} onChange={(value) => setKind(value === 'oidc' || value === 'none' ? value : 'spiffe')} error={error('identity') ?? error('identity.kind')} />
      {kind === 'spiffe' ? <TextField label="SPIFFE ID" name="identity.id" mono required placeholder="spiffe://acme.test/mcp/github" defaultValue={identity?.kind === 'spiffe' ? identity.id : ''} error={error('identity.id')} /> : null}
      {kind === 'oidc' ? (
        <>
          <TextField label="Issuer" name="identity.issuer" mono required placeholder="https://idp.acme.test" defaultValue={identity?.kind === 'oidc' ? identity.issuer : ''} error={error('identity.issuer')} />
          <TextField label="Subject" name="identity.subject" mono required defaultValue={identity?.kind === 'oidc' ? identity.subject : ''} error={error('identity.subject')} />
        </>
      ) : null}
    </>
  )
}

/** The identity that a form with these fields names; null = none. */
export function identityFrom(data: FormData): Identity | null {
  const text = (name: string): string => String(data.get(name) ?? '').trim()
  switch (data.get('identity.kind')) {
    case 'spiffe': return { kind: 'spiffe', id: text('identity.id') }
    case 'oidc': return { kind: 'oidc', issuer: text('identity.issuer'), subject: text('identity.subject') }
    default: return null
  }
}
