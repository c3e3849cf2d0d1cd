import type { Metadata } from 'next'
import type { SearchParams } from '@/lib/boundary/search'
import { TextLink } from '@/components/ui/text-link'
import { paths } from '@/lib/paths'
import { Door } from '@/app/(auth)/_components/door'
import { localPath } from '@/app/(auth)/_components/local-path'
import { SignInForm } from '@/app/(auth)/_components/sign-in-form'

export const metadata: Metadata = { title: 'Sign in with a link' }

/** Shows the link's button; only pressing it uses the link, so that a scanner that opens links uses none up. */
export default async function OneTimePage({ searchParams }: { searchParams: SearchParams }) {
  const { token, callbackUrl } = await searchParams
  return (
    <Door title="Sign in with a link">
      <p className="say">This link signs you in once, in this browser. It is used up when you press the button.</p>
      <SignInForm provider="link" then={localPath(callbackUrl)} hidden={{ token: typeof token === 'string' ? token : '' }} submit="Sign in" />
      <p className="sm soft"><TextLink href={paths.signIn()}>Sign in with a password instead</TextLink></p>
    </Door>
  )
}
