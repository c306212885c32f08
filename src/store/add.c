/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Writing one document with all that was found in it.  The compressing and hashing is done before the
 * transaction begins, so that the writer's lock is held as briefly as can be.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/hash.h>
#include <travaux/read/pack.h>

#include "db.h"

enum { TREE_CEILING = 1 << 30, INSTRUCTIONS_CEILING = 256 << 20 };

struct packed {
    char *source, *body, *tree;
    size_t source_length, body_length, tree_length, tree_size;
};

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

static const char *base_name(const char *file)
{
    const char *slash = strrchr(file, '/');

    return slash == NULL || slash[1] == '\0' ? file : slash + 1;
}

static void free_packed(struct packed *packed)
{
    free(packed->source);
    free(packed->body);
    free(packed->tree);
}

static enum tvx_status pack_entry(struct packed *packed, const struct tvx_store_entry *entry, struct tvx_error *error)
{
    enum tvx_status status =
        tvx_zstd_pack(&packed->source, &packed->source_length, entry->bytes, entry->length, error);

    if (status == TVX_OK)
        status = tvx_zstd_pack(&packed->body, &packed->body_length, or_empty(entry->text),
                               strlen(or_empty(entry->text)), error);
    if (status == TVX_OK && entry->document != NULL) {
        struct tvx_buf tree;

        tvx_buf_init(&tree, TREE_CEILING);
        tvx_document_pack(&tree, entry->document);
        packed->tree_size = tree.length;
        status = tree.failed ? tvx_error_nomem(error)
                             : tvx_zstd_pack(&packed->tree, &packed->tree_length, tree.data, tree.length, error);
        tvx_buf_free(&tree);
    }
    return status;
}

/* "PP22/44A7" where the header told meeting and symbol, else the file's name; malloc'ed. */
static char *document_name(const char *meeting, const char *symbol, const char *file)
{
    struct tvx_buf name;

    if (meeting == NULL || symbol == NULL)
        return strdup(base_name(file));
    tvx_buf_init(&name, 4096);
    for (const char *c = meeting; *c != '\0'; c++)
        if (*c != '-')
            tvx_buf_char(&name, *c);
    tvx_buf_printf(&name, "/%s", symbol);
    if (name.failed) {
        tvx_buf_free(&name);
        return strdup(base_name(file));
    }
    return name.data;
}

static enum tvx_status index_text(struct tvx_store *store, int64_t id, enum tvx_indexed what, const char *title,
                                  const char *body, const char *context, struct tvx_error *error)
{
    return store->scratch ? TVX_OK
                          : tvx_db_run(store, QUERY_fts_insert, error, "ittt", id * 4 + what, title, body, context);
}

static enum tvx_status add_row(struct tvx_store *store, int64_t *id, const struct tvx_store_entry *entry,
                               const char *sha256, struct tvx_error *error)
{
    static const struct tvx_header none;
    const struct tvx_header *header = entry->header == NULL ? &none : entry->header;
    const struct tvx_source *source = &entry->source;
    const char *meeting = source->meeting == NULL ? header->meeting : source->meeting;
    const char *date = source->date == NULL ? header->date : source->date;
    const char *title = entry->title == NULL || entry->title[0] == '\0' ? or_empty(header->title) : entry->title;
    char *name = document_name(meeting, header->symbol, source->file), *about = NULL;
    enum tvx_status status;

    if (entry->instrument == NULL && source->instrument != NULL) /* as tvx_resolve takes it */
        if (asprintf(&about, "%s%s%s", source->instrument, source->version == NULL ? "" : "@",
                     or_empty(source->version)) < 0)
            about = NULL;
    if (name == NULL || (entry->instrument == NULL && source->instrument != NULL && about == NULL)) {
        free(name);
        free(about);
        return tvx_error_nomem(error);
    }
    status = tvx_db_run(store, QUERY_document_insert, error, "tttttttttttttiii", sha256, source->file,
                        base_name(source->file), or_empty(entry->format), or_empty(entry->language), title,
                        source->kind == NULL ? "report" : source->kind,
                        source->access == NULL ? "unknown" : source->access, meeting, date, header->symbol, about, name,
                        (int64_t)entry->length, (int64_t)entry->proposal_count, (int64_t)entry->warning_count);
    *id = sqlite3_last_insert_rowid(store->db);
    if (status == TVX_OK && entry->header != NULL)
        status = tvx_db_run(store, QUERY_header_insert, error, "ittttt", *id, header->conference, header->place,
                            header->symbol_printed, header->source, header->session);
    if (status == TVX_OK && meeting != NULL)
        status = tvx_db_run(store, QUERY_meeting_upsert, error, "ttt", meeting, header->conference, header->place);
    /* A record's text is in its proposals, so it is not indexed twice. */
    if (status == TVX_OK)
        status = index_text(store, *id, TVX_INDEXED_DOCUMENT, title,
                            entry->document == NULL && entry->proposal_count > 0 ? "" : or_empty(entry->text), name,
                            error);
    free(name);
    free(about);
    return status;
}

