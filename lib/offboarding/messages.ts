import { oneLine } from '@/lib/one-line'
import { paths } from '@/lib/paths'
import { counted } from './sentence'

/** One message to be queued; what `enqueue` takes. */
export type CaseMessage = { key: string; kind: string; recipientId: string | null; subject: string; text: string; path: string }

/** A case as messages speak of it. */
export type CaseNews = { id: string; kind: string; name: string; reason: string; emergency: boolean; occasionText: string | null; by: string }

const LINK = 'The link shows the case; it decides nothing by itself.'

/** "the server github", "the person ada@acme.test". */
export function subjectInWords(news: Pick<CaseNews, 'kind' | 'name'>): string {
  return `the ${news.kind} ${oneLine(news.name, 200)}`
}

/**
 * That something is to end: to whoever answers for the case, and to each who must act, in one message each. `acting`: how many lines wait
 * for whom. Nobody is told of the end of their own account, and nobody of what they did themselves.
 */
export function openedMessages(news: CaseNews, ownerId: string | null, acting: ReadonlyMap<string, number>, but: readonly string[]): CaseMessage[] {
  const subject = `${news.emergency ? 'Emergency: ' : ''}${subjectInWords(news)} is being offboarded`.replace(/^./, (letter) => letter.toUpperCase())
  const why = news.occasionText === null ? `${oneLine(news.by)} says why: “${oneLine(news.reason, 500)}”` : oneLine(news.occasionText, 500)
  const people = [...new Set([...(ownerId === null ? [] : [ownerId]), ...acting.keys()])].filter((id) => !but.includes(id))
  return people.map((recipientId) => {
    const lines = acting.get(recipientId) ?? 0
    const yours = lines === 0 ? '' : `\n\n${counted(lines, 'thing')} that it reaches ${lines === 1 ? 'waits' : 'wait'} for you.`
    const owns = recipientId === ownerId ? '\n\nYou answer for this case.' : ''
    return { key: `offboarding.opened:${news.id}:${recipientId}`, kind: 'offboarding.opened', recipientId, subject, text: `${subject}.\n\n${why}${yours}${owns}\n\n${LINK}`, path: paths.offboardingCase(news.id) }
  })
}

/** The same of many that were opened at once: one message to each. `people`: how many lines and cases are theirs. */
export function openedManyMessages(bulk: { bulkId: string; kind: string; count: number; by: string; reason: string }, people: ReadonlyMap<string, { lines: number; cases: number }>, but: readonly string[]): CaseMessage[] {
  const subject = `${counted(bulk.count, bulk.kind)} ${bulk.count === 1 ? 'is' : 'are'} being offboarded`
  return [...people].filter(([id]) => !but.includes(id)).map(([recipientId, { lines, cases }]) => ({
    key: `offboarding.opened:${bulk.bulkId}:${recipientId}`, kind: 'offboarding.opened', recipientId, subject, path: paths.offboarding({ bulk: bulk.bulkId }),
    text: `${subject}.\n\n${oneLine(bulk.by)} says why: “${oneLine(bulk.reason, 500)}”\n\nYou answer for ${cases.toLocaleString('en')} of these cases; ${counted(lines, 'thing')} that they reach wait${lines === 1 ? 's' : ''} for you.\n\nThe link shows the cases; it decides nothing by itself.`,
  }))
}

/** What is theirs now: to whom things were handed over. `things`: in words. */
export function handedOverMessages(news: CaseNews, to: ReadonlyMap<string, readonly string[]>, but: readonly string[]): CaseMessage[] {
  return [...to].filter(([id]) => !but.includes(id)).map(([recipientId, things]) => {
    const subject = `${counted(things.length, 'thing')} of ${oneLine(news.name, 200)} ${things.length === 1 ? 'is' : 'are'} yours now`
    const list = things.slice(0, 30).map((thing) => `- ${oneLine(thing, 200)}`).join('\n')
    return { key: `offboarding.line:${news.id}:handed:${recipientId}`, kind: 'offboarding.line', recipientId, subject, text: `${subject}:\n\n${list}${things.length > 30 ? `\n- and ${things.length - 30} more` : ''}\n\n${LINK}`, path: paths.offboardingCase(news.id) }
  })
}

/** That it is over: to whoever answers for the case and opened it. */
export function closedMessages(news: CaseNews, as: 'silent' | 'exception', why: string, people: readonly (string | null)[], but: readonly string[], round: number): CaseMessage[] {
  const subject = as === 'silent' ? `Over, and proven: ${subjectInWords(news)}` : `Over by a signed exception: ${subjectInWords(news)}`
  return [...new Set(people.flatMap((id) => id ?? []))].filter((id) => !but.includes(id)).map((recipientId) => (
    { key: `offboarding.closed:${news.id}:${round}:${recipientId}`, kind: 'offboarding.closed', recipientId, subject, text: `${subject}.\n\n${oneLine(why, 1000)}\n\n${LINK}`, path: paths.offboardingCase(news.id) }
  ))
}

/** That nothing ends after all: to whoever was told that it would. */
export function cancelledMessages(news: CaseNews, reason: string, people: readonly (string | null)[], but: readonly string[]): CaseMessage[] {
  const subject = `Not offboarded after all: ${subjectInWords(news)}`
  return [...new Set(people.flatMap((id) => id ?? []))].filter((id) => !but.includes(id)).map((recipientId) => (
    { key: `offboarding.opened:${news.id}:cancelled:${recipientId}`, kind: 'offboarding.opened', recipientId, subject, text: `${subject}. What was is in force again.\n\n${oneLine(news.by)} says why: “${oneLine(reason, 500)}”\n\n${LINK}`, path: paths.offboardingCase(news.id) }
  ))
}

/** That a case which opened by itself waits for somebody to be named: to security. */
export function waitsForSuccessor(news: CaseNews, things: readonly string[], people: readonly string[]): CaseMessage[] {
  const subject = `Somebody must take over from ${oneLine(news.name, 200)}`
  const list = things.slice(0, 30).map((thing) => `- ${oneLine(thing, 200)}`).join('\n')
  return people.map((recipientId) => ({ key: `offboarding.line:${news.id}:successor:${recipientId}`, kind: 'offboarding.line', recipientId, subject, text: `${subject}. It may not act any more, but what it holds is not revoked until these have somebody to go to:\n\n${list}\n\n${LINK}`, path: paths.offboardingCase(news.id) }))
}
