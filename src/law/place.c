/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "place.h"

/* Items within items that stand on one line: "1.1 a) i)". */
enum { LEVELS = 3 };

/* Only white space stands behind a number of the margin. */
static bool is_bare(const char *text, const struct tvx_label *label)
{
    return label->kind == TVX_LABEL_NUMBER && strchr(label->canonical, '.') == NULL &&
           memchr(text, '.', label->length) == NULL && memchr(text, ')', label->length) == NULL &&
           memchr(text, '(', label->length) == NULL;
}

/* Is the first label a number of the margin?  What stands behind it tells: "28 3.1 Members", "468 1) The". */
static bool is_marginal(const char *text, const struct tvx_label *first, const struct tvx_label *second)
{
    const char *behind = text + first->length + second->length;
    size_t at = 0;

    if (!is_bare(text, first) || second->kind != TVX_LABEL_NUMBER)
        return false;
    return !is_bare(text + first->length, second) ||
           u_isupper((UChar32)tvx_utf8_next(behind, strlen(behind), &at));
}

enum tvx_status tvx_text_place(struct tvx_text_place *out, struct tvx_arena *arena, const char *text,
                               struct tvx_error *error)
{
    struct tvx_label first, next;
    size_t from = 0, end;
    enum tvx_status status = tvx_label_parse(&first, arena, text, true, error);

    *out = (struct tvx_text_place){.printed = "", .path = ""};
    if (status != TVX_OK || first.kind == TVX_LABEL_NONE || first.kind == TVX_LABEL_DASH)
        return status;
    end = first.length;
    for (unsigned level = 0; level < LEVELS; level++) {
        status = tvx_label_parse(&next, arena, text + end, level == 0, error);
        if (status != TVX_OK)
            return status;
        if (level == 0 && is_marginal(text, &first, &next)) {
            out->marginal = first.canonical;
            from = end;
            first = next;
        } else if (next.kind != TVX_LABEL_LETTER && next.kind != TVX_LABEL_ROMAN) {
            break;
        }
        end += next.length;
    }
    out->dotted = strchr(first.canonical, '.') != NULL;
    out->printed = tvx_text_fold_space(arena, text, end);
    out->path = tvx_text_fold_space(arena, text + from, end - from);
    return out->printed == NULL || out->path == NULL ? tvx_error_nomem(error) : TVX_OK;
}
