/**
 * The policy that goes with the data, in Rego v1. It denies whatever it has no permit for, and whatever it cannot evaluate.
 * Input: `{"server": slug, "method": "tools/call" | "resources/read" | "prompts/get", "name": tool, address or prompt, "token": claims}`.
 */
export const REGO = String.raw`package bailiwick

import rego.v1

default allow := false

kinds := {"tools/call": "tool", "resources/read": "resource", "prompts/get": "prompt"}

config := data.bailiwick

allow if {
	client_known
	agent_known
	some permit in config.permits[input.server]
	permit.kind == kinds[input.method]
	in_time(permit)
	client_fits(permit)
	human_fits(permit)
	agent_fits(permit)
	name_fits(permit)
}

# One claim by its path; undefined where it is absent.
claim(path) := value if {
	value := object.get(input.token, path, null)
	value != null
}

human := claim(config.claims.human) if config.claims.human != null

has_human if human != null

# Somebody acts for another. Where agents have a claim of their own, nobody can tell by it.
acts if {
	config.claims.alone != config.claims.agent
	claim([config.claims.agent[0]])
}

nobody if {
	not has_human
	not acts
	tellable
}

tellable if config.claims.human != null

tellable if config.claims.alone != config.claims.agent

agent_path := config.claims.alone if nobody

agent_path := config.claims.agent if human in config.people

is_agent(agent) if {
	agent.issuer == null
	claim(agent_path) == agent.subject
}

is_agent(agent) if {
	agent.issuer != null
	claim(agent_path) == agent.subject
	claim(array.concat(array.slice(agent_path, 0, count(agent_path) - 1), ["iss"])) == agent.issuer
}

client_known if claim(config.claims.client) in config.clients

agent_known if {
	some agent in config.agents
	is_agent(agent)
}

in_time(permit) if permit.until == null

in_time(permit) if time.now_ns() / 1000000 < permit.until

client_fits(permit) if permit.client == null

client_fits(permit) if permit.client == claim(config.claims.client)

human_fits(permit) if {
	permit.human == "any"
	human in config.people
}

human_fits(permit) if {
	permit.human == "none"
	nobody
}

human_fits(permit) if {
	is_array(permit.human)
	human in permit.human
}

agent_fits(permit) if permit.agent == null

agent_fits(permit) if is_agent(permit.agent)

name_fits(permit) if input.name in permit.names.exact

name_fits(permit) if {
	permit.names.matching != null
	regex.match(permit.names.matching, input.name)
	not input.name in permit.names.except
	not treacherous(permit)
}

treacherous(permit) if {
	permit.kind != "tool"
	regex.match(config.treacherous, input.name)
}
`
