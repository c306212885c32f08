-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: opinion_insert
INSERT INTO opinion(uid, proposal, sha256, analyst, effect_low, effect_high, likelihood_low, likelihood_high, because, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- name: opinion_by_uid
SELECT number FROM opinion WHERE uid = ?1;

-- name: opinion_evidence_insert
INSERT INTO opinion_evidence(opinion, n, document, sha256, ref, quote, start, points)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: opinions
SELECT o.uid, o.proposal, o.sha256, o.analyst, o.effect_low, o.effect_high, o.likelihood_low, o.likelihood_high,
       o.because, o.at,
       NOT EXISTS (SELECT 1 FROM opinion AS n WHERE n.proposal = o.proposal AND n.analyst = o.analyst
                   AND (n.at, n.number) > (o.at, o.number))
FROM opinion AS o ORDER BY o.at, o.number;

-- name: opinion_evidence
SELECT document, sha256, ref, quote, start, points FROM opinion_evidence WHERE opinion = ?1 ORDER BY n;

-- name: weight_put
INSERT INTO weight(part, value) VALUES (?1, ?2) ON CONFLICT (part) DO UPDATE SET value = excluded.value;

-- name: weights
SELECT part, value FROM weight ORDER BY part;
