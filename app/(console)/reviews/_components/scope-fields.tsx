'use client'

import { Button } from '@/components/ui/button'
import { Disclosure } from '@/components/ui/disclosure'
import type { ReviewKind } from '@/lib/reviews/content'
import { ACCESS, ENVIRONMENTS, SENSITIVITIES } from '@/lib/registry/model'
import type { ReviewChoices } from '@/lib/views/review-form'
import { Count, Some } from './choices'
import type { ContentForm } from './content-model'
import { NameList } from './name-list'
import { counted, findingWords } from './review-words'

type Props = { kind: ReviewKind; scope: ContentForm['scope']; choices: ReviewChoices; error: (path: string) => string | undefined; onChange: (scope: ContentForm['scope']) => void }

const ORIGIN_WORDS = { request: 'asked for here', import: 'imported', break_glass: 'broken glass' }

/** What is looked at. Everything narrows, and nothing said means all of it. */
export function ScopeFields({ kind, scope, choices, error, onChange }: Props) {
  const change = (part: Partial<ContentForm['scope']>): void => onChange({ ...scope, ...part })
  const at = (path: string): string | undefined => error(`content.scope.${path}`)
  if (scope.grantIds.length > 0) return <Named ids={scope.grantIds} error={at('grantIds')} onClear={() => change({ grantIds: [] })} />
  const grants = kind === 'grants'
  return (
    <>
      <Some legend="Sensitivity" options={SENSITIVITIES} chosen={scope.sensitivities} error={at('sensitivities')} onChange={(sensitivities) => change({ sensitivities })} />
      {grants ? <Some legend="Access" options={ACCESS} chosen={scope.accesses} error={at('accesses')} onChange={(accesses) => change({ accesses })} /> : null}
      <Some legend="Environment" options={ENVIRONMENTS} chosen={scope.environments} error={at('environments')} onChange={(environments) => change({ environments })} />
      <NameList label="Servers" id="content.scope.servers" names={scope.servers} offered={choices.servers} placeholder="any" error={at('servers')} onChange={(servers) => change({ servers })} />
      <NameList label="Agents" id="content.scope.agents" names={scope.agents} offered={choices.agents} placeholder="any" hint={grants ? '“any” names the grants that are for every agent.' : undefined} error={at('agents')} onChange={(agents) => change({ agents })} />
      <Disclosure summary={`Owners, teams, effects${grants ? ', tools, origin' : ''}, findings, time since the last review`} open={isNarrowed(scope)}>
        <div className="fields pt-2">
          <NameList label={grants ? 'Owners of the server' : 'Owners and sponsors'} id="content.scope.owners" names={scope.owners} offered={choices.people} hint="By e-mail; backup owners too." placeholder="any" error={at('owners')} onChange={(owners) => change({ owners })} />
          <NameList label="Teams" id="content.scope.teams" names={scope.teams} offered={choices.teams} placeholder="any" error={at('teams')} onChange={(teams) => change({ teams })} />
          {choices.effects.length + scope.effects.length === 0 ? null : <Some legend="Effects of the server" options={[...new Set([...choices.effects, ...scope.effects])]} chosen={scope.effects} error={at('effects')} onChange={(effects) => change({ effects })} />}
          {grants ? <NameList label="Tools" id="content.scope.tools" names={scope.tools} offered={choices.tools} hint="Grants that admit one of these, by name or by pattern." placeholder="any" error={at('tools')} onChange={(tools) => change({ tools })} /> : null}
          {grants ? <Some legend="How it came to be" options={['request', 'import', 'break_glass'] as const} words={(one) => ORIGIN_WORDS[one]} chosen={scope.origins} error={at('origins')} onChange={(origins) => change({ origins })} /> : null}
          <Some legend="With an open finding" options={choices.findings} words={findingWords} chosen={scope.findings} error={at('findings')} onChange={(findings) => change({ findings })} />
          <Count label="Not reviewed for" id="content.scope.unreviewedDays" unit="days; empty = whenever it was" least={1} most={3650} value={scope.unreviewedDays} error={at('unreviewedDays')} onChange={(unreviewedDays) => change({ unreviewedDays })} />
        </div>
      </Disclosure>
    </>
  )
}

function isNarrowed({ owners, teams, effects, tools, origins, findings, unreviewedDays }: ContentForm['scope']): boolean {
  return [owners, teams, effects, tools, origins, findings].some((list) => list.length > 0) || unreviewedDays !== ''
}

function Named({ ids, error, onClear }: { ids: readonly string[]; error: string | undefined; onClear: () => void }) {
  return (
    <div className="field" id="content.scope.grantIds">
      <p className="say">Exactly {counted(ids.length, 'grant')}, chosen one by one, whatever else is said.</p>
      {error === undefined ? null : <p className="err">{error}</p>}
      <p><Button kind="link" onClick={onClear}>Choose by what they have in common instead</Button></p>
    </div>
  )
}
