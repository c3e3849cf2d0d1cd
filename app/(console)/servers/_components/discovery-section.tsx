import { RunForms } from '@/app/(console)/servers/_components/run-forms'
import { Mark } from '@/components/domain/verdict'
import { PlainTable } from '@/components/table/plain-table'
import { Disclosure } from '@/components/ui/disclosure'
import { Notice } from '@/components/ui/notice'
import { Section } from '@/components/ui/section'
import { Ago, Time } from '@/components/ui/time'
import type { ContextView } from '@/lib/discovery/queries/runs'
import type { RunView } from '@/lib/discovery/run-view'
import type { ServerDiscovery } from '@/lib/views/server-discovery'

/** What the live server itself was seen to offer: the last run in words, what it waits for, the runs before it, and what is no tool. */
export function DiscoverySection({ slug, discovery, now }: { slug: string; discovery: ServerDiscovery; now: string }) {
  const { runs, contexts, contextsTotal } = discovery
  const last = runs[0]
  const held = runs.find((run) => run.status === 'held' && run.decision === null)
  return (
    <Section title="Discovery" id="discovery" note={<LastRun last={last} now={now} />}>
      {last?.status === 'failed' ? <div className="pb-3"><Notice tone="error" title="The last run failed; nothing was removed" code={last.error?.code}><p>{last.error?.message}</p></Notice></div> : null}
      {held === undefined ? null : <div className="pb-3"><Notice tone="warn" title="A run waits for a person"><p>{held.error?.message}</p></Notice></div>}
      <RunForms key={`${last?.id} ${held?.id}`} slug={slug} heldRun={held?.id ?? null} mayDiscover={discovery.mayDiscover} obstacle={discovery.obstacle} />
      {runs.length === 0 ? null : <Disclosure open={false} summary={`The last ${runs.length === 1 ? 'run' : `${runs.length} runs`}`}><Runs runs={runs} now={now} /></Disclosure>}
      {contexts.length === 0 ? null : <Disclosure open={false} summary={`${contextsTotal.toLocaleString('en-GB')} resources, templates and prompts`}><Contexts contexts={contexts} total={contextsTotal} /></Disclosure>}
    </Section>
  )
}

function LastRun({ last, now }: { last: RunView | undefined; now: string }) {
  if (last === undefined) return <>The server itself was never asked what it offers.</>
  const done = last.finishedAt ?? last.startedAt
  if (last.status === 'running') return <>A run began <Ago iso={last.startedAt} now={now} />.</>
  if (last.status === 'failed') return <>Asked <Ago iso={done} now={now} />, without an answer that could be used.</>
  return <>Asked <Ago iso={done} now={now} />{last.protocolVersion === null ? '' : `, MCP ${last.protocolVersion}`}: {offered(last.counts)}.</>
}

function offered(counts: Record<string, number>): string {
  const parts = ([['tools', 'tool'], ['resources', 'resource'], ['templates', 'template'], ['prompts', 'prompt']] as const)
    .flatMap(([key, word]) => (counts[key] === undefined || counts[key] === 0 ? [] : [`${counts[key].toLocaleString('en-GB')} ${word}${counts[key] === 1 ? '' : 's'}`]))
  return parts.length === 0 ? 'it offers nothing' : parts.join(', ')
}

const CHANGES = ['added', 'widened', 'altered', 'reworded', 'removed'] as const

function changed(counts: Record<string, number>): string {
  const parts = CHANGES.flatMap((key) => (counts[key] === undefined || counts[key] === 0 ? [] : [`${counts[key].toLocaleString('en-GB')} ${key}`]))
  return parts.length === 0 ? 'nothing changed' : parts.join(', ')
}

function Runs({ runs, now }: { runs: readonly RunView[]; now: string }) {
  return (
    <PlainTable
      label="Runs of discovery" flow columns={[{ head: 'When' }, { head: 'Result' }, { head: 'Offered' }, { head: 'Changed' }, { head: 'Asked by' }, { head: 'As' }]}
      rows={runs.map((run) => ({
        id: run.id,
        cells: [
          <Time key="t" iso={run.startedAt} format="short" now={now} />, <Result key="r" run={run} />, run.status === 'complete' || run.status === 'held' ? offered(run.counts) : '–',
          run.status === 'complete' ? changed(run.counts) : run.error?.message ?? '–', run.trigger === 'schedule' ? 'the schedule' : run.trigger === 'api' ? 'the API' : 'a person', run.credential ?? 'nobody in particular',
        ],
      }))}
    />
  )
}

function Result({ run }: { run: RunView }) {
  if (run.status === 'complete') return <Mark glyph="ok" tone="ok">complete</Mark>
  if (run.status === 'failed') return <Mark glyph="no" tone="bad">failed: {run.error?.code.replaceAll('_', ' ')}</Mark>
  if (run.status === 'running') return <Mark glyph="unknown" tone="unknown">running</Mark>
  return run.decision === null ? <Mark glyph="warn" tone="warn">waits for a person</Mark> : <Mark glyph="ok">{run.decision.decision}</Mark>
}

function Contexts({ contexts, total }: { contexts: readonly ContextView[]; total: number }) {
  return (
    <>
      <PlainTable
        label="Resources, templates and prompts" flow columns={[{ head: 'Name' }, { head: 'Sort' }, { head: 'What the server says' }, { head: 'Media type' }, { head: 'Last listed' }]}
        rows={contexts.map((context) => ({
          id: context.id,
          cells: [<code key="n">{context.name}</code>, context.kind, context.description ?? context.title ?? <span key="d" className="mute">nothing</span>, context.mimeType ?? '–', <Time key="t" iso={context.lastSeenAt} format="day" />],
        }))}
      />
      {total > contexts.length ? <p className="lab pt-2">The first {contexts.length} of {total.toLocaleString('en-GB')}; the API lists all.</p> : null}
    </>
  )
}
