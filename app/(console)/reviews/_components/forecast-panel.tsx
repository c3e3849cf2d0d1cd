'use client'

import { Notice } from '@/components/ui/notice'
import { Time } from '@/components/ui/time'
import type { Asked } from '@/components/ui/use-asked'
import type { CampaignContent, ReviewKind, ReviewSchedule } from '@/lib/reviews/content'
import type { Preflight } from '@/lib/reviews/model'
import { holdSentence } from './preflight-words'
import { Fall, Nobody, Obstacles, Warnings } from './preflight-parts'

export type Forecastable = { kind: ReviewKind; content: CampaignContent; schedule: ReviewSchedule | null }
export type Forecast = { preflight: Preflight; calendar: { text: string; next: string[] } | null }

type Props = Asked<Forecast> & { kind: ReviewKind; /** What is typed cannot be asked about: why. */ wrong: string | null }

/** What the review would hold if it were launched now, as the form stands. */
export function ForecastPanel({ answer: forecast, asking, failed, kind, wrong }: Props) {
  return (
    <section className="advice" aria-labelledby="forecast-title" aria-busy={asking || undefined}>
      <h2 id="forecast-title">If it were launched now</h2>
      {wrong === null ? null : <p className="soft">Not known before this is mended: {wrong}</p>}
      {failed === null || wrong !== null ? null : <Notice tone="unknown" title="Not known at the moment">{failed} What you typed is still here.</Notice>}
      {forecast === null ? null : (
        <>
          <p className="say" role="status">{holdSentence(kind, forecast.preflight)}</p>
          <Obstacles obstacles={forecast.preflight.items === 0 && forecast.preflight.obstacles.length === 1 ? [] : forecast.preflight.obstacles} />
          {forecast.preflight.items > 0 || forecast.preflight.obstacles.length !== 1 ? null : <p className="soft">{forecast.preflight.obstacles[0]}</p>}
          <Nobody nobody={forecast.preflight.nobody} />
          {forecast.preflight.items === 0 ? null : <div className="part"><h3>Who would be asked first</h3><Fall preflight={forecast.preflight} /></div>}
          {forecast.preflight.warnings.length === 0 ? null : <div className="part"><h3>Worth knowing</h3><Warnings warnings={forecast.preflight.warnings} /></div>}
          {forecast.calendar === null ? null : (
            <div className="part">
              <h3>It starts by itself</h3>
              <p>{forecast.calendar.text}.</p>
              <ol className="dates" aria-label="The next three times">{forecast.calendar.next.map((iso) => <li key={iso}><Time iso={iso} zoned /></li>)}</ol>
            </div>
          )}
        </>
      )}
    </section>
  )
}
