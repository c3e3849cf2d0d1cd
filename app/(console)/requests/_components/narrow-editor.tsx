'use client'

import { Checkbox } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { ContentView } from '@/lib/requests/model'
import type { NarrowForm } from './narrow-model'
import { TargetRows } from './target-rows'

type Props = { form: NarrowForm; content: ContentView; onChange: (change: Partial<NarrowForm>) => void; error: (path: string) => string | undefined }

/** What was asked for, to be made less. What would be more cannot be chosen here, and the server asks again. */
export function NarrowEditor({ form, content, onChange, error }: Props) {
  const ceiling = (row: { name: string; key: string }) => content.targets[Number(row.key.replace('asked-', ''))]?.access ?? 'read'
  return (
    <fieldset className="grid gap-4">
      <legend className="vh">Narrow it</legend>
      <p className="hint">Lower, shorten or leave out; nothing can be added. Whoever answered before you sees it too.</p>
      <TargetRows rows={form.targets} keepOne path="narrowed.targets" ceiling={ceiling} onChange={(targets) => onChange({ targets })} error={(path) => error(path) ?? (path === 'narrowed.targets.0' ? error('narrowed.target') ?? error('narrowed.scope') ?? error('narrowed.targets') : undefined)} />
      <div className="flex flex-wrap gap-4">
        <Field label="Days" id="narrowed.durationDays" error={error('narrowed.durationDays')}>
          {(control) => <Input {...control} type="number" min={1} max={content.durationDays ?? 3650} className="tiny" value={form.days} onChange={(event) => onChange({ days: event.target.value })} />}
        </Field>
        <Field label={<>Or until <span className="opt">(UTC)</span></>} id="narrowed.until" error={error('narrowed.until')}>
          {(control) => <Input {...control} type="date" className="brief" value={form.until} onChange={(event) => onChange({ until: event.target.value })} />}
        </Field>
      </div>
      {content.caller.client === 'any' || content.caller.human === 'any' ? (
        <div className="flex flex-wrap gap-4">
          {content.caller.client === 'any' ? <Field label="Only in client" id="narrowed.caller.client" error={error('narrowed.caller.client')}>{(control) => <Input {...control} value={form.client} onChange={(event) => onChange({ client: event.target.value })} />}</Field> : null}
          {content.caller.human === 'any' ? <Field label="Only for" hint="an e-mail, or team:name" id="narrowed.caller.human" error={error('narrowed.caller.human')}>{(control) => <Input {...control} value={form.human} onChange={(event) => onChange({ human: event.target.value })} />}</Field> : null}
        </div>
      ) : null}
      {content.mode === 'direct' ? <Checkbox label="Only during a task" checked={form.task} onChange={(event) => onChange({ task: event.target.checked })} /> : null}
      {content.reauthorise ? null : <Checkbox label="Ask the human again for each write or admin call" checked={form.reauthorise} onChange={(event) => onChange({ reauthorise: event.target.checked })} />}
    </fieldset>
  )
}
