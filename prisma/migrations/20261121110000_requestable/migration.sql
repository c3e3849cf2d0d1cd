-- Tools found by what they do: words of name (A), title (B) and description (D), as they stand (for beginnings of words) and as
-- English stems (for other forms of them). Names are split where they change case and at whatever is no letter or digit.
CREATE FUNCTION tool_words(name text, title text, description text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT setweight(to_tsvector('pg_catalog.simple', n) || to_tsvector('pg_catalog.english', n), 'A')
      || setweight(to_tsvector('pg_catalog.simple', t) || to_tsvector('pg_catalog.english', t), 'B')
      || setweight(to_tsvector('pg_catalog.simple', d) || to_tsvector('pg_catalog.english', d), 'D')
  FROM (SELECT regexp_replace(regexp_replace(name, '([a-z0-9])([A-Z])', '\1 \2', 'g'), '[^[:alnum:]]+', ' ', 'g') AS n,
               regexp_replace(coalesce(title, ''), '[^[:alnum:]]+', ' ', 'g') AS t,
               regexp_replace(left(coalesce(description, ''), 2000), '[^[:alnum:]]+', ' ', 'g') AS d) AS texts
$$;

-- Kept beside the tools rather than computed at each search: the rank of a common word is asked of thousands of them.
CREATE TABLE tool_search (
  tool_id  text PRIMARY KEY REFERENCES tool (id) ON DELETE CASCADE,
  words    tsvector NOT NULL
);
CREATE INDEX tool_search_words ON tool_search USING gin (words);

CREATE FUNCTION tool_search_keep() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO tool_search (tool_id, words) VALUES (NEW.id, tool_words(NEW.name, NEW.title, NEW.description))
  ON CONFLICT (tool_id) DO UPDATE SET words = EXCLUDED.words;
  RETURN NULL;
END $$;

CREATE TRIGGER tool_search_insert AFTER INSERT ON tool FOR EACH ROW EXECUTE FUNCTION tool_search_keep();
CREATE TRIGGER tool_search_update AFTER UPDATE OF name, title, description ON tool FOR EACH ROW
  WHEN ((OLD.name, OLD.title, OLD.description) IS DISTINCT FROM (NEW.name, NEW.title, NEW.description)) EXECUTE FUNCTION tool_search_keep();

INSERT INTO tool_search (tool_id, words) SELECT id, tool_words(name, title, description) FROM tool;
