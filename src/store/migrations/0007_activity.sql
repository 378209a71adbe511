-- Work without an episode: advice, training, supervision. Figures and the list of supervisions read a
-- window of it.
CREATE TABLE activity (
    seq  INTEGER PRIMARY KEY,
    at   INTEGER NOT NULL, -- unix milliseconds
    site TEXT,
    kind TEXT NOT NULL,
    body TEXT NOT NULL
) STRICT;

CREATE INDEX activity_at ON activity (at);
