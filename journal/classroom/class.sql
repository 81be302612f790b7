-- Classes in a hub: learners hand in weeks, teachers read and comment. Nothing of ours runs in the database; who may
-- read or write which row is decided by its policies alone, whatever client a login uses.
--
-- Run as the owner, who may create roles, after hub.sql. A login of a class owns nothing and is in one group, named
-- after this database, that may connect to it. Only the owner adds classes, teachers and learners.

CREATE SCHEMA class;

DO $$
DECLARE
    members text := format('journal_%s', (SELECT oid FROM pg_database WHERE datname = current_database()));
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = members) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', members);
    END IF;
    EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), members);
END $$;
DO $$ -- where the owner may: older databases let every login create tables, and all of them large objects
BEGIN
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC;
EXCEPTION WHEN insufficient_privilege OR invalid_schema_name THEN
    NULL;
END $$;

CREATE TABLE class.class (
    class uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL UNIQUE CHECK (char_length(name) BETWEEN 1 AND 200)
);

CREATE TABLE class.teacher (
    class uuid NOT NULL REFERENCES class.class ON DELETE CASCADE,
    login name NOT NULL,
    name text NOT NULL,
    PRIMARY KEY (class, login)
);
CREATE INDEX ON class.teacher (login);

CREATE TABLE class.learner (
    class uuid NOT NULL REFERENCES class.class ON DELETE CASCADE,
    login name NOT NULL,
    name text NOT NULL,
    number text NOT NULL DEFAULT '', -- what the university's own system calls the learner: an address, a number
    PRIMARY KEY (class, login)
);
CREATE INDEX ON class.learner (login);

-- `content` is what the learner was shown before it left, byte for byte. A week that is handed in again is another row.
CREATE TABLE class.handin (
    class uuid NOT NULL,
    learner name NOT NULL DEFAULT current_user,
    id uuid NOT NULL,
    week date NOT NULL, -- the first day
    at timestamptz NOT NULL DEFAULT now(),
    content text NOT NULL CHECK (octet_length(content) <= 1000000),
    number integer, -- the rest is read from the content, for the overview of a class
    words integer NOT NULL,
    reviews integer NOT NULL,
    minutes real NOT NULL,
    retention real,
    PRIMARY KEY (class, learner, id),
    FOREIGN KEY (class, learner) REFERENCES class.learner (class, login) ON DELETE CASCADE
) PARTITION BY HASH (class);
CREATE INDEX ON class.handin (class, week);

CREATE FUNCTION class.read_figures() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog AS $$
DECLARE
    told json := NEW.content::json;
BEGIN
    IF json_array_length(told->'misconceptions') > 500 THEN
        RAISE EXCEPTION 'too many misconceptions in one hand-in';
    END IF;
    NEW.number := told->'week'->>'number';
    NEW.words := told->>'words';
    NEW.reviews := told->'figures'->>'reviews';
    NEW.minutes := told->'figures'->>'minutes';
    NEW.retention := told->'figures'->>'retention';
    RETURN NEW;
END $$;
CREATE TRIGGER read_figures BEFORE INSERT ON class.handin FOR EACH ROW EXECUTE FUNCTION class.read_figures();

DO $$
BEGIN
    FOR part IN 0..15 LOOP
        EXECUTE format('CREATE TABLE class.handin_%s PARTITION OF class.handin '
            'FOR VALUES WITH (MODULUS 16, REMAINDER %s)', part, part);
        EXECUTE format('ALTER TABLE class.handin_%s ENABLE ROW LEVEL SECURITY', part);
    END LOOP;
END $$;

CREATE TABLE class.comment (
    class uuid NOT NULL,
    learner name NOT NULL,
    handin uuid NOT NULL,
    id uuid NOT NULL DEFAULT gen_random_uuid(),
    author name NOT NULL DEFAULT current_user,
    at timestamptz NOT NULL DEFAULT now(),
    body text NOT NULL CHECK (char_length(body) BETWEEN 1 AND 20000),
    PRIMARY KEY (class, learner, handin, id),
    FOREIGN KEY (class, learner, handin) REFERENCES class.handin ON DELETE CASCADE
);

