/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/reuse/match_pairs.h>

#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/read/language.h>

enum { FIRST_SLOTS = 1024, LINE_MOST = 1 << 28 };

struct reader {
    struct tvx_arena *arena;
    struct tvx_match_pairs *out;
    size_t edit_capacity, item_capacity, complaint_capacity;
    uint32_t *slots; /* number of an edit + 1; 0 is free; at most half full */
    size_t slot_count;
    uint64_t seed; /* odd; so that no file can be made whose edits all fall into one slot */
};

/* ---- different edits ---- */

static uint64_t hash_of(const struct tvx_match_edit *edit)
{
    return tvx_rarity_key(edit->before, strlen(edit->before)) * 3 + tvx_rarity_key(edit->after, strlen(edit->after));
}

static bool same_edit(const struct tvx_match_edit *x, const struct tvx_match_edit *y)
{
    return strcmp(x->before, y->before) == 0 && strcmp(x->after, y->after) == 0 &&
           strcmp(x->language, y->language) == 0;
}

static uint32_t *slot_for(const struct reader *r, const struct tvx_match_edit *edit)
{
    size_t at = hash_of(edit) * r->seed >> 32 & (r->slot_count - 1);

    while (r->slots[at] != 0 && !same_edit(&r->out->edits[r->slots[at] - 1], edit))
        at = (at + 1) & (r->slot_count - 1);
    return &r->slots[at];
}

static bool widen(struct reader *r)
{
    size_t count = r->slot_count == 0 ? FIRST_SLOTS : r->slot_count * 2;
    uint32_t *slots = calloc(count, sizeof *slots);

    if (slots == NULL)
        return false;
    free(r->slots);
    r->slots = slots;
    r->slot_count = count;
    for (size_t i = 0; i < r->out->edit_count; i++)
        *slot_for(r, &r->out->edits[i]) = (uint32_t)i + 1;
    return true;
}

/* The number of an edit, kept when it is new; false when memory is short. */
static bool keep_edit(struct reader *r, struct tvx_match_edit edit, size_t *index)
{
    struct tvx_match_pairs *out = r->out;
    uint32_t *slot;

    if (out->edit_count >= r->slot_count / 2 && (out->edit_count >= UINT32_MAX / 4 || !widen(r)))
        return false;
    slot = slot_for(r, &edit);
    if (*slot == 0) {
        out->edits = tvx_arena_grow(r->arena, out->edits, out->edit_count, &r->edit_capacity, sizeof *out->edits);
        edit.before = tvx_arena_strdup(r->arena, edit.before);
        edit.after = tvx_arena_strdup(r->arena, edit.after);
        edit.language = tvx_arena_strdup(r->arena, edit.language);
        if (out->edits == NULL || edit.before == NULL || edit.after == NULL || edit.language == NULL)
            return false;
        out->edits[out->edit_count++] = edit;
        *slot = (uint32_t)out->edit_count;
    }
    *index = *slot - 1;
    return true;
}

/* ---- lines ---- */

static bool complain(struct reader *r, size_t line, const char *reason)
{
    struct tvx_match_pairs *out = r->out;

    out->complaints = tvx_arena_grow(r->arena, out->complaints, out->complaint_count, &r->complaint_capacity,
                                     sizeof *out->complaints);
    if (out->complaints == NULL || reason == NULL)
        return false;
    out->complaints[out->complaint_count++] = (struct tvx_match_complaint){line, reason};
    return true;
}

/* A text, "" for one that is missing or null; NULL for anything else. */
static const char *text_of(const json_t *edit, const char *name)
{
    const json_t *value = json_object_get(edit, name);

    return value == NULL || json_is_null(value) ? "" : json_string_value(value);
}

/* What is wrong with one side of a pair; NULL when nothing is. */
static const char *edit_of(struct tvx_match_edit *edit, const json_t *record, const char *side)
{
    const json_t *object = json_object_get(record, side), *language = json_object_get(record, "language");

    if (!json_is_object(object))
        return side[0] == 'a' ? "\"a\" is no object with \"before\" and \"after\""
                              : "\"b\" is no object with \"before\" and \"after\"";
    edit->before = text_of(object, "before");
    edit->after = text_of(object, "after");
    edit->language = json_is_string(language) ? json_string_value(language) : "";
    edit->edit = NULL;
    return edit->before == NULL || edit->after == NULL ? "\"before\" and \"after\" have to be texts" : NULL;
}

static bool take_record(struct reader *r, const json_t *record, size_t line)
{
    const json_t *id = json_object_get(record, "id");
    struct tvx_match_edit a, b;
    const char *wrong = !json_is_object(record)                        ? "it is no object"
                        : !json_is_string(id) && !json_is_integer(id) ? "\"id\" is neither text nor a whole number"
                                                                       : NULL;
    struct tvx_match_pair pair;
    char *printed;

    if (wrong == NULL)
        wrong = edit_of(&a, record, "a");
    if (wrong == NULL)
        wrong = edit_of(&b, record, "b");
    if (wrong != NULL)
        return complain(r, line, wrong);
    if (!keep_edit(r, a, &pair.a) || !keep_edit(r, b, &pair.b))
        return false;
    printed = json_dumps(id, JSON_ENCODE_ANY);
    pair.id = tvx_arena_strdup(r->arena, printed);
    free(printed);
    r->out->items = tvx_arena_grow(r->arena, r->out->items, r->out->count, &r->item_capacity, sizeof *r->out->items);
    if (pair.id == NULL || r->out->items == NULL)
        return false;
    r->out->items[r->out->count++] = pair;
    return true;
}

