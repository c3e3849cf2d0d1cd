import { type ExampleTool, tools } from './tool'

/** What the servers for staff, money spent, and law offer; see `tools` for the form. */
export const PEOPLE_TOOLS: Record<string, readonly ExampleTool[]> = {
  gdrive: tools(`
search_files | r | query! drive! | Search files by name and text.
read_document | r | drive! file! | Read a document as Markdown.
read_sheet | r | drive! file! range | Read cells of a sheet.
list_folder | r | drive! folder! | List a folder.
get_sharing | r | drive! file! | Who can see a file.
create_document | w | drive! title! body! | Create a document.
append_to_document | w | drive! file! body! | Append to a document.
update_cells | w | drive! file! range! values! | Write cells of a sheet.
share_file | A | drive! file! with! role=reader|writer | Share a file with somebody.
delete_file | a | drive! file! | Move a file to the trash.
+ comment | drive! file! | comment! |  | text! | lcd
+ revision | drive! file! | revision! |  | name! | lg`),
  netsuite: tools(`
search_records | r | ledger! type! query | Search records of a type.
get_vendor | r | ledger! vendor! | Get a vendor with bank details masked.
get_bill | r | ledger! bill! | Get a bill.
list_journal_entries | r | ledger! period! | List journal entries of a period.
get_budget | r | ledger! unit! period! | Budget and spending of a unit.
run_saved_search | r | ledger! search! | Run a saved search.
create_bill | w | ledger! vendor! amount!# | Enter a bill for approval.
create_journal_entry | w | ledger! period! lines! | Draft a journal entry.
update_vendor_bank | A | ledger! vendor! iban! | Change where a vendor is paid.
approve_bill | a | ledger! bill! | Approve a bill for payment.
+ purchase_order | ledger! | order! | status=open|received | vendor! amount!# | lgcuk
+ asset | ledger! | asset! |  | name! amount!# | lgc`),
  coupa: tools(`
get_contract_price | r | supplier! item! | What was agreed for an item.
find_supplier | r | query! country | Find a supplier by what it sells.
get_spend | r | unit! from to | What a unit spent, by category.
check_budget | r | unit! amount!# | Is there room for it?
+ requisition | unit! | requisition! | status=draft|pending|ordered | item! amount!# reason! | lgcup
+ supplier |  | supplier! |  | name! email! country | lgcu
+ order | unit! | order! | status=open|closed | supplier! amount!# | lgck
+ receipt | unit! order! | receipt! |  | items! | lc`),
  workday: tools(`
get_employee | r | unit! employee! | Get an employee's position and manager.
get_compensation | r | unit! employee! | Salary, bonus and their history.
list_positions | r | unit! status=open|filled | List positions of a unit.
get_absences | r | unit! month! | Absences of a unit in a month.
get_org_chart | r | unit! | The reporting lines of a unit.
list_new_hires | r | unit! from! to | Who starts when.
update_position | w | unit! position! title! | Change a position.
request_absence | w | unit! employee! from! to! | Enter an absence for approval.
assign_onboarding | w | unit! employee! plan! | Give a new colleague a plan.
change_compensation | A | unit! employee! amount!# reason! | Propose another salary.
terminate_worker | a | unit! employee! | End an employment.
+ training | unit! | training! |  | title! until | lcn
+ headcount_plan | unit! | plan! | period | name! positions!# | lgu`),
  payroll: tools(`
get_payslip | r | country! employee! period! | Get a payslip.
list_runs | r | country! period | List payroll runs.
get_run_totals | r | country! period! | Totals of a run, by unit.
compare_runs | r | country! period! other! | What differs between two runs.
get_bank_details | r | country! employee! | Where somebody is paid, account number included.
draft_run | w | country! period! | Prepare a run for approval.
add_one_time_payment | W | country! employee! amount!# reason! | Add a payment to the next run.
approve_run | A | country! period! | Approve a run for payment.
update_bank_details | A | country! employee! iban! | Change where somebody is paid.
+ deduction | country! | deduction! | period | employee! amount!# reason! | lcd
+ tax_form | country! | form! | period | employee! | lg`),
  lattice: tools(`
get_review | r | cycle! employee! | Get a performance review.
list_goals | r | cycle! unit | List goals.
get_feedback | r | cycle! employee! | Feedback that somebody got.
get_engagement | r | cycle! unit! | Answers to the survey, never fewer than five together.
remind_reviewers | w | cycle! | Remind everybody whose review is missing.
draft_review | w | cycle! employee! body! | Draft a review for the manager.
calibrate_rating | A | cycle! employee! rating!# | Change a rating.
+ goal | cycle! | goal! | status=on_track|at_risk | title! owner! until | gcu
+ one_on_one | cycle! | meeting! |  | title! notes | lgcu
+ review_cycle |  | cycle! |  | name! from! to! | lg`),
  greenhouse: tools(`
list_candidates | r | job! stage | List candidates of a job.
get_candidate | r | job! candidate! | Get a candidate with attachments.
list_interviews | r | job! week! | List interviews of a week.
get_scorecards | r | job! candidate! | Get the scorecards of a candidate.
get_pipeline | r | job! | How many candidates are in which stage.
schedule_interview | w | job! candidate! at! | Schedule an interview.
add_note | w | job! candidate! note! | Add a note to a candidate.
move_stage | w | job! candidate! stage! | Move a candidate to another stage.
send_mail | O | job! candidate! subject! body! | Mail a candidate.
reject_candidate | A | job! candidate! reason! | Reject a candidate and send the mail.
+ job |  | job! | status=open|closed | title! team! | lgcuk
+ offer | job! candidate! | offer! |  | amount!# from! | lgcp`),
  contracts: tools(`
search_contracts | r | query! matter | Search agreements by words.
get_contract | r | matter! contract! | Get an agreement with its clauses.
list_expiring | r | matter! days!# | Agreements that end soon.
compare_clauses | r | matter! contract! standard! | Where an agreement differs from our standard.
extract_obligations | r | matter! contract! | What each side has to do, and when.
draft_amendment | w | matter! contract! body! | Draft an amendment.
set_renewal | W | matter! contract! renews!? until | Say whether an agreement renews.
send_for_signature | O | matter! contract! email! | Send an agreement to the other side.
+ clause | matter! contract! | clause! |  | title! body! | lgcu
+ matter |  | matter! | status=open|closed | title! owner! | lgck
+ legal_hold |  | hold! |  | name! reason! | lcp`),
  zendesk: tools(`
search_tickets | r | query! | Search tickets.
get_ticket | r | brand! ticket!# | Get a ticket with its comments.
get_requester | r | brand! user!# | Get the requester and the plan.
list_macros | r | brand! | List macros.
list_views | r | brand! | Queues and how long they are.
get_satisfaction | r | brand! from to | How customers rated answers.
draft_reply | w | brand! ticket!# body! | Save a draft for an agent to send.
add_tags | w | brand! ticket!# tags! | Add tags to a ticket.
set_priority | w | brand! ticket!# priority!=low|normal|high|urgent | Change the priority of a ticket.
merge_tickets | w | brand! ticket!# into!# | Merge a ticket into another.
send_reply | O | brand! ticket!# body! | Answer the customer.
delete_ticket | a | brand! ticket!# | Delete a ticket.
+ article | brand! | article! |  | title! body! | lgcuo
+ organisation | brand! | organisation! |  | name! domain | lgu
+ trigger | brand! | trigger! |  | name! expr! | lgu`),
  statuspage: tools(`
list_components | r | page! | Components and their state.
list_incidents | r | page! status=open|resolved | List incidents that customers see.
get_uptime | r | page! component! from to | Uptime of a component.
create_incident | O | page! title! body! severity=minor|major|critical | Tell customers about an incident.
post_update | O | page! incident! body! | Tell customers what is new.
resolve_incident | O | page! incident! body | Tell customers that it is over.
set_component_state | W | page! component! status!=operational|degraded|down | Change the state of a component.
+ subscriber | page! | subscriber! |  | email! | ltd
+ maintenance | page! | maintenance! |  | title! from! to! | lcu`),
}
