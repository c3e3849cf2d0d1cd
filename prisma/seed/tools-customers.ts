import { type ExampleTool, tools } from './tool'

/** What the servers for customers and for IT and security offer; see `tools` for the form. */
export const CUSTOMER_TOOLS: Record<string, readonly ExampleTool[]> = {
  hubspot: tools(`
search_contacts | r | query! region | Search contacts.
get_contact | r | region! contact! | Get a contact with its history.
get_company | r | region! company! | Get a company.
get_funnel | r | region! from to | How many contacts are in which stage.
enrich_contact | O | region! contact! | Fill gaps from public sources.
update_contact | i | region! contact! title owner | Change a contact.
merge_contacts | W | region! contact! into! | Merge two contacts.
erase_contact | a | region! contact! reason! | Erase a person on request.
+ list | region! | list! |  | name! expr! | lgcu
+ campaign | region! | campaign! | status=draft|running|ended | name! from! to | lgcuk
+ form | region! | form! |  | name! fields! | lgco
+ deal | region! | deal! | stage | name! amount!# | lgu`),
  braze: tools(`
preview_message | r | campaign! user! | What a customer would get.
get_results | r | campaign! | Opens, clicks and unsubscribes.
estimate_audience | r | segment! | How many would get it.
send_test | w | campaign! email! | Send a test to a colleague.
launch_campaign | A | campaign! at | Send a campaign to its audience.
pause_campaign | W | campaign! | Stop a campaign that runs.
+ template |  | template! |  | name! subject! body! | lgcux
+ segment |  | segment! |  | name! expr! | lgcu
+ campaign |  | campaign! | status=draft|running|ended | name! template! segment! | lgc`),
  analytics: tools(`
run_report | r | property! metric! from! to! | Visits by a dimension.
get_realtime | r | property! | Who is on the site now.
list_properties | r |  | List sites and apps.
get_attribution | r | property! from! to! | Where buyers came from.
compare_periods | r | property! metric! from! to! | Against the period before.
+ audience | property! | audience! |  | name! expr! | lc
+ conversion | property! | conversion! |  | name! expr! | lcu
+ annotation | property! | annotation! |  | text! | lc`),
  contentful: tools(`
search_entries | r | site! query! type | Search entries.
get_entry | r | site! entry! locale | Get an entry.
list_drafts | r | site! | Entries that are not published.
get_references | r | site! entry! | Where an entry is used.
create_entry | w | site! type! title! body! | Create an entry.
update_entry | w | site! entry! body! | Save an entry.
publish_entry | O | site! entry! | Publish an entry on the site.
unpublish_entry | W | site! entry! | Take an entry off the site.
delete_entry | a | site! entry! | Delete an entry.
+ asset | site! | asset! |  | title! file! | lgcx
+ content_type | site! | type! |  | name! fields! | lgu
+ redirect | site! | redirect! |  | path! url! | lcd`),
  'social-publisher': tools(`
list_channels | r |  | Channels that acme posts to.
get_post | r | channel! post! | Get a post with its numbers.
list_mentions | R | channel! since | Where others mention acme.
suggest_times | r | channel! | When readers are there.
draft_post | w | channel! text! image | Draft a post.
schedule_post | W | channel! post! at! | Plan when a post appears.
publish_post | O | channel! post! | Publish a post now.
reply_to_comment | O | channel! comment! text! | Answer in public.
delete_post | a | channel! post! | Delete a post.`),
  'seo-watch': tools(`
get_ranking | R | domain! keyword! | Where a site stands for a search.
list_backlinks | R | domain! since | Who links to a site.
compare_domains | R | domain! other! | Two sites against each other.
suggest_keywords | R | keyword! country | Searches like this one.
audit_page | R | url! | What a page could do better.
track_keyword | w | domain! keyword! | Follow a search from now on.
+ report | domain! | report! |  | name! keywords! | lgce`),
  'call-notes': tools(`
search_calls | r | query! region | Search calls by what was said.
get_transcript | r | region! call! | Get the transcript of a call.
get_summary | r | region! call! | Get the summary and next steps.
list_objections | r | region! from to | What customers did not like.
get_talk_ratio | r | region! user! from to | Who talked how much.
add_note | w | region! call! note! | Add a note to a call.
share_clip | O | region! call! from! to! email! | Send a part of a call to somebody.
+ tracker | region! | tracker! |  | name! words! | lgcu
+ library_entry library_entries | region! | entry! |  | title! call! | lcd`),
  gainsight: tools(`
get_health | r | segment! customer! | The health of a customer, and why.
list_at_risk | r | segment! days# | Customers who may leave.
list_renewals | r | segment! from! to! | Renewals of a period.
get_adoption | r | segment! customer! feature | What a customer uses.
log_activity | w | segment! customer! note! | Note a talk with a customer.
set_health | W | segment! customer! score!# reason! | Overrule the health of a customer.
+ playbook | segment! | playbook! |  | title! steps! | lgcr
+ success_plan | segment! customer! | plan! | status=open|done | title! until | lgcuk
+ survey | segment! | survey! |  | title! questions! | lgco`),
  okta: tools(`
get_user | r | directory! user! | Get an account with groups and factors.
list_sign_ins | r | directory! user since | Sign-ins, where from and whether they worked.
list_group_members | r | directory! group! | Who is in a group.
list_app_assignments | r | directory! app! | Who may use an app.
list_dormant_accounts | r | directory! days!# | Accounts that nobody used.
unlock_user | W | directory! user! | Unlock an account.
expire_password | W | directory! user! | Make somebody choose a new password.
add_to_group | A | directory! user! group! | Put somebody in a group.
remove_from_group | A | directory! user! group! | Take somebody out of a group.
reset_factors | A | directory! user! reason! | Remove all second factors.
suspend_user | A | directory! user! reason! | Suspend an account.
+ app |  | app! | status=active|inactive | name! url! | lgu
+ policy policies |  | policy! |  | name! rules! | lgu`),
  jamf: tools(`
get_device | r | site! device! | Get a device with its state.
list_devices | r | site! platform=macos|ios|windows | List devices.
list_noncompliant | r | site! policy | Devices that break a rule.
get_inventory | r | site! device! | Software on a device.
send_message | w | site! device! text! | Show a message on a device.
install_app | W | site! device! app! | Install an app.
lock_device | A | site! device! | Lock a device.
wipe_device | a | site! device! confirm!? | Erase a device.
+ profile | site! | profile! |  | name! content! | lgu
+ device_group | site! | group! |  | name! expr! | lgcu
+ patch_policy patch_policies | site! | policy! |  | name! version! | lu`),
  servicenow: tools(`
search_knowledge | r | query! desk | Search help articles of IT.
get_request | r | desk! request! | Get a request.
list_requests | r | desk! state=open|waiting|closed | List requests.
get_asset | r | asset! | Who has a thing, and since when.
create_request | w | desk! title! body! priority=low|normal|high | Open a request.
update_request | w | desk! request! note! | Note what was done.
close_request | w | desk! request! resolution! | Close a request.
assign_request | w | desk! request! assignee! | Give a request to somebody.
+ change | desk! | change! | state=draft|scheduled|done | title! plan! from! | lgcup
+ problem | desk! | problem! | state=open|known | title! body! | lgcu
+ catalogue_item | desk! | item! |  | title! amount!# | lg`),
  crowdstrike: tools(`
list_detections | r | severity=low|medium|high|critical since | List detections.
get_detection | r | detection! | Get a detection with its processes.
get_host | r | host! | Get a machine with user and versions.
hunt | r | query! from to | Search over processes and connections.
contain_host | A | host! reason! | Cut a machine off the network.
release_host | A | host! reason! | Let a machine back in.
+ indicator |  | indicator! | type=hash|domain|ip | name! action=detect|block until | lgcd
+ exclusion |  | exclusion! |  | path! reason! | lcd
+ case |  | case! | status=open|closed | title! | lgcmk`),
  wiz: tools(`
list_issues | r | account! severity=low|medium|high|critical | What is wrong in the cloud.
get_issue | r | account! issue! | Get an issue with its graph.
find_exposed | r | account! port# | What can be reached from outside.
query_graph | r | account! query! | Ask how things hang together.
list_secrets_found | r | account! | Where secrets lie open, never their values.
ignore_issue | W | account! issue! reason! until | Ignore an issue for a while.
+ control | account! | control! |  | name! expr! severity=low|medium|high | lgcu
+ report | account! | report! |  | name! | lgr
+ connector | account! | connector! |  | name! | lg`),
  snyk: tools(`
test_repository | r | repo! ref | Vulnerable packages of a repository.
get_vulnerability | r | vulnerability! | Get a vulnerability and what fixes it.
list_projects | r | org! | List projects.
list_licences | r | org! licence | Packages by licence.
open_fix | w | repo! vulnerability! | Open a pull request that upgrades a package.
ignore_vulnerability | W | repo! vulnerability! reason! until | Ignore a vulnerability for a while.
+ issue | org! | issue! | severity=low|medium|high|critical | title! | lge
+ container_image | org! | image! |  | name! | lg`),
  splunk: tools(`
run_search | r | index! query! from to limit# | Search events.
get_saved_search | r | search! | Get a saved search.
list_alerts | r | severity=low|medium|high since | Alerts that fired.
get_timeline | r | index! user! from! to! | What one account did, in order.
get_field_summary | r | index! query! | What values a field has.
acknowledge_alert | w | alert! note! | Say that somebody looks at an alert.
+ notable_event |  | event! | status=new|assigned|closed | title! severity=low|medium|high | lgnmk
+ lookup |  | lookup! |  | name! content! | lgu
+ saved_search saved_searches |  | search! |  | name! query! schedule | lcr`),
}
