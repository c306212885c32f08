/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <ctype.h>
#include <string.h>
#include <strings.h>

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

/* text[0, length) without white space at its ends, and what is left inside as one dash: "RES 130", "2 bis". */
static char *joined(struct tvx_arena *arena, const char *text, size_t length)
{
    char *out = tvx_arena_alloc(arena, length + 1), *at = out;
    bool gap = false;

    for (size_t i = 0; out != NULL && i < length; i++) {
        bool space = strchr(" \t\n", text[i]) != NULL;

        if (!space && gap && at > out && at[-1] != '.' && at[-1] != '-' && text[i] != '.' && text[i] != '-')
            *at++ = '-';
        if (!space)
            *at++ = text[i];
        gap = space;
    }
    if (out != NULL)
        *at = '\0';
    return out;
}

/* Takes a leading word such as "Article" off, where a number follows it. */
static bool take_word(const char **path, size_t *length, const char *word)
{
    size_t size = strlen(word), space;

    if (*length <= size || strncasecmp(*path, word, size) != 0)
        return false;
    space = strspn(*path + size, ". \t\n");
    if (size + space >= *length || !isdigit((unsigned char)(*path)[size + space]))
        return false;
    *path += size + space;
    *length -= size + space;
    return true;
}

static enum tvx_status set_path(struct tvx_reference *out, struct tvx_arena *arena, const char *path, size_t length,
                                struct tvx_error *error)
{
    bool article;

    while (length > 0 && strchr(" \t\n", *path) != NULL) {
        path++;
        length--;
    }
    out->only_marginal = take_word(&path, &length, "No") || take_word(&path, &length, "№");
    article = !out->only_marginal && (take_word(&path, &length, "Article") || take_word(&path, &length, "Art"));
    out->path = joined(arena, path, length);
    if (out->path == NULL)
        return tvx_error_nomem(error);
    out->kind = !article && is_marginal(out->path) ? TVX_REF_MARGINAL : TVX_REF_PROVISION;
    return TVX_OK;
}

enum tvx_status tvx_reference_parse(struct tvx_reference *out, struct tvx_arena *arena, const char *text,
                                    struct tvx_error *error)
{
    const char *colon, *sign;
    char *instrument;
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
        out->version = joined(arena, sign + 1, key - (size_t)(sign - text) - 1);
        if (out->version == NULL)
            return tvx_error_nomem(error);
        if (*out->version == '\0')
            return tvx_error_set(error, TVX_E_USAGE, "no version behind \"@\" in \"%.*s\"", (int)length, text);
        key = (size_t)(sign - text);
    }
    instrument = joined(arena, text, key);
    if (instrument == NULL)
        return tvx_error_nomem(error);
    if (!is_key(instrument, strlen(instrument)))
        return tvx_error_set(error, TVX_E_USAGE,
                             "\"%.*s\" is no reference; write one such as ITR@1988:5.1, CS:180 or EUR/44A7/1",
                             (int)length, text);
    out->instrument = instrument;
    out->kind = TVX_REF_INSTRUMENT;
    if (colon == NULL)
        return TVX_OK;
    if (set_path(out, arena, colon + 1, length - (size_t)(colon - text) - 1, error) != TVX_OK)
        return TVX_E_NOMEM;
    if (*out->path == '\0')
        return tvx_error_set(error, TVX_E_USAGE, "no provision behind \":\" in \"%.*s\"", (int)length, text);
    return TVX_OK;
}
