/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdint.h>
#include <string.h>
#include <travaux/law/resolve.h>
#include <travaux/text/utf8.h>

#include "agree.h"
#include "base.h"
#include "map.h"

/* Ways in which one printed place can be meant; a path has few steps. */
enum { WAYS = 8, STEPS = 16, PATH = 320 };

struct stored {
    struct tvx_resolver_instrument given;
    struct tvx_map paths, loose, marginals; /* to provision indexes; loose: without case and dashes */
    struct tvx_map texts;                   /* text keys (tvx_agree_key), of this version */
};

struct tvx_resolver {
    struct stored *items;
    size_t count;
};

struct work {
    struct tvx_resolution *out;
    struct tvx_arena *arena;
    const struct tvx_resolver *resolver;
    const struct tvx_proposal *proposal;
    const struct stored *stored;
    struct tvx_error *error;
};

/* "5-bis", "5BIS" and "5bis" are one place. */
static const char *loosen(struct tvx_arena *arena, const char *path)
{
    char *out = tvx_arena_strdup(arena, path);
    size_t used = 0;

    for (size_t i = 0; out != NULL && path[i] != '\0'; i++) {
        if (path[i] == '-' && i > 0 && path[i - 1] != '.')
            continue;
        out[used++] = path[i] >= 'A' && path[i] <= 'Z' ? (char)(path[i] | 0x20) : path[i];
    }
    if (out != NULL)
        out[used] = '\0';
    return out;
}

static bool index_instrument(struct stored *s, struct tvx_arena *arena)
{
    const struct tvx_instrument *in = s->given.instrument;

    if (!tvx_map_init(&s->paths, arena, in->count) || !tvx_map_init(&s->loose, arena, in->count) ||
        !tvx_map_init(&s->marginals, arena, in->count) || !tvx_map_init(&s->texts, arena, in->count))
        return false;
    for (size_t i = 0; i < in->count; i++) {
        const struct tvx_provision *p = &in->provisions[i];
        const char *loose = loosen(arena, p->path), *key = tvx_agree_key(arena, p->text);

        if (loose == NULL || key == NULL)
            return false;
        tvx_map_put(&s->paths, p->path, i);
        tvx_map_put(&s->loose, loose, i);
        if (p->marginal != NULL) {
            const char *marginal = loosen(arena, p->marginal);

            if (marginal == NULL)
                return false;
            tvx_map_put(&s->marginals, marginal, i);
        }
        if (*key != '\0' && !tvx_map_put(&s->texts, key, i) && tvx_map_get(&s->texts, key) != SIZE_MAX)
            continue; /* the same words stand twice: the first is taken */
    }
    return true;
}

struct tvx_resolver *tvx_resolver_new(struct tvx_arena *arena, const struct tvx_resolver_instrument *instruments,
                                      size_t count)
{
    struct tvx_resolver *out = tvx_arena_alloc(arena, sizeof *out);

    if (out == NULL)
        return NULL;
    out->items = tvx_arena_array(arena, count, sizeof *out->items);
    if (out->items == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        out->items[i].given = instruments[i];
        if (!index_instrument(&out->items[i], arena))
            return NULL;
    }
    out->count = count;
    return out;
}

/* ---- which instrument ---- */

static enum tvx_status unresolved(struct work *w, const char *reason)
{
    if (reason == NULL)
        return tvx_error_nomem(w->error);
    w->out->kind = TVX_UNRESOLVED;
    w->out->reason = reason;
    return TVX_OK;
}

/* In force first, then the newest by date, then by version. */
static bool is_better(const struct stored *a, const struct stored *b)
{
    int order;

    if (b == NULL || a->given.in_force != b->given.in_force)
        return b == NULL || a->given.in_force;
    order = strcmp(a->given.date == NULL ? "" : a->given.date, b->given.date == NULL ? "" : b->given.date);
    if (order == 0)
        order = strcmp(a->given.version == NULL ? "" : a->given.version,
                       b->given.version == NULL ? "" : b->given.version);
    return order > 0;
}

