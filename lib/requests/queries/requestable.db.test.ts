import { beforeEach, describe, expect, it } from 'vitest'
import { db } from '@/lib/db/client'
import { anActor } from '@/lib/testing/actors'
import { at } from '@/lib/testing/clock'
import { useDatabase } from '@/lib/testing/database'
import { aServer, declareGrantWorld } from '@/lib/testing/grant-builders'
import { searchRequestable } from './requestable'

const { truncate } = useDatabase()
const member = anActor(['member'], { personId: 'per_dana' })

async function aTool(slug: string, name: string, more: { title?: string; description?: string; annotations?: object; removedAt?: Date } = {}): Promise<void> {
  await db().tool.create({ data: { id: `tol_${slug}_${name}`, serverId: `srv_${slug}`, name, suggested: 'write', firstSeenAt: at('-1d'), lastSeenAt: at('-1d'), ...more } })
}

beforeEach(async () => {
  await truncate()
  await declareGrantWorld()
  await aServer('retired-one', { lifecycle: 'retired' })
  await aTool('github', 'create_issue', { title: 'Create an issue', description: 'Opens a new issue in a repository.', annotations: { readOnlyHint: false, openWorldHint: true } })
  await aTool('github', 'listIssues', { description: `Lists what is open. ${'long '.repeat(80)}`, annotations: { readOnlyHint: true } })
  await aTool('github', 'merge', { description: 'Puts a branch into another one; closes issues that it names.' })
  await aTool('github', 'gone', { description: 'An issue of the past', removedAt: at('-1h') })
  await aTool('vault', 'read_secret', { description: 'Reads a secret by its path.' })
  await aTool('retired-one', 'create_issue')
})

const found = async (q: string, limit = 20): Promise<string[]> => (await searchRequestable(member, q, limit)).map((one) => `${one.server.slug}/${one.name}`)

describe('what may be asked for', () => {
  it('is found by what it does, the name before the description, in any form of the word', async () => {
    expect(await found('issues')).toEqual(['github/listIssues', 'github/create_issue', 'github/merge'])
    expect((await found('issue')).toSorted()).toEqual(['github/create_issue', 'github/listIssues', 'github/merge'])
  })

  it('is found by what a server says of it now', async () => {
    await db().tool.update({ where: { id: 'tol_vault_read_secret' }, data: { description: 'Hands out passwords.' } })
    expect(await found('password')).toEqual(['vault/read_secret'])
    expect(await found('path')).toEqual([])
  })

  it('is found by the beginning of a word; what fits every word comes before what fits some', async () => {
    expect((await found('cre iss'))[0]).toBe('github/create_issue')
    expect((await found('cre iss')).toSorted()).toEqual(await found('issue').then((all) => all.toSorted()))
    expect((await found('merge secret')).toSorted()).toEqual(['github/merge', 'vault/read_secret'])
    expect(await found('merge xylophone')).toEqual(['github/merge'])
  })

  it('is found by its server together with its own words', async () => {
    expect(await found('vault')).toEqual(['vault/read_secret'])
    expect(await found('github secret')).toEqual(['vault/read_secret'])
    expect(await found('git merge')).toEqual(['github/merge'])
  })

  it('is found in spite of one slip of the finger, where nothing else fits', async () => {
    expect(await found('isseu')).toContain('github/create_issue')
    expect(await found('sercet')).toEqual(['vault/read_secret'])
    expect(await found('githb merge')).toEqual(['github/merge'])
  })

  it('leaves out what a server no longer offers and servers that take no requests', async () => {
    expect(await found('past')).toEqual([])
    expect((await found('create')).includes('retired-one/create_issue')).toBe(false)
  })

  it('says class and claims, and cuts long descriptions', async () => {
    const [made] = await searchRequestable(member, 'create issue', 2)
    const [listed] = await searchRequestable(member, 'list issues', 2)
    expect(made).toMatchObject({ server: { slug: 'github', sensitivity: 'internal', lifecycle: 'active' }, access: 'write', unclassified: true, hints: { readOnly: false, destructive: null, openWorld: true } })
    expect(listed?.description).toHaveLength(200)
  })

  it('takes any text as words, never as a query of its own', async () => {
    for (const q of ["'; DROP TABLE tool --", '!!! & | <->', ':* \\', '%_%', 'a', '', 'the', `${'x'.repeat(5000)}`]) expect(await found(q)).toEqual([])
    expect(await found('issue:* | secret')).toEqual(await found('issue secret'))
  })

  it('is open to whoever may ask for anything, and to nobody else', async () => {
    await expect(searchRequestable(anActor(['auditor']), 'issue', 5)).rejects.toMatchObject({ code: 'forbidden' })
    expect(await found('issue', 1)).toHaveLength(1)
  })
})
