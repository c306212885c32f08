/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/text/utf8.h>

#include "pdf_replace.h"

/* Planes 15 and 16 are the ones whose UTF-8 begins with F3 B0 or higher. */
static bool has_stand_in(const struct pdf_line *line)
{
    for (uint32_t i = 0; i + 1 < line->length; i++)
        if ((unsigned char)line->text[i] == 0xF4 ||
            ((unsigned char)line->text[i] == 0xF3 && (unsigned char)line->text[i + 1] >= 0xB0))
            return true;
    return false;
}

/* No letter takes more bytes than a stand-in, so the text is rewritten where it is. */
static void replace_line(struct pdf_line *line, char *text, pdf_replace_fn *ask, const void *context)
{
    size_t written = 0;

    for (uint32_t p = 0; p < line->piece_count; p++) {
        struct pdf_piece *piece = &line->pieces[p];
        size_t end = piece->start + piece->length, start = written;

        for (size_t at = piece->start; at < end;) {
            size_t from = at;
            uint32_t point = tvx_utf8_next(line->text, end, &at), other = point < 0xF0000 ? point : ask(context, point);

            if (other == point) {
                memcpy(text + written, line->text + from, at - from);
                written += at - from;
            } else if (other != 0) {
                written += tvx_utf8_put(text + written, other);
            }
        }
        piece->start = (uint32_t)start;
        piece->length = (uint32_t)(written - start);
    }
    text[written] = '\0';
    line->text = text;
    line->length = (uint32_t)written;
}

bool tvx_pdf_replace(struct pdf_text *text, pdf_replace_fn *ask, const void *context)
{
    for (size_t i = 0; i < text->count; i++) {
        struct pdf_line *line = &text->lines[i];
        char *copy;

        if (!has_stand_in(line))
            continue;
        copy = tvx_arena_alloc(text->document->arena, line->length + 1);
        if (copy == NULL)
            return false;
        replace_line(line, copy, ask, context);
    }
    return true;
}
