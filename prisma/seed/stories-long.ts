import type { ExampleCall } from './calls'
import { DAY, HOUR } from './calendar'
import { SHADOW_SERVER, STRAY_SERVER } from './servers'
import { every, MINUTE, storiesOfTheWeek, storiesOfToday, told } from './stories'
import { SHADOW_AGENT, STRAY_AGENT, STRAY_CLIENT } from './workloads'

/** The name under which logs show a preview of the desk client, until somebody says that it is the same. */
export const PREVIEW_CLIENT = 'deskmate-beta'

/** Days ago at which the grant arrives that covers the support agent's comments from then on and before. */
export const COVERED_DAYS_AGO = 18

/** Everything that went beyond its grants, and how: about one story per kind of finding. Times are before `loadedAt`. */
export function storyCalls(loadedAt: number): ExampleCall[] {
  const all = [storiesOfToday, storiesOfTheWeek, strangers, nights, settled, behindTheServer, stragglers]
  return all.flatMap((stories) => stories(loadedAt)).toSorted((a, b) => a.at - b.at)
}

/** Servers, agents and clients that nobody registered. */
function strangers(now: number): ExampleCall[] {
  return [
    ...every(41 * HOUR, 4 * HOUR, 9).map((ago, index) => told(now, ago, { server: STRAY_SERVER, via: 'claude-code', tool: index % 3 === 0 ? 'create_issue' : 'search_issues', agent: 'codegen', client: 'claude-code', human: 'dana', arguments: { project: 'PLAT', summary: 'Copied for a test' } })),
    // Finance found a server of their own and an agent to go with it.
    ...every(23 * DAY, 31 * HOUR, 16).map((ago) => told(now, ago, { server: SHADOW_SERVER, via: 'laptops', tool: 'compare_salaries', agent: SHADOW_AGENT, client: 'claude-code', human: 'd.orlov', arguments: { country: 'de', job: 'backend-engineer' } })),
    ...every(23 * DAY - HOUR, 31 * HOUR, 16).map((ago) => told(now, ago, { server: 'netsuite', tool: 'get_budget', agent: SHADOW_AGENT, client: 'claude-code', human: 'd.orlov', arguments: { ledger: 'eu', unit: 'engineering', period: '2026-11' } })),
    ...every(52 * HOUR, 17 * MINUTE, 5).map((ago) => told(now, ago, { server: 'slack', tool: 'post_message', agent: STRAY_AGENT, client: 'claude-code', human: 'p.lang', arguments: { channel: 'general', text: 'Hackday demo in ten minutes' } })),
    ...every(53 * HOUR, 9 * MINUTE, 3).map((ago) => told(now, ago, { server: 'confluence', tool: 'search_pages', agent: STRAY_AGENT, client: 'claude-code', human: 'p.lang', arguments: { query: 'hackday' } })),
    ...every(30 * HOUR, 11 * MINUTE, 12).map((ago) => told(now, ago, { server: 'github', tool: 'read_file', agent: 'codegen', client: STRAY_CLIENT, human: 'f.larsen', arguments: { repo: 'acme/web', path: 'src/cart.ts' } })),
  ]
}

/**
 * The incident in the making: five nights ago the agent that answers questions of staff began to read salaries and payslips at two in
 * the morning, more each night, and last night it put a file where guests of other companies can read it.
 */
