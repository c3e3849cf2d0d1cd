-- What ends is asked by who called, and by who acted for whom: without these a case would look through every event and every day.
CREATE INDEX usage_human ON usage (human_id, day) WHERE human_id IS NOT NULL;
CREATE INDEX usage_client ON usage (client_id, day) WHERE client_id IS NOT NULL;
-- Few events tell of a chain of delegation.
CREATE INDEX activity_event_delegation ON activity_event USING gin (delegation jsonb_path_ops) WHERE delegation IS NOT NULL;
