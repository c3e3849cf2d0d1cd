import { type CampaignContent, type ReviewKind, type ReviewSchedule, scopeSchema } from './content'
import { localDate } from './schedule'
import { scheduleText } from './schedule-text'

/** Why and what a campaign is to be made from by itself. The key is unique in the store: an occasion makes one campaign, on however many replicas it is seen. */
export type DueCampaign = { key: string; occasion: 'schedule' | 'event'; name: string; text: string; content: CampaignContent }

/** Something that happened, with what it concerns. Times are those of what happened, so that all replicas give it the same key. */
export type ReviewEvent =
  | { kind: 'definition_widened'; serverId: string; server: string; at: Date; tools: string[]; grantIds: string[] }
  | { kind: 'owner_left'; personId: string; person: string; at: Date; servers: { id: string; slug: string }[]; agentIds: string[]; grantIds: string[] }

const MOST_NAME = 160

/** The campaign of a calendar's day; `due` is the day that counts, `now` may be later where it was missed. */
export function calendarCampaign(template: { id: string; name: string; content: CampaignContent }, schedule: ReviewSchedule, due: Date, now: Date): DueCampaign {
  const day = localDate(schedule, due)
  const late = now.getTime() - due.getTime() > 3_600_000 ? `; due ${due.toISOString().slice(0, 16).replace('T', ' ')} UTC, made good later` : ''
  return { key: `${template.id}:${day}`, occasion: 'schedule', name: cut(`${template.name}, ${day}`), text: `Its calendar: ${scheduleText(schedule).replace(/^On/, 'on')}${late}`, content: template.content }
}

export function eventKey(templateId: string, event: Pick<ReviewEvent, 'kind' | 'at'> & { of: string }): string {
  return `${templateId}:${event.kind}:${event.of}:${event.at.toISOString()}`
}

/** The subject of an event as its key names it. */
export function eventOf(event: ReviewEvent): string {
  return event.kind === 'definition_widened' ? event.serverId : event.personId
}

/**
 * The micro-review of an event: of what it concerns, what is in the template's scope (`inScope`: ids of grants, servers and agents).
 * Null = nothing is: then the event is none of this template's business.
 */
export function eventCampaign(template: { id: string; name: string; kind: ReviewKind; content: CampaignContent }, event: ReviewEvent, inScope: ReadonlySet<string>): DueCampaign | null {
  const grantIds = template.kind === 'grants' ? event.grantIds.filter((id) => inScope.has(id)) : []
  const owned = template.kind === 'ownership' && event.kind === 'owner_left'
  const servers = owned ? event.servers.filter((one) => inScope.has(one.id)).map((one) => one.slug) : []
  const agents = owned ? event.agentIds.filter((id) => inScope.has(id)) : []
  if (grantIds.length + servers.length + agents.length === 0) return null
  return {
    key: eventKey(template.id, { kind: event.kind, at: event.at, of: eventOf(event) }), occasion: 'event', name: cut(`${template.name}: ${eventTitle(event)}`), text: eventText(event),
    content: { ...template.content, scope: scopeSchema.parse({ grantIds, servers, agents }) },
  }
}

function eventTitle(event: ReviewEvent): string {
  return event.kind === 'definition_widened' ? `${toolsOf(event.tools)} on ${event.server} changed` : `${event.person} left`
}

function eventText(event: ReviewEvent): string {
  const when = event.at.toISOString().slice(0, 16).replace('T', ' ')
  if (event.kind === 'definition_widened') return `${toolsOf(event.tools)} on ${event.server}: the definition is not what was approved (found ${when} UTC)`
  const held = [event.servers.length === 0 ? null : `answered for ${event.servers.length === 1 ? event.servers[0]?.slug ?? '' : `${event.servers.length} servers`}`, event.agentIds.length === 0 ? null : `sponsored ${event.agentIds.length === 1 ? 'an agent' : `${event.agentIds.length} agents`}`]
  return `${event.person} left ${when} UTC and ${held.filter((one) => one !== null).join(' and ')}`
}

function toolsOf(tools: readonly string[]): string {
  const [first = '', ...rest] = tools
  return rest.length === 0 ? first : `${first} and ${rest.length} more`
}

function cut(text: string): string {
  return text.length > MOST_NAME ? `${text.slice(0, MOST_NAME - 1)}…` : text
}
