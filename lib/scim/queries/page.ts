import { MAX_RESULTS, wholeNumber } from '@/lib/scim/discovery'
import { parseFilter, type ScimFilter } from '@/lib/scim/filter'
import { refusal } from '@/lib/scim/model'

/** What a list was asked for: from 1 on, at most 200 (RFC 7644, 3.4.2.4); null = all, or as many as there may be. */
export type Asked = { filter: ScimFilter | null; startIndex: number; count: number }

const LONGEST = 4000

export function readAsked(query: URLSearchParams): Asked {
  for (const name of new Set(query.keys())) if (query.getAll(name).length > 1) throw refusal('invalidValue', 'A parameter is given twice.')
  const text = query.get('filter')
  if (text !== null && text.length > LONGEST) throw refusal('invalidFilter', 'The filter is longer than any directory needs.')
  const count = wholeNumber(query.get('count'), 'count') ?? 100
  return {
    filter: text === null ? null : parseFilter(text),
    startIndex: Math.max(1, wholeNumber(query.get('startIndex'), 'startIndex') ?? 1), count: Math.min(Math.max(0, count), MAX_RESULTS),
  }
}

/** The page of a list that is known whole. */
export function slice<T>(all: readonly T[], asked: Asked): T[] {
  return all.slice(asked.startIndex - 1, asked.startIndex - 1 + asked.count)
}
