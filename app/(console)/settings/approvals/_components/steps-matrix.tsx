'use client'

import { Glyph } from '@/components/ui/glyph'
import { Input, Select } from '@/components/ui/input'
import { ACCESS, type Access, SENSITIVITIES, type Sensitivity } from '@/lib/registry/model'
import { type ApprovalPolicy, stepsText } from '@/lib/requests/approval-policy'
import { type PolicyForm, stepOptions, withCell } from './policy-form'

type Props = {
  policy: ApprovalPolicy
  /** What is typed; null while nothing is edited. */
  form: PolicyForm | null
  onChange: (form: PolicyForm) => void
  faults: readonly { path: string; message: string }[]
}

const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`

/** Access × sensitivity: who must agree, and for how long at most. A table to read, and the same table to edit. */
export function StepsMatrix({ policy, form, onChange, faults }: Props) {
  return (
    <table className="t two flow" aria-label="Who must approve what">
      <thead><tr><th scope="col">Access</th>{SENSITIVITIES.map((one) => <th key={one} scope="col">{one} servers</th>)}</tr></thead>
      <tbody>
        {ACCESS.map((access) => (
          <tr key={access}>
            <th scope="row" className="full"><b>{access}</b></th>
            {SENSITIVITIES.map((sensitivity) => (
              <td key={sensitivity} className="full" data-l={sensitivity}>
                {form === null
                  ? <Cell steps={stepsText(policy.steps[access][sensitivity])} longest={days(policy.maximumDays[access][sensitivity])} />
                  : <CellFields access={access} sensitivity={sensitivity} policy={policy} form={form} onChange={onChange} fault={faults.find(({ path }) => path === `maximumDays.${access}.${sensitivity}` || path === `content.steps.${access}.${sensitivity}`)?.message} />}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Cell({ steps, longest }: { steps: string; longest: string }) {
  return <>{steps}<span className="d2">at most {longest}</span></>
}

type FieldsProps = { access: Access; sensitivity: Sensitivity; policy: ApprovalPolicy; form: PolicyForm; onChange: (form: PolicyForm) => void; fault: string | undefined }

function CellFields({ access, sensitivity, policy, form, onChange, fault }: FieldsProps) {
  const [steps, longest] = [form.steps[access][sensitivity], form.days[access][sensitivity]]
  const was = policy.steps[access][sensitivity]
  const wasDays = policy.maximumDays[access][sensitivity]
  const name = `${access} on ${sensitivity} servers`
  const about = `fault-${access}-${sensitivity}`
  return (
    <div className="grid gap-1 pb-3 md:pb-0">
      <Select aria-label={`Who approves ${name}`} options={stepOptions(access, sensitivity)} value={steps} onChange={(event) => onChange(withCell(form, 'steps', access, sensitivity, event.target.value))} />
      <span className="flex items-center gap-1 sm soft">
        at most
        <Input aria-label={`Longest grant for ${name}, in days`} aria-invalid={fault === undefined ? undefined : true} aria-describedby={fault === undefined ? undefined : about} className="w-16" type="number" inputMode="numeric" min={1} max={365} value={longest} onChange={(event) => onChange(withCell(form, 'days', access, sensitivity, event.target.value))} />
        days
      </span>
      {steps === `${was.owner}-${was.security}` ? null : <span className="d2">was {stepsText(was)}</span>}
      {longest === String(wasDays) ? null : <span className="d2">was {days(wasDays)}</span>}
      {fault === undefined ? null : <span className="d2 text-critical" id={about}><Glyph name="no" /> {fault}</span>}
    </div>
  )
}
