import type { ReactNode } from 'react'
import { counted, STAGE_WORD } from '@/app/(console)/offboarding/_components/words'
import { type Stage as Shown, Stages } from '@/components/domain/lifecycle'
import { Time } from '@/components/ui/time'
import type { Stage } from '@/lib/offboarding/machine'
import type { CaseView, LineView } from '@/lib/offboarding/model'
import { durationInWords, isSettled } from '@/lib/offboarding/sentence'

/** The stages of a case with when, who and what; the present one strong. */
export function StageRail({ found, now }: { found: CaseView; now: string }) {
  const present = found.stages.findIndex((one) => one.stage === found.stage)
  return (
    <Stages
      label="Stages of the offboarding"
      stages={found.stages.map(({ stage, at, by }, place): Shown => {
        const state = place === present && stage !== 'closed' ? 'now' : place <= present ? 'done' : 'todo'
        return { label: STAGE_WORD[stage], state, note: <Note found={found} stage={stage} at={place <= present ? at : null} by={by?.name ?? null} now={now} /> }
      })}
    />
  )
}

function Note({ found, stage, at, by, now }: { found: CaseView; stage: Stage; at: string | null; by: string | null; now: string }) {
  const said = at === null ? toCome(found, stage) : reached(found, stage, now)
  return (
    <>
      {at === null ? null : <span className="block"><Time iso={at} />{stage === 'watch' && found.silence?.dueAt !== undefined && found.silence?.dueAt !== null && found.stage === 'watch' ? <> to <Time iso={found.silence.dueAt} /></> : null}</span>}
      {said === null ? null : <span className="block">{said}</span>}
      {at === null || by === null || stage === 'watch' ? null : <span className="block">by {by}</span>}
    </>
  )
}

const SECRET = (line: LineView): boolean => line.kind === 'secret' || line.action === 'rotate'

function reached(found: CaseView, stage: Stage, now: string): ReactNode {
  switch (stage) {
    case 'open': return `${counted(found.lines.total, 'line')} found`
    case 'frozen': return found.subject.kind === 'person' ? 'neither signs in nor acts' : 'decisions deny'
    case 'revoked': return 'in one transaction'
    case 'rotated': {
      const secrets = found.lineList.filter(SECRET)
      return secrets.length === 0 ? 'no secret to rotate' : `${secrets.filter((line) => isSettled(line.state)).length} of ${secrets.length}`
    }
    case 'watch': return found.stage === 'watch' ? left(found, now) : `${counted(found.watchDays, 'day')}${found.reopened === 0 ? '' : `, opened again ${found.reopened === 1 ? 'once' : `${found.reopened} times`}`}`
    case 'closed': return found.closedAs === 'exception' ? 'by a signed exception' : 'silent, with its proof'
    case 'cancelled': return 'what was is in force again'
  }
}

function left({ silence, watchDays }: CaseView, now: string): string {
  const due = silence?.dueAt ?? null
  if (due === null) return silence === null ? `for ${counted(watchDays, 'day')}` : 'nobody can vouch for it yet'
  const remaining = Date.parse(due) - Date.parse(now)
  return remaining <= 0 ? 'verdict due' : `${durationInWords(remaining)} left`
}

function toCome(found: CaseView, stage: Stage): ReactNode {
  switch (stage) {
    case 'frozen': return found.plannedFreezeAt === null ? 'not planned' : <>planned for <Time iso={found.plannedFreezeAt} /></>
    case 'revoked': return found.plannedRevokeAt === null ? 'after the freeze' : <>planned for <Time iso={found.plannedRevokeAt} /></>
    case 'rotated': {
      const secrets = found.lineList.filter(SECRET)
      return secrets.length === 0 ? 'no secret to rotate' : `${secrets.filter((line) => isSettled(line.state)).length} of ${secrets.length} so far`
    }
    case 'watch': return counted(found.watchDays, 'day')
    case 'closed': return <>only when silent<span className="block">or by signed exception</span></>
    default: return null
  }
}
