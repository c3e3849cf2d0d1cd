import type { WorldSpec } from './offboarding-arbitrary'

/**
 * A small organisation around somebody who leaves: p0 owns s0 (p1 backs it) and s1 (nobody does), backs p1's s2, sponsors a0, manages p2,
 * holds grants by name and by team, is signed in, and stands in for p1, their manager.
 */
export const LEAVER_WORLD: WorldSpec = {
  people: [
    { manager: 1, active: true, roles: ['owner'], teams: [{ team: 0, from: null, to: null }, { team: 1, from: -10, to: 30 }] }, { manager: null, active: true, roles: ['owner'], teams: [] }, { manager: 0, active: true, roles: ['member'], teams: [{ team: 0, from: null, to: null }] },
  ],
  servers: [
    { owner: 0, backup: 1, team: 0, lifecycle: 'active', sensitivity: 'internal', secrets: ['static'], downstream: ['db'] }, { owner: 0, backup: null, team: null, lifecycle: 'pilot', sensitivity: 'restricted', secrets: [], downstream: [] },
    { owner: 1, backup: 0, team: null, lifecycle: 'quarantined', sensitivity: 'internal', secrets: [], downstream: [] },
  ],
  agents: [{ sponsor: 0, active: true }, { sponsor: 1, active: true }], clients: [{ active: true }],
  grants: [
    { server: 0, agent: 0, client: 0, human: { rule: 'person', of: 0 }, target: 'list_issues', access: 'read', scope: [], mode: 'direct', from: -30, until: 300, ended: false, held: 'no' },
    { server: 0, agent: 0, client: 0, human: { rule: 'team', of: 0 }, target: '*', access: 'write', scope: [], mode: 'direct', from: -30, until: null, ended: false, held: 'all' },
    { server: 2, agent: 1, client: null, human: { rule: 'person', of: 0 }, target: 'create_issue', access: 'write', scope: ['repo:a/*'], mode: 'task', from: 2, until: 10, ended: false, held: 'no' },
  ],
  requests: [{ state: 'pending', by: 0, server: 2, agent: 0, client: 0, human: { rule: 'any' } }, { state: 'pending', by: 2, server: 0, agent: 0, client: 0, human: { rule: 'person', of: 0 } }, { state: 'draft', by: 0, server: 1, agent: null, client: null, human: { rule: 'any' } }],
  tokens: [{ owner: 0, maker: 0, revoked: false }, { owner: 1, maker: 0, revoked: false }], sessions: [{ person: 0, revoked: false }, { person: 1, revoked: false }], links: [{ person: 0, used: false }],
  standIns: [{ person: 0, delegate: 1, from: -2, ended: false }, { person: 1, delegate: 0, from: 3, ended: false }], sources: [], cases: [{ server: 2, owner: 0 }],
}
