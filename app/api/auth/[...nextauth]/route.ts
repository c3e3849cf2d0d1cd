import NextAuth from 'next-auth'
import { nextAuthOptions } from '@/lib/auth/next-auth'

type Context = { params: Promise<{ nextauth: string[] }> }

async function handler(request: Request, context: Context): Promise<Response> {
  return NextAuth(nextAuthOptions())(request, context) as Promise<Response>
}

export { handler as GET, handler as POST }
