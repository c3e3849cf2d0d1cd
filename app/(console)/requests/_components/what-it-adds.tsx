import { Notice } from '@/components/ui/notice'
import { Section } from '@/components/ui/section'
import type { Judged } from '@/lib/views/request-judging'
import { AdvisedAdds, AdvisedOverlap, AdvisedWindow, RequestWarnings } from './advised'
import { UseOfGrant } from './filled-in'

/** What somebody must know before they say yes; the requester reads the same. */
export function WhatItAdds({ judged: { advice, use }, breakGlass }: { judged: Judged; breakGlass: boolean }) {
  if (advice === null && use === null) return null
  return (
    <Section title={breakGlass ? 'What it adds' : 'What it would add'} note="as of now; who asks and who decides read the same">
      <div className="grid gap-4">
        {use === null ? null : <UseOfGrant use={use} />}
        {advice === null ? null : (
          <>
            {advice.blocked.length === 0 ? null : <Notice tone="error" title="It could not be granted now"><ul>{advice.blocked.map((one) => <li key={`${one.path} ${one.message}`}>{one.message}</li>)}</ul></Notice>}
            <RequestWarnings advice={advice} severity="high" />
            <RequestWarnings advice={advice} severity="lesser" />
            {breakGlass ? null : <div><h3>If everybody agreed now</h3><AdvisedWindow advice={advice} /></div>}
            <div><h3 className="pb-1">What the agent could do then</h3><AdvisedAdds advice={advice} /></div>
            <AdvisedOverlap advice={advice} />
          </>
        )}
      </div>
    </Section>
  )
}
