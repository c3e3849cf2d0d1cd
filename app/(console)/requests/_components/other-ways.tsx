'use client'

import { useRouter } from 'next/navigation'
import { Button, ButtonLink } from '@/components/ui/button'
import { Disclosure } from '@/components/ui/disclosure'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { paths } from '@/lib/paths'
import type { FormChoices } from '@/lib/views/request-form'

/** Other beginnings: what another agent holds, and the way for what cannot wait. */
export function OtherWays({ choices, server, mayBreakGlass }: { choices: FormChoices; server: string | null; mayBreakGlass: boolean }) {
  const router = useRouter()
  return (
    <Disclosure summary="Same as another agent, or it cannot wait">
      <div className="grid gap-4 pt-2 pb-2">
        <form
          className="flex flex-wrap items-end gap-2" method="get" action={paths.newRequest()}
          onSubmit={(event) => {
            event.preventDefault()
            const like = String(new FormData(event.currentTarget).get('like') ?? '').trim()
            if (like !== '') router.push(paths.newRequest({ like, server }))
          }}
        >
          <Field label="Same as agent" id="like" hint="Its standing grants are filled in, for you to change.">{(control) => <Input {...control} name="like" list="known-like" autoComplete="off" />}</Field>
          <datalist id="known-like">{choices.agents.map((agent) => <option key={agent.id} value={agent.name}>{agent.note}</option>)}</datalist>
          <Button type="submit">Fill in</Button>
        </form>
        {mayBreakGlass ? (
          <div className="acts"><ButtonLink kind="danger" href={paths.newRequest({ breakGlass: 1, server })}>Break the glass…</ButtonLink><span className="why">In force at once, for hours; two security reviewers answer for it afterwards.</span></div>
        ) : null}
      </div>
    </Disclosure>
  )
}
