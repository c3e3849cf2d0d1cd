import { type ExampleTool, tools } from './tool'

/** What the engineering servers offer: name | class | parameters | description. */
export const ENGINEERING_TOOLS: Record<string, readonly ExampleTool[]> = {
  github: tools(`
list_issues | r | repo! state=open|closed|all labels page# | List issues in a repository, newest first.
get_issue | r | repo! number!# | Get one issue with its comments.
list_repositories | r | visibility=all|private|public | List the repositories of the organisation.
read_file | r | repo! path! ref | Read a file at a branch, tag or commit.
search_code | r | query! repo | Search code in the organisation.
list_pull_requests | r | repo! state=open|closed|all | List pull requests in a repository.
create_issue | u | repo! title! body labels | Open an issue.
add_comment | u | repo! number!# body! | Comment on an issue or pull request.
create_pull_request | u | repo! head! base! title! body draft? | Open a pull request.
push_files | u | repo! branch! message! | Commit files to a branch.
merge_pull_request | W | repo! number!# method=merge|squash|rebase | Merge a pull request.
update_branch_rule | A | repo! branch! required_reviews# | Change the protection of a branch.
delete_branch | a | repo! branch! | Delete a branch.
delete_repository | a | repo! confirm!? | Delete a repository and everything in it.`),
  jira: tools(`
search_issues | r | jql! limit# | Search issues with JQL.
get_issue | r | project! key! | Get one issue.
list_projects | r |  | List projects that the app can see.
get_board | r | project! board!# | Get a board with its sprints.
create_issue | w | project! summary! type=bug|story|task description | Create an issue.
add_comment | w | project! key! body! | Comment on an issue.
transition_issue | w | project! key! status! | Move an issue to another status.
delete_issue | a | project! key! | Delete an issue for ever.`),
  confluence: tools(`
search_pages | r | query! space | Search pages by text.
get_page | r | space! page! | Get a page as Markdown.
list_spaces | r |  | List spaces.
get_page_history | r | space! page! | List the versions of a page.
create_page | w | space! title! body! | Create a page.
update_page | w | space! page! body! | Save a new version of a page.
delete_page | a | space! page! | Move a page to the trash.`),
  slack: tools(`
list_channels | r |  | List channels that the app is in.
read_channel | r | channel! limit# | Read the latest messages of a channel.
search_messages | r | query! | Search messages.
post_message | w | channel! text! | Post a message to a channel.
reply_in_thread | w | channel! ts! text! | Reply in a thread.
add_reaction | w | channel! ts! emoji! | React to a message.
archive_channel | a | channel! | Archive a channel.`),
  sentry: tools(`
list_issues | r | project! query | List unresolved error groups.
get_event | r | project! event! | Get one event with its stack trace.
list_releases | r | project! | List releases and their health.
get_trace | r | trace! | Get a trace by its id.
assign_issue | w | project! issue! assignee! | Assign an error group.
resolve_issue | w | project! issue! | Mark an error group as resolved.
delete_project | a | project! | Delete a project with its events.`),
  grafana: tools(`
query_range | r | datasource! expr! from to | Run a range query against a data source.
list_dashboards | r | folder | List dashboards.
get_dashboard | r | uid! | Get a dashboard as JSON.
list_alerts | r | state=firing|pending|ok | List alert rules and their state.
create_silence | w | matcher! minutes!# comment! | Silence an alert for a while.
update_dashboard | w | uid! body! | Save a dashboard.
delete_alert_rule | a | uid! | Delete an alert rule.`),
  pagerduty: tools(`
list_incidents | r | status=triggered|acknowledged|resolved | List incidents.
get_incident | r | incident! | Get one incident with its log.
list_oncalls | r | schedule | Who is on call now.
acknowledge_incident | w | incident! | Acknowledge an incident.
add_note | w | incident! note! | Add a note to an incident.
resolve_incident | w | incident! resolution | Resolve an incident.
override_schedule | A | schedule! user! until! | Put somebody else on call.`),
  kubernetes: tools(`
list_pods | r | namespace! selector | List pods in a namespace.
get_logs | r | namespace! pod! lines# | Read the logs of a pod.
describe_deployment | r | namespace! deployment! | Describe a deployment and its events.
list_events | r | namespace! | List recent events of a namespace.
top_pods | r | namespace! | CPU and memory of the pods.
restart_deployment | w | namespace! deployment! | Restart a deployment, pod by pod.
scale_deployment | w | namespace! deployment! replicas!# | Set the number of replicas.
cordon_node | w | node! | Keep new pods off a node.
exec_in_pod | a | namespace! pod! command! | Run a command in a container.
delete_namespace | a | namespace! | Delete a namespace and everything in it.`),
  terraform: tools(`
list_workspaces | r |  | List workspaces and their state.
get_plan | r | workspace! run! | Get the plan of a run.
show_state | r | workspace! | Show the outputs and resources of a workspace.
create_plan | w | workspace! branch | Start a plan.
comment_run | w | workspace! run! text! | Comment on a run.
apply_plan | a | workspace! run! | Apply a plan to production.
destroy_workspace | a | workspace! | Destroy everything that a workspace manages.`),
  'aws-admin': tools(`
list_accounts | r |  | List the accounts of the organisation.
get_iam_role | r | role! | Get a role with its policies.
simulate_policy | r | role! action! | Would this role be allowed this action?
attach_policy | a | role! policy! | Attach a policy to a role.
rotate_keys | a | user! | Issue new access keys and disable the old ones.
assume_break_glass | a | account! minutes!# | Assume the break-glass role.`),
  'filesystem-docs': tools(`
read_text_file | r | path! | Read a text file under the allowed folders.
list_directory | r | path! | List a folder.
search_files | r | path! pattern! | Search file names.
write_file | u | path! content! | Create or overwrite a file.
edit_file | u | path! edits! | Replace lines of a file.
move_file | u | source! destination! | Move or rename a file.`),
}
