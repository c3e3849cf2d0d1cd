'use client'

import type { ReactNode } from 'react'
import { Notice } from '@/components/ui/notice'
import type { RequestAdvice } from '@/lib/views/request-advice'
import { AdvisedAdds, AdvisedOverlap, AdvisedSteps, AdvisedWindow, RequestWarnings } from './advised'

const MISSING: Record<string, string> = {
  targets: 'what it is to reach', server: 'which server', caller: 'who is to use it', 'caller.agent': 'which agent', 'caller.client': 'which client', 'caller.human': 'for whom it acts', purpose: 'what it is for', until: 'how long', durationDays: 'how long',
}

const ORDER = Object.keys(MISSING)

type Props = { advice: RequestAdvice | null; /** Under way: the last answer stays meanwhile. */ asking: boolean; failed: string | null; breakGlass: boolean }

/** What the request would add, as it is typed: the same facts that whoever decides will see. */
export function AdvicePanel({ advice, asking, failed, breakGlass }: Props) {
  return (
    <section className="advice" aria-labelledby="advice-title" aria-busy={asking || undefined}>
      <h2 id="advice-title">What this would add</h2>
      {failed === null ? null : <Notice tone="unknown" title="Not known at the moment">{failed} What you typed is still here.</Notice>}
      {advice === null ? (failed === null ? <p className="soft">Who must agree, for how long at most, and what the agent could do then is said here while you fill in the form.</p> : null) : <Body advice={advice} breakGlass={breakGlass} />}
    </section>
  )
}

/** What stands against it as it is; what only follows from a field that is still empty is not told yet. */
export function hindrancesOf(advice: RequestAdvice): RequestAdvice['blocked'] {
  return advice.blocked.filter((one) => !advice.missing.includes(one.path))
}

function Body({ advice, breakGlass }: { advice: RequestAdvice; breakGlass: boolean }) {
  const unsaid = advice.missing.includes('targets') ? advice.missing.filter((path) => path !== 'server') : advice.missing
  const missing = [...new Set(unsaid.toSorted((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b)).map((path) => MISSING[path] ?? MISSING[path.split('.')[0] ?? ''] ?? path))]
  const wrong = [...advice.errors, ...hindrancesOf(advice)]
  return (
    <>
      {missing.length === 0 ? null : <p className="soft">Still to say: {missing.join(', ')}.</p>}
      {wrong.length === 0 ? null : (
        <Notice tone="error" title="It cannot be sent like this"><ul>{wrong.map((one) => <li key={`${one.path} ${one.message}`}>{sentence(one.message)}</li>)}</ul></Notice>
      )}
      <RequestWarnings advice={advice} severity="high" />
      {advice.needsReason && !breakGlass ? <p className="sm soft">Whoever says yes must say why, because of a high warning.</p> : null}
      <Part title={breakGlass ? 'Who looks at it afterwards' : 'Who must agree'} shown={advice.steps.length > 0}><AdvisedSteps advice={advice} /></Part>
      <Part title={breakGlass ? 'In force' : 'If everybody agreed now'} shown={advice.targets.length > 0}><AdvisedWindow advice={advice} /></Part>
      <RequestWarnings advice={advice} severity="lesser" />
      <Part title="What stands already" shown={advice.overlap !== null && advice.overlap.covered.length + advice.overlap.superfluous.length > 0}><AdvisedOverlap advice={advice} /></Part>
      <Part title="What the agent could do then" shown={advice.adds !== null}><AdvisedAdds advice={advice} /></Part>
    </>
  )
}

function Part({ title, shown, children }: { title: string; shown: boolean; children: ReactNode }) {
  return shown ? <div className="part"><h3>{title}</h3>{children}</div> : null
}

/** Messages begin with a name as it is written, which stays so. */
function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