static const struct stored *choose(const struct tvx_resolver *r, const char *key, size_t key_length,
                                   const char *version, bool *has_version)
{
    const struct stored *best = NULL;

    *has_version = version == NULL;
    for (size_t i = 0; i < r->count; i++) {
        const struct stored *s = &r->items[i];

        if (strlen(s->given.key) != key_length || memcmp(s->given.key, key, key_length) != 0)
            continue;
        if (version != NULL && s->given.version != NULL && strcmp(s->given.version, version) == 0) {
            *has_version = true;
            return s;
        }
        if (is_better(s, best))
            best = s;
    }
    return best;
}

/* The only key there is, when there is but one. */
static const char *only_key(const struct tvx_resolver *r)
{
    for (size_t i = 1; i < r->count; i++)
        if (strcmp(r->items[i].given.key, r->items[0].given.key) != 0)
            return NULL;
    return r->count > 0 ? r->items[0].given.key : NULL;
}

/* Fills w->stored; it stays NULL when the resolution is already said. */
static enum tvx_status find_instrument(struct work *w, const char *fallback)
{
    const struct tvx_target *place = &w->proposal->place;
    const char *key = place->instrument != NULL ? place->instrument : fallback != NULL && *fallback != '\0'
                      ? fallback : only_key(w->resolver);
    const char *at = key == NULL ? NULL : strchr(key, '@'), *version = place->version;
    size_t length = key == NULL ? 0 : at == NULL ? strlen(key) : (size_t)(at - key);
    bool has_version;

    if (key == NULL)
        return unresolved(w, w->resolver->count == 0 ? "no instrument is stored"
                             : "the proposal does not say which instrument it is about, and several are stored");
    if (version == NULL && at != NULL)
        version = at + 1;
    w->stored = choose(w->resolver, key, length, version, &has_version);
    if (w->stored == NULL) {
        bool new_text = w->proposal->action == TVX_ACTION_ADD || place->is_new;

        if (!new_text || place->path != NULL || place->marginal != NULL || place->instrument == NULL)
            return unresolved(w, tvx_arena_printf(w->arena, "no instrument is stored under %.*s", (int)length, key));
        w->out->kind = TVX_RESOLVED_NEW; /* a new resolution */
        w->out->key = key;
        w->out->version = version;
        w->out->path = "";
        return TVX_OK;
    }
    w->out->key = w->stored->given.key;
    w->out->version = w->stored->given.version;
    if (!has_version) {
        const char *instead = w->out->version == NULL ? "the one stored" : w->out->version;

        w->out->reason = tvx_arena_printf(w->arena, "version %s of %.*s is not stored; compared with %s", version,
                                          (int)length, key, instead);
        if (w->out->reason == NULL)
            return tvx_error_nomem(w->error);
    }
    return TVX_OK;
}

/* ---- which provision ---- */

static size_t look_up(struct work *w, const char *path)
{
    size_t found = tvx_map_get(&w->stored->paths, path);
    const char *loose = found == SIZE_MAX ? loosen(w->arena, path) : NULL;

    return loose == NULL ? found : tvx_map_get(&w->stored->loose, loose);
}

static const struct tvx_provision *provision(const struct work *w, size_t index)
{
    return &w->stored->given.instrument->provisions[index];
}

struct ways {
    const char *paths[WAYS]; /* as stored */
    size_t count;
};

static void add_way(struct work *w, struct ways *ways, const char *path, size_t found)
{
    if (ways->count < WAYS && found != SIZE_MAX)
        ways->paths[ways->count++] = provision(w, found)->path;
    (void)path;
}

