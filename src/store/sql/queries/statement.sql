-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: statement_insert
INSERT INTO statement(document, place, number, kind, text, refers, quote, start, points, block)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10);

-- name: statement_actor_insert
INSERT INTO statement_actor(document, statement, place, actor) VALUES (?1, ?2, ?3, ?4);

-- name: statements
SELECT number, kind, text, refers, quote, start, points, block FROM statement WHERE document = ?1 ORDER BY place;

-- name: statement_actors
SELECT statement, actor FROM statement_actor WHERE document = ?1 ORDER BY statement, place;

-- name: adopted_insert
INSERT INTO adopted(document, place, action, target, instrument, version, path, marginal, text, quote, start, points,
                    block)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13);

-- name: adopted
SELECT action, target, instrument, version, path, marginal, text, quote, start, points, block FROM adopted
WHERE document = ?1 ORDER BY place;
