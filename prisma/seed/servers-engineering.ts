import { type ExampleServer, seenBy } from './server'

const s = seenBy('toolhive-prod')
const laptop = seenBy('claude-code')
const reporter = seenBy('laptops')

/** What engineers and their agents use, behind the production gateway or on a laptop. */
export const ENGINEERING_SERVERS: readonly ExampleServer[] = [
  s('github', 'GitHub', 'C', 'platform', 't.lind dana', 'Issues, pull requests and code of the acme organisation, for engineering agents.', { downstream: ['github'], secret: ['GITHUB_APP_KEY', 'vault kv/mcp/github', 90, 94] }),
  s('jira', 'Jira', 'I', 'product', 'c.nunes s.khan', 'Tickets of every team, for triage and planning.', { downstream: ['jira'], secret: ['JIRA_OAUTH_CLIENT', 'vault kv/mcp/jira', 180, 61] }),
  s('confluence', 'Confluence', 'I', 'docs', 'm.weber e.jansen', 'Handbook, runbooks and design documents.', { downstream: ['confluence'] }),
  s('slack', 'Slack', 'I', 'platform', 's.marin y.tan', 'Messages to channels that invited the app.', { downstream: ['slack'], secret: ['SLACK_BOT_TOKEN', 'vault kv/mcp/slack', 180, 112] }),
  s('sentry', 'Sentry', 'I', 'apps', 'a.berg l.byrne', 'Errors and releases of the web and mobile apps.', { downstream: ['sentry'] }),
  s('grafana', 'Grafana', 'I', 'sre', 'i.novak l.fischer', 'Dashboards, queries and alert rules.'),
  s('pagerduty', 'PagerDuty', 'I', 'sre', 'i.novak l.fischer', 'Incidents, schedules and escalations.', { downstream: ['pagerduty'] }),
  s('calendar', 'Calendar', 'I', 'it', 'u.lange m.bose', 'Shared calendars and meeting rooms.', { downstream: ['google-workspace'] }),
  s('linear-sync', 'Linear sync', 'I', 'apps', 'g.moreno a.berg', 'Copies customer issues from Linear into Jira.', { downstream: ['linear', 'jira'] }),
  s('kubernetes', 'Kubernetes', 'C', 'sre', 'i.novak p.alves', 'Workloads of the production clusters, for on-call.', { effects: ['production_change'], downstream: ['eks-prod'] }),
  s('terraform', 'Terraform', 'R', 'platform', 't.lind i.novak', 'Plans and applies of the production workspaces.', { effects: ['production_change', 'iam'], downstream: ['terraform-cloud', 'aws'], secret: ['TFC_TOKEN', 'vault kv/mcp/terraform', 30, 12] }),
  s('aws-admin', 'AWS admin', 'R', 'sre', 'i.novak t.lind', 'Break-glass work on accounts, roles and keys.', { effects: ['iam', 'secrets'], downstream: ['aws'] }),
  s('vault', 'Vault', 'R', 'platform', 'y.tan t.lind', 'Metadata and rotation of secrets; never their values.', { effects: ['secrets'], downstream: ['vault'] }),
  s('buildkite', 'Buildkite', 'I', 'platform', 'dana r.joshi', 'Pipelines, builds and their logs.', { downstream: ['buildkite'] }),
  s('testrail', 'TestRail', 'I', 'quality', 'n.deshmukh k.shah', 'Test cases, runs and their results.', { environment: 'staging', since: 70 }),
  s('launchdarkly', 'LaunchDarkly', 'I', 'product', 's.khan c.nunes', 'Feature flags and who sees what.', { effects: ['production_change'], downstream: ['launchdarkly'] }),
  s('cloudflare', 'Cloudflare', 'C', 'sre', 'l.fischer i.novak', 'Names, caches and rules at the edge.', { effects: ['production_change'], downstream: ['cloudflare'], secret: ['CF_API_TOKEN', 'vault kv/mcp/cloudflare', 90, 33] }),
  s('figma', 'Figma', 'I', 'design', 'b.santos h.lopes', 'Design files, components and comments.', { downstream: ['figma'], since: 70 }),
  s('app-stores', 'App stores', 'I', 'mobile', 'q.barros s.iyer', 'Builds, reviews and releases in both app stores.', { downstream: ['app-store-connect', 'play-console'], since: 44 }),
  s('gitlab-legacy', 'GitLab, old instance', 'I', 'platform', 't.lind k.brandt', 'Code of the teams that have not moved to GitHub yet.', { downstream: ['gitlab.acme.test'], secret: ['GITLAB_PAT', 'vault kv/mcp/gitlab', 90, 140] }),
  s('jenkins-bridge', 'Jenkins bridge', 'I', 'platform', 'dana r.joshi', 'Builds that have not moved to Buildkite yet.', { downstream: ['jenkins.acme.test'], secret: ['JENKINS_TOKEN', 'vault kv/mcp/jenkins', 180, 130] }),
  s('labels-bot', 'Labels bot', 'I', 'platform', 'y.tan dana', 'A prototype that labels pull requests by what they touch.', { environment: 'staging' }),
  s('pdf-tools', 'Paperkit PDF tools', 'I', 'docs', 'm.weber f.roth', 'Reads and converts documents; hosted by Paperkit.', { downstream: ['paperkit'], endpoint: 'https://mcp.paperkit.test/v1', since: 110 }),
  reporter('filesystem-docs', 'Docs on disk', 'I', 'docs', 'm.weber e.jansen', 'The documentation checkout on a laptop.', { environment: 'development', stdio: ['npx', '@modelcontextprotocol/server-filesystem', '/home/dev/docs'] }),
  laptop('library-docs', 'Library docs', 'P', 'platform', 's.marin k.brandt', 'Public documentation of open source libraries.', { environment: 'development', identity: false }),
  laptop('web-fetch', 'Web fetch', 'P', 'platform', 's.marin o.haddad', 'Fetches public web pages as Markdown.', { environment: 'development', stdio: ['uvx', 'mcp-server-fetch', '--user-agent', 'acme-agents/1.0'] }),
]
