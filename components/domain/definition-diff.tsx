import { toldFirst } from '@/lib/registry/definition-change'
import type { ChangeKind, DefinitionChange } from '@/lib/registry/definition-model'
import { diffDefinitions, type DiffLine, showInvisible } from '@/lib/registry/definition-diff'
import type { ToolDefinition } from '@/lib/registry/tool-definition'
import type { Segment } from '@/lib/registry/word-diff'
import { Mark } from './verdict'

const KIND: Record<ChangeKind, { glyph: 'warn' | 'changed' | 'ok'; tone: 'bad' | 'warn' | 'plain'; word: string }> = {
  widening: { glyph: 'warn', tone: 'bad', word: 'widens' }, altering: { glyph: 'changed', tone: 'warn', word: 'alters' },
  wording: { glyph: 'ok', tone: 'plain', word: 'wording' }, none: { glyph: 'ok', tone: 'plain', word: 'the same' },
}

/** What each reason does, the gravest first; the place once for all that concern it. */
export function ChangeReasons({ change }: { change: DefinitionChange }) {
  return (
    <ul className="grid gap-1" aria-label="What the change does">
      {toldFirst(change.reasons).map((reason, place, all) => (
        <li key={place} className="grid grid-cols-[72px_minmax(0,1fr)] gap-2">
          <Mark glyph={KIND[reason.effect].glyph} tone={KIND[reason.effect].tone}>{KIND[reason.effect].word}</Mark>
          <span>{reason.what}{reason.path === '' || reason.path === all[place + 1]?.path ? null : <code className="block mute sm wrap-anywhere">{reason.path}</code>}</span>
        </li>
      ))}
    </ul>
  )
}

/** Two definitions of a tool, place by place; what one does not see is written out. Text of the server, never markup. */
export function DefinitionDiff({ label, before, after }: { label: string; before: ToolDefinition | null; after: ToolDefinition }) {
  const { lines, cut } = diffDefinitions(before, after)
  if (lines.length === 0) return <p className="soft">Nothing differs.</p>
  return (
    <>
      <dl className="defdiff" aria-label={label}>{lines.map((line) => <Line key={line.path} line={line} />)}</dl>
      {cut ? <p className="lab">More places differ than are listed here; read both definitions below.</p> : null}
    </>
  )
}

function Line({ line: { label, before, after } }: { line: DiffLine }) {
  return (
    <div>
      <dt>{label}</dt>
      {before === null ? null : <dd className="d"><span aria-hidden="true">−</span><span className="vh">before: </span><del><Text segments={before} /></del></dd>}
      {after === null ? null : <dd className="a"><span aria-hidden="true">+</span><span className="vh">after: </span><ins><Text segments={after} /></ins></dd>}
    </div>
  )
}

function Text({ segments }: { segments: readonly Segment[] }) {
  return segments.map((segment, place) => <span key={place} className={segment.is === 'same' ? undefined : 'x'}><Shown text={segment.text} /></span>)
}

/** A text with its hidden characters named. */
export function Shown({ text }: { text: string }) {
  return showInvisible(text).map((part, place) => ('mark' in part ? <mark key={place} className="inv">{part.mark}</mark> : <span key={place}>{part.text}</span>))
}
