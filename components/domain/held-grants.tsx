import { PlainTable } from '@/components/table/plain-table'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import { AccessText } from './access'
import { GrantStateMark } from './grant-state'

export type HeldGrant = { id: string; server: string; caller: { agent: string; client: string; human: string }; target: { kind: string; name: string }; access: string; state: string; suspended: boolean; validUntil: string | null; purpose: string }

const SHOWN = 40
/** On a server's page, which has more to say. */
const FEW = 12
const ORDER = ['active', 'scheduled', 'expired', 'revoked']

/** The grants that name something, those in force first. */
export function HeldGrants({ grants, allHref, holder, agents = false }: { grants: readonly HeldGrant[]; allHref: string; holder: string; /** On the page of their server: names the agents instead, and fewer of them. */ agents?: boolean }) {
  const rows = [...grants].sort((a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || (a.server < b.server ? -1 : a.server > b.server ? 1 : 0))
  return (
    <Section title="Grants" note={agents ? `on ${holder}` : `that name ${holder}`} end={<TextLink href={allHref}>All {grants.length.toLocaleString('en-US')}</TextLink>}>
      {rows.length === 0 ? <p className="soft">{agents ? 'No grant is recorded on it, so every call counts as not granted.' : 'No grant names it, so only grants for any caller can cover its calls.'}</p> : (
        <PlainTable
          label="Grants" flow columns={[{ head: 'Target', flow: { order: 1 } }, { head: 'Ceiling', flow: { order: 3 } }, { head: 'For whom', flow: { order: 5, full: true, label: 'for' } }, { head: 'Purpose', flow: { order: 6, full: true } }, { head: 'Ends', className: 'nw', flow: { order: 4, end: true, label: 'ends' } }, { head: 'State', flow: { order: 2, end: true } }]}
          rows={rows.slice(0, agents ? FEW : SHOWN).map((grant) => ({
            id: grant.id,
            cells: [
              <TextLink key="t" href={paths.grant(grant.id)}>{agents ? null : <><code>{grant.server}</code> </>}<code>{grant.target.name}</code></TextLink>, <AccessText key="a" access={grant.access} />,
              forWhom(grant, agents), <span key="p" className="line-clamp-2" title={grant.purpose}>{grant.purpose}</span>, <Time key="u" iso={grant.validUntil} format="day" absent="never" />,
              <GrantStateMark key="s" state={grant.suspended && grant.state === 'active' ? 'suspended' : grant.state} />,
            ],
          }))}
        />
      )}
    </Section>
  )
}

function forWhom({ caller }: HeldGrant, agents: boolean): string {
  const human = caller.human === 'none' ? 'no human' : caller.human === 'any' ? 'any human' : caller.human
  // The last part of a SPIFFE ID is what people call it.
  return agents ? `${caller.agent === 'any' ? 'any agent' : caller.agent.slice(caller.agent.lastIndexOf('/') + 1)} for ${human}` : human
}
