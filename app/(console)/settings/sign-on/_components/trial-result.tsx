import { Notice } from '@/components/ui/notice'
import { Section } from '@/components/ui/section'
import { Time } from '@/components/ui/time'

/** As the query answers it. */
type Trial = { finishedAt: string | null; error: string | null; claims: { name: string; value: string }[]; outcome: { person: string; roles: string[]; warnings: string[] } | null }

/** What came back: whom it would sign in, with which roles, what is wrong, and every claim. */
export function TrialResult({ trial }: { trial: Trial | null }) {
  if (trial === null) return <Notice tone="unknown" title="This test is over"><p>Results are kept for ten minutes and shown to whoever began the test. Test again.</p></Notice>
  if (trial.error !== null) return <Notice tone="error" title="The test did not come through"><p>{trial.error}</p><p>Your session is unchanged.</p></Notice>
  if (trial.outcome === null || trial.finishedAt === null) return <Notice tone="unknown" title="The test has not come back yet"><p>Finish signing in at the provider, or test again.</p></Notice>
  const { outcome, claims, finishedAt } = trial
  return (
    <>
      <Section title="Result of the test" note={<Time iso={finishedAt} />}>
        <dl className="kv">
          <div className="contents"><dt>Person</dt><dd>{outcome.person}</dd></div>
          <div className="contents"><dt>Roles</dt><dd>{outcome.roles.length === 0 ? <span className="mute">none</span> : <ul>{outcome.roles.map((line) => <li key={line}>{line}</li>)}</ul>}</dd></div>
        </dl>
        <div className="mt-3 grid gap-3">
          {outcome.warnings.map((line) => <Notice key={line} tone="warn" title="To look at"><p>{line}</p></Notice>)}
          <p className="sm soft">Nobody was signed in, made or changed by this.</p>
        </div>
      </Section>
      <Section title="Claims received" note={`${claims.length} in the ID token and from the userinfo endpoint`}>
        <div className="scroll">
          <table className="t">
            <thead><tr><th>Claim</th><th>Value</th></tr></thead>
            <tbody>{claims.map((claim) => <tr key={claim.name}><th scope="row"><code>{claim.name}</code></th><td><code className="break-all">{claim.value}</code></td></tr>)}</tbody>
          </table>
        </div>
      </Section>
    </>
  )
}
