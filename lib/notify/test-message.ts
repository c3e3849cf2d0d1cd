import { type Actor, require } from '@/lib/auth/actor'
import type { Ctx } from '@/lib/context'
import { db, transaction } from '@/lib/db/client'
import { AppError } from '@/lib/errors'
import { paths } from '@/lib/paths'
import { record } from '@/lib/trail/record'
import { settle } from './claim'
import { composeMail } from './compose-mail'
import type { Channels } from './deliver'
import type { Outcome } from './outcome'
import { sendMail, type SendOptions } from './send-mail'

/**
 * Sends the administrator who asks a mail at once and answers with what the mail server said. It is written down before it is sent and
 * tried once only.
 */
export async function sendTestMail(actor: Actor, ctx: Ctx, { mail, publicUrl }: Channels, options?: SendOptions): Promise<{ to: string; outcome: Outcome }> {
  require(actor, 'notify.read')
  if (mail === null) throw new AppError('unavailable', 'No mail server is set. Give BAILIWICK_SMTP_URL and BAILIWICK_MAIL_FROM, then start the program again.')
  const person = actor.personId === null ? null : await db().person.findUnique({ where: { id: actor.personId }, select: { id: true, name: true, email: true } })
  if (person === null) throw new AppError('forbidden', 'Only a person has an address to send a test to.')
  const id = ctx.id('notification')
  const message = {
    id, subject: 'A test of Bailiwick’s mail', path: paths.notifications(), createdAt: ctx.now,
    text: `You asked for this test at ${ctx.now.toISOString().slice(0, 16).replace('T', ' ')} UTC. If you can read it, mail from Bailiwick arrives.`,
  }
  await transaction(async (tx) => {
    // Not due: nobody but this call sends it; what it says now stands only if the program ends in between.
    await tx.notification.create({ data: { ...message, channel: 'email', recipientId: person.id, kind: 'notify.test', key: `notify.test:${id}`, attempts: 1, nextTryAt: null, failedAt: ctx.now, lastError: 'The program ended before the mail server answered.' } })
    await record(tx, ctx, { actor, action: 'notify.tested', object: { kind: 'person', id: person.id, name: person.name } })
  })
  const sent = await sendMail(mail, { name: person.name, address: person.email }, composeMail(message, publicUrl, mail.from.address), options)
  await settle(ctx.now, { id, attempts: 1 }, sent.ok ? sent : { ...sent, retry: 'never' })
  return { to: person.email, outcome: sent }
}
