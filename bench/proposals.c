/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The main job's first half on real input: the European Parliament's amendments to the GDPR, read as records and tied
 * to the provisions of the base text.  Prints how many are stored, resolved, new and unresolved, the reasons, and where
 * the text that an amendment was drafted against is not the stored one.
 *
 *   proposals DATA [-v]     DATA: the folder of real documents; -v lists every unresolved and differing one
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/law/record.h>
#include <travaux/law/resolve.h>

#include "clock.h"

static char *slurp(const char *folder, const char *name, size_t *length)
{
    char path[4096];
    char *bytes = NULL;
    struct tvx_error error = {0};

    snprintf(path, sizeof path, "%s/lobbyplag/%s", folder, name);
    if (tvx_file_read(&bytes, length, path, (size_t)1 << 30, &error) != TVX_OK) {
        fprintf(stderr, "%s\n", error.message);
        exit(1);
    }
    return bytes;
}

struct tally {
    size_t resolved, fresh, unresolved, doubted, differing, compared, placed, placed_ok, by_text, unplaced;
    double agreement;
};

static void count(struct tally *t, const struct tvx_proposal *p, const struct tvx_resolution *r, int verbose)
{
    int mod = p->action == TVX_ACTION_MOD || p->action == TVX_ACTION_SUP;

    t->resolved += r->kind == TVX_RESOLVED;
    t->fresh += r->kind == TVX_RESOLVED_NEW;
    t->unresolved += r->kind == TVX_UNRESOLVED;
    t->doubted += r->kind != TVX_UNRESOLVED && r->reason != NULL;
    t->placed += *p->target != '\0';
    t->placed_ok += *p->target != '\0' && r->kind != TVX_UNRESOLVED;
    t->unplaced += *p->target == '\0';
    t->by_text += *p->target == '\0' && r->kind == TVX_RESOLVED;
    if (r->kind == TVX_RESOLVED && mod && *p->before != '\0') {
        t->compared++;
        t->differing += r->base_differs;
        t->agreement += r->base_agreement;
    }
    if (verbose && (r->kind == TVX_UNRESOLVED || r->reason != NULL))
        printf("%-10s %-14s %-50s %s -> %s: %s\n", r->kind == TVX_UNRESOLVED ? "UNRESOLVED" : "doubt", p->number,
               p->target, tvx_action_to_string(p->action), r->path == NULL ? "-" : r->path,
               r->reason == NULL ? "" : r->reason);
    if (verbose && r->base_differs)
        printf("differs %.3f %s %s (%s)\n", r->base_agreement, p->number, p->target, r->path);
}

/* How the two files call their fields. */
static const struct tvx_record_fields base = {
    .label = "literal", .kind = "type", .text = "text.en", .heading = "title"};
static const struct tvx_record_fields fields = {
    .number = "{committee}/{number}",
    .provision = "location",
    .sponsors = "authors",
    .before = "old",
    .after = "new",
    .before_fallback = "norm_old",
    .after_fallback = "norm_new",
    .language = "lang",
    .fallback_language = "en",
    .reasons = "justification",
    .new_words = "new",
    .deleted_words =
        "deleted|suprimido|entfällt|törölve|supprimé|soppresso|skreślony|schrappen|skreślone|suppression"};

int main(int argc, char **argv)
{
    const char *data = argc > 1 ? argv[1] : getenv("TRAVAUX_DATA") != NULL ? getenv("TRAVAUX_DATA") : "../shared/data";
    struct tvx_arena *arena = tvx_arena_new((size_t)8 << 30);
    struct tvx_records law, amendments;
    struct tvx_error error = {0};
    struct tally t = {0};
    size_t length, actions[8] = {0};
    char *bytes;
    double start;

    bytes = slurp(data, "gdpr_proposal.jsonl", &length);
    if (tvx_records_parse(&law, arena, bytes, length, &base, &error) != TVX_OK)
        return fprintf(stderr, "%s\n", error.message), 1;
    free(bytes);
    printf("base text: %zu provisions, %zu warnings\n", law.instrument.count, law.warning_count);
    for (size_t i = 0; argc > 2 && i < law.instrument.count; i++)
        printf("provision %s | %s | %s | %.50s\n", law.instrument.provisions[i].path,
               law.instrument.provisions[i].label, law.instrument.provisions[i].heading,
               law.instrument.provisions[i].text);
    bytes = slurp(data, "amendments.jsonl", &length);
    start = wall_ms();
    if (tvx_records_parse(&amendments, arena, bytes, length, &fields, &error) != TVX_OK)
        return fprintf(stderr, "%s\n", error.message), 1;
    free(bytes);
    printf("amendments: %zu stored, %zu warnings, read in %.0f ms\n", amendments.proposal_count,
           amendments.warning_count, wall_ms() - start);
    for (size_t i = 0; i < amendments.warning_count; i++)
        if (argc > 2 || amendments.warnings[i].block == SIZE_MAX)
            printf("warning: %s\n", amendments.warnings[i].message);
    start = wall_ms();
    struct tvx_resolver_instrument stored = {&law.instrument, "GDPR", "2012", "2012-01-25", true, NULL};
    struct tvx_resolver *resolver = tvx_resolver_new(arena, &stored, 1);
    for (size_t i = 0; i < amendments.proposal_count; i++) {
        struct tvx_resolution r;

        if (tvx_resolve(&r, arena, resolver, &amendments.proposals[i], "GDPR", &error) != TVX_OK)
            return fprintf(stderr, "%s\n", error.message), 1;
        actions[amendments.proposals[i].action]++;
        count(&t, &amendments.proposals[i], &r, argc > 2);
    }
    printf("actions: ADD %zu, MOD %zu, SUP %zu\n", actions[TVX_ACTION_ADD], actions[TVX_ACTION_MOD],
           actions[TVX_ACTION_SUP]);
    printf("resolved %zu, new %zu, unresolved %zu; of the resolved and new %zu with a doubt; in %.0f ms\n", t.resolved,
           t.fresh, t.unresolved, t.doubted, wall_ms() - start);
    printf("with a place: %zu, of them resolved or new %zu (%.2f %%)\n", t.placed, t.placed_ok,
           100.0 * (double)t.placed_ok / (double)t.placed);
    printf("without a place: %zu, of them found by their text %zu\n", t.unplaced, t.by_text);
    printf("before-text held against the base: %zu, differing %zu, mean agreement %.4f\n", t.compared, t.differing,
           t.agreement / (double)(t.compared == 0 ? 1 : t.compared));
    printf("memory %zu MB\n", tvx_arena_used(arena) >> 20);
    tvx_arena_free(arena);
    return 0;
}
