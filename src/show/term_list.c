/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The tables of `ls` and `proposals`, and the hits of `search`. */
#include "term_table.h"
#include "words.h"

#include <string.h>

/* The store marks where a found word begins and ends (U+E000, U+E001). */
static const char found_open[] = "\xEE\x80\x80", found_close[] = "\xEE\x80\x81";

static const char *number(struct tvx_arena *arena, size_t value)
{
    return tvx_arena_printf(arena, "%zu", value);
}

void tvx_term_instruments(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_stored_instrument *items,
                          size_t count)
{
    static const char *const heads[] = {"instrument", "date", "in force", "provisions", "title"};
    struct term_table table;

    term_table_start(&table, term, arena, heads, 5, 1u << 3);
    for (size_t i = 0; i < count; i++)
        term_table_row(&table, (const char *[]){
            tvx_arena_printf(arena, "%s@%s", items[i].key, items[i].version == NULL ? "?" : items[i].version),
            items[i].date, items[i].in_force ? "yes" : "", number(arena, items[i].provisions), items[i].title});
    term_table_end(&table, "no instruments; `travaux add --instrument KEY --version V FILE` takes one");
}

void tvx_term_provisions(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_instrument *instrument)
{
    static const char *const heads[] = {"path", "No.", "amended", "text"};
    struct term_table table;

    term_table_start(&table, term, arena, heads, 4, 0);
    for (size_t i = 0; i < instrument->count; i++) {
        const struct tvx_provision *item = &instrument->provisions[i];

        term_table_row(&table, (const char *[]){
            item->path, item->marginal, item->amended,
            *item->heading == '\0' ? item->text
            : *item->text == '\0'  ? item->heading
                                   : tvx_arena_printf(arena, "%s: %s", item->heading, item->text)});
    }
    term_table_end(&table, "no provisions");
}

void tvx_term_documents(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_stored_document *items,
                        size_t count)
{
    static const char *const heads[] = {"id",        "symbol", "kind",     "date",
                                        "proposals", "access", "sponsors", "title or file"};
    struct term_table table;

    term_table_start(&table, term, arena, heads, 8, 1u << 0 | 1u << 4);
    for (size_t i = 0; i < count; i++)
        term_table_row(&table, (const char *[]){
            tvx_arena_printf(arena, "%lld", (long long)items[i].id), items[i].symbol, items[i].kind, items[i].date,
            items[i].proposals == 0 ? "" : number(arena, items[i].proposals),
            items[i].access == NULL || strcmp(items[i].access, "unknown") == 0 ? "" : items[i].access,
            show_words_join(arena, items[i].sponsors, items[i].sponsor_count, 3, " "),
            items[i].title != NULL && *items[i].title != '\0' ? items[i].title : show_words_file(items[i].file)});
    term_table_end(&table, "no documents; `travaux add FILE…` takes some");
}

void tvx_term_proposals(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_stored_proposal *items,
                        size_t count)
{
    static const char *const heads[] = {"number", "action", "provision", "sponsors", "text"};
    struct term_table table;

    term_table_start(&table, term, arena, heads, 5, 0);
    for (size_t i = 0; i < count; i++) {
        const struct tvx_proposal *item = &items[i].proposal;
        bool lost = items[i].resolution.kind == TVX_UNRESOLVED;

        term_table_row(&table, (const char *[]){
            item->number, tvx_action_to_string(item->action),
            tvx_arena_printf(arena, "%s%s", show_words_place(arena, &items[i]), lost ? " ?" : ""),
            show_words_join(arena, item->sponsors, item->sponsor_count, 4, " "),
            *item->after != '\0' ? item->after : item->before});
    }
    term_table_end(&table, "no proposals");
    for (size_t i = 0; i < count; i++)
        if (items[i].resolution.kind == TVX_UNRESOLVED) {
            term_styled(term, TERM_SOFT, "\"?\": tied to no provision yet; `travaux status` says why");
            term_newline(term);
            break;
        }
}

void tvx_term_actors(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_stored_actor *items,
                     size_t count)
{
    static const char *const heads[] = {"code", "proposals", "name"};
    struct term_table table;

    term_table_start(&table, term, arena, heads, 3, 1u << 1);
    for (size_t i = 0; i < count; i++)
        term_table_row(&table,
                       (const char *[]){items[i].code, number(arena, items[i].proposals), items[i].name});
    term_table_end(&table, "no actors");
}

void tvx_term_events(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_event *items, size_t count)
{
    static const char *const heads[] = {"meeting", "date", "documents", "proposals", "title"};
    struct term_table table;

    term_table_start(&table, term, arena, heads, 5, 1u << 2 | 1u << 3);
    for (size_t i = 0; i < count; i++)
        term_table_row(&table, (const char *[]){items[i].meeting, items[i].date, number(arena, items[i].documents),
                                                number(arena, items[i].proposals), items[i].title});
    term_table_end(&table, "no meetings");
}

static void snippet(struct term_flow *flow, const char *text)
{
    while (*text != '\0') {
        const char *open = strstr(text, found_open);
        const char *close = open == NULL ? NULL : strstr(open, found_close);

        if (close == NULL)
            break;
        term_flow_text(flow, TERM_PLAIN, text, (size_t)(open - text));
        if (!flow->colour)
            term_flow_str(flow, TERM_PLAIN, "*");
        term_flow_text(flow, TERM_FOUND, open + 3, (size_t)(close - open - 3));
        if (!flow->colour)
            term_flow_str(flow, TERM_PLAIN, "*");
        text = close + 3;
    }
    term_flow_str(flow, TERM_PLAIN, text);
}

void tvx_term_hits(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_hit *hits, size_t count)
{
    if (count == 0) {
        term_styled(term, TERM_SOFT, "nothing found; all words must occur, so fewer words find more");
        term_newline(term);
    }
    for (size_t i = 0; i < count; i++) {
        struct term_flow flow;

        term_styled(term, TERM_STRONG, hits[i].reference);
        tvx_buf_str(term->out, "  ");
        term_styled(term, TERM_SOFT, hits[i].type);
        term_newline(term);
        if (hits[i].title != NULL && *hits[i].title != '\0')
            term_paragraph(term, arena, 2, TERM_PLAIN, hits[i].title);
        term_flow_start(&flow, arena, term, term_width(term) - 4);
        snippet(&flow, hits[i].snippet == NULL ? "" : hits[i].snippet);
        term_flow_end(&flow);
        term_lines(term, &flow, 4, NULL, TERM_PLAIN);
    }
}
