-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: fts_insert
INSERT INTO fts(rowid, title, body, context) VALUES (?1, ?2, ?3, ?4);

-- name: fts_search
SELECT rowid, bm25(fts, 6.0, 1.0, 0.4) AS worth FROM fts WHERE fts MATCH ?1 ORDER BY worth, rowid LIMIT ?2;

-- name: hit_document
SELECT name, title, language, id, format FROM document WHERE id = ?1;

-- name: hit_origin
SELECT d.meeting, d.language, r.key
FROM document AS d LEFT JOIN resolution AS r ON r.proposal = ?2 WHERE d.id = ?1;

-- name: hit_provision
SELECT i.key, i.version, p.path, p.label, p.heading, p.text, i.language, i.document
FROM provision AS p JOIN instrument AS i ON i.id = p.instrument WHERE p.id = ?1;

-- name: hit_proposal
SELECT p.number, p.action, p.target, p.after, p.before, p.reasons, d.language, p.document
FROM proposal AS p JOIN document AS d ON d.id = p.document WHERE p.id = ?1;
