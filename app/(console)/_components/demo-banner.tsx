'use client'

import { useRouter } from 'next/navigation'
import { wipeDemoAction } from '@/app/(console)/actions'
import { Banner } from '@/components/shell/page-head'
import { ConfirmForm } from '@/components/ui/confirm-form'
import { useToast } from '@/components/ui/toast'

/** Says on every screen that nothing here is real; who runs the console removes it here, in one go. */
export function DemoBanner({ mayWipe }: { mayWipe: boolean }) {
  const router = useRouter()
  const toast = useToast()
  const wipe = async () => {
    const answer = await wipeDemoAction(undefined)
    toast(answer.ok ? 'The demo data is gone. You, your session and the trail stayed.' : answer.problem.detail, answer.ok ? 'ok' : 'error')
    if (answer.ok) router.push('/')
    router.refresh()
  }
  const button = <ConfirmForm label="Remove it" confirmLabel="Remove the demo data" kind="quiet" consequence="Everything but you, your session and the trail is removed, also what was added by hand since. It cannot be brought back." action={wipe} />
  return <Banner title="Demo data" action={mayWipe ? button : undefined}>An example company; nothing here is real.</Banner>
}
