'use client'

import { revokeCaseAction } from '@/app/(console)/offboarding/actions'
import { type Offered, NameField } from '@/app/(console)/offboarding/_components/name-field'
import { counted } from '@/app/(console)/offboarding/_components/words'
import { ConfirmForm } from '@/components/ui/confirm-form'
import type { ShownProblem } from '@/components/ui/submit-form'
import { TextareaField } from '@/components/ui/text-field'
import type { CaseView, LineView } from '@/lib/offboarding/model'

type Props = { found: CaseView; people: Offered; refusal: string | null; onSettled: (answer: { ok: true } | { ok: false; problem: ShownProblem }, said: string) => void }

const goesOver = (line: LineView): boolean => line.action === 'hand_over' && line.state === 'open'

/** The point of no return: what goes over to whom stands in it line by line, and can be said otherwise. */
export function RevokeForm({ found, people, refusal, onSettled }: Props) {
  const owned = found.lineList.filter(goesOver)
  const revoke = async (data: FormData): Promise<void> => {
    const handOver = owned.flatMap((line) => {
      const toEmail = String(data.get(`to.${line.id}`) ?? '').trim()
      return toEmail === '' ? [] : [{ line: line.id, toEmail }]
    })
    onSettled(await revokeCaseAction({ id: found.id, revocation: { reason: String(data.get('reason') ?? ''), handOver } }), 'Revoked and handed over.')
  }
  return (
    <ConfirmForm label="Revoke and hand over…" confirmLabel="Revoke it for good" kind={found.stage === 'frozen' ? 'danger' : 'default'} consequence={consequenceOf(found, owned)} disabledReason={refusal ?? undefined} action={revoke}>
      {owned.length === 0 ? null : (
        <fieldset className="hand-over">
          <legend>What goes to whom</legend>
          {owned.map((line) => <NameField key={line.id} label={line.title} name={`to.${line.id}`} type="email" offered={people} hint={line.to === null ? 'Nobody follows by itself: name somebody, by e-mail.' : `${line.to.name}, unless you name somebody else.`} required={line.to === null && found.successor === null} />)}
        </fieldset>
      )}
      <TextareaField label="Reason" name="reason" required rows={2} maxLength={2000} hint="For the trail and for whoever asks later." />
    </ConfirmForm>
  )
}

function consequenceOf({ lineList, subject }: CaseView, owned: readonly LineView[]): string {
  const ends = lineList.filter((line) => line.state === 'open' && (line.action === 'revoke' || line.action === 'withdraw' || line.action === 'end')).length
  return `${ends === 0 ? 'Nothing that the console knows of is left to end' : `${counted(ends, 'line')} of access ${ends === 1 ? 'ends' : 'end'}`}${owned.length === 0 ? '' : `, and ${counted(owned.length, 'thing')} that ${subject.kind === 'person' ? 'they own' : 'it owns'} ${owned.length === 1 ? 'goes' : 'go'} over to somebody else`}, all in one transaction. It cannot be cancelled afterwards.`
}
