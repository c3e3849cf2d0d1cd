import { AGENT, ENTERPRISE, GROUP, USER } from './model'

type Type = 'string' | 'boolean' | 'complex' | 'reference' | 'dateTime' | 'binary'
export type Attribute = {
  name: string
  type: Type
  multiValued: boolean
  description: string
  required: boolean
  caseExact: boolean
  mutability: 'readWrite' | 'readOnly' | 'immutable' | 'writeOnly'
  returned: 'default' | 'always' | 'never' | 'request'
  uniqueness: 'none' | 'server'
  subAttributes?: Attribute[]
  referenceTypes?: string[]
}

type More = Partial<Omit<Attribute, 'name' | 'description' | 'subAttributes'>> & { sub?: Attribute[] }

function attribute(name: string, description: string, { sub, ...more }: More = {}): Attribute {
  return {
    name, type: sub === undefined ? 'string' : 'complex', multiValued: false, description, required: false, caseExact: false, mutability: 'readWrite', returned: 'default', uniqueness: 'none',
    ...more, ...(sub === undefined ? {} : { subAttributes: sub }),
  }
}

const primary = attribute('primary', 'Whether this is the one to use.', { type: 'boolean' })

/** A list of values with a type, as RFC 7643, 2.4 has it. */
function plural(name: string, description: string, more: More = {}): Attribute {
  return attribute(name, description, { multiValued: true, ...more, sub: [attribute('value', 'The value.'), attribute('display', 'How it is shown.'), attribute('type', 'What it is for.'), primary] })
}

function reference(to: string[], description: string): Attribute {
  return attribute('$ref', description, { type: 'reference', referenceTypes: to, mutability: 'readOnly' })
}

const USER_ATTRIBUTES: Attribute[] = [
  attribute('userName', 'What the directory calls the person; unique without regard to case.', { required: true, uniqueness: 'server' }),
  attribute('name', 'The parts of the name.', { sub: ['formatted', 'familyName', 'givenName', 'middleName', 'honorificPrefix', 'honorificSuffix'].map((part) => attribute(part, 'A part of the name.')) }),
  attribute('displayName', 'The name that the console shows.'),
  ...['nickName', 'title', 'userType', 'preferredLanguage', 'locale', 'timezone'].map((name) => attribute(name, 'Kept and given back; the console makes nothing of it.')),
  attribute('profileUrl', 'Kept and given back; the console makes nothing of it.', { type: 'reference', referenceTypes: ['external'] }),
  attribute('active', 'False = has left: sessions and tokens end at once, and an offboarding begins.', { type: 'boolean' }),
  attribute('password', 'Never stored: people sign in at the provider or with a password that they set here.', { mutability: 'writeOnly', returned: 'never' }),
  plural('emails', 'The primary one, else the one for work, else the first is the person’s address here.'),
  ...['phoneNumbers', 'ims', 'photos', 'entitlements', 'x509Certificates'].map((name) => plural(name, 'Kept and given back; the console makes nothing of it.')),
  plural('roles', 'Kept and given back. Roles in the console come from groups by the operator’s map, or by hand, never from here.'),
  attribute('addresses', 'Kept and given back; the console makes nothing of it.', {
    multiValued: true, sub: [...['formatted', 'streetAddress', 'locality', 'region', 'postalCode', 'country', 'type'].map((part) => attribute(part, 'A part of the address.')), primary],
  }),
  attribute('groups', 'The teams that the person is in; changed through the groups.', {
    multiValued: true, mutability: 'readOnly', sub: [attribute('value', 'The group’s id.', { mutability: 'readOnly' }), reference(['Group'], 'The group’s address.'), attribute('display', 'The group’s name.', { mutability: 'readOnly' }), attribute('type', 'Always direct.', { mutability: 'readOnly' })],
  }),
]

const ENTERPRISE_ATTRIBUTES: Attribute[] = [
  ...['employeeNumber', 'costCenter', 'organization', 'division', 'department'].map((name) => attribute(name, 'Kept and given back; the console makes nothing of it.')),
  attribute('manager', 'Who asks after what the person owns, and gets it when they leave.', { sub: [attribute('value', 'The manager’s id.'), reference(['User'], 'The manager’s address.'), attribute('displayName', 'The manager’s name.', { mutability: 'readOnly' })] }),
]

const GROUP_ATTRIBUTES: Attribute[] = [
  attribute('displayName', 'The team’s name; unique.', { required: true, uniqueness: 'server' }),
  attribute('members', 'Who is in the team: people, never groups.', {
    multiValued: true, sub: [attribute('value', 'The person’s id.', { mutability: 'immutable' }), attribute('$ref', 'The person’s address.', { type: 'reference', referenceTypes: ['User'], mutability: 'immutable' }), attribute('type', 'Always User.', { mutability: 'immutable' }), attribute('display', 'The person’s name.', { mutability: 'readOnly' })],
  }),
]

const AGENT_ATTRIBUTES: Attribute[] = [
  attribute('agentUserName', 'What the directory calls the agent; unique.', { required: true, uniqueness: 'server' }),
  attribute('displayName', 'The name that the console shows, and by which logs may know the agent.'),
  attribute('description', 'What the agent is for.'),
  attribute('active', 'False = must not act any more: an offboarding begins.', { type: 'boolean' }),
  attribute('owners', 'Who answers for the agent; the first one is its sponsor here.', { required: true, multiValued: true, sub: [attribute('value', 'The person’s id.'), reference(['User'], 'The person’s address.'), attribute('display', 'The person’s name.', { mutability: 'readOnly' })] }),
]

export type Schema = { id: string; name: string; description: string; attributes: Attribute[] }

export const USER_SCHEMA: Schema = { id: USER, name: 'User', description: 'A person', attributes: USER_ATTRIBUTES }
export const ENTERPRISE_SCHEMA: Schema = { id: ENTERPRISE, name: 'EnterpriseUser', description: 'A person in an organisation', attributes: ENTERPRISE_ATTRIBUTES }
export const GROUP_SCHEMA: Schema = { id: GROUP, name: 'Group', description: 'A team', attributes: GROUP_ATTRIBUTES }
export const AGENT_SCHEMA: Schema = { id: AGENT, name: 'Agent', description: 'An agent (draft-wzdk-scim-agent-resource-00)', attributes: AGENT_ATTRIBUTES }
const ALL = [USER_SCHEMA, ENTERPRISE_SCHEMA, GROUP_SCHEMA, AGENT_SCHEMA]

/** The schema whose URI this is, without regard to case. */
export function schemaOf(uri: string): Schema | undefined {
  const lower = uri.toLowerCase()
  return ALL.find((schema) => schema.id.toLowerCase() === lower)
}

/** Every schema's attribute of this name (RFC 7643, 3.1: id, externalId and meta belong to all). */
export function attributeOf(schema: Schema, name: string): Attribute | undefined {
  const lower = name.toLowerCase()
  return schema.attributes.find((one) => one.name.toLowerCase() === lower)
}
