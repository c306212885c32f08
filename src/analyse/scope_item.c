/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * An item that comes into, or goes from, the list that a definition gives in lines of its own.  The list is written as
 * one sentence, with the word that joins its items (which stands at the end of one of them, "…; or"), and judged as any
 * other change; where no item says how they hang together, nor the words over them, nothing is said.
 */
#include "scope_work.h"

#include <string.h>
#include <travaux/base/buf.h>
#include <travaux/text/utf8.h>

enum { MOST_BYTES = 1 << 20 };

static const char TABLE[] = "data/scope-words.tsv";

/* Length of the text without the signs and spaces at its end. */
static size_t bare(const char *text, size_t length)
{
    while (length > 0 && strchr(" ;,.:", text[length - 1]) != NULL)
        length--;
    return length;
}

/* Does the text end with a phrase of that kind?  The length of what stands before it, else `length`. */
static size_t without(const char *text, size_t length, const char *kind, const char *language)
{
    struct tvx_table table;
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t count;

    tvx_table_open(&table, tvx_asset_find(TABLE));
    while (tvx_table_next(&table, f, &count)) {
        const char *from = f[1].text, *end = f[1].text + f[1].length;

        if (count < 3 || !tvx_field_is(f[0], kind) || !tvx_field_is(f[2], language))
            continue;
        while (from < end) {
            const char *bar = memchr(from, '|', (size_t)(end - from)), *stop = bar == NULL ? end : bar;
            size_t words = (size_t)(stop - from);

            if (length > words && memcmp(text + length - words, from, words) == 0 &&
                (text[length - words - 1] == ' ' || text[length - words - 1] == ';'))
                return bare(text, length - words);
            from = stop + 1;
        }
    }
    return length;
}

struct joining {
    struct tvx_buf text;
    const char *language, *by; /* "or", "and"; NULL while no item has said it */
    size_t items;
};

static void add_item(struct joining *j, const char *text)
{
    size_t length = bare(text, strlen(text)), or_less, and_less;

    or_less = without(text, length, "or", j->language);
    and_less = without(text, length, "and", j->language);
    if (j->by == NULL && (or_less < length || and_less < length))
        j->by = or_less < length ? "or" : "and";
    length = or_less < length ? or_less : and_less;
    if (j->items++ > 0)
        tvx_buf_str(&j->text, " \x1F "); /* where the joining word goes, once it is known */
    tvx_buf_add(&j->text, text, length);
}

/* A word of the table for that kind and language. */
static struct tvx_field word_of(const char *kind, const char *language)
{
    struct tvx_table table;
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t count;

    tvx_table_open(&table, tvx_asset_find(TABLE));
    while (tvx_table_next(&table, f, &count))
        if (count > 2 && tvx_field_is(f[0], kind) && tvx_field_is(f[2], language)) {
            const char *bar = memchr(f[1].text, '|', f[1].length);

            return (struct tvx_field){f[1].text, bar == NULL ? f[1].length : (size_t)(bar - f[1].text)};
        }
    return (struct tvx_field){"", 0};
}

/* The sentence with the joining word in its places; NULL when memory is short. */
static const char *spell(struct joining *j, struct tvx_arena *arena, const char *by)
{
    struct tvx_field word = word_of(by, j->language);
    const char *at = tvx_buf_text(&j->text);
    struct tvx_buf out;
    char *made;

    tvx_buf_init(&out, 4 * MOST_BYTES);
    while (*at != '\0') {
        size_t length = strcspn(at, "\x1F");

        tvx_buf_add(&out, at, length);
        at += length;
        if (*at == '\x1F') {
            tvx_buf_add(&out, word.text, word.length);
            at++;
        }
    }
    made = out.failed ? NULL : tvx_arena_strdup(arena, tvx_buf_text(&out));
    tvx_buf_free(&out);
    return made;
}

enum tvx_status scope_item(enum tvx_reach *reach, struct scope_work *work, size_t definition, const char *language,
                           size_t gone, const char *come, struct tvx_error *error)
{
    const struct tvx_scope_definition *d = &work->out->definitions[definition];
    const struct tvx_instrument *instrument = work->out->laws[d->law].instrument;
    const char *chapeau = instrument->provisions[d->provision].text;
    struct joining sides[2]; /* before, after */
    struct tvx_evidence texts[2] = {{.quote = ""}, {.quote = ""}};
    struct tvx_reach_change judged;
    enum tvx_status status = TVX_OK;
    char tongue[3] = "en";
    const char *by;

    *reach = TVX_REACH_UNCLEAR;
    if (language != NULL && strlen(language) >= 2)
        memcpy(tongue, language, 2);
    for (int side = 0; side < 2; side++) {
        sides[side] = (struct joining){.language = tongue};
        tvx_buf_init(&sides[side].text, MOST_BYTES);
        tvx_buf_add(&sides[side].text, chapeau, bare(chapeau, strlen(chapeau)));
        tvx_buf_char(&sides[side].text, ' ');
        for (size_t i = d->provision + 1; i < instrument->count; i++)
            if (instrument->provisions[i].parent == d->provision && !(side == 1 && i == gone))
                add_item(&sides[side], instrument->provisions[i].text);
        if (side == 1 && come[0] != '\0')
            add_item(&sides[side], come);
    }
    by = sides[0].by != NULL ? sides[0].by : sides[1].by;
    if (by == NULL && without(chapeau, bare(chapeau, strlen(chapeau)), "any", tongue) < bare(chapeau, strlen(chapeau)))
        by = "or"; /* "originating with any:" */
    for (int side = 0; side < 2 && by != NULL && status == TVX_OK; side++) {
        texts[side].quote = sides[side].text.failed ? NULL : spell(&sides[side], work->arena, by);
        if (texts[side].quote == NULL)
            status = tvx_error_nomem(error);
    }
    if (by != NULL && status == TVX_OK)
        status = tvx_reach_compare(&judged, work->judge, work->arena, tongue, &texts[0], &texts[1], error);
    if (by != NULL && status == TVX_OK)
        *reach = judged.reach;
    tvx_buf_free(&sides[0].text);
    tvx_buf_free(&sides[1].text);
    return status;
}
