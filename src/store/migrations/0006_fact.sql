-- What is counted of each episode, in the order in which referrals came in: a year of figures reads one
-- stretch of it, and no episode.
CREATE TABLE fact (
    at      INTEGER NOT NULL, -- unix milliseconds
    episode BLOB NOT NULL,
    body    TEXT NOT NULL,
    PRIMARY KEY (at, episode)
) STRICT, WITHOUT ROWID;
