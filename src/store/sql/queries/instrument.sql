-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: instrument_clash
SELECT d.file FROM instrument AS i JOIN document AS d ON d.id = i.document
WHERE i.key = ?1 AND i.version = ?2 AND i.language = ?3;

-- name: instrument_insert
INSERT INTO instrument(document, key, version, language, title, date, kind, meeting, in_force, provisions)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- name: provision_insert
INSERT INTO provision(instrument, place, parent, level, kind, path, label, heading, marginal, amended, text, start, points)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);

-- name: instruments
SELECT id, document, key, version, title, date, kind, in_force, provisions, meeting
FROM instrument ORDER BY key, coalesce(date, ''), version, id;

-- name: instrument_by_key
SELECT id, document, key, version, title, date, kind, in_force, provisions, meeting
FROM instrument
WHERE key = ?1 COLLATE NOCASE AND (?2 IS NULL OR version = ?2 COLLATE NOCASE)
ORDER BY in_force DESC, coalesce(date, '') DESC, version DESC, id LIMIT 1;

-- name: provisions
SELECT kind, path, label, heading, marginal, amended, text, level, parent, start, points
FROM provision WHERE instrument = ?1 ORDER BY place;

-- name: provision_by_path
SELECT path FROM provision WHERE instrument = ?1 AND path = ?2 COLLATE NOCASE ORDER BY path = ?2 DESC, place LIMIT 1;

-- name: provision_by_marginal
SELECT path FROM provision WHERE instrument = ?1 AND marginal = ?2 COLLATE NOCASE ORDER BY place LIMIT 1;

-- name: provision_ranges
SELECT path, marginal FROM provision WHERE instrument = ?1 AND marginal GLOB '[0-9]* [at]*' ORDER BY place;

-- name: provision_children
SELECT path FROM provision
WHERE instrument = ?1 AND parent = coalesce((SELECT place FROM provision WHERE instrument = ?1 AND path = ?2), -1)
ORDER BY place;

-- name: provision_near_marginal
SELECT marginal FROM provision
WHERE instrument = ?1 AND marginal IS NOT NULL
ORDER BY abs(CAST(marginal AS INTEGER) - CAST(?2 AS INTEGER)), place LIMIT 4;

-- name: instrument_versions
SELECT DISTINCT version FROM instrument WHERE key = ?1 COLLATE NOCASE ORDER BY version;

-- name: instrument_keys
SELECT DISTINCT key FROM instrument ORDER BY key LIMIT 12;

-- name: default_instruments
SELECT DISTINCT key FROM instrument
WHERE kind NOT IN ('resolution', 'decision', 'recommendation') AND (?1 IS NULL OR meeting = ?1) ORDER BY key LIMIT 2;
