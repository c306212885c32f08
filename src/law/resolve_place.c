/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdint.h>
#include <string.h>
#include <travaux/text/utf8.h>

#include "agree.h"
#include "resolve_parts.h"

/* Ways in which one printed place can be meant; a path has few steps. */
enum { WAYS = 8, PATH = 320 };

struct ways {
    const char *paths[WAYS]; /* as stored */
    size_t count;
};

static void add_way(struct resolve_work *w, struct ways *ways, size_t found)
{
    if (ways->count < WAYS && found != SIZE_MAX)
        ways->paths[ways->count++] = resolve_provision(w, found)->path;
}

/* What "above" and the printed step can mean together. */
static bool try_step(struct resolve_work *w, struct ways *next, const char *above, const char *step)
{
    const char *dot = *above == '\0' ? "" : ".";
    const char *plain = tvx_arena_printf(w->arena, "%s%s%s", above, dot, step);
    const char *first = tvx_arena_printf(w->arena, "%s%sp1", above, dot);
    const char *within = tvx_arena_printf(w->arena, "%s%sp1.%s", above, dot, step);
    size_t found;

    if (plain == NULL || first == NULL || within == NULL)
        return false;
    found = resolve_look_up(w, plain);
    add_way(w, next, found);
    if (*above == '\0')
        return true;
    if (strcmp(step, "1") == 0) /* "paragraph 1" of an article whose only paragraph has no number */
        add_way(w, next, resolve_look_up(w, first));
    if (strcmp(step, "p1") == 0 && found == SIZE_MAX) /* a paragraph's first subparagraph is its own text */
        add_way(w, next, resolve_look_up(w, above));
    if (strcmp(step, "1") == 0 && next->count == 0 && *resolve_provision(w, resolve_look_up(w, above))->text != '\0')
        add_way(w, next, resolve_look_up(w, above));
    add_way(w, next, resolve_look_up(w, within)); /* points under the unnumbered paragraph */
    return true;
}

/*
 * The stored provision that `path` means, step by step: as printed, else with the unnumbered paragraph that a person
 * passes over or calls "paragraph 1".  *rest: the steps that were not found; *parent: where those before them lead.
 */
static enum tvx_status find_path(struct resolve_work *w, const char *path, size_t *found, size_t *parent,
                                 const char **rest)
{
    struct ways ways = {{""}, 1};
    char step[PATH];

    *parent = SIZE_MAX;
    *rest = path;
    *found = resolve_look_up(w, path);
    if (*found != SIZE_MAX || strlen(path) >= PATH)
        return TVX_OK;
    while (**rest != '\0') {
        struct ways next = {.count = 0};
        size_t length = strcspn(*rest, ".");
        bool numbered_word = strncmp(path, "recital.", 8) == 0 || strncmp(path, "citation.", 9) == 0;

        if (*rest == path && numbered_word)
            length += 1 + strcspn(path + length + 1, ".");
        memcpy(step, *rest, length);
        step[length] = '\0';
        for (size_t i = 0; i < ways.count; i++)
            if (!try_step(w, &next, ways.paths[i], step))
                return tvx_error_nomem(w->error);
        if (next.count == 0)
            return TVX_OK;
        *parent = resolve_look_up(w, next.paths[0]);
        ways = next;
        *rest += length + ((*rest)[length] == '.');
    }
    *found = *parent;
    return TVX_OK;
}

/* The label of a step without the word before it: "recital.23-a" -> "23-a", "p2" -> "2". */
static const char *bare_label(const char *step)
{
    if (step[0] == 'p' && step[1] >= '0' && step[1] <= '9')
        return step + 1;
    for (const char *s = step; *s != '\0'; s++)
        if (*s == '-' && s > step && s[1] >= '0' && s[1] <= '9' && s[-1] >= 'a' && s[-1] <= 'z')
            return s + 1; /* "chapter-3", "dash-1" */
    return step;
}

