-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: institution_put
INSERT INTO institution(origin, beside, text) VALUES (?1, ?2, ?3)
ON CONFLICT(origin) DO UPDATE SET beside = excluded.beside, text = excluded.text;

-- name: institution_drop
DELETE FROM institution WHERE origin = ?1;

-- name: institutions
SELECT origin, beside, text FROM institution ORDER BY beside, origin;

-- name: access_change_put
INSERT INTO access_change(sha256, access, since, source, at) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: access_changes
SELECT sha256, access, since, source, at FROM access_change ORDER BY sha256, since, number;
