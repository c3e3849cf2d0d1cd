'use client'

import { useState } from 'react'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { CopyButton } from '@/components/ui/copy-button'
import { FormErrors } from '@/components/ui/form-errors'
import { Notice } from '@/components/ui/notice'
import { Time } from '@/components/ui/time'
import { invitePersonAction } from '@/app/(console)/people/actions'

type Answer = Awaited<ReturnType<typeof invitePersonAction>>

/** Makes a one-time sign-in link for somebody and shows it, once. */
export function InviteButton({ personId, name, refusal }: { personId: string; name: string; refusal: string | null }) {
  const [answer, setAnswer] = useState<Answer | null>(null)
  const make = async () => setAnswer(await invitePersonAction(personId))
  return (
    <div className="grid justify-items-start gap-3">
      {answer === null ? null : answer.ok ? (
        <Notice tone="ok" title="The link was made. Copy it now: it is not shown again." action={<CopyButton value={answer.value.signInUrl} />}>
          <p><code className="wrap-anywhere">{answer.value.signInUrl}</code></p>
          <p>It works once, until <Time iso={answer.value.expiresAt} />.</p>
        </Notice>
      ) : <FormErrors title="No link was made" message={answer.problem.detail} code={answer.problem.code} />}
      <ConfirmForm
        // A new link closes the question again.
        key={answer?.ok === true ? answer.value.signInUrl : 'first'}
        label="Make a sign-in link" confirmLabel="Make the link" kind="default" disabledReason={refusal ?? undefined} action={make}
        consequence={`Whoever opens the link signs in as ${name}, once, and chooses a password. Give it to nobody else. An earlier link stops working, and the trail says that you made it.`}
      />
    </div>
  )
}
