/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* https://www.w3.org/TR/annotation-model/ (2017); the section numbers are its. */
#include <travaux/show/annotation.h>

#include <stdio.h>
#include <string.h>
#include <travaux/show/page.h>

#include "term_table.h"

static const char context[] = "http://www.w3.org/ns/anno.jsonld";

/* "f81d4fae-7dec-…": a name of 32 digits as a UUID is written. */
static void put_uid(struct tvx_json *json, const char *key, const char *uid)
{
    char text[64];

    snprintf(text, sizeof text, "urn:uuid:%.8s-%.4s-%.4s-%.4s-%.12s", uid, uid + 8, uid + 12, uid + 16, uid + 20);
    tvx_json_pair(json, key, text);
}

static unsigned digit(char c)
{
    return c >= 'a' ? (unsigned)(c - 'a') + 10 : (unsigned)(c - '0');
}

/* RFC 6920 §3: 64 hexadecimal digits are 43 letters of base64url. */
static void put_hash(struct tvx_json *json, const char *key, const char *hex)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    char text[80] = "ni:///sha-256;";
    size_t length = strlen(text);
    unsigned bits = 0, held = 0;

    for (; *hex != '\0' && length < sizeof text - 3; hex++) {
        bits = (bits << 4 | digit(*hex)) & 0xFFFF;
        held += 4;
        if (held >= 6) {
            held -= 6;
            text[length++] = letters[bits >> held & 63];
        }
    }
    if (held > 0)
        text[length++] = letters[bits << (6 - held) & 63];
    text[length] = '\0';
    tvx_json_pair(json, key, text);
}

static void agent(struct tvx_json *json, const char *key, const char *name)
{
    tvx_json_key(json, key);
    tvx_json_object(json);
    tvx_json_pair(json, "type", "Person");
    tvx_json_pair(json, "name", name);
    tvx_json_object_end(json);
}

/* §4.2.4, §4.2.5; §4.2: both selectors of an array tell the same passage. */
static void selectors(struct tvx_json *json, const struct tvx_passage_selector *s)
{
    tvx_json_key(json, "selector");
    tvx_json_array(json);
    tvx_json_object(json);
    tvx_json_pair(json, "type", "TextQuoteSelector");
    tvx_json_pair(json, "exact", s->exact);
    tvx_json_pair(json, "prefix", s->prefix);
    tvx_json_pair(json, "suffix", s->suffix);
    tvx_json_object_end(json);
    tvx_json_object(json);
    tvx_json_pair(json, "type", "TextPositionSelector");
    tvx_json_pair_int(json, "start", (int64_t)s->start);
    tvx_json_pair_int(json, "end", (int64_t)(s->start + s->points));
    tvx_json_object_end(json);
    tvx_json_array_end(json);
}

static void target(struct tvx_json *json, struct tvx_arena *arena, const struct tvx_annotation *a, const char *site)
{
    if (a->reply_to != NULL) { /* §3.3.5: the target of a reply is an annotation */
        put_uid(json, "target", a->reply_to);
        return;
    }
    tvx_json_key(json, "target");
    tvx_json_object(json);
    tvx_json_pair(json, "type", "SpecificResource");
    put_hash(json, "source", a->sha256);
    tvx_json_pair(json, "schema:identifier", a->reference);
    if (site != NULL && strcmp(a->kind, "document") != 0) { /* §4.4: where it was made */
        const char *address = tvx_page_address(arena, a->kind, a->reference);

        tvx_json_pair(json, "scope", address == NULL ? NULL : tvx_arena_printf(arena, "%s%s", site, address));
    }
    if (a->selector.points > 0)
        selectors(json, &a->selector);
    tvx_json_object_end(json);
}

