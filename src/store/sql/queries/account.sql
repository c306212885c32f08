-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: account_insert
INSERT INTO account(name, email, password, role, local, made) VALUES (?1, ?2, ?3, ?4, ?5, ?6) RETURNING id;

-- name: account_by_id
SELECT a.id, a.name, a.email, a.role, a.language, a.made, a.disabled, a.local, a.password IS NOT NULL, a.totp IS NOT NULL,
       (SELECT count(*) FROM recovery AS r WHERE r.account = a.id)
FROM account AS a WHERE a.id = ?1;

-- name: account_by_email
SELECT a.id, a.name, a.email, a.role, a.language, a.made, a.disabled, a.local, a.password IS NOT NULL, a.totp IS NOT NULL,
       (SELECT count(*) FROM recovery AS r WHERE r.account = a.id)
FROM account AS a WHERE a.email = ?1 AND NOT a.local;

-- name: accounts
SELECT a.id, a.name, a.email, a.role, a.language, a.made, a.disabled, a.local, a.password IS NOT NULL, a.totp IS NOT NULL,
       (SELECT count(*) FROM recovery AS r WHERE r.account = a.id)
FROM account AS a ORDER BY a.name, a.id;

-- name: account_local
SELECT id FROM account WHERE local;

-- name: account_admins
SELECT count(*) FROM account WHERE role = 'admin' AND NOT disabled AND NOT local AND password IS NOT NULL AND id <> ?1;

-- name: account_set_role
UPDATE account SET role = ?2 WHERE id = ?1;

-- name: account_set_disabled
UPDATE account SET disabled = ?2 WHERE id = ?1;

-- name: account_set_name
UPDATE account SET name = ?2 WHERE id = ?1;

-- name: account_set_language
UPDATE account SET language = ?2 WHERE id = ?1;

-- name: account_set_password
UPDATE account SET password = ?2 WHERE id = ?1;

-- name: account_secrets
SELECT id, password, disabled, totp, totp_waits, totp_step FROM account WHERE email = ?1 AND NOT local;

-- name: account_secrets_by_id
SELECT id, password, disabled, totp, totp_waits, totp_step FROM account WHERE id = ?1;

-- name: account_totp_wait
UPDATE account SET totp_waits = ?2 WHERE id = ?1;

-- name: account_totp_set
UPDATE account SET totp = ?2, totp_waits = NULL, totp_step = ?3 WHERE id = ?1;

-- name: account_totp_take
UPDATE account SET totp_step = ?2 WHERE id = ?1 AND totp_step < ?2 RETURNING id;

-- name: recovery_insert
INSERT INTO recovery(hash, account) VALUES (?1, ?2);

-- name: recovery_there
SELECT 1 FROM recovery WHERE hash = ?1 AND account = ?2;

-- name: recovery_take
DELETE FROM recovery WHERE hash = ?1 AND account = ?2 RETURNING account;

-- name: recovery_drop
DELETE FROM recovery WHERE account = ?1;

-- name: session_insert
INSERT INTO session(hash, account, made, seen, idle, ends, agent) VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6);

-- name: session_by_hash
SELECT s.id, s.account, s.made, s.seen, min(s.seen + s.idle, s.ends), s.agent FROM session AS s WHERE s.hash = ?1;

-- name: sessions
SELECT s.id, s.account, s.made, s.seen, min(s.seen + s.idle, s.ends), s.agent FROM session AS s
WHERE s.account = ?1 AND s.ends > ?2 AND s.seen + s.idle > ?2 ORDER BY s.seen DESC, s.id DESC;

-- name: session_seen
UPDATE session SET seen = ?2 WHERE id = ?1;

-- name: session_drop_by_hash
DELETE FROM session WHERE hash = ?1 RETURNING account;

-- name: session_drop
DELETE FROM session WHERE account = ?1 AND (id = ?2 OR ?2 = 0) RETURNING account;

-- name: sessions_forget
DELETE FROM session WHERE ends <= ?1 OR seen + idle <= ?1;

-- name: invitation_insert
INSERT INTO invitation(hash, email, role, by, account, made, expires)
VALUES (?1, ?2, ?3, ?4, nullif(?5, 0), ?6, ?7);

-- name: invitation_by_hash
SELECT i.id, i.email, i.role, i.by, i.account, i.made, i.expires, i.used, i.withdrawn, b.name, b.role, b.disabled, a.name,
       b.local
