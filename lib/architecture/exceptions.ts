import type { Exceptions } from './house'

/** Files over 300 lines, each with the reason why it is better whole. */
export const LONG_FILES: Exceptions = {}

const FIRST_PERSON = 'The first administrator is a person like any other, made in the transaction that uses up the link.'
const SIGN_ON = 'Whom a provider vouches for is found or made, and signed in, in one transaction: nobody is half signed in.'

/** Imports outside the table, as the test prints them, each with its reason. */
export const IMPORTS: Exceptions = {
  'lib/auth/commands/first-access.ts auth imports commands of names: lib/names/commands': FIRST_PERSON,
  'lib/auth/commands/first-access.ts auth imports commands of people: lib/people/commands/register-person': FIRST_PERSON,
  'lib/auth/commands/password.ts auth imports commands of people: lib/people/commands/set-password': 'The hash belongs to the person; the sessions that end with it belong to auth; one transaction.',
  'lib/auth/commands/sign-on.ts auth imports commands of people: lib/people/commands/sign-on-person': SIGN_ON,
  'lib/auth/commands/sign-on-trial.ts auth imports commands of people: lib/people/commands/sign-on-person': SIGN_ON,
  'lib/env.ts env imports base: lib/env-notify': 'Part of the environment, in a file of its own for its length; pure.',
  'lib/env.ts env imports base: lib/env-scim': 'Part of the environment, in a file of its own for its length; pure.',
  'lib/env.ts env imports base: lib/env-signals': 'Part of the environment, in a file of its own for its length; pure.',
  'lib/env.ts env imports base: lib/env-sign-on': 'Part of the environment, in a file of its own for its length; pure.',
  'app/(console)/actions.ts action imports views: lib/views/search': 'The palette asks while one types; it reads through an action because a page is not asked again for each letter.',
  'app/(console)/requests/actions.ts action imports views: lib/views/request-advice': 'The form asks while one types what it would add, as the palette does.',
  'app/(console)/requests/actions.ts action imports views: lib/views/request-targets': 'The form searches while one types, as the palette does.',
  'app/(console)/lifecycle/actions.ts action imports queries of lifecycle: lib/lifecycle/queries/preview': 'The form asks what a policy would lead to before it is saved, as the forecast of a review does.',
  'app/(console)/reviews/new/actions.ts action imports queries of reviews: lib/reviews/queries/preflight': 'The form asks while one types what the review would hold, as that of a request does.',
  'lib/signals/receive.ts signals imports commands of people: lib/people/commands/change-person': 'Whom the identity provider says is gone leaves in the transaction that notes its token.',
  'lib/activity/commands/sources.ts commands of activity imports auth: lib/auth/commands/tokens': 'A source and its ingest token are made in one transaction.',
}

/** Writes of another room's model, each with its reason. */
export const WRITES: Exceptions = {
  'lib/lifecycle/commands/attest.ts writes ownershipAttestation, which belongs to reviews': 'Whoever owns something attests it without a review too, and takes it over by attesting it.',
  'lib/activity/commands/reevaluate.ts writes reevaluation, which belongs to names': 'Names files a re-evaluation; activity, which alone knows the events, works it off.',
  'lib/people/commands/leave-person.ts writes apiToken, which belongs to auth': 'A leaver’s tokens end in the transaction that says that he left.',
  'lib/people/commands/leave-person.ts writes oneTimeLink, which belongs to auth': 'A leaver’s links end in the transaction that says that he left.',
  'lib/people/commands/leave-person.ts writes session, which belongs to auth': 'A leaver’s sessions end in the transaction that says that he left.',
  'lib/people/commands/return-holder.ts writes freeze, which belongs to offboarding': 'Who comes back acts again in the transaction that says so, by whichever door: the directory’s too, which stands to the left of offboarding.',
  'lib/people/commands/return-holder.ts writes offboardingCase, which belongs to offboarding': 'Who comes back before anything was revoked cancels the case that their leaving opened, in one transaction.',
  'lib/signals/receive.ts writes session, which belongs to auth': 'Sessions end in the transaction that notes the token which says so.',
}
