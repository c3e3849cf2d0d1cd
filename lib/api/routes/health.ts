import { route } from '@/lib/boundary/route'
import { readiness } from '@/lib/views/readiness'

export const healthRoutes = [
  route({
    method: 'GET', path: '/api/health/live', tag: 'Health', summary: 'The process is up', access: { public: true },
    handle: async () => ({ status: 'up' }),
  }),
  {
    ...route({ method: 'GET', path: '/api/health/ready', tag: 'Health', summary: 'Database reachable, migrations applied, not draining', access: { public: true }, handle: async () => undefined }),
    raw: {
      description: 'none',
      handle: async () => {
        const state = await readiness()
        return { status: state.ready ? 200 : 503, body: state }
      },
    },
  },
  route({
    method: 'GET', path: '/api/health', tag: 'Health', summary: 'Same as live', access: { public: true },
    handle: async () => ({ status: 'up' }),
  }),
] as const
