import { canonicalHumanName, resolveName } from '@/lib/names/resolve'
import { type Access, higherAccess } from '@/lib/registry/model'
import { isRegistered } from './holders'
import { type ActKind, type Call, type Declarations, KIND_TARGET } from './model'

/** An act as a source reported it: names as given, time in milliseconds since the epoch. */
export type NamedAct<Kind extends string = string> = {
  at: number
  /** Name of the log source: its own name bindings come first. */
  source: string
  kind: Kind
  server: string
  target: string
  access?: Access | null
  resources?: readonly string[] | null
  human?: string | null
  client?: string | null
  agent?: string | null
}

export type ResolvedAct<Kind extends string> = Omit<Call, 'kind'> & { kind: Kind }

/** Only these kinds get a verdict; decisions and credentials have none. */
export function isActKind(kind: string): kind is ActKind {
  return Object.hasOwn(KIND_TARGET, kind)
}

export function toolKey(serverId: string, tool: string): string {
  return `${serverId}\u0000${tool}`
}

/** The tool's class at `at`, the first counting backwards without limit; null when the catalogue has no such tool. */
export function classAt(declarations: Declarations, serverId: string, tool: string, at: number): Access | null {
  const classes = declarations.tools.get(toolKey(serverId, tool))?.classes ?? []
  let access = classes[0]?.access ?? null
  for (const change of classes) {
    if (change.at > at) break
    access = change.access
  }
  return access
}

/** The higher of what the source states and the tool's class; with neither, context_access is read and the rest write. */
function accessOf(declarations: Declarations, act: NamedAct, serverId: string | null): Access {
  const stated = act.access ?? null
  const declared = act.kind === 'tool_call' && serverId !== null ? classAt(declarations, serverId, act.target, act.at) : null
  if (stated !== null && declared !== null) return higherAccess(stated, declared)
  return stated ?? declared ?? (act.kind === 'context_access' ? 'read' : 'write')
}

/** An empty name is no name. */
function given(name: string | null | undefined): string | null {
  return name === undefined || name === null || name === '' ? null : name
}

/**
 * Resolves the names of an act as of its own time. A name that nobody held then is kept with a null id; a server that was
 * not registered then has a null id too.
 */
export function resolveCall<Kind extends string>(declarations: Declarations, act: NamedAct<Kind>): ResolvedAct<Kind> {
  const find = (kind: 'server' | 'agent' | 'client' | 'person', name: string | null): string | null =>
    name === null ? null : resolveName(declarations.names, kind, name, act.source, act.at)
  const named = find('server', act.server)
  const serverId = named !== null && isRegistered(declarations.servers.get(named), act.at) ? named : null
  const agentName = given(act.agent)
  const clientName = given(act.client)
  const human = given(act.human)
  const humanName = human === null ? null : canonicalHumanName(human)
  return {
    at: act.at, kind: act.kind, serverId, target: act.target, access: accessOf(declarations, act, serverId), resources: act.resources ?? [],
    agentId: find('agent', agentName), agentName, clientId: find('client', clientName), clientName, humanId: find('person', humanName), humanName,
  }
}
