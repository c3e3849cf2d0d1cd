-- Filters whose values are rare: without these a page of them would look through every event.
CREATE INDEX activity_event_resources ON activity_event USING gin (resources);
CREATE INDEX activity_event_kind ON activity_event (kind, occurred_at) WHERE kind <> 'tool_call';
CREATE INDEX activity_event_outcome ON activity_event (outcome, occurred_at) WHERE outcome <> 'success';
CREATE INDEX activity_event_admin ON activity_event (occurred_at) WHERE access = 'admin';
