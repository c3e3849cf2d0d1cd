import { RotationDue, RotationMark } from '@/components/domain/rotation'
import { LifecycleMark } from '@/components/domain/lifecycle'
import { Drawer } from '@/components/shell/drawer'
import { PlainTable } from '@/components/table/plain-table'
import { KeyValues } from '@/components/ui/key-values'
import { TextLink } from '@/components/ui/text-link'
import { Ago, Time, ZoneName } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { SecretDetail } from '@/lib/views/secrets'
import { RotateForm } from './rotate-form'

const VIA = { person: '', api: 'by API token ', webhook: 'by vault ' } as const

/** One secret: where it is, how it stands, the form that says that it was rotated, and every rotation on record. */
export function SecretDrawer({ secret, closeHref, now }: { secret: SecretDetail; closeHref: string; now: string }) {
  return (
    <Drawer
      kind="Secret" id={secret.id} closeHref={closeHref} title={<><code>{secret.name}</code> of {secret.server.slug}</>}
      topLine={<><RotationMark state={secret.state} /><span className="mute sm"><RotationDue secret={secret} now={now} /></span></>}
    >
      <section>
        <KeyValues items={[
          { key: 'Server', value: <span className="acts"><TextLink href={paths.server(secret.server.slug)}>{secret.server.name}</TextLink><LifecycleMark state={secret.server.lifecycle} /></span> },
          { key: 'Kept at', value: <><code className="wrap-anywhere">{secret.location}</code>{secret.sharing === 0 ? null : <span className="d2"><TextLink href={paths.secrets({ location: secret.location })}>{secret.sharing === 1 ? 'one other is' : `${secret.sharing.toLocaleString('en-GB')} others are`} kept there too</TextLink></span>}</> },
          { key: 'Kind', value: secret.kind === 'static' ? 'static: the same until it is rotated' : 'dynamic: made for each use' },
          { key: 'Rotate every', value: secret.rotateEveryDays === null ? <span className="mute">no period set</span> : `${secret.rotateEveryDays} d` },
          { key: 'Last rotated', value: secret.lastRotatedAt === null ? <span className="mute">never, as far as is known</span> : <><Time iso={secret.lastRotatedAt} zoned />, <Ago iso={secret.lastRotatedAt} now={now} /></> },
          { key: 'Due', value: secret.dueAt === null ? null : <Time iso={secret.dueAt} zoned /> },
        ]}
        />
      </section>
      <section>
        <h3>Say that it was rotated</h3>
        {secret.mayRotate ? <RotateForm id={secret.id} server={secret.server.slug} /> : <p className="sm soft">The owner or backup owner of {secret.server.slug} in person, or a security reviewer, may. A vault can say it by itself.</p>}
      </section>
      <section>
        <h3>Rotations on record</h3>
        {secret.rotations.length === 0 ? <p className="sm soft">None was recorded with a reference.</p> : (
          <PlainTable
            label="Rotations" columns={[{ head: <>Rotated, <ZoneName /></> }, { head: 'Reference, by' }]}
            rows={secret.rotations.map((one) => ({ id: one.id, cells: [
              <span key="t" className="nw"><Time iso={one.rotatedAt} /></span>,
              <span key="r"><code className="wrap-anywhere">{one.reference}</code><span className="d2 whitespace-normal">{VIA[one.via]}{one.by.name}{one.note === null ? '' : `: ${one.note}`}</span></span>,
            ] }))}
          />
        )}
      </section>
    </Drawer>
  )
}
