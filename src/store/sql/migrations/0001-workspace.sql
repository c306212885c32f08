-- SPDX-License-Identifier: AGPL-3.0-or-later
-- The workspace as version 1 knows it.  What is long (originals, texts, trees) stands in tables of its own, so
-- that a list of ten thousand documents reads only small rows.  Text is UTF-8, NFC; dates are ISO 8601.

CREATE TABLE document (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL UNIQUE,       -- of the original bytes, lower-case hexadecimal
    file TEXT NOT NULL,                -- name as given
    base_name TEXT NOT NULL,           -- its last part, by which references find it
    format TEXT NOT NULL,
    language TEXT NOT NULL,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    access TEXT NOT NULL,
    meeting TEXT,
    date TEXT,
    symbol TEXT,                       -- "44A7"
    about TEXT,                        -- "MNR" or "MNR@2006": what a contribution is about, where it was told
    name TEXT NOT NULL,                -- as printed in lists: "PP22/44A7", or base_name
    size INTEGER NOT NULL,             -- bytes of the original
    proposals INTEGER NOT NULL,
    warnings INTEGER NOT NULL,
    added TEXT NOT NULL                -- UTC
) STRICT;
CREATE INDEX document_by_name ON document(name);
CREATE INDEX document_by_base_name ON document(base_name);
CREATE INDEX document_by_meeting ON document(meeting) WHERE meeting IS NOT NULL;

CREATE TABLE document_sponsor (
    document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (document, place)
) STRICT, WITHOUT ROWID;

-- What the header table says beyond the columns of document, as printed.
CREATE TABLE header (
    document INTEGER PRIMARY KEY REFERENCES document(id) ON DELETE CASCADE,
    conference TEXT,
    place TEXT,
    symbol TEXT,
    source TEXT,
    session TEXT
) STRICT;

-- zstd frames; the sizes are those of the content, to be trusted only after a check against the frame.
CREATE TABLE source (
    document INTEGER PRIMARY KEY REFERENCES document(id) ON DELETE CASCADE,
    size INTEGER NOT NULL,
    bytes BLOB NOT NULL
) STRICT;
CREATE TABLE body (
    document INTEGER PRIMARY KEY REFERENCES document(id) ON DELETE CASCADE,
    size INTEGER NOT NULL,
    text BLOB NOT NULL                 -- the AFTER view
) STRICT;
CREATE TABLE tree (
    document INTEGER PRIMARY KEY REFERENCES document(id) ON DELETE CASCADE,
    size INTEGER NOT NULL,
    packed BLOB NOT NULL               -- as tvx_document_pack writes it
) STRICT;

CREATE TABLE warning (
    document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    code TEXT NOT NULL,
    message TEXT NOT NULL,
    block INTEGER NOT NULL,            -- -1: the whole document
    PRIMARY KEY (document, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE instrument (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    version TEXT NOT NULL,
    language TEXT NOT NULL,
    title TEXT NOT NULL,
    date TEXT,
    kind TEXT NOT NULL,
    meeting TEXT,
    in_force INTEGER NOT NULL,
    provisions INTEGER NOT NULL,
    UNIQUE (key, version, language)
) STRICT;
CREATE INDEX instrument_by_document ON instrument(document);

CREATE TABLE provision (
    id INTEGER PRIMARY KEY,
    instrument INTEGER NOT NULL REFERENCES instrument(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    parent INTEGER NOT NULL,           -- place of the parent; -1 for top
    level INTEGER NOT NULL,
    kind TEXT NOT NULL,
    path TEXT NOT NULL,
    label TEXT NOT NULL,
    heading TEXT NOT NULL,
    marginal TEXT,
    amended TEXT,
    text TEXT NOT NULL,
    start INTEGER NOT NULL,            -- code points in the document's text
    points INTEGER NOT NULL,
    UNIQUE (instrument, place),
    UNIQUE (instrument, path)
) STRICT;
CREATE INDEX provision_by_marginal ON provision(instrument, marginal) WHERE marginal IS NOT NULL;

CREATE TABLE proposal (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES document(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    number TEXT NOT NULL,
    action TEXT NOT NULL,              -- as printed; "NOC!" for an underlined NOC
    target TEXT NOT NULL,
    instrument TEXT,                   -- where the target says it stands; what it was tied to is in resolution
    version TEXT,
    path TEXT,
    marginal TEXT,
    part TEXT,
    is_new INTEGER NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    reasons TEXT NOT NULL,
    quote TEXT NOT NULL,
    start INTEGER NOT NULL,
    points INTEGER NOT NULL,
    block INTEGER NOT NULL,
    UNIQUE (document, place)
) STRICT;
CREATE INDEX proposal_by_number ON proposal(number);

CREATE TABLE proposal_sponsor (
    proposal INTEGER NOT NULL REFERENCES proposal(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (proposal, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX proposal_sponsor_by_actor ON proposal_sponsor(actor);

CREATE TABLE edit (
    proposal INTEGER NOT NULL REFERENCES proposal(id) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    op TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL,
    PRIMARY KEY (proposal, place)
) STRICT, WITHOUT ROWID;

-- What tvx_resolve answered; re-made whenever documents were added.
CREATE TABLE resolution (
    proposal INTEGER PRIMARY KEY REFERENCES proposal(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,                -- "resolved", "new", "unresolved"
    key TEXT,
    version TEXT,
    path TEXT,
    after_path TEXT,
    reason TEXT,
    base_differs INTEGER NOT NULL,
    base_agreement REAL NOT NULL
) STRICT;
CREATE INDEX resolution_by_place ON resolution(key, version, path);

CREATE TABLE meeting (
    key TEXT PRIMARY KEY,
    title TEXT,
    place TEXT
) STRICT, WITHOUT ROWID;

CREATE TABLE failed (
    file TEXT PRIMARY KEY,
    reason TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Full text.  rowid = 4 * id + type (0 document, 1 provision, 2 proposal); the text itself is read from its own
-- table, so the index holds none.  Terms are tvx_terms'.
CREATE VIRTUAL TABLE fts USING fts5(title, body, context, content='', tokenize='travaux');
