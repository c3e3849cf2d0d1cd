import { oneLine } from '@/lib/one-line'
import { paths } from '@/lib/paths'

type Told = { id: string; person: { id: string; name: string }; delegate: { id: string; name: string }; from: Date; to: Date; by: { name: string; personId: string | null } }

const day = (time: Date): string => `${time.toISOString().slice(0, 16).replace('T', ' ')} UTC`
const name = (text: string): string => oneLine(text, 200)

function message(told: Told, occasion: 'set' | 'ended', recipientId: string, subject: string, text: string) {
  return { key: `delegation.${occasion}:${told.id}:${recipientId}`, kind: `delegation.${occasion}`, recipientId, subject, text: `${subject}.\n\n${text}`, path: paths.standIns() }
}

/** To whoever stands in, and to the person where somebody else has set it for them. */
export function tellOfSetting(told: Told) {
  const { person, delegate, by } = told
  const when = `From ${day(told.from)} to ${day(told.to)}.`
  const own = by.personId === person.id
  return [
    message(told, 'set', delegate.id, `You stand in for ${name(person.name)}`, `${when} Requests that wait for ${name(person.name)} as the owner of a server, their backup or their manager can be answered by you too; both names are kept. Set by ${name(by.name)}.`),
    ...(own ? [] : [message(told, 'set', person.id, `${name(delegate.name)} stands in for you`, `${when} Set by ${name(by.name)}. You may still answer yourself, and end it at any time.`)]),
  ]
}

/** To the other of the two, or to both where somebody else ended it. `why`: such as that somebody has left. */
export function tellOfEnding(told: Told, why: string | null, active: ReadonlySet<string>) {
  const { person, delegate, by } = told
  const said = why === null ? `Ended by ${name(by.name)}.` : `Ended because ${oneLine(why, 300)}.`
  return [
    message(told, 'ended', person.id, `${name(delegate.name)} does not stand in for you any more`, `${said} Until you set somebody else, requests wait for you.`),
    message(told, 'ended', delegate.id, `You do not stand in for ${name(person.name)} any more`, said),
  ].filter((one) => one.recipientId !== by.personId && active.has(one.recipientId))
}
