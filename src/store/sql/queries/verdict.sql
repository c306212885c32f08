-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: matches_unfind
UPDATE matched SET found = 0 WHERE kind = ?1;

-- name: matches_forget
DELETE FROM matched WHERE kind = ?1 AND found = 0 AND NOT EXISTS (SELECT 1 FROM verdict WHERE match = matched.id);

-- name: match_upsert
INSERT INTO matched(id, kind, score, found, settled) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (id) DO UPDATE SET score = excluded.score, found = max(found, excluded.found), settled = excluded.settled;

-- name: match_insert
INSERT INTO matched(id, kind, score, found) VALUES (?1, ?2, ?3, 0) ON CONFLICT (id) DO NOTHING;

-- name: match_side_insert
INSERT INTO matched_side(match, side, sha256, document, proposal, instrument, version, provision, language, start,
                         points, quote, before, after)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14) ON CONFLICT DO NOTHING;

-- name: verdict_insert
INSERT INTO verdict(uid, match, value, score, actor, at, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (uid) DO NOTHING;

-- name: verdict_by_uid
SELECT number FROM verdict WHERE uid = ?1;

-- name: verdicts
SELECT v.match, v.value, v.score, v.actor, v.at, v.note, m.kind
FROM verdict AS v JOIN matched AS m ON m.id = v.match ORDER BY v.at, v.number;

-- name: verdicts_in_force
SELECT v.match, v.value, v.score, v.actor, v.at, v.note, m.kind
FROM verdict AS v JOIN matched AS m ON m.id = v.match
WHERE v.value <> 'none' AND NOT EXISTS (
    SELECT 1 FROM verdict AS n WHERE n.match = v.match AND (n.at, n.number) > (v.at, v.number))
ORDER BY v.at, v.number;

-- name: verdict_of_match
SELECT match, value, score, actor, at, note, NULL FROM verdict WHERE match = ?1 ORDER BY at DESC, number DESC LIMIT 1;

-- name: matches
SELECT m.id, m.kind, m.score, v.match, v.value, v.actor, v.at, v.note
FROM matched AS m
LEFT JOIN verdict AS v ON v.number = (SELECT n.number FROM verdict AS n WHERE n.match = coalesce(m.settled, m.id)
                                      ORDER BY n.at DESC, n.number DESC LIMIT 1)
WHERE m.found = 1 OR v.number IS NOT NULL
ORDER BY coalesce(v.value, 'none') <> 'none', v.at DESC, abs(m.score - 0.5), m.id;

-- name: match_ids
SELECT id FROM matched WHERE id >= ?1 AND id < ?1 || '~' ORDER BY id LIMIT 3;

-- name: match_by_id
SELECT m.id, m.kind, m.score, v.match, v.value, v.actor, v.at, v.note
FROM matched AS m
LEFT JOIN verdict AS v ON v.number = (SELECT n.number FROM verdict AS n WHERE n.match = coalesce(m.settled, m.id)
                                      ORDER BY n.at DESC, n.number DESC LIMIT 1)
WHERE m.id = ?1;

-- name: match_sides
SELECT side, sha256, document, proposal, instrument, version, provision, language, start, points, quote, before, after
FROM matched_side WHERE match = ?1 ORDER BY side;

-- name: matches_waiting
SELECT count(*) FROM matched AS m
WHERE m.found = 1 AND coalesce((SELECT v.value FROM verdict AS v WHERE v.match = coalesce(m.settled, m.id)
                                ORDER BY v.at DESC, v.number DESC LIMIT 1), 'none') = 'none';
