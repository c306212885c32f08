-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: follow_put
INSERT INTO follow(account, ref, since) VALUES (?1, ?2, ?3) ON CONFLICT DO NOTHING;

-- name: follow_drop
DELETE FROM follow WHERE account = ?1 AND ref = ?2;

-- name: follow_there
SELECT 1 FROM follow WHERE account = ?1 AND ref = ?2;

-- name: followed
SELECT ref, since FROM follow WHERE account = ?1 ORDER BY ref;

-- name: visit
SELECT before, latest FROM visit WHERE account = ?1;

-- name: visit_put
INSERT INTO visit(account, before, latest) VALUES (?1, ?2, ?3)
ON CONFLICT (account) DO UPDATE SET before = excluded.before, latest = excluded.latest;
