/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Small instruments and proposals for the tests of blame and lineage, written as they are read. */
#ifndef TESTS_REUSE_BLAME_MAKING_H
#define TESTS_REUSE_BLAME_MAKING_H

#include "check.h"
#include <travaux/reuse/blame.h>

enum { MOST_VERSIONS = 8, MOST_PROPOSALS = 16 };

struct making {
    struct tvx_arena *arena;
    struct tvx_blame_version versions[MOST_VERSIONS];
    struct tvx_stored_proposal proposals[MOST_PROPOSALS];
    size_t count, proposal_count;
    struct tvx_history history;
};

static inline int making_start(void **state)
{
    struct making *m = calloc(1, sizeof *m);

    m->arena = tvx_arena_new((size_t)1 << 31);
    *state = m;
    return m->arena == NULL;
}

static inline int making_end(void **state)
{
    struct making *m = *state;

    tvx_arena_free(m->arena);
    free(m);
    return 0;
}

/* A version of "NAV": a year, and lines such as "5.2 Ships shall carry a light."; the path is the label. */
static inline void version(struct making *m, const char *year, const char *lines)
{
    struct tvx_blame_version *v = &m->versions[m->count++];
    size_t capacity = 0;

    assert_true(m->count <= MOST_VERSIONS);
    v->head = (struct tvx_stored_instrument){.id = (int64_t)m->count, .key = "NAV", .version = year, .title = "",
                                             .date = tvx_arena_printf(m->arena, "%s-10-01", year),
                                             .meeting = tvx_arena_printf(m->arena, "NAV-%s", year)};
    v->instrument = (struct tvx_instrument){.key = "NAV", .version = year};
    while (*lines != '\0') {
        size_t length = strcspn(lines, "\n"), label = strcspn(lines, " \n");
        const char *path = tvx_arena_strndup(m->arena, lines, label);
        struct tvx_provision *items =
            tvx_arena_grow(m->arena, v->instrument.provisions, v->instrument.count, &capacity, sizeof *items);

        v->instrument.provisions = items;
        items[v->instrument.count++] = (struct tvx_provision){
            .kind = TVX_PROVISION_PARAGRAPH, .path = path, .label = path, .heading = "",
            .text = label == length ? "" : tvx_arena_strndup(m->arena, lines + label + 1, length - label - 1),
            .parent = SIZE_MAX};
        lines += length + (lines[length] == '\n');
    }
}

/* A proposal of a date (NULL: undated) on a path of the version of a year; "" as path: on the whole. */
static inline struct tvx_stored_proposal *proposal(struct making *m, const char *number, enum tvx_action action,
                                                   const char *year, const char *path, const char *date,
                                                   const char *before, const char *after)
{
    struct tvx_stored_proposal *p = &m->proposals[m->proposal_count++];
    static const char *sponsors[] = {"GUL"};

    assert_true(m->proposal_count <= MOST_PROPOSALS);
    *p = (struct tvx_stored_proposal){.id = (int64_t)m->proposal_count, .document_id = (int64_t)m->proposal_count,
                                      .document = "NAV/1", .date = date};
    p->proposal = (struct tvx_proposal){.number = number, .action = action, .target = path, .before = before,
                                        .after = after, .reasons = "", .quote = "", .sponsors = sponsors,
                                        .sponsor_count = 1};
    p->resolution = (struct tvx_resolution){.kind = action == TVX_ACTION_ADD ? TVX_RESOLVED_NEW : TVX_RESOLVED,
                                            .key = "NAV", .version = year, .path = *path == '\0' ? NULL : path};
    return p;
}

static inline void make(struct making *m)
{
    struct tvx_error error = {0};

    if (tvx_history_make(&m->history, m->arena, m->versions, m->count, m->proposals, m->proposal_count, &error) !=
        TVX_OK)
        fail_msg("%s", error.message);
}

/*
 * The last version's provision with each run of words behind its origin: "[2006]Ships shall [P/1]carry", "[?]" for
 * orphans; proposals that also had it behind "+": "[P/1+P/2]".
 */
static inline const char *blamed(struct making *m, const char *path)
{
    size_t v = m->count - 1, p = tvx_instrument_find(&m->versions[v].instrument, path);
    const struct tvx_words *words = &m->history.words[v];
    const char *text, *last = "";
    char *out = tvx_arena_strdup(m->arena, "");

    assert_true(p != SIZE_MAX);
    text = m->versions[v].instrument.provisions[p].text;
    for (size_t w = words->first[p], at = 0; w < words->first[p + 1]; w++) {
        const struct tvx_word *word = &words->items[w];
        const struct tvx_origin *origin = &m->history.origins[word->origin];
        char *name = tvx_arena_strdup(m->arena, tvx_origin_kind_in(&m->history, word, v) == TVX_ORIGIN_ORPHAN
                                                    ? "?"
                                                    : m->versions[origin->version].head.version);

        for (size_t i = 0; i < origin->count; i++)
            name = tvx_arena_printf(m->arena, "%s%s%s", i == 0 ? "" : name, i == 0 ? "" : "+",
                                    origin->proposals[i]->proposal.number);
        out = tvx_arena_printf(m->arena, "%s%.*s%s%s%s%.*s", out, (int)(word->start - at), text + at,
                               strcmp(name, last) == 0 ? "" : "[", strcmp(name, last) == 0 ? "" : name,
                               strcmp(name, last) == 0 ? "" : "]", (int)word->length, text + word->start);
        at = word->start + word->length;
        last = name;
    }
    return out;
}

#endif
