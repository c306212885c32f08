/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "blame_runs.h"

#include "words.h"

#include <stdint.h>
#include <string.h>
#include <travaux/base/buf.h>

struct gathering {
    struct show_blame *out;
    struct tvx_arena *arena;
    const struct tvx_blame *blame;
    size_t source_capacity, run_capacity;
};

static const struct tvx_origin *origin_of(const struct gathering *g, const struct tvx_word *word)
{
    return &g->blame->history.origins[word->origin];
}

static bool is_source(const struct show_source *source, enum tvx_origin_kind kind, const struct tvx_origin *origin)
{
    return source->kind == kind &&
           (kind == TVX_ORIGIN_PROPOSED ? source->proposal == origin->proposals[0]
                                        : kind == TVX_ORIGIN_ORPHAN || source->version == origin->version);
}

static size_t find_source(struct gathering *g, enum tvx_origin_kind kind, const struct tvx_origin *origin)
{
    struct show_source *grown;

    for (size_t i = 0; i < g->out->source_count; i++)
        if (is_source(&g->out->sources[i], kind, origin))
            return i;
    grown = tvx_arena_grow(g->arena, g->out->sources, g->out->source_count, &g->source_capacity, sizeof *grown);
    if (grown == NULL)
        return SIZE_MAX;
    g->out->sources = grown;
    grown[g->out->source_count] = (struct show_source){
        .kind = kind,
        .proposal = kind == TVX_ORIGIN_PROPOSED ? origin->proposals[0] : NULL,
        .version = origin->version,
    };
    return g->out->source_count++;
}

static bool add_word(struct gathering *g, const struct tvx_word *word, bool joins)
{
    const struct tvx_origin *origin = origin_of(g, word);
    size_t source = find_source(g, tvx_origin_kind_in(&g->blame->history, word, g->blame->version), origin);
    struct show_run *run;

    if (source == SIZE_MAX)
        return false;
    g->out->sources[source].words += !word->mark;
    g->out->words += !word->mark;
    run = g->out->run_count > 0 ? &g->out->runs[g->out->run_count - 1] : NULL;
    if (!joins || run->source != source) {
        run = tvx_arena_grow(g->arena, g->out->runs, g->out->run_count, &g->run_capacity, sizeof *run);
        if (run == NULL)
            return false;
        g->out->runs = run;
        run += g->out->run_count++;
        *run = (struct show_run){.provision = word->provision, .source = source, .start = word->start,
                                 .origin = origin};
    }
    run->length = word->start + word->length - run->start;
    run->words += !word->mark;
    if (run->origin->count < origin->count)
        run->origin = origin;
    for (size_t i = 1; i < origin->count && origin->proposals[0]->date != NULL; i++)
        run->together = run->together || (origin->proposals[i]->date != NULL &&
                                          strcmp(origin->proposals[i]->date, origin->proposals[0]->date) == 0);
    return true;
}

static const char *letter(struct tvx_arena *arena, size_t number)
{
    char last = (char)('A' + number % 26);

    return number < 26 ? tvx_arena_printf(arena, "%c", last)
                       : tvx_arena_printf(arena, "%c%c", (char)('A' + (number / 26 - 1) % 26), last);
}

/* The earliest version to the front, orphans to the end; the runs are told. */
static bool order_sources(struct gathering *g)
{
    struct show_blame *out = g->out;
    struct show_source *sorted = tvx_arena_array(g->arena, out->source_count, sizeof *sorted);
    size_t *place = tvx_arena_array(g->arena, out->source_count, sizeof *place), count = 0, letters = 0;

    if (sorted == NULL || place == NULL)
        return false;
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < out->source_count; i++) {
            const struct show_source *source = &out->sources[i];
            bool first = source->kind == TVX_ORIGIN_BASE && source->version == 0;
            bool last = source->kind == TVX_ORIGIN_ORPHAN;

            if ((first ? 0 : last ? 2 : 1) != round)
                continue;
            place[i] = count;
            sorted[count] = *source;
            sorted[count].letter = first ? "" : last ? "!" : letter(g->arena, letters++);
            count++;
        }
    out->sources = sorted;
    for (size_t i = 0; i < out->run_count; i++)
        out->runs[i].source = place[out->runs[i].source];
    return true;
}

