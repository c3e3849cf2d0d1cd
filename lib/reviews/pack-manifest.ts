import type { CampaignState } from './machine'

export const PACK_FORMAT = 'bailiwick-review-evidence/1'

/** The files that a manifest vouches for, with what is in each; manifest.json and its signature stand beside them. */
export const PACK_FILES = {
  'report.pdf': 'The review for readers: its answer, what was ended and confirmed, exceptions, quality, method, and the items',
  'items.csv': 'One line an item: key facts as frozen, outcome, what was done and seen since, and each answer by name',
  'items.ndjson': 'Everything of each item: frozen evidence, who was asked, all answers, outcomes of stages, remediation, confirmation',
  'campaign.json': 'What was asked for, when things happened, counts, and the figures about the looking',
  'trail.ndjson': 'The campaign’s entries of the trail with their hashes, from which answers and outcomes can be counted again',
  'signing-key.pem': 'The console’s public key',
  'verify.sh': 'Checks signature and hashes with OpenSSL alone',
  'README.txt': 'What the files are and how to verify them',
} as const
export type PackFileName = keyof typeof PACK_FILES
export const PACK_FILE_NAMES = Object.keys(PACK_FILES) as PackFileName[]

export type ManifestFile = { name: string; bytes: number; sha256: string }
export type Manifest = {
  format: typeof PACK_FORMAT
  campaign: { id: string; name: string; kind: string; state: CampaignState }
  /** True until nothing of the campaign changes any more. */
  interim: boolean
  /** When its items were frozen, when the pack was made, and by whom. */
  asOf: string; generatedAt: string; generatedBy: string
  algorithm: 'Ed25519'; keyId: string
  /** The newest entry of the console's whole trail when the pack was made. */
  trailHead: { seq: number; hash: string } | null
  files: ManifestFile[]
}

/** The bytes that are signed: JSON with a line for each file, so that a shell can read it too. */
export function manifestText<T extends { files: readonly ManifestFile[] }>({ files, ...head }: T): string {
  const members = Object.entries(head).map(([name, value]) => `  ${JSON.stringify(name)}: ${JSON.stringify(value)},\n`).join('')
  return `{\n${members}  "files": [\n${files.map((file) => `    ${JSON.stringify({ name: file.name, bytes: file.bytes, sha256: file.sha256 })}`).join(',\n')}\n  ]\n}\n`
}

/** Of a pack's README: how it is signed, and how that is verified. `about`: what the manifest is of. */
export function signedPart(about: string, keyId: string): string {
  return `manifest.json
    Size and SHA-256 of every file above, the ${about}, the key, and the head of the console's trail.
manifest.json.sig
    Ed25519 signature (raw, 64 bytes) over the exact bytes of manifest.json.

Verify
------
    sh verify.sh . ${keyId}

It needs OpenSSL 3 and a POSIX shell. A pack cannot vouch for its own key: compare the key id with one that you noted
from the console before (GET /api/v1/signing-key), and run a verify.sh that you have from elsewhere.`
}

