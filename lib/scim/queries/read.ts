import { db } from '@/lib/db/client'
import type { Doc } from '@/lib/scim/model'
import { agentAnswer, findAgent, listAgents } from './agents'
import { findGroup, groupAnswer, listGroups } from './groups'
import type { Asked } from './page'
import { findUser, listUsers, userAnswer } from './users'

export type Page = { resources: Doc[]; total: number; startIndex: number }

/** What a directory reads, outside of any change. Null = there is none of this id, or it was deleted. */
export async function userById(id: string, base: string): Promise<Doc | null> {
  const found = await findUser(db(), id)
  return found === null ? null : userAnswer(found, base)
}

export async function groupById(id: string, base: string): Promise<Doc | null> {
  const found = await findGroup(db(), id)
  return found === null ? null : groupAnswer(found, base)
}

export async function agentById(id: string, base: string): Promise<Doc | null> {
  const found = await findAgent(db(), id)
  return found === null ? null : agentAnswer(found, base)
}

export async function readUsers(asked: Asked, base: string): Promise<Page> {
  return listUsers(db(), asked, base)
}

export async function readGroups(asked: Asked, base: string): Promise<Page> {
  return listGroups(db(), asked, base)
}

export async function readAgents(asked: Asked, base: string): Promise<Page> {
  return listAgents(db(), asked, base)
}
