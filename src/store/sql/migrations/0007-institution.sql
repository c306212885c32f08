-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Institution maps and dates that came with documents, what a user follows, and how public each document was when.

CREATE TABLE institution (
    origin TEXT PRIMARY KEY,           -- the file's path as it was given; the same path again replaces it
    beside INTEGER NOT NULL,           -- 1: a travaux.toml, which says other things as well
    text TEXT NOT NULL                 -- TOML
) STRICT, WITHOUT ROWID;

CREATE TABLE followed (
    ref TEXT PRIMARY KEY,              -- what `show` takes
    since TEXT NOT NULL                -- UTC
) STRICT, WITHOUT ROWID;

-- A log beside document.access, which is the class when the document was added.
CREATE TABLE access_change (
    number INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    access TEXT NOT NULL,
    since TEXT NOT NULL,               -- a day
    source TEXT,
    at TEXT NOT NULL                   -- UTC, when it was entered
) STRICT;
CREATE INDEX access_change_by_document ON access_change(sha256, since);
