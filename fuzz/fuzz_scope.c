/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * libFuzzer program for `scope`: the first byte chooses the language; each further line is a provision, a division
 * when it begins with '#', a proposal on the provision before it when it begins with '>' (before and after parted by
 * '|'), else a paragraph under the last division.  Holds that every use is quoted as it stands, that no provision is
 * counted twice, and that what is reached through others is not reached directly.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/analyse/scope.h>
#include <travaux/text/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST_LINES = 200, MOST_PROPOSALS = 40 };

struct input {
    struct tvx_arena *arena;
    struct tvx_instrument instrument;
    struct tvx_stored_proposal proposals[MOST_PROPOSALS];
    struct tvx_scope_proposal tabled[MOST_PROPOSALS];
    size_t proposal_count, division;
};

static void add_proposal(struct input *in, const char *text)
{
    struct tvx_stored_proposal *p = &in->proposals[in->proposal_count];
    const char *bar = strchr(text, '|');
    const struct tvx_provision *on = &in->instrument.provisions[in->instrument.count - 1];

    if (bar == NULL)
        return;
    *p = (struct tvx_stored_proposal){.document = "P", .sha256 = "", .meeting = "M"};
    p->proposal.number = tvx_arena_printf(in->arena, "P/1/%zu", in->proposal_count);
    p->proposal.before = tvx_arena_strndup(in->arena, text, (size_t)(bar - text));
    p->proposal.after = p->proposal.quote = bar + 1;
    p->proposal.points = tvx_utf8_count(bar + 1, strlen(bar + 1));
    p->proposal.action = bar[1] == '\0' ? TVX_ACTION_SUP : bar == text ? TVX_ACTION_ADD : TVX_ACTION_MOD;
    p->resolution.kind = bar == text ? TVX_RESOLVED_NEW : TVX_RESOLVED;
    p->resolution.key = "L";
    p->resolution.version = "1";
    p->resolution.path = bar == text ? tvx_arena_printf(in->arena, "%s.x", on->path) : on->path;
    in->tabled[in->proposal_count] = (struct tvx_scope_proposal){p, NULL};
    in->proposal_count++;
}

static void add_line(struct input *in, const char *text)
{
    struct tvx_provision *p = &in->instrument.provisions[in->instrument.count];
    bool division = text[0] == '#';

    if (text[0] == '>') {
        if (in->instrument.count > 0 && in->proposal_count < MOST_PROPOSALS)
            add_proposal(in, text + 1);
        return;
    }
    *p = (struct tvx_provision){.kind = division ? TVX_PROVISION_DIVISION : TVX_PROVISION_PARAGRAPH, .label = "",
                                .heading = division ? text + 1 : "", .text = division ? "" : text, .parent = SIZE_MAX};
    if (!division)
        p->parent = in->division;
    else
        in->division = in->instrument.count;
    p->path = tvx_arena_printf(in->arena, "%zu", in->instrument.count);
    in->instrument.count++;
}

static void check_list(const struct tvx_scope_reaches *list, const struct tvx_instrument *instrument, bool *seen)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct tvx_scope_reached *r = &list->items[i];

        if (seen[r->provision] || (i > 0 && list->items[i - 1].provision >= r->provision) ||
            strstr(instrument->provisions[r->provision].text, r->evidence.quote) == NULL)
            abort();
        seen[r->provision] = true;
    }
}

static void check(const struct input *in, const struct tvx_scope *scope)
{
    for (size_t i = 0; i < scope->count + scope->proposed_count; i++) {
        const struct tvx_scope_definition *d =
            i < scope->count ? &scope->definitions[i] : &scope->proposed[i - scope->count];
        bool seen[MOST_LINES + 1] = {false};

        check_list(&d->affected, &in->instrument, seen);
        check_list(&d->affected_through, &in->instrument, seen);
        if (d->provision != SIZE_MAX && seen[d->provision])
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const languages[] = {"en", "fr", "es", "ru", "ar", "zh", "de", NULL};
    struct input in = {.arena = tvx_arena_new((size_t)256 << 20), .division = SIZE_MAX};
    struct tvx_scope_law law = {.key = "L", .version = "1", .document = "", .sha256 = "", .instrument = &in.instrument};
    struct tvx_error error;
    struct tvx_scope scope;
    const char *at, *end;
    char *text;

    if (in.arena == NULL || size < 2) {
        tvx_arena_free(in.arena);
        return 0;
    }
    law.language = languages[data[0] % 8];
    in.instrument.title = "AGREEMENT";
    in.instrument.provisions = tvx_arena_array(in.arena, MOST_LINES + 1, sizeof *in.instrument.provisions);
    text = tvx_text_clean(in.arena, (const char *)data + 1, size - 1);
    for (at = text; at != NULL && *at != '\0' && in.instrument.count < MOST_LINES; at = *end == '\0' ? end : end + 1) {
        char *line;

        end = at + strcspn(at, "\n");
        line = tvx_arena_strndup(in.arena, at, (size_t)(end - at));
        if (line != NULL)
            add_line(&in, line);
    }
    if (tvx_scope_build(&scope, in.arena, &law, 1, in.tabled, in.proposal_count, &error) == TVX_OK)
        check(&in, &scope);
    tvx_arena_free(in.arena);
    return 0;
}
