/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <travaux/text/utf8.h>

#include "base.h"
#include "resolve_parts.h"

enum { DEPTH = 64 };

static const struct tvx_instrument *law(const struct resolve_work *w)
{
    return w->stored->given.instrument;
}

/* Resolved, but what is asked cannot be done: the reason goes to the review list. */
static enum tvx_status refuse(struct resolve_work *w, const char *why)
{
    w->out->reason = why;
    return why == NULL ? tvx_error_nomem(w->error) : TVX_OK;
}

/* A doubt about what was done; the first one stays. */
static void doubt(struct resolve_work *w, const char *note)
{
    if (w->out->reason == NULL)
        w->out->reason = note;
}

static bool is_below(const struct tvx_instrument *in, size_t i, size_t above)
{
    for (unsigned depth = 0; depth < DEPTH && i != SIZE_MAX; depth++) {
        i = in->provisions[i].parent;
        if (i == above)
            return true;
    }
    return false;
}

/* ---- places that only prose names ---- */

/* "The third preambular paragraph": recitals are counted, the formula before them is not. */
static size_t nth_preambular(const struct tvx_instrument *in, size_t n)
{
    for (size_t i = 0; i < in->count; i++) {
        const struct tvx_provision *p = &in->provisions[i];

        if (p->kind == TVX_PROVISION_PREAMBLE && strcmp(p->path, "preamble") != 0 && *p->text != '\0' && --n == 0)
            return i;
    }
    return SIZE_MAX;
}

/* "Operative paragraph 3": that number among the operative paragraphs, when it stands there once. */
static size_t nth_operative(const struct tvx_instrument *in, const char *label)
{
    size_t found = SIZE_MAX;

    for (size_t i = 0; i < in->count; i++) {
        const char *dot = strrchr(in->provisions[i].path, '.');

        if (in->provisions[i].kind != TVX_PROVISION_OPERATIVE ||
            strcmp(dot == NULL ? in->provisions[i].path : dot + 1, label) != 0)
            continue;
        if (found != SIZE_MAX)
            return SIZE_MAX;
        found = i;
    }
    return found;
}

/* The path with its first step as the instrument calls it; NULL when memory is short or there is no such step. */
static const char *real_path(struct resolve_work *w, const char *path)
{
    static const char preambular[] = "preambular-", operative[] = "operative-";
    bool before = strncmp(path, preambular, sizeof preambular - 1) == 0;
    size_t length = before ? sizeof preambular - 1 : sizeof operative - 1, index, digits;
    unsigned n = 0;
    char label[24];

    if (!before && strncmp(path, operative, length) != 0)
        return path;
    digits = strcspn(path + length, ".");
    if (digits >= sizeof label)
        return NULL;
    memcpy(label, path + length, digits);
    label[digits] = '\0';
    for (size_t i = 0; i < digits && i < 6 && label[i] >= '0' && label[i] <= '9'; i++)
        n = n * 10 + (unsigned)(label[i] - '0');
    index = before ? (n == 0 ? SIZE_MAX : nth_preambular(law(w), n)) : nth_operative(law(w), label);
    return index == SIZE_MAX ? NULL : tvx_arena_printf(w->arena, "%s%s", resolve_provision(w, index)->path,
                                                       path + length + digits);
}

/* As resolve_find, for any path; SIZE_MAX: the resolution is said. */
static enum tvx_status find_path(struct resolve_work *w, const char *path, enum tvx_action action, size_t *found)
{
    const struct tvx_proposal *whole = w->proposal;
    struct tvx_proposal asked = *whole;
    enum tvx_status status;

    *found = SIZE_MAX;
    asked.action = action;
    asked.place.is_new = false;
    asked.place.path = path == NULL ? NULL : real_path(w, path);
    if (asked.place.path == NULL && asked.place.marginal == NULL)
        return resolve_not(w, tvx_arena_printf(w->arena, "%s has no paragraph \"%s\"", w->out->key,
                                               path == NULL ? "" : path));
    w->proposal = &asked;
    status = resolve_find(w, found);
    w->proposal = whole;
    return status;
}

/* ---- the texts ---- */

/* What stands printed in the provision: words that head it ("Calls upon") are part of it. */
static const char *text_of(struct resolve_work *w, size_t index)
{
    const struct tvx_provision *p = resolve_provision(w, index);
    bool heads = p->kind == TVX_PROVISION_PREAMBLE || p->kind == TVX_PROVISION_OPERATIVE;

    return heads && *p->heading != '\0' && *p->text != '\0'
               ? tvx_arena_printf(w->arena, "%s %s", p->heading, p->text) : p->text;
}

