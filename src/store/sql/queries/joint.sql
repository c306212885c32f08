-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: joint_insert
INSERT INTO joint(key, author, at) VALUES (?1, ?2, ?3) RETURNING id;

-- name: joint_there
SELECT id FROM joint WHERE key = ?1;

-- name: joints
SELECT j.id, j.key, j.author, j.at, j.closes,
       coalesce((SELECT max(n) FROM joint_version WHERE joint = j.id AND aside = 0), 0) AS latest,
       coalesce(j.published, 0), j.published_by, j.published_at, j.closed_by, j.closed_at, v.title, v.language,
       (SELECT count(*) FROM joint_signatory WHERE joint = j.id AND confirmed IS NOT NULL AND withdrawn IS NULL),
       (SELECT count(*) FROM joint_signatory WHERE joint = j.id AND confirmed IS NULL AND withdrawn IS NULL),
       (SELECT count(*) FROM joint_signatory WHERE joint = j.id AND confirmed IS NOT NULL AND withdrawn IS NOT NULL)
FROM joint AS j
LEFT JOIN joint_version AS v ON v.joint = j.id AND v.n = coalesce(j.published,
    (SELECT max(n) FROM joint_version WHERE joint = j.id AND aside = 0))
WHERE (?1 IS NULL OR j.key = ?1) AND (?2 = 0 OR j.id = ?2)
ORDER BY j.at DESC, j.id DESC;

-- name: joint_publish
UPDATE joint SET published = ?2, closes = ?3, published_by = ?4, published_at = ?5 WHERE id = ?1;

-- name: joint_closes
UPDATE joint SET closes = ?2 WHERE id = ?1;

-- name: joint_close
UPDATE joint SET closed_by = ?2, closed_at = ?3 WHERE id = ?1;

-- name: joint_version_insert
INSERT INTO joint_version(joint, n, base, aside, title, language, text, sha256, author, at, note)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11);

-- name: joint_version_last
SELECT coalesce(max(n), 0) FROM joint_version WHERE joint = ?1;

-- name: joint_versions
SELECT n, base, aside, title, language, text, sha256, author, at, note FROM joint_version
WHERE joint = ?1 AND (?2 = 0 OR n = ?2) ORDER BY n;

-- name: joint_quote_insert
INSERT INTO joint_quote(joint, version, n, reference, quote, place, then_text, sha256)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8);

-- name: joint_quotes
SELECT reference, quote, place, then_text, sha256 FROM joint_quote WHERE joint = ?1 AND version = ?2 ORDER BY n;

-- name: joint_signatory_insert
INSERT INTO joint_signatory(joint, organisation, folded, person, function, email, at, token, by_email)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 0) RETURNING id;

-- name: joint_signatory_listed
SELECT count(*) FROM joint_signatory
WHERE joint = ?1 AND folded = ?2 AND confirmed IS NOT NULL AND withdrawn IS NULL;

-- name: joint_signatory_waiting
SELECT count(*) FROM joint_signatory
WHERE joint = ?1 AND email = ?2 AND email <> '' AND confirmed IS NULL AND withdrawn IS NULL;

-- name: joint_signatory_count
SELECT count(*) FROM joint_signatory WHERE joint = ?1;

-- name: joint_signatory_token
SELECT joint, id FROM joint_signatory WHERE token = ?1;

-- name: joint_signatory_confirm
UPDATE joint_signatory SET confirmed = ?2, by_email = ?3, confirmed_by = ?4 WHERE id = ?1;

-- name: joint_signatory_withdraw
UPDATE joint_signatory SET withdrawn = ?2, withdrawn_by = ?3, because = ?4 WHERE id = ?1;

-- name: joint_signatories
SELECT id, organisation, person, function, email, at, confirmed, by_email, confirmed_by, withdrawn, withdrawn_by,
       because, folded
FROM joint_signatory WHERE joint = ?1 AND (?2 = 0 OR id = ?2) ORDER BY at, id;

-- name: joint_key_wipe
UPDATE joint_key SET kept = zeroblob(length(kept));

-- name: joint_key_insert
INSERT INTO joint_key(public_key, kept, locked, salt, nonce, passes, memory, author, at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9);

-- name: joint_keys
SELECT public_key, kept, locked, salt, nonce, passes, memory, author, at FROM joint_key ORDER BY id DESC;

-- name: joint_seal_insert
INSERT INTO joint_seal(joint, public_key, form, seal, author, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6);

-- name: joint_seal_last
SELECT public_key, form, seal, author, at FROM joint_seal WHERE joint = ?1 ORDER BY id DESC LIMIT 1;
