-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: annotation_insert
INSERT INTO annotation(uid, kind, reference, sha256, document, exact, prefix, suffix, start, points, reply_to, account,
                       author, created)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14);

-- name: annotation_there
SELECT 1 FROM annotation WHERE uid = ?1;

-- name: annotation_root
-- what a reply stands on: the first of its thread
SELECT coalesce(p.uid, a.uid), a.kind, a.reference, a.sha256, a.document, a.exact, a.prefix, a.suffix, a.start,
       a.points
FROM annotation AS a LEFT JOIN annotation AS p ON p.uid = a.reply_to WHERE a.uid = ?1;

-- name: annotation_version_insert
INSERT INTO annotation_version(annotation, revision, purpose, visibility, body, withdrawn, account, author, at)
SELECT ?1, coalesce(max(revision), 0) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 FROM annotation_version WHERE annotation = ?1;

-- name: annotations
-- ?1 uid from, ?2 uid to, ?3 with its thread, ?4 document's hash, ?5 reference, ?6 withdrawn ones too, ?7 account,
-- ?8 outsider, ?9 everything, ?10 limit
SELECT a.uid, a.kind, a.reference, a.sha256, a.document, a.exact, a.prefix, a.suffix, a.start, a.points, a.reply_to,
       a.account, a.author, a.created, v.revision, v.purpose, v.visibility, v.body, v.withdrawn, v.author, v.at,
       n.outcome, n.exact, n.start, n.points, n.score
FROM annotation AS a
JOIN annotation_version AS v ON v.annotation = a.uid
 AND v.revision = (SELECT max(revision) FROM annotation_version WHERE annotation = a.uid)
LEFT JOIN annotation_anchor AS n ON n.annotation = coalesce(a.reply_to, a.uid) AND n.sha256 = ?4
LEFT JOIN annotation AS r ON r.uid = a.reply_to
LEFT JOIN annotation_version AS w ON w.annotation = r.uid
 AND w.revision = (SELECT max(revision) FROM annotation_version WHERE annotation = r.uid)
WHERE (?1 IS NULL OR a.uid BETWEEN ?1 AND ?2 OR (?3 AND a.reply_to BETWEEN ?1 AND ?2))
  AND (?4 IS NULL OR a.sha256 = ?4 OR n.sha256 IS NOT NULL)
  AND (?5 IS NULL OR a.reference = ?5)
  AND (?6 OR v.withdrawn = 0)
  AND (?9 OR v.visibility = 'public' OR (NOT ?8 AND (v.visibility = 'workspace' OR a.account = ?7)))
  -- a reply is seen by nobody who may not see what it answers
  AND (?9 OR r.uid IS NULL OR w.visibility = 'public' OR (NOT ?8 AND (w.visibility = 'workspace' OR r.account = ?7)))
ORDER BY coalesce(n.outcome = 'orphaned', 0), coalesce(n.start, a.start), coalesce(r.created, a.created),
         coalesce(a.reply_to, a.uid), a.reply_to IS NOT NULL, a.created, a.uid
LIMIT ?10;

-- name: annotation_history
SELECT revision, purpose, body, author, at, visibility, withdrawn FROM annotation_version
WHERE annotation = ?1 ORDER BY revision;

-- name: annotations_pending
-- a symbol's stem is what is left without a final "R" and digits: "44A7R2" is "44A7"
SELECT a.uid, a.exact, a.prefix, a.suffix, a.start, a.points, o.id, n.id, n.sha256
FROM (SELECT DISTINCT sha256 FROM annotation WHERE reply_to IS NULL) AS w
JOIN document AS o ON o.sha256 = w.sha256
JOIN document AS n ON n.id <> o.id AND n.language = o.language
 AND (coalesce(n.date, ''), n.id) > (coalesce(o.date, ''), o.id)
 AND (n.name = o.name
      OR (n.meeting = o.meeting AND o.symbol IS NOT NULL AND
          CASE WHEN rtrim(n.symbol, '0123456789') GLOB '?*R' AND n.symbol GLOB '*[0-9]'
               THEN substr(rtrim(n.symbol, '0123456789'), 1, length(rtrim(n.symbol, '0123456789')) - 1)
               ELSE n.symbol END =
          CASE WHEN rtrim(o.symbol, '0123456789') GLOB '?*R' AND o.symbol GLOB '*[0-9]'
               THEN substr(rtrim(o.symbol, '0123456789'), 1, length(rtrim(o.symbol, '0123456789')) - 1)
               ELSE o.symbol END)
      OR EXISTS (SELECT 1 FROM instrument AS x JOIN instrument AS y ON y.key = x.key AND y.language = x.language
                 WHERE x.document = o.id AND y.document = n.id))
JOIN annotation AS a ON a.sha256 = o.sha256 AND a.reply_to IS NULL
WHERE NOT EXISTS (SELECT 1 FROM annotation_anchor WHERE annotation = a.uid AND sha256 = n.sha256)
ORDER BY n.id, o.id, a.start, a.uid;

-- name: annotation_place
INSERT INTO annotation_anchor(annotation, sha256, outcome, exact, start, points, score, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (annotation, sha256) DO UPDATE SET outcome = excluded.outcome, exact = excluded.exact,
    start = excluded.start, points = excluded.points, score = excluded.score, at = excluded.at;
