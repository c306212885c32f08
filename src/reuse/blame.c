/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The history of an instrument, version by version, and the blame of one of its texts. */
#include "blame_parts.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/base/table.h>

static const double BUDGET = 4e9; /* pairs of words; some seconds */
enum { COMMON_THOUSANDTHS = 100 }; /* a word in every tenth passage tells nothing */

const char *tvx_origin_kind_to_string(enum tvx_origin_kind kind)
{
    static const char *const names[] = {"base", "proposed", "orphan"};

    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "?";
}

uint32_t blame_origin(struct blame_work *work, size_t version, size_t provision)
{
    struct tvx_history *out = work->out;
    struct tvx_origin *grown =
        tvx_arena_grow(work->arena, out->origins, out->origin_count, &work->origin_capacity, sizeof *grown);

    if (grown == NULL || out->origin_count >= BLAME_NONE - 1)
        return BLAME_NONE;
    out->origins = grown;
    grown[out->origin_count] = (struct tvx_origin){.version = version, .provision = provision};
    return (uint32_t)out->origin_count++;
}

enum tvx_status blame_descent(struct blame_work *work, struct tvx_descent descent)
{
    struct tvx_history *out = work->out;
    struct tvx_descent *grown =
        tvx_arena_grow(work->arena, out->descents, out->descent_count, &work->descent_capacity, sizeof *grown);

    if (grown == NULL)
        return tvx_error_nomem(work->error);
    out->descents = grown;
    grown[out->descent_count++] = descent;
    return TVX_OK;
}

/* The words of data/common-words.tsv, as they stand and with a capital. */
static enum tvx_status load_common(struct blame_work *work)
{
    struct tvx_field fields[TVX_TABLE_FIELDS];
    const struct tvx_asset *asset = tvx_asset_find("data/common-words.tsv");
    struct tvx_table table;
    size_t count;
    char word[64];

    if (asset == NULL)
        return TVX_OK;
    work->common_count = 2 * asset->length;
    work->common = tvx_arena_array(work->arena, work->common_count, sizeof *work->common);
    if (work->common == NULL)
        return tvx_error_nomem(work->error);
    tvx_table_open(&table, asset);
    while (tvx_table_next(&table, fields, &count)) {
        if (count < 3 || strtol(fields[1].text, NULL, 10) < COMMON_THOUSANDTHS)
            continue;
        for (size_t at = 0, end; at < fields[2].length; at = end + 1) {
            for (end = at; end < fields[2].length && fields[2].text[end] != ' '; end++)
                ;
            if (end == at || end - at >= sizeof word)
                continue;
            memcpy(word, fields[2].text + at, end - at);
            for (int capital = 0; capital < 2; capital++) {
                uint32_t id = tvx_vocab_id(work->vocab, word, end - at);

                if (id == UINT32_MAX)
                    return tvx_error_nomem(work->error);
                if (id < work->common_count)
                    work->common[id] = true;
                if (word[0] >= 'a' && word[0] <= 'z')
                    word[0] = (char)(word[0] - 'a' + 'A');
            }
        }
    }
    return TVX_OK;
}

enum tvx_status tvx_history_make(struct tvx_history *out, struct tvx_arena *arena, struct tvx_blame_version *versions,
                                 size_t count, const struct tvx_stored_proposal *proposals, size_t proposal_count,
                                 struct tvx_error *error)
{
    struct blame_work work = {
        .arena = arena, .out = out, .vocab = tvx_vocab_new(arena), .budget = BUDGET, .error = error};
    enum tvx_status status;

    *out = (struct tvx_history){.versions = versions, .proposals = proposals, .proposal_count = proposal_count};
    out->words = tvx_arena_array(arena, count, sizeof *out->words);
    out->descent_first = tvx_arena_array(arena, count + 1, sizeof *out->descent_first);
    if (work.vocab == NULL || out->words == NULL || out->descent_first == NULL)
        return tvx_error_nomem(error);
    out->count = count;
    status = load_common(&work);
    if (status == TVX_OK)
        status = blame_table(&work, proposals, proposal_count);
    for (size_t v = 0; v < count && status == TVX_OK; v++) {
        out->descent_first[v] = out->descent_count;
        status = blame_words(&work, &out->words[v], &versions[v].instrument);
        if (status == TVX_OK)
            status = blame_inherit(&work, v);
        out->descent_first[v + 1] = out->descent_count;
        if (status == TVX_OK)
            status = blame_attribute(&work, v);
    }
    return status;
}

enum tvx_origin_kind tvx_origin_kind_in(const struct tvx_history *history, const struct tvx_word *word,
                                        size_t version)
{
    const struct tvx_origin *origin = &history->origins[word->origin];

    if (origin->count > 0)
        return TVX_ORIGIN_PROPOSED;
    return origin->version == version && version > 0 ? TVX_ORIGIN_ORPHAN : TVX_ORIGIN_BASE;
}
