'use client'

import { clsx } from 'clsx'
import { Fragment, useState } from 'react'
import { LookMark } from '@/app/(console)/offboarding/_components/marks'
import { actionWord, ITSELF, lineLook } from '@/app/(console)/offboarding/_components/words'
import { Time } from '@/components/ui/time'
import { rotationRefusal, type Stage } from '@/lib/offboarding/machine'
import type { LineView, SilenceVerdict, Verdict } from '@/lib/offboarding/model'
import { durationInWords } from '@/lib/offboarding/sentence'
import { LineDetail } from './line-detail'

type Props = {
  caseId: string; lines: readonly LineView[]; stage: Stage; verdict: Verdict | null; silence: SilenceVerdict | null; watchDays: number
  /** Lines that the reader may attest, while lines are attested at all. */
  attests: readonly string[]
  /** Why nothing can be exempted now, or not by the reader. */
  exemptRefusal: string | null; attestRefusal: string | null
  /** The line that the address opens. */
  open: string | null
}

/** The checklist that fills itself: each line with who acts, what is to be done, where it stands and what proves it. Pressing one opens it. */
export function LineRows({ caseId, lines, stage, verdict, silence, watchDays, attests, exemptRefusal, attestRefusal, open }: Props) {
  const [opened, setOpened] = useState(open)
  return (
    <table className="t flow lines" aria-label="Residual access">
      <thead><tr><th scope="col">What could still reach</th><th scope="col">Owner</th><th scope="col">Action</th><th scope="col">State</th><th scope="col">Proof</th></tr></thead>
      <tbody>
        {lines.map((line) => {
          const isOpen = opened === line.id
          return (
            <Fragment key={line.id}>
              <tr id={line.id} className={clsx(isOpen && 'is-open')}>
                <td className="o1"><button type="button" className="line-title" aria-expanded={isOpen} aria-controls={`${line.id}-more`} onClick={() => setOpened(isOpen ? null : line.id)}>{line.title}</button></td>
                <td className="soft nw hide-s">{line.owner?.name ?? ITSELF}</td>
                <td className="soft nw hide-s">{line.action === 'watch' ? `watch ${watchDays} d` : actionWord(line.action)}</td>
                <td className="nw o2 end"><LookMark look={lineLook(line, { stage, verdict })} /></td>
                <td className="soft sm full o3">{proofOf(line, stage, silence)}</td>
              </tr>
              {isOpen ? (
                <tr className="line-more" id={`${line.id}-more`}>
                  <td colSpan={5} className="full"><LineDetail caseId={caseId} line={line} mayAttest={attests.includes(line.id)} attestRefusal={attestRefusal ?? rotationRefusal(line.action, stage)} exemptRefusal={exemptRefusal} onDone={() => setOpened(null)} /></td>
                </tr>
              ) : null}
            </Fragment>
          )
        })}
      </tbody>
    </table>
  )
}

/** What proves it; before that, what would. */
function proofOf({ kind, proof, state, proofBy, reference, to }: LineView, stage: Stage, silence: SilenceVerdict | null): React.ReactNode {
  if (state === 'attested' && reference !== null) return proof ?? `reference ${reference}`
  // The whole sentence stands beside the table.
  if (kind === 'silence' && state === 'open' && silence !== null) return soFar(silence, stage)
  if (proof !== null) return proof
  if (stage === 'cancelled') return <span className="mute">the case was cancelled</span>
  if (stage === 'closed') return <span className="mute">nothing shows it; closed by a signature</span>
  return <span className="mute">to come: {decapitalised(proofBy.replace(/\.$/, ''))}{to === null ? '' : `; goes to ${to.name}`}</span>
}

/** How much of the watch is vouched for, and when there will be enough. */
function soFar({ vouchedMs, neededMs, dueAt }: SilenceVerdict, stage: Stage): React.ReactNode {
  return <>{vouchedMs === 0 ? 'none' : durationInWords(vouchedMs)} of {durationInWords(neededMs)} vouched for{stage === 'closed' ? '' : dueAt === null ? '; nobody can vouch for the rest' : <>; verdict <Time iso={dueAt} zoned /></>}</>
}

function decapitalised(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
}
