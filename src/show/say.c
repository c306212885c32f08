/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/say.h>

#include <stdlib.h>
#include <string.h>
#include <travaux/base/day.h>
#include <travaux/base/table.h>
#include <unicode/udat.h>
#include <unicode/unum.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

enum { LONGEST_FIGURE = 64, MOST_BYTES = 16 << 20 };

struct phrase { const char *english, *said; };

struct tvx_tongue {
    const struct tvx_tongue_name *name;
    struct tvx_arena *arena;
    struct phrase *phrases; /* sorted by the English */
    size_t count;
};

const struct tvx_tongue_name tvx_tongue_names[TVX_TONGUES] = {
    {"ar", "العربية", true, false},  {"en", "English", false, true},  {"es", "español", false, false},
    {"fr", "français", false, true}, {"ru", "русский", false, false}, {"zh", "中文", false, false},
};

static int by_english(const void *a, const void *b)
{
    return strcmp(((const struct phrase *)a)->english, ((const struct phrase *)b)->english);
}

static enum tvx_status read_phrases(struct tvx_tongue *tongue, const struct tvx_asset *asset, struct tvx_error *error)
{
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t fields_count, capacity = 0;

    tvx_table_open(&table, asset);
    while (tvx_table_next(&table, fields, &fields_count)) {
        struct phrase *grown = tvx_arena_grow(tongue->arena, tongue->phrases, tongue->count, &capacity, sizeof *grown);

        if (fields_count < 2 || fields[1].length == 0)
            continue;
        if (grown == NULL)
            return tvx_error_nomem(error);
        tongue->phrases = grown;
        grown[tongue->count] = (struct phrase){tvx_arena_strndup(tongue->arena, fields[0].text, fields[0].length),
                                               tvx_arena_strndup(tongue->arena, fields[1].text, fields[1].length)};
        if (grown[tongue->count].english == NULL || grown[tongue->count].said == NULL)
            return tvx_error_nomem(error);
        tongue->count++;
    }
    if (tongue->count > 0)
        qsort(tongue->phrases, tongue->count, sizeof *tongue->phrases, by_english);
    return TVX_OK;
}

enum tvx_status tvx_tongue_load(struct tvx_tongue **out, const char *code, struct tvx_error *error)
{
    const struct tvx_tongue_name *name = NULL;
    struct tvx_tongue *tongue;
    struct tvx_arena *arena;
    const struct tvx_asset *asset;
    enum tvx_status status = TVX_OK;

    *out = NULL;
    for (size_t i = 0; i < TVX_TONGUES; i++)
        if (strcmp(tvx_tongue_names[i].code, code) == 0)
            name = &tvx_tongue_names[i];
    if (name == NULL)
        return tvx_error_set(error, TVX_E_NOTFOUND, "%.8s: the interface does not speak this language", code);
    arena = tvx_arena_new(MOST_BYTES);
    if (arena == NULL)
        return tvx_error_nomem(error);
    tongue = tvx_arena_array(arena, 1, sizeof *tongue);
    if (tongue == NULL) {
        tvx_arena_free(arena);
        return tvx_error_nomem(error);
    }
    *tongue = (struct tvx_tongue){.name = name, .arena = arena};
    asset = tvx_asset_find(tvx_arena_printf(arena, "data/interface/%s.tsv", name->code));
    if (asset != NULL)
        status = read_phrases(tongue, asset, error);
    if (status != TVX_OK)
        tvx_tongue_free(tongue);
    else
        *out = tongue;
    return status;
}

void tvx_tongue_free(struct tvx_tongue *tongue)
{
    if (tongue != NULL)
        tvx_arena_free(tongue->arena);
}

const struct tvx_tongue_name *tvx_tongue_name(const struct tvx_tongue *tongue)
{
    return tongue == NULL ? &tvx_tongue_names[1] : tongue->name;
}

static const char *find(const struct tvx_tongue *tongue, const char *english)
{
    struct phrase wanted = {.english = english};
    const struct phrase *found;

    if (tongue == NULL || tongue->count == 0)
        return NULL;
    found = bsearch(&wanted, tongue->phrases, tongue->count, sizeof *tongue->phrases, by_english);
    return found == NULL ? NULL : found->said;
}

const char *tvx_say(const struct tvx_tongue *tongue, const char *english)
{
    const char *said = find(tongue, english);

    return said == NULL ? english : said;
}

