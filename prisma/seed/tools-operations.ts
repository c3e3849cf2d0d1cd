import { type ExampleTool, tools } from './tool'

/** What the servers for running and shipping software offer; see `tools` for the form. */
export const OPERATIONS_TOOLS: Record<string, readonly ExampleTool[]> = {
  kubernetes: tools(`
list_pods | r | namespace! selector | List pods in a namespace.
get_logs | r | namespace! pod! lines# | Read the logs of a pod.
describe_deployment | r | namespace! deployment! | Describe a deployment and its events.
list_events | r | namespace! | List recent events of a namespace.
top_pods | r | namespace! | CPU and memory of the pods.
get_rollout_status | r | namespace! deployment! | How far a rollout is.
restart_deployment | w | namespace! deployment! | Restart a deployment, pod by pod.
scale_deployment | w | namespace! deployment! replicas!# | Set the number of replicas.
rollback_deployment | w | namespace! deployment! revision# | Go back to the revision before.
cordon_node | w | node! | Keep new pods off a node.
exec_in_pod | a | namespace! pod! command! | Run a command in a container.
delete_namespace | a | namespace! | Delete a namespace and everything in it.
+ config_map | namespace! | config_map! |  | name! content! | lgu
+ job | namespace! | job! |  | name! image! command | lgcd
+ node |  | node! |  | labels | lg`),
  terraform: tools(`
list_workspaces | r |  | List workspaces and their state.
get_plan | r | workspace! run! | Get the plan of a run.
show_state | r | workspace! | Show the outputs and resources of a workspace.
estimate_cost | r | workspace! run! | What a plan would cost a month.
create_plan | w | workspace! branch | Start a plan.
comment_run | w | workspace! run! text! | Comment on a run.
cancel_run | w | workspace! run! | Stop a run that has not applied yet.
apply_plan | a | workspace! run! | Apply a plan to production.
destroy_workspace | a | workspace! | Destroy everything that a workspace manages.
+ variable | workspace! | variable! |  | name! content! sensitive? | lud
+ module |  | module! |  | name! version! | lgh
+ policy_check | workspace! run! | check! |  | name! | lg`),
  'aws-admin': tools(`
list_accounts | r |  | List the accounts of the organisation.
get_iam_role | r | role! | Get a role with its policies.
simulate_policy | r | role! action! | Would this role be allowed this action?
list_access_keys | r | user! | Access keys of a user and when each was last used.
attach_policy | a | role! policy! | Attach a policy to a role.
rotate_keys | a | user! | Issue new access keys and disable the old ones.
assume_break_glass | a | account! minutes!# | Assume the break-glass role.
+ security_group | account! | group! |  | name! rules! | lgb
+ budget | account! | budget! |  | name! amount!# | lgu
+ trail_event | account! | event! | from to | name! | sg`),
  vault: tools(`
list_secret_names | r | mount! | Names of secrets under a mount, never their values.
get_secret_metadata | r | mount! path! | Versions, rotation and last use of a secret.
list_leases | r | mount! | Leases that are alive, and who holds them.
check_policy | r | policy! path! | What a policy allows on a path.
rotate_secret | A | mount! path! | Make a new version of a secret.
revoke_lease | A | lease! | End a lease at once.
wrap_secret | A | mount! path! minutes!# | A one-time token for a person to unwrap.
+ policy policies |  | policy! |  | name! body! | lgud
+ auth_role | mount! | role! |  | name! policies! | lgcd
+ audit_entry audit_entries | mount! | entry! | from to | name! | s`),
  buildkite: tools(`
list_pipelines | r |  | List pipelines.
list_builds | r | pipeline! branch state=running|passed|failed | List builds of a pipeline.
get_build | r | pipeline! number!# | Get a build with its jobs.
get_job_log | r | pipeline! number!# job! lines# | Read the log of a job.
list_flaky_tests | r | pipeline! days# | Tests that fail now and then.
rebuild | w | pipeline! number!# | Build the same commit again.
cancel_build | w | pipeline! number!# | Stop a build.
unblock_job | A | pipeline! number!# job! | Let a build go on past its gate.
+ artifact | pipeline! number!# | artifact! |  | path! | lg
+ annotation | pipeline! number!# | annotation! |  | body! style=info|warning|error | lc
+ agent_pool |  | pool! |  | name! replicas# | lgu`),
  testrail: tools(`
+ test_case | project! | case!# | section priority=low|medium|high | title! steps! | lgscux
+ test_run | project! | run!# | state=open|closed | title! cases! | lgck
+ result | project! run!# | result!# | status=passed|failed|blocked | status!=passed|failed|blocked comment | lc
+ milestone | project! | milestone!# |  | title! until | lcu`),
  launchdarkly: tools(`
list_flags | r | project! tags | List feature flags.
get_flag | r | project! flag! | Get a flag with its rules in every environment.
evaluate_flag | r | project! flag! user! | What a user would see.
list_stale_flags | r | project! days# | Flags that nobody has changed or read.
create_flag | w | project! flag! description! | Create a flag, off everywhere.
toggle_flag | W | project! flag! environment!=staging|production on!? | Turn a flag on or off.
update_rollout | W | project! flag! percent!# | Change the share of users who see it.
delete_flag | a | project! flag! | Delete a flag.
+ segment | project! | segment! |  | name! rules! | lgcu
+ experiment | project! | experiment! | status=running|stopped | name! metric! | lgck`),
  cloudflare: tools(`
list_zones | r |  | List zones.
list_records | r | zone! type=A|AAAA|CNAME|TXT | List the names of a zone.
get_traffic | r | zone! from to | Requests, bytes and cache rate.
list_firewall_events | r | zone! since | What the firewall stopped.
purge_cache | w | zone! url | Remove a page from the cache, or all.
update_record | A | zone! record! content! | Change a name.
delete_record | a | zone! record! | Delete a name.
set_under_attack | A | zone! on!? | Challenge every visitor.
+ rule | zone! | rule! |  | name! expr! action=block|challenge|log | lgcud
+ worker | zone! | worker! |  | name! content! | lgu
+ certificate | zone! | certificate! |  | host! | lg`),
  figma: tools(`
get_file | r | file! | Get a design file as a tree.
get_node | r | file! node! | Get one frame or component.
get_image | r | file! node! format=png|svg | Draw a frame.
list_components | r | team! | Components of the design system.
get_variables | r | file! | Colours, sizes and other variables.
+ comment | file! | comment! | since | text! | lcd
+ file_version | file! | version! |  | title! | lc
+ branch branches | file! | branch! |  | name! | lck`),
  'app-stores': tools(`
list_builds | r | app! store=apple|google | List uploaded builds.
get_review_status | r | app! store=apple|google | How far the review of a release is.
list_reviews | r | app! stars# since | What users write.
get_crash_rate | r | app! version | Crashes per thousand sessions.
reply_to_review | O | app! review! text! | Answer a user in public.
submit_build | W | app! build! notes! | Submit a build for review.
set_rollout | A | app! percent!# | Change the share of users who get a release.
+ test_group | app! | group! |  | name! members! | lgu
+ listing | app! | locale! |  | title description | lgu
+ in_app_product | app! | product! |  | name! amount!# | lgu`),
  'pdf-tools': tools(`
extract_text | r | url! pages | Extract the text of a PDF, page by page.
extract_tables | r | url! pages | Extract the tables of a PDF as CSV.
count_pages | r | url! | How many pages a PDF has.
compare_documents | r | url! other! | Show what differs between two PDFs.
convert_to_pdf | w | url! | Convert a document to PDF.
merge_documents | w | urls! | Join several PDFs into one.
redact_document | w | url! words! | Black out words in a PDF.
sign_document | u | url! user! | Put a visible signature on a PDF.`),
}
