import type { Metadata } from 'next'
import type { SearchParams } from '@/lib/boundary/search'
import { redirect } from 'next/navigation'
import { TextField } from '@/components/ui/text-field'
import { auth } from '@/lib/auth/session'
import { paths } from '@/lib/paths'
import { Door } from '@/app/(auth)/_components/door'
import { SignInForm } from '@/app/(auth)/_components/sign-in-form'
import { localPath } from '@/app/(auth)/_components/local-path'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const then = localPath((await searchParams)['callbackUrl'])
  if ((await auth()) !== null) redirect(then)
  return (
    <Door title="Sign in">
      <SignInForm provider="password" then={then} submit="Sign in">
        <TextField label="E-mail" name="email" type="email" autoComplete="username" required autoFocus />
        <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
      </SignInForm>
      <p className="sm soft">No account? An administrator registers people under People. First start? The program has printed a set-up link ({paths.setUp('…')}).</p>
    </Door>
  )
}
