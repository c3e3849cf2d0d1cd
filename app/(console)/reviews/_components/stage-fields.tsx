'use client'

import { Button } from '@/components/ui/button'
import { Checkbox } from '@/components/ui/choice'
import { Field } from '@/components/ui/field'
import { Input, Select } from '@/components/ui/input'
import { STRATEGIES } from '@/lib/reviews/content'
import { Count, Some } from './choices'
import { newStage, type StageRow } from './content-model'
import type { Offered } from './name-list'
import { STRATEGY_WORDS } from './review-words'
import { RuleList } from './rule-list'

const MOST = 4
const STOP_WORDS = { accept: 'what was accepted', deny: 'what was denied', no_response: 'what nobody answered' }

type Props = { stages: readonly StageRow[]; people: Offered; error: (path: string) => string | undefined; onChange: (stages: StageRow[]) => void }

/** One stage after the other: who is asked, for how long, and what their answers come to. */
export function StageList({ stages, people, error, onChange }: Props) {
  const put = (row: StageRow): void => onChange(stages.map((one) => (one.key === row.key ? row : one)))
  return (
    <>
      <ol className="stagelist" id="content.stages" tabIndex={-1}>
        {stages.map((stage, place) => (
          <li key={stage.key}>
            {stages.length === 1 ? null : (
              <div className="stagehead">
                <h3>Stage {place + 1}{stage.name === '' ? '' : `: ${stage.name}`}</h3>
                <Button kind="link" onClick={() => onChange(stages.filter((one) => one.key !== stage.key))}>Remove stage {place + 1}</Button>
              </div>
            )}
            <StageFields stage={stage} place={place} last={place === stages.length - 1} people={people} error={error} onChange={put} />
          </li>
        ))}
      </ol>
      {error('content.stages') === undefined ? null : <p className="err">{error('content.stages')}</p>}
      {stages.length >= MOST ? null : <p><Button onClick={() => onChange([...stages, newStage()])}>Add a stage</Button> <span className="sm mute">{stages.length === 1 ? 'A second one asks other people about what the first has accepted.' : 'Nobody is asked about the same item twice.'}</span></p>}
    </>
  )
}

function StageFields({ stage, place, last, people, error, onChange }: { stage: StageRow; place: number; last: boolean; people: Offered; error: Props['error']; onChange: (stage: StageRow) => void }) {
  const path = `content.stages.${place}`
  const change = (part: Partial<StageRow>): void => onChange({ ...stage, ...part })
  const strategy = STRATEGY_WORDS[stage.strategy]
  return (
    <div className="fields">
      <RuleList legend={`Who is asked in stage ${place + 1}`} id={`${path}.reviewers`} rules={stage.reviewers} people={people} error={error(`${path}.reviewers`)} onChange={(reviewers) => change({ reviewers })} />
      <div className="fields pair">
        <Count label="Time to answer" id={`${path}.days`} unit="days" least={1} most={90} value={stage.days} error={error(`${path}.days`)} onChange={(days) => change({ days })} />
        <Count label="Unanswered items are asked again" id={`${path}.repeats`} unit="times, for as long again" least={0} most={3} value={stage.repeats} error={error(`${path}.repeats`)} onChange={(repeats) => change({ repeats })} />
      </div>
      <Field label="What their answers come to" id={`${path}.strategy`} hint={strategy.hint} error={error(`${path}.strategy`)}>
        {(control) => <Select {...control} options={STRATEGIES.map((value) => ({ value, label: STRATEGY_WORDS[value].label }))} value={stage.strategy} onChange={(event) => change({ strategy: STRATEGIES.find((one) => one === event.target.value) ?? 'all_must_accept' })} />}
      </Field>
      <Checkbox label="Closes as soon as everybody has signed off" hint="Otherwise at its deadline only." checked={stage.closes === 'when_signed_off'} onChange={(event) => change({ closes: event.target.checked ? 'when_signed_off' : 'at_deadline' })} />
      {last ? null : <Some legend={`Does not go on to stage ${place + 2}`} options={['deny', 'no_response', 'accept'] as const} words={(one) => STOP_WORDS[one]} chosen={stage.stopOn} onChange={(stopOn) => change({ stopOn })} />}
      <Field label="Name" id={`${path}.name`} optional error={error(`${path}.name`)}>{(control) => <Input {...control} maxLength={80} value={stage.name} placeholder={`Stage ${place + 1}`} onChange={(event) => change({ name: event.target.value })} />}</Field>
    </div>
  )
}
