/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <ctype.h>
#include <string.h>

#include <travaux/law/reference.h>

enum { LONGEST = 1000 };

static bool is_key(const char *text, size_t length)
{
    if (length == 0 || !isalpha((unsigned char)text[0]))
        return false;
    for (size_t i = 1; i < length; i++)
        if (!isalnum((unsigned char)text[i]) && text[i] != '-' && text[i] != '_')
            return false;
    return true;
}

/* "180", "28A", "73-bis", "161F": what a marginal number looks like. */
static bool is_marginal(const char *path)
{
    size_t digits = strspn(path, "0123456789");
    const char *rest = path + digits;

    if (digits == 0 || digits > 6)
        return false;
    while (isupper((unsigned char)*rest) && rest - path < 10)
        rest++;
    return *rest == '\0' || (*rest == '-' && strchr(rest, '.') == NULL);
}

static enum tvx_status numbered(struct tvx_reference *out, struct tvx_arena *arena, const char *text, size_t length,
                                struct tvx_error *error)
{
    size_t slashes = 0;

    for (size_t i = 0; i < length; i++) {
        if (text[i] == '/' && (i == 0 || i + 1 == length || text[i + 1] == '/'))
            return tvx_error_set(error, TVX_E_USAGE, "\"%.*s\" is no reference: a part between slashes is empty",
                                 (int)length, text);
        slashes += text[i] == '/';
    }
    out->kind = slashes > 1 ? TVX_REF_PROPOSAL : TVX_REF_DOCUMENT;
    out->number = tvx_arena_strndup(arena, text, length);
    return out->number == NULL ? tvx_error_nomem(error) : TVX_OK;
}

enum tvx_status tvx_reference_parse(struct tvx_reference *out, struct tvx_arena *arena, const char *text,
                                    struct tvx_error *error)
{
    const char *colon, *sign;
    size_t length, key;

    *out = (struct tvx_reference){0};
    text += strspn(text, " \t\n");
    length = strlen(text);
    while (length > 0 && strchr(" \t\n", text[length - 1]) != NULL)
        length--;
    if (length == 0 || length > LONGEST)
        return tvx_error_set(error, TVX_E_USAGE, "the reference is %s; write one such as ITR@1988:5.1 or EUR/44A7/1",
                             length == 0 ? "empty" : "too long");
    colon = memchr(text, ':', length);
    if (colon == NULL && memchr(text, '/', length) != NULL)
        return numbered(out, arena, text, length, error);
    key = colon == NULL ? length : (size_t)(colon - text);
    sign = memchr(text, '@', key);
    if (sign != NULL) {
        size_t version = key - (size_t)(sign - text) - 1;

        if (version == 0)
            return tvx_error_set(error, TVX_E_USAGE, "no version behind \"@\" in \"%.*s\"", (int)length, text);
        out->version = tvx_arena_strndup(arena, sign + 1, version);
        if (out->version == NULL)
            return tvx_error_nomem(error);
        key = (size_t)(sign - text);
    }
    if (!is_key(text, key))
        return tvx_error_set(error, TVX_E_USAGE,
                             "\"%.*s\" is no reference; write one such as ITR@1988:5.1, CS:180 or EUR/44A7/1",
                             (int)length, text);
    out->instrument = tvx_arena_strndup(arena, text, key);
    if (out->instrument == NULL)
        return tvx_error_nomem(error);
    out->kind = TVX_REF_INSTRUMENT;
    if (colon == NULL)
        return TVX_OK;
    out->path = tvx_arena_strndup(arena, colon + 1, length - (size_t)(colon - text) - 1);
    if (out->path == NULL)
        return tvx_error_nomem(error);
    if (*out->path == '\0')
        return tvx_error_set(error, TVX_E_USAGE, "no provision behind \":\" in \"%.*s\"", (int)length, text);
    out->kind = is_marginal(out->path) ? TVX_REF_MARGINAL : TVX_REF_PROVISION;
    return TVX_OK;
}
