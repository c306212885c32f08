-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Matches that were found, and what people say of them.  Nothing here refers to a document's row: a verdict outlives
-- its documents and is found again by their hash, name and words.

CREATE TABLE matched (
    id TEXT PRIMARY KEY,               -- as tvx_match_id makes it
    kind TEXT NOT NULL,                -- 'reuse', 'retabled'
    score REAL NOT NULL,
    found INTEGER NOT NULL,            -- 0: the last run did not find it, but somebody judged it
    settled TEXT                       -- the match whose verdict holds for this one too
) STRICT, WITHOUT ROWID;

CREATE TABLE matched_side (
    match TEXT NOT NULL REFERENCES matched(id) ON DELETE CASCADE,
    side INTEGER NOT NULL,             -- 0, 1
    sha256 TEXT NOT NULL,
    document TEXT,
    proposal TEXT,
    instrument TEXT,
    version TEXT,
    provision TEXT,
    language TEXT,
    start INTEGER NOT NULL,            -- code points in the document's text
    points INTEGER NOT NULL,           -- 0: the whole
    quote TEXT,
    before TEXT,
    after TEXT,
    PRIMARY KEY (match, side)
) STRICT, WITHOUT ROWID;

-- A log: rows are only ever added, and the newest on a match holds.
CREATE TABLE verdict (
    number INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,          -- a hash of the rest, so that merging the same entry twice does nothing
    match TEXT NOT NULL REFERENCES matched(id),
    value TEXT NOT NULL,               -- 'confirmed', 'rejected', 'none' for one taken back
    score REAL NOT NULL,               -- that the match had then
    actor TEXT,                        -- who said so
    at TEXT NOT NULL,                  -- UTC
    note TEXT NOT NULL
) STRICT;
CREATE INDEX verdict_by_match ON verdict(match, at);
