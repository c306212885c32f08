/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * An annotation of the W3C model back from JSON-LD.  Only the shapes that the model itself writes with its own context
 * are taken: no other context is loaded, nothing is expanded, nothing is fetched.
 */
#include <travaux/store/annotation.h>

#include <jansson.h>
#include <string.h>
#include <travaux/text/utf8.h>

enum { POINTS_MOST = 1 << 30, SELECTORS_MOST = 32, AT_MOST = 40 };

struct reading {
    struct tvx_arena *arena;
    struct tvx_annotation *out;
    bool failed;
};

static const char *clean(struct reading *r, const json_t *value)
{
    const char *text;

    if (!json_is_string(value))
        return NULL;
    text = tvx_text_clean(r->arena, json_string_value(value), json_string_length(value));
    r->failed |= text == NULL;
    return text;
}

/* Where the model allows one or an array of them: the one, or the first. */
static const json_t *one_of(const json_t *value)
{
    return json_is_array(value) ? json_array_get(value, 0) : value;
}

static size_t number_of(const json_t *object, const char *name)
{
    json_int_t value = json_integer_value(json_object_get(object, name));

    return value < 0 || value > POINTS_MOST ? 0 : (size_t)value;
}

static bool has_type(const json_t *object, const char *type)
{
    const json_t *value = json_object_get(object, "type");
    const char *text;

    if (json_is_array(value)) {
        for (size_t i = 0; i < json_array_size(value); i++) {
            text = json_string_value(json_array_get(value, i));
            if (text != NULL && strcmp(text, type) == 0)
                return true;
        }
        return false;
    }
    text = json_string_value(value);
    return text != NULL && strcmp(text, type) == 0;
}

/* "urn:uuid:f81d4fae-7dec-41d0-a765-00a0c91e6bf6" as its 32 digits; NULL for any other name. */
static const char *uid_of(struct reading *r, const json_t *value)
{
    static const char start[] = "urn:uuid:";
    const char *text = json_string_value(value);
    char uid[TVX_ANNOTATION_UID];
    const char *copy;
    size_t length = 0;

    if (text == NULL || strncmp(text, start, sizeof start - 1) != 0)
        return NULL;
    for (text += sizeof start - 1; *text != '\0'; text++) {
        char c = *text >= 'A' && *text <= 'F' ? (char)(*text + 32) : *text;

        if (c == '-')
            continue;
        if (strchr("0123456789abcdef", c) == NULL || length == sizeof uid - 1)
            return NULL;
        uid[length++] = c;
    }
    if (length != sizeof uid - 1)
        return NULL;
    copy = tvx_arena_strndup(r->arena, uid, length);
    r->failed |= copy == NULL;
    return copy;
}

/* §3.1: the model allows any number of selectors, each of which tells the same passage. */
static void take_selector(struct reading *r, const json_t *selector)
{
    struct tvx_passage_selector *s = &r->out->selector;

    if (has_type(selector, "TextQuoteSelector")) {
        const char *exact = clean(r, json_object_get(selector, "exact"));
        const char *prefix = clean(r, json_object_get(selector, "prefix"));
        const char *suffix = clean(r, json_object_get(selector, "suffix"));

        s->exact = exact == NULL ? s->exact : exact;
        s->prefix = prefix == NULL ? s->prefix : prefix;
        s->suffix = suffix == NULL ? s->suffix : suffix;
    } else if (has_type(selector, "TextPositionSelector")) {
        size_t start = number_of(selector, "start"), end = number_of(selector, "end");

        if (end >= start) {
            s->start = start;
            s->points = end - start;
        }
    }
}

/* RFC 6920: "ni:///sha-256;" and the hash in base64url; NULL for any other name. */
static const char *sha256_of(struct reading *r, const char *source)
{
    static const char start[] = "ni:///sha-256;", digits[] = "0123456789abcdef";
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char hex[65];
    size_t length = 0;
    unsigned bits = 0, held = 0;

    if (source == NULL || strncmp(source, start, sizeof start - 1) != 0 || strlen(source) != sizeof start - 1 + 43)
        return NULL;
    for (const char *c = source + sizeof start - 1; *c != '\0'; c++) {
        const char *letter = strchr(letters, *c);

        if (letter == NULL)
            return NULL;
        bits = (bits << 6 | (unsigned)(letter - letters)) & 0xFFFF;
        for (held += 6; held >= 4 && length < 64; held -= 4)
            hex[length++] = digits[bits >> (held - 4) & 15];
    }
    source = tvx_arena_strndup(r->arena, hex, length);
    r->failed |= source == NULL;
    return source;
}

