import { sentence } from './tool-params'

/** What can be done with a thing, by one letter: name, class, parameters and description as in a line of `tools`. */
type Verb = (noun: Noun) => readonly [name: string, letter: string, params: string, description: string]

type Noun = { one: string; many: string; words: string; plural: string; a: string; inside: string; id: string; filters: string; fields: string }

const optional = (fields: string): string => fields.replaceAll('!', '')

const VERBS: Record<string, Verb> = {
  l: (n) => [`list_${n.many}`, 'r', `${n.inside} ${n.filters} limit# cursor`, `List ${n.plural}, newest first, a page at a time.`],
  g: (n) => [`get_${n.one}`, 'r', `${n.inside} ${n.id}`, `Get ${n.a} with everything known about it.`],
  s: (n) => [`search_${n.many}`, 'r', `${n.inside} query! ${n.filters} limit#`, `Search ${n.plural} by words.`],
  h: (n) => [`get_${n.one}_history`, 'r', `${n.inside} ${n.id} since`, `Who changed ${n.a}, what, and when.`],
  t: (n) => [`count_${n.many}`, 'r', `${n.inside} ${n.filters} from to`, `Count ${n.plural} by day.`],
  c: (n) => [`create_${n.one}`, 'w', `${n.inside} ${n.fields}`, `Create ${n.a}.`],
  u: (n) => [`update_${n.one}`, 'i', `${n.inside} ${n.id} ${optional(n.fields)}`, `Change ${n.a}; what is left out stays as it is.`],
  n: (n) => [`assign_${n.one}`, 'i', `${n.inside} ${n.id} assignee!`, `Say who is to take care of ${n.a}.`],
  m: (n) => [`comment_${n.one}`, 'w', `${n.inside} ${n.id} text!`, `Comment on ${n.a}.`],
  k: (n) => [`close_${n.one}`, 'w', `${n.inside} ${n.id} reason`, `Close ${n.a}; it can be opened again.`],
  x: (n) => [`archive_${n.one}`, 'w', `${n.inside} ${n.id}`, `Archive ${n.a}; it can be brought back for 30 days.`],
  e: (n) => [`export_${n.many}`, 'w', `${n.inside} ${n.filters} format=csv|json`, `Write ${n.plural} to a file and answer its address.`],
  r: (n) => [`run_${n.one}`, 'u', `${n.inside} ${n.id}`, `Run ${n.a} now.`],
  p: (n) => [`approve_${n.one}`, 'A', `${n.inside} ${n.id} comment`, `Approve ${n.a}.`],
  o: (n) => [`publish_${n.one}`, 'O', `${n.inside} ${n.id}`, `Publish ${n.a} where everybody can see it.`],
  d: (n) => [`delete_${n.one}`, 'a', `${n.inside} ${n.id}`, `Delete ${n.a} for ever.`],
  b: (n) => [`bulk_update_${n.many}`, 'a', `${n.inside} query! ${optional(n.fields)}`, `Change all ${n.plural} that a query finds.`],
}

/**
 * Reads one line about a thing, `+ noun plural | inside | id | filters | fields | verbs`, and answers the lines of its tools. The
 * plural is the noun with an s unless given.
 */
export function toolsOfNoun(line: string): readonly (readonly [string, string, string, string])[] {
  const parts = line.slice(1).split(' | ').map((part) => part.trim())
  const [nouns = '', inside = '', id = '', filters = '', fields = '', verbs = ''] = parts
  const [one = '', given] = nouns.split(' ')
  const many = given ?? `${one}s`
  const words = one.replaceAll('_', ' ')
  const noun = { one, many, words, plural: many.replaceAll('_', ' '), a: `${/^(?:[aeio]|un)/.test(words) ? 'an' : 'a'} ${words}`, inside, id, filters, fields }
  return [...verbs].map((letter) => {
    const verb = VERBS[letter]
    if (verb === undefined || parts.length !== 6) throw new Error(`The line about ${sentence(one)} cannot be read.`)
    return verb(noun)
  })
}
