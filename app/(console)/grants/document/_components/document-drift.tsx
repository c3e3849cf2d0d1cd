import { Mark, type MarkTone } from '@/components/domain/verdict'
import { TwoLines } from '@/components/table/cells'
import { PlainTable } from '@/components/table/plain-table'
import { Empty } from '@/components/ui/empty'
import type { GlyphName } from '@/components/ui/glyph'
import { Notice } from '@/components/ui/notice'
import { TextLink } from '@/components/ui/text-link'
import { Ago } from '@/components/ui/time'
import type { DriftKind } from '@/lib/document/drift'
import type { DocumentDrift } from '@/lib/document/queries/document-drift'
import { paths } from '@/lib/paths'

const LOOK: Record<DriftKind, { glyph: GlyphName; tone: MarkTone; word: string }> = {
  granted_outside: { glyph: 'warn', tone: 'warn', word: 'granted outside it' }, changed_outside: { glyph: 'changed', tone: 'warn', word: 'changed outside it' }, ended_outside: { glyph: 'none', tone: 'plain', word: 'ended outside it' },
  not_granted: { glyph: 'no', tone: 'plain', word: 'not granted' }, waiting: { glyph: 'wait', tone: 'plain', word: 'waits for approval' },
}

/** What the last documents said against what stands now. */
export function DocumentDriftList({ drift: { documents, items, unreadable }, now }: { drift: DocumentDrift; now: string }) {
  if (documents.length === 0) return <Empty title="No document was applied yet">Fill in what stands, keep it in your repository, and send it back when it changes.</Empty>
  return (
    <>
      <ul className="grid gap-1">
        {documents.map((one) => (
          <li key={one.number}>Document {one.number}, applied <Ago iso={one.appliedAt} now={now} /> by {one.appliedBy}, speaks for {listed(one.servers)}.</li>
        ))}
      </ul>
      {unreadable.map((one) => <div key={one.number} className="pt-2"><Notice tone="unknown" title={`Document ${one.number} can no longer be compared`}><p>{one.why}</p></Notice></div>)}
      {items.length === 0
        ? <p className="pt-2 soft">{unreadable.length === 0 ? 'What stands is what they say.' : 'Nothing else differs.'}</p>
        : (
          <div className="pt-2">
            <PlainTable
              label="Differences from the last documents" flow columns={[{ head: 'Difference', width: '170px', flow: { order: 1 } }, { head: 'Grant', flow: { order: 3, full: true } }, { head: 'Where', width: '150px', flow: { order: 2, end: true } }]}
              rows={items.map((item, place) => ({
                id: String(place),
                cells: [<Mark key="k" glyph={LOOK[item.kind].glyph} tone={LOOK[item.kind].tone}>{LOOK[item.kind].word}</Mark>, <TwoLines key="s" first={item.sentence} second={item.why} />, <Where key="w" grantId={item.grantIds[0]} requestId={item.requestId} path={item.path} />],
              }))}
            />
          </div>
        )}
    </>
  )
}

function Where({ grantId, requestId, path }: { grantId: string | undefined; requestId: string | null; path: string | null }) {
  if (requestId !== null) return <TextLink href={paths.request(requestId)}>The request</TextLink>
  return grantId === undefined ? <code>{path}</code> : <TextLink href={paths.grant(grantId)}>The grant</TextLink>
}

function listed(servers: readonly string[]): string {
  return servers.length > 6 ? `${servers.slice(0, 5).join(', ')} and ${servers.length - 5} more` : servers.join(', ')
}
