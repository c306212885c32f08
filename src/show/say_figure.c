/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Numbers, plurals and dates as the language writes them. */
#include "tongue.h"

#include <math.h>
#include <string.h>
#include <travaux/base/day.h>
#include <unicode/udat.h>
#include <unicode/unum.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

enum { LONGEST_FIGURE = 64 };

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

/* Most cells of most tables: five of the six languages differ in the sign before the decimals alone. */
static const char *plain_figure(const struct tvx_tongue *tongue, struct tvx_arena *arena, double number, int decimals)
{
    const char *code = tvx_tongue_name(tongue)->code;
    char *said = tvx_arena_printf(arena, "%.*f", decimals, number), *point = said == NULL ? NULL : strchr(said, '.');

    if (point != NULL && (strcmp(code, "fr") == 0 || strcmp(code, "es") == 0 || strcmp(code, "ru") == 0))
        *point = ',';
    return said;
}

const char *tvx_say_figure(const struct tvx_tongue *tongue, struct tvx_arena *arena, double number, int decimals)
{
    UErrorCode code = U_ZERO_ERROR;
    UNumberFormat *format;
    UChar text[LONGEST_FIGURE];
    const char *said = NULL;

    if (fabs(number) < 999 && !tvx_tongue_name(tongue)->right_to_left)
        return plain_figure(tongue, arena, number, decimals);
    format = unum_open(UNUM_DECIMAL, NULL, 0, locale(tongue), NULL, &code);
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
    else if (strcmp(form, "other") != 0 && tongue != NULL)
        said = tongue_find(&tongue->phrases, tvx_arena_printf(arena, "%s#%s", many, form));
    if (said == NULL)
        said = tvx_say(tongue, many);
    return figure == NULL ? NULL : tongue_fill(arena, said, &figure, 1);
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
