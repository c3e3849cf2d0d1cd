import { pruned } from './json'
import { type Doc, GROUP, isDoc, type Kept, refusal } from './model'
import { textOf } from './user'

export type GroupFacts = { id: string; name: string; externalId: string | null; createdAt: Date; updatedAt: Date; members: readonly { id: string; name: string }[]; kept: Kept | null }

export type GroupWish = { name: string; externalId: string | null; members: string[]; doc: Doc }

const MOST_MEMBERS = 20_000

/** What the directory may change of a team, as a resource. */
export function groupDoc(team: GroupFacts): Doc {
  return {
    ...structuredClone(team.kept?.doc ?? {}), displayName: team.name, ...(team.externalId === null ? {} : { externalId: team.externalId }),
    ...(team.members.length === 0 ? {} : { members: team.members.map(({ id }) => ({ value: id })) }),
  }
}

/** The team as answered, without `meta`. */
export function groupResource(team: GroupFacts, base: string): Doc {
  const { members: _ids, ...doc } = groupDoc(team)
  return { schemas: [GROUP], id: team.id, ...doc, members: team.members.map(({ id, name }) => ({ value: id, $ref: `${base}/Users/${id}`, type: 'User', display: name })) }
}

/** Reads a whole resource, sent or patched. Members are people: a group in a group is refused. */
export function readGroup(input: Doc): GroupWish {
  const doc = pruned(input)
  const name = textOf(doc['displayName'], 'displayName', 100)
  if (name === null) throw refusal('invalidValue', 'A group has a displayName. Nothing was changed.')
  const externalId = textOf(doc['externalId'], 'externalId', 255)
  const members = membersOf(doc)
  for (const key of ['schemas', 'id', 'meta', 'members', 'displayName', 'externalId']) delete doc[key]
  return { name, externalId, members, doc }
}

function membersOf(doc: Doc): string[] {
  const list = doc['members'] ?? []
  if (!Array.isArray(list)) throw refusal('invalidValue', 'members is a list. Nothing was changed.')
  if (list.length > MOST_MEMBERS) throw refusal('tooMany', `A group has at most ${MOST_MEMBERS} members. Nothing was changed.`)
  return [...new Set(list.map((one) => {
    if (isDoc(one) && one['type'] === 'Group') throw refusal('invalidValue', 'A group is no member of a group here: let the directory send its people. Nothing was changed.')
    const id = textOf(isDoc(one) ? one['value'] : one, 'members.value', 255)
    if (id === null) throw refusal('invalidValue', 'A member has a value. Nothing was changed.')
    return id
  }))]
}
