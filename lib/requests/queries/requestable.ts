import { type Actor, require } from '@/lib/auth/actor'
import { rows } from '@/lib/db/pool'
import { suggestClass } from '@/lib/registry/access-class'
import type { Access, Sensitivity } from '@/lib/registry/model'
import { nearWords, wordsOf } from '@/lib/requests/advice/search-words'
import { hintsOf } from './advice-facts'

/** A tool that somebody may ask for, found by what it does. Title, description and hints are claims by its server. */
export type Requestable = {
  server: { slug: string; name: string; sensitivity: Sensitivity; lifecycle: string; environment: string }
  name: string
  title: string | null
  /** At most 200 characters. */
  description: string | null
  access: Access
  unclassified: boolean
  hints: { readOnly: boolean | null; destructive: boolean | null; openWorld: boolean | null }
}

const MOST = 50
const SHOWN = 200

/**
 * Tools of every server that takes requests (active or in its pilot), the best match first. Each word of `q` is the beginning of a word,
 * or another form of one, in the tool's name, title or description, or in its server's name or purpose. Where nothing fits, words that
 * nobody uses are read as one slip of the finger; where little does, tools that fit some of the words come after. Names and descriptions are open to whoever may ask for anything.
 */
export async function searchRequestable(actor: Actor, q: string, limit: number): Promise<Requestable[]> {
  require(actor, 'grant.request')
  const words = wordsOf(q)
  if (words.join('').length < 2) return []
  const most = Math.max(1, Math.min(limit, MOST))
  const asked = words.map((word) => [word])
  const found = await matching(asked, most, 'all')
  const mended = found.length > 0 ? null : await mend(asked)
  const fitting = mended === null ? found : await matching(mended, most, 'all')
  if (fitting.length >= FEW || words.length === 1) return fitting
  const known = new Set(fitting.map(({ server, name }) => `${server.slug} ${name}`))
  const others = await matching(mended ?? asked, most, 'some')
  return [...fitting, ...others.filter(({ server, name }) => !known.has(`${server.slug} ${name}`))].slice(0, most)
}

/** With fewer that fit every word, those that fit some of them come after. */
const FEW = 5

/** One word of a search with the words that may be meant by it, as a query of full text: the beginning as typed, or its stem. Words are letters and digits only. */
function queryOf(meant: readonly string[], bind: (value: unknown) => string): string {
  const parts = meant.flatMap((word) => [`to_tsquery('pg_catalog.simple', ${bind(`${word}:*`)})`, `to_tsquery('pg_catalog.english', ${bind(word)})`])
  return `(${parts.join(' || ')})`
}

const OPEN = "lifecycle IN ('active', 'pilot')"

type Found = {
  slug: string; serverName: string; sensitivity: Sensitivity; lifecycle: string; environment: string; name: string; title: string | null; description: string | null
  annotations: unknown; access: Access; byPerson: boolean
}

/** Tools that fit every word, by themselves or together with their server; or those that fit some word by themselves. */
async function matching(words: readonly (readonly string[])[], most: number, which: 'all' | 'some'): Promise<Requestable[]> {
  const values: unknown[] = []
  const bind = (value: unknown): string => `$${values.push(value)}::text`
  const queries = words.map((meant) => queryOf(meant, bind))
  const bindIds = (ids: readonly string[]): string => `$${values.push(ids)}::text[]`
  // A server that says some of the words has to be joined by tools that say the others.
  const byServer = (which === 'some' ? [] : await fittingServers(words)).map(({ ids, rest }) => {
    const others = rest.map((index) => queries[index]).join(' && ')
    return `(tool.server_id = ANY(${bindIds(ids)})${others === '' ? '' : ` AND tool_search.words @@ (${others})`})`
  })
  const fits = [`tool_search.words @@ (${queries.join(which === 'all' ? ' && ' : ' || ')})`, ...byServer]
  const found = await rows<Found>(
    `WITH hit AS (
       SELECT tool.id, ts_rank('{0.1, 0.2, 0.5, 1.0}', tool_search.words, ${queries.join(' || ')}) AS rank FROM tool JOIN tool_search ON tool_search.tool_id = tool.id
       WHERE tool.removed_at IS NULL AND tool.server_id IN (SELECT id FROM server WHERE ${OPEN}) AND (${fits.join(' OR ')})
       ORDER BY rank DESC, tool.name, tool.id LIMIT ${most})
     SELECT server.slug, server.name AS "serverName", server.sensitivity, server.lifecycle, server.environment, tool.name, tool.title, left(tool.description, ${SHOWN + 1}) AS description, tool.annotations,
       coalesce(class.access, tool.suggested) AS access, coalesce(class.decided_by = 'person', false) AS "byPerson"
     FROM hit JOIN tool USING (id) JOIN server ON server.id = tool.server_id LEFT JOIN LATERAL (SELECT access, decided_by FROM tool_class WHERE tool_id = tool.id ORDER BY at DESC LIMIT 1) AS class ON true
     ORDER BY hit.rank DESC, tool.name, server.slug`, values,
  )
  return found.map(requestable)
}

function requestable({ slug, serverName, sensitivity, lifecycle, environment, annotations, byPerson, description, ...tool }: Found): Requestable {
  const said = typeof annotations === 'object' && annotations !== null && !Array.isArray(annotations) ? (annotations as Record<string, unknown>) : {}
  return {
    server: { slug, name: serverName, sensitivity, lifecycle, environment }, name: tool.name, title: tool.title, description: description !== null && description.length > SHOWN ? `${description.slice(0, SHOWN - 1)}…` : description,
    access: tool.access, unclassified: !byPerson && suggestClass(said).because === 'unclassified', hints: hintsOf(said),
  }
}

/** Servers of whose name or purpose some of the words are, by the words that are left for their tools. */
async function fittingServers(words: readonly (readonly string[])[]): Promise<{ ids: string[]; rest: number[] }[]> {
  const values: unknown[] = []
  const bind = (value: unknown): string => `$${values.push(value)}::text`
  const found = await rows<{ id: string; fits: boolean[] }>(
    `SELECT id, ARRAY[${words.map((meant) => `words @@ ${queryOf(meant, bind)}`).join(', ')}] AS fits
     FROM (SELECT id, tool_words(slug, name, purpose) AS words FROM server WHERE ${OPEN}) AS open`, values,
  )
  const some = found.filter(({ fits }) => fits.includes(true))
  const groups = Map.groupBy(some, ({ fits }) => fits.flatMap((fit, index) => (fit ? [] : [index])).join(' '))
  return [...groups].map(([rest, servers]) => ({ ids: servers.map(({ id }) => id), rest: rest === '' ? [] : rest.split(' ').map(Number) }))
}

/** The search with the words that nobody uses replaced by what may be meant; null where there is nothing to mend. */
async function mend(words: readonly (readonly string[])[]): Promise<string[][] | null> {
  const named = await rows<{ name: string }>(
    `SELECT tool.name || ' ' || coalesce(tool.title, '') AS name FROM tool JOIN server ON server.id = tool.server_id WHERE server.${OPEN} AND tool.removed_at IS NULL
     UNION ALL SELECT slug || ' ' || name FROM server WHERE ${OPEN}`)
  const known = new Set(named.flatMap(({ name }) => wordsOf(name)))
  let mended = false
  const found = words.map(([word = '']) => {
    if ([...known].some((one) => one.startsWith(word))) return [word]
    const near = nearWords(word, known)
    mended ||= near.length > 0
    return near.length === 0 ? [word] : near
  })
  return mended ? found : null
}
