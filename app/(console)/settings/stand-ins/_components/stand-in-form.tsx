'use client'

import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { setStandInAction } from '@/app/(console)/settings/stand-ins/actions'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SubmitForm } from '@/components/ui/submit-form'
import { TextField } from '@/components/ui/text-field'
import { useToast } from '@/components/ui/toast'
import { daysToTimes } from './days'

type Props = {
  /** Today in UTC, as a date field writes it. */
  today: string
  people: readonly { email: string; name: string }[]
  /** An administrator may set one for somebody else. */
  mayManage: boolean
}

/** Who, from which day, to which; a refusal keeps what was typed. */
export function StandInForm({ today, people, mayManage }: Props) {
  const router = useRouter()
  const toast = useToast()
  const [set, setSet] = useState(0)
  const send = async (data: FormData, form: HTMLFormElement) => {
    const text = (name: string): string => String(data.get(name) ?? '').trim()
    const answer = await setStandInAction({
      delegateEmail: text('delegateEmail'), ...daysToTimes(text('from'), text('to'), today),
      ...(text('personEmail') === '' ? {} : { personEmail: text('personEmail') }), ...(text('reason') === '' ? {} : { reason: text('reason') }),
    })
    if (!answer.ok) return answer.problem
    form.reset()
    setSet(set + 1)
    toast('Set. Whoever stands in is told.')
    router.refresh()
    return null
  }
  return (
    <SubmitForm key={set} noValidate send={send}>
      {({ pending, error }) => (
        <>
          <datalist id="stand-in-people">{people.map((person) => <option key={person.email} value={person.email}>{person.name}</option>)}</datalist>
          {mayManage ? (
            <Field label="For" optional id="personEmail" hint="Somebody’s e-mail, where they cannot set it themselves. Left empty, it is for you." error={error('personEmail')}>
              {(control) => <Input {...control} name="personEmail" type="email" list="stand-in-people" autoComplete="off" />}
            </Field>
          ) : null}
          <Field label="Who stands in" required id="delegateEmail" hint="Their e-mail." error={error('delegateEmail')}>
            {(control) => <Input {...control} name="delegateEmail" type="email" list="stand-in-people" autoComplete="off" />}
          </Field>
          <div className="flex flex-wrap gap-5">
            <TextField label="From" name="from" type="date" min={today} defaultValue={today} hint="UTC; today means now." error={error('from')} />
            <TextField label="To the end of" name="to" type="date" min={today} required hint="UTC; at most 90 days." error={error('to')} />
          </div>
          <TextField label="Reason" name="reason" optional maxLength={500} hint="Such as leave. Those who see stand-ins see it." error={error('reason')} />
          <div className="submit"><Button type="submit" kind="primary" pending={pending}>Set the stand-in</Button></div>
        </>
      )}
    </SubmitForm>
  )
}
