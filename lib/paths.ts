/** Every URL of the console, and which door a request takes. */

/** Requests under these prefixes go to the machine door (Hono); all else, `/api/auth` included, to Next. */
export const MACHINE_PREFIXES = [
  '/api/v1', '/api/health', '/api/openapi.json', '/api/docs', '/v1', '/access', '/oauth', '/scim', '/.well-known',
] as const

/** True when the machine door answers this path. A prefix matches whole segments only. */
export function isMachinePath(pathname: string): boolean {
  return MACHINE_PREFIXES.some((prefix) => pathname === prefix || pathname.startsWith(`${prefix}/`))
}

type Query = Record<string, string | number | readonly string[] | null | undefined>

/** `path` with the query's present members; a list becomes one comma-separated parameter, as the screens read it. */
export function withQuery(path: string, query: Query = {}): string {
  const params = new URLSearchParams()
  for (const [key, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue
    const text = typeof value === 'object' ? value.join(',') : String(value)
    if (text !== '') params.set(key, text)
  }
  const text = params.toString()
  return text === '' ? path : `${path}?${text}`
}

const segment = encodeURIComponent

export const paths = {
  overview: () => '/',
  signIn: (query: Query = {}) => withQuery('/sign-in', query),
  oneTime: (token: string, query: Query = {}) => withQuery('/sign-in/once', { token, ...query }),
  setUp: (token: string) => withQuery('/set-up', { token }),
  servers: (query: Query = {}) => withQuery('/servers', query),
  newServer: () => '/servers/new',
  server: (slug: string, query: Query = {}) => withQuery(`/servers/${segment(slug)}`, query),
  editServer: (slug: string) => `/servers/${segment(slug)}/edit`,
  importServer: () => '/servers/import',
  tools: (query: Query = {}) => withQuery('/tools', query),
  agents: (query: Query = {}) => withQuery('/agents', query),
  newAgent: () => '/agents/new',
  agent: (id: string, query: Query = {}) => withQuery(`/agents/${segment(id)}`, query),
  editAgent: (id: string) => `/agents/${segment(id)}/edit`,
  clients: (query: Query = {}) => withQuery('/clients', query),
  newClient: () => '/clients/new',
  client: (id: string, query: Query = {}) => withQuery(`/clients/${segment(id)}`, query),
  editClient: (id: string) => `/clients/${segment(id)}/edit`,
  people: (query: Query = {}) => withQuery('/people', query),
  newPerson: () => '/people/new',
  person: (id: string, query: Query = {}) => withQuery(`/people/${segment(id)}`, query),
  teams: (query: Query = {}) => withQuery('/teams', query),
  team: (id: string) => `/teams/${segment(id)}`,
  grants: (query: Query = {}) => withQuery('/grants', query),
  importGrants: () => '/grants/import',
  grant: (id: string, query: Query = {}) => withQuery(`/grants/${segment(id)}`, query),
  grantDocument: (query: Query = {}) => withQuery('/grants/document', query),
  enforcement: (query: Query = {}) => withQuery('/grants/enforcement', query),
  access: (query: Query = {}) => withQuery('/effective-access', query),
  accessCsv: (query: Query = {}) => withQuery('/effective-access/access.csv', query),
  requests: (query: Query = {}) => withQuery('/requests', query),
  newRequest: (query: Query = {}) => withQuery('/requests/new', query),
  request: (id: string, query: Query = {}) => withQuery(`/requests/${segment(id)}`, query),
  editRequest: (id: string) => `/requests/${segment(id)}/edit`,
  definitionsToApprove: (query: Query = {}) => withQuery('/requests/definitions', query),
  reviews: (query: Query = {}) => withQuery('/reviews', query),
  newReview: (query: Query = {}) => withQuery('/reviews/new', query),
  reviewTemplates: (query: Query = {}) => withQuery('/reviews/templates', query),
  newReviewTemplate: (query: Query = {}) => withQuery('/reviews/templates/new', query),
  reviewTemplate: (id: string) => `/reviews/templates/${segment(id)}`,
  /** The dashboard of a campaign; a draft shows what it would hold. */
  review: (id: string, query: Query = {}) => withQuery(`/reviews/${segment(id)}`, query),
  /** Where reviewers answer. */
  reviewItems: (id: string, query: Query = {}) => withQuery(`/reviews/${segment(id)}/items`, query),
  printReview: (id: string, query: Query = {}) => withQuery(`/reviews/${segment(id)}/print`, query),
  reviewRemediation: (id: string, query: Query = {}) => withQuery(`/reviews/${segment(id)}/remediation`, query),
  reviewQuality: (id: string) => `/reviews/${segment(id)}/quality`,
  reviewEvidence: (id: string) => `/reviews/${segment(id)}/evidence`,
  offboarding: (query: Query = {}) => withQuery('/offboarding', query),
  /** `kind` and `id` of the subject, or a bulk's filter. */
  newOffboarding: (query: Query = {}) => withQuery('/offboarding/new', query),
  offboardMany: (query: Query = {}) => withQuery('/offboarding/many', query),
  offboardingCase: (id: string, query: Query = {}) => withQuery(`/offboarding/${segment(id)}`, query),
  printOffboarding: (id: string) => `/offboarding/${segment(id)}/print`,
  offboardingCertificate: (id: string) => `/offboarding/${segment(id)}/certificate`,
  lifecycle: (query: Query = {}) => withQuery('/lifecycle', query),
  lifecyclePolicy: (query: Query = {}) => withQuery('/lifecycle/policy', query),
  transfers: (query: Query = {}) => withQuery('/lifecycle/transfers', query),
  secrets: (query: Query = {}) => withQuery('/secrets', query),
  activity: (query: Query = {}) => withQuery('/activity', query),
  event: (id: string) => withQuery('/activity', { event: id }),
  drift: (query: Query = {}) => withQuery('/drift', query),
  finding: (id: string) => withQuery('/drift', { finding: id }),
  whatIf: (query: Query = {}) => withQuery('/drift/what-if', query),
  findingsCsv: (query: Query = {}) => withQuery('/drift/findings.csv', query),
  sources: (query: Query = {}) => withQuery('/sources', query),
  newSource: () => '/sources/new',
  trySource: (query: Query = {}) => withQuery('/sources/try', query),
  source: (name: string) => `/sources/${segment(name)}`,
  deadLetters: (query: Query = {}) => withQuery('/sources/dead-letters', query),
  trail: (query: Query = {}) => withQuery('/trail', query),
  settings: () => '/settings',
  tokens: () => '/settings/tokens',
  sessions: () => '/settings/sessions',
  password: () => '/settings/password',
  approvals: () => '/settings/approvals',
  standIns: () => '/settings/stand-ins',
  notifications: (query: Query = {}) => withQuery('/settings/notifications', query),
  signals: (query: Query = {}) => withQuery('/settings/signals', query),
  provisioning: () => '/settings/provisioning',
  signOn: (query: Query = {}) => withQuery('/settings/sign-on', query),
} as const
