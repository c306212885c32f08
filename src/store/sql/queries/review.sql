-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: counts
SELECT (SELECT count(*) FROM document), (SELECT count(*) FROM instrument),
       (SELECT coalesce(sum(provisions), 0) FROM instrument), (SELECT coalesce(sum(proposals), 0) FROM document),
       (SELECT count(*) FROM (SELECT actor FROM proposal_sponsor UNION SELECT actor FROM document_sponsor)),
       (SELECT count(*) FROM resolution WHERE kind <> 'unresolved');

-- name: review_proposals
SELECT p.number, d.name, r.kind, r.reason, r.base_differs, r.base_agreement, r.key, r.version, r.path, p.document
FROM proposal AS p
JOIN document AS d ON d.id = p.document
LEFT JOIN resolution AS r ON r.proposal = p.id
WHERE r.kind IS NULL OR r.kind = 'unresolved' OR r.base_differs <> 0 OR r.reason IS NOT NULL
ORDER BY coalesce(d.meeting, ''), CAST(d.symbol AS INTEGER), coalesce(d.symbol, ''), coalesce(d.date, ''), d.base_name,
         d.sha256, p.place;

-- name: review_warnings
SELECT d.name, w.code, w.message, w.document, w.block
FROM warning AS w JOIN document AS d ON d.id = w.document
ORDER BY coalesce(d.meeting, ''), CAST(d.symbol AS INTEGER), coalesce(d.symbol, ''), coalesce(d.date, ''), d.base_name,
         d.sha256, w.place;

-- name: review_failed
SELECT file, reason FROM failed ORDER BY file;

-- name: actors
SELECT actor, count(DISTINCT proposal) FROM (
    SELECT actor, proposal FROM proposal_sponsor
    UNION ALL SELECT actor, NULL FROM document_sponsor)
GROUP BY actor ORDER BY actor;

-- name: events
SELECT d.meeting, min(d.date), m.title, count(*), sum(d.proposals)
FROM document AS d LEFT JOIN meeting AS m ON m.key = d.meeting
WHERE d.meeting IS NOT NULL GROUP BY d.meeting ORDER BY min(d.date), d.meeting;
