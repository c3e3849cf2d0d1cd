import { auth } from '@/lib/auth/session'
import { problemResponse } from '@/lib/boundary/action'
import { AppError } from '@/lib/errors'
import { itemRows } from '@/lib/reviews/queries/items'

const MOST = 200

/** Rows of the list by their ids, as it is scrolled; those that the reader may not see are left out. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const actor = await auth()
    if (actor === null) throw new AppError('unauthenticated', 'Sign in first.')
    const ids = (new URL(request.url).searchParams.get('ids') ?? '').split(',').filter((one) => one !== '')
    if (ids.length > MOST || ids.some((one) => one.length > 100)) throw new AppError('invalid_input', `At most ${MOST} rows at a time.`)
    const rows = ids.length === 0 ? [] : await itemRows(actor, (await params).id, ids, new Date())
    return Response.json({ rows }, { headers: { 'cache-control': 'no-store' } })
  } catch (error) {
    return problemResponse(error)
  }
}
