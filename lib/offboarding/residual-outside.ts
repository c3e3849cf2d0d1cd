import { paths } from '@/lib/paths'
import type { ResidualLine } from './model'
import { counted } from './residual-access'
import type { ResidualFacts, SecretRow } from './residual-facts'
import { ownerNext } from './residual-ownership'
import { mayInherit, successorOf } from './succession'

/** Who sees to what lies outside of the console: whoever answers for the subject and stays, else who follows, else the case's. */
function outside({ subject, heirs, fallbackId }: ResidualFacts): string | null {
  if (mayInherit(heirs, subject.answerable)) return subject.answerable
  const next = subject.answerable === null ? null : successorOf({ managerOf: subject.answerable }, heirs).to
  return next ?? fallbackId
}

/** Secrets that it knows: a server its own, a leaver the static ones of servers that they owned or backed. */
export function secretLines(facts: ResidualFacts): ResidualLine[] {
  return facts.secrets.map((secret): ResidualLine => {
    const dynamic = secret.kind === 'dynamic'
    const why = facts.subject.kind === 'server' ? (dynamic ? `A vault issues it to the server for each use (${secret.location}); while it may ask, it gets one.` : `The server knows its value (${secret.location}), and whoever has a copy of it does.`) : `They could read it as an owner of ${secret.slug} (${secret.location}).`
    return {
      key: `secret:${secret.id}`, kind: 'secret', objectId: secret.id, title: `Secret ${secret.name}${facts.subject.kind === 'server' ? '' : ` of ${secret.slug}`}`, why, action: dynamic ? 'remove' : 'rotate', who: secretOwner(secret, facts), to: null,
      proofBy: dynamic ? 'A vault says that the role is gone, or a person does with a reference.' : 'A vault says that it was rotated since the freeze, or a person does with a reference.', detail: { name: secret.name, location: secret.location, server: secret.slug, path: paths.secrets({ server: secret.slug }) },
    }
  })
}

/** Of a leaver's servers whoever gets them: they cannot see to it themselves. */
function secretOwner(secret: SecretRow, facts: ResidualFacts): string | null {
  if (facts.subject.kind === 'server') return outside(facts)
  const own = facts.owned.find((server) => server.id === secret.serverId)
  if (own !== undefined) return ownerNext(own, facts).to ?? facts.fallbackId
  const backed = facts.backed.find((server) => server.id === secret.serverId)
  return backed !== undefined && mayInherit(facts.heirs, backed.ownerId) ? backed.ownerId : facts.fallbackId
}

/** Systems behind the server: its account there, its application, its key. */
export function downstreamLines(facts: ResidualFacts): ResidualLine[] {
  return facts.downstream.map((system): ResidualLine => ({
    key: `downstream:${system}`, kind: 'downstream', objectId: null, title: `Downstream ${system}`, why: 'The server says that it acts there; its account there would go on.', action: 'remove', who: outside(facts), to: null,
    proofBy: 'A person says with a reference that its account is gone there.', detail: { system },
  }))
}

/** Where people have it in their settings: as a server to call, or as an agent to run. */
export function copyLines(facts: ResidualFacts): ResidualLine[] {
  const { copies, subject } = facts
  if (copies.length === 0) return []
  const names = copies.slice(0, 5).map((copy) => copy.name).join(', ')
  return [{
    key: 'client_copy', kind: 'client_copy', objectId: null, title: `Copies in the settings of ${counted(copies.length, 'client')}`, why: `${names}${copies.length > 5 ? ` and ${copies.length - 5} more` : ''} ${subject.kind === 'server' ? 'called it' : 'ran it'} in the last 90 days and would go on trying.`,
    action: 'remove', who: outside(facts), to: null, proofBy: 'A person says with a reference that it is out of their settings; a later call from one of them opens this again.',
    detail: { clients: copies.slice(0, 50), count: copies.length, path: paths.activity(subject.kind === 'server' ? { server: subject.name } : { agent: subject.name }) },
  }]
}

/** The identity by which it is known: the console stops knowing it at the revocation, whatever is still issued elsewhere. */
export function identityLines(facts: ResidualFacts): ResidualLine[] {
  const { subject } = facts
  if (subject.identity === null || subject.ended || subject.kind === 'person') return []
  const where = subject.kind === 'client' ? 'The identity provider still knows this client' : 'Its issuer would go on issuing it'
  return [{
    key: 'workload_identity', kind: 'workload_identity', objectId: null, title: `Identity ${subject.identity}`, why: `Whoever shows it is taken for ${subject.name}. ${where}; here it ends with the revocation.`, action: 'end', who: null, to: null,
    proofBy: subject.kind === 'server' ? 'The server is revoked: every decision about it denies, and the identity is released when it is retired.' : 'It is not active: every decision about it denies.', detail: { identity: subject.identity },
  }]
}

/** The proof of all proofs, last of every list. */
export function silenceLine({ subject }: ResidualFacts): ResidualLine {
  return {
    key: 'silence', kind: 'silence', objectId: null, title: 'Silence', why: `Whatever is left would be heard: a call ${subject.kind === 'server' ? 'to' : subject.kind === 'person' ? 'on behalf of' : 'by'} ${subject.name}.`, action: 'watch', who: null, to: null,
    proofBy: 'Nothing of it is heard for the watch’s days, and sources that would have heard it were alive.', detail: {},
  }
}