static enum tvx_status add_parts(struct tvx_store *store, int64_t id, const struct tvx_store_entry *entry,
                                 const struct packed *packed, struct tvx_error *error)
{
    const char **sponsors = entry->source.sponsors;
    size_t count = entry->source.sponsor_count;
    enum tvx_status status = tvx_db_run(store, QUERY_source_insert, error, "iib", id, (int64_t)entry->length,
                                        packed->source, packed->source_length);

    if (status == TVX_OK)
        status = tvx_db_run(store, QUERY_body_insert, error, "iib", id, (int64_t)strlen(or_empty(entry->text)),
                            packed->body, packed->body_length);
    if (status == TVX_OK && packed->tree != NULL)
        status = tvx_db_run(store, QUERY_tree_insert, error, "iib", id, (int64_t)packed->tree_size, packed->tree,
                            packed->tree_length);
    if (count == 0 && entry->header != NULL) {
        sponsors = entry->header->sponsors;
        count = entry->header->sponsor_count;
    }
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        status = tvx_db_run(store, QUERY_document_sponsor_insert, error, "iit", id, (int64_t)i, sponsors[i]);
    for (size_t i = 0; status == TVX_OK && i < entry->warning_count; i++) {
        const struct tvx_warning *warning = &entry->warnings[i];

        status = tvx_db_run(store, QUERY_warning_insert, error, "iitti", id, (int64_t)i, warning->code,
                            warning->message, warning->block == SIZE_MAX ? (int64_t)-1 : (int64_t)warning->block);
    }
    return status;
}

static enum tvx_status add_provision(struct tvx_store *store, int64_t instrument, size_t place,
                                     const struct tvx_provision *provision, struct tvx_error *error)
{
    char title[400];
    enum tvx_status status = tvx_db_run(
        store, QUERY_provision_insert, error, "iiiittttttt" "ii", instrument, (int64_t)place,
        provision->parent == SIZE_MAX ? (int64_t)-1 : (int64_t)provision->parent, (int64_t)provision->level,
        tvx_provision_kind_to_string(provision->kind), provision->path, or_empty(provision->label),
        or_empty(provision->heading), provision->marginal, provision->amended, or_empty(provision->text),
        (int64_t)provision->start, (int64_t)provision->points);

    if (status != TVX_OK || (or_empty(provision->text)[0] == '\0' && or_empty(provision->heading)[0] == '\0'))
        return status;
    snprintf(title, sizeof title, "%s %s", or_empty(provision->label), or_empty(provision->heading));
    return index_text(store, sqlite3_last_insert_rowid(store->db), TVX_INDEXED_PROVISION, title,
                      or_empty(provision->text), or_empty(provision->marginal), error);
}

