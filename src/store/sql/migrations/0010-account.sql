-- SPDX-License-Identifier: AGPL-3.0-or-later
-- People, and what lets them in; what is open to everybody; the audit log.  Of secrets only hashes: SHA-256 in hexadecimal of random
-- tokens, argon2id of passwords.  Times of sessions, invitations and tokens are seconds since 1970 (UTC).

CREATE TABLE account (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: other tables name people by it
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE,           -- in small letters; of the local person ''
    password TEXT,                        -- argon2id as libsodium writes it; NULL: cannot sign in with one
    role TEXT NOT NULL CHECK (role IN ('reader', 'analyst', 'editor', 'admin')),
    language TEXT NOT NULL DEFAULT '',
    disabled INTEGER NOT NULL DEFAULT 0,
    local INTEGER NOT NULL DEFAULT 0,     -- the person at this machine
    totp TEXT,                            -- secret of the second factor, base32
    totp_waits TEXT,                      -- the same, not confirmed yet
    totp_step INTEGER NOT NULL DEFAULT 0, -- the last step of which a code was taken: none is taken twice
    made TEXT NOT NULL
) STRICT;

CREATE TABLE recovery (
    hash TEXT PRIMARY KEY,
    account INTEGER NOT NULL REFERENCES account(id)
) STRICT, WITHOUT ROWID;
CREATE INDEX recovery_by_account ON recovery(account);

CREATE TABLE invitation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL UNIQUE,
    email TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('reader', 'analyst', 'editor', 'admin')),
    by INTEGER NOT NULL,                  -- account, 0 at the shell
    account INTEGER REFERENCES account(id), -- whose password it sets anew; NULL: a new account
    made INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    used INTEGER,                         -- when
    withdrawn INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE session (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL UNIQUE,
    account INTEGER NOT NULL REFERENCES account(id),
    made INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    idle INTEGER NOT NULL,                -- seconds without being seen after which it ends
    ends INTEGER NOT NULL,                -- at the latest
    agent TEXT NOT NULL
) STRICT;
CREATE INDEX session_by_account ON session(account);

CREATE TABLE api_token (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    hash TEXT NOT NULL UNIQUE,
    account INTEGER NOT NULL REFERENCES account(id),
    name TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('reader', 'analyst', 'editor', 'admin')),
    made INTEGER NOT NULL,
    used INTEGER NOT NULL DEFAULT 0,
    expires INTEGER NOT NULL DEFAULT 0,   -- 0: never
    revoked INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX api_token_by_account ON api_token(account);

CREATE TABLE published (
    kind TEXT NOT NULL CHECK (kind IN ('workspace', 'meeting', 'instrument', 'statement')),
    key TEXT NOT NULL,                    -- '' with the workspace
    who INTEGER NOT NULL,
    at TEXT NOT NULL,
    PRIMARY KEY (kind, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit (
    number INTEGER PRIMARY KEY AUTOINCREMENT, -- without a gap, and the highest is remembered
    at TEXT NOT NULL,
    who INTEGER NOT NULL,                 -- account, 0 at the shell
    name TEXT NOT NULL,                   -- of the account at that time
    what TEXT NOT NULL,
    about TEXT NOT NULL,
    details TEXT NOT NULL,
    hash TEXT NOT NULL                    -- of the columns before it and of the previous entry's hash
) STRICT;
CREATE INDEX audit_by_who ON audit(who, number);
CREATE INDEX audit_by_about ON audit(about, number);

-- This program's connections run no triggers (a workspace may come from a stranger) and refuse such statements themselves; these hold
-- up other programs.
CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit log is not changed'); END;
CREATE TRIGGER audit_keeps BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'nothing is taken from the audit log'); END;