/* What "above" and the printed step can mean together. */
static bool try_step(struct work *w, struct ways *next, const char *above, const char *step)
{
    const char *dot = *above == '\0' ? "" : ".";
    const char *plain = tvx_arena_printf(w->arena, "%s%s%s", above, dot, step);
    const char *first = tvx_arena_printf(w->arena, "%s%sp1", above, dot);
    const char *within = tvx_arena_printf(w->arena, "%s%sp1.%s", above, dot, step);
    size_t found;

    if (plain == NULL || first == NULL || within == NULL)
        return false;
    found = look_up(w, plain);
    add_way(w, next, plain, found);
    if (*above == '\0')
        return true;
    if (strcmp(step, "1") == 0) /* "paragraph 1" of an article whose only paragraph has no number */
        add_way(w, next, first, look_up(w, first));
    if (strcmp(step, "p1") == 0 && found == SIZE_MAX) /* a paragraph's first subparagraph is its own text */
        add_way(w, next, above, look_up(w, above));
    if (strcmp(step, "1") == 0 && next->count == 0 && *provision(w, look_up(w, above))->text != '\0')
        add_way(w, next, above, look_up(w, above));
    add_way(w, next, within, look_up(w, within)); /* points under the unnumbered paragraph */
    return true;
}

/*
 * The stored provision that `path` means, step by step: as printed, else with the unnumbered paragraph that a person
 * passes over or calls "paragraph 1".  *deep: how many steps were found; *parent the provision they lead to.
 */
static enum tvx_status find_path(struct work *w, const char *path, size_t *found, size_t *parent, const char **rest)
{
    struct ways ways = {{""}, 1};
    char step[PATH];

    *parent = SIZE_MAX;
    *rest = path;
    *found = look_up(w, path);
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
        *parent = look_up(w, next.paths[0]);
        ways = next;
        *rest += length + ((*rest)[length] == '.');
    }
    *found = *parent;
    return TVX_OK;
}

static bool is_adding(const struct tvx_proposal *p)
{
    return p->action == TVX_ACTION_ADD || p->action == TVX_ACTION_ADD_MOVED || p->place.is_new;
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
static size_t sibling_before(struct work *w, const char *above, const char *step)
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
static enum tvx_status not_found(struct work *w, const char *path, size_t parent)
{
    const char *version = w->out->version, *name = version == NULL ? w->out->key
                          : tvx_arena_printf(w->arena, "%s@%s", w->out->key, version);
    bool article = *path >= '0' && *path <= '9';
    size_t top = strcspn(path, ".");

    if (name == NULL)
        return tvx_error_nomem(w->error);
    if (parent == SIZE_MAX)
        return unresolved(w, article ? tvx_arena_printf(w->arena, "%s has no Article %.*s", name, (int)top, path)
                                     : tvx_arena_printf(w->arena, "%s has no provision \"%s\"", name, path));
    return unresolved(w, tvx_arena_printf(w->arena, "%s has no provision %s (but has %s)", name, path,
                                          provision(w, parent)->path));
}

/* Where a new provision would stand: under what was found of its path, behind the label before its own. */
static enum tvx_status place_new(struct work *w, size_t parent, const char *rest)
{
    const char *above = parent == SIZE_MAX ? "" : provision(w, parent)->path;
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
        size_t found = within == NULL ? SIZE_MAX : look_up(w, within);
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
        w->out->after_path = provision(w, before)->path;
    else if (parent != SIZE_MAX && *step != '-')
        w->out->after_path = provision(w, parent)->path;
    return TVX_OK;
}

/* A provision found by its words alone, where the place is not printed. */
static enum tvx_status find_by_text(struct work *w, size_t *found)
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

        if (index != SIZE_MAX && tvx_text_without_label(before, provision(w, index)->path) != before)
            *found = index;
    }
    return TVX_OK;
}

/* The title or the introductory words of what was found, where only they are meant. */
static size_t part_of(struct work *w, size_t found, const char *part)
{
    const char *path = provision(w, found)->path, *more = NULL;
    size_t index;

    if (strcmp(part, "title") == 0)
        more = tvx_arena_printf(w->arena, "%s.title", path);
    else if (*provision(w, found)->text == '\0')
        more = tvx_arena_printf(w->arena, "%s.p1", path);
    index = more == NULL ? SIZE_MAX : look_up(w, more);
    return index == SIZE_MAX ? found : index;
}

