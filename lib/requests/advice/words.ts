import type { Ability } from './facts'

/** What a side is called in a sentence: the target as it was asked for, or the grant's. What the reader may not see is not named. */
export function abilityWords(ability: Ability): string {
  if (ability.hidden) return `a grant to ${ability.reach.access} there`
  const what = ability.reach.target === '*' ? 'everything' : ability.reach.target
  return ability.by.kind === 'target' ? `${what} as asked` : `${what}, which it holds`
}

/** The first few by name, the others by number. */
export function toolWords(tools: readonly { name: string }[], most = 3): string {
  const names = tools.map(({ name }) => name)
  if (names.length <= most) return listWords(names)
  return listWords([...names.slice(0, most - 1), `${names.length - most + 1} more`])
}

export function listWords(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1) ?? ''}`
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number.toLocaleString('en-US')} ${number === 1 ? one : many}`
}

