import { PlainTable } from '@/components/table/plain-table'
import { ButtonLink } from '@/components/ui/button'
import type { FindingDetail, RequestedGrant } from '@/lib/drift/model'
import { paths } from '@/lib/paths'

const SHOWN = 12

/** What to have instead of the grant, beside what it is now; the way to ask what would have changed. */
export function Replacement({ finding }: { finding: FindingDetail }) {
  const instead = Array.isArray(finding.replacement) ? (finding.replacement as RequestedGrant[]) : []
  if (instead.length === 0) return null
  const evidence = finding.evidence as { access?: unknown; scope?: unknown; admitted?: unknown; used?: unknown[] }
  const scope = Array.isArray(evidence.scope) ? evidence.scope.map(String) : []
  return (
    <section>
      <h3>{instead.length === 1 ? 'One narrower grant instead' : `${instead.length} narrower grants instead`}</h3>
      <PlainTable
        label="The grant now, and what would do" columns={[{ head: '', width: '56px' }, { head: 'Target' }, { head: 'At most', width: '64px' }, { head: 'On' }]} fixed
        rows={[
          { id: 'now', cells: [<span key="n" className="mute">now</span>, <del key="t"><code>{finding.target}</code></del>, <del key="a">{String(evidence.access ?? '')}</del>, <del key="s"><Scope scope={scope} /></del>] },
          ...instead.slice(0, SHOWN).map((grant) => ({ id: grant.target.name, cells: [<span key="n" className="mute">instead</span>, <code key="t">{grant.target.name}</code>, grant.access, <Scope key="s" scope={grant.scope} />] })),
        ]}
      />
      {instead.length > SHOWN ? <p className="lab pt-2">and {instead.length - SHOWN} more</p> : null}
      <p className="soft pt-2">Same caller. They cover every call that the grant covered in the window, and nothing that it did not.</p>
      <p className="acts pt-2"><ButtonLink href={paths.whatIf({ finding: finding.id })}>What would have changed?</ButtonLink></p>
    </section>
  )
}

function Scope({ scope }: { scope: readonly string[] }) {
  if (scope.length === 0) return <span className="mute">any resource</span>
  return <span className="grid">{scope.slice(0, 4).map((one) => <code key={one} className="wrap-anywhere">{one}</code>)}{scope.length > 4 ? <span className="mute">and {scope.length - 4} more</span> : null}</span>
}
