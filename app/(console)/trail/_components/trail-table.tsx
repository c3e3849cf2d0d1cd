import { reasonOf } from '@/components/domain/trail-lines'
import { Disclosure } from '@/components/ui/disclosure'
import { TextLink } from '@/components/ui/text-link'
import { Time, ZoneName } from '@/components/ui/time'
import { paths } from '@/lib/paths'

export type TrailTableRow = {
  seq: number; at: string; actor: { kind: string; id: string; name: string }; action: string
  object: { kind: string; id: string; name: string }; detail: unknown; hash: string
}

/** Entries as rows; what changed opens in place. Every name leads to the entries about it. */
export function TrailTable({ rows }: { rows: readonly TrailTableRow[] }) {
  return (
    <div className="scroll">
      <table className="t two flow">
        <thead><tr><th className="num">No.</th><th>Time, <ZoneName /></th><th>Who</th><th>Did</th><th>To</th><th>Reason, and what changed</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.seq}>
              <td className="num soft" title={row.hash}>{row.seq}</td>
              <td className="nw"><Time iso={row.at} format="second" /></td>
              <td><TextLink href={paths.trail({ actor: row.actor.id })}>{row.actor.name}</TextLink>{row.actor.kind === 'person' ? null : <span className="d2">{row.actor.kind}</span>}</td>
              <td><TextLink href={paths.trail({ action: row.action })}>{row.action.replaceAll(/[._]/g, ' ')}</TextLink></td>
              <td><TextLink href={paths.trail({ object: row.object.id })}>{row.object.name}</TextLink><span className="d2">{row.object.kind}</span></td>
              <td className="full"><Changed detail={row.detail} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Changed({ detail }: { detail: unknown }) {
  if (isEmpty(detail)) return <span className="mute">–</span>
  const reason = reasonOf(detail)
  return (
    <>
      {reason === '' ? null : <span className="soft sm">{reason}</span>}
      <Disclosure summary="Show all"><pre className="code wrap">{JSON.stringify(detail, null, 2)}</pre></Disclosure>
    </>
  )
}

function isEmpty(detail: unknown): boolean {
  return typeof detail !== 'object' || detail === null || Object.keys(detail).length === 0
}
