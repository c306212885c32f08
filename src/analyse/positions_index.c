/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/analyse/positions.h>
#include <travaux/text/utf8.h>

enum { VALUES_MOST = 200000, FIELDS = 3, FIELD_BYTES = 400, SOURCE_LINES = 20 };

struct line {
    char fields[FIELDS][FIELD_BYTES];
    size_t count;
    bool long_field;
};

/* Fields with ',' or ';' or a tab between them, as RFC 4180 quotes them; what a line has beyond three is not read. */
static void cut(struct line *line, const char *text, size_t length)
{
    bool quoted = false;
    size_t used = 0;

    *line = (struct line){.count = 1};
    for (size_t i = 0; i < length; i++) {
        if (text[i] == '"') {
            quoted = !quoted;
        } else if (!quoted && (text[i] == ',' || text[i] == ';' || text[i] == '\t')) {
            if (++line->count > FIELDS)
                return;
            used = 0;
        } else if (used + 1 < FIELD_BYTES && line->count <= FIELDS && text[i] != '\r') {
            if (used > 0 || text[i] != ' ')
                line->fields[line->count - 1][used++] = text[i];
        } else {
            line->long_field |= text[i] != '\r';
        }
    }
}

static bool number(const char *text, double *out)
{
    char *end;

    errno = 0;
    *out = strtod(text, &end);
    return end != text && *end == '\0' && errno == 0 && isfinite(*out);
}

static enum tvx_status add(struct tvx_position_index *out, struct tvx_arena *arena, const struct line *line,
                           size_t number_of_line, bool first, size_t *capacity, struct tvx_error *error)
{
    struct tvx_position_index_value *larger;
    double value, year = 0;

    if (line->count < 2 || line->long_field || !number(line->fields[1], &value) ||
        (line->count > 2 && *line->fields[2] != '\0' && !number(line->fields[2], &year)) || year < 0 || year > 9999) {
        if (first) /* the names of the columns */
            return TVX_OK;
        return tvx_error_set(error, TVX_E_MALFORMED, "line %zu is not an actor's code, a number and a year",
                             number_of_line);
    }
    if (out->count == VALUES_MOST)
        return tvx_error_set(error, TVX_E_LIMIT, "more than %d values", VALUES_MOST);
    larger = tvx_arena_grow(arena, out->values, out->count, capacity, sizeof *larger);
    if (larger == NULL)
        return tvx_error_nomem(error);
    out->values = larger;
    larger[out->count] = (struct tvx_position_index_value){tvx_arena_strdup(arena, line->fields[0]), value, (int)year};
    return larger[out->count++].actor == NULL ? tvx_error_nomem(error) : TVX_OK;
}

static int by_actor(const void *a, const void *b)
{
    const struct tvx_position_index_value *x = a, *y = b;
    int order = strcmp(x->actor, y->actor);

    return order != 0 ? order : (x->year > y->year) - (x->year < y->year);
}

enum tvx_status tvx_position_index_read(struct tvx_position_index *out, struct tvx_arena *arena, const char *file,
                                        const char *text, size_t length, struct tvx_error *error)
{
    char *clean = tvx_text_clean(arena, text, length), *end;
    size_t number_of_line = 0, capacity = 0;
    enum tvx_status status = TVX_OK;
    bool first = true;

    *out = (struct tvx_position_index){.file = file, .source = ""};
    if (clean == NULL)
        return tvx_error_nomem(error);
    for (char *at = clean; status == TVX_OK && *at != '\0'; at = *end == '\0' ? end : end + 1) {
        struct line line;

        end = at + strcspn(at, "\n");
        number_of_line++;
        if (*at == '#' && number_of_line <= SOURCE_LINES) { /* who made it, and where it was taken from */
            char *words = tvx_text_fold_space(arena, at + 1, (size_t)(end - at - 1));

            out->source = words == NULL ? NULL : *out->source == '\0' ? words
                                               : tvx_arena_printf(arena, "%s; %s", out->source, words);
            if (out->source == NULL)
                return tvx_error_nomem(error);
            continue;
        }
        if (tvx_text_blank(at, (size_t)(end - at)))
            continue;
        cut(&line, at, (size_t)(end - at));
        status = add(out, arena, &line, number_of_line, first, &capacity, error);
        first = false;
    }
    if (status == TVX_OK && *out->source == '\0')
        out->source = file;
    if (status == TVX_OK && out->count > 0)
        qsort(out->values, out->count, sizeof *out->values, by_actor);
    return status;
}
