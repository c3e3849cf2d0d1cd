/** A calling workload of the example: its sponsor, and the client in which it mostly runs. */
export type ExampleAgent = { name: string; spiffe: string; sponsor: string; purpose: string }

const a = (name: string, sponsor: string, purpose: string): ExampleAgent => ({ name, spiffe: `spiffe://acme.test/agent/${name}`, sponsor: `${sponsor}@acme.test`, purpose })

export const AGENTS: readonly ExampleAgent[] = [
  a('triage', 'dana', 'Reads new issues, finds duplicates, labels and routes them.'),
  a('release', 't.lind', 'Prepares releases: merges, tags, plans, release notes.'),
  a('codegen', 'k.brandt', 'Writes code on a branch and opens a pull request for a person.'),
  a('oncall', 'i.novak', 'First responder: gathers facts about an alert, proposes a step.'),
  a('docs', 'm.weber', 'Keeps the handbook and runbooks up to date.'),
  a('support', 'r.stone', 'Drafts answers to customer tickets.'),
  a('billing', 'n.kovacs', 'Answers billing questions and prepares refunds.'),
  a('research', 'v.petrov', 'Answers questions from the warehouse.'),
  a('finops', 'r.king', 'Reconciles payouts, bills and cloud cost.'),
  a('etl', 'm.dubois', 'Nightly exports from orders to the warehouse.'),
  a('recruit', 'h.vogel', 'Schedules interviews and collects scorecards.'),
  a('notes', 's.marin', 'Writes the notes of meetings it is invited to.'),
]

/** The agent that calls although nobody registered it. */
export const STRAY_AGENT = 'spiffe://acme.test/agent/hackday-bot'

export type ExampleClient = { name: string; clientId: string; alias: string | null }

export const CLIENTS: readonly ExampleClient[] = [
  { name: 'Claude Code', clientId: 'claude-code', alias: null },
  { name: 'Cursor', clientId: 'cursor', alias: null },
  { name: 'VS Code Copilot', clientId: 'vscode-copilot', alias: 'GitHub Copilot for VS Code' },
  { name: 'Deskmate', clientId: 'deskmate', alias: 'deskmate-desktop' },
  { name: 'Job runner', clientId: 'job-runner', alias: null },
]

/** The client that appears in logs although nobody registered it. */
export const STRAY_CLIENT = 'windsurf'
