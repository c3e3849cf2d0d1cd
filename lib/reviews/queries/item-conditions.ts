import type { Viewer } from '@/lib/reviews/item-standing'
import type { ItemFilter } from '@/lib/reviews/model'
import type { ViewedCampaign } from './item-viewer'

type Bind = (value: unknown) => string

/** What each plain member of a filter asks of a row. */
const EQUAL: readonly [keyof ItemFilter, string][] = [
  ['risk', 'item.risk = %::severity'], ['recommendation', 'item.recommendation = %'], ['state', 'item.state = %::review_item_state'], ['outcome', 'item.outcome = %'], ['remediation', 'item.remediation = %::remediation'],
  ['confirmation', 'item.confirmation = %'], ['server', '(item.server = % OR item.server_id = %)'], ['agent', '(item.agent = % OR item.agent_id = %)'],
]

/** A filter as conditions on `review_item AS item` of one campaign; nothing of it is text of the statement. */
export function itemConditions(filter: ItemFilter, viewer: Viewer, campaign: ViewedCampaign, bind: Bind): string[] {
  const conditions = EQUAL.flatMap(([member, text]) => {
    const value = filter[member]
    return value === undefined ? [] : [text.replaceAll('%', bind(value))]
  })
  // Rows that do not exist are listed while nobody may know of them, and afterwards left out, as of all counts.
  if (campaign.state !== 'running') conditions.push('NOT item.synthetic')
  const { reviewer, q, view } = filter
  if (reviewer !== undefined) conditions.push(`item.id IN (${asked(reviewer === 'me' ? viewer.people : [reviewer], campaign, bind)})`)
  if (q !== undefined && q !== '') {
    const like = bind(`%${q.replaceAll(/[\\%_]/g, (mark) => `\\${mark}`)}%`)
    conditions.push(`(item.target ILIKE ${like} OR item.server ILIKE ${like} OR item.agent ILIKE ${like} OR item.id = ${bind(q)} OR item.grant_id = ${bind(q)})`)
  }
  const viewed = view === undefined || view === 'all' ? null : VIEWS[view](filter, viewer, campaign, bind)
  return viewed === null ? conditions : [...conditions, viewed]
}

/** Items that these people are asked about: in the stage that runs; once none does, in whichever they were. */
function asked(people: readonly string[], campaign: ViewedCampaign, bind: Bind): string {
  const now = campaign.state === 'running' ? ` AND stage = ${bind(campaign.stage)} AND iteration = ${bind(campaign.iteration)}` : ''
  return `SELECT item_id FROM review_task WHERE person_id = ANY(${bind([...people])}) AND campaign_id = ${bind(campaign.id)} AND ended_at IS NULL${now}`
}

type View = (filter: ItemFilter, viewer: Viewer, campaign: ViewedCampaign, bind: Bind) => string

const VIEWS: Record<Exclude<NonNullable<ItemFilter['view']>, 'all'>, View> = {
  need_look: () => "item.flags <> '{}'",
  recommended_keep: () => "item.recommendation = 'keep' AND item.flags = '{}'",
  changed: () => "item.change <> 'unchanged'",
  undecided: (filter, viewer, campaign, bind) => (ofEverybody(filter, viewer) ? `NOT (${byAll(campaign, bind)}) AND ${inStage(campaign, bind)}` : `item.id NOT IN (${answered(filter, viewer, campaign, bind)})`),
  decided: (filter, viewer, campaign, bind) => (ofEverybody(filter, viewer) ? `${byAll(campaign, bind)} AND ${inStage(campaign, bind)}` : `item.id IN (${answered(filter, viewer, campaign, bind)})`),
  // That others contradict each other is an anchor too: it is told to who has answered.
  conflict: (_filter, viewer, campaign, bind) => (viewer.all ? 'item.conflict' : `item.conflict AND (item.state <> 'pending' OR item.id IN (${answered({ reviewer: 'me' }, viewer, campaign, bind)}))`),
}

/** All is looked at, by one who sees all: then the views are those of the stage, as the dashboard counts them. */
function ofEverybody({ reviewer }: ItemFilter, viewer: Viewer): boolean {
  return reviewer === undefined && viewer.all
}

function inStage({ stage, iteration }: ViewedCampaign, bind: Bind): string {
  return `item.stage = ${bind(stage)} AND item.iteration = ${bind(iteration)}`
}

/** Everybody who is asked in the stage has answered, and somebody is; once it is over, answers decided it. */
function byAll({ id, state, stage, iteration }: ViewedCampaign, bind: Bind): string {
  if (state !== 'running') return "item.outcome_by IS NOT DISTINCT FROM 'answers'"
  return `item.id IN (SELECT task.item_id FROM review_task AS task LEFT JOIN review_answer AS a ON a.task_id = task.id AND a.superseded_at IS NULL
    WHERE task.campaign_id = ${bind(id)} AND task.stage = ${bind(stage)} AND task.iteration = ${bind(iteration)} AND task.ended_at IS NULL GROUP BY task.item_id HAVING bool_and(a.id IS NOT NULL))`
}

/** Items with an answer that stands in the stage they are in: of the person whose items are looked at, or of the viewer. */
function answered({ reviewer }: ItemFilter, viewer: Viewer, campaign: ViewedCampaign, bind: Bind): string {
  const own = `SELECT a.item_id FROM review_answer a JOIN review_item i ON i.id = a.item_id AND a.stage = i.stage AND a.iteration = i.iteration`
  const standing = `a.campaign_id = ${bind(campaign.id)} AND a.superseded_at IS NULL`
  const people = bind(reviewer === undefined || reviewer === 'me' ? [...viewer.people] : [reviewer])
  return `${own} JOIN review_task t ON t.id = a.task_id WHERE ${standing} AND (t.person_id = ANY(${people}) OR a.person_id = ANY(${people}))`
}