/* Are both steps of one kind, so that their labels have an order: "2" and "2-bis", "chapter-3" and "chapter-4"? */
static bool same_kind(const char *a, const char *b)
{
    size_t x = (size_t)(bare_label(a) - a), y = (size_t)(bare_label(b) - b);
    bool digit_a = a[x] >= '0' && a[x] <= '9', digit_b = b[y] >= '0' && b[y] <= '9';

    return x == y && memcmp(a, b, x) == 0 && (digit_a || a[x] == '-') == (digit_b || b[y] == '-');
}

/* "title", "resolves": a word and not a label. */
static bool is_name(const char *step)
{
    return strspn(step, "abcdefghijklmnopqrstuvwxyz") > 4 && (step[4] != '-' || strlen(step) > 20);
}

/* The sibling behind which the step would stand; SIZE_MAX when it would be the first. */
static size_t sibling_before(struct resolve_work *w, const char *above, const char *step)
{
    const struct tvx_instrument *in = w->stored->given.instrument;
    size_t length = strlen(above), best = SIZE_MAX;
    const char *best_step = NULL;

    if (*step == '-' || is_name(step))
        return SIZE_MAX; /* "-1": before the first; "recognizing": no label, no order */
    for (size_t i = 0; i < in->count; i++) {
        const char *path = in->provisions[i].path, *own;

        if (length > 0 && (strncmp(path, above, length) != 0 || path[length] != '.'))
            continue;
        own = path + length + (length > 0);
        if (strchr(own, '.') != NULL || is_name(own) || !same_kind(own, step) ||
            tvx_label_compare(bare_label(own), bare_label(step)) >= 0)
            continue;
        if (best_step == NULL || tvx_label_compare(bare_label(own), bare_label(best_step)) >= 0) {
            best = i;
            best_step = own;
        }
    }
    return best;
}

/* Says what is missing and what is there: "GDPR has no provision 31.9 (but has 31)". */
static enum tvx_status not_found(struct resolve_work *w, const char *path, size_t parent)
{
    const char *version = w->out->version, *name = version == NULL ? w->out->key
                          : tvx_arena_printf(w->arena, "%s@%s", w->out->key, version);
    bool article = *path >= '0' && *path <= '9';
    size_t top = strcspn(path, ".");

    if (name == NULL)
        return tvx_error_nomem(w->error);
    if (parent == SIZE_MAX)
        return resolve_not(w, article ? tvx_arena_printf(w->arena, "%s has no Article %.*s", name, (int)top, path)
                           : tvx_arena_printf(w->arena, "%s has no provision \"%s\"", name, path));
    return resolve_not(w, tvx_arena_printf(w->arena, "%s has no provision %s (but has %s)", name, path,
                                           resolve_provision(w, parent)->path));
}

/* Where a new provision would stand: under what was found of its path, behind the label before its own. */
static enum tvx_status place_new(struct resolve_work *w, size_t parent, const char *rest)
{
    const char *above = parent == SIZE_MAX ? "" : resolve_provision(w, parent)->path;
    const char *dot = parent == SIZE_MAX ? "" : ".";
    size_t length = strcspn(rest, "."), before;
    const char *step;

    if (strncmp(rest, "recital.", 8) == 0 || strncmp(rest, "citation.", 9) == 0) {
        above = rest[0] == 'r' ? "recital" : "citation";
        dot = ".";
        rest += length + 1;
        length = strcspn(rest, ".");
    } else if (parent != SIZE_MAX && rest[0] != 'p') { /* points of an article stand under its unnumbered paragraph */
        const char *within = tvx_arena_printf(w->arena, "%s.p1", above);
        size_t found = within == NULL ? SIZE_MAX : resolve_look_up(w, within);
        char *own = tvx_arena_strndup(w->arena, rest, length);

        if (within == NULL || own == NULL)
            return tvx_error_nomem(w->error);
        if (found != SIZE_MAX && sibling_before(w, above, own) == SIZE_MAX &&
            sibling_before(w, within, own) != SIZE_MAX)
            above = within;
    }
    step = tvx_arena_strndup(w->arena, rest, length);
    if (step == NULL)
        return tvx_error_nomem(w->error);
    before = sibling_before(w, above, step);
    w->out->kind = TVX_RESOLVED_NEW;
    w->out->path = tvx_arena_printf(w->arena, "%s%s%s", above, dot, rest);
    if (w->out->path == NULL)
        return tvx_error_nomem(w->error);
    if (before != SIZE_MAX)
        w->out->after_path = resolve_provision(w, before)->path;
    else if (parent != SIZE_MAX && *step != '-')
        w->out->after_path = resolve_provision(w, parent)->path;
    return TVX_OK;
}