function nights(now: number): ExampleCall[] {
  const who = { agent: 'people-desk', client: 'deskmate-slack', human: 'c.faria' }
  // The last night that is over.
  const over = now - 3 * HOUR
  const midnight = over - (over % DAY)
  const night = (nightsAgo: number, minute: number): number => now - (midnight - nightsAgo * DAY + HOUR + minute * MINUTE)
  const reading = [4, 3, 2, 1, 0].flatMap((nightsAgo) => {
    const count = 4 + (4 - nightsAgo) * 3
    return Array.from({ length: count }, (_, index) => [
      told(now, night(nightsAgo, 8 + index * 3), { ...who, server: 'workday', tool: 'get_employee', arguments: { unit: 'engineering', employee: `e-${1100 + index}` } }),
      told(now, night(nightsAgo, 9 + index * 3), { ...who, server: 'workday', tool: 'get_compensation', arguments: { unit: 'engineering', employee: `e-${1100 + index}` } }),
      ...(nightsAgo > 2 ? [] : [told(now, night(nightsAgo, 10 + index * 3), { ...who, server: 'payroll', tool: 'get_bank_details', arguments: { country: 'de', employee: `e-${1100 + index}` } })]),
    ]).flat()
  })
  const sending = told(now, night(0, 62), { ...who, server: 'slack', tool: 'upload_file', arguments: { channel: 'people', file: 'salaries-de.csv', title: 'For the review' } })
  return [...reading, sending]
}

/** Actions on systems behind a server: two that were declared and granted, one that its owner never named. */
function behindTheServer(now: number): ExampleCall[] {
  return [
    ...every(88 * DAY, DAY, 88).map((ago) => told(now, ago + 9 * MINUTE, { server: 'snowflake', tool: 'snowflake:COPY INTO', agent: 'etl', client: 'job-runner', human: null, arguments: { stage: 'exports' } })),
    ...every(80 * DAY, 53 * HOUR, 36).map((ago) => told(now, ago, { server: 'coupa', tool: 'coupa:CreateRequisition', agent: 'procure', client: 'deskmate', human: 'y.demir', arguments: { unit: 'it' } })),
    ...every(11 * DAY, 29 * HOUR, 7).map((ago) => told(now, ago, { server: 'coupa', tool: 'sap-legacy:CreateVendor', agent: 'procure', client: 'deskmate', human: 'y.demir', arguments: { unit: 'it' } })),
  ]
}

/** Old stories that are over: one that went quiet, one that a grant has covered since, one that was only a name nobody knew. */
function settled(now: number): ExampleCall[] {
  return [
    ...every(29 * DAY, 31 * MINUTE, 2).map((ago) => told(now, ago, { server: 'confluence', tool: 'delete_page', agent: 'docs', client: 'claude-code', human: 'e.jansen', arguments: { space: 'ENG', page: 'Old start page' } })),
    ...every(8 * DAY, 4 * HOUR, 14).map((ago) => told(now, ago, { server: 'figma', tool: 'get_file', agent: 'slides', client: PREVIEW_CLIENT, human: 'l.nakamura', arguments: { file: 'shop-redesign' } })),
    ...every(26 * DAY, 29 * HOUR, 6).map((ago) => told(now, ago, { server: 'jira', tool: 'add_comment', agent: 'support', client: 'deskmate', human: 'b.carter', arguments: { project: 'WEB', key: 'WEB-391', body: 'A customer sees this too.' } })),
  ]
}

/** Jobs that nobody told: they call servers that are gone, and are refused. */
function stragglers(now: number): ExampleCall[] {
  const job = { client: 'job-runner', human: null, outcome: 'denied' as const }
  return [
    ...every(16 * DAY, 7 * HOUR, 54).map((ago) => told(now, ago, { ...job, server: 'labels-bot', tool: 'list_labels', agent: 'dependency-bot', arguments: { repo: 'acme/web' } })),
    // From a laptop, past the gateway that refuses.
    told(now, 50 * HOUR, { server: 'labels-bot', via: 'claude-code', tool: 'set_labels', agent: 'codegen', client: 'claude-code', human: 'dana', arguments: { repo: 'acme/web', number: 812, labels: 'bug' } }),
    ...every(11 * DAY, 3 * HOUR, 34).map((ago) => told(now, ago, { ...job, server: 'gitlab-legacy', tool: 'get_diff', agent: 'code-review', arguments: { project: 'shop/api', number: 812 } })),
    ...every(40 * DAY, 5 * HOUR, 13).map((ago) => told(now, ago, { ...job, server: 'jenkins-bridge', tool: 'get_build_log', agent: 'flaky-hunter', arguments: { folder: 'nightly', number: 4021 } })),
  ]
}
