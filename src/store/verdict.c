/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Judging: names of matches, the log of verdicts, and taking in a colleague's. */
#include "verdict.h"

#include <stdio.h>
#include <string.h>
#include <travaux/base/day.h>
#include <travaux/base/hash.h>

enum { HASHED_CEILING = 1 << 20 };

static const char *const kinds[] = {"reuse", "retabled"};
static const char *const values[] = {"none", "confirmed", "rejected"};

const char *tvx_match_kind_to_string(enum tvx_match_kind kind)
{
    return kinds[kind];
}

bool tvx_match_kind_parse(enum tvx_match_kind *out, const char *name)
{
    for (size_t i = 0; name != NULL && i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i], name) == 0) {
            *out = (enum tvx_match_kind)i;
            return true;
        }
    return false;
}

const char *tvx_verdict_value_to_string(enum tvx_verdict_value value)
{
    return values[value];
}

bool tvx_verdict_value_parse(enum tvx_verdict_value *out, const char *name)
{
    for (size_t i = 0; name != NULL && i < sizeof values / sizeof *values; i++)
        if (strcmp(values[i], name) == 0) {
            *out = (enum tvx_verdict_value)i;
            return true;
        }
    return false;
}

double tvx_verdict_score(const struct tvx_verdict *verdict, double score)
{
    if (verdict == NULL || verdict->value == TVX_VERDICT_NONE)
        return score;
    return verdict->value == TVX_VERDICT_CONFIRMED ? 1 : 0;
}

/* ---- names ---- */

/* What one side adds to the name, as a hash, so that the two can be put in order. */
static void hash_side(char out[TVX_SHA256_HEX], enum tvx_match_kind kind, const struct tvx_match_side *side)
{
    char place[60];
    struct tvx_buf buf;

    snprintf(place, sizeof place, "%zu+%zu", side->start, side->points);
    tvx_buf_init(&buf, HASHED_CEILING);
    tvx_buf_str(&buf, side->sha256);
    tvx_buf_char(&buf, '\n');
    tvx_buf_str(&buf, kind == TVX_MATCH_RETABLED && side->proposal != NULL ? side->proposal : place);
    tvx_sha256_hex(out, tvx_buf_text(&buf), buf.length);
    tvx_buf_free(&buf);
}

/* Fifty bits in letters and digits that are told apart when read aloud (Crockford's base 32). */
static void shorten(char out[TVX_MATCH_ID], const char hex[TVX_SHA256_HEX])
{
    static const char letters[] = "0123456789abcdefghjkmnpqrstvwxyz";
    uint64_t bits = 0;

    for (int i = 0; i < 16; i++)
        bits = bits << 4 | (uint64_t)(hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10);
    for (int i = 0; i < TVX_MATCH_ID - 1; i++, bits <<= 5)
        out[i] = letters[bits >> 59];
    out[TVX_MATCH_ID - 1] = '\0';
}

void tvx_match_id(char out[TVX_MATCH_ID], enum tvx_match_kind kind, const struct tvx_match_side *a,
                  const struct tvx_match_side *b)
{
    char sides[2][TVX_SHA256_HEX], both[2 * TVX_SHA256_HEX + 20], hex[TVX_SHA256_HEX];
    bool turned;
    int length;

    hash_side(sides[0], kind, a);
    hash_side(sides[1], kind, b);
    turned = strcmp(sides[0], sides[1]) > 0;
    length = snprintf(both, sizeof both, "%s\n%s\n%s", kinds[kind], sides[turned], sides[!turned]);
    tvx_sha256_hex(hex, both, (size_t)length);
    shorten(out, hex);
}

/* ---- the log ---- */

/* The same entry has the same uid, wherever it was made. */
static bool make_uid(char out[TVX_SHA256_HEX], const char *id, const struct tvx_verdict *v, const char *at)
{
    struct tvx_buf buf;

    tvx_buf_init(&buf, HASHED_CEILING);
    tvx_buf_printf(&buf, "%s\n%s\n%s\n", id, values[v->value], at);
    tvx_buf_str(&buf, v->by);
    tvx_buf_char(&buf, '\n');
    tvx_buf_str(&buf, v->note);
    tvx_sha256_hex(out, tvx_buf_text(&buf), buf.length);
    tvx_buf_free(&buf);
    return !buf.failed;
}

static enum tvx_status check_entry(const struct tvx_verdict *v, struct tvx_error *error)
{
    size_t words = (v->by == NULL ? 0 : strlen(v->by)) + (v->note == NULL ? 0 : strlen(v->note));

