#!/bin/sh
# Verifies an evidence pack: sh verify.sh [folder] [expected key id]
# Needs OpenSSL 3 (Ed25519 by "openssl pkeyutl -rawin"); LibreSSL cannot. Writes nothing.
set -u
cd -- "${1:-.}" || exit 2
expected=${2:-}
failed=0
say() { printf '%s\n' "$*"; }
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
grep -q "\"keyId\": \"$key\"" manifest.json || bad "manifest.json names another key than signing-key.pem"

# One line a file: {"name":"items.csv","bytes":123,"sha256":"..."}
lines=$(sed -n 's/^ *{"name":"\([A-Za-z0-9._-]*\)","bytes":\([0-9]*\),"sha256":"\([0-9a-f]*\)"},*$/\1 \2 \3/p' manifest.json)
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
  printf '%s\n' "$lines" | cut -d' ' -f1 | grep -Fqx -e "$found" || bad "$found is not in manifest.json"
done

if [ "$failed" = 0 ]; then
  if [ -z "$expected" ]; then say "Everything fits. Compare the key id $key with the one that the console told you."; else say "Everything fits."; fi
  grep -q '"interim": true' manifest.json && say "Interim: what it tells of was not over when this was made."
  exit 0
fi
say "This pack is not what the console made."
exit 1