static bool blank(const char *line, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (line[i] != ' ' && line[i] != '\t' && line[i] != '\r')
            return false;
    return true;
}

static bool take_line(struct reader *r, const char *line, size_t length, size_t number)
{
    json_error_t wrong;
    json_t *record;
    bool good;

    if (blank(line, length))
        return true;
    if (length > LINE_MOST)
        return complain(r, number, "it is longer than 256 MB");
    record = json_loadb(line, length, JSON_DECODE_ANY | JSON_REJECT_DUPLICATES, &wrong);
    if (record == NULL)
        return complain(r, number, tvx_arena_printf(r->arena, "it is no JSON: %.100s", wrong.text));
    good = take_record(r, record, number);
    json_decref(record);
    return good;
}

enum tvx_status tvx_match_pairs_read(struct tvx_match_pairs *out, struct tvx_arena *arena, const char *bytes,
                                     size_t length, struct tvx_error *error)
{
    struct reader r = {.arena = arena, .out = out};
    size_t at = 0, number = 1;
    bool good;

    *out = (struct tvx_match_pairs){0};
    r.seed = (uint64_t)(uintptr_t)arena * UINT64_C(0x9E3779B97F4A7C15) | 1;
    if (length > UINT32_MAX)
        return tvx_error_set(error, TVX_E_LIMIT, "pairs of over 4 GB are too many at once; split the file");
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0)
        at = 3;
    for (good = widen(&r); at < length && good; number++) {
        const char *end = memchr(bytes + at, '\n', length - at);
        size_t span = end == NULL ? length - at : (size_t)(end - bytes) - at;

        good = take_line(&r, bytes + at, span, number);
        at += span + 1;
    }
    free(r.slots);
    return good ? TVX_OK : tvx_error_nomem(error);
}

/* ---- preparing ---- */

/* The language that one edit shows by itself; NULL when memory is short. */
static const char *own_language(const struct tvx_match_edit *edit, struct tvx_arena *arena)
{
    struct tvx_arena *scratch = tvx_arena_new(1 << 20);
    const char *own = scratch == NULL ? NULL : tvx_language_of(scratch, (const char *[]){edit->before, edit->after}, 2);

    own = tvx_arena_strdup(arena, own);
    tvx_arena_free(scratch);
    return own;
}

/* A text too short to show its language is in that of the edit it is held against, else in that of most of the file. */
static enum tvx_status tell_languages(struct tvx_match_pairs *pairs, struct tvx_arena *arena, struct tvx_error *error)
{
    const char **all = tvx_arena_array(arena, pairs->edit_count + 1, sizeof *all), *common;

    for (size_t i = 0; all != NULL && i < pairs->edit_count; i++)
        all[i] = *pairs->edits[i].after != '\0' ? pairs->edits[i].after : pairs->edits[i].before;
    common = all == NULL ? NULL : tvx_language_of(arena, all, pairs->edit_count);
    if (common == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < pairs->edit_count; i++) {
        if (*pairs->edits[i].language == '\0')
            pairs->edits[i].language = own_language(&pairs->edits[i], arena);
        if (pairs->edits[i].language == NULL)
            return tvx_error_nomem(error);
    }
    for (size_t i = 0; i < pairs->count; i++) {
        struct tvx_match_edit *a = &pairs->edits[pairs->items[i].a], *b = &pairs->edits[pairs->items[i].b];

        a->language = *a->language == '\0' ? b->language : a->language;
        b->language = *b->language == '\0' ? a->language : b->language;
    }
    for (size_t i = 0; i < pairs->edit_count; i++)
        if (*pairs->edits[i].language == '\0')
            pairs->edits[i].language = common;
    return TVX_OK;
}

enum tvx_status tvx_match_pairs_prepare(struct tvx_match_pairs *pairs, struct tvx_arena *arena,
                                        struct tvx_rarity *rarity, struct tvx_stemmer *stemmer,
                                        struct tvx_error *error)
{
    enum tvx_status status = tell_languages(pairs, arena, error);

    for (size_t i = 0; i < pairs->edit_count && status == TVX_OK; i++) {
        const struct tvx_match_edit *edit = &pairs->edits[i];
        const char *text = *edit->after != '\0' ? edit->after : edit->before;

        status = tvx_rarity_learn(rarity, stemmer, edit->language, text, strlen(text), error);
    }
    for (size_t i = 0; i < pairs->edit_count && status == TVX_OK; i++) {
        struct tvx_match_edit *edit = &pairs->edits[i];

        status = tvx_edit_prepare(&edit->edit, arena, rarity, stemmer, edit->language, edit->before, edit->after,
                                  error);
    }
    return status;
}
