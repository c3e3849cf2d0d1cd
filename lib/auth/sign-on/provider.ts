import type { OAuthConfig } from 'next-auth/providers/oauth'
import type { SignOnSettings } from '@/lib/env-sign-on'
import type { ProviderMetadata } from './discovery'

/** Under /api/auth/callback/: part of the redirect URI that operators register. */
export const SIGN_ON_ID = 'sso'

type Claims = Record<string, unknown>

/**
 * The provider as next-auth wants it: code flow with PKCE S256, state and nonce, the ID token verified against the provider's keys.
 * The endpoints come from its description, which was read and checked before.
 */
export function oauthProvider(settings: SignOnSettings, metadata: ProviderMetadata): OAuthConfig<Claims> {
  const algorithms = metadata.id_token_signing_alg_values_supported ?? ['RS256']
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  return {
    id: SIGN_ON_ID, name: settings.name, type: 'oauth', idToken: true, checks: ['pkce', 'state', 'nonce'],
    issuer: metadata.issuer, jwks_endpoint: metadata.jwks_uri,
    authorization: { url: metadata.authorization_endpoint, params: { scope: settings.scopes } },
    token: metadata.token_endpoint,
    clientId: settings.clientId, clientSecret: settings.clientSecret,
    client: {
      // Never `none`, and never a signature by the client's own secret where a key of the provider's is on offer.
      id_token_signed_response_alg: algorithms.includes('RS256') ? 'RS256' : algorithms.find((one) => /^(ES|PS|RS)\d+$|^EdDSA$/.test(one)) ?? 'RS256',
      token_endpoint_auth_method: methods.includes('client_secret_basic') ? 'client_secret_basic' : 'client_secret_post',
    },
    httpOptions: { timeout: 8_000 },
    userinfo: {
      ...(metadata.userinfo_endpoint === undefined ? {} : { url: metadata.userinfo_endpoint }),
      // A conforming provider keeps e-mail and groups for this endpoint. The library refuses another subject; what the ID token says counts more.
      request: async ({ client, tokens }) => {
        const inToken = claimsOf(tokens)
        if (metadata.userinfo_endpoint === undefined || tokens.access_token === undefined) return inToken
        const more = await client.userinfo(tokens.access_token)
        if (more.sub !== inToken['sub']) throw new Error('userinfo sub mismatch')
        return { ...more, ...inToken }
      },
    },
    profile: (claims) => ({ id: String(claims['sub']) }),
  }
}

/** The verified ID token's claims; the library's own type hides the method that its value has. */
function claimsOf(tokens: object): Claims {
  if (!('claims' in tokens) || typeof tokens.claims !== 'function') throw new Error('no verified ID token')
  return tokens.claims() as Claims
}
