-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Sides that a person says an actor took.  Nothing here refers to a document's row: an entry outlives documents and is
-- found again by the proposal's number.  A log: rows are only ever added, and the newest on an actor, a proposal and a
-- day holds.

CREATE TABLE position (
    number INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,          -- a hash of the rest
    actor TEXT NOT NULL,
    proposal TEXT NOT NULL,            -- its number as printed
    stance TEXT NOT NULL,              -- 'none' takes an entry back
    day TEXT NOT NULL,
    source TEXT NOT NULL,              -- who says so, and where
    at TEXT NOT NULL                   -- UTC, when it was entered
) STRICT;
CREATE INDEX position_by_proposal ON position(proposal, day);
