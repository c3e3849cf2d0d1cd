import { docAnswer, type ScimCall, scimRefusal, scimRoute } from '@/lib/api/scim-door'
import type { Answer } from '@/lib/boundary/route'
import { listResponse } from '@/lib/scim/answer'
import { oneOf, resourceTypes, schemas, serviceProviderConfig } from '@/lib/scim/discovery'
import type { Doc } from '@/lib/scim/model'

/** RFC 7644, 4: discovery is answered whole, and a filter on it is refused. */
function all(call: ScimCall, list: readonly Doc[]): Answer {
  if (call.query.has('filter')) return scimRefusal(403, 'What this side can do is not filtered.')
  return docAnswer(listResponse(list, { total: list.length, startIndex: 1 }))
}

function one(list: readonly Doc[], id: string): Answer {
  const found = oneOf(list, id)
  return found === undefined ? scimRefusal(404, 'There is no such resource.') : docAnswer(found)
}

export const scimRoutes = [
  scimRoute('GET', '/ServiceProviderConfig', 'What this side of SCIM can do', async (call) => docAnswer(serviceProviderConfig(call.by.base))),
  scimRoute('GET', '/ResourceTypes', 'The kinds of resources', async (call) => all(call, resourceTypes(call.by.base, call.agents))),
  scimRoute('GET', '/ResourceTypes/:id', 'A kind of resource', async (call) => one(resourceTypes(call.by.base, call.agents), call.id)),
  scimRoute('GET', '/Schemas', 'The attributes of the resources', async (call) => all(call, schemas(call.by.base, call.agents))),
  scimRoute('GET', '/Schemas/:id', 'The attributes of a kind of resource', async (call) => one(schemas(call.by.base, call.agents), call.id)),
]