static const char *fill_in(struct tvx_arena *arena, const char *phrase, const char *const *arguments, size_t count)
{
    size_t length = strlen(phrase) + 1;
    char *out, *to;

    for (const char *at = phrase; (at = strchr(at, '{')) != NULL; at++)
        if (at[1] >= '1' && at[1] <= '9' && at[2] == '}' && (size_t)(at[1] - '1') < count)
            length += strlen(arguments[at[1] - '1']);
    to = out = tvx_arena_alloc(arena, length);
    if (out == NULL)
        return NULL;
    while (*phrase != '\0') {
        if (*phrase == '{' && phrase[1] >= '1' && phrase[1] <= '9' && phrase[2] == '}' &&
            (size_t)(phrase[1] - '1') < count) {
            size_t piece = strlen(arguments[phrase[1] - '1']);

            memcpy(to, arguments[phrase[1] - '1'], piece);
            to += piece;
            phrase += 3;
        } else {
            *to++ = *phrase++;
        }
    }
    *to = '\0';
    return out;
}

const char *tvx_say_with(const struct tvx_tongue *tongue, struct tvx_arena *arena, const char *english,
                         const char *const *arguments, size_t count)
{
    return fill_in(arena, tvx_say(tongue, english), arguments, count);
}

static const char *locale(const struct tvx_tongue *tongue)
{
    const char *code = tvx_tongue_name(tongue)->code;

    return strcmp(code, "en") == 0 ? "en_GB" : code;
}

static const char *from_utf16(struct tvx_arena *arena, const UChar *text, int32_t length)
{
    char bytes[4 * LONGEST_FIGURE];
    UErrorCode code = U_ZERO_ERROR;
    int32_t count = 0;

    u_strToUTF8(bytes, (int32_t)sizeof bytes, &count, text, length, &code);
    return U_FAILURE(code) ? NULL : tvx_arena_strndup(arena, bytes, (size_t)count);
}

const char *tvx_say_figure(const struct tvx_tongue *tongue, struct tvx_arena *arena, double number, int decimals)
{
    UErrorCode code = U_ZERO_ERROR;
    UNumberFormat *format = unum_open(UNUM_DECIMAL, NULL, 0, locale(tongue), NULL, &code);
    UChar text[LONGEST_FIGURE];
    const char *said = NULL;

    if (U_SUCCESS(code)) {
        int32_t length;

        unum_setAttribute(format, UNUM_MIN_FRACTION_DIGITS, decimals);
        unum_setAttribute(format, UNUM_MAX_FRACTION_DIGITS, decimals);
        length = unum_formatDouble(format, number, text, LONGEST_FIGURE, NULL, &code);
        if (U_SUCCESS(code) && length < LONGEST_FIGURE)
            said = from_utf16(arena, text, length);
    }
    unum_close(format);
    return said != NULL ? said : tvx_arena_printf(arena, "%.*f", decimals, number);
}

const char *tvx_say_number(const struct tvx_tongue *tongue, struct tvx_arena *arena, size_t number, const char *one,
                           const char *many)
{
    const char *figure = tvx_say_figure(tongue, arena, (double)number, 0), *said = NULL;
    UErrorCode code = U_ZERO_ERROR;
    UPluralRules *rules = uplrules_open(locale(tongue), &code);
    UChar category[16];
    char form[16] = "other";

    if (U_SUCCESS(code)) {
        int32_t length = uplrules_select(rules, (double)number, category, 15, &code);

        if (U_SUCCESS(code) && length < 15) {
            category[length] = 0;
            u_UCharsToChars(category, form, length + 1);
        }
    }
    uplrules_close(rules);
    if (strcmp(form, "one") == 0)
        said = tvx_say(tongue, one);
    else if (strcmp(form, "other") != 0)
        said = find(tongue, tvx_arena_printf(arena, "%s#%s", many, form));
    if (said == NULL)
        said = tvx_say(tongue, many);
    return figure == NULL ? NULL : fill_in(arena, said, &figure, 1);
}

const char *tvx_say_date(const struct tvx_tongue *tongue, struct tvx_arena *arena, const char *date)
{
    static const UChar utc[] = {'U', 'T', 'C', 0};
    UErrorCode code = U_ZERO_ERROR;
    UDateFormat *format;
    UChar text[LONGEST_FIGURE];
    const char *said = NULL;
    char day[TVX_DAY_SIZE] = "";

    if (date == NULL)
        return "";
    memcpy(day, date, strnlen(date, TVX_DAY_SIZE - 1));
    if (!tvx_day_valid(day))
        return date;
    format = udat_open(UDAT_NONE, UDAT_LONG, locale(tongue), utc, 3, NULL, 0, &code);
    if (U_SUCCESS(code)) {
        int32_t length = udat_format(format, 86400000.0 * tvx_day_between("1970-01-01", day), text, LONGEST_FIGURE,
                                     NULL, &code);

        if (U_SUCCESS(code) && length < LONGEST_FIGURE)
            said = from_utf16(arena, text, length);
    }
    udat_close(format);
    return said == NULL ? date : said;
}
