import type { CampaignContent, ReviewerRule } from './content'
import { type EvidenceCampaign, isFinal } from './pack-model'
import { minute } from './pack-report'
import { counted } from './sentence'
import { SILENCE_MEANS } from './time-words'

const RULES: Record<Exclude<ReviewerRule['kind'], 'named'>, string> = { owner: 'the server’s owner', backup_owner: 'the backup owner', sponsor: 'the agent’s sponsor', manager: 'the manager', security: 'a security reviewer' }
const STRATEGIES: Record<CampaignContent['stages'][number]['strategy'], string> = {
  one_accept_accepts: 'one who accepts is enough', all_must_accept: 'everybody who is asked must accept', one_deny_denies: 'one who denies is enough, and somebody must accept', accepted_if_not_denied: 'what nobody denies is accepted',
}
const REMEDIATION: Record<CampaignContent['remediation'], string> = {
  automatic: 'Outcomes were applied by the console when the last stage closed, to exactly what was frozen and still stood. What had changed since became a question to a reviewer.',
  suspend_first: 'What was to end was suspended first, and ended for good some days later unless a reviewer restored it and signed for that.',
  ticket: 'Outcomes were applied by people elsewhere; the console saw whether the grant was over.',
}

/** How the campaign was done, in paragraphs that somebody who was not there can follow. */
export function methodOf(campaign: EvidenceCampaign): { title: string; text: string }[] {
  const { content } = campaign
  return [
    { title: 'What was reviewed', text: `${counted(campaign.itemCount, 'item')} ${campaign.itemCount === 1 ? 'was' : 'were'} frozen on ${minute(campaign.asOf)} with their evidence: use in the ${content.evidenceDays} days before, what was granted, by whom and why, definitions, peers, findings and what telemetry could vouch for. What was frozen was never changed; later changes stand beside it.` },
    ...content.stages.map((stage, place) => ({
      title: `Stage ${place + 1}${stage.name === undefined ? '' : `, ${stage.name}`}`,
      text: `Asked: ${stage.reviewers.map(ruleText).join(' and ')}, for ${counted(stage.days, 'day')}. Outcome: ${STRATEGIES[stage.strategy]}. Nobody was asked about what they requested, hold, sponsor or approved alone: the next in line was, and the file says why.${stage.repeats === 0 ? '' : ` What nobody answered was asked again, ${counted(stage.repeats, 'time')}.`}`,
    })),
    { title: 'Silence', text: `An item that nobody answered ${SILENCE_MEANS[content.noResponse]}; one about which nobody could be asked is never kept.` },
    { title: 'What was done', text: `${REMEDIATION[content.remediation]} What was ended was then watched for ${counted(content.watchDays, 'day')}: confirmed means that a source which would have seen its use was alive all that time and saw none.` },
    ...(content.canaries === 0 ? [] : [{ title: 'Rows that do not exist', text: `Up to ${content.canaries} of a hundred rows did not exist and should have been revoked, to see whether anybody looks.${campaign.decidedAt === null ? ' They are marked once the last stage has closed.' : ' They are marked in the files and are in no count of outcomes.'}` }]),
    { title: 'How to verify', text: 'Unpack and run: sh verify.sh . KEY-ID, with the key id that you noted from the console before (GET /api/v1/signing-key). It needs OpenSSL 3 and nothing of this console: it checks the signature of manifest.json and the SHA-256 and size of every file. README.txt says how to count the answers again from trail.ndjson.' },
    { title: 'What this is not', text: `${isFinal(campaign.state) ? '' : 'This pack is interim: the campaign was still going on. '}The signature says that this console made these files, not that anybody agreed with them. Figures about reviewers are facts about time and clicks; they do not say whether somebody thought well.` },
  ]
}

function ruleText(rule: ReviewerRule): string {
  return rule.kind === 'named' ? rule.emails.join(', ') : RULES[rule.kind]
}
