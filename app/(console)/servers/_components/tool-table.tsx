import Link from 'next/link'
import { AccessText } from '@/components/domain/access'
import { Mark } from '@/components/domain/verdict'
import { LogBar } from '@/components/table/cells'
import { CutCode } from '@/components/ui/code'
import { Glyph } from '@/components/ui/glyph'
import { NumberLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'
import type { ToolView } from '@/lib/registry/tool-view'
import type { Difference, ToolRow } from '@/lib/views/tool-comparison'

/** What is declared for each tool beside what was seen of it; every number leads to its list. */
export function ToolTable({ slug, rows, since, now, view, open }: { slug: string; rows: readonly ToolRow[]; since: string; now: string; view: string | null; /** The tool in the drawer. */ open: string | null }) {
  const max = Math.max(1, ...rows.map((row) => row.use?.calls ?? 0))
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Table of tools">
      <table className="t flow md:min-w-[940px]">
        <thead>
          <tr><td colSpan={3} /><th colSpan={2} scope="colgroup" className="text-ink-2">Declared</th><th colSpan={4} scope="colgroup" className="rule text-ink-2">Observed</th><td colSpan={2} /></tr>
          <tr>
            <th scope="col">Tool</th><th scope="col">Access, claimed by</th><th scope="col">Definition</th><th scope="col" className="num">Grants to agents</th><th scope="col">Ceiling</th>
            <th scope="col" className="num rule">Agents</th><th scope="col" className="num">Calls</th><th scope="col">log scale</th><th scope="col" className="num">Last</th><th scope="col">Difference</th><th scope="col">In words</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} data-open={row.name === open || undefined}>
              <td className="o1 md:whitespace-nowrap">{row.tool === null ? <code>{row.name}</code> : <Link className="l" href={paths.server(slug, { tools: view, tool: row.name })} scroll={false}><code>{row.name}</code></Link>}</td>
              <td className="o3"><Access tool={row.tool} /></td>
              <td className="gone nw"><Definition tool={row.tool} /></td>
              <td className="num nw o5" data-l="grants"><Grants slug={slug} row={row} /></td>
              <td className="gone nw">{row.ceiling ?? <span className="mute">–</span>}</td>
              <Observed slug={slug} row={row} since={since} now={now} max={max} />
              <td className="nw o2 end"><DifferenceMark difference={row.difference} /></td>
              <td className="soft sm full o7">{row.difference?.note}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Observed({ slug, row, since, now, max }: { slug: string; row: ToolRow; since: string; now: string; max: number }) {
  if (row.difference === null) return <td colSpan={4} className="rule mute gone">not for your role</td>
  const from = `${since}T00:00:00.000Z`
  const href = row.use === null ? undefined : paths.activity({ server: slug, kind: 'tool_call', target: row.name, from })
  return (
    <>
      <td className="num rule gone"><span title={row.use?.agents.join(', ')}>{(row.use?.agents.length ?? 0).toLocaleString('en-US')}</span></td>
      <td className="num o4 end" data-l="calls"><NumberLink value={row.use?.calls ?? 0} href={href} label={`calls of ${row.name}`} /></td>
      <td className="gone"><LogBar value={row.use?.calls ?? 0} max={max} bad={row.use?.granted === 0} /></td>
      <td className="num soft nw o6 end" data-l="last"><Time iso={row.use?.lastAt ?? null} format="short" now={now} /></td>
    </>
  )
}

function Access({ tool }: { tool: ToolView | null }) {
  if (tool === null) return <span className="mute">not in the catalogue</span>
  return <AccessText access={tool.accessClass} basis={tool.decidedBy === 'person' ? 'set by a person' : tool.because ?? undefined} />
}

function Definition({ tool }: { tool: ToolView | null }) {
  if (tool === null || tool.definitionHash === null) return <span className="mute">{tool === null ? '–' : 'declared by a person'}</span>
  return <><span className="soft">v{tool.version}</span> <CutCode value={tool.definitionHash} head={4} tail={3} className="mute" /></>
}

function Grants({ slug, row }: { slug: string; row: ToolRow }) {
  if (row.grants === 0) return <span className="mute">none</span>
  const to = row.anyAgent ? 'any' : row.agents.toLocaleString('en-US')
  return <><NumberLink value={row.grants} href={paths.grants({ server: slug, state: 'active', reaches: row.name })} label={`grants that reach ${row.name}`} /> <span className="mute">to</span> {to}</>
}

function DifferenceMark({ difference }: { difference: Difference | null }) {
  switch (difference?.what) {
    case undefined: return <span className="mute">–</span>
    case 'not_granted': return <Severe severity={difference.severity} word={difference.word} />
    case 'unused': return <Severe severity={difference.severity} word="unused" />
    case 'not_evaluable': return <Mark glyph="unknown" tone="unknown">not evaluable</Mark>
    case 'unknown_tool': return <Mark glyph="changed" tone="warn">not in the catalogue</Mark>
    case 'as_granted': return <Mark glyph="ok">as granted</Mark>
    case 'no_use': return <span className="mute">no use</span>
  }
}

/** The severity's shape and colour with another word; the severity itself is said aloud. */
function Severe({ severity, word }: { severity: 'critical' | 'high' | 'medium' | 'low'; word: string }) {
  return <span className={`sev ${severity}`}><Glyph name={severity} />{word}<span className="vh">, {severity}</span></span>
}
