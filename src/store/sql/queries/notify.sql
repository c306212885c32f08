-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: notify
SELECT account, every, told, token FROM notify WHERE account = ?1;

-- name: notify_all
SELECT account, every, told, token FROM notify WHERE every <> 'never' ORDER BY account;

-- name: notify_every
INSERT INTO notify(account, every, told) VALUES (?1, ?2, ?3)
ON CONFLICT (account) DO UPDATE SET
    told = CASE WHEN notify.every = 'never' THEN excluded.told ELSE notify.told END, every = excluded.every;

-- name: notify_told
UPDATE notify SET told = ?2 WHERE account = ?1;

-- name: notify_token
INSERT INTO notify(account, every, told, token) VALUES (?1, 'never', ?2, ?3)
ON CONFLICT (account) DO UPDATE SET token = excluded.token;

-- name: notify_find
SELECT account FROM notify WHERE token = ?1;
