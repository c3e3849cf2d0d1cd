import { auth } from '@/lib/auth/session'
import { require } from '@/lib/auth/actor'
import { problemResponse } from '@/lib/boundary/action'
import { AppError } from '@/lib/errors'
import { accessCsv } from '@/lib/views/access-export'
import { filterAccess, readAccessQuery } from '@/lib/views/access-filter'
import { accessAnswer } from '@/lib/views/effective-access'

/** The lines of the screen with the same question and filter, all of them. */
export async function GET(request: Request): Promise<Response> {
  try {
    const actor = await auth()
    if (actor === null) throw new AppError('unauthenticated', 'Sign in first.')
    require(actor, 'registry.read')
    const query = Object.fromEntries(new URL(request.url).searchParams)
    const asked = readAccessQuery(query, new Date())
    const answer = await accessAnswer(actor, asked)
    const body = accessCsv(filterAccess(answer.lines, query).found)
    return new Response(body, { headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="access-${answer.at.slice(0, 10)}.csv"`, 'cache-control': 'no-store' } })
  } catch (error) {
    return problemResponse(error)
  }
}
