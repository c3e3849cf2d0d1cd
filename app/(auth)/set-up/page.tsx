import type { Metadata } from 'next'
import type { SearchParams } from '@/lib/boundary/search'
import { TextField } from '@/components/ui/text-field'
import { Door } from '@/app/(auth)/_components/door'
import { SignInForm } from '@/app/(auth)/_components/sign-in-form'

export const metadata: Metadata = { title: 'Set up' }

/** The first administrator. The link is used up only when the account is made. */
export default async function SetUpPage({ searchParams }: { searchParams: SearchParams }) {
  const token = (await searchParams)['token']
  return (
    <Door title="Set up Bailiwick">
      <p className="say">You become the first administrator, and security reviewer too until there is a second person.</p>
      <SignInForm provider="setup" then="/" hidden={{ token: typeof token === 'string' ? token : '' }} submit="Create the account">
        <TextField label="Name" name="name" autoComplete="name" required autoFocus maxLength={200} />
        <TextField label="E-mail" name="email" type="email" autoComplete="username" required />
        <TextField label="Password" name="password" type="password" autoComplete="new-password" required hint="At least 12 characters; a few words in a row are good." />
      </SignInForm>
    </Door>
  )
}
