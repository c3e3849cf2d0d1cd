import { type ExampleServer, seenBy } from './server'

const eu = seenBy('envoy-eu')
const us = seenBy('envoy-us')
const gateway = seenBy('agentgateway-us')
const obot = seenBy('obot-it')
const it = seenBy('otel-it')

/** What the departments use, behind the gateways of Europe and America, of marketing and of IT. */
export const BUSINESS_SERVERS: readonly ExampleServer[] = [
  eu('wiki-classic', 'Old wiki', 'I', 'docs', 'm.weber e.jansen', 'Pages from before the handbook.', { downstream: ['wiki.acme.test'] }),
  eu('gdrive', 'Google Drive', 'C', 'it', 'm.bose u.lange', 'Shared drives of the departments.', { downstream: ['google-workspace'] }),
  eu('zendesk', 'Zendesk', 'C', 'support', 'r.stone b.carter', 'Customer tickets and macros.', { downstream: ['zendesk'] }),
  eu('statuspage', 'Status page', 'I', 'support', 'r.stone m.rossi', 'What customers read about incidents.'),
  eu('netsuite', 'NetSuite', 'R', 'finance', 'r.king a.moreau', 'Ledgers, vendors and bills.', { effects: ['payments'], downstream: ['netsuite'] }),
  eu('coupa', 'Coupa', 'I', 'procurement', 'b.adler y.demir', 'Requisitions, suppliers and orders.', { downstream: ['coupa'] }),
  eu('workday', 'Workday', 'R', 'people-ops', 'h.vogel l.meyer', 'People, positions and absences.', { effects: ['regulated_data'], downstream: ['workday'] }),
  eu('payroll', 'Payroll', 'R', 'people-ops', 'h.vogel z.laurent', 'Payslips, salaries and payments to staff.', { effects: ['regulated_data', 'payments'], downstream: ['adp'] }),
  eu('lattice', 'Lattice', 'C', 'people-ops', 'h.vogel c.faria', 'Goals, feedback and performance reviews.', { effects: ['regulated_data'], since: 70 }),
  eu('greenhouse', 'Greenhouse', 'C', 'people-ops', 'h.vogel z.laurent', 'Candidates, interviews and scorecards.', { effects: ['regulated_data'], downstream: ['greenhouse'] }),
  eu('contracts', 'Contract register', 'C', 'legal', 'k.sommer j.prata', 'Agreements, clauses and when they end.'),
  us('hubspot', 'HubSpot', 'C', 'marketing', 'g.valente t.brooks', 'Contacts, companies and campaigns.', { effects: ['regulated_data'], downstream: ['hubspot'] }),
  gateway('braze', 'Braze', 'I', 'marketing', 'g.valente r.amado', 'Mails and pushes to customers.', { downstream: ['braze'] }),
  gateway('analytics', 'Web analytics', 'I', 'marketing', 'g.valente t.brooks', 'Visits and where they came from.'),
  gateway('contentful', 'Contentful', 'I', 'marketing', 'g.valente r.amado', 'Pages and texts of the site.', { downstream: ['contentful'] }),
  gateway('social-publisher', 'Social publisher', 'I', 'marketing', 'n.silva x.cole', 'Posts to acme’s channels, planned and published.', { downstream: ['linkedin', 'youtube'] }),
  gateway('seo-watch', 'SEO watch', 'P', 'marketing', 'g.valente t.brooks', 'Rankings and links, from a public service.', { since: 44 }),
  us('call-notes', 'Call notes', 'C', 'sales', 'd.keller l.engel', 'Recordings and notes of sales calls.', { effects: ['regulated_data'], downstream: ['gong'] }),
  us('gainsight', 'Gainsight', 'I', 'customer-success', 'e.hart o.diaz', 'Health and renewals of customers.'),
  eu('salesforce', 'Salesforce', 'C', 'sales', 'd.keller –', 'Accounts and opportunities for sales and support.', { reaches: 'proposed', since: 21 }),
  it('okta', 'Okta', 'R', 'it', 'u.lange m.bose', 'Accounts, groups and sign-ins of staff.', { effects: ['iam'], downstream: ['okta'], secret: ['OKTA_SERVICE_KEY', 'vault kv/mcp/okta', 90, 71] }),
  obot('jamf', 'Jamf', 'I', 'it', 'm.bose e.fox', 'Laptops and phones of staff.', { downstream: ['jamf'] }),
  it('servicenow', 'ServiceNow', 'I', 'it', 'u.lange t.hanna', 'Requests and changes of internal IT.', { downstream: ['servicenow'] }),
  it('crowdstrike', 'CrowdStrike', 'C', 'security', 'd.castro w.lam', 'Detections on laptops and servers.', { downstream: ['crowdstrike'] }),
  it('wiz', 'Wiz', 'C', 'security', 'w.lam d.castro', 'What is exposed in the cloud accounts.', { downstream: ['wiz'] }),
  it('snyk', 'Snyk', 'I', 'security', 'w.lam h.strand', 'Vulnerable packages and licences.', { downstream: ['snyk'] }),
  it('splunk', 'Splunk', 'C', 'security', 'd.castro w.lam', 'Searches over security logs.', { downstream: ['splunk'], stdio: ['npx', 'splunk-mcp', '--host', 'splunk.acme.test', '--token', 'eyJraWQiOiJzcGx1bmsuc2VjcmV0IiwiYWxnIjoiSFM1MTIifQ.eyJpc3MiOiJtY3AiLCJzdWIiOiJzdmNfbWNwIn0.c2lnbmF0dXJlLW9mLXRoZS1kZW1v'] }),
]
