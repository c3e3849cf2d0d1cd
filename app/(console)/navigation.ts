import type { NavGroup, NavItem, PaletteItem } from '@/components/shell/model'
import { type Actor, may } from '@/lib/auth/actor'
import type { Permission } from '@/lib/auth/permissions'
import { paths } from '@/lib/paths'
import type { NavigationCounts } from '@/lib/views/navigation'

type Place = NavItem & { needs: Permission | null; counts?: keyof NavigationCounts }

const GROUPS: readonly { label: string; places: readonly Place[] }[] = [
  { label: 'Watch', places: [
    { label: 'Overview', href: paths.overview(), needs: null, key: 'o' },
    { label: 'Drift', href: paths.drift(), needs: 'registry.read', counts: 'drift', key: 'd' },
    { label: 'Activity', href: paths.activity(), needs: 'activity.read', key: 'a' },
  ] },
  { label: 'Access', places: [
    { label: 'Servers', href: paths.servers(), needs: 'registry.read', counts: 'servers', key: 's' },
    { label: 'Tools', href: paths.tools(), needs: 'registry.read', counts: 'tools', key: 'w' },
    { label: 'Agents', href: paths.agents(), needs: 'registry.read', counts: 'agents', key: 'e' },
    { label: 'Clients', href: paths.clients(), needs: 'registry.read', counts: 'clients', key: 'c' },
    { label: 'Grants', href: paths.grants(), needs: 'registry.read', counts: 'grants', key: 'g' },
    { label: 'Secrets', href: paths.secrets(), needs: 'registry.read', key: 'x' },
    { label: 'Effective access', href: paths.access(), needs: 'registry.read', key: 'v' },
    { label: 'Requests', href: paths.requests(), needs: 'registry.read', counts: 'requests', key: 'q' },
  ] },
  { label: 'Govern', places: [
    { label: 'Reviews', href: paths.reviews(), needs: 'review.read', counts: 'reviews', key: 'i' },
    { label: 'Offboarding', href: paths.offboarding(), needs: 'offboarding.read', counts: 'offboarding', key: 'f' },
    { label: 'Life cycle', href: paths.lifecycle(), needs: 'registry.read', key: 'y' },
  ] },
  { label: 'People', places: [
    { label: 'People', href: paths.people(), needs: 'people.read', counts: 'people', key: 'p' },
    { label: 'Teams', href: paths.teams(), needs: 'people.read', counts: 'teams', key: 't' },
  ] },
  { label: 'System', places: [
    { label: 'Sources', href: paths.sources(), needs: 'source.read', counts: 'sources', key: 'l' },
    { label: 'Trail', href: paths.trail(), needs: 'trail.read', key: 'r' },
    { label: 'Settings', href: paths.settings(), needs: null, key: ',' },
  ] },
]

/** The places that this actor may see; empty groups are left out. The pages ask again. */
export function navigationOf(actor: Actor, counts: NavigationCounts = {}): NavGroup[] {
  return GROUPS.map(({ label, places }) => ({
    label,
    items: places.filter(({ needs }) => needs === null || may(actor, needs)).map(({ needs: _, counts: counted, ...item }) => {
      const count = counted === undefined ? undefined : counts[counted]
      return { ...item, count, hot: counted === 'drift' && typeof count === 'number' && count > 0 }
    }),
  })).filter(({ items }) => items.length > 0)
}

const COMMANDS: readonly (PaletteItem & { needs: Permission })[] = [
  { label: 'Request access', href: paths.newRequest(), group: 'Do', needs: 'grant.request' },
  { label: 'New review', href: paths.newReview(), group: 'Do', needs: 'review.run' },
  { label: 'Review templates', href: paths.reviewTemplates(), group: 'Do', needs: 'review.run' },
  { label: 'Offboard a server, agent, client or person', href: paths.newOffboarding(), group: 'Do', needs: 'offboarding.open' },
  { label: 'Offboard many', href: paths.offboardMany(), group: 'Do', needs: 'offboarding.open' },
  { label: 'Ownership transfers', href: paths.transfers(), group: 'Do', needs: 'ownership.change' },
  { label: 'Life cycle policy', href: paths.lifecyclePolicy(), group: 'Do', needs: 'lifecycle.manage' },
  { label: 'Register a server', href: paths.newServer(), group: 'Do', needs: 'server.register' },
  { label: 'Propose a server from a server.json', href: paths.importServer(), group: 'Do', needs: 'server.register' },
  { label: 'Register an agent', href: paths.newAgent(), group: 'Do', needs: 'workload.register' },
  { label: 'Register a client', href: paths.newClient(), group: 'Do', needs: 'workload.register' },
  { label: 'Import grants', href: paths.importGrants(), group: 'Do', needs: 'grant.import' },
  { label: 'Grants as code', href: paths.grantDocument(), group: 'Do', needs: 'registry.read' },
  { label: 'Enforcement configuration for a gateway', href: paths.enforcement(), group: 'Do', needs: 'registry.read' },
  { label: 'Add a person', href: paths.newPerson(), group: 'Do', needs: 'people.manage' },
  { label: 'Approval policy', href: paths.approvals(), group: 'Do', needs: 'approvals.manage' },
  { label: 'API tokens', href: paths.tokens(), group: 'Do', needs: 'token.manage' },
]

/** What the palette offers besides places. */
export function commandsOf(actor: Actor): PaletteItem[] {
  return COMMANDS.filter(({ needs }) => may(actor, needs)).map(({ needs: _, ...item }) => item)
}
