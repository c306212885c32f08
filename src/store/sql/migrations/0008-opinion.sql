-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What analysts think of proposals, and how the reader weighs it.  Nothing here refers to a document's row: an opinion
-- outlives its documents and is found again by the proposal's number.

-- A log: rows are only ever added, and the newest of an analyst on a proposal holds.
CREATE TABLE opinion (
    number INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,          -- a hash of the rest
    proposal TEXT NOT NULL,            -- its number as printed
    sha256 TEXT NOT NULL,              -- of the document it stood in
    analyst TEXT NOT NULL,
    effect_low REAL NOT NULL,          -- 0 … 10
    effect_high REAL NOT NULL,
    likelihood_low REAL NOT NULL,      -- 0 … 1
    likelihood_high REAL NOT NULL,
    because TEXT NOT NULL,
    at TEXT NOT NULL                   -- UTC
) STRICT;
CREATE INDEX opinion_by_proposal ON opinion(proposal, at);

CREATE TABLE opinion_evidence (
    opinion TEXT NOT NULL REFERENCES opinion(uid),
    n INTEGER NOT NULL,
    document TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    ref TEXT NOT NULL,
    quote TEXT NOT NULL,
    start INTEGER NOT NULL,            -- code points in the document's text
    points INTEGER NOT NULL,           -- 0: place not known
    PRIMARY KEY (opinion, n)
) STRICT, WITHOUT ROWID;

-- The reader's weights of the parts of an assessment; a part that is not here weighs 1.
CREATE TABLE weight (
    part TEXT PRIMARY KEY,
    value REAL NOT NULL
) STRICT, WITHOUT ROWID;