static enum tvx_status find_marginal(struct work *w, size_t *found)
{
    const char *marginal = loosen(w->arena, w->proposal->place.marginal);

    if (marginal == NULL)
        return tvx_error_nomem(w->error);
    *found = tvx_map_get(&w->stored->marginals, marginal);
    if (*found == SIZE_MAX)
        *found = look_up(w, w->proposal->place.marginal);
    return TVX_OK;
}

/* A number by itself may be a marginal number too. */
static size_t marginal_of_path(struct work *w, const char *path)
{
    const char *loose = path[strspn(path, "0123456789")] == '.' ? NULL : loosen(w->arena, path);

    return loose == NULL ? SIZE_MAX : tvx_map_get(&w->stored->marginals, loose);
}

static enum tvx_status find_provision(struct work *w, size_t *found)
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
        if (!is_adding(w->proposal))
            return unresolved(w, tvx_arena_printf(w->arena, "%s has no provision with the number %s", w->out->key,
                                                  place->marginal));
        w->out->kind = TVX_RESOLVED_NEW;
        w->out->path = place->marginal;
        return TVX_OK;
    }
    status = find_path(w, place->path, found, &parent, &rest);
    if (status != TVX_OK)
        return status;
    if (*found == SIZE_MAX && (*found = marginal_of_path(w, place->path)) == SIZE_MAX &&
        strcmp(place->path, "title-1") == 0)
        *found = look_up(w, "title");
    if (*found != SIZE_MAX) {
        if (place->part != NULL)
            *found = part_of(w, *found, place->part);
        return TVX_OK;
    }
    if (is_adding(w->proposal))
        return place_new(w, parent, rest);
    return not_found(w, place->path, parent);
}

/* ---- the text it was drafted against ---- */

/* Another stored version whose text is the proposal's before-text. */
static enum tvx_status find_other_version(struct work *w, const char *before_key)
{
    for (size_t i = 0; i < w->resolver->count; i++) {
        const struct stored *other = &w->resolver->items[i];
        size_t index = tvx_map_get(&other->paths, w->out->path);
        const char *key;

        if (other == w->stored || strcmp(other->given.key, w->stored->given.key) != 0 || index == SIZE_MAX)
            continue;
        key = tvx_agree_key(w->arena, other->given.instrument->provisions[index].text);
        if (key == NULL)
            return tvx_error_nomem(w->error);
        if (strcmp(key, before_key) != 0)
            continue;
        w->out->reason = tvx_arena_printf(w->arena, "drafted against %s@%s", other->given.key,
                                          other->given.version == NULL ? "?" : other->given.version);
        return w->out->reason == NULL ? tvx_error_nomem(w->error) : TVX_OK;
    }
    return TVX_OK;
}

/* A text without punctuation keeps its label as a word: "e kept in a form …" of point (e). */
static const char *without_bare_label(struct tvx_arena *arena, const char *before, const char *path)
{
    const char *last = strrchr(path, '.') == NULL ? path : strrchr(path, '.') + 1;
    size_t length = strcspn(before, " ");
    char *word = tvx_arena_strndup(arena, before, length);
    const char *loose = word == NULL ? NULL : loosen(arena, word), *step = loosen(arena, last);

    return loose != NULL && step != NULL && strcmp(loose, step) == 0 && before[length] == ' ' ? before + length + 1
                                                                                               : before;
}

static enum tvx_status is_base(struct work *w, size_t found, const char *before, bool *same)
{
    const char *bare = without_bare_label(w->arena, before, w->out->path);
    const char *keys[2] = {tvx_agree_key(w->arena, before), tvx_agree_key(w->arena, bare)};

    *same = false;
    if (keys[0] == NULL || keys[1] == NULL)
        return tvx_error_nomem(w->error);
    for (int extent = 0; extent < TVX_BASE_EXTENTS && !*same; extent++) {
        const char *base, *key;
        enum tvx_status status = tvx_base_text(&base, w->arena, w->stored->given.instrument, found,
                                               (enum tvx_base_extent)extent, w->error);
        if (status != TVX_OK)
            return status;
        key = tvx_agree_key(w->arena, base);
        if (key == NULL)
            return tvx_error_nomem(w->error);
        *same = *key != '\0' && (strcmp(key, keys[0]) == 0 || strcmp(key, keys[1]) == 0);
    }
    return TVX_OK;
}

