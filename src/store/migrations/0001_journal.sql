-- The journal is the truth: appended, never changed. Everything below it can be built again from it.
CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value ANY NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE journal (
    seq        INTEGER PRIMARY KEY,
    id         BLOB NOT NULL UNIQUE,
    at         INTEGER NOT NULL, -- unix milliseconds
    entered_at INTEGER NOT NULL, -- unix milliseconds
    device     BLOB NOT NULL,
    device_seq INTEGER NOT NULL,
    actor      BLOB,
    episode    BLOB,
    site       TEXT,
    kind       TEXT NOT NULL,
    body       TEXT NOT NULL,
    mac        BLOB NOT NULL
) STRICT;

CREATE INDEX journal_episode ON journal (episode) WHERE episode IS NOT NULL;

CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN
    SELECT RAISE(ABORT, 'the journal is never changed');
END;

CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN
    SELECT RAISE(ABORT, 'nothing is deleted from the journal');
END;

CREATE TRIGGER journal_no_gap BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM journal)
BEGIN
    SELECT RAISE(ABORT, 'the journal has no gaps');
END;

-- Projections.
CREATE TABLE episode (
    id   BLOB PRIMARY KEY,
    ref  TEXT NOT NULL UNIQUE,
    site TEXT NOT NULL,
    open INTEGER NOT NULL, -- 1 while anything about it may still change
    body TEXT NOT NULL
) STRICT;

CREATE INDEX episode_open ON episode (site) WHERE open = 1;

CREATE TABLE answer (
    screening BLOB NOT NULL,
    question  TEXT NOT NULL,
    seq       INTEGER NOT NULL,
    body      TEXT NOT NULL,
    PRIMARY KEY (screening, question)
) STRICT, WITHOUT ROWID;

CREATE TABLE shift (
    id       BLOB PRIMARY KEY,
    open     INTEGER NOT NULL,
    began_at INTEGER NOT NULL, -- unix milliseconds
    body     TEXT NOT NULL
) STRICT;

CREATE INDEX shift_open ON shift (id) WHERE open = 1;
CREATE INDEX shift_began ON shift (began_at);

CREATE TABLE practitioner (
    id   BLOB PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE site_log (
    site TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- A note's text stands in the journal; here stands which note is a site's latest.
CREATE TABLE handover (
    site TEXT PRIMARY KEY,
    seq  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- The exact text of each form that answers were given to.
CREATE TABLE form_text (
    hash TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
