/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The versions and proposals of one instrument out of the workspace. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <travaux/base/table.h>
#include <travaux/law/reference.h>
#include <travaux/reuse/blame.h>
#include <travaux/text/utf8.h>

/* By date; where one is not known, by version. */
static int compare_heads(const void *left, const void *right)
{
    const struct tvx_stored_instrument *x = left, *y = right;
    int order = x->date != NULL && y->date != NULL ? strcmp(x->date, y->date) : 0;

    if (order == 0)
        order = tvx_label_compare(x->version == NULL ? "" : x->version, y->version == NULL ? "" : y->version);
    return order != 0 ? order : (x->id > y->id) - (x->id < y->id);
}

enum tvx_status tvx_history_build(struct tvx_history *out, struct tvx_arena *arena, struct tvx_store *store,
                                  const char *key, const char *last, struct tvx_error *error)
{
    struct tvx_filter filter = {.instrument = key};
    struct tvx_stored_instrument *heads;
    struct tvx_stored_proposal *proposals;
    struct tvx_blame_version *versions;
    size_t head_count, count = 0, used = 0, proposal_count;
    enum tvx_status status = tvx_store_instruments(store, arena, &heads, &head_count, error);

    if (status != TVX_OK)
        return status;
    for (size_t i = 0; i < head_count; i++)
        if (strcmp(heads[i].key, key) == 0)
            heads[count++] = heads[i];
    if (count > 0)
        qsort(heads, count, sizeof *heads, compare_heads);
    versions = tvx_arena_array(arena, count, sizeof *versions);
    if (versions == NULL)
        return tvx_error_nomem(error);
    while (used < count && status == TVX_OK) {
        struct tvx_blame_version *version = &versions[used++];

        status = tvx_store_instrument(store, arena, &version->head, &version->instrument, key,
                                      heads[used - 1].version, error);
        if (last != NULL && strcmp(heads[used - 1].version, last) == 0)
            break;
    }
    if (status == TVX_OK && used == 0)
        status = tvx_error_set(error, TVX_E_NOTFOUND, "there is no instrument %s", key);
    if (status == TVX_OK)
        status = tvx_store_proposals(store, arena, &proposals, &proposal_count, &filter, error);
    return status == TVX_OK ? tvx_history_make(out, arena, versions, used, proposals, proposal_count, error) : status;
}

bool tvx_is_compromise(const struct tvx_proposal *proposal)
{
    for (size_t i = 0; i < proposal->sponsor_count; i++) {
        const struct tvx_asset *asset = tvx_asset_find("data/conference-bodies.tsv");
        struct tvx_field fields[TVX_TABLE_FIELDS];
        const char *code = proposal->sponsors[i];
        struct tvx_table table;
        bool body = false, state = strlen(code) == 3; /* COM is the Comoros, COM4 a committee */
        size_t count;

        if (asset == NULL)
            return false;
        tvx_table_open(&table, asset);
        while (!body && !state && tvx_table_next(&table, fields, &count)) {
            size_t length = fields[0].length;

            body = strncasecmp(code, fields[0].text, length) == 0 && !isalpha((unsigned char)code[length]);
        }
        if (!body)
            return false;
    }
    return proposal->sponsor_count > 0;
}

/* Which provisions these final acts print as they stand. */
static enum tvx_status find_printed(struct tvx_blame *out, struct tvx_arena *arena, struct tvx_store *store,
                                    const struct tvx_stored_document *paper, struct tvx_error *error)
{
    const struct tvx_instrument *instrument = &out->history.versions[out->version].instrument;
    const char *text;
    enum tvx_status status = tvx_store_text(store, arena, &text, paper->id, error);

    if (status != TVX_OK)
        return status;
    text = tvx_text_fold_space(arena, text, strlen(text));
    if (text == NULL)
        return tvx_error_nomem(error);
    for (size_t p = out->first; p < out->last; p++)
        if (out->printed[p] == NULL && *instrument->provisions[p].text != '\0' &&
            strstr(text, instrument->provisions[p].text) != NULL)
            out->printed[p] = paper;
    return TVX_OK;
}

/* What is stored of the conference at which the version was adopted. */
static enum tvx_status find_conference(struct tvx_blame *out, struct tvx_arena *arena, struct tvx_store *store,
                                       struct tvx_error *error)
{
    const char *meeting = out->history.versions[out->version].head.meeting;
    struct tvx_filter filter = {.meeting = meeting};
    struct tvx_stored_document *documents;
    size_t count;
    enum tvx_status status;

    out->printed = tvx_arena_array(arena, out->history.versions[out->version].instrument.count, sizeof *out->printed);
    if (out->printed == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < out->history.proposal_count; i++)
        out->tabled = out->tabled || tvx_history_tabled_for(&out->history, &out->history.proposals[i], out->version);
    if (meeting == NULL)
        return TVX_OK;
    status = tvx_store_documents(store, arena, &documents, &count, &filter, error);
    for (size_t i = 0; i < count && status == TVX_OK; i++) {
        if (strcmp(documents[i].kind, "final-acts") == 0)
            status = find_printed(out, arena, store, &documents[i], error);
        out->tabled = out->tabled || documents[i].proposals > 0;
    }
    return status;
}

enum tvx_status tvx_blame_build(struct tvx_blame *out, struct tvx_arena *arena, struct tvx_store *store,
                                const char *reference, struct tvx_error *error)
{
    const struct tvx_instrument *instrument;
    struct tvx_found found;
    enum tvx_status status = tvx_store_find(store, arena, &found, reference, error);

    *out = (struct tvx_blame){0};
    if (status != TVX_OK)
        return status;
    if (found.instrument.id == 0)
        return tvx_error_set(error, TVX_E_USAGE,
                             "%s is no adopted text: name an instrument or one of its provisions, such as ITR@2012:5.1",
                             reference);
    status = tvx_history_build(&out->history, arena, store, found.instrument.key, found.instrument.version, error);
    if (status != TVX_OK)
        return status;
    out->version = out->history.count - 1;
    instrument = &out->history.versions[out->version].instrument;
    out->last = instrument->count;
    out->reference = tvx_arena_printf(arena, "%s@%s%s%s", found.instrument.key, found.instrument.version,
                                      found.path == NULL ? "" : ":", found.path == NULL ? "" : found.path);
    if (found.path != NULL) {
        out->first = tvx_instrument_find(instrument, found.path);
        if (out->first == SIZE_MAX)
            return tvx_error_set(error, TVX_E_WORKSPACE, "provision %s is lost from the workspace", found.path);
        for (out->last = out->first + 1; out->last < instrument->count &&
                                         instrument->provisions[out->last].level >
                                             instrument->provisions[out->first].level;)
            out->last++;
    }
    return out->reference == NULL ? tvx_error_nomem(error) : find_conference(out, arena, store, error);
}
