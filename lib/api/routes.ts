import type { Route } from '@/lib/boundary/route'
import { grantRoutes } from './routes/grants'
import { healthRoutes } from './routes/health'
import { peopleRoutes } from './routes/people'
import { teamRoutes } from './routes/teams'
import { tokenRoutes } from './routes/tokens'
import { trailRoutes } from './routes/trail'

/** Every endpoint of the machine door. A room adds its own file and one line here. */
export const routes: readonly Route[] = [
  ...healthRoutes,
  ...grantRoutes,
  ...peopleRoutes,
  ...teamRoutes,
  ...tokenRoutes,
  ...trailRoutes,
]
