import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { Empty } from '@/components/ui/empty'
import { Section } from '@/components/ui/section'
import { may } from '@/lib/auth/actor'
import { listTokens } from '@/lib/auth/queries'
import { requireActor } from '@/lib/auth/session'
import { NewTokenForm } from './_components/new-token-form'
import { TokenTable } from './_components/token-table'

export const metadata: Metadata = { title: 'API tokens' }

export default async function TokensPage() {
  const actor = await requireActor()
  const tokens = await listTokens(actor, { limit: 200 })
  const now = new Date().toISOString()
  return (
    <>
      <PageHead title="API tokens">For machines. A token has an owner, an end, and at most the roles of whoever made it; its value is shown once and stored nowhere.</PageHead>
      {may(actor, 'token.manage') ? <Section title="New token"><NewTokenForm roles={[...actor.roles]} /></Section> : null}
      <Section title="Tokens" note={`${tokens.length} on record`}>
        {tokens.length === 0 ? <Empty title="There is no token yet.">Sources get theirs when they are registered.</Empty> : <TokenTable tokens={tokens} now={now} />}
      </Section>
    </>
  )
}