void tvx_json_annotation(struct tvx_json *json, struct tvx_arena *arena, const struct tvx_annotation *annotation,
                         const char *site, bool first)
{
    const struct tvx_annotation *a = annotation;

    tvx_json_object(json);
    if (first)
        tvx_json_pair(json, "@context", context);
    put_uid(json, "id", a->uid);
    tvx_json_pair(json, "type", "Annotation");
    tvx_json_pair(json, "motivation", a->purpose);
    agent(json, "creator", a->author);
    tvx_json_pair(json, "created", a->created);
    if (a->revision > 1)
        tvx_json_pair(json, "modified", a->modified);
    tvx_json_pair_int(json, "schema:version", a->revision);
    tvx_json_key(json, "audience"); /* §3.3.4 */
    tvx_json_object(json);
    tvx_json_pair(json, "type", "schema:Audience");
    tvx_json_pair(json, "schema:audienceType", tvx_visibility_to_string(a->visibility));
    tvx_json_object_end(json);
    if (*a->body != '\0') {
        tvx_json_key(json, "body");
        tvx_json_object(json);
        tvx_json_pair(json, "type", "TextualBody");
        tvx_json_pair(json, "value", a->body);
        tvx_json_pair(json, "format", "text/plain");
        tvx_json_object_end(json);
    }
    target(json, arena, a, site);
    tvx_json_object_end(json);
}

void tvx_json_annotation_page(struct tvx_json *json, struct tvx_arena *arena, const char *id,
                              const struct tvx_annotation *items, size_t count, const char *site)
{
    tvx_json_object(json);
    tvx_json_pair(json, "@context", context);
    if (id != NULL)
        tvx_json_pair(json, "id", id);
    tvx_json_pair(json, "type", "AnnotationPage");
    tvx_json_key(json, "items");
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++)
        tvx_json_annotation(json, arena, &items[i], site, false);
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

void tvx_json_annotation_list(struct tvx_json *json, const struct tvx_annotation *items, size_t count)
{
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++) {
        const struct tvx_annotation *a = &items[i];

        tvx_json_object(json);
        tvx_json_pair(json, "id", a->uid);
        tvx_json_pair(json, "reply_to", a->reply_to);
        tvx_json_pair(json, "kind", a->kind);
        tvx_json_pair(json, "reference", a->reference);
        tvx_json_pair(json, "document", a->document);
        tvx_json_pair(json, "sha256", a->sha256);
        tvx_json_pair(json, "quote", a->selector.exact);
        tvx_json_pair_int(json, "start", (int64_t)a->selector.start);
        tvx_json_pair_int(json, "len", (int64_t)a->selector.points);
        tvx_json_pair(json, "note", a->body);
        tvx_json_pair(json, "purpose", a->purpose);
        tvx_json_pair(json, "visibility", tvx_visibility_to_string(a->visibility));
        tvx_json_pair(json, "by", a->author);
        tvx_json_pair(json, "at", a->created);
        tvx_json_pair_int(json, "revision", a->revision);
        tvx_json_pair(json, "modified", a->modified);
        tvx_json_pair_bool(json, "withdrawn", a->withdrawn);
        tvx_json_pair(json, "anchor", tvx_anchor_to_string(a->anchor));
        tvx_json_key(json, "here");
        tvx_json_object(json);
        tvx_json_pair(json, "quote", a->here.exact);
        tvx_json_pair_int(json, "start", (int64_t)a->here.start);
        tvx_json_pair_int(json, "len", (int64_t)a->here.points);
        tvx_json_object_end(json);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

void tvx_term_annotation_list(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_annotation *items,
                              size_t count)
{
    static const char *const heads[] = {"id", "on", "by", "passage", "note"};
    struct term_table table;

    term_table_start(&table, term, arena, heads, 5, 0);
    for (size_t i = 0; i < count; i++) {
        const struct tvx_annotation *a = &items[i];
        const char *anchor = a->anchor == TVX_ANCHOR_ANCHORED ? "" : tvx_anchor_to_string(a->anchor);

        term_table_row(&table, (const char *[]){
            tvx_arena_printf(arena, "%s%.8s", a->reply_to == NULL ? "" : "> ", a->uid), a->reference, a->author,
            tvx_arena_printf(arena, "%s%s%s", anchor, *anchor == '\0' ? "" : ": ", a->selector.exact),
            a->withdrawn ? "(withdrawn)" : a->body});
    }
    term_table_end(&table, "no annotations; `travaux annotate REF --quote WORDS --note TEXT` makes one");
}
