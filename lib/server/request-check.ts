import type { IncomingMessage } from 'node:http'
import { isMachinePath } from '@/lib/paths'

/** Why a request is refused before either door sees it. */
export type Refusal = { status: number; code: string; detail: string; allow?: string }

const LONGEST_URL = 8_192
const MACHINE_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const PAGE_METHODS = ['GET', 'HEAD', 'POST']

export type CheckedRequest = { door: 'machine' | 'page'; pathname: string }

/**
 * Which door a request takes, or why it is refused. Node has parsed the line and the headers; what is checked here is what
 * would make one of the doors stumble. Puts an absolute-form target (RFC 9112, 3.2.2) into origin form.
 */
export function checkRequest(request: IncomingMessage): CheckedRequest | Refusal {
  let url = request.url ?? ''
  if (url.length > LONGEST_URL) return { status: 414, code: 'uri_too_long', detail: `The address is over ${LONGEST_URL} characters.` }
  const absolute = /^https?:\/\/[^/?#]*/i.exec(url)
  if (absolute !== null) url = url.slice(absolute[0].length)
  if (url === '' || url.startsWith('?')) url = `/${url}`
  if (!url.startsWith('/')) return { status: 400, code: 'bad_request', detail: 'The address is not a path.' }
  request.url = url
  const pathname = url.split(/[?#]/, 1)[0] ?? '/'
  if (!isDecodable(pathname)) return { status: 400, code: 'bad_request', detail: 'The address is not percent-encoded UTF-8.' }
  if (!/^[^\s/\\?#@]{0,255}$/.test(request.headers.host ?? '')) return { status: 400, code: 'bad_request', detail: 'The Host header is not a host.' }
  const door = isMachinePath(pathname) ? 'machine' : 'page'
  const methods = door === 'machine' ? MACHINE_METHODS : PAGE_METHODS
  if (!methods.includes(request.method ?? '')) return { status: 405, code: 'method_not_allowed', detail: `Use ${methods.join(', ')}.`, allow: methods.join(', ') }
  if (door === 'page') {
    const header = pageHeaderProblem(request)
    if (header !== null) return { status: 400, code: 'bad_request', detail: `The header ${header} is malformed.` }
  }
  return { door, pathname }
}

function isDecodable(pathname: string): boolean {
  try {
    return !decodeURIComponent(pathname).includes('\0')
  } catch {
    return false
  }
}

/** Headers of Next's own client that make its server fail instead of refuse when they are nonsense. */
function pageHeaderProblem({ headers }: IncomingMessage): string | null {
  const tree = headers['next-router-state-tree']
  if (tree !== undefined && !isTree(tree)) return 'next-router-state-tree'
  const action = headers['next-action']
  if (action !== undefined && !(typeof action === 'string' && /^[0-9a-f]{40,64}$/.test(action))) return 'next-action'
  return null
}

function isTree(value: string | string[]): boolean {
  try {
    return typeof value === 'string' && Array.isArray(JSON.parse(decodeURIComponent(value)))
  } catch {
    return false
  }
}
