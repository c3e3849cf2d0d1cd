import { auth } from '@/lib/auth/session'
import { problemResponse } from '@/lib/boundary/action'
import { AppError, notFound } from '@/lib/errors'
import { itemScreen } from '@/lib/views/review-item'

/** One item whole, for the drawer; the list behind it stays as it is. */
export async function GET(request: Request, { params }: { params: Promise<{ id: string }> }): Promise<Response> {
  try {
    const actor = await auth()
    if (actor === null) throw new AppError('unauthenticated', 'Sign in first.')
    const found = await itemScreen(actor, new URL(request.url).searchParams.get('item') ?? '', new Date())
    if (found.item.campaignId !== (await params).id) throw notFound('item')
    return Response.json(found, { headers: { 'cache-control': 'no-store' } })
  } catch (error) {
    return problemResponse(error)
  }
}