enum tvx_status resolve_find_by_text(struct resolve_work *w, size_t *found)
{
    const char *before = w->proposal->before, *space = strchr(before, ' '), *key = tvx_agree_key(w->arena, before);
    const char *rest = space == NULL ? NULL : tvx_agree_key(w->arena, space + 1);

    *found = SIZE_MAX;
    if (key == NULL || (space != NULL && rest == NULL))
        return tvx_error_nomem(w->error);
    if (*key != '\0')
        *found = tvx_map_get(&w->stored->texts, key);
    if (*found == SIZE_MAX && rest != NULL && *rest != '\0') { /* its label in front: "34 consent should not …" */
        size_t index = tvx_map_get(&w->stored->texts, rest);

        if (index != SIZE_MAX && tvx_text_without_label(before, resolve_provision(w, index)->path) != before)
            *found = index;
    }
    return TVX_OK;
}

/* The title or the introductory words of what was found, where only they are meant. */
static size_t part_of(struct resolve_work *w, size_t found, const char *part)
{
    const char *path = resolve_provision(w, found)->path, *more = NULL;
    size_t index;

    if (strcmp(part, "title") == 0)
        more = tvx_arena_printf(w->arena, "%s.title", path);
    else if (*resolve_provision(w, found)->text == '\0')
        more = tvx_arena_printf(w->arena, "%s.p1", path);
    index = more == NULL ? SIZE_MAX : resolve_look_up(w, more);
    return index == SIZE_MAX ? found : index;
}

static enum tvx_status find_marginal(struct resolve_work *w, size_t *found)
{
    const char *marginal = resolve_loosen(w->arena, w->proposal->place.marginal);

    if (marginal == NULL)
        return tvx_error_nomem(w->error);
    *found = tvx_map_get(&w->stored->marginals, marginal);
    if (*found == SIZE_MAX && w->proposal->place.path == NULL)
        *found = resolve_look_up(w, w->proposal->place.marginal);
    return TVX_OK;
}

/* A number by itself may be a marginal number too. */
static size_t marginal_of_path(struct resolve_work *w, const char *path)
{
    const char *loose = path[strspn(path, "0123456789")] == '.' ? NULL : resolve_loosen(w->arena, path);

    return loose == NULL ? SIZE_MAX : tvx_map_get(&w->stored->marginals, loose);
}

enum tvx_status resolve_find(struct resolve_work *w, size_t *found)
{
    const struct tvx_target *place = &w->proposal->place;
    size_t parent = SIZE_MAX;
    const char *rest = "";
    enum tvx_status status;

    *found = SIZE_MAX;
    if (place->marginal != NULL) {
        status = find_marginal(w, found);
        if (status != TVX_OK || *found != SIZE_MAX)
            return status;
        if (place->path == NULL && !resolve_is_adding(w->proposal))
            return resolve_not(w, tvx_arena_printf(w->arena, "%s has no provision with the number %s", w->out->key,
                                                   place->marginal));
        if (place->path == NULL) {
            w->out->kind = TVX_RESOLVED_NEW;
            w->out->path = place->marginal;
            return TVX_OK;
        } /* "28 3.1": where the stored text has no numbers in the margin, the path tells */
    }
    status = find_path(w, place->path, found, &parent, &rest);
    if (status != TVX_OK)
        return status;
    if (*found == SIZE_MAX && (*found = marginal_of_path(w, place->path)) == SIZE_MAX &&
        strcmp(place->path, "title-1") == 0)
        *found = resolve_look_up(w, "title");
    if (*found != SIZE_MAX) {
        if (place->part != NULL)
            *found = part_of(w, *found, place->part);
        return TVX_OK;
    }
    if (resolve_is_adding(w->proposal))
        return place_new(w, parent, rest);
    return not_found(w, place->path, parent);
}