static bool is_title(const struct resolve_work *w, size_t index)
{
    return w->proposal->place.part != NULL && strcmp(w->proposal->place.part, "title") == 0 &&
           *resolve_provision(w, index)->heading != '\0';
}

static const char *before_of(struct resolve_work *w, size_t index)
{
    return is_title(w, index) ? resolve_provision(w, index)->heading : text_of(w, index);
}

/* All instructions, one after the other; *out NULL: refused, *why says it. */
static enum tvx_status apply_all(struct resolve_work *w, const char *text, const char **out, const char **why,
                                 const char **note)
{
    *out = text;
    *note = NULL;
    *why = NULL;
    for (size_t i = 0; i < w->proposal->instruction_count && *out != NULL; i++) {
        struct tvx_instruction_result result;
        enum tvx_status status = tvx_instruction_apply(&result, w->arena, &w->proposal->instructions[i], *out,
                                                       w->error);
        if (status != TVX_OK)
            return status;
        *out = result.text;
        *why = result.refused;
        if (*note == NULL)
            *note = result.note;
    }
    return TVX_OK;
}

/* The provisions under `above` (SIZE_MAX: all) in which the instructions fit; of several, the others are named. */
static enum tvx_status apply_below(struct resolve_work *w, size_t above, const char *why)
{
    const struct tvx_instrument *in = law(w);
    bool all = w->proposal->instructions[0].occurrence == TVX_OCCURRENCE_ALL;
    size_t first = SIZE_MAX, count = 0;
    const char *others = "";

    for (size_t i = 0; i < in->count; i++) {
        const char *text = text_of(w, i), *after, *reason, *note;
        enum tvx_status status;

        if ((above != SIZE_MAX && !is_below(in, i, above)) || text == NULL || *text == '\0')
            continue;
        status = apply_all(w, text, &after, &reason, &note);
        if (status != TVX_OK)
            return status;
        if (after == NULL) {
            if (reason != NULL && strstr(reason, "times") != NULL)
                why = reason;
            continue;
        }
        if (count++ == 0) {
            first = i;
            w->out->path = in->provisions[i].path;
            w->out->before = text;
            w->out->after = after;
            doubt(w, note);
        } else if (count < 12) {
            others = tvx_arena_printf(w->arena, "%s%s%s", others, *others == '\0' ? "" : ", ", in->provisions[i].path);
            if (others == NULL)
                return tvx_error_nomem(w->error);
        }
    }
    if (count == 1)
        return TVX_OK;
    if (count == 0) {
        if (above == SIZE_MAX)
            return resolve_not(w, why == NULL ? "the words stand nowhere in the text" : why);
        return refuse(w, why == NULL ? "there is no text that the words could stand in" : why);
    }
    if (all)
        return refuse(w, tvx_arena_printf(w->arena, "the instruction is about several provisions; it is shown at the "
                                          "first, %s, and holds for %s as well", in->provisions[first].path, others));
    w->out->before = w->out->after = NULL;
    w->out->path = above == SIZE_MAX ? in->provisions[first].path : in->provisions[above].path;
    return refuse(w, tvx_arena_printf(w->arena, "the words stand in several provisions, %s and %s, and which is meant "
                                      "is not said", in->provisions[first].path, others));
}

static enum tvx_status change_words(struct resolve_work *w, size_t found)
{
    const char *text = before_of(w, found), *after, *why, *note;
    enum tvx_status status;

    if (text == NULL)
        return tvx_error_nomem(w->error);
    status = apply_all(w, text, &after, &why, &note);
    if (status != TVX_OK)
        return status;
    if (after == NULL && w->proposal->instructions[0].sentence == 0 && w->proposal->place.part == NULL &&
        (*text == '\0' || why == NULL || strstr(why, "not found") != NULL)) {
        const struct tvx_instrument *in = law(w);
        bool below = false;

        for (size_t i = found + 1; i < in->count && !below; i++)
            below = in->provisions[i].parent == found;
        if (below)
            return apply_below(w, found, why);
    }
    if (after == NULL)
        return refuse(w, why);
    w->out->before = text;
    w->out->after = after;
    doubt(w, note);
    return TVX_OK;
}

static enum tvx_status relabel(struct resolve_work *w, size_t found, const char *label)
{
    const struct tvx_provision *p = resolve_provision(w, found);
    const char *text = text_of(w, found);
    size_t open = strspn(p->label, "(["), end = strlen(p->label);
    bool worded = strchr(p->label, ' ') != NULL; /* "ARTICLE 5" */

