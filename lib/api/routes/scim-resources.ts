import { docAnswer, NO_CONTENT, resourceAnswer, type ScimCall, scimRoute } from '@/lib/api/scim-door'
import type { Answer, Route } from '@/lib/boundary/route'
import { AppError } from '@/lib/errors'
import { listResponse, project, readProjection, versionOf } from '@/lib/scim/answer'
import { createAgent, deleteAgent, patchAgent, replaceAgent } from '@/lib/scim/commands/agents'
import { createGroup, deleteGroup, patchGroup, replaceGroup } from '@/lib/scim/commands/groups'
import type { Provisioning } from '@/lib/scim/commands/provisioning'
import { createUser, deleteUser, patchUser, replaceUser } from '@/lib/scim/commands/users'
import type { Doc } from '@/lib/scim/model'
import { type Operation, readOperations } from '@/lib/scim/patch'
import { type Asked, readAsked } from '@/lib/scim/queries/page'
import { agentById, groupById, type Page, readAgents, readGroups, readUsers, userById } from '@/lib/scim/queries/read'

type Resource = {
  path: string
  /** As the summaries name one and several of them. */
  one: string
  several: string
  /** What deleting means here. */
  removal: string
  read: (id: string, base: string) => Promise<Doc | null>
  list: (asked: Asked, base: string) => Promise<Page>
  create: (by: Provisioning, body: Doc) => Promise<Doc>
  replace: (by: Provisioning, id: string, body: Doc, ifMatch: string | null) => Promise<Doc>
  patch: (by: Provisioning, id: string, operations: readonly Operation[], ifMatch: string | null) => Promise<Doc>
  remove: (by: Provisioning, id: string, ifMatch: string | null) => Promise<void>
  /** A change is answered without the resource unless attributes are asked for (RFC 7644, 3.5.2): a group may have thousands of members. */
  quiet?: true
  /** There is nothing at these addresses unless the operator wants it: the draft may still change. */
  switched?: true
}

const RESOURCES: readonly Resource[] = [
  { path: '/Users', one: 'a person', several: 'People', removal: 'The person has left: deactivated, and kept on record', read: userById, list: readUsers, create: createUser, replace: replaceUser, patch: patchUser, remove: deleteUser },
  { path: '/Groups', one: 'a team', several: 'Teams', removal: 'End every stay in a team; the team stays on record', read: groupById, list: readGroups, create: createGroup, replace: replaceGroup, patch: patchGroup, remove: deleteGroup, quiet: true },
  { path: '/Agents', one: 'an agent', several: 'Agents, where the operator has switched them on', removal: 'The agent must not act any more', read: agentById, list: readAgents, create: createAgent, replace: replaceAgent, patch: patchAgent, remove: deleteAgent, switched: true },
]

function routesOf(resource: Resource): Route[] {
  const { path, one } = resource
  const on = (handle: (call: ScimCall) => Promise<Answer>) => async (call: ScimCall): Promise<Answer> => {
    if (resource.switched === true && !call.agents) throw new AppError('not_found', 'Agents are not provisioned here: BAILIWICK_SCIM_AGENTS is not true.')
    return handle(call)
  }
  const changed = (doc: Doc, call: ScimCall): Answer => resourceAnswer(doc, { ...call, ifNoneMatch: null })
  return [
    scimRoute('GET', path, `${resource.several}, filtered and in pages`, on(async (call) => {
      const projection = readProjection(call.query)
      const { resources, ...page } = await resource.list(readAsked(call.query), call.by.base)
      return docAnswer(listResponse(resources.map((found) => project(found, projection)), page))
    })),
    scimRoute('POST', path, `Make ${one}, or bring back what was deleted`, on(async (call) => resourceAnswer(await resource.create(call.by, await call.body()), call, 201))),
    scimRoute('GET', `${path}/:id`, `Read ${one}`, on(async (call) => {
      const found = await resource.read(call.id, call.by.base)
      if (found === null) throw new AppError('not_found', 'There is no such resource, or it was deleted.')
      return resourceAnswer(found, call)
    })),
    scimRoute('PUT', `${path}/:id`, `Put the attributes of ${one} in place of what they were`, on(async (call) => changed(await resource.replace(call.by, call.id, await call.body(), call.ifMatch), call))),
    scimRoute('PATCH', `${path}/:id`, `Change attributes of ${one}`, on(async (call) => {
      const doc = await resource.patch(call.by, call.id, readOperations(await call.body()), call.ifMatch)
      const wanted = resource.quiet !== true || call.query.has('attributes') || call.query.has('excludedAttributes')
      return wanted ? changed(doc, call) : { ...NO_CONTENT, headers: { etag: versionOf(doc) } }
    })),
    scimRoute('DELETE', `${path}/:id`, resource.removal, on(async (call) => {
      await resource.remove(call.by, call.id, call.ifMatch)
      return NO_CONTENT
    })),
  ]
}

/** What a directory provisions: users, groups and, where that is switched on, agents. */
export const scimResourceRoutes = RESOURCES.flatMap(routesOf)
