import { VerdictBox } from '@/components/domain/remedy'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'

type Request = { id: string; sentence: string; requester: { name: string }; state: string; steps: readonly { need: number; have: number }[] }

/** Loud on purpose: who put it in force at once, why, until when, and the two reviews that it waits for. */
export function BreakGlass({ purpose, validFrom, validUntil, over, request }: { purpose: string; validFrom: string; validUntil: string | null; /** It is in force no more. */ over: boolean; request: Request | null }) {
  const waits = request === null ? 0 : request.steps.reduce((sum, step) => sum + step.need - step.have, 0)
  return (
    <VerdictBox tone={request !== null && request.state !== 'pending' ? 'plain' : 'bad'} title={<>Break glass: {over ? 'was in force without an approval from' : 'in force without an approval since'} <Time iso={validFrom} zoned />, until <Time iso={validUntil} absent="somebody ends it" zoned /></>}>
      <p>{request === null ? 'Who did it is in the trail.' : `${request.requester.name} put it in force.`} Why: {purpose}</p>
      {request === null ? null : <p className="pt-1">{request.sentence} {request.state === 'pending' && waits > 0 ? `${waits === 1 ? 'One of two reviews is' : 'Both reviews are'} missing${over ? '' : '; a “no” ends it at once'}. ` : ''}<TextLink href={paths.request(request.id)}>The request</TextLink></p>}
    </VerdictBox>
  )
}