    while (end > open && strchr(".)] ", p->label[end - 1]) != NULL)
        end--;
    if (worded)
        open = (size_t)(strrchr(p->label, ' ') - p->label) + 1;
    w->out->before = tvx_arena_printf(w->arena, "%s%s%s", p->label, *p->label == '\0' ? "" : " ", text);
    w->out->after = tvx_arena_printf(w->arena, "%.*s%s%s %s", (int)open, p->label, label,
                                     p->label + (end < open ? open : end), text);
    return w->out->before == NULL || w->out->after == NULL ? tvx_error_nomem(w->error) : TVX_OK;
}

static enum tvx_status strike(struct resolve_work *w, size_t found)
{
    const char *text = text_of(w, found);

    if (text != NULL && *text == '\0') {
        enum tvx_status status = tvx_base_text(&text, w->arena, law(w), found, TVX_BASE_WHOLE, w->error);

        if (status != TVX_OK)
            return status;
    }
    w->out->before = text;
    w->out->after = "";
    return text == NULL ? tvx_error_nomem(w->error) : TVX_OK;
}

static enum tvx_status merge(struct resolve_work *w, size_t found, const char *other)
{
    const char *text = text_of(w, found), *key = w->out->path;
    size_t second;
    enum tvx_status status = find_path(w, other, TVX_ACTION_MOD, &second);

    if (status != TVX_OK || second == SIZE_MAX)
        return status;
    w->out->path = key;
    w->out->before = text;
    w->out->after = tvx_arena_printf(w->arena, "%s %s", text, text_of(w, second));
    return w->out->after == NULL ? tvx_error_nomem(w->error) : TVX_OK;
}

/* ---- new provisions ---- */

/* The last provision right under `above`, `above` itself when there is none. */
static size_t last_child(const struct tvx_instrument *in, size_t above)
{
    size_t last = above;

    for (size_t i = above + 1; i < in->count; i++)
        if (in->provisions[i].parent == above)
            last = i;
    return last;
}

/* The one before it under the same parent; SIZE_MAX when it is the first. */
static size_t sibling_before(const struct tvx_instrument *in, size_t index)
{
    size_t before = SIZE_MAX;

    for (size_t i = 0; i < index; i++)
        if (in->provisions[i].parent == in->provisions[index].parent)
            before = i;
    return before;
}

/* A path for what has no label: "4.2-bis" behind 4.2. */
static const char *free_path(struct resolve_work *w, const char *beside)
{
    static const char *const suffixes[] = {"bis", "ter", "quater", "quinquies", "sexies"};
    const char *out = NULL;

    for (size_t i = 0; i < sizeof suffixes / sizeof *suffixes; i++) {
        out = tvx_arena_printf(w->arena, "%s-%s", beside, suffixes[i]);
        if (out == NULL || resolve_look_up(w, out) == SIZE_MAX)
            break;
    }
    return out;
}

static enum tvx_status text_of_new(struct resolve_work *w, const struct tvx_instruction *in)
{
    const char *text;
    size_t from;
    enum tvx_status status;

    w->out->before = "";
    w->out->after = in->new_words;
    if (in->op == TVX_INSTRUCTION_ADD)
        return in->new_words != NULL ? TVX_OK : refuse(w, "the new text is not given");
    const char *path = w->out->path, *behind = w->out->after_path;

    status = find_path(w, in->other, TVX_ACTION_MOD, &from);
    if (status != TVX_OK || from == SIZE_MAX)
        return status;
    w->out->path = path;
    w->out->after_path = behind;
    text = text_of(w, from);
    if (in->op == TVX_INSTRUCTION_REST && text != NULL) {
        struct tvx_instruction head = *in;
        struct tvx_instruction_result result;

        head.op = TVX_INSTRUCTION_SPLIT;
        status = tvx_instruction_apply(&result, w->arena, &head, text, w->error);
        if (status != TVX_OK || result.text == NULL) {
            w->out->before = NULL;
            return status != TVX_OK ? status : refuse(w, result.refused);
        }
        text += strlen(result.text) < strlen(text) ? strlen(result.text) : strlen(text);
        text = tvx_text_fold_space(w->arena, text, strlen(text));
    }
    w->out->after = text;
    return text == NULL ? tvx_error_nomem(w->error) : TVX_OK;
}

static enum tvx_status add_beside(struct resolve_work *w, const char *other, bool before)
{
    const struct tvx_instruction *in = &w->proposal->instructions[0];
    const struct tvx_target *place = &w->proposal->place;
    size_t beside;
    enum tvx_status status = find_path(w, other, TVX_ACTION_MOD, &beside);

