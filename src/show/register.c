/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/register.h>

#include <string.h>

#include "term_flow.h"
#include "term_table.h"
#include "words.h"

static void json_entry(struct tvx_json *json, const struct tvx_register_entry *entry)
{
    tvx_json_object(json);
    tvx_json_pair(json, "document", entry->document->name);
    tvx_json_pair(json, "symbol", entry->document->symbol);
    tvx_json_pair(json, "meeting", entry->document->meeting);
    tvx_json_pair(json, "kind", entry->document->kind);
    tvx_json_pair(json, "direction", entry->output ? "output" : "input");
    tvx_json_pair(json, "date", entry->document->date);
    tvx_json_pair(json, "language", entry->document->language);
    tvx_json_pair(json, "title", entry->document->title);
    tvx_json_pair(json, "file", show_words_file(entry->document->file));
    tvx_json_pair(json, "sha256", entry->document->sha256);
    tvx_json_pair(json, "access", entry->access);
    tvx_json_pair(json, "public_since", entry->public_since);
    tvx_json_key(json, "access_changes");
    tvx_json_array(json);
    for (size_t i = 0; i < entry->change_count; i++) {
        tvx_json_object(json);
        tvx_json_pair(json, "access", entry->changes[i].access);
        tvx_json_pair(json, "since", entry->changes[i].since);
        tvx_json_pair(json, "source", entry->changes[i].source);
        tvx_json_pair(json, "entered", entry->changes[i].at);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

static void json_series(struct tvx_json *json, const struct tvx_series *series)
{
    tvx_json_object(json);
    tvx_json_pair(json, "kind", tvx_series_kind_to_string(series->kind));
    tvx_json_pair(json, "meeting", series->meeting);
    tvx_json_pair(json, "of", series->of);
    tvx_json_pair_int(json, "present", (int64_t)series->present);
    tvx_json_pair_int(json, "last", (int64_t)series->last);
    tvx_json_key(json, "missing");
    tvx_json_array(json);
    for (size_t i = 0; i < series->missing_count; i++) {
        tvx_json_array(json);
        tvx_json_int(json, (int64_t)series->missing[i].from);
        tvx_json_int(json, (int64_t)series->missing[i].to);
        tvx_json_array_end(json);
    }
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

void tvx_json_register(struct tvx_json *json, const struct tvx_register *all)
{
    tvx_json_object(json);
    tvx_json_key(json, "documents");
    tvx_json_array(json);
    for (size_t i = 0; i < all->count; i++)
        json_entry(json, &all->entries[i]);
    tvx_json_array_end(json);
    tvx_json_key(json, "missing");
    tvx_json_array(json);
    for (size_t i = 0; i < all->series_count; i++)
        json_series(json, &all->series[i]);
    tvx_json_array_end(json);
    tvx_json_key(json, "languages");
    tvx_json_array(json);
    for (size_t i = 0; i < all->language_count; i++) {
        tvx_json_object(json);
        tvx_json_pair(json, "meeting", all->languages[i].meeting);
        tvx_json_pair(json, "symbol", all->languages[i].symbol);
        tvx_json_pair_strings(json, "has", all->languages[i].has, all->languages[i].has_count);
        tvx_json_pair_strings(json, "lacks", all->languages[i].lacks, all->languages[i].lacks_count);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

/* "1–6, 8, 11–13" */
static const char *ranges(struct tvx_arena *arena, const struct tvx_series *series)
{
    const char *out = "";

    for (size_t i = 0; i < series->missing_count && out != NULL; i++) {
        const struct tvx_number_range *range = &series->missing[i];

        out = range->from == range->to
                  ? tvx_arena_printf(arena, "%s%s%u", out, i == 0 ? "" : ", ", range->from)
                  : tvx_arena_printf(arena, "%s%s%u–%u", out, i == 0 ? "" : ", ", range->from, range->to);
    }
    return out;
}

static void print_missing(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_register *all)
{
    if (all->series_count + all->language_count == 0)
        return;
    term_newline(term);
    term_styled(term, TERM_STRONG, "Not here");
    term_newline(term);
    for (size_t i = 0; i < all->series_count; i++) {
        const struct tvx_series *series = &all->series[i];
        const char *of = series->kind == TVX_SERIES_DOCUMENTS ? "documents"
                         : series->kind == TVX_SERIES_ADDENDA ? tvx_arena_printf(arena, "addenda to %s", series->of)
                                                              : tvx_arena_printf(arena, "revisions of %s", series->of);

        term_paragraph(term, arena, 2, TERM_PLAIN,
                       tvx_arena_printf(arena, "%s, %s: %s (%zu of %u are here)", series->meeting, of,
                                        ranges(arena, series), series->present, series->last));
    }
    for (size_t i = 0; i < all->language_count; i++)
        term_paragraph(term, arena, 2, TERM_PLAIN,
                       tvx_arena_printf(arena, "%s %s: in %s; not in %s", all->languages[i].meeting,
                                        all->languages[i].symbol,
                                        show_words_join(arena, all->languages[i].has, all->languages[i].has_count, 0,
                                                        ", "),
                                        show_words_join(arena, all->languages[i].lacks,
                                                        all->languages[i].lacks_count, 0, ", ")));
}

void tvx_term_register(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_register *all)
{
    static const char *const heads[] = {"meeting", "symbol", "way", "date", "language", "access", "public since",
                                        "title or file"};
    struct term_table table;

    term_table_start(&table, term, arena, heads, 8, 0);
    for (size_t i = 0; i < all->count; i++) {
        const struct tvx_register_entry *entry = &all->entries[i];
        const struct tvx_stored_document *document = entry->document;

        term_table_row(&table, (const char *[]){
            document->meeting, document->symbol, entry->output ? "output" : "input", document->date,
            document->language, entry->access, entry->public_since,
            document->title != NULL && *document->title != '\0' ? document->title : show_words_file(document->file)});
    }
    term_table_end(&table, "no documents; `travaux add FILE…` takes some");
    print_missing(term, arena, all);
}
