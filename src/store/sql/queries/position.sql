-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: position_insert
INSERT INTO position(uid, actor, proposal, stance, day, source, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (uid) DO NOTHING;

-- name: positions
SELECT p.actor, p.proposal, p.stance, p.day, p.source, p.at,
       NOT EXISTS (SELECT 1 FROM position AS n WHERE n.actor = p.actor AND n.proposal = p.proposal AND n.day = p.day
                   AND n.number > p.number)
FROM position AS p ORDER BY p.number;
