/** How a definition differs from the one before: `none` = the same hash. */
export type ChangeKind = 'none' | 'widening' | 'altering' | 'wording'

/** One thing that changed, and what it does. `path` is a JSON pointer into the definition. */
export type ChangeReason = { path: string; effect: Exclude<ChangeKind, 'none'>; /** A sentence for people. */ what: string }

export type DefinitionChange = { kind: ChangeKind; reasons: ChangeReason[] }
