import { ApproveForm } from '@/app/(console)/servers/_components/approve-form'
import { ChangeReasons, DefinitionDiff } from '@/components/domain/definition-diff'
import { TextLink } from '@/components/ui/text-link'
import { paths } from '@/lib/paths'
import type { DefinitionToApprove } from '@/lib/views/definitions-to-approve'

const SAID = { widening: 'widens it', altering: 'alters it', wording: 'changes its wording', none: 'is the same' } as const

/** The newest definition against the one that people rely on: what it does, where it differs, and the way to accept it. */
export function Unapproved({ slug, name, change: { pair: { from, to, change }, held, mine, step } }: { slug: string; name: string; change: DefinitionToApprove }) {
  return (
    <section>
      <h3>{from === null || change === null ? `Version ${to.number}: nobody approved any definition of it yet` : `Version ${to.number} ${SAID[change.kind]} against version ${from.number}, which people rely on`}</h3>
      {held === 0 ? null : <p className="say"><TextLink href={paths.grants({ server: slug, reaches: name, state: 'suspended' })}>{held === 1 ? 'One grant rests' : `${held} grants rest`}</TextLink> until somebody approves it.</p>}
      {from === null || change === null ? null : <div className="grid gap-3 py-2"><ChangeReasons change={change} /><DefinitionDiff label="What differs" before={from.definition} after={to.definition} /></div>}
      {mine ? <ApproveForm key={to.number} slug={slug} name={name} number={to.number} held={held} /> : <p className="soft">{step.approver === 'owner' ? 'Its owner or a security reviewer decides about it.' : 'A security reviewer decides about it.'}</p>}
    </section>
  )
}