    if (status != TVX_OK || beside == SIZE_MAX)
        return status;
    const char *path = resolve_provision(w, beside)->path;
    size_t behind = before ? sibling_before(law(w), beside) : beside;

    w->out->kind = TVX_RESOLVED_NEW;
    w->out->after_path = behind != SIZE_MAX ? resolve_provision(w, behind)->path
                         : resolve_provision(w, beside)->parent != SIZE_MAX
                             ? resolve_provision(w, resolve_provision(w, beside)->parent)->path : NULL;
    if (place->path != NULL && strcmp(place->path, other) != 0 && real_path(w, place->path) == place->path)
        w->out->path = place->path;
    else
        w->out->path = free_path(w, behind != SIZE_MAX ? resolve_provision(w, behind)->path : path);
    if (w->out->path == NULL)
        return tvx_error_nomem(w->error);
    return text_of_new(w, in);
}

static enum tvx_status add(struct resolve_work *w)
{
    const struct tvx_instruction *in = &w->proposal->instructions[0];
    const char *beside = in->op == TVX_INSTRUCTION_MOVED ? in->anchor : in->other;
    size_t found = SIZE_MAX;
    enum tvx_status status;

    if (beside != NULL)
        return add_beside(w, beside, in->op != TVX_INSTRUCTION_REST && in->position == TVX_POSITION_BEFORE);
    if (w->proposal->place.path == NULL)
        return resolve_not(w, "where the new text would stand is not said");
    status = find_path(w, w->proposal->place.path, TVX_ACTION_ADD, &found);
    if (status != TVX_OK)
        return status;
    if (found != SIZE_MAX && in->position == TVX_POSITION_END) /* "at the end of Article 5 add a new paragraph" */
        return add_beside(w, resolve_provision(w, last_child(law(w), found))->path, false);
    if (found != SIZE_MAX && w->out->kind != TVX_RESOLVED_NEW) {
        w->out->kind = TVX_RESOLVED_NEW;
        w->out->path = w->out->after_path = resolve_provision(w, found)->path;
        doubt(w, tvx_arena_printf(w->arena, "%s is added, but %s has it already", w->out->path, w->out->key));
    }
    return w->out->kind == TVX_RESOLVED_NEW ? text_of_new(w, in) : TVX_OK;
}

/* ---- the whole ---- */

static enum tvx_status change(struct resolve_work *w, size_t found)
{
    const struct tvx_instruction *in = &w->proposal->instructions[0];

    switch (in->op) {
    case TVX_INSTRUCTION_STRIKE: case TVX_INSTRUCTION_MOVE: case TVX_INSTRUCTION_MERGED: return strike(w, found);
    case TVX_INSTRUCTION_RELABEL: return relabel(w, found, in->label == NULL ? "" : in->label);
    case TVX_INSTRUCTION_MERGE: return merge(w, found, in->other);
    default: return change_words(w, found);
    }
}

enum tvx_status resolve_prose(struct resolve_work *w)
{
    const struct tvx_instruction *in = &w->proposal->instructions[0];
    const struct tvx_target *place = &w->proposal->place;
    size_t found;
    enum tvx_status status;

    if (resolve_is_adding(w->proposal))
        return add(w);
    if (place->path == NULL && place->marginal == NULL) {
        if (place->part != NULL && strcmp(place->part, "title") == 0)
            return find_path(w, "title", w->proposal->action, &found) == TVX_OK && found != SIZE_MAX
                       ? (w->out->kind = TVX_RESOLVED, w->out->path = resolve_provision(w, found)->path,
                          change(w, found)) : TVX_OK;
        w->out->kind = TVX_RESOLVED;
        return in->op == TVX_INSTRUCTION_REPLACE || in->op == TVX_INSTRUCTION_DELETE || in->op == TVX_INSTRUCTION_INSERT
                   ? apply_below(w, SIZE_MAX, NULL) : resolve_not(w, "the proposal names no provision");
    }
    status = find_path(w, place->path, w->proposal->action, &found);
    if (status != TVX_OK || found == SIZE_MAX)
        return status;
    if (in->no_article && resolve_provision(w, found)->kind == TVX_PROVISION_DIVISION)
        return resolve_not(w, tvx_arena_printf(w->arena, "\"%s\" does not say of which article", w->proposal->target));
    w->out->kind = TVX_RESOLVED;
    w->out->path = resolve_provision(w, found)->path;
    return change(w, found);
}
