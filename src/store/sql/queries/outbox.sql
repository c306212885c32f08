-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: outbox_insert
INSERT INTO outbox(recipient, subject, text, made, due) VALUES (?1, ?2, ?3, ?4, ?4);

-- name: outbox_due
SELECT number, recipient, subject, text, made, due, sent, given_up, problem, tries FROM outbox
WHERE sent IS NULL AND given_up IS NULL AND due <= ?1 ORDER BY number LIMIT ?2;

-- name: outbox
SELECT number, recipient, subject, text, made, due, sent, given_up, problem, tries FROM outbox
ORDER BY number DESC LIMIT ?1;

-- name: outbox_tries
SELECT tries FROM outbox WHERE number = ?1 AND sent IS NULL AND given_up IS NULL;

-- name: outbox_sent
UPDATE outbox SET sent = ?2, tries = tries + 1, problem = NULL WHERE number = ?1 AND sent IS NULL;

-- name: outbox_failed
UPDATE outbox SET tries = tries + 1, problem = ?2, given_up = ?4,
                  due = strftime('%Y-%m-%dT%H:%M:%fZ', ?3, '+' || ?5 || ' minutes')
WHERE number = ?1 AND sent IS NULL;

-- name: outbox_again
UPDATE outbox SET tries = 0, given_up = NULL, due = ?2 WHERE number = ?1 AND sent IS NULL AND given_up IS NOT NULL;
