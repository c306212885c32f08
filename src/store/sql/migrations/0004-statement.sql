-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What states declared at the end of a conference, and what its Final Acts say was changed.

CREATE TABLE statement (
    document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,            -- in order of the text
    number TEXT NOT NULL,              -- as printed, '' when none is
    kind TEXT NOT NULL,                -- 'declaration', 'reservation', 'objection'
    text TEXT NOT NULL,
    refers TEXT NOT NULL,              -- numbers of the statements it names, a space between
    quote TEXT NOT NULL,
    start INTEGER NOT NULL,            -- code points in the document's text
    points INTEGER NOT NULL,
    block INTEGER NOT NULL,
    PRIMARY KEY (document, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE statement_actor (
    document INTEGER NOT NULL,
    statement INTEGER NOT NULL,
    place INTEGER NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (document, statement, place),
    FOREIGN KEY (document, statement) REFERENCES statement(document, place) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX statement_actor_by_actor ON statement_actor(actor);

CREATE TABLE adopted (
    document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,            -- in order of the text
    action TEXT NOT NULL,
    target TEXT NOT NULL,              -- the place as printed
    instrument TEXT,
    version TEXT,
    path TEXT,
    marginal TEXT,
    text TEXT NOT NULL,
    quote TEXT NOT NULL,
    start INTEGER NOT NULL,
    points INTEGER NOT NULL,
    block INTEGER NOT NULL,
    PRIMARY KEY (document, place)
) STRICT, WITHOUT ROWID;