static void take_target(struct reading *r, const json_t *target, const char **source)
{
    const json_t *selector;

    target = one_of(target);
    if (json_is_string(target)) {
        r->out->reply_to = uid_of(r, target);
        *source = clean(r, target);
        return;
    }
    selector = json_object_get(target, "selector");
    r->out->reference = clean(r, json_object_get(target, "schema:identifier"));
    *source = clean(r, one_of(json_object_get(target, "source")));
    if (*source == NULL)
        *source = clean(r, json_object_get(one_of(json_object_get(target, "source")), "id"));
    if (*source == NULL) {
        r->out->reply_to = uid_of(r, json_object_get(target, "id"));
        *source = clean(r, json_object_get(target, "id"));
    }
    r->out->sha256 = sha256_of(r, *source);
    if (json_is_object(selector))
        take_selector(r, selector);
    for (size_t i = 0; i < json_array_size(selector) && i < SELECTORS_MOST; i++)
        take_selector(r, json_array_get(selector, i));
}

static void take_body(struct reading *r, const json_t *annotation)
{
    const json_t *body = one_of(json_object_get(annotation, "body"));

    r->out->body = clean(r, json_is_object(body) ? json_object_get(body, "value") : body);
    if (r->out->body == NULL)
        r->out->body = clean(r, json_object_get(annotation, "bodyValue")); /* §3.2.6 */
    r->out->purpose = clean(r, one_of(json_object_get(annotation, "motivation")));
    if (r->out->purpose == NULL && json_is_object(body))
        r->out->purpose = clean(r, one_of(json_object_get(body, "purpose")));
}

/* "2026-11-03T09:00:00.000Z", the seconds' fraction left out or not. */
static const char *time_of(struct reading *r, const json_t *value)
{
    static const char form[] = "dddd-dd-ddTdd:dd:dd";
    const char *text = clean(r, value);

    if (text == NULL || strlen(text) >= AT_MOST || strlen(text) < sizeof form || text[strlen(text) - 1] != 'Z')
        return NULL;
    for (size_t i = 0; i < sizeof form - 1; i++)
        if (form[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
            return NULL;
    return text;
}

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

enum tvx_status tvx_annotation_read(struct tvx_annotation *out, const char **target_source, struct tvx_arena *arena,
                                    const char *bytes, size_t length, struct tvx_error *error)
{
    struct reading r = {.arena = arena, .out = out};
    json_error_t why;
    json_t *root = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &why);
    const json_t *creator;

    *out = (struct tvx_annotation){.visibility = TVX_VISIBILITY_WORKSPACE};
    *target_source = NULL;
    if (root == NULL)
        return tvx_error_set(error, TVX_E_MALFORMED, "it is no JSON (line %d: %.100s)", why.line, why.text);
    if (!json_is_object(root) || !has_type(root, "Annotation")) {
        json_decref(root);
        return tvx_error_set(error, TVX_E_MALFORMED, "it is no Annotation of the W3C model");
    }
    take_body(&r, root);
    take_target(&r, json_object_get(root, "target"), target_source);
    out->uid = uid_of(&r, json_object_get(root, "id"));
    creator = one_of(json_object_get(root, "creator"));
    out->author = clean(&r, json_is_object(creator) ? json_object_get(creator, "name") : creator);
    out->created = time_of(&r, json_object_get(root, "created"));
    out->selector.exact = or_empty(out->selector.exact);
    out->selector.prefix = or_empty(out->selector.prefix);
    out->selector.suffix = or_empty(out->selector.suffix);
    if (out->purpose == NULL || !tvx_annotation_purpose_valid(out->purpose))
        out->purpose = out->reply_to != NULL ? "replying" : "commenting";
    json_decref(root);
    return r.failed ? tvx_error_nomem(error) : TVX_OK;
}
