-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What people do together: mail that waits, remarks on passages, texts set aside because somebody else was faster, what
-- each account follows and when it last looked.  An account is a row of `account`; 0 is whoever works at the command
-- line.  Nothing here refers to a document's row: it outlives documents and finds them again by hash.

CREATE TABLE outbox (
    number INTEGER PRIMARY KEY,
    recipient TEXT NOT NULL,           -- one address
    subject TEXT NOT NULL,
    text TEXT NOT NULL,                -- plain, lines ended by "\n"
    made TEXT NOT NULL,                -- UTC, as every time here
    tries INTEGER NOT NULL DEFAULT 0,
    due TEXT NOT NULL,                 -- not to be tried before
    sent TEXT,
    given_up TEXT,
    problem TEXT                       -- what the last try failed by
) STRICT;
CREATE INDEX outbox_waiting ON outbox(due) WHERE sent IS NULL AND given_up IS NULL;

-- W3C Web Annotation Data Model (2017): the target is a passage of a document's text, told by TextQuoteSelector and
-- TextPositionSelector (code points).  The passage never changes; where it is in a later version of the document
-- stands in annotation_anchor.
CREATE TABLE annotation (
    uid TEXT PRIMARY KEY,              -- 32 hexadecimal digits; urn:uuid
    kind TEXT NOT NULL,                -- 'document', 'provision', 'proposal': the page it was made on
    reference TEXT NOT NULL,           -- as `show` takes it
    sha256 TEXT NOT NULL,              -- of the document
    document TEXT NOT NULL,            -- its name as printed
    exact TEXT NOT NULL,               -- '' for a remark on the whole
    prefix TEXT NOT NULL,
    suffix TEXT NOT NULL,
    start INTEGER NOT NULL,
    points INTEGER NOT NULL,
    reply_to TEXT REFERENCES annotation(uid),
    account INTEGER NOT NULL,
    author TEXT NOT NULL,
    created TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX annotation_by_document ON annotation(sha256);
CREATE INDEX annotation_by_reference ON annotation(reference);
CREATE INDEX annotation_by_reply ON annotation(reply_to) WHERE reply_to IS NOT NULL;

-- A log: rows are only ever added, and the newest holds.
CREATE TABLE annotation_version (
    annotation TEXT NOT NULL REFERENCES annotation(uid),
    revision INTEGER NOT NULL,         -- 1, 2, …
    purpose TEXT NOT NULL,             -- a motivation of the W3C model: 'commenting', …
    visibility TEXT NOT NULL,          -- 'private', 'workspace', 'public'
    body TEXT NOT NULL,
    withdrawn INTEGER NOT NULL,
    account INTEGER NOT NULL,
    author TEXT NOT NULL,              -- of this version
    at TEXT NOT NULL,
    PRIMARY KEY (annotation, revision)
) STRICT, WITHOUT ROWID;
CREATE INDEX annotation_version_by_time ON annotation_version(at);

CREATE TABLE annotation_anchor (
    annotation TEXT NOT NULL REFERENCES annotation(uid),
    sha256 TEXT NOT NULL,              -- of another version of the document
    outcome TEXT NOT NULL,             -- 'anchored', 'moved', 'orphaned'
    exact TEXT NOT NULL,               -- the passage as it stands there; '' when orphaned
    start INTEGER NOT NULL,
    points INTEGER NOT NULL,
    score REAL NOT NULL,               -- how much of the passage is the same, 0 to 1
    at TEXT NOT NULL,
    PRIMARY KEY (annotation, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX annotation_anchor_by_document ON annotation_anchor(sha256);

-- What somebody wrote on a thing that another had changed in the meantime: kept until its author settles it.
CREATE TABLE set_aside (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,                -- 'annotation', 'assessment', 'position', 'verdict', 'statement', …
    key TEXT NOT NULL,                 -- which of them
    seen INTEGER NOT NULL,             -- revision that its author had read
    found INTEGER NOT NULL,            -- revision that was in force instead
    fields TEXT NOT NULL,              -- JSON: an object of strings, as the form sent them
    account INTEGER NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    settled TEXT,                      -- when
    how TEXT                           -- 'merged', 'dropped'
) STRICT;
CREATE INDEX set_aside_waiting ON set_aside(account) WHERE settled IS NULL;

CREATE TABLE follow (
    account INTEGER NOT NULL,
    ref TEXT NOT NULL,                 -- what `show` takes
    since TEXT NOT NULL,
    PRIMARY KEY (account, ref)
) STRICT, WITHOUT ROWID;
INSERT INTO follow(account, ref, since) SELECT 0, ref, since FROM followed;
DROP TABLE followed;

CREATE INDEX document_by_added ON document(added);

CREATE TABLE visit (
    account INTEGER PRIMARY KEY,
    before TEXT,                       -- end of the visit before this one; NULL at the first
    latest TEXT NOT NULL               -- when a page was last asked for
) STRICT;

CREATE TABLE notify (
    account INTEGER PRIMARY KEY,
    every TEXT NOT NULL,               -- 'never', 'day', 'week'
    told TEXT NOT NULL,                -- digests reach up to here
    token TEXT                         -- in the addresses of this account's feeds
) STRICT;
CREATE UNIQUE INDEX notify_by_token ON notify(token) WHERE token IS NOT NULL;
