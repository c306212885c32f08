-- SPDX-License-Identifier: AGPL-3.0-or-later
-- How well each document was understood, as tvx_health_assess tells it.  Documents of an older workspace have none.

CREATE TABLE health (
    document INTEGER PRIMARY KEY REFERENCES document(id) ON DELETE CASCADE,
    recognised TEXT NOT NULL,
    form TEXT NOT NULL,                -- the way amendments are written in it, '' when none
    confidence REAL NOT NULL,          -- 0 to 1
    letters INTEGER NOT NULL,
    left_over INTEGER NOT NULL
) STRICT;

CREATE TABLE finding (
    document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,            -- dearest first
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    advice TEXT NOT NULL,
    cost REAL NOT NULL,
    count INTEGER NOT NULL,
    block INTEGER NOT NULL,            -- -1: the whole document
    PRIMARY KEY (document, place)
) STRICT, WITHOUT ROWID;
