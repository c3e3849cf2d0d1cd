import type { Metadata } from 'next'
import { LifecycleMark } from '@/components/domain/lifecycle'
import { PageHead } from '@/components/shell/page-head'
import { Button, ButtonLink } from '@/components/ui/button'
import { Empty } from '@/components/ui/empty'
import { Pagination } from '@/components/ui/pagination'
import { Section } from '@/components/ui/section'
import { TextLink } from '@/components/ui/text-link'
import { may } from '@/lib/auth/actor'
import { requireActor } from '@/lib/auth/session'
import { screen } from '@/lib/boundary/screen'
import { oneOf, type SearchParams } from '@/lib/boundary/search'
import { paths } from '@/lib/paths'
import { ROLE_LABEL, ROLES } from '@/lib/people/model'
import { listPeople, listWaitingRoles } from '@/lib/people/queries'
import { WaitingRoles } from './_components/waiting-roles'

export const metadata: Metadata = { title: 'People' }

const PAGE = 100

export default async function PeoplePage({ searchParams }: { searchParams: SearchParams }) {
  const actor = await requireActor()
  const query = await searchParams
  const q = oneOf(query['q']) ?? undefined
  const team = oneOf(query['team']) ?? undefined
  const role = ROLES.find((one) => one === oneOf(query['role']))
  const after = oneOf(query['after'])
  const [found, waiting] = await screen(() => Promise.all([
    listPeople(actor, { q, team, role, limit: PAGE + 1, ...(after === null ? {} : { after: { email: after } }) }), listWaitingRoles(actor),
  ]))
  const people = found.slice(0, PAGE)
  const filtered = q !== undefined || team !== undefined || role !== undefined
  return (
    <>
      <PageHead title="People" actions={may(actor, 'people.manage') ? <ButtonLink kind="primary" href={paths.newPerson()}>Register a person</ButtonLink> : null}>
        Owners, sponsors, reviewers, and those for whom agents act.
      </PageHead>
      {waiting.length === 0 ? null : <Section title="Waiting for a second holder’s consent" note={`${waiting.length}`}><WaitingRoles waiting={waiting} /></Section>}
      <form className="acts mt-6" role="search">
        <input className="input max-w-80" type="search" name="q" defaultValue={q} placeholder="Name or e-mail" aria-label="Name or e-mail" />
        {role === undefined ? null : <input type="hidden" name="role" value={role} />}
        <Button type="submit">Find</Button>
        {filtered ? <TextLink href={paths.people()}>Show everybody</TextLink> : null}
      </form>
      {people.length === 0 ? <Empty title={filtered ? 'Nobody fits this filter.' : 'Nobody is registered yet.'} /> : (
        <div className="scroll">
          <table className="t two flow">
            <thead><tr><th>Person</th><th>Roles</th><th>Teams</th><th>Manager</th><th>State</th></tr></thead>
            <tbody>
              {people.map((person) => (
                <tr key={person.id}>
                  <td><TextLink href={paths.person(person.id)}>{person.name}</TextLink><span className="d2">{person.email}</span></td>
                  <td>{ROLES.filter((one) => person.roles.includes(one)).map((one) => ROLE_LABEL[one]).join(', ') || <span className="mute">none</span>}{person.pendingRoles.length === 0 ? null : <span className="d2">waits: {person.pendingRoles.map((one) => ROLE_LABEL[one]).join(', ')}</span>}</td>
                  <td>{person.teams.map((name) => <TextLink key={name} className="mr-2" href={paths.people({ team: name })}>{name}</TextLink>)}</td>
                  <td className="soft">{person.managerEmail ?? '–'}</td>
                  <td><LifecycleMark state={person.active ? 'active' : 'left'} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Pagination shown={people.length} order="by e-mail" newerHref={after === null ? null : paths.people({ q, team, role })} olderHref={found.length > PAGE ? paths.people({ q, team, role, after: people.at(-1)?.email }) : null} />
    </>
  )
}
