import { VerdictBox } from '@/components/domain/remedy'
import { TextLink } from '@/components/ui/text-link'
import { Time } from '@/components/ui/time'
import { paths } from '@/lib/paths'

type Request = { id: string; sentence: string; requester: { name: string }; state: string; steps: readonly { need: number; have: number }[] }

/** Loud on purpose: who put it in force at once, why, until when, and the two reviews that it waits for. */
export function BreakGlass({ purpose, validFrom, validUntil, request }: { purpose: string; validFrom: string; validUntil: string | null; request: Request | null }) {
  const waits = request === null ? 0 : request.steps.reduce((sum, step) => sum + step.need - step.have, 0)
  return (
    <VerdictBox tone={request !== null && request.state !== 'pending' ? 'plain' : 'bad'} title={<>Break glass: in force without an approval since <Time iso={validFrom} zoned />, until <Time iso={validUntil} absent="it is ended" zoned /></>}>
      <p>{request === null ? 'Who did it is in the trail.' : `${request.requester.name} put it in force.`} Why: {purpose}</p>
      {request === null ? null : <p className="pt-1">{request.sentence} {request.state === 'pending' ? `${waits} of 2 reviews are missing; a “no” ends it at once. ` : ''}<TextLink href={paths.request(request.id)}>The request</TextLink></p>}
    </VerdictBox>
  )
}
