-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: news
-- ?1 since, ?2 account, ?3 only what is public, ?4 limit, ?5 kinds with a comma on either side of each, NULL: all
SELECT * FROM (
    SELECT 'document' AS kind, 'document:' || d.sha256 AS id, d.added AS at, d.name AS reference, NULL AS place, d.title,
           (SELECT group_concat(actor, ' ') FROM document_sponsor WHERE document = d.id) AS by, d.meeting, NULL AS text,
           NULL AS thread, d.id AS document
    FROM document AS d WHERE d.added >= ?1 AND (?5 IS NULL OR instr(?5, ',document,') > 0)
    UNION ALL
    SELECT 'proposal', 'proposal:' || d.sha256 || ':' || p.place, d.added, p.number,
           CASE WHEN r.kind <> 'unresolved' THEN r.key || '@' || r.version || coalesce(':' || coalesce(r.path, p.path), '')
                WHEN p.instrument IS NOT NULL THEN p.instrument || coalesce('@' || p.version, '')
                     || coalesce(':' || p.path, '') END,
           p.action || ' ' || p.target,
           (SELECT group_concat(actor, ' ') FROM proposal_sponsor WHERE proposal = p.id), d.meeting, NULL, NULL, d.id
    FROM document AS d JOIN proposal AS p ON p.document = d.id LEFT JOIN resolution AS r ON r.proposal = p.id
    WHERE d.added >= ?1 AND (?5 IS NULL OR instr(?5, ',proposal,') > 0)
    UNION ALL
    SELECT 'version', 'version:' || i.key || '@' || i.version || ':' || i.language, d.added, i.key || '@' || i.version,
           i.key || '@' || i.version, i.title, NULL, i.meeting, NULL, NULL, d.id
    FROM document AS d JOIN instrument AS i ON i.document = d.id
    WHERE d.added >= ?1 AND (?5 IS NULL OR instr(?5, ',version,') > 0)
    UNION ALL
    SELECT 'outcome', 'outcome:' || d.sha256, d.added, d.name, NULL, d.title, NULL, d.meeting, NULL, NULL, d.id
    FROM document AS d
    WHERE d.added >= ?1 AND EXISTS (SELECT 1 FROM adopted WHERE document = d.id)
      AND (?5 IS NULL OR instr(?5, ',outcome,') > 0)
    UNION ALL
    SELECT 'verdict', 'verdict:' || uid, at, match, NULL, value, actor, NULL, nullif(note, ''), NULL, 0
    FROM verdict WHERE at >= ?1 AND (?5 IS NULL OR instr(?5, ',verdict,') > 0)
    UNION ALL
    SELECT CASE WHEN a.reply_to IS NULL THEN 'annotation' ELSE 'reply' END AS what,
           'annotation:' || a.uid || ':' || v.revision, v.at, a.reference,
           CASE a.kind WHEN 'provision' THEN a.reference END, a.exact, v.author, NULL, v.body,
           (SELECT CAST(account AS TEXT) FROM annotation WHERE uid = a.reply_to), coalesce(d.id, 0)
    FROM annotation_version AS v JOIN annotation AS a ON a.uid = v.annotation
    LEFT JOIN document AS d ON d.sha256 = a.sha256
    WHERE v.at >= ?1 AND v.withdrawn = 0
      AND v.revision = (SELECT max(revision) FROM annotation_version WHERE annotation = a.uid)
      AND (v.visibility = 'public' OR (NOT ?3 AND (v.visibility = 'workspace' OR a.account = ?2)))
      AND (?5 IS NULL OR instr(?5, ',' || CASE WHEN a.reply_to IS NULL THEN 'annotation' ELSE 'reply' END || ',') > 0)
    UNION ALL
    SELECT 'assessment', 'assessment:' || uid, at, proposal, NULL, '', analyst, NULL, because, NULL, 0
    FROM opinion WHERE at >= ?1 AND (?5 IS NULL OR instr(?5, ',assessment,') > 0)
    UNION ALL
    SELECT 'position', 'position:' || uid, at, proposal, NULL, actor || ' ' || stance, NULL, NULL, source, NULL, 0
    FROM position WHERE at >= ?1 AND (?5 IS NULL OR instr(?5, ',position,') > 0)
) ORDER BY at DESC, kind, id LIMIT ?4;

-- name: news_counts
SELECT 'document', count(*) FROM document WHERE added >= ?1
UNION ALL SELECT 'proposal', coalesce(sum(proposals), 0) FROM document WHERE added >= ?1
UNION ALL SELECT 'version', count(*) FROM document AS d JOIN instrument AS i ON i.document = d.id WHERE d.added >= ?1
UNION ALL SELECT 'outcome', count(*) FROM document AS d
    WHERE d.added >= ?1 AND EXISTS (SELECT 1 FROM adopted WHERE document = d.id)
UNION ALL SELECT 'verdict', count(*) FROM verdict WHERE at >= ?1
UNION ALL SELECT * FROM (
    SELECT CASE WHEN a.reply_to IS NULL THEN 'annotation' ELSE 'reply' END AS what, count(*)
    FROM annotation_version AS v JOIN annotation AS a ON a.uid = v.annotation
    WHERE v.at >= ?1 AND v.withdrawn = 0
      AND v.revision = (SELECT max(revision) FROM annotation_version WHERE annotation = a.uid)
      AND (v.visibility = 'public' OR (NOT ?3 AND (v.visibility = 'workspace' OR a.account = ?2)))
    GROUP BY what)
UNION ALL SELECT 'assessment', count(*) FROM opinion WHERE at >= ?1
UNION ALL SELECT 'position', count(*) FROM position WHERE at >= ?1;
