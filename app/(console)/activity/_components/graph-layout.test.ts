import { describe, expect, it } from 'vitest'
import type { GraphEdge, GraphNode } from '@/lib/activity/delegation-graph'
import { drawnEdges, layOut, neighbour, NODE, readingOrder } from './graph-layout'

const node = (id: string): GraphNode => ({ id, kind: 'agent', word: 'agent', name: id, holderId: null, registered: null, state: null, opened: true })
const edge = (from: string, to: string, verdict: string | null = null): GraphEdge => ({ id: `${from} > ${to} ${verdict ?? ''}`, from, to, does: 'calls', known: 'the log', verdict, blocked: false, opened: true })
const SIX = ['human', 'client', 'agent', 'server', 'tool', 'resource']
const chain = { nodes: SIX.map(node), edges: SIX.slice(1).map((to, i) => edge(SIX[i] ?? '', to)) }
const branched = { nodes: ['server', 'a', 'b', 'c'].map(node), edges: ['a', 'b', 'c'].map((to) => edge('server', to)) }

describe('the place of each party', () => {
  it('is on one line from left to right for one act, within the drawer', () => {
    const placed = layOut(chain)
    expect(new Set([...placed.values()].map(({ y }) => y)).size).toBe(1)
    expect(readingOrder(placed)).toEqual(SIX)
    expect(Math.max(...[...placed.values()].map(({ x }) => x)) + NODE.width).toBeLessThanOrEqual(432)
  })

  it('covers no other, and targets of one server are one layer', () => {
    const placed = layOut(branched)
    const column = ['a', 'b', 'c'].map((id) => placed.get(id))
    expect(new Set(column.map((at) => at?.x)).size).toBe(1)
    const heights = column.map((at) => at?.y ?? 0).sort((a, b) => a - b)
    for (const [i, y] of heights.entries()) if (i > 0) expect(y - (heights[i - 1] ?? 0)).toBeGreaterThanOrEqual(NODE.height)
  })

  it('is reached from its neighbours by the arrow keys, and the ends are ends', () => {
    const placed = layOut(chain)
    expect(neighbour(placed, 'human', 'ArrowRight')).toBe('client')
    expect(neighbour(placed, 'client', 'ArrowLeft')).toBe('human')
    expect(neighbour(placed, 'human', 'ArrowLeft')).toBeNull()
    expect(neighbour(placed, 'resource', 'ArrowRight')).toBeNull()
    const middle = layOut(branched)
    const [top, next] = readingOrder(middle).slice(1)
    expect(neighbour(middle, top ?? '', 'ArrowDown')).toBe(next)
    expect(neighbour(middle, top ?? '', 'ArrowUp')).toBeNull()
  })
})

describe('one line between two parties', () => {
  it('says that a grant was missing when one of several acts had none, in whichever order they come', () => {
    for (const both of [[edge('s', 't', 'granted'), edge('s', 't', 'ungranted')], [edge('s', 't', 'ungranted'), edge('s', 't', 'granted')]]) {
      expect(drawnEdges(both)).toEqual([{ id: 's > t', from: 's', to: 't', label: 'no grant', refused: true, opened: true, labelAt: 'target' }])
    }
  })

  it('says what was done when all was granted', () => expect(drawnEdges([edge('s', 't', 'granted')])).toMatchObject([{ label: 'calls', refused: false }]))

  it('has its label where it is alone: where several come together, at its own beginning', () => {
    expect(drawnEdges([edge('a', 'x'), edge('b', 'x'), edge('b', 'y')]).map(({ id, labelAt }) => [id, labelAt])).toEqual([['a > x', 'source'], ['b > x', 'source'], ['b > y', 'target']])
  })
})
