-- Activity that Prisma cannot say: a range-partitioned event table, its key tables and the roll-up.
-- Nothing references activity by foreign key, so that it can be distributed and aged out by partition.

CREATE TABLE activity_event (
  -- The event's id: a digest of (source, the source's own id), or of the canonical event.
  key               uuid NOT NULL,
  occurred_at       timestamptz(3) NOT NULL,
  received_at       timestamptz(3) NOT NULL,
  source_id         text NOT NULL,
  source_event_id   text,
  batch             bigint NOT NULL,
  raw_hash          bytea NOT NULL,
  adapter_version   text NOT NULL,
  evidence          text NOT NULL,
  -- Which identities the source's constants completed: client, agent.
  attributed        text[] NOT NULL,
  outcome           text NOT NULL,
  task              text,
  session           text,
  trace_id          text,
  span_id           text,
  parent_span_id    text,
  decision_id       text,
  duration_ms       double precision,
  request_size      bigint,
  response_size     bigint,
  delegation        jsonb,
  parameters        jsonb,
  kind              text NOT NULL,
  target            text NOT NULL,
  resources         text[] NOT NULL,
  stated_access     text,
  -- Names as given; ids as resolved at occurred_at, null when nobody registered them.
  server_name       text NOT NULL,
  agent_name        text,
  client_name       text,
  human_name        text,
  server_id         text,
  agent_id          text,
  client_id         text,
  human_id          text,
  access            text NOT NULL,
  -- Null for decisions and credentials.
  verdict           text,
  first_verdict     text,
  grant_id          text,
  nearest_grant_id  text,
  -- False for the later report of an act that another source has reported.
  counted           boolean NOT NULL
) PARTITION BY RANGE (occurred_at);

CREATE INDEX activity_event_time ON activity_event (occurred_at, key);
CREATE INDEX activity_event_server ON activity_event (server_id, occurred_at);
CREATE INDEX activity_event_agent ON activity_event (agent_id, occurred_at);
CREATE INDEX activity_event_human ON activity_event (human_id, occurred_at);
CREATE INDEX activity_event_client ON activity_event (client_id, occurred_at);
CREATE INDEX activity_event_source ON activity_event (source_id, occurred_at);
CREATE INDEX activity_event_grant ON activity_event (grant_id, occurred_at) WHERE grant_id IS NOT NULL;
CREATE INDEX activity_event_refused ON activity_event (verdict, occurred_at) WHERE verdict <> 'granted';
-- Long texts are found by a 64-bit hash, which keeps these indexes small and no text too long for one.
CREATE INDEX activity_event_target ON activity_event (hashtextextended(target, 0), occurred_at);
CREATE INDEX activity_event_trace ON activity_event (hashtextextended(trace_id, 0)) WHERE trace_id IS NOT NULL;
CREATE INDEX activity_event_session ON activity_event (hashtextextended(session, 0), occurred_at) WHERE session IS NOT NULL;
CREATE INDEX activity_event_task ON activity_event (hashtextextended(task, 0), occurred_at) WHERE task IS NOT NULL;
CREATE INDEX activity_event_server_name ON activity_event (hashtextextended(server_name, 0), occurred_at) WHERE server_id IS NULL;
CREATE INDEX activity_event_agent_name ON activity_event (hashtextextended(agent_name, 0), occurred_at) WHERE agent_id IS NULL AND agent_name IS NOT NULL;
CREATE INDEX activity_event_human_name ON activity_event (hashtextextended(human_name, 0), occurred_at) WHERE human_id IS NULL AND human_name IS NOT NULL;
CREATE INDEX activity_event_client_name ON activity_event (hashtextextended(client_name, 0), occurred_at) WHERE client_id IS NULL AND client_name IS NOT NULL;

-- (source, source's id) is unique for ever, whatever the time: a partitioned table cannot say that.
CREATE TABLE event_key (
  key          uuid PRIMARY KEY,
  -- Digest of the canonical event: same id and another content is a conflict.
  content      uuid NOT NULL,
  occurred_at  timestamptz(3) NOT NULL
);

-- One act (same trace, span and kind, or same call id): the first source to report it counts it.
CREATE TABLE act_key (
  key        uuid PRIMARY KEY,
  source_id  text NOT NULL
);

CREATE TABLE usage (
  day               date NOT NULL,
  -- Digest of the canonical tuple, nearest grant apart.
  key               uuid NOT NULL,
  -- Part of the key so that drift knows it; '' = none. The API adds such rows up.
  nearest_grant_id  text NOT NULL,
  server_id         text,
  -- Names only where nobody registered them.
  server_name       text,
  kind              text NOT NULL,
  target            text NOT NULL,
  access            text NOT NULL,
  agent_id          text,
  agent_name        text,
  client_id         text,
  client_name       text,
  human_id          text,
  human_name        text,
  resource_keys     text[] NOT NULL,
  outcome           text NOT NULL,
  verdict           text NOT NULL,
  grant_id          text,
  -- Digest of (server, target, agent) where there are resource keys: their distinct number per day is limited.
  group_key         uuid,
  count             bigint NOT NULL CHECK (count > 0),
  first_at          timestamptz(3) NOT NULL,
  last_at           timestamptz(3) NOT NULL,
  PRIMARY KEY (day, key, nearest_grant_id)
) WITH (fillfactor = 80);

CREATE INDEX usage_server ON usage (server_id, day);
CREATE INDEX usage_server_name ON usage (hashtextextended(server_name, 0), day) WHERE server_id IS NULL;
CREATE INDEX usage_agent ON usage (agent_id, day);
CREATE INDEX usage_group ON usage (day, group_key) WHERE group_key IS NOT NULL;
CREATE INDEX usage_grant ON usage (grant_id, day) WHERE grant_id IS NOT NULL;

-- (day, server, target, agent) groups with over 200 distinct resource keys, whose rows say '*' instead.
CREATE TABLE usage_collapsed (
  day          date NOT NULL,
  group_key    uuid NOT NULL,
  server_id    text,
  server_name  text,
  PRIMARY KEY (day, group_key)
);