CREATE TABLE class.assignment (
    class uuid NOT NULL REFERENCES class.class ON DELETE CASCADE,
    concept text NOT NULL CHECK (char_length(concept) BETWEEN 1 AND 200),
    due date,
    author name NOT NULL DEFAULT current_user,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (class, concept)
);

CREATE TABLE class.file (
    class uuid NOT NULL REFERENCES class.class ON DELETE CASCADE,
    name text NOT NULL CHECK (name ~ '^[A-Za-z][A-Za-z0-9_-]{0,79}$'),
    sha256 text NOT NULL CHECK (sha256 ~ '^[0-9a-f]{64}$'),
    content text NOT NULL CHECK (octet_length(content) <= 200000),
    author name NOT NULL DEFAULT current_user,
    at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (class, name, sha256)
);

-- What the hand-ins say of misconceptions: one row for a learner's latest word on each, which nobody reads, and their
-- sums. A sum of fewer than three learners is shown to nobody: it would say who they are.
CREATE TABLE class.holder (
    class uuid NOT NULL,
    learner name NOT NULL,
    concept text NOT NULL CHECK (char_length(concept) <= 200),
    question text NOT NULL CHECK (char_length(question) <= 200),
    misconception text NOT NULL CHECK (char_length(misconception) <= 200),
    held boolean NOT NULL,
    PRIMARY KEY (class, learner, concept, question, misconception)
);
CREATE TABLE class.misconception (
    class uuid NOT NULL REFERENCES class.class ON DELETE CASCADE,
    concept text NOT NULL,
    question text NOT NULL,
    misconception text NOT NULL,
    holders integer NOT NULL,
    PRIMARY KEY (class, concept, question, misconception)
);

CREATE FUNCTION class.count_again() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog AS $$
DECLARE
    changed record := coalesce(NEW, OLD);
BEGIN
    -- One at a time in a class, so that each count sees the others.
    PERFORM FROM class.class AS c WHERE c.class = changed.class FOR NO KEY UPDATE;
    IF (SELECT count(*) FROM class.handin AS h WHERE h.class = changed.class AND h.learner = changed.learner) > 400 THEN
        RAISE EXCEPTION 'too many hand-ins of one learner';
    END IF;
    DELETE FROM class.holder AS h WHERE h.class = changed.class AND h.learner = changed.learner;
    INSERT INTO class.holder
    SELECT DISTINCT ON (idea->>'concept', idea->>'question', idea->>'misconception')
        h.class, h.learner, idea->>'concept', idea->>'question', idea->>'misconception', (idea->>'held')::boolean
    FROM class.handin AS h, json_array_elements(h.content::json->'misconceptions') AS idea
    WHERE h.class = changed.class AND h.learner = changed.learner
    ORDER BY idea->>'concept', idea->>'question', idea->>'misconception', h.week DESC, h.at DESC;
    DELETE FROM class.misconception AS m WHERE m.class = changed.class;
    INSERT INTO class.misconception
    SELECT h.class, h.concept, h.question, h.misconception, count(*)
    FROM class.holder AS h JOIN class.class USING (class)
    WHERE h.class = changed.class AND h.held GROUP BY h.class, h.concept, h.question, h.misconception;
    RETURN NULL;
END $$;
REVOKE EXECUTE ON FUNCTION class.count_again() FROM PUBLIC;
CREATE TRIGGER count_again AFTER INSERT OR DELETE ON class.handin FOR EACH ROW EXECUTE FUNCTION class.count_again();

-- Who may read and write which rows. `login`, `learner` and `author` are always those of the one who asks. ----------

ALTER TABLE class.class ENABLE ROW LEVEL SECURITY;
ALTER TABLE class.teacher ENABLE ROW LEVEL SECURITY;
ALTER TABLE class.learner ENABLE ROW LEVEL SECURITY;
ALTER TABLE class.handin ENABLE ROW LEVEL SECURITY;
ALTER TABLE class.comment ENABLE ROW LEVEL SECURITY;
ALTER TABLE class.assignment ENABLE ROW LEVEL SECURITY;
ALTER TABLE class.file ENABLE ROW LEVEL SECURITY;
ALTER TABLE class.holder ENABLE ROW LEVEL SECURITY;
ALTER TABLE class.misconception ENABLE ROW LEVEL SECURITY;