    if (words > HASHED_CEILING / 2)
        return tvx_error_set(error, TVX_E_LIMIT, "a note may have at most %d bytes", HASHED_CEILING / 2);
    for (int i = 0; i < 2; i++)
        if (v->match.sides[i].sha256 == NULL || strlen(v->match.sides[i].sha256) != TVX_SHA256_HEX - 1)
            return tvx_error_set(error, TVX_E_MALFORMED, "a verdict needs the SHA-256 of both documents");
    return TVX_OK;
}

/* Within a transaction. */
static enum tvx_status enter(struct tvx_store *store, const struct tvx_verdict *v, const char *id, const char *at,
                             bool *existed, struct tvx_error *error)
{
    char uid[TVX_SHA256_HEX];
    int64_t number;
    enum tvx_status status;

    if (!make_uid(uid, id, v, at))
        return tvx_error_nomem(error);
    status = tvx_db_number(store, &number, existed, QUERY_verdict_by_uid, error, "t", uid);
    if (status != TVX_OK || *existed)
        return status;
    status = tvx_matched_insert(store, id, &v->match, false, NULL, error);
    return status != TVX_OK ? status
                            : tvx_db_run(store, QUERY_verdict_insert, error, "tttrttt", uid, id, values[v->value],
                                         v->match.score, v->by, at, v->note == NULL ? "" : v->note);
}

enum tvx_status tvx_store_judge(struct tvx_store *store, const struct tvx_verdict *verdict, struct tvx_error *error)
{
    char id[TVX_MATCH_ID], time[TVX_TIME_SIZE];
    bool existed;
    enum tvx_status status = check_entry(verdict, error);

    if (status == TVX_OK)
        status = tvx_db_begin(store, error);
    if (status != TVX_OK)
        return status;
    tvx_time_now(time);
    tvx_match_id(id, verdict->match.kind, &verdict->match.sides[0], &verdict->match.sides[1]);
    status = enter(store, verdict, id, verdict->at == NULL ? time : verdict->at, &existed, error);
    return tvx_db_end(store, status, error);
}

/* The entry in force about this very match, *found false when there is none. */
static enum tvx_status in_force(struct tvx_store *store, struct tvx_arena *arena, struct tvx_verdict *out,
                                const char *id, bool *found, struct tvx_error *error)
{
    struct tvx_row row = {.arena = arena};
    enum tvx_status status = tvx_db_start(store, &row.statement, QUERY_verdict_of_match, error, "t", id);

    if (status == TVX_OK)
        status = tvx_db_next(store, row.statement, found, error);
    if (status != TVX_OK || !*found)
        return status;
    *out = (struct tvx_verdict){.by = tvx_row_text(&row, 3), .at = tvx_row_text_or(&row, 4, ""),
                                .note = tvx_row_text_or(&row, 5, "")};
    memcpy(out->id, id, TVX_MATCH_ID);
    if (!tvx_verdict_value_parse(&out->value, tvx_row_text(&row, 1)))
        row.bad = true;
    tvx_db_done(row.statement);
    return tvx_row_check(&row, error);
}

enum tvx_status tvx_store_verdict_merge(struct tvx_store *store, struct tvx_arena *arena,
                                        const struct tvx_verdict *theirs, struct tvx_verdict_merge *out,
                                        struct tvx_error *error)
{
    struct tvx_verdict after = {0};
    char id[TVX_MATCH_ID];
    bool there = false, again;
    enum tvx_status status = check_entry(theirs, error);

    memset(out, 0, sizeof *out);
    if (status == TVX_OK && theirs->at == NULL)
        status = tvx_error_set(error, TVX_E_MALFORMED, "it does not say when it was given");
    if (status == TVX_OK)
        status = tvx_db_begin(store, error);
    if (status != TVX_OK)
        return status;
    tvx_match_id(id, theirs->match.kind, &theirs->match.sides[0], &theirs->match.sides[1]);
    status = in_force(store, arena, &out->mine, id, &there, error);
    if (status == TVX_OK)
        status = enter(store, theirs, id, theirs->at, &out->existed, error);
    if (status == TVX_OK)
        status = in_force(store, arena, &after, id, &again, error);
    if (status == TVX_OK) {
        out->conflict = !out->existed && there && out->mine.value != theirs->value;
        out->newest = !out->existed && strcmp(after.at, theirs->at) == 0 && after.value == theirs->value;
    }
    return tvx_db_end(store, status, error);
}
