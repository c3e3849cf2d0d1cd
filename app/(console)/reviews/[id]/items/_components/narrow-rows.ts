import type { Access } from '@/lib/registry/model'

export type Target = { kind: 'tool' | 'context' | 'downstream'; name: string; access: Access; scope: string[] }

/** A target as it is typed: scope one glob a line. */
export type TypedTarget = { key: number; kind: Target['kind']; name: string; access: Access; scope: string }

export const ACCESS_ORDER = ['read', 'write', 'admin'] as const

export function typedOf(targets: readonly Target[]): TypedTarget[] {
  return targets.map((target, key) => ({ ...target, key, scope: target.scope.join('\n') }))
}

export function targetsOf(typed: readonly TypedTarget[]): Target[] {
  return typed.map(({ kind, name, access, scope }) => ({ kind, name: name.trim(), access, scope: scope.split('\n').map((line) => line.trim()).filter((line) => line !== '') }))
}

/** Accesses that a part may have: no more than the grant. */
export function upTo(ceiling: Access): Access[] {
  return ACCESS_ORDER.slice(0, ACCESS_ORDER.indexOf(ceiling) + 1)
}

/** One more row of the editor, for what else of the grant should stay. */
export function added(typed: readonly TypedTarget[], kind: Target['kind']): TypedTarget[] {
  return [...typed, { key: Math.max(-1, ...typed.map((row) => row.key)) + 1, kind, name: '', access: 'read', scope: '' }]
}
