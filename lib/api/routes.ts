import type { Route } from '@/lib/boundary/route'
import { accessRoutes } from './routes/access'
import { agentRoutes } from './routes/agents'
import { approvalPolicyRoutes } from './routes/approval-policy'
import { catalogueRoutes } from './routes/catalogue'
import { clientRoutes } from './routes/clients'
import { deadLetterRoutes } from './routes/dead-letters'
import { delegationRoutes } from './routes/delegations'
import { demoRoutes } from './routes/demo'
import { discoveryRoutes } from './routes/discovery'
import { driftRoutes } from './routes/drift'
import { enforcementRoutes } from './routes/enforcement'
import { eventRoutes } from './routes/events'
import { grantDocumentRoutes } from './routes/grant-document'
import { grantRoutes } from './routes/grants'
import { healthRoutes } from './routes/health'
import { lifecycleRoutes } from './routes/lifecycle'
import { offboardingRoutes } from './routes/offboarding'
import { offboardingStepRoutes } from './routes/offboarding-steps'
import { offboardingEvidenceRoutes } from './routes/offboarding-evidence'
import { otlpRoutes } from './routes/otlp'
import { ownershipRoutes } from './routes/ownership'
import { peopleRoutes } from './routes/people'
import { requestAdviceRoutes } from './routes/request-advice'
import { requestRoutes } from './routes/requests'
import { reviewAnswerRoutes } from './routes/review-answers'
import { reviewDraftRoutes } from './routes/review-drafts'
import { reviewItemRoutes } from './routes/review-items'
import { reviewEvidenceRoutes } from './routes/review-evidence'
import { reviewLaunchRoutes } from './routes/review-launch'
import { reviewRemediationRoutes } from './routes/review-remediation'
import { reviewTemplateRoutes } from './routes/review-templates'
import { reviewRoutes } from './routes/reviews'
import { secretRoutes } from './routes/secrets'
import { scimRoutes } from './routes/scim'
import { scimResourceRoutes } from './routes/scim-resources'
import { serverRoutes } from './routes/servers'
import { signalRoutes } from './routes/signals'
import { sourceRoutes } from './routes/sources'
import { teamRoutes } from './routes/teams'
import { tokenRoutes } from './routes/tokens'
import { toolRoutes } from './routes/tools'
import { trailRoutes } from './routes/trail'
import { usageRoutes } from './routes/usage'

/** Every endpoint of the machine door. A room adds its own file and one line here. */
export const routes: readonly Route[] = [
  ...healthRoutes,
  ...accessRoutes,
  ...agentRoutes,
  ...approvalPolicyRoutes,
  ...catalogueRoutes,
  ...clientRoutes,
  ...deadLetterRoutes,
  ...delegationRoutes,
  ...demoRoutes,
  ...discoveryRoutes,
  ...driftRoutes,
  ...eventRoutes,
  // Before the grants: an id is any text, and these addresses are none.
  ...enforcementRoutes,
  ...grantDocumentRoutes,
  ...grantRoutes,
  ...lifecycleRoutes,
  ...offboardingRoutes,
  ...offboardingStepRoutes,
  ...offboardingEvidenceRoutes,
  ...otlpRoutes,
  ...ownershipRoutes,
  ...peopleRoutes,
  ...requestAdviceRoutes,
  ...requestRoutes,
  ...reviewDraftRoutes,
  ...reviewItemRoutes,
  ...reviewLaunchRoutes,
  ...reviewRemediationRoutes,
  ...reviewTemplateRoutes,
  ...reviewAnswerRoutes,
  ...reviewRoutes,
  ...reviewEvidenceRoutes,
  ...secretRoutes,
  ...scimRoutes,
  ...scimResourceRoutes,
  ...serverRoutes,
  ...signalRoutes,
  ...sourceRoutes,
  ...teamRoutes,
  ...tokenRoutes,
  ...toolRoutes,
  ...trailRoutes,
  ...usageRoutes,
]
