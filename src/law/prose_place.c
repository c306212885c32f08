/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/base/buf.h>
#include <travaux/law/reference.h>

#include "prose_parse.h"

static bool is_number(const char *label)
{
    return *label >= '0' && *label <= '9';
}

static enum prose_rank rank_of(enum prose_rank rank, const char *label)
{
    if (rank < PROSE_RANK_PARAGRAPH || rank > PROSE_RANK_POINT)
        return rank;
    if (is_number(label))
        return PROSE_RANK_PARAGRAPH;
    return strspn(label, "ivx") == strlen(label) && strlen(label) > 1 ? PROSE_RANK_SUBPOINT : PROSE_RANK_POINT;
}

/* Steps stand from the outermost in; one of a rank that is there already replaces it. */
static void put_step(struct prose_place *place, struct prose_step step)
{
    size_t at = 0;

    while (at < place->count && place->steps[at].rank < step.rank)
        at++;
    if (at < place->count && place->steps[at].rank == step.rank) {
        if (step.rank == PROSE_RANK_POINT) { /* "b)" of "a)": the label behind is the inner one */
            step.rank = PROSE_RANK_SUBPOINT;
            at++;
        } else {
            place->steps[at] = step;
            return;
        }
    }
    if (place->count == PROSE_STEPS)
        return;
    memmove(&place->steps[at + 1], &place->steps[at], (place->count - at) * sizeof *place->steps);
    place->steps[at] = step;
    place->count++;
}

static const char *prefix_of(const char *kind, bool labelled)
{
    static const struct { const char *kind, *prefix; } prefixes[] = {
        {"annex", "annex-"}, {"appendix", "appendix-"}, {"chapter", "chapter-"}, {"section", "section-"},
        {"part", "part-"}, {"recital", "recital."}, {"citation", "citation."}, {"indent", "dash-"},
        {"preambular", "preambular-"}, {"operative", "operative-"}};

    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strcmp(prefixes[i].kind, kind) == 0)
            return labelled ? prefixes[i].prefix : prefixes[i].kind;
    return "";
}

static bool add_labelled(struct prose_place *place, struct tvx_arena *arena, const struct prose_token *unit,
                         const char *line)
{
    size_t word = 0;
    const char *printed;
    struct prose_step step = {.rank = rank_of(unit->rank, unit->labels[0]), .kind = unit->kind};

    while (unit->from + word < unit->to && strchr(" .(0123456789", line[unit->from + word]) == NULL)
        word++;
    if (line[unit->from + word] == ' ' && unit->rank != PROSE_RANK_ARTICLE) /* "operative paragraph 3" */
        word = unit->to - unit->from > strlen(unit->labels[0]) && unit->label_count == 1 && unit->below_count == 0
                   ? unit->to - unit->from : word;
    printed = tvx_arena_strndup(arena, line + unit->from, word);
    if (printed != NULL && word < unit->to - unit->from)
        printed = tvx_arena_printf(arena, "%s %s", printed, unit->labels[0]);
    step.printed = printed;
    step.step = tvx_arena_printf(arena, "%s%s", prefix_of(unit->kind, true), unit->labels[0]);
    if (step.step == NULL || step.printed == NULL)
        return false;
    put_step(place, step);
    for (size_t i = 1; i < unit->label_count; i++) {
        place->more[place->more_count < PROSE_LABELS ? place->more_count++ : 0] = unit->labels[i];
        place->more_at = step.rank;
    }
    return true;
}

