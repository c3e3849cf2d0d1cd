'use client'

import { ConfirmForm } from '@/components/ui/confirm-form'
import { Ago, Time } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import { revokeTokenAction } from '@/app/(console)/settings/actions'

export type TokenTableRow = {
  id: string; name: string; ownerEmail: string; roles: string[]; scopes: string[]; createdAt: string; expiresAt: string; lastUsedAt: string | null; revokedAt: string | null
}

export function TokenTable({ tokens, now }: { tokens: readonly TokenTableRow[]; now: string }) {
  const toast = useToast()
  const revoke = async (id: string) => {
    const answer = await revokeTokenAction(id)
    toast(answer.ok ? 'The token is dead.' : answer.problem.detail, answer.ok ? 'ok' : 'error')
  }
  return (
    <div className="scroll">
      <table className="t two flow">
        <thead><tr><th>Token</th><th>Owner</th><th>May</th><th>Last used</th><th>Ends</th><th>State</th></tr></thead>
        <tbody>
          {tokens.map((token) => (
            <tr key={token.id}>
              <td><b>{token.name}</b><span className="d2"><code>{token.id}</code></span></td>
              <td>{token.ownerEmail}</td>
              <td>{token.scopes.join(', ')}<span className="d2">{token.roles.join(', ').replaceAll('_', ' ') || 'no role'}</span></td>
              <td className="nw"><Ago iso={token.lastUsedAt} now={now} /></td>
              <td className="nw"><Time iso={token.expiresAt} /></td>
              <td>
                {token.revokedAt !== null ? <span className="soft">revoked <Ago iso={token.revokedAt} now={now} /></span>
                  : token.expiresAt <= now ? <span className="soft">ended</span>
                    : <ConfirmForm label="Revoke" confirmLabel="Revoke now" consequence={`Whatever uses “${token.name}” is refused from its next request on.`} action={() => revoke(token.id)} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