/** What tells a reader without this console what lies before them. */
export function packReadme(told: { name: string; id: string; keyId: string; interim: boolean; asOf: string }): string {
  return `Evidence of an access review
===========================

Campaign   ${told.name}
Id         ${told.id}
Frozen     ${told.asOf} (all times are UTC)
State      ${told.interim ? 'INTERIM: the campaign was not over when this was made' : 'final'}
Key id     ${told.keyId}

Files
-----
${PACK_FILE_NAMES.map((name) => `${name}\n    ${PACK_FILES[name]}.`).join('\n')}
${signedPart('campaign', told.keyId)} By hand:

    openssl pkeyutl -verify -pubin -inkey signing-key.pem -rawin -in manifest.json -sigfile manifest.json.sig
    openssl pkey -pubin -in signing-key.pem -outform DER | openssl dgst -sha256    (its first 16 digits are the key id)
    sha256sum items.csv    (compare with manifest.json; likewise the others)

Count again
-----------
trail.ndjson holds one entry a line, oldest first. Each has prevHash and hash: hash is the SHA-256 of the 32 bytes of
prevHash followed by the RFC 8785 form of the entry without its members prevHash and hash. The entry before, of another
campaign perhaps, has prevHash as its hash; the console's trail holds them all.

Answers: go through the entries in order. review.answered gives its task an answer, review.answered_many each of its
tasks; the last one stands. review.answer_undone, review.reassigned (task, or changes[].ended and changes[].voided) and
review.stage_closed (dropped) take the answer of a task away. What stands at the end is counts.answers of campaign.json.
Outcomes: counts.outcomes is the sum of "final" over all review.stage_closed.

items.csv puts an apostrophe before a text that a spreadsheet would take for a formula. items.ndjson has it as it was.
`
}

/** POSIX shell; what it needs besides is OpenSSL 3. Prints a line for each file, and ends with 0 only if everything fits. */
export const VERIFY_SH = `#!/bin/sh
# Verifies an evidence pack: sh verify.sh [folder] [expected key id]
# Needs OpenSSL 3 (Ed25519 by "openssl pkeyutl -rawin"); LibreSSL cannot. Writes nothing.
set -u
cd -- "\${1:-.}" || exit 2
expected=\${2:-}
failed=0
say() { printf '%s\\n' "$*"; }
bad() { say "FAILED  $*"; failed=1; }

for needed in manifest.json manifest.json.sig signing-key.pem; do
  [ -f "$needed" ] || { bad "$needed is missing"; exit 1; }
done

key=$(openssl pkey -pubin -in signing-key.pem -outform DER 2>/dev/null | openssl dgst -sha256 -r | cut -c1-16)
if [ -n "$expected" ] && [ "$key" != "$expected" ]; then bad "the key is $key, not $expected"; fi
if openssl pkeyutl -verify -pubin -inkey signing-key.pem -rawin -in manifest.json -sigfile manifest.json.sig >/dev/null 2>&1; then
  say "ok      manifest.json is signed by key $key"
else
  bad "the signature does not fit manifest.json"
fi
grep -q "\\"keyId\\": \\"$key\\"" manifest.json || bad "manifest.json names another key than signing-key.pem"

# One line a file: {"name":"items.csv","bytes":123,"sha256":"..."}
lines=$(sed -n 's/^ *{"name":"\\([A-Za-z0-9._-]*\\)","bytes":\\([0-9]*\\),"sha256":"\\([0-9a-f]*\\)"},*$/\\1 \\2 \\3/p' manifest.json)
[ -n "$lines" ] || bad "manifest.json lists no files"
while read -r name bytes hash; do
  [ -n "$name" ] || continue
  if [ ! -f "./$name" ]; then bad "$name is missing"; continue; fi
  size=$(wc -c < "./$name" | tr -d ' ')
  found=$(openssl dgst -sha256 -r "./$name" | cut -c1-64)
  if [ "$size" = "$bytes" ] && [ "$found" = "$hash" ]; then say "ok      $name"; else bad "$name was changed"; fi
done <<LIST
$lines
LIST

# What nobody vouches for does not belong here.
for found in * .[!.]*; do
  [ -e "$found" ] || continue
  case $found in manifest.json|manifest.json.sig) continue ;; esac
  printf '%s\\n' "$lines" | cut -d' ' -f1 | grep -Fqx -e "$found" || bad "$found is not in manifest.json"
done

if [ "$failed" = 0 ]; then
  if [ -z "$expected" ]; then say "Everything fits. Compare the key id $key with the one that the console told you."; else say "Everything fits."; fi
  grep -q '"interim": true' manifest.json && say "Interim: what it tells of was not over when this was made."
  exit 0
fi
say "This pack is not what the console made."
exit 1
`
