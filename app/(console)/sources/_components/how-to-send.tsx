import { CodeBlock } from '@/components/ui/code'

/** What to run where the logs are; the token's place is named, never its value. */
export function HowToSend({ name, format, url, token = '$TOKEN' }: { name: string; format: string; url: string; token?: string }) {
  const path = format === 'native' ? '/api/v1/events' : `/api/v1/events/${format}`
  const deliver = `curl -H "Authorization: Bearer ${token}" -H "Content-Type: application/x-ndjson" --data-binary @audit.log ${url}${path}`
  const beat = `curl -H "Authorization: Bearer ${token}" -H "Content-Type: application/json" -d '{"deliveredThrough":"'$(date -u +%FT%TZ)'"}' ${url}/api/v1/heartbeat`
  return (
    <div className="grid gap-3">
      <p className="soft">{format === 'native' ? 'Native events' : `Lines as ${format} writes them`} go here, one a line; the same delivery twice changes nothing. gzip is welcome, 16 MiB at most after decompression.</p>
      <CodeBlock label={`How to deliver to ${name}`} lines={[deliver]} copy={deliver} wrap />
      <p className="soft">And as often as it was stated, that everything up to a time has been delivered:</p>
      <CodeBlock label={`The heartbeat of ${name}`} lines={[beat]} copy={beat} wrap />
    </div>
  )
}
