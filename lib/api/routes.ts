import type { Route } from '@/lib/boundary/route'
import { deadLetterRoutes } from './routes/dead-letters'
import { eventRoutes } from './routes/events'
import { grantRoutes } from './routes/grants'
import { healthRoutes } from './routes/health'
import { peopleRoutes } from './routes/people'
import { sourceRoutes } from './routes/sources'
import { teamRoutes } from './routes/teams'
import { tokenRoutes } from './routes/tokens'
import { trailRoutes } from './routes/trail'
import { usageRoutes } from './routes/usage'

/** Every endpoint of the machine door. A room adds its own file and one line here. */
export const routes: readonly Route[] = [
  ...healthRoutes,
  ...deadLetterRoutes,
  ...eventRoutes,
  ...grantRoutes,
  ...peopleRoutes,
  ...sourceRoutes,
  ...teamRoutes,
  ...tokenRoutes,
  ...trailRoutes,
  ...usageRoutes,
]
