/** A parameter of an example tool. */
export type Param = { name: string; required: boolean; type: 'string' | 'integer' | 'boolean'; values?: readonly string[] }

/** `repo!` is required, `page#` an integer, `draft?` a boolean, `state=open|closed` an enumeration. */
export function param(spec: string): Param {
  const [head = '', values] = spec.split('=')
  const required = head.includes('!')
  const type = head.includes('#') ? 'integer' : head.includes('?') ? 'boolean' : 'string'
  return { name: head.replace(/[!#?]/g, ''), required, type, ...(values === undefined ? {} : { values: values.split('|') }) }
}

/** What a parameter means, for those whose name does not say it all. The same name means the same on every server. */
const MEANINGS: Record<string, string> = {
  account: 'Account short name, such as acme-eu', amount: 'In cents of the account’s currency', assignee: 'E-mail address', base: 'Branch to merge into', board: 'Number of the board',
  body: 'Text, as Markdown', branch: 'Name of the branch, without refs/heads/', brand: 'Short name of the brand', calendar: 'Short name of the calendar', channel: 'Name without #',
  comment: 'Why, for those who come after', content: 'The whole new content', cursor: 'From the page before; absent = first page', database: 'Name of the database', dashboard: 'Identifier in the address',
  days: 'How many days, today included', description: 'A sentence or two', domain: 'Name of the domain, such as acme.test', email: 'E-mail address', environment: 'Which environment', expr: 'Query in the language of the data source',
  file: 'Identifier of the file', folder: 'Path of the folder', format: 'Format of the answer', from: 'First day, as YYYY-MM-DD', head: 'Branch to merge', host: 'Host name', jql: 'A JQL query', key: 'Key, such as PLAT-812',
  ledger: 'Short name of the ledger', lines: 'How many of the last lines', limit: 'How many at most, 1 to 200', message: 'The message, first line up to 72 characters', minutes: 'For how long', name: 'A short name for people',
  namespace: 'Kubernetes namespace', note: 'What to note', number: 'The number shown after #', owner: 'E-mail address of the owner', page: 'Identifier or title of the page', path: 'Path from the root', period: 'As YYYY-MM',
  priority: 'How urgent', project: 'Key of the project', purpose: 'What it is for', query: 'Words to look for', reason: 'Why, for the audit log', ref: 'Branch, tag or commit; the default branch unless given', replicas: 'How many should run',
  repo: 'Repository as owner/name', resolution: 'How it was resolved', schedule: 'Cron expression, UTC', schema: 'Name of the schema', selector: 'Label selector, such as app=api', severity: 'How bad', since: 'Only what is newer, as YYYY-MM-DD',
  space: 'Key of the space', sql: 'One SQL statement', status: 'Only those in this state', subject: 'One line', summary: 'One line', table: 'Name of the table', tags: 'Separated by commas', team: 'Short name of the team', text: 'The text, as people will read it',
  ticket: 'Number of the ticket', title: 'One line', to: 'Last day, as YYYY-MM-DD', type: 'Which sort', until: 'Until when, as YYYY-MM-DD', url: 'An http or https address', user: 'E-mail address or id', where: 'An SQL condition', workspace: 'Name of the workspace', zone: 'Name of the zone',
}

const INTEGERS: Record<string, readonly [number, number]> = { limit: [1, 200], page: [1, 10_000], days: [1, 365], minutes: [1, 1440], replicas: [0, 100], lines: [1, 5000], amount: [1, 100_000_000] }
const FORMATS: Record<string, string> = { email: 'email', assignee: 'email', owner: 'email', url: 'uri', from: 'date', to: 'date', until: 'date', since: 'date' }

/** The JSON Schema of one parameter. */
export function paramSchema(one: Param): Record<string, unknown> {
  const meaning = MEANINGS[one.name] ?? `${sentence(one.name)} ${one.type === 'boolean' ? 'or not' : one.type === 'integer' ? 'as a whole number' : 'by id or name'}`
  const range = INTEGERS[one.name]
  const format = FORMATS[one.name]
  return {
    type: one.type, description: one.type === 'string' || MEANINGS[one.name] !== undefined ? meaning : sentence(one.name),
    ...(one.values === undefined ? {} : { enum: one.values }),
    ...(one.type === 'integer' && range !== undefined ? { minimum: range[0], maximum: range[1] } : {}),
    ...(one.type === 'string' && one.values === undefined && format !== undefined ? { format } : {}),
  }
}

/** `pull_request` as people would write it at the start of a sentence. */
export function sentence(name: string): string {
  const words = name.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
