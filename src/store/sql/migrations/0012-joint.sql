-- SPDX-License-Identifier: AGPL-3.0-or-later
-- Joint statements (store/joint.h).  Times are UTC; rows are added and marked, never deleted.

CREATE TABLE joint (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    closes TEXT,                       -- day, the last to sign on
    published INTEGER,                 -- the version that was
    published_by TEXT,
    published_at TEXT,
    closed_by TEXT,
    closed_at TEXT
) STRICT;

CREATE TABLE joint_version (
    joint INTEGER NOT NULL REFERENCES joint(id),
    n INTEGER NOT NULL,                -- from 1
    base INTEGER NOT NULL,             -- the version it was made from, 0 of the first
    aside INTEGER NOT NULL,            -- 1: kept, not taken
    title TEXT NOT NULL,
    language TEXT NOT NULL,
    text TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (joint, n)
) STRICT;

-- What a version quotes, with the whole text of the place as it read when it was saved.
CREATE TABLE joint_quote (
    joint INTEGER NOT NULL,
    version INTEGER NOT NULL,
    n INTEGER NOT NULL,
    reference TEXT NOT NULL,           -- as written, "" when none is
    quote TEXT NOT NULL,
    place TEXT NOT NULL,               -- with its version, "" when nothing was found
    then_text TEXT NOT NULL,
    sha256 TEXT NOT NULL,              -- of then_text, "" when nothing was found
    PRIMARY KEY (joint, version, n),
    FOREIGN KEY (joint, version) REFERENCES joint_version(joint, n)
) STRICT;

CREATE TABLE joint_signatory (
    id INTEGER PRIMARY KEY,
    joint INTEGER NOT NULL REFERENCES joint(id),
    organisation TEXT NOT NULL,
    folded TEXT NOT NULL,              -- the same for comparing
    person TEXT NOT NULL,
    function TEXT NOT NULL,
    email TEXT NOT NULL,
    at TEXT NOT NULL,
    token TEXT NOT NULL UNIQUE,        -- SHA-256 of what the e-mail's link brings
    confirmed TEXT,
    by_email INTEGER NOT NULL,
    confirmed_by TEXT,
    withdrawn TEXT,
    withdrawn_by TEXT,
    because TEXT
) STRICT;
CREATE INDEX joint_signatory_by_joint ON joint_signatory(joint, folded);

-- The keys that seal.  Only the newest still has its secret half.
CREATE TABLE joint_key (
    id INTEGER PRIMARY KEY,
    public_key BLOB NOT NULL UNIQUE,
    kept BLOB NOT NULL,                -- the secret seed, encrypted if locked; zeros once a newer key was made
    locked INTEGER NOT NULL,
    salt BLOB NOT NULL,
    nonce BLOB NOT NULL,
    passes INTEGER NOT NULL,
    memory INTEGER NOT NULL,           -- bytes
    author TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TABLE joint_seal (
    id INTEGER PRIMARY KEY,
    joint INTEGER NOT NULL REFERENCES joint(id),
    public_key BLOB NOT NULL,
    form TEXT NOT NULL,
    seal TEXT NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;
CREATE INDEX joint_seal_by_joint ON joint_seal(joint);