CREATE POLICY read ON class.teacher FOR SELECT USING (login = current_user);
CREATE POLICY read ON class.learner FOR SELECT
    USING (login = current_user OR class IN (SELECT t.class FROM class.teacher AS t WHERE t.login = current_user));
CREATE POLICY leave ON class.learner FOR DELETE USING (login = current_user);

-- The classes that the one who asks teaches, and those that they are in at all: both through the policies above.
CREATE VIEW class.taught WITH (security_invoker, security_barrier) AS
    SELECT class FROM class.teacher WHERE login = current_user;
CREATE VIEW class.mine WITH (security_invoker, security_barrier) AS
    SELECT class FROM class.taught UNION SELECT class FROM class.learner WHERE login = current_user;

CREATE POLICY read ON class.class FOR SELECT USING (class IN (SELECT class FROM class.mine));

CREATE POLICY read ON class.handin FOR SELECT
    USING (learner = current_user OR class IN (SELECT class FROM class.taught));
CREATE POLICY hand_in ON class.handin FOR INSERT WITH CHECK (learner = current_user);
CREATE POLICY withdraw ON class.handin FOR DELETE USING (learner = current_user);

CREATE POLICY read ON class.comment FOR SELECT
    USING (learner = current_user OR class IN (SELECT class FROM class.taught));
CREATE POLICY write ON class.comment FOR INSERT
    WITH CHECK (author = current_user AND class IN (SELECT class FROM class.taught));
CREATE POLICY take_back ON class.comment FOR DELETE
    USING (author = current_user AND class IN (SELECT class FROM class.taught));

CREATE POLICY read ON class.assignment FOR SELECT USING (class IN (SELECT class FROM class.mine));
CREATE POLICY write ON class.assignment FOR INSERT
    WITH CHECK (author = current_user AND class IN (SELECT class FROM class.taught));
CREATE POLICY take_back ON class.assignment FOR DELETE USING (class IN (SELECT class FROM class.taught));

CREATE POLICY read ON class.file FOR SELECT USING (class IN (SELECT class FROM class.mine));
CREATE POLICY write ON class.file FOR INSERT
    WITH CHECK (author = current_user AND class IN (SELECT class FROM class.taught));
CREATE POLICY take_back ON class.file FOR DELETE USING (class IN (SELECT class FROM class.taught));

CREATE POLICY read ON class.misconception FOR SELECT
    USING (holders >= 3 AND class IN (SELECT class FROM class.mine));

-- What a login may do at all. Times, authors and learners are given by the database: those columns cannot be written.

DO $$
DECLARE
    members text := format('journal_%s', (SELECT oid FROM pg_database WHERE datname = current_database()));
BEGIN
    EXECUTE format('GRANT USAGE ON SCHEMA class, hub TO %I', members);
    EXECUTE format('GRANT SELECT ON hub.about TO %I', members);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON hub.learner, hub.device, hub.push, hub.row TO %I', members);
    EXECUTE format('GRANT SELECT ON ALL TABLES IN SCHEMA class TO %I', members);
    EXECUTE format('REVOKE ALL ON class.holder FROM %I', members);
    FOR part IN 0..15 LOOP
        EXECUTE format('REVOKE ALL ON class.handin_%s FROM %I', part, members);
    END LOOP;
    EXECUTE format('GRANT DELETE ON class.learner, class.handin, class.comment, class.assignment, class.file TO %I', members);
    EXECUTE format('GRANT INSERT (class, id, week, content) ON class.handin TO %I', members);
    EXECUTE format('GRANT INSERT (class, learner, handin, id, body) ON class.comment TO %I', members);
    EXECUTE format('GRANT INSERT (class, concept, due) ON class.assignment TO %I', members);
    EXECUTE format('GRANT INSERT (class, name, sha256, content) ON class.file TO %I', members);
END $$;
