/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "sponsors.h"

enum { CODES = 64 };

struct codes {
    const char *items[CODES];
    size_t count;
};

/* "D/F/G" -> DEU, FRA, GBR */
static bool split(struct codes *out, struct tvx_arena *arena, const char *part)
{
    out->count = 0;
    while (*part != '\0' && out->count < CODES) {
        size_t length = strcspn(part, "/");
        const char *printed = tvx_arena_strndup(arena, part, length);

        out->items[out->count] = printed == NULL ? NULL : tvx_actor_code(arena, printed);
        if (out->items[out->count++] == NULL)
            return false;
        part += length + (part[length] == '/');
    }
    return true;
}

static bool has(const char *const *list, size_t count, const char *code)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list[i], code) == 0)
            return true;
    return false;
}

/* Codes are made from the letters of the name in order: VRN from "Varenia". */
static bool is_made_from(const char *code, const char *name)
{
    size_t length = strlen(name), at = 0;

    while (*code != '\0' && at < length)
        if (u_toupper((UChar32)tvx_utf8_next(name, length, &at)) == (UChar32)*code)
            code++;
    return *code == '\0';
}

enum tvx_status tvx_sponsors_name(struct tvx_header *header, struct tvx_arena *arena, const char *part,
                                  struct tvx_error *error)
{
    struct codes codes;

    if (!split(&codes, arena, part))
        return tvx_error_nomem(error);
    for (size_t c = 0; c < codes.count; c++) {
        if (has(header->sponsors, header->sponsor_count, codes.items[c]))
            continue;
        for (size_t i = 0; i < header->sponsor_count; i++) {
            size_t length = strlen(header->sponsors[i]);

            /* Codes are short and in capitals; what is neither is a name. */
            if (length <= 4 || strpbrk(header->sponsors[i], "abcdefghijklmnopqrstuvwxyz\x80\xC3\xD0\xD1") == NULL)
                continue;
            if (is_made_from(codes.items[c], header->sponsors[i]) ||
                (header->sponsor_count == 1 && codes.count == 1)) {
                header->sponsors[i] = codes.items[c];
                break;
            }
        }
    }
    return TVX_OK;
}

static enum tvx_status append(struct tvx_proposal *proposal, struct tvx_arena *arena, size_t *capacity,
                              const char *code, struct tvx_error *error)
{
    if (has(proposal->sponsors, proposal->sponsor_count, code))
        return TVX_OK;
    proposal->sponsors = tvx_arena_grow(arena, proposal->sponsors, proposal->sponsor_count, capacity,
                                        sizeof *proposal->sponsors);
    if (proposal->sponsors == NULL)
        return tvx_error_nomem(error);
    proposal->sponsors[proposal->sponsor_count++] = code;
    return TVX_OK;
}

/*
 * The number's own sponsors come first where the header does not name them: a compilation prints proposals of others.
 * Else the header's list counts, for a number often names only the first of several sponsors.
 */
enum tvx_status tvx_sponsors_choose(struct tvx_proposal *proposal, struct tvx_arena *arena,
                                    const struct tvx_header *header, const char *part, const char *cosponsors,
                                    struct tvx_error *error)
{
    struct codes codes = {.count = 0};
    size_t capacity = 0, named = 0, count = 0, unknown = 0;
    bool known = false;
    const char **more = NULL;
    enum tvx_status status = TVX_OK;

    if (part != NULL && !split(&codes, arena, part))
        return tvx_error_nomem(error);
    for (size_t i = 0; i < codes.count; i++) {
        named += has(header->sponsors, header->sponsor_count, codes.items[i]);
        known |= tvx_actor_name(arena, codes.items[i]) != NULL;
    }
    if (codes.count > 0 && (header->sponsor_count == 0 || (named == 0 && (known || codes.count > 1)))) {
        for (size_t i = 0; i < codes.count && status == TVX_OK; i++)
            status = append(proposal, arena, &capacity, codes.items[i], error);
    } else {
        for (size_t i = 0; i < header->sponsor_count && status == TVX_OK; i++)
            status = append(proposal, arena, &capacity, header->sponsors[i], error);
    }
    if (status != TVX_OK || *cosponsors == '\0')
        return status;
    status = tvx_actors_parse(&more, &count, &unknown, arena, cosponsors, error);
    for (size_t i = 0; i < count && status == TVX_OK; i++)
        status = append(proposal, arena, &capacity, more[i], error);
    return status;
}
