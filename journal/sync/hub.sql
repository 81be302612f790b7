-- The hub of learners' devices: an ordinary PostgreSQL database, version 15 or later, with nothing of ours running in it.
-- Each learner sees the rows of their own role alone; the database itself sees to that.

CREATE SCHEMA hub;
GRANT USAGE ON SCHEMA hub TO PUBLIC;

CREATE TABLE hub.about (
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    oldest integer NOT NULL DEFAULT 0 -- the version of a journal's database from which on it is let in
);
INSERT INTO hub.about DEFAULT VALUES;

CREATE TABLE hub.learner (
    learner name PRIMARY KEY DEFAULT current_user,
    seq bigint NOT NULL DEFAULT 0 -- of the last push; given under this row's lock, so that it rises in commit order
);

CREATE TABLE hub.device (
    learner name NOT NULL DEFAULT current_user,
    device uuid NOT NULL,
    label text NOT NULL,
    schema integer NOT NULL,
    seen timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (learner, device)
);

CREATE TABLE hub.push (
    learner name NOT NULL DEFAULT current_user,
    push uuid NOT NULL,
    seq bigint NOT NULL,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (learner, push),
    UNIQUE (learner, seq)
);

-- `key` is made of `name`, which may be long. `body` is NULL for a row that was deleted, `gone` then says when.
CREATE TABLE hub.row (
    learner name NOT NULL DEFAULT current_user,
    kind text NOT NULL,
    key uuid NOT NULL,
    name text NOT NULL,
    seq bigint NOT NULL,
    body jsonb,
    changed jsonb NOT NULL,
    gone timestamptz,
    PRIMARY KEY (learner, kind, key)
) PARTITION BY HASH (learner);
CREATE INDEX ON hub.row (learner, seq);

DO $$
BEGIN
    FOR part IN 0..15 LOOP
        EXECUTE format('CREATE TABLE hub.row_%s PARTITION OF hub.row FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
            part, part);
        EXECUTE format('ALTER TABLE hub.row_%s ENABLE ROW LEVEL SECURITY', part);
        EXECUTE format('ALTER TABLE hub.row_%s FORCE ROW LEVEL SECURITY', part);
    END LOOP;
END $$;

ALTER TABLE hub.learner ENABLE ROW LEVEL SECURITY;
ALTER TABLE hub.learner FORCE ROW LEVEL SECURITY;
ALTER TABLE hub.device ENABLE ROW LEVEL SECURITY;
ALTER TABLE hub.device FORCE ROW LEVEL SECURITY;
ALTER TABLE hub.push ENABLE ROW LEVEL SECURITY;
ALTER TABLE hub.push FORCE ROW LEVEL SECURITY;
ALTER TABLE hub.row ENABLE ROW LEVEL SECURITY;
ALTER TABLE hub.row FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON hub.learner USING (learner = current_user) WITH CHECK (learner = current_user);
CREATE POLICY own ON hub.device USING (learner = current_user) WITH CHECK (learner = current_user);
CREATE POLICY own ON hub.push USING (learner = current_user) WITH CHECK (learner = current_user);
CREATE POLICY own ON hub.row USING (learner = current_user) WITH CHECK (learner = current_user);
