import { oneLine } from '@/lib/one-line'
import { paths } from '@/lib/paths'

/** Administrators are told when sources lose the token by which they deliver: from then on nothing that they saw proves anything. */
export function tellOfLostTokens(token: { id: string; name: string; scopes: readonly string[] }, adminIds: readonly string[]) {
  const sources = token.scopes.filter((scope) => scope.startsWith('ingest:')).map((scope) => oneLine(scope.slice('ingest:'.length), 100))
  if (sources.length === 0) return []
  const which = sources.includes('*') ? 'Every source that uses it' : `${sources.length === 1 ? 'The source' : 'The sources'} ${sources.join(', ')}`
  const subject = `${which} can deliver nothing any more`
  return adminIds.map((id) => ({
    key: `token.ended:${token.id}:${id}`, kind: 'token.ended', recipientId: id, subject,
    text: `${subject}.\n\nThe token “${oneLine(token.name, 200)}” ended with the person who owned or made it. What is sent with it is refused, and silence proves nothing until it has another: make one, and give it to what delivers.`, path: paths.tokens(),
  }))
}
