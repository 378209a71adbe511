-- What is found by words, people across episodes, and episodes entered later. The projections are
-- built anew from the journal after this step, so nothing is carried over.
DROP TABLE episode;

CREATE TABLE episode (
    seq       INTEGER PRIMARY KEY, -- journal entry that began it: the order in which they came in
    id        BLOB NOT NULL UNIQUE,
    ref       TEXT NOT NULL UNIQUE,
    site      TEXT NOT NULL,
    open      INTEGER NOT NULL, -- 1 while anything about it may still change
    person    BLOB NOT NULL,
    custody   TEXT NOT NULL, -- custody record number, folded; empty where none is known
    unentered INTEGER NOT NULL, -- 1 while it has still to be entered elsewhere
    find      TEXT NOT NULL, -- tokens it is found by
    body      TEXT NOT NULL -- last, for it spills over into pages of its own
) STRICT;

-- In the order of seq, as every index of a table with an integer key is.
CREATE INDEX episode_open ON episode (open) WHERE open = 1;
CREATE INDEX episode_unentered ON episode (unentered) WHERE unentered = 1;
CREATE INDEX episode_person ON episode (person);
CREATE INDEX episode_custody ON episode (custody) WHERE custody <> '';

-- The text is folded and cut into tokens by the program; the tokenizer has only to part it at blanks,
-- which `ascii` does: to it every character beyond ASCII belongs to a word. No phrase is ever asked
-- for, so no position is kept. The prefix lists answer the first keys of a search, which fit most.
CREATE VIRTUAL TABLE found USING fts5 (
    find,
    content = 'episode', content_rowid = 'seq',
    tokenize = 'ascii', prefix = '1 2 3', detail = none, columnsize = 0
);
