-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: document_id_by_hash
SELECT id FROM document WHERE sha256 = ?1;

-- name: document_insert
INSERT INTO document(sha256, file, base_name, format, language, title, kind, access, meeting, date, symbol, about, name,
                     size, proposals, warnings, added)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16,
        strftime('%Y-%m-%dT%H:%M:%SZ', 'now'));

-- name: document_sponsor_insert
INSERT INTO document_sponsor(document, place, actor) VALUES (?1, ?2, ?3);

-- name: header_insert
INSERT INTO header(document, conference, place, symbol, source, session) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: source_insert
INSERT INTO source(document, size, bytes) VALUES (?1, ?2, ?3);

-- name: body_insert
INSERT INTO body(document, size, text) VALUES (?1, ?2, ?3);

-- name: tree_insert
INSERT INTO tree(document, size, packed) VALUES (?1, ?2, ?3);

-- name: warning_insert
INSERT INTO warning(document, place, code, message, block) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: meeting_upsert
INSERT INTO meeting(key, title, place) VALUES (?1, ?2, ?3)
ON CONFLICT(key) DO UPDATE SET title = coalesce(title, excluded.title), place = coalesce(place, excluded.place);

-- name: failed_upsert
INSERT INTO failed(file, reason, at) VALUES (?1, ?2, strftime('%Y-%m-%dT%H:%M:%SZ', 'now'))
ON CONFLICT(file) DO UPDATE SET reason = excluded.reason, at = excluded.at;

-- name: failed_forget
DELETE FROM failed WHERE file = ?1;

-- name: failed_forget_lines
DELETE FROM failed
WHERE substr(file, 1, length(?1) + 1) = ?1 || ':' AND substr(file, length(?1) + 2) NOT GLOB '*[^0-9]*';

-- name: documents
SELECT d.id, d.sha256, d.file, d.format, d.language, d.title, d.kind, d.access, d.meeting, d.date, d.symbol, d.added,
       d.size, d.proposals, d.warnings, d.name
FROM document AS d
WHERE (?1 IS NULL OR d.meeting = ?1 COLLATE NOCASE)
  AND d.id BETWEEN ?2 AND ?8
  AND (?3 IS NULL OR EXISTS (SELECT 1 FROM document_sponsor AS s WHERE s.document = d.id AND s.actor = ?3 COLLATE NOCASE)
       OR EXISTS (SELECT 1 FROM proposal AS p JOIN proposal_sponsor AS s ON s.proposal = p.id
                  WHERE p.document = d.id AND s.actor = ?3 COLLATE NOCASE))
  AND (?4 IS NULL OR EXISTS (SELECT 1 FROM instrument AS i WHERE i.document = d.id AND i.key = ?4 COLLATE NOCASE
                             AND (?5 IS NULL OR i.version = ?5))
       OR EXISTS (SELECT 1 FROM proposal AS p JOIN resolution AS r ON r.proposal = p.id
                  WHERE p.document = d.id AND r.key = ?4 COLLATE NOCASE AND (?5 IS NULL OR r.version = ?5)))
-- an order that does not depend on what was added first: the meeting, the number of the document, its date and name
ORDER BY coalesce(d.meeting, ''), CAST(d.symbol AS INTEGER), coalesce(d.symbol, ''), coalesce(d.date, ''), d.base_name,
         d.sha256
LIMIT ?6 OFFSET ?7;

-- name: document_sponsors
SELECT actor FROM document_sponsor WHERE document = ?1 ORDER BY place;

-- name: document_stamps
-- the index on sha256 holds both columns, so that no row of the table is read
SELECT id, sha256 FROM document ORDER BY sha256;

-- name: document_header
SELECT conference, place, symbol, source, session FROM header WHERE document = ?1;

-- name: body_by_document
SELECT size, text FROM body WHERE document = ?1;

-- name: source_by_document
SELECT size, bytes FROM source WHERE document = ?1;

-- name: tree_by_document
SELECT size, packed FROM tree WHERE document = ?1;

-- name: document_id_by_id
SELECT id FROM document WHERE id = ?1;

-- name: document_id_by_name
SELECT id FROM document
WHERE name = ?1 COLLATE NOCASE OR base_name = ?1 OR file = ?1 OR sha256 = ?1
ORDER BY name = ?1 COLLATE NOCASE DESC, file = ?1 DESC, id DESC LIMIT 1;

-- name: document_id_by_symbol
SELECT id FROM document WHERE symbol = ?1 COLLATE NOCASE ORDER BY coalesce(date, '') DESC, id DESC LIMIT 1;

-- name: document_names_like
SELECT name FROM document
WHERE lower(substr(name, 1, length(?1))) = lower(?1) OR instr(lower(name), lower(?1)) > 0
ORDER BY name LIMIT 5;

-- name: document_about
SELECT about, meeting, language FROM document WHERE id = ?1;
