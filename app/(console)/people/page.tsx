import type { Metadata } from 'next'
import { PageHead } from '@/components/shell/page-head'
import { Faceted } from '@/components/table/facet-panel'
import { QueryBar } from '@/components/table/query-bar'
import { ButtonLink } from '@/components/ui/button'
import { Section } from '@/components/ui/section'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import type { SearchParams } from '@/lib/boundary/search'
import { paths } from '@/lib/paths'
import { ROLE_LABEL, ROLES } from '@/lib/people/model'
import { listWaitingRoles } from '@/lib/people/queries'
import { facetRows, type FacetSpec } from '@/lib/views/faceting'
import { peopleScreen, type PersonListRow } from '@/lib/views/people-list'
import { PeopleTable } from './_components/people-table'
import { WaitingRoles } from './_components/waiting-roles'

export const metadata: Metadata = { title: 'People' }

const FACETS: readonly FacetSpec<PersonListRow>[] = [
  { key: 'state', label: 'State', values: (row) => [row.active ? 'active' : 'left'], fixed: ['active', 'left'] },
  { key: 'role', label: 'Role', values: (row) => row.roles, fixed: ROLES, show: (value) => ROLES.flatMap((role) => (role === value ? [ROLE_LABEL[role]] : []))[0] ?? value },
  { key: 'needs', label: 'Needs a hand', values: needsOf, fixed: ['left, still answers', 'role waits'] },
  { key: 'team', label: 'Team', values: (row) => row.teams },
]

function needsOf(row: PersonListRow): string[] {
  return [...(!row.active && row.servers + row.agents > 0 ? ['left, still answers'] : []), ...(row.pendingRoles.length > 0 ? ['role waits'] : [])]
}

/** Owners, sponsors, reviewers, and those for whom agents act. */
export default async function PeoplePage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const query = await searchParams
  const [{ rows, cut, everybody }, waiting] = await screen(() => Promise.all([peopleScreen(actor), listWaitingRoles(actor)]))
  const { shown, facets } = facetRows(rows, FACETS, query, (row) => [row.name, row.email, row.aliases])
  return (
    <>
      <PageHead title="People" actions={may(actor, 'people.manage') ? <ButtonLink kind="primary" href={paths.newPerson()}>Register a person</ButtonLink> : null}>
        {everybody ? sentence(rows, cut) : 'You; those who run the console see everybody.'}
      </PageHead>
      {waiting.length === 0 ? null : <Section title="Waiting for a second holder’s consent" note={`${waiting.length}`}><WaitingRoles waiting={waiting} /></Section>}
      <QueryBar facets={facets} placeholder="Find by name, e-mail or alias" />
      <Faceted facets={facets}><PeopleTable rows={shown} filtered={rows.length > 0} /></Faceted>
    </>
  )
}

function sentence(rows: readonly PersonListRow[], cut: boolean): string {
  const active = rows.filter((row) => row.active).length
  const left = rows.filter((row) => needsOf(row).includes('left, still answers')).length
  return `${cut ? 'Of the first ' : ''}${rows.length.toLocaleString('en-GB')} people${cut ? '' : ':'} ${active.toLocaleString('en-GB')} are active${left === 0 ? '' : `; ${left} left and still ${left === 1 ? 'answers' : 'answer'} for a server or an agent`}.`
}