static bool name_sources(struct gathering *g)
{
    for (size_t i = 0; i < g->out->source_count; i++) {
        struct show_source *source = &g->out->sources[i];
        const struct tvx_stored_instrument *head = &g->blame->history.versions[source->version].head;

        source->date = source->proposal != NULL ? source->proposal->date : head->date;
        source->name = source->kind == TVX_ORIGIN_PROPOSED ? source->proposal->proposal.number
                       : source->kind == TVX_ORIGIN_ORPHAN
                           ? g->blame->tabled ? "nobody tabled this" : "not known who tabled this"
                           : tvx_arena_printf(g->arena, "%s@%s", head->key, head->version);
        if (source->name == NULL || source->letter == NULL)
            return false;
    }
    return true;
}

bool show_blame_make(struct show_blame *out, struct tvx_arena *arena, const struct tvx_blame *blame)
{
    struct gathering g = {.out = out, .arena = arena, .blame = blame};
    const struct tvx_words *words = &blame->history.words[blame->version];

    *out = (struct show_blame){0};
    for (size_t p = blame->first; p < blame->last; p++)
        for (size_t w = words->first[p]; w < words->first[p + 1]; w++)
            if (!add_word(&g, &words->items[w], w > words->first[p]))
                return false;
    return order_sources(&g) && name_sources(&g);
}

const char *show_blame_also(struct tvx_arena *arena, const struct show_run *run)
{
    const char **names = tvx_arena_array(arena, run->origin->count + 1, sizeof *names);
    size_t count = 0;

    if (names == NULL || run->origin->count < 2)
        return "";
    for (size_t i = 1; i < run->origin->count; i++)
        names[count++] = run->origin->proposals[i]->proposal.number;
    return tvx_arena_printf(arena, "%s %s", run->together ? "on the same day" : "also",
                            show_words_join(arena, names, count, 6, ", "));
}

const char *show_blame_summary(struct tvx_arena *arena, const struct show_blame *runs, bool tabled)
{
    enum { MOST_NAMED = 12 };
    size_t proposals = 0, words = 0;
    struct tvx_buf buf;
    const char *text;

    tvx_buf_init(&buf, 1 << 20);
    tvx_buf_str(&buf, show_words_number(arena, runs->words, "word", "words"));
    for (size_t i = 0; i < runs->source_count; i++) {
        const struct show_source *source = &runs->sources[i];

        if (source->kind == TVX_ORIGIN_PROPOSED && ++proposals > MOST_NAMED) {
            words += source->words;
            continue;
        }
        if (source->kind == TVX_ORIGIN_ORPHAN && proposals > MOST_NAMED)
            tvx_buf_printf(&buf, ", %zu from %zu other proposals", words, proposals - MOST_NAMED);
        tvx_buf_str(&buf, i == 0 ? ": " : ", ");
        if (source->kind == TVX_ORIGIN_ORPHAN)
            tvx_buf_printf(&buf, "%zu %s", source->words, tabled ? "that nobody tabled" : "new, by whom is not known");
        else
            tvx_buf_printf(&buf, "%zu from %s", source->words, source->name);
    }
    if (proposals > MOST_NAMED && runs->sources[runs->source_count - 1].kind != TVX_ORIGIN_ORPHAN)
        tvx_buf_printf(&buf, ", %zu from %zu other proposals", words, proposals - MOST_NAMED);
    text = buf.failed ? "" : tvx_arena_strdup(arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    return text;
}

const char *show_blame_orphans(struct tvx_arena *arena, const struct tvx_blame *blame, const struct show_blame *runs)
{
    const struct tvx_stored_instrument *head = &blame->history.versions[blame->version].head;
    const char *meeting = head->meeting == NULL ? "its conference" : head->meeting;

    if (runs->source_count == 0 || runs->sources[runs->source_count - 1].kind != TVX_ORIGIN_ORPHAN)
        return "";
    if (!blame->tabled)
        return tvx_arena_printf(arena, "No proposals of %s are stored, so who tabled the new words cannot be told.",
                                meeting);
    return tvx_arena_printf(arena, "Orphans came in with %s@%s; no stored proposal has them in this place.", head->key,
                            head->version);
}