/*
 * Is the text that the proposal was drafted against the stored one?  If not, how far is it, and is it another
 * version's?
 */
static enum tvx_status compare_base(struct work *w, size_t found)
{
    const char *before = tvx_text_without_label(w->proposal->before, w->out->path), *base, *key;
    const char *own = found == SIZE_MAX ? "" : provision(w, found)->text;
    bool more = strlen(before) > strlen(own) + strlen(own) / 4 + 20, same;
    size_t common, count;
    enum tvx_status status;

    if (tvx_text_blank(before, strlen(before)))
        return TVX_OK;
    status = is_base(w, found, before, &same);
    if (status != TVX_OK || same)
        return status;
    w->out->base_differs = true;
    status = tvx_base_text(&base, w->arena, w->stored->given.instrument, found,
                           more ? TVX_BASE_WHOLE : TVX_BASE_OWN, w->error);
    if (status != TVX_OK)
        return status;
    status = tvx_agree_words(&common, &count, w->arena, without_bare_label(w->arena, before, w->out->path), base,
                             w->error);
    if (status != TVX_OK)
        return status;
    w->out->base_agreement = count == 0 ? 1.0 : (double)common / (double)count;
    key = tvx_agree_key(w->arena, before);
    if (key == NULL)
        return tvx_error_nomem(w->error);
    return w->out->reason == NULL ? find_other_version(w, key) : TVX_OK;
}

static enum tvx_status resolve_place(struct work *w)
{
    const struct tvx_target *place = &w->proposal->place;
    size_t found = SIZE_MAX;
    enum tvx_status status;

    if (place->path == NULL && place->marginal == NULL && place->instrument != NULL) {
        w->out->path = ""; /* the whole instrument */
        w->out->kind = TVX_RESOLVED;
        return is_adding(w->proposal) ? TVX_OK : compare_base(w, SIZE_MAX);
    }
    if (place->path == NULL && place->marginal == NULL) {
        status = find_by_text(w, &found);
        if (status != TVX_OK)
            return status;
        if (found == SIZE_MAX)
            return unresolved(w, "the proposal names no provision");
        w->out->reason = "the proposal names no provision; told by its text, which is that of this one";
    } else if ((status = find_provision(w, &found)) != TVX_OK || found == SIZE_MAX) {
        return status;
    }
    w->out->kind = TVX_RESOLVED;
    w->out->path = provision(w, found)->path;
    if (is_adding(w->proposal)) {
        w->out->kind = TVX_RESOLVED_NEW;
        w->out->after_path = w->out->path;
        if (w->out->reason == NULL)
            w->out->reason = tvx_arena_printf(w->arena, "%s is added, but %s has it already",
                                              w->out->path, w->out->key);
        return w->out->reason == NULL ? tvx_error_nomem(w->error) : TVX_OK;
    }
    return compare_base(w, found);
}

enum tvx_status tvx_resolve(struct tvx_resolution *out, struct tvx_arena *arena, const struct tvx_resolver *resolver,
                            const struct tvx_proposal *proposal, const char *default_instrument,
                            struct tvx_error *error)
{
    struct work w = {.out = out, .arena = arena, .resolver = resolver, .proposal = proposal, .error = error};
    enum tvx_status status;

    *out = (struct tvx_resolution){.kind = TVX_UNRESOLVED, .base_agreement = 1.0};
    status = find_instrument(&w, default_instrument);
    if (status == TVX_OK && w.stored != NULL)
        status = resolve_place(&w);
    if (status == TVX_OK && out->kind == TVX_UNRESOLVED) {
        out->key = out->version = out->path = NULL;
        if (out->reason == NULL)
            out->reason = "the provision could not be told";
    }
    return status;
}
