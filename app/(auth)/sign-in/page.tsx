import type { Metadata } from 'next'
import type { SearchParams } from '@/lib/boundary/search'
import { redirect } from 'next/navigation'
import { Disclosure } from '@/components/ui/disclosure'
import { FormErrors } from '@/components/ui/form-errors'
import { TextField } from '@/components/ui/text-field'
import { auth } from '@/lib/auth/session'
import { passwordRule } from '@/lib/auth/sign-on/passwords'
import { isSignOnProblem, SIGN_ON_PROBLEMS } from '@/lib/auth/sign-on/problems'
import { env } from '@/lib/env'
import { paths } from '@/lib/paths'
import { Door } from '@/app/(auth)/_components/door'
import { SignInForm } from '@/app/(auth)/_components/sign-in-form'
import { SignOnButton } from '@/app/(auth)/_components/sign-on-button'
import { localPath } from '@/app/(auth)/_components/local-path'

export const metadata: Metadata = { title: 'Sign in' }

export default async function SignInPage({ searchParams }: { searchParams: SearchParams }) {
  const { callbackUrl, problem, state } = await searchParams
  const then = localPath(callbackUrl)
  if ((await auth()) !== null) redirect(then)
  const signOn = env().signOn
  const passwords = await passwordRule()
  return (
    <Door title="Sign in">
      {isSignOnProblem(problem) ? <FormErrors title="Not signed in" message={SIGN_ON_PROBLEMS[problem]} /> : null}
      {state === 'signed-out' && signOn !== null ? <p className="say" role="status">You are signed out here and at {signOn.name}.</p> : null}
      {signOn === null ? <PasswordForm then={then} focus /> : <SignOnButton name={signOn.name} then={then} />}
      {signOn === null || passwords === 'nobody' ? null : (
        <Disclosure summary={passwords === 'everybody' ? 'Use a password' : 'Use a password, as an administrator'}>
          {passwords === 'everybody' ? null : <p className="sm soft">Only until an administrator has come in by single sign-on.</p>}
          <PasswordForm then={then} />
        </Disclosure>
      )}
      {signOn === null ? <p className="sm soft">No account? An administrator registers people under People. First start? The program has printed a set-up link ({paths.setUp('')}?token=…).</p> : null}
    </Door>
  )
}

function PasswordForm({ then, focus = false }: { then: string; focus?: boolean }) {
  return (
    <SignInForm provider="password" then={then} submit="Sign in">
      <TextField label="E-mail" name="email" type="email" autoComplete="username" required autoFocus={focus} />
      <TextField label="Password" name="password" type="password" autoComplete="current-password" required />
    </SignInForm>
  )
}
