-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: proposal_insert
INSERT INTO proposal(document, place, number, action, target, instrument, version, path, marginal, part, is_new, before,
                     after, reasons, quote, start, points, block, instructions)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19);

-- name: proposal_sponsor_insert
INSERT OR IGNORE INTO proposal_sponsor(proposal, place, actor) VALUES (?1, ?2, ?3);

-- name: edit_insert
INSERT INTO edit(proposal, place, op, before, after) VALUES (?1, ?2, ?3, ?4, ?5);

-- name: proposals
SELECT p.id, p.document, p.number, p.action, p.target, p.instrument, p.version, p.path, p.marginal, p.part, p.is_new,
       p.before, p.after, p.reasons, p.quote, p.start, p.points, p.block,
       r.kind, r.key, r.version, r.path, r.after_path, r.reason, r.base_differs, r.base_agreement,
       d.name, d.sha256, d.file, d.meeting, d.date, p.instructions, r.before, r.after
FROM proposal AS p
JOIN document AS d ON d.id = p.document
LEFT JOIN resolution AS r ON r.proposal = p.id
WHERE (?1 IS NULL OR d.meeting = ?1 COLLATE NOCASE)
  AND (?2 IS NULL OR coalesce(r.key, p.instrument, substr(d.about, 1, instr(d.about || '@', '@') - 1)) = ?2 COLLATE NOCASE)
  AND (?3 IS NULL OR coalesce(r.version, p.version) = ?3 COLLATE NOCASE)
  AND (?4 IS NULL OR EXISTS (SELECT 1 FROM proposal_sponsor AS s WHERE s.proposal = p.id AND s.actor = ?4 COLLATE NOCASE))
  AND (?5 IS NULL OR p.action = ?5 OR p.action = ?6)
  AND (?7 IS NULL OR r.path = ?7 COLLATE NOCASE)
  AND (?8 IS NULL OR p.number = ?8 COLLATE NOCASE)
  AND p.document BETWEEN ?9 AND ?10
  AND (?11 = 0 OR r.kind IS NULL OR r.kind = 'unresolved')
ORDER BY coalesce(d.meeting, ''), CAST(d.symbol AS INTEGER), coalesce(d.symbol, ''), coalesce(d.date, ''), d.base_name,
         d.sha256, p.place
LIMIT ?12 OFFSET ?13;

-- name: proposal_sponsors
SELECT actor FROM proposal_sponsor WHERE proposal = ?1 ORDER BY place;

-- name: proposal_edits
SELECT op, before, after FROM edit WHERE proposal = ?1 ORDER BY place;

-- name: proposal_document
SELECT document FROM proposal WHERE id = ?1;

-- name: proposal_id_by_number
SELECT p.id, p.document FROM proposal AS p JOIN document AS d ON d.id = p.document
WHERE p.number = ?1 ORDER BY coalesce(d.date, '') DESC, p.id DESC LIMIT 1;

-- name: proposal_id_by_number_nocase
SELECT p.id, p.document FROM proposal AS p JOIN document AS d ON d.id = p.document
WHERE p.number = ?1 COLLATE NOCASE ORDER BY coalesce(d.date, '') DESC, p.id DESC LIMIT 1;

-- name: proposal_numbers_like
SELECT DISTINCT number FROM proposal WHERE lower(substr(number, 1, length(?1))) = lower(?1)
ORDER BY length(number), number LIMIT 5;

-- name: resolution_upsert
INSERT INTO resolution(proposal, kind, key, version, path, after_path, reason, base_differs, base_agreement, before,
                       after)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
ON CONFLICT(proposal) DO UPDATE SET kind = excluded.kind, key = excluded.key, version = excluded.version,
    path = excluded.path, after_path = excluded.after_path, reason = excluded.reason,
    base_differs = excluded.base_differs, base_agreement = excluded.base_agreement,
    before = excluded.before, after = excluded.after;
