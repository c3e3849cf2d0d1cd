'use client'

import { Checkbox } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'

type Props<Value extends string> = { legend: string; options: readonly Value[]; chosen: readonly Value[]; words?: (value: Value) => string; hint?: string; error?: string | undefined; onChange: (chosen: Value[]) => void }

/** Some of a few; none chosen narrows nothing. */
export function Some<Value extends string>({ legend, options, chosen, words = (value) => value, hint, error, onChange }: Props<Value>) {
  return (
    <fieldset className="field some">
      <legend>{legend}</legend>
      {hint === undefined ? null : <p className="hint">{hint}</p>}
      <div className="row">
        {options.map((option) => <Checkbox key={option} label={words(option)} checked={chosen.includes(option)} onChange={(event) => onChange(event.target.checked ? [...chosen, option] : chosen.filter((one) => one !== option))} />)}
      </div>
      {error === undefined ? null : <p className="err">{error}</p>}
    </fieldset>
  )
}

/** A number with its unit after it. */
export function Count({ label, id, unit, value, least, most, hint, error, onChange }: { label: string; id: string; unit: string; value: string; least: number; most: number; hint?: string; error?: string | undefined; onChange: (value: string) => void }) {
  return (
    <Field label={label} id={id} hint={hint} error={error}>
      {(control) => <span className="flex items-center gap-2"><Input {...control} className="tiny" type="number" inputMode="numeric" min={least} max={most} value={value} onChange={(event) => onChange(event.target.value)} /><span className="soft">{unit}</span></span>}
    </Field>
  )
}
