import { paths } from '@/lib/paths'

const WORDS: Record<string, string> = {
  'scim.user_created': 'made', 'scim.user_adopted': 'taken over; was made here', 'scim.user_changed': 'changed', 'scim.user_deleted': 'deleted; deactivated here', 'scim.user_returned': 'brought back',
  'person.left': 'deactivated; an offboarding opens', 'person.returned': 'activated again', 'person.group_roles_changed': 'given or taken roles by its groups', 'team.members_changed': 'changed who is in it', 'agent.ended': 'deactivated; an offboarding opens', 'agent.returned': 'activated again',
  'scim.group_created': 'made', 'scim.group_adopted': 'taken over; was made here', 'scim.group_changed': 'changed', 'scim.group_deleted': 'deleted; nobody is in it any more', 'scim.group_returned': 'brought back',
  'scim.agent_created': 'made', 'scim.agent_adopted': 'taken over; was registered here', 'scim.agent_changed': 'changed', 'scim.agent_deleted': 'deleted; deactivated here', 'scim.agent_returned': 'brought back',
}

/** What a directory did, in words. */
export function changeWord({ action, object }: { action: string; object: { kind: string } }): string {
  return `${object.kind} ${WORDS[action] ?? action}`
}

/** Where the object of an entry is shown. */
export function placeOf({ kind, id }: { kind: string; id: string }): string | null {
  if (kind === 'person') return paths.person(id)
  if (kind === 'team') return paths.team(id)
  return kind === 'agent' ? paths.agent(id) : null
}
