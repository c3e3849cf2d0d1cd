'use client'

import { Checkbox, Switch } from '@/components/ui/choice'
import { Disclosure } from '@/components/ui/disclosure'
import { Field } from '@/components/ui/field'
import { Input, Select } from '@/components/ui/input'
import { ACTIONS, counted, type Rule, RULES } from '@/lib/lifecycle/model'
import { type LifecyclePolicy, type RuleSetting, scopeText } from '@/lib/lifecycle/policy'
import { ENVIRONMENTS, SENSITIVITIES } from '@/lib/registry/model'
import type { LifecycleForm, RuleForm } from './policy-form'
import { ACTION_LABELS, RULE_ROWS } from './rule-words'

/** The rules to read: when, how long it may last, what follows, and where. */
export function RuleTable({ policy }: { policy: LifecyclePolicy }) {
  return (
    <div className="scroll">
      <table className="t two flow" aria-label="Rules of the life cycle">
        <thead><tr><th scope="col">When</th><th scope="col">After</th><th scope="col">Grace</th><th scope="col">Then</th><th scope="col">Where</th></tr></thead>
        <tbody>{RULES.map((rule) => <RuleRow key={rule} rule={rule} setting={policy.rules[rule]} />)}</tbody>
      </table>
    </div>
  )
}

function RuleRow({ rule, setting }: { rule: Rule; setting: RuleSetting }) {
  const { title, hint } = RULE_ROWS[rule]
  const first = <td className="full"><b>{title}</b><span className="d2 whitespace-normal">{hint}</span></td>
  if (!setting.on) return <tr>{first}<td className="mute full" colSpan={4}>off: nothing follows</td></tr>
  return (
    <tr>
      {first}
      <td data-l="after" className="nw">{setting.days === null ? <span className="mute">{rule === 'stale_secret' ? 'its cadence' : 'at once'}</span> : counted(setting.days, 'day')}</td>
      <td data-l="grace" className="nw">{counted(setting.graceDays, 'day')}</td>
      <td data-l="then" className="nw">{ACTION_LABELS[setting.action]}</td>
      <td data-l="where">{scopeText(setting)}</td>
    </tr>
  )
}

type FieldsProps = { form: LifecycleForm; onChange: (form: LifecycleForm) => void; faults: readonly { path: string; message: string }[] }

/** The same to edit, one rule under the other. */
export function RuleFields({ form, onChange, faults }: FieldsProps) {
  return (
    <div className="grid">
      {RULES.map((rule) => <OneRule key={rule} rule={rule} value={form[rule]} faults={faults.filter((fault) => fault.path.replace(/^content\./, '').startsWith(`rules.${rule}.`))} onChange={(next) => onChange({ ...form, [rule]: next })} />)}
    </div>
  )
}

function OneRule({ rule, value, faults, onChange }: { rule: Rule; value: RuleForm; faults: FieldsProps['faults']; onChange: (next: RuleForm) => void }) {
  const { title, hint, days } = RULE_ROWS[rule]
  const put = (more: Partial<RuleForm>): void => onChange({ ...value, ...more })
  const error = (field: string): string | undefined => faults.find((fault) => fault.path.endsWith(`.${field}`))?.message
  return (
    <fieldset className="grid gap-3 border-t border-line py-3">
      <legend className="vh">{title}</legend>
      <Switch label={<b>{title}</b>} hint={hint} checked={value.on} onChange={(event) => put({ on: event.target.checked })} />
      {value.on ? (
        <div className="flex flex-wrap items-start gap-5">
          {days === null ? null : <Field label={days} id={`rules.${rule}.days`} optional={rule === 'stale_secret'} error={error('days')}>{(control) => <Input {...control} className="tiny" type="number" inputMode="numeric" min={1} max={1000} value={value.days} onChange={(event) => put({ days: event.target.value })} />}</Field>}
          <Field label={<>Days of grace<span className="vh">: {title}</span></>} id={`rules.${rule}.graceDays`} error={error('graceDays')}>{(control) => <Input {...control} className="tiny" type="number" inputMode="numeric" min={0} max={365} value={value.graceDays} onChange={(event) => put({ graceDays: event.target.value })} />}</Field>
          <Field label={<>Then<span className="vh">: {title}</span></>} id={`rules.${rule}.action`}>{(control) => <Select {...control} options={ACTIONS.map((action) => ({ value: action, label: ACTION_LABELS[action] }))} value={value.action} onChange={(event) => put({ action: event.target.value })} />}</Field>
          <Where rule={rule} value={value} onChange={put} />
        </div>
      ) : null}
    </fieldset>
  )
}

function Where({ rule, value, onChange }: { rule: Rule; value: RuleForm; onChange: (more: Partial<RuleForm>) => void }) {
  const toggle = (list: readonly string[], one: string, on: boolean): string[] => (on ? [...list, one] : list.filter((other) => other !== one))
  const narrowed = value.environments.length + value.sensitivities.length > 0
  return (
    <div className="field">
      <span className="lab">Where</span>
      <Disclosure summary={narrowed ? `only ${[...value.environments, ...value.sensitivities].join(', ')} servers` : 'any server or agent'} open={narrowed}>
        <p className="hint">Nothing chosen means any. A rule that is narrowed looks at no agents, which have neither.</p>
        <div className="flex flex-wrap gap-5">
          <div>{ENVIRONMENTS.map((one) => <Checkbox key={one} label={one} name={`${rule}.${one}`} checked={value.environments.includes(one)} onChange={(event) => onChange({ environments: toggle(value.environments, one, event.target.checked) })} />)}</div>
          <div>{SENSITIVITIES.map((one) => <Checkbox key={one} label={one} name={`${rule}.${one}`} checked={value.sensitivities.includes(one)} onChange={(event) => onChange({ sensitivities: toggle(value.sensitivities, one, event.target.checked) })} />)}</div>
        </div>
      </Disclosure>
    </div>
  )
}
