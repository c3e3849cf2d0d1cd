import type { Read } from '@/lib/db/pool'
import type { ReviewFact } from '@/lib/drift/model'

/** Servers that are to be reviewed every so many days, with the last campaign over grants that is closed and held one of theirs. */
export async function loadReviews(read: Read): Promise<ReviewFact[]> {
  return read<ReviewFact>(
    `SELECT s.id AS "serverId", s.review_every_days AS "everyDays", (extract(epoch FROM last.closed_at) * 1000)::float8 AS "reviewedAt", last.name AS campaign
     FROM server s LEFT JOIN LATERAL (
       SELECT c.closed_at, c.name FROM review_campaign c WHERE c.state = 'closed' AND c.kind = 'grants'
         AND EXISTS (SELECT 1 FROM review_item i WHERE i.campaign_id = c.id AND i.server_id = s.id AND i.subject = 'grant' AND NOT i.synthetic)
       ORDER BY c.closed_at DESC LIMIT 1) AS last ON true
     WHERE s.review_every_days IS NOT NULL ORDER BY s.slug`)
}
