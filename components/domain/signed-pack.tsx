import { CodeBlock } from '@/components/ui/code'
import { KeyValues } from '@/components/ui/key-values'
import { Section } from '@/components/ui/section'

/** How a pack is verified without this console, and how a program fetches it. `origin`: of this console. */
export function PackVerify({ file, folder, path, keyId, origin }: { file: string; folder: string; path: string; keyId: string; origin: string }) {
  const lines = [`unzip ${file} -d ${folder}`, `sh ${folder}/verify.sh ${folder} ${keyId}`]
  const fetched = [`curl -fH "Authorization: Bearer $TOKEN" -o ${file} \\`, `  ${origin}${path}`]
  return (
    <Section title="Verify it" note="On any computer with OpenSSL 3 and a shell; nothing of this console is needed." ruled>
      <div className="grid gap-3">
        <CodeBlock label="How to verify the pack" lines={lines} copy={lines.join('\n')} wrap />
        <p className="soft">It checks the signature over manifest.json, then size and SHA-256 of every file in it, and names whatever was changed, is missing or does not belong. A pack cannot vouch for its own key, so write the key id down elsewhere, and run <a className="l" href="/verify-evidence.sh" download>a verify.sh</a> that you have from before.</p>
        <p className="soft">A program fetches the pack with a token that may read:</p>
        <CodeBlock label="How a program fetches the pack" lines={fetched} copy={fetched.join('\n')} wrap />
      </div>
    </Section>
  )
}

/** With which key, and what the signature says. */
export function SignedWith({ keyId, algorithm }: { keyId: string; algorithm: string }) {
  return (
    <Section title="Signed with">
      <KeyValues items={[{ key: 'Key id', value: <code>{keyId}</code> }, { key: 'Kind', value: algorithm }, { key: 'Public key', value: <a className="l" href="/api/v1/signing-key" download="signing-key.pem">signing-key.pem</a> }]} />
      <p className="lab pt-2">The console’s own key, the same on every replica. The signature says that this console made the files, not that anybody agreed with them.</p>
    </Section>
  )
}