static enum tvx_status add_instrument(struct tvx_store *store, int64_t id, const struct tvx_store_entry *entry,
                                      struct tvx_error *error)
{
    const struct tvx_instrument *instrument = entry->instrument;
    const struct tvx_source *source = &entry->source;
    const char *key = source->instrument == NULL ? instrument->key : source->instrument;
    const char *version = source->version == NULL ? instrument->version : source->version;
    const char *date = source->date == NULL && entry->header != NULL ? entry->header->date : source->date;
    enum tvx_status status;
    sqlite3_stmt *clash;
    int64_t row_id;
    bool row;

    if (key == NULL || version == NULL)
        return tvx_error_set(error, TVX_E_USAGE, "the document does not say which instrument it is; give %s%s%s",
                             key == NULL ? "--instrument KEY" : "", key == NULL && version == NULL ? " and " : "",
                             version == NULL ? "--version V" : "");
    status = tvx_db_start(store, &clash, QUERY_instrument_clash, error, "ttt", key, version, or_empty(entry->language));
    if (status == TVX_OK)
        status = tvx_db_next(store, clash, &row, error);
    if (status != TVX_OK)
        return status;
    if (row) {
        status = tvx_error_set(error, TVX_E_USAGE, "%s@%s is stored already, from %s; give this one another --version",
                               key, version, (const char *)sqlite3_column_text(clash, 0));
        tvx_db_done(clash);
        return status;
    }
    status = tvx_db_run(store, QUERY_instrument_insert, error, "ittttt" "tt" "ii", id, key, version,
                        or_empty(entry->language), or_empty(instrument->title), date,
                        tvx_stored_instrument_kind(instrument->kind), source->meeting, (int64_t)source->in_force,
                        (int64_t)instrument->count);
    row_id = sqlite3_last_insert_rowid(store->db);
    for (size_t i = 0; status == TVX_OK && i < instrument->count; i++)
        status = add_provision(store, row_id, i, &instrument->provisions[i], error);
    return status;
}

static enum tvx_status index_proposal(struct tvx_store *store, int64_t id, const struct tvx_proposal *proposal,
                                      struct tvx_error *error)
{
    struct tvx_buf title, context;
    enum tvx_status status;

    tvx_buf_init(&title, 64 << 10);
    tvx_buf_init(&context, 256 << 20);
    tvx_buf_printf(&title, "%s %s", proposal->number, or_empty(proposal->target));
    for (size_t i = 0; i < proposal->sponsor_count; i++)
        tvx_buf_printf(&title, " %s", proposal->sponsors[i]);
    tvx_buf_printf(&context, "%s\n%s", or_empty(proposal->before), or_empty(proposal->reasons));
    if (context.failed)
        status = tvx_error_set(error, TVX_E_LIMIT, "proposal %s is too long", proposal->number);
    else
        status = index_text(store, id, TVX_INDEXED_PROPOSAL, tvx_buf_text(&title), or_empty(proposal->after),
                            tvx_buf_text(&context), error);
    tvx_buf_free(&title);
    tvx_buf_free(&context);
    return status;
}

