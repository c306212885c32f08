-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: revision_annotation
SELECT coalesce(max(revision), 0) FROM annotation_version WHERE annotation = ?1;

-- name: revision_assessment
SELECT count(*) FROM opinion WHERE proposal || char(10) || analyst = ?1;

-- name: revision_position
SELECT count(*) FROM position WHERE actor || char(10) || proposal || char(10) || day = ?1;

-- name: revision_verdict
SELECT count(*) FROM verdict WHERE match = ?1;

-- name: set_aside_insert
INSERT INTO set_aside(kind, key, seen, found, fields, account, author, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: set_asides
SELECT number, kind, key, seen, found, fields, account, author, at, settled, how FROM set_aside
WHERE settled IS NULL AND (?1 = -1 OR account = ?1) ORDER BY number;

-- name: set_aside
SELECT number, kind, key, seen, found, fields, account, author, at, settled, how FROM set_aside WHERE number = ?1;

-- name: set_aside_settle
UPDATE set_aside SET settled = ?2, how = ?3 WHERE number = ?1 AND settled IS NULL;
