import { describe, expect, it } from 'vitest'
import { delegationGraph, GRAPH_NODES } from './delegation-graph'
import type { EventView } from './event-view'

const event = (more: Partial<EventView>): EventView => ({
  id: 'evt_1', source: 'gateway', sourceEventId: null, occurredAt: '2026-11-21T10:00:00.000Z', receivedAt: '2026-11-21T10:00:00.000Z', kind: 'tool_call', server: 'github', serverId: 'srv_1', serverName: 'github',
  target: 'create_issue', access: 'write', statedAccess: null, resources: [], human: 'dana@acme.test', humanId: 'per_1', client: 'claude-code', clientId: 'cli_1', agent: 'spiffe://acme.test/agent/triage', agentId: 'agt_1',
  delegation: null, task: null, session: null, traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), parentSpanId: null, outcome: 'success', decisionId: null, durationMs: 1, requestSize: null, responseSize: null,
  verdict: 'granted', firstVerdict: 'granted', grantId: null, nearestGrantId: null, evidence: 'gateway_observed', attributed: [], adapterVersion: 'native/1', rawHash: '', counted: true, ...more,
})
const arrows = (graph: ReturnType<typeof delegationGraph>) => graph.edges.map(({ from, to }) => `${from} → ${to}`)

describe('the picture of one act', () => {
  it('goes from the human to the target, each step with what it does and how that is known', () => {
    const opened = event({ resources: ['repo:acme/api'] })
    const graph = delegationGraph(opened, [opened])
    expect(graph.edges.map(({ from, does, to, known }) => [from.split(' ')[0], does, to.split(' ')[0], known])).toEqual([
      ['human', 'works in', 'client', 'the log'], ['client', 'runs', 'agent', 'SPIFFE ID'], ['agent', 'calls', 'server', 'the log'], ['server', 'write', 'target', 'gateway observed'], ['target', 'on', 'resource', 'the log'],
    ])
  })

  it('shows an identity that the log did not name as absent, and one that nobody registered as such', () => {
    const opened = event({ human: null, humanId: null, agentId: null })
    const graph = delegationGraph(opened, [])
    expect(graph.nodes.map(({ kind, name, registered }) => [kind, name === null, registered])).toEqual([['human', true, null], ['client', false, true], ['agent', false, false], ['server', false, true], ['target', false, null]])
  })

  it('puts those who delegated between client and agent, the outermost last, and nobody twice', () => {
    const opened = event({ delegation: [{ iss: 'https://idp', sub: 'spiffe://acme.test/agent/triage' }, { iss: 'https://idp', sub: 'planner' }, { iss: 'https://idp', sub: 'dana@acme.test' }] })
    expect(arrows(delegationGraph(opened, []))).toEqual(['human dana@acme.test → client claude-code', 'client claude-code → delegate planner', 'delegate planner → agent spiffe://acme.test/agent/triage', 'agent spiffe://acme.test/agent/triage → server github', 'server github → target github/create_issue'])
  })
})

describe('the picture of a trace', () => {
  it('hangs what a call caused on the call, and draws a party of two acts once', () => {
    const opened = event({})
    const caused = event({ id: 'evt_2', kind: 'downstream_action', target: 'github-api:POST /issues', spanId: 'c'.repeat(16), parentSpanId: opened.spanId })
    const second = event({ id: 'evt_3', target: 'add_comment', spanId: 'd'.repeat(16), verdict: 'ungranted', outcome: 'denied' })
    const graph = delegationGraph(opened, [opened, caused, second])
    expect(arrows(graph)).toContain('target github/create_issue → downstream github-api:POST /issues')
    expect(graph.nodes.filter(({ kind }) => kind === 'agent')).toHaveLength(1)
    expect(graph.edges.find(({ to }) => to === 'target github/add_comment')).toMatchObject({ verdict: 'ungranted', blocked: true, opened: false })
  })

  it('stays a picture, says how many acts it leaves out, and never leaves out the opened one', () => {
    const opened = event({ id: 'evt_last', target: 'the_one' })
    const many = Array.from({ length: 200 }, (_, i) => event({ id: `evt_${i}`, target: `tool_${i}` }))
    const graph = delegationGraph(opened, [...many, opened])
    expect(graph.nodes.length).toBeLessThanOrEqual(GRAPH_NODES)
    expect(graph.nodes.some(({ name }) => name === 'github/the_one')).toBe(true)
    expect(graph.leftOut + graph.nodes.filter(({ kind }) => kind === 'target').length).toBe(201)
  })
})
