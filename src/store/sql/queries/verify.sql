-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What is made of one document, as rows that can be compared: the first column names the row.

-- name: told_insert
INSERT INTO told(document, made_by, settings, ocr) VALUES (?1, ?2, ?3, ?4);

-- name: told
SELECT made_by, settings, ocr FROM told WHERE document = ?1;

-- name: told_before
-- of a document that was added before this was kept
SELECT d.kind, d.access, d.meeting, d.date, coalesce(i.key, substr(d.about, 1, instr(d.about || '@', '@') - 1)),
       coalesce(i.version, nullif(substr(d.about, instr(d.about || '@', '@') + 1), '')), coalesce(i.in_force, 0)
FROM document AS d LEFT JOIN instrument AS i ON i.document = d.id
WHERE d.id = ?1 ORDER BY i.id LIMIT 1;

-- name: verify_document
SELECT '', format, language, title, kind, access, meeting, date, symbol, about, name, size, proposals, warnings
FROM document WHERE id = ?1;

-- name: verify_sponsors
SELECT actor FROM document_sponsor WHERE document = ?1 ORDER BY place;

-- name: verify_header
SELECT '', conference, place, symbol, source, session FROM header WHERE document = ?1;

-- name: verify_warnings
SELECT code, message, block FROM warning WHERE document = ?1 ORDER BY place;

-- name: verify_instrument
SELECT key || '@' || version, language, title, date, kind, meeting, in_force, provisions
FROM instrument WHERE document = ?1 ORDER BY id;

-- name: verify_provisions
SELECT p.path, p.level, p.kind, p.label, p.heading, p.marginal, p.amended, p.text, p.start, p.points,
       (SELECT up.path FROM provision AS up WHERE up.instrument = p.instrument AND up.place = p.parent) AS parent
FROM provision AS p JOIN instrument AS i ON i.id = p.instrument
WHERE i.document = ?1 ORDER BY i.id, p.place;

-- name: verify_proposals
SELECT number, action, target, instrument, version, path, marginal, part, is_new, before, after, reasons, quote, start,
       points, block, instructions
FROM proposal WHERE document = ?1 ORDER BY place;

-- name: verify_proposal_sponsors
SELECT p.number || ' ' || s.actor
FROM proposal AS p JOIN proposal_sponsor AS s ON s.proposal = p.id WHERE p.document = ?1 ORDER BY p.place, s.place;

-- name: verify_edits
SELECT p.number || ' edit ' || (e.place + 1), e.op, e.before, e.after
FROM proposal AS p JOIN edit AS e ON e.proposal = p.id WHERE p.document = ?1 ORDER BY p.place, e.place;

-- name: verify_health
SELECT '', recognised, form, confidence, letters, left_over FROM health WHERE document = ?1;

-- name: verify_findings
SELECT code, message, advice, cost, count, block FROM finding WHERE document = ?1 ORDER BY place;

-- name: verify_statements
SELECT number || ' #' || (place + 1), kind, text, refers, quote, start, points, block
FROM statement WHERE document = ?1 ORDER BY place;

-- name: verify_statement_actors
SELECT s.number || ' #' || (s.place + 1) || ' ' || a.actor
FROM statement AS s JOIN statement_actor AS a ON a.document = s.document AND a.statement = s.place
WHERE s.document = ?1 ORDER BY s.place, a.place;

-- name: verify_adopted
SELECT action || ' ' || target, instrument, version, path, marginal, text, quote, start, points, block
FROM adopted WHERE document = ?1 ORDER BY place;

-- name: verify_indexed
-- what full text should find, and does not know of
SELECT count(*) FROM (
    SELECT id * 4 AS entry FROM document
    UNION ALL SELECT id * 4 + 1 FROM provision WHERE text <> '' OR heading <> ''
    UNION ALL SELECT id * 4 + 2 FROM proposal
) WHERE entry NOT IN (SELECT id FROM fts_docsize);

-- name: verify_file
PRAGMA integrity_check(20);

-- name: verify_references
PRAGMA foreign_key_check;

-- name: verify_full_text
INSERT INTO fts(fts) VALUES ('integrity-check');
