/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Instructions in prose, each read as a document of its own and applied to the instrument that it is about.  Prints how
 * many gave exactly the texts that were expected, and the misses.  See bench/prose/README.md for the set.
 *
 *   prose FOLDER [development|held-out]     FOLDER: bench/prose; without a half: development
 */
#include <jansson.h>
#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <travaux/law/resolve.h>
#include <travaux/read/read.h>
#include <travaux/text/utf8.h>

static const char *string_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    return text == NULL ? "" : text;
}

static int is_held_out(const char *id)
{
    unsigned char hash[crypto_hash_sha256_BYTES];

    crypto_hash_sha256(hash, (const unsigned char *)id, strlen(id));
    return hash[0] % 2;
}

/* Lines are paragraphs; what stands between <i> and </i> is in italics. */
static struct tvx_document *make_document(const char *text)
{
    struct tvx_document *document = tvx_document_new((size_t)64 << 20);
    struct tvx_block *block = NULL;
    uint32_t format = 0;

    document->format = "text";
    while (*text != '\0') {
        size_t length = strcspn(text, "\n<");

        if (block == NULL) {
            block = tvx_document_add_block(document, TVX_BLOCK_PARAGRAPH);
            block->table = -1;
        }
        if (length > 0) {
            char *clean = tvx_text_clean(document->arena, text, length);

            tvx_document_add_run(document, block, clean, strlen(clean), TVX_CHANGE_NONE)->format = format;
        }
        text += length;
        if (*text == '\n') {
            block = NULL;
            text++;
        } else if (strncmp(text, "<i>", 3) == 0) {
            format = TVX_FORMAT_ITALIC;
            text += 3;
        } else if (strncmp(text, "</i>", 4) == 0) {
            format = 0;
            text += 4;
        }
    }
    return document;
}

struct outcome {
    char *text; /* of all misses of one case */
    size_t misses;
};

/* The same text, the printed label aside. */
static int same_text(const struct tvx_resolution *r, const char *want)
{
    return strcmp(r->after, want) == 0 || strcmp(tvx_text_without_label(r->after, r->path), want) == 0;
}

static int matches(const json_t *want, const struct tvx_proposal *p, const struct tvx_resolution *r)
{
    const char *action = tvx_action_to_string(p->action);

    if (json_object_get(want, "refused") != NULL)
        return r->kind == TVX_RESOLVED && r->path != NULL && strcmp(r->path, string_of(want, "path")) == 0 &&
               r->after == NULL && r->reason != NULL;
    if (strcmp(action, string_of(want, "action")) != 0 || r->after == NULL || r->path == NULL)
        return 0;
    if (json_object_get(want, "behind") != NULL)
        return r->kind == TVX_RESOLVED_NEW && r->after_path != NULL &&
               strcmp(r->after_path, string_of(want, "behind")) == 0 &&
               same_text(r, string_of(want, "after"));
    return r->kind == TVX_RESOLVED && strcmp(r->path, string_of(want, "path")) == 0 &&
           same_text(r, string_of(want, "after"));
}

static void print_miss(const json_t *item, const struct tvx_contribution *c, const struct tvx_resolution *r)
{
    json_t *want = json_object_get(item, "expect");

    printf("MISS %s (%s): %s\n", string_of(item, "id"), c->form, string_of(item, "text"));
    for (size_t i = 0; i < json_array_size(want); i++) {
        char *text = json_dumps(json_array_get(want, i), JSON_PRESERVE_ORDER);

        printf("  want %s\n", text);
        free(text);
    }
    for (size_t i = 0; i < c->count; i++)
        printf("  have %s [%s] -> %s%s%s | %s | %s\n", tvx_action_to_string(c->proposals[i].action),
               c->proposals[i].target, r[i].path == NULL ? "-" : r[i].path, r[i].after_path == NULL ? "" : " behind ",
               r[i].after_path == NULL ? "" : r[i].after_path, r[i].after == NULL ? "-" : r[i].after,
               r[i].reason == NULL ? "" : r[i].reason);
}

static int run_case(const char *folder, const json_t *item)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)256 << 20);
    struct tvx_document *base, *document = make_document(string_of(item, "text"));
    struct tvx_instrument law;
    struct tvx_contribution c;
    struct tvx_resolution r[64] = {0};
    struct tvx_error error = {0};
    json_t *want = json_object_get(item, "expect");
    size_t good = 0;
    char path[4096];

    snprintf(path, sizeof path, "%s/%s.txt", folder, string_of(item, "base"));
    if (tvx_read_file(&base, path, NULL, &error) != TVX_OK ||
        tvx_instrument_parse(&law, arena, base, &error) != TVX_OK ||
        tvx_contribution_parse(&c, arena, document, &error) != TVX_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 0;
    }
    struct tvx_resolver_instrument stored = {&law, "LAW", "1", NULL, true, NULL};
    struct tvx_resolver *resolver = tvx_resolver_new(arena, &stored, 1);

    for (size_t i = 0; i < c.count && i < 64; i++)
        if (tvx_resolve(&r[i], arena, resolver, &c.proposals[i], "LAW", &error) != TVX_OK)
            fprintf(stderr, "%s\n", error.message);
    for (size_t i = 0; i < json_array_size(want) && i < c.count; i++)
        good += (size_t)matches(json_array_get(want, i), &c.proposals[i], &r[i]);
    good = good == json_array_size(want) && c.count == good && strcmp(c.form, "prose") == 0;
    if (!good)
        print_miss(item, &c, r);
    tvx_document_free(document);
    tvx_document_free(base);
    tvx_arena_free(arena);
    return (int)good;
}

int main(int argc, char **argv)
{
    const char *folder = argc > 1 ? argv[1] : "bench/prose";
    int half = argc > 2 && strcmp(argv[2], "held-out") == 0;
    char path[4096], line[1 << 16];
    size_t count = 0, good = 0;
    FILE *file;

    snprintf(path, sizeof path, "%s/instructions.jsonl", folder);
    file = fopen(path, "r");
    if (file == NULL)
        return fprintf(stderr, "%s cannot be opened\n", path), 1;
    while (fgets(line, sizeof line, file) != NULL) {
        json_t *item = json_loads(line, 0, NULL);

        if (item != NULL && is_held_out(string_of(item, "id")) == half) {
            count++;
            good += (size_t)run_case(folder, item);
        }
        json_decref(item);
    }
    fclose(file);
    printf("%s half: %zu of %zu applied exactly (%.4f)\n", half ? "held-out" : "development", good, count,
           count == 0 ? 0 : (double)good / (double)count);
    return 0;
}
