-- The planned rota. A window of it is read by the ends of its rows, for most windows begin now.
CREATE TABLE rota_shift (
    id           BLOB PRIMARY KEY,
    practitioner BLOB NOT NULL,
    from_at      INTEGER NOT NULL, -- unix milliseconds
    to_at        INTEGER NOT NULL, -- unix milliseconds
    body         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX rota_shift_time ON rota_shift (to_at, from_at);
CREATE INDEX rota_shift_who ON rota_shift (practitioner, to_at, from_at);

CREATE TABLE rota_absence (
    id           BLOB PRIMARY KEY,
    practitioner BLOB NOT NULL,
    from_at      INTEGER NOT NULL, -- unix milliseconds
    to_at        INTEGER NOT NULL, -- unix milliseconds
    body         TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX rota_absence_time ON rota_absence (to_at, from_at);
CREATE INDEX rota_absence_who ON rota_absence (practitioner, to_at, from_at);

-- Whom the rota can place, whether or not they sign in.
CREATE TABLE rota_staff (
    id   BLOB PRIMARY KEY,
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One row while some days are settled, none while no day is.
CREATE TABLE rota_published (
    id   BLOB PRIMARY KEY CHECK (id = x'00'),
    body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Changes of the rota are listed and undone by themselves, apart from everything else that happens.
CREATE INDEX journal_rota ON journal (seq) WHERE kind = 'rota_changed';
