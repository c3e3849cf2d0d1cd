/** A calling workload of the example: its sponsor, and the client in which it mostly runs. */
export type ExampleAgent = { name: string; spiffe: string; sponsor: string; purpose: string }

const a = (name: string, sponsor: string, purpose: string): ExampleAgent => ({ name, spiffe: `spiffe://acme.test/agent/${name}`, sponsor: `${sponsor}@acme.test`, purpose })

export const AGENTS: readonly ExampleAgent[] = [
  a('triage', 'dana', 'Reads new issues, finds duplicates, labels and routes them.'),
  a('release', 't.lind', 'Prepares releases: merges, tags, plans, release notes.'),
  a('codegen', 'k.brandt', 'Writes code on a branch and opens a pull request for a person.'),
  a('code-review', 'dana', 'Reads every pull request and comments before a person does.'),
  a('dependency-bot', 'w.lam', 'Upgrades vulnerable packages.'),
  a('flaky-hunter', 'n.deshmukh', 'Finds tests that fail now and then, and who knows them.'),
  a('test-writer', 'n.deshmukh', 'Keeps test cases in step with the product.'),
  a('oncall', 'i.novak', 'First responder: gathers facts about an alert, proposes a step.'),
  a('incident-scribe', 'l.fischer', 'Writes the timeline of an incident while it happens.'),
  a('capacity', 'l.fischer', 'Watches cost and size of clusters overnight.'),
  a('edge-watch', 'p.alves', 'Looks at traffic and firewall events at the edge.'),
  a('docs', 'm.weber', 'Keeps the handbook and runbooks up to date.'),
  a('mobile-release', 'q.barros', 'Brings builds through both app stores.'),
  a('mobile-dev', 's.iyer', 'Writes code for both apps on a branch.'),
  a('slides', 'o.faber', 'Turns design files into slides; a trial.'),
  a('flag-gardener', 's.khan', 'Finds feature flags that nobody needs any more.'),
  a('design-sync', 'b.santos', 'Compares design files with the components in code.'),
  a('support', 'r.stone', 'Drafts answers to customer tickets.'),
  a('support-triage', 'r.stone', 'Sorts and tags new tickets the moment they arrive.'),
  a('status-writer', 'r.stone', 'Drafts what customers read about an incident.'),
  a('billing', 'n.kovacs', 'Answers billing questions and prepares refunds.'),
  a('recon', 'f.balogun', 'Matches payouts with the ledger every night.'),
  a('fraud-review', 'g.holm', 'Prepares suspicious orders for a person.'),
  a('research', 'v.petrov', 'Answers questions from the warehouse.'),
  a('data-quality', 'm.dubois', 'Looks at failed tests and jobs of the night.'),
  a('etl', 'm.dubois', 'Nightly exports from orders to the warehouse.'),
  a('trainer', 'z.farouk', 'Starts, compares and promotes training runs.'),
  a('finops', 'r.king', 'Reconciles payouts, bills and cloud cost.'),
  a('procure', 'b.adler', 'Prepares requisitions and compares suppliers.'),
  a('recruit', 'h.vogel', 'Schedules interviews and collects scorecards.'),
  a('people-desk', 'l.meyer', 'Answers questions of staff about absences and onboarding.'),
  a('payroll-prep', 'z.laurent', 'Prepares the monthly payroll run for approval.'),
  a('contract-review', 'k.sommer', 'Compares agreements with our standard clauses.'),
  a('campaign', 'g.valente', 'Prepares campaigns and reads their results.'),
  a('site-editor', 'r.amado', 'Drafts and publishes pages of the site.'),
  a('social', 'x.cole', 'Plans posts and answers comments.'),
  a('deal-desk', 'd.keller', 'Summarises calls and keeps deals up to date.'),
  a('renewals', 'e.hart', 'Tells who may leave, and why.'),
  a('it-helpdesk', 'u.lange', 'Answers and closes requests of staff.'),
  a('access-desk', 'm.bose', 'Prepares joiners, movers and leavers.'),
  a('sec-triage', 'd.castro', 'Gathers facts about a detection.'),
  a('posture', 'w.lam', 'Watches what is exposed in cloud and code.'),
  a('notes', 'u.lange', 'Writes the notes of meetings it is invited to.'),
]

/** Agents that call although nobody registered them. */
export const STRAY_AGENT = 'spiffe://acme.test/agent/hackday-bot'
export const SHADOW_AGENT = 'spiffe://acme.test/agent/q4-forecast'

export type ExampleClient = { name: string; clientId: string; alias: string | null }

export const CLIENTS: readonly ExampleClient[] = [
  { name: 'Claude Code', clientId: 'claude-code', alias: null },
  { name: 'Cursor', clientId: 'cursor', alias: null },
  { name: 'VS Code Copilot', clientId: 'vscode-copilot', alias: 'GitHub Copilot for VS Code' },
  { name: 'Deskmate', clientId: 'deskmate', alias: 'deskmate-desktop' },
  { name: 'Deskmate for Slack', clientId: 'deskmate-slack', alias: null },
  { name: 'Job runner', clientId: 'job-runner', alias: null },
  { name: 'Incident room', clientId: 'incident-room', alias: null },
  { name: 'Flow builder', clientId: 'flow-builder', alias: 'n8n' },
  { name: 'Notebook', clientId: 'notebook', alias: 'jupyter-mcp' },
  { name: 'Sales cockpit', clientId: 'sales-cockpit', alias: null },
]

/** The client that appears in logs although nobody registered it. */
export const STRAY_CLIENT = 'windsurf'
