'use client'

import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/input'
import { REVIEWER_RULES, type ReviewerRule } from '@/lib/reviews/content'
import { newRule, type RuleRow } from './content-model'
import { NameList, type Offered } from './name-list'
import { RULE_HINTS, RULE_WORDS } from './review-words'

const KINDS: readonly ReviewerRule['kind'][] = [...REVIEWER_RULES, 'named']
const MOST = 6

type Props = {
  legend: string
  /** Path of the rules, where a refusal leads. */
  id: string
  hint?: string
  rules: readonly RuleRow[]
  people: Offered
  error?: string | undefined
  onChange: (rules: RuleRow[]) => void
}

/** Who is asked, one line for each; a line finds one person for an item, the last sort of line all whom it names. */
export function RuleList({ legend, id, hint, rules, people, error, onChange }: Props) {
  const put = (row: RuleRow): void => onChange(rules.map((one) => (one.key === row.key ? row : one)))
  return (
    <fieldset className="field rules" id={id} tabIndex={-1}>
      <legend>{legend}</legend>
      {hint === undefined ? null : <p className="hint">{hint}</p>}
      {rules.length === 0 ? <p className="soft">Nobody.</p> : (
        <ol>
          {rules.map((row, place) => (
            <li key={row.key}>
              <span className="line">
                <Select aria-label={`${legend}, line ${place + 1}`} className="kind" options={KINDS.map((kind) => ({ value: kind, label: RULE_WORDS[kind] }))} value={row.kind} onChange={(event) => put({ ...row, kind: KINDS.find((kind) => kind === event.target.value) ?? 'owner' })} />
                <span className="sm mute grow">{RULE_HINTS[row.kind]}</span>
                <Button kind="link" aria-label={`Remove line ${place + 1} of ${legend.toLowerCase()}`} onClick={() => onChange(rules.filter((one) => one.key !== row.key))}>Remove</Button>
              </span>
              {row.kind === 'named' ? <NameList label="E-mail addresses" id={`${id}.${place}.emails`} names={row.emails} offered={people} onChange={(emails) => put({ ...row, emails })} /> : null}
            </li>
          ))}
        </ol>
      )}
      {rules.length >= MOST ? null : <p><Button kind="link" onClick={() => onChange([...rules, newRule('security')])}>Ask somebody else too</Button></p>}
      {error === undefined ? null : <p className="err">{error}</p>}
    </fieldset>
  )
}
