import { type ExampleTool, tools } from './tool'

/** What the servers for code, tickets and talk offer; see `tools` for the form. */
export const CODE_TOOLS: Record<string, readonly ExampleTool[]> = {
  github: tools(`
list_issues | r | repo! state=open|closed|all labels page# | List issues in a repository, newest first.
get_issue | r | repo! number!# | Get one issue with its comments.
list_repositories | r | visibility=all|private|public | List the repositories of the organisation.
read_file | r | repo! path! ref | Read a file at a branch, tag or commit.
search_code | r | query! repo | Search code in the organisation.
list_pull_requests | r | repo! state=open|closed|all | List pull requests in a repository.
get_pull_request | r | repo! number!# | Get a pull request with its checks and reviews.
get_diff | r | repo! number!# | The changes of a pull request as a unified diff.
list_commits | r | repo! ref since | List commits of a branch, newest first.
create_issue | u | repo! title! body labels | Open an issue.
add_comment | u | repo! number!# body! | Comment on an issue or pull request.
create_pull_request | u | repo! head! base! title! body draft? | Open a pull request.
review_pull_request | u | repo! number!# verdict=comment|approve|request_changes body! | Leave a review with comments on lines.
push_files | u | repo! branch! message! | Commit files to a branch.
merge_pull_request | W | repo! number!# method=merge|squash|rebase | Merge a pull request.
update_branch_rule | A | repo! branch! required_reviews# | Change the protection of a branch.
delete_branch | a | repo! branch! | Delete a branch.
delete_repository | a | repo! confirm!? | Delete a repository and everything in it.
+ workflow | repo! | workflow! | status=queued|running|done | ref! inputs | lgr
+ release | repo! | tag! | draft? | tag! title! body | lgcud
+ label | repo! | label! |  | name! colour | lcd
+ team_member | repo! | user! | role=read|write|admin | user! role=read|write|admin | lcd`),
  jira: tools(`
search_issues | r | jql! limit# | Search issues with JQL.
get_issue | r | project! key! | Get one issue.
list_projects | r |  | List projects that the app can see.
get_board | r | project! board!# | Get a board with its sprints.
create_issue | w | project! summary! type=bug|story|task description | Create an issue.
update_issue | i | project! key! summary description priority=low|medium|high | Change fields of an issue.
add_comment | w | project! key! body! | Comment on an issue.
transition_issue | w | project! key! status! | Move an issue to another status.
link_issues | w | project! key! other! relation=blocks|duplicates|relates | Link two issues.
delete_issue | a | project! key! | Delete an issue for ever.
+ sprint | project! | sprint!# | state=future|active|closed | name! from to | lgcuk
+ version | project! | version! | released? | name! until | lcu
+ worklog | project! key! | worklog! | since | minutes!# comment | lcd`),
  confluence: tools(`
search_pages | r | query! space | Search pages by text.
get_page | r | space! page! | Get a page as Markdown.
list_spaces | r |  | List spaces.
get_page_history | r | space! page! | List the versions of a page.
get_page_tree | r | space! page | The pages below a page.
create_page | w | space! title! body! | Create a page.
update_page | w | space! page! body! | Save a new version of a page.
move_page | w | space! page! parent! | Move a page under another.
delete_page | a | space! page! | Move a page to the trash.
set_restrictions | A | space! page! group! access=view|edit | Change who may see or edit a page.
+ comment | space! page! | comment! | since | body! | lcd
+ template | space! | template! |  | title! body! | lgc`),
  slack: tools(`
list_channels | r |  | List channels that the app is in.
read_channel | r | channel! limit# | Read the latest messages of a channel.
search_messages | r | query! | Search messages.
read_thread | r | channel! ts! | Read a thread.
get_user_profile | r | user! | Name, title and time zone of a colleague.
post_message | w | channel! text! | Post a message to a channel.
reply_in_thread | w | channel! ts! text! | Reply in a thread.
add_reaction | w | channel! ts! emoji! | React to a message.
upload_file | O | channel! file! title | Upload a file to a channel, guests of other companies included.
archive_channel | a | channel! | Archive a channel.
+ canvas canvases | channel! | canvas! |  | title! body! | lgcu
+ reminder |  | reminder! |  | text! at! | lcd
+ user_group |  | group! |  | name! members! | lu`),
  sentry: tools(`
list_issues | r | project! query | List unresolved error groups.
get_event | r | project! event! | Get one event with its stack trace.
list_releases | r | project! | List releases and their health.
get_trace | r | trace! | Get a trace by its id.
find_suspect_commits | r | project! issue! | The commits that probably caused an error group.
assign_issue | w | project! issue! assignee! | Assign an error group.
resolve_issue | w | project! issue! | Mark an error group as resolved.
ignore_issue | w | project! issue! until | Stop telling about an error group for a while.
delete_project | a | project! | Delete a project with its events.
+ alert_rule | project! | rule! |  | name! expr! | lgcud
+ replay | project! | replay! | since | title! | lg`),
  grafana: tools(`
query_range | r | datasource! expr! from to | Run a range query against a data source.
query_logs | r | datasource! expr! lines# | Search logs with LogQL.
list_dashboards | r | folder | List dashboards.
get_dashboard | r | dashboard! | Get a dashboard as JSON.
list_alerts | r | state=firing|pending|ok | List alert rules and their state.
list_datasources | r |  | List data sources and whether they answer.
create_silence | w | matcher! minutes!# comment! | Silence an alert for a while.
update_dashboard | w | dashboard! body! | Save a dashboard.
delete_alert_rule | a | rule! | Delete an alert rule.
+ annotation | dashboard! | annotation! | from to | text! tags | lcd
+ incident |  | incident! | status=open|closed | title! severity=low|medium|high | lgcmk`),
  pagerduty: tools(`
list_incidents | r | status=triggered|acknowledged|resolved | List incidents.
get_incident | r | incident! | Get one incident with its log.
list_oncalls | r | schedule | Who is on call now.
list_past_incidents | r | incident! | Incidents that looked like this one.
acknowledge_incident | w | incident! | Acknowledge an incident.
add_note | w | incident! note! | Add a note to an incident.
page_responder | w | incident! user! message! | Ask somebody else to help.
resolve_incident | w | incident! resolution | Resolve an incident.
override_schedule | A | schedule! user! until! | Put somebody else on call.
+ service |  | service! |  | name! description | lgu
+ maintenance_window | service! | window! |  | from! to! reason! | lcd
+ postmortem | incident! | postmortem! |  | title! body! | lgcu`),
  calendar: tools(`
list_events | r | calendar! from to | List events of a calendar.
get_event | r | calendar! event! | Get an event with its attendees.
find_free_time | r | attendees! minutes!# | Find a time at which everybody is free.
list_rooms | r | office! seats# | Rooms that are free.
create_event | w | calendar! title! start! | Create an event.
update_event | w | calendar! event! | Change an event.
respond_to_event | w | calendar! event! answer=yes|no|maybe | Answer an invitation.
book_room | w | calendar! event! room! | Book a room for an event.
invite_guest | O | calendar! event! email! | Invite somebody from outside the company.
delete_event | a | calendar! event! | Delete an event.
+ working_hours working_hours | calendar! | user! |  | from! to! | gu`),
  'gitlab-legacy': tools(`
list_merge_requests | r | project! state=opened|merged|closed | List merge requests of a project.
get_file | r | project! path! ref | Read a file of a project.
get_diff | r | project! number!# | The changes of a merge request.
create_comment | u | project! number!# body! | Comment on a merge request.
`),
  'jenkins-bridge': tools(`
list_jobs | r | folder! | List the jobs of a folder.
get_build_log | r | folder! number!# | The log of a build.
start_build | u | folder! branch | Start a build.
`),
  'wiki-classic': tools(`
search_pages | r | query! | Search the old wiki.
get_page | r | title! | Read a page of the old wiki.
`),
  'labels-bot': tools(`
list_labels | r | repo! | List the labels that it would set.
set_labels | u | repo! number!# labels | Set labels on a pull request.
`),
  'linear-sync': tools(`
list_issues | r | team! | List issues of a Linear team.
get_issue | r | team! issue! | Get an issue.
list_mappings | r |  | Which Linear team goes to which Jira project.
get_sync_log | r | team! since | What was copied, and what failed.
sync_issue | w | team! issue! | Copy one issue to Jira.
sync_all | w | team! | Copy everything that changed.
update_mapping | A | team! project! | Change a mapping.`),
  'filesystem-docs': tools(`
read_text_file | r | path! | Read a text file under the allowed folders.
read_multiple_files | r | paths! | Read several files at once.
list_directory | r | path! | List a folder.
directory_tree | r | path! depth# | A folder and everything below it.
search_files | r | path! pattern! | Search file names.
get_file_info | r | path! | Size and times of a file.
write_file | u | path! content! | Create or overwrite a file.
edit_file | u | path! edits! | Replace lines of a file.
move_file | u | source! destination! | Move or rename a file.
create_directory | u | path! | Create a folder.`),
  'library-docs': tools(`
resolve_library | R | query! | Find the id of a library by its name.
get_library_docs | R | library! topic lines# | Pages of a library's documentation about a topic.
get_changelog | R | library! since | What changed between two versions.
search_examples | R | library! query! | Examples that use a function.`),
  'web-fetch': tools(`
fetch | R | url! lines# raw? | Fetch a public page as Markdown.
fetch_links | R | url! | The links of a public page.
fetch_feed | R | url! since | Entries of a feed.`),
}
