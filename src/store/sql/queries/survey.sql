-- SPDX-License-Identifier: AGPL-3.0-or-later
-- What store/survey.h counts.  ?1 is a meeting, NULL for all.

-- name: survey
SELECT count(*), sum(r.kind IS NULL OR r.kind = 'unresolved'), count(DISTINCT p.document),
       count(DISTINCT CASE WHEN r.kind <> 'unresolved' THEN r.key || char(31) || coalesce(r.version, '') END)
FROM proposal AS p JOIN document AS d ON d.id = p.document LEFT JOIN resolution AS r ON r.proposal = p.id
WHERE ?1 IS NULL OR d.meeting = ?1;

-- name: survey_sponsor_count
SELECT count(DISTINCT s.actor)
FROM document AS d JOIN proposal AS p ON p.document = d.id JOIN proposal_sponsor AS s ON s.proposal = p.id
WHERE ?1 IS NULL OR d.meeting = ?1;

-- name: survey_place_count
SELECT count(*), coalesce(sum(texts > 1), 0) FROM (
    SELECT count(DISTINCT CASE WHEN p.action LIKE 'NOC%' THEN NULL WHEN p.action LIKE 'SUP%' THEN '' ELSE p.after END)
               AS texts
    FROM document AS d JOIN proposal AS p ON p.document = d.id JOIN resolution AS r ON r.proposal = p.id
    WHERE r.kind <> 'unresolved' AND (?1 IS NULL OR d.meeting = ?1) AND (?2 IS NULL OR r.key = ?2 COLLATE NOCASE)
    GROUP BY r.key, r.version, r.path);

-- name: survey_meeting
SELECT title, place FROM meeting WHERE key = ?1;

-- name: survey_places
SELECT r.key, coalesce(r.version, ''), coalesce(r.path, ''), max(r.kind = 'new'), count(*),
       count(DISTINCT CASE WHEN p.action LIKE 'NOC%' THEN NULL WHEN p.action LIKE 'SUP%' THEN '' ELSE p.after END)
           AS texts,
       (SELECT count(DISTINCT s.actor)
        FROM resolution AS q JOIN proposal AS o ON o.id = q.proposal JOIN document AS e ON e.id = o.document
        JOIN proposal_sponsor AS s ON s.proposal = o.id
        WHERE q.key = r.key AND q.version IS r.version AND q.path IS r.path AND q.kind <> 'unresolved'
          AND (?1 IS NULL OR e.meeting = ?1)) AS sponsors
FROM document AS d JOIN proposal AS p ON p.document = d.id JOIN resolution AS r ON r.proposal = p.id
WHERE r.kind <> 'unresolved' AND (?1 IS NULL OR d.meeting = ?1) AND (?2 IS NULL OR r.key = ?2 COLLATE NOCASE)
GROUP BY r.key, r.version, r.path
ORDER BY texts DESC, sponsors DESC, count(*) DESC, r.key, r.version DESC, r.path
LIMIT ?3 OFFSET ?4;

-- name: survey_place_sponsors
SELECT s.actor
FROM resolution AS q JOIN proposal AS o ON o.id = q.proposal JOIN document AS e ON e.id = o.document
JOIN proposal_sponsor AS s ON s.proposal = o.id
WHERE q.key = ?1 AND coalesce(q.version, '') = ?2 AND coalesce(q.path, '') = ?3 AND q.kind <> 'unresolved'
  AND (?4 IS NULL OR e.meeting = ?4)
GROUP BY s.actor ORDER BY count(*) DESC, s.actor LIMIT ?5;

-- name: survey_heading
SELECT v.heading, v.parent, v.instrument FROM provision AS v JOIN instrument AS i ON i.id = v.instrument
WHERE i.key = ?1 AND coalesce(i.version, '') = ?2 AND v.path = ?3;

-- name: survey_heading_above
SELECT heading, parent FROM provision WHERE instrument = ?1 AND place = ?2;

-- name: survey_sponsors
SELECT s.actor, NULL, count(*), count(DISTINCT r.key || char(31) || coalesce(r.version, '') || char(31) || r.path)
FROM document AS d JOIN proposal AS p ON p.document = d.id JOIN proposal_sponsor AS s ON s.proposal = p.id
LEFT JOIN resolution AS r ON r.proposal = p.id AND r.kind <> 'unresolved'
WHERE ?1 IS NULL OR d.meeting = ?1
GROUP BY s.actor ORDER BY count(*) DESC, s.actor LIMIT ?2;

-- name: survey_instruments
SELECT r.key, r.version, count(*), count(DISTINCT r.path)
FROM document AS d JOIN proposal AS p ON p.document = d.id JOIN resolution AS r ON r.proposal = p.id
WHERE r.kind <> 'unresolved' AND (?1 IS NULL OR d.meeting = ?1)
GROUP BY r.key, r.version ORDER BY count(*) DESC, r.key, r.version DESC LIMIT ?2;

-- name: survey_stamp
SELECT (SELECT count(*) || ':' || coalesce(max(id), 0) || ':' || coalesce(sum(id), 0) FROM document) || '/' ||
       (SELECT count(*) || ':' || coalesce(sum(length(text)), 0) FROM institution) || '/' ||
       (SELECT count(*) || ':' || coalesce(sum(length(kind) + length(coalesce(path, '')) + length(coalesce(version, ''))), 0)
        FROM resolution) || '/' ||
       (SELECT coalesce(max(number), 0) FROM verdict) || '/' || (SELECT coalesce(max(number), 0) FROM position) || '/' ||
       (SELECT coalesce(max(number), 0) FROM opinion) || '/' || (SELECT coalesce(max(number), 0) FROM access_change) ||
       '/' || (SELECT coalesce(group_concat(part || '=' || value), '') FROM weight);

-- name: survey_document_count
SELECT count(*) FROM document WHERE ?1 IS NULL OR meeting = ?1;