static enum tvx_status add_proposal(struct tvx_store *store, int64_t document, size_t place,
                                    const struct tvx_proposal *proposal, struct tvx_error *error)
{
    const struct tvx_target *target = &proposal->place;
    struct tvx_buf instructions;
    enum tvx_status status;

    tvx_buf_init(&instructions, INSTRUCTIONS_CEILING);
    if (proposal->instruction_count > 0)
        tvx_instructions_write(&instructions, proposal->instructions, proposal->instruction_count);
    if (instructions.failed)
        return tvx_error_set(error, TVX_E_LIMIT, "the instructions of proposal %s are too long", proposal->number);
    status = tvx_db_run(
        store, QUERY_proposal_insert, error,
        "iittttttttittttiiit",
        document, (int64_t)place, proposal->number, tvx_stored_action(proposal->action), or_empty(proposal->target),
        target->instrument, target->version, target->path, target->marginal, target->part, (int64_t)target->is_new,
        or_empty(proposal->before), or_empty(proposal->after), or_empty(proposal->reasons), or_empty(proposal->quote),
        (int64_t)proposal->start, (int64_t)proposal->points, (int64_t)proposal->block, instructions.data);
    tvx_buf_free(&instructions);
    int64_t id = sqlite3_last_insert_rowid(store->db);

    for (size_t i = 0; status == TVX_OK && i < proposal->sponsor_count; i++)
        status = tvx_db_run(store, QUERY_proposal_sponsor_insert, error, "iit", id, (int64_t)i, proposal->sponsors[i]);
    for (size_t i = 0; status == TVX_OK && i < proposal->edit_count; i++) {
        const struct tvx_edit *edit = &proposal->edits[i];

        status = tvx_db_run(store, QUERY_edit_insert, error, "iittt", id, (int64_t)i, tvx_stored_edit_op(edit->op),
                            or_empty(edit->before), or_empty(edit->after));
    }
    return status == TVX_OK ? index_proposal(store, id, proposal, error) : status;
}

static enum tvx_status add_all(struct tvx_store *store, int64_t *id, const struct tvx_store_entry *entry,
                               const char *sha256, const struct packed *packed, struct tvx_error *error)
{
    enum tvx_status status = add_row(store, id, entry, sha256, error);

    if (status == TVX_OK)
        status = add_parts(store, *id, entry, packed, error);
    if (status == TVX_OK && entry->instrument != NULL)
        status = add_instrument(store, *id, entry, error);
    for (size_t i = 0; status == TVX_OK && i < entry->proposal_count; i++)
        status = add_proposal(store, *id, i, &entry->proposals[i], error);
    if (status == TVX_OK)
        status = tvx_last_papers_insert(store, *id, &entry->papers, error);
    if (status == TVX_OK && entry->health != NULL)
        status = tvx_health_insert(store, *id, entry->health, error);
    if (status == TVX_OK)
        status = tvx_db_run(store, QUERY_told_insert, error, "itti", *id, TRAVAUX_VERSION, entry->told,
                            (int64_t)entry->source.ocr);
    if (status == TVX_OK)
        status = tvx_db_run(store, QUERY_failed_forget, error, "t", entry->source.file);
    return status;
}

enum tvx_status tvx_store_add(struct tvx_store *store, int64_t *id, bool *existed, const struct tvx_store_entry *entry,
                              struct tvx_error *error)
{
    char sha256[TVX_SHA256_HEX];
    struct packed packed = {0};
    enum tvx_status status;

    *id = 0;
    *existed = false;
    tvx_sha256_hex(sha256, entry->bytes, entry->length);
    status = pack_entry(&packed, entry, error);
    if (status == TVX_OK)
        status = tvx_db_begin(store, error);
    if (status != TVX_OK) {
        free_packed(&packed);
        return status;
    }
    store->language = entry->language;
    /* Asked within the transaction: a second process may have stored it while this one was reading. */
    status = tvx_db_number(store, id, existed, QUERY_document_id_by_hash, error, "t", sha256);
    if (status == TVX_OK)
        status = *existed ? tvx_db_run(store, QUERY_failed_forget, error, "t", entry->source.file)
                          : add_all(store, id, entry, sha256, &packed, error);
    status = tvx_db_end(store, status, error);
    store->language = NULL;
    free_packed(&packed);
    if (status != TVX_OK)
        *id = 0;
    return status;
}

enum tvx_status tvx_store_has(struct tvx_store *store, int64_t *id, const char *sha256, struct tvx_error *error)
{
    bool found;

    return tvx_db_number(store, id, &found, QUERY_document_id_by_hash, error, "t", sha256);
}

enum tvx_status tvx_store_fail(struct tvx_store *store, const char *file, const char *reason, struct tvx_error *error)
{
    return tvx_db_run(store, QUERY_failed_upsert, error, "tt", file, reason);
}
