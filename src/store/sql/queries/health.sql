-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: health_insert
INSERT INTO health(document, recognised, form, confidence, letters, left_over) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: finding_insert
INSERT INTO finding(document, place, code, message, advice, cost, count, block)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: health
SELECT recognised, form, confidence, letters, left_over FROM health WHERE document = ?1;

-- name: findings
SELECT code, message, advice, cost, count, block FROM finding WHERE document = ?1 ORDER BY place;

-- name: review_health
-- the least understood first
SELECT d.name, d.id, h.confidence, f.message, f.advice
FROM health AS h
JOIN document AS d ON d.id = h.document
JOIN finding AS f ON f.document = d.id AND f.cost >= 0.01
WHERE h.confidence < 0.95
ORDER BY h.confidence, d.name, d.sha256, f.place;

-- name: review_parents
SELECT d.name, d.id, d.meeting, d.symbol FROM document AS d
WHERE d.meeting IS NOT NULL AND d.symbol GLOB '*A[0-9]*'
ORDER BY d.meeting, CAST(d.symbol AS INTEGER), d.symbol;

-- name: symbol_there
SELECT 1 FROM document
WHERE meeting = ?1 AND (symbol = ?2 OR symbol GLOB ?2 || 'R[0-9]*') LIMIT 1;
