import { Mark } from '@/components/domain/verdict'
import { PlainTable } from '@/components/table/plain-table'
import { Disclosure } from '@/components/ui/disclosure'
import { TextLink } from '@/components/ui/text-link'
import { paths } from '@/lib/paths'
import type { LeftOut } from '@/lib/views/enforcement'

const NAMED = 3
const LISTED = 200

/** Why grants are not in the export, or not all of them; the reason once for all whom it concerns. */
export function LeftOutList({ leftOut }: { leftOut: readonly LeftOut[] }) {
  if (leftOut.length === 0) return <p className="soft">Everything in force is in it, whole.</p>
  return (
    <PlainTable
      label="What is not expressed" flow columns={[{ head: 'In the export', width: '112px', flow: { order: 1 } }, { head: 'Why', flow: { order: 3, full: true } }, { head: 'Grants', align: 'num', width: '72px', flow: { order: 2, end: true, label: 'Grants' } }, { head: 'Which', width: '38%', flow: { order: 4, full: true } }]}
      rows={leftOut.map((one, place) => ({
        id: String(place),
        cells: [
          one.effect === 'left_out' ? <Mark key="e" glyph="no" tone="warn">left out</Mark> : <Mark key="e" glyph="down">in part</Mark>,
          one.why, one.grants.length.toLocaleString('en-US'), <Which key="w" grants={one.grants} />,
        ],
      }))}
    />
  )
}

function Which({ grants }: { grants: LeftOut['grants'] }) {
  const rest = grants.slice(NAMED, LISTED)
  return (
    <>
      <Links grants={grants.slice(0, NAMED)} />
      {rest.length === 0 ? null : <Disclosure summary={`${(grants.length - NAMED).toLocaleString('en-US')} more`}><Links grants={rest} />{grants.length > LISTED ? <p className="lab">The others are in the API’s answer.</p> : null}</Disclosure>}
    </>
  )
}

function Links({ grants }: { grants: LeftOut['grants'] }) {
  return <ul>{grants.map((grant) => <li key={grant.id} className="wrap-anywhere"><TextLink href={paths.grant(grant.id)}>{grant.target}</TextLink> <span className="mute">on {grant.server}</span></li>)}</ul>
}
