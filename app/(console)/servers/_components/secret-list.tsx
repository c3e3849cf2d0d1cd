import { RotationDue, RotationMark, RotationSource } from '@/components/domain/rotation'
import { PlainTable } from '@/components/table/plain-table'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { Ago } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { SecretView } from '@/lib/registry/secret-rotation'

/** References to the server's secrets, and whether each is rotated as often as it says. */
export function SecretList({ slug, secrets, now }: { slug: string; secrets: readonly SecretView[]; now: string }) {
  return (
    <Section title="Secrets">
      {secrets.length === 0 ? <p className="soft">None are declared.</p> : (
        <PlainTable
          label="Secrets" columns={[{ head: 'Reference' }, { head: 'Rotation' }]}
          rows={secrets.map((secret) => ({
            id: secret.id,
            cells: [
              <span key="n"><code>{secret.name}</code><span className="d2 whitespace-normal wrap-anywhere">{secret.kind}, {secret.location}{secret.rotateEveryDays === null ? '' : `, every ${secret.rotateEveryDays} d`}</span></span>,
              <span key="r">
                <RotationMark state={secret.state} />{secret.dueAt === null ? null : <span className="sm soft">, <RotationDue secret={secret} now={now} /></span>}
                <span className="d2 whitespace-normal">{secret.lastRotatedAt === null ? 'never rotated, ' : <>rotated <Ago iso={secret.lastRotatedAt} now={now} />, </>}<RotationSource secret={secret} /></span>
              </span>,
            ],
          }))}
        />
      )}
      <p className="lab pt-2">References only; a value is never stored here. {secrets.length === 0 ? null : <TextLink href={paths.secrets({ server: slug })}>In the inventory</TextLink>}</p>
    </Section>
  )
}
