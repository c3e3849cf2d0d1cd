import { Mark } from '@/components/domain/verdict'
import { PlainTable } from '@/components/table/plain-table'
import { Section } from '@/components/ui/section'
import { Ago } from '@/components/ui/time'

type Secret = { name: string; kind: string; location: string; rotateEveryDays: number | null; lastRotatedAt: string | null }

const DAY = 86_400_000

/** References to the server's secrets, and whether each is rotated as often as it says. */
export function SecretList({ secrets, now }: { secrets: readonly Secret[]; now: string }) {
  return (
    <Section title="Secrets">
      {secrets.length === 0 ? <p className="soft">None are declared.</p> : (
        <PlainTable
          label="Secrets" columns={[{ head: 'Reference' }, { head: 'Rotated', align: 'num' }]}
          rows={secrets.map((secret) => ({
            id: secret.name,
            cells: [
              <span key="n"><code>{secret.name}</code><span className="d2">{secret.kind}, {secret.location}{secret.rotateEveryDays === null ? '' : `, every ${secret.rotateEveryDays} d`}</span></span>,
              <Rotation key="r" secret={secret} now={now} />,
            ],
          }))}
        />
      )}
      <p className="lab pt-2">References only; a value is never stored here.</p>
    </Section>
  )
}

function Rotation({ secret, now }: { secret: Secret; now: string }) {
  if (secret.lastRotatedAt === null) return <Mark glyph="unknown" tone="unknown">not known</Mark>
  const late = secret.rotateEveryDays !== null && Date.parse(now) - Date.parse(secret.lastRotatedAt) > secret.rotateEveryDays * DAY
  return <Mark glyph={late ? 'medium' : 'ok'} tone={late ? 'warn' : 'plain'}><Ago iso={secret.lastRotatedAt} now={now} />{late ? <span className="vh">, overdue</span> : null}</Mark>
}