FROM invitation AS i LEFT JOIN account AS b ON b.id = i.by LEFT JOIN account AS a ON a.id = i.account WHERE i.hash = ?1;

-- name: invitations
SELECT i.id, i.email, i.role, i.by, i.account, i.made, i.expires, i.used, i.withdrawn, b.name, b.role, b.disabled, a.name,
       b.local
FROM invitation AS i LEFT JOIN account AS b ON b.id = i.by LEFT JOIN account AS a ON a.id = i.account ORDER BY i.id DESC;

-- name: invitation_use
UPDATE invitation SET used = ?2 WHERE id = ?1 AND used IS NULL AND NOT withdrawn RETURNING id;

-- name: invitation_withdraw
UPDATE invitation SET withdrawn = 1 WHERE id = ?1 AND used IS NULL AND NOT withdrawn RETURNING id;

-- name: invitation_withdraw_older
UPDATE invitation SET withdrawn = 1 WHERE email = ?1 AND used IS NULL AND NOT withdrawn;

-- name: api_token_insert
INSERT INTO api_token(hash, account, name, role, made, expires) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: api_token_by_hash
SELECT t.id, t.account, t.role, t.used FROM api_token AS t
WHERE t.hash = ?1 AND NOT t.revoked AND (t.expires = 0 OR t.expires > ?2);

-- name: api_tokens
SELECT id, name, role, made, used, expires, revoked FROM api_token WHERE account = ?1 ORDER BY revoked, id DESC;

-- name: api_token_count
SELECT count(*) FROM api_token WHERE account = ?1 AND NOT revoked AND (expires = 0 OR expires > ?2);

-- name: api_token_used
UPDATE api_token SET used = ?2 WHERE id = ?1;

-- name: api_token_revoke
UPDATE api_token SET revoked = 1 WHERE id = ?2 AND account = ?1 AND NOT revoked RETURNING id;

-- name: published_there
SELECT 1 FROM published WHERE (kind = ?1 AND key = ?2) OR kind = 'workspace';

-- name: published_document
SELECT 1 FROM document AS d WHERE d.id = ?1 AND EXISTS (
    SELECT 1 FROM published AS p WHERE p.kind = 'workspace' OR (p.kind = 'meeting' AND p.key = d.meeting)
    OR (p.kind = 'instrument' AND p.key IN (SELECT i.key FROM instrument AS i WHERE i.document = d.id)));

-- name: published_proposal
SELECT 1 FROM proposal AS q JOIN document AS d ON d.id = q.document LEFT JOIN resolution AS r ON r.proposal = q.id
WHERE q.id = ?1 AND EXISTS (
    SELECT 1 FROM published AS p WHERE p.kind = 'workspace' OR (p.kind = 'meeting' AND p.key = d.meeting)
    OR (p.kind = 'instrument' AND p.key = r.key));

-- name: published_put
INSERT INTO published(kind, key, who, at) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (kind, key) DO NOTHING RETURNING 1;

-- name: published_drop
DELETE FROM published WHERE kind = ?1 AND key = ?2 RETURNING 1;

-- name: published
SELECT p.kind, p.key, coalesce(a.name, ''), p.at FROM published AS p LEFT JOIN account AS a ON a.id = p.who
ORDER BY p.kind, p.key;

-- name: meeting_there
SELECT 1 FROM document WHERE meeting = ?1 LIMIT 1;

-- name: instrument_there
SELECT 1 FROM instrument WHERE key = ?1 LIMIT 1;

-- name: audit_insert
INSERT INTO audit(number, at, who, name, what, about, details, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: audit_last
SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1;

-- name: audit_highest
SELECT seq FROM sqlite_sequence WHERE name = 'audit';

-- name: audit_list
SELECT number, at, who, name, what, about, details, hash FROM audit
WHERE (?1 = 0 OR number < ?1) AND (?2 < 0 OR who = ?2)
  AND (?3 IS NULL OR what = ?3 OR substr(what, 1, length(?3) + 1) = ?3 || '.') AND (?4 IS NULL OR about = ?4)
ORDER BY number DESC LIMIT ?5;

-- name: audit_all
SELECT number, at, who, name, what, about, details, hash FROM audit ORDER BY number;
