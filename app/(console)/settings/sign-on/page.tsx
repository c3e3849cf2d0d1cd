import type { Metadata } from 'next'
import type { SearchParams } from '@/lib/boundary/search'
import { PageHead } from '@/components/shell/page-head'
import { Empty } from '@/components/ui/empty'
import { KeyValues } from '@/components/ui/key-values'
import { Notice } from '@/components/ui/notice'
import { Section } from '@/components/ui/section'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { type PasswordRule, passwordRule } from '@/lib/auth/sign-on/passwords'
import { SIGN_ON_ID } from '@/lib/auth/sign-on/provider'
import { getTrial } from '@/lib/auth/sign-on/trial-queries'
import { env } from '@/lib/env'
import { paths } from '@/lib/paths'
import { ROLE_LABEL, roleSchema } from '@/lib/people/model'
import { TrialResult } from './_components/trial-result'
import { TryButton } from './_components/try-button'

export const metadata: Metadata = { title: 'Single sign-on' }

const PASSWORDS: Record<PasswordRule, string> = {
  everybody: 'allowed beside it',
  administrators: 'for administrators only, until one of them has come in by single sign-on',
  nobody: 'switched off: an administrator has come in by single sign-on',
}

export default async function SignOnPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const head = <PageHead title="Single sign-on">People sign in at your OpenID provider; its groups give them their roles. It is set up in the environment, and tried here.</PageHead>
  if (!may(actor, 'settings.manage')) return <>{head}<Notice tone="info" title="Only administrators see this"><p>Ask one of them.</p></Notice></>
  const settings = env().signOn
  if (settings === null) return <>{head}<Empty title="No provider is set up.">Give BAILIWICK_OIDC_ISSUER, BAILIWICK_OIDC_CLIENT_ID and BAILIWICK_OIDC_CLIENT_SECRET, then start the program again. The redirect URI to register there: <code>{redirectUri()}</code></Empty></>
  const { trial } = await searchParams
  return (
    <>
      {head}
      {typeof trial === 'string' ? <TrialResult trial={await getTrial(actor, trial, new Date())} /> : null}
      <Section title="Test" note="The whole way to the provider and back. Your session stays as it is."><TryButton /></Section>
      <Section title="Settings" note="From the environment; the client's secret is not shown">
        <KeyValues
          items={[
            { key: 'Issuer', value: <code className="break-all">{settings.issuer}</code> },
            { key: 'Client id', value: <code className="break-all">{settings.clientId}</code> },
            { key: 'Redirect URI to register', value: <code className="break-all">{redirectUri()}</code> },
            { key: 'After signing out', value: <code className="break-all">{`${env().publicUrl}${paths.signIn()}`}</code> },
            { key: 'Scopes', value: settings.scopes },
            { key: 'Groups claim', value: <code>{settings.groupsClaim}</code> },
            { key: 'Groups and roles', value: settings.roleMap.length === 0 ? null : <ul>{settings.roleMap.map(({ group, role }) => <li key={`${group}=${role}`}><code>{group}</code> gives {ROLE_LABEL[roleSchema.parse(role)]}</li>)}</ul> },
            { key: 'E-mail domains', value: settings.allowedDomains.length === 0 ? 'every domain' : settings.allowedDomains.join(', ') },
            { key: 'E-mail addresses', value: settings.trustsEmail ? 'taken for verified, because BAILIWICK_OIDC_TRUST_EMAIL says so' : 'must be verified by the provider' },
            { key: 'Passwords', value: PASSWORDS[await passwordRule()] },
          ]}
        />
      </Section>
    </>
  )
}

function redirectUri(): string {
  return `${env().publicUrl}/api/auth/callback/${SIGN_ON_ID}`
}