bool prose_place_add(struct prose_place *place, struct tvx_arena *arena, const struct prose_token *unit,
                     const char *line)
{
    if (unit->instrument != NULL) {
        place->instrument = unit->instrument;
        place->version = unit->version;
    }
    if (strcmp(unit->kind, "number") == 0) {
        place->marginal = unit->label_count > 0 ? unit->labels[0] : place->marginal;
        return true;
    }
    if (unit->rank == PROSE_RANK_INSTRUMENT && unit->role == PROSE_UNIT)
        return true;
    if (unit->text != NULL) {
        const char *slug = tvx_path_slug(arena, unit->text);

        if (slug == NULL)
            return false;
        put_step(place, (struct prose_step){PROSE_RANK_ARTICLE, slug, unit->text, "clause"});
    }
    if (unit->label_count > 0 && !add_labelled(place, arena, unit, line))
        return false;
    if (unit->label_count == 0 && unit->text == NULL &&
        (unit->rank == PROSE_RANK_ANNEX || strcmp(unit->kind, "preamble") == 0)) {
        const char *printed = tvx_arena_strndup(arena, line + unit->from, unit->to - unit->from);

        if (printed == NULL)
            return false;
        put_step(place, (struct prose_step){unit->rank, strcmp(unit->kind, "preamble") == 0 ? "preamble" :
                                            prefix_of(unit->kind, false), printed, unit->kind});
    }
    for (size_t i = 0; i < unit->below_count; i++) {
        enum prose_rank rank = rank_of(PROSE_RANK_PARAGRAPH, unit->below[i]);
        const char *printed = tvx_arena_printf(arena, is_number(unit->below[i]) ? "(%s)" : "%s)", unit->below[i]);

        if (printed == NULL)
            return false;
        if (unit->rank >= PROSE_RANK_PARAGRAPH && rank == PROSE_RANK_PARAGRAPH)
            rank = PROSE_RANK_SUBPARAGRAPH;
        put_step(place, (struct prose_step){rank, unit->below[i], printed, "paragraph"});
    }
    return true;
}

bool prose_place_empty(const struct prose_place *place)
{
    return place->count == 0 && place->marginal == NULL && place->part == NULL && place->instrument == NULL;
}

struct prose_place prose_place_inherit(const struct prose_place *own, const struct prose_place *context)
{
    struct prose_place out = *own;
    enum prose_rank top = own->count > 0 ? own->steps[0].rank : PROSE_RANK_INDENT + 1;
    size_t kept = 0;

    if (out.instrument == NULL) {
        out.instrument = context->instrument;
        out.version = context->version;
    }
    if (own->marginal != NULL || own->everywhere)
        return out;
    if (own->count == 0 && own->part == NULL) {
        out.part = context->part;
        out.marginal = context->marginal;
        memcpy(out.more, context->more, sizeof out.more);
        out.more_count = context->more_count;
        out.more_at = context->more_at;
    }
    while (kept < context->count && context->steps[kept].rank < top && kept + own->count < PROSE_STEPS)
        kept++;
    memcpy(out.steps, context->steps, kept * sizeof *out.steps);
    memcpy(out.steps + kept, own->steps, own->count * sizeof *out.steps);
    out.count = kept + own->count;
    return out;
}

/* A label that carries its parents ("3.3" under "3") is the path itself. */
static void put_path(struct tvx_buf *buf, const char *step)
{
    size_t used = buf->length;

    if (used > 0 && strncmp(step, tvx_buf_text(buf), used) == 0 && step[used] == '.')
        tvx_buf_clear(buf);
    else if (used > 0)
        tvx_buf_char(buf, '.');
    tvx_buf_str(buf, step);
}

static const char *varied(const struct prose_place *place, size_t i, const char *label)
{
    return label != NULL && place->steps[i].rank == (enum prose_rank)place->more_at ? label : NULL;
}

const char *prose_place_path(const struct prose_place *place, struct tvx_arena *arena, const char *label)
{
    struct tvx_buf buf;
    const char *out;

    if (place->count == 0)
        return NULL;
    tvx_buf_init(&buf, 2048);
    for (size_t i = 0; i < place->count; i++) {
        const char *other = varied(place, i, label), *step = place->steps[i].step;

        put_path(&buf, other == NULL ? step : other);
    }
    out = buf.failed ? NULL : tvx_arena_strdup(arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    return out;
}

const char *prose_place_printed(const struct prose_place *place, struct tvx_arena *arena, const char *label)
{
    struct tvx_buf buf;
    const char *out;

    tvx_buf_init(&buf, 4096);
    if (place->marginal != NULL)
        tvx_buf_printf(&buf, "No. %s", place->marginal);
    for (size_t i = 0; i < place->count; i++) {
        const char *other = varied(place, i, label), *printed = place->steps[i].printed;

        tvx_buf_str(&buf, buf.length > 0 && *printed != '(' && printed[strlen(printed) - 1] != ')' ? ", "
                          : buf.length > 0 ? " " : "");
        if (other != NULL)
            tvx_buf_printf(&buf, "%.*s %s", (int)strcspn(printed, " "), printed, other);
        else
            tvx_buf_str(&buf, printed);
    }
    out = buf.failed ? NULL : tvx_arena_strdup(arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    return out;
}
