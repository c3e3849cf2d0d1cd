import { createPrivateKey, createPublicKey, type KeyObject, sign as signBytes, verify as verifyBytes } from 'node:crypto'
import { processSecret } from '@/lib/db/process-state'
import { sha256Hex } from '@/lib/hash'

/** RFC 8410: the DER of a PKCS #8 Ed25519 key, up to the 32 bytes of its seed. */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * The console's own key (Ed25519, RFC 8032). Its seed is derived from the secret that every replica has already, so that all of them
 * sign alike and there is nothing more to keep; another secret is another key.
 */
function privateKey(): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, processSecret('signing')]), format: 'der', type: 'pkcs8' })
}

/** The raw signature, 64 bytes, over exactly these bytes. Ed25519 signs the same bytes alike each time. */
export function sign(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(signBytes(null, bytes, privateKey()))
}

export function verify(bytes: Uint8Array, signature: Uint8Array): boolean {
  return verifyBytes(null, bytes, createPublicKey(privateKey()), signature)
}

export type SigningKey = { algorithm: 'Ed25519'; keyId: string; publicKeyPem: string }

/** What others verify with: the public key as PEM (SubjectPublicKeyInfo), and its name: the first 16 hex digits of the SHA-256 of its DER. */
export function signingKey(): SigningKey {
  const key = createPublicKey(privateKey())
  return { algorithm: 'Ed25519', keyId: sha256Hex(key.export({ format: 'der', type: 'spki' })).slice(0, 16), publicKeyPem: String(key.export({ format: 'pem', type: 'spki' })) }
}

/** The same as a JSON Web Key (RFC 7517, RFC 8037), for who verifies tokens. */
export function publicJwk(): { kty: 'OKP'; crv: 'Ed25519'; x: string; kid: string; use: 'sig'; alg: 'EdDSA' } {
  const { x } = createPublicKey(privateKey()).export({ format: 'jwk' })
  return { kty: 'OKP', crv: 'Ed25519', x: String(x), kid: signingKey().keyId, use: 'sig', alg: 'EdDSA' }
}
