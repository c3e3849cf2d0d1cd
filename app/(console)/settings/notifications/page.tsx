import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { Empty } from '@/components/ui/empty'
import { KeyValues } from '@/components/ui/key-values'
import { Section } from '@/components/ui/section'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { env } from '@/lib/env'
import { deliveryLog, deliveryStateIn } from '@/lib/views/notifications'
import { DeliveryStates, DeliveryTable } from './_components/delivery-table'
import { TestButton } from './_components/test-button'

export const metadata: Metadata = { title: 'Notifications' }

const SECURITY = { tls: 'TLS from the first byte', starttls: 'STARTTLS; nothing is sent without it', optional: 'only where the server offers it' } as const

/** Whether messages can go out, what the mail server says to a test, and what became of the newest ones. */
export default async function NotificationsPage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const state = deliveryStateIn(oneOf((await searchParams)['state']))
  const { counts, rows } = await screen(() => deliveryLog(actor, state))
  return (
    <>
      <PageHead title="Notifications">{sentence(counts)} A link in a message shows a page and decides nothing.</PageHead>
      <Section title="Mail" note="From the environment; the password is not shown"><Mail /></Section>
      <Section title="Webhook" note="One address for messages to everybody, such as a channel of Slack"><Webhook /></Section>
      <Section title="Messages" note="The newest 50; kept for 30 days" end={<DeliveryStates counts={counts} state={state} />}><DeliveryTable rows={rows} filtered={state !== null} /></Section>
    </>
  )
}

function sentence(counts: { due: number; failed: number; not_sent: number }): string {
  if (counts.failed > 0) return `${counts.failed.toLocaleString('en-US')} ${counts.failed === 1 ? 'message' : 'messages'} of the last 30 days could not be delivered.`
  if (counts.not_sent > 0) return `${counts.not_sent.toLocaleString('en-US')} ${counts.not_sent === 1 ? 'message' : 'messages'} of the last 30 days went to nobody, because no mail server was set.`
  return counts.due > 0 ? `${counts.due.toLocaleString('en-US')} ${counts.due === 1 ? 'message waits' : 'messages wait'} to be sent.` : 'Nothing waits to be sent and nothing failed in the last 30 days.'
}

function Mail() {
  const { mail } = env()
  if (mail === null) return <Empty title="No mail server is set, so nobody gets mail.">Give <code>BAILIWICK_SMTP_URL</code> and <code>BAILIWICK_MAIL_FROM</code>, then start the program again. What was written before that is not sent late.</Empty>
  return (
    <div className="grid gap-4">
      <KeyValues
        items={[
          { key: 'Server', value: <code className="break-all">{mail.host}:{mail.port}</code> },
          { key: 'Encryption', value: SECURITY[mail.security] },
          { key: 'Signs in as', value: mail.login === null ? null : <code className="break-all">{mail.login.user}</code> },
          { key: 'From', value: `${mail.from.name} <${mail.from.address}>` },
        ]}
      />
      <TestButton />
    </div>
  )
}

function Webhook() {
  const { webhook } = env()
  if (webhook === null) return <Empty title="No webhook is set.">Give <code>BAILIWICK_WEBHOOK_URL</code>, then start the program again.</Empty>
  return (
    <KeyValues
      items={[
        { key: 'Host', value: <code className="break-all">{new URL(webhook.url).host}</code> },
        { key: 'Signed', value: webhook.secret === null ? 'no: BAILIWICK_WEBHOOK_SECRET is not set' : 'yes, as Standard Webhooks say' },
        { key: 'Private networks', value: webhook.private ? 'allowed' : 'refused' },
      ]}
    />
  )
}
