/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/base/json.h>
#include <travaux/read/document.h>
#include <travaux/read/layer.h>

#define AUTHORS_CEILING ((size_t)4 << 20) /* of TVX_LAYER_AUTHORS, with room to grow */

static const struct {
    uint32_t bit;
    const char *name;
} format_names[] = {
    {TVX_FORMAT_BOLD, "bold"},           {TVX_FORMAT_ITALIC, "italic"},
    {TVX_FORMAT_UNDERLINE, "underline"}, {TVX_FORMAT_STRIKE, "strike"},
    {TVX_FORMAT_SUPERSCRIPT, "superscript"}, {TVX_FORMAT_HIDDEN, "hidden"},
    {TVX_FORMAT_NOTE_REF, "note-ref"},   {TVX_FORMAT_LINK, "link"},
};

/* Left out rather than null: most runs and blocks have none of these. */
static void pair_if_told(struct tvx_json *json, const char *key, const char *text)
{
    if (text != NULL)
        tvx_json_pair(json, key, text);
}

static void change_if_any(struct tvx_json *json, const char *key, enum tvx_change change)
{
    if (change != TVX_CHANGE_NONE)
        tvx_json_pair(json, key, tvx_change_to_string(change));
}

static void write_run(struct tvx_json *json, const struct tvx_run *run)
{
    tvx_json_object(json);
    tvx_json_pair(json, "text", run->text);
    tvx_json_pair(json, "change", tvx_change_to_string(run->change));
    change_if_any(json, "nested", run->nested);
    tvx_json_pair(json, "author", run->author);
    tvx_json_pair(json, "date", run->date);
    pair_if_told(json, "nested_author", run->nested_author);
    pair_if_told(json, "nested_date", run->nested_date);
    if (run->format != 0) {
        tvx_json_key(json, "format");
        tvx_json_array(json);
        for (size_t i = 0; i < sizeof format_names / sizeof *format_names; i++)
            if ((run->format & format_names[i].bit) != 0)
                tvx_json_string(json, format_names[i].name);
        tvx_json_array_end(json);
    }
    tvx_json_object_end(json);
}

static void write_block(struct tvx_json *json, const struct tvx_block *block)
{
    tvx_json_object(json);
    tvx_json_pair(json, "kind", tvx_block_kind_to_string(block->kind));
    tvx_json_pair_int(json, "level", block->level);
    tvx_json_pair(json, "label", block->label);
    pair_if_told(json, "label_before", block->label_before);
    change_if_any(json, "mark", block->mark);
    pair_if_told(json, "mark_author", block->mark_author);
    pair_if_told(json, "mark_date", block->mark_date);
    change_if_any(json, "presence", block->presence);
    pair_if_told(json, "presence_author", block->presence_author);
    pair_if_told(json, "presence_date", block->presence_date);
    if (block->table >= 0) {
        tvx_json_pair_int(json, "table", block->table);
        tvx_json_pair_int(json, "row", block->row);
        tvx_json_pair_int(json, "column", block->column);
    }
    if (block->page > 0)
        tvx_json_pair_int(json, "page", block->page);
    pair_if_told(json, "style", block->style);
    pair_if_told(json, "id", block->id);
    tvx_json_key(json, "runs");
    tvx_json_array(json);
    for (size_t r = 0; r < block->run_count; r++)
        write_run(json, &block->runs[r]);
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

/* null where a remark is on the whole document */
static void pair_block(struct tvx_json *json, size_t block)
{
    tvx_json_key(json, "block");
    if (block == SIZE_MAX)
        tvx_json_null(json);
    else
        tvx_json_int(json, (int64_t)block);
}

static void write_comments(struct tvx_json *json, const struct tvx_document *document)
{
    tvx_json_key(json, "comments");
    tvx_json_array(json);
    for (size_t i = 0; i < document->comment_count; i++) {
        const struct tvx_comment *comment = &document->comments[i];

        tvx_json_object(json);
        tvx_json_pair(json, "author", comment->author);
        tvx_json_pair(json, "date", comment->date);
        tvx_json_pair(json, "text", comment->text);
        pair_block(json, comment->block);
        tvx_json_pair(json, "quote", comment->quote);
        if (comment->parent > 0)
            tvx_json_pair_int(json, "parent", (int64_t)comment->parent - 1);
        if (comment->resolved)
            tvx_json_pair_bool(json, "resolved", true);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void write_authors(struct tvx_json *json, const struct tvx_document *document)
{
    struct tvx_arena *arena = tvx_arena_new(AUTHORS_CEILING);
    struct tvx_author *authors;
    size_t count;

    tvx_json_key(json, "authors");
    tvx_json_array(json);
    if (arena != NULL && tvx_layer_authors(&authors, &count, arena, document, NULL) == TVX_OK)
        for (size_t i = 0; i < count; i++) {
            tvx_json_object(json);
            tvx_json_pair(json, "name", authors[i].name);
            tvx_json_pair_int(json, "insertions", (int64_t)authors[i].insertions);
            tvx_json_pair_int(json, "deletions", (int64_t)authors[i].deletions);
            tvx_json_pair(json, "first", authors[i].first);
            tvx_json_pair(json, "last", authors[i].last);
            tvx_json_object_end(json);
        }
    tvx_json_array_end(json);
    tvx_arena_free(arena);
}

void tvx_document_json_members(const struct tvx_document *document, struct tvx_json *json)
{
    tvx_json_pair(json, "format", document->format);
    tvx_json_pair(json, "title", document->title);
    tvx_json_pair(json, "language", document->language);
    tvx_json_key(json, "blocks");
    tvx_json_array(json);
    for (size_t i = 0; i < document->block_count; i++)
        write_block(json, &document->blocks[i]);
    tvx_json_array_end(json);
    write_authors(json, document);
    write_comments(json, document);
    tvx_json_key(json, "warnings");
    tvx_json_array(json);
    for (size_t i = 0; i < document->warning_count; i++) {
        tvx_json_object(json);
        tvx_json_pair(json, "code", document->warnings[i].code);
        tvx_json_pair(json, "message", document->warnings[i].message);
        pair_block(json, document->warnings[i].block);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

void tvx_document_json(const struct tvx_document *document, struct tvx_buf *out)
{
    struct tvx_json json;

    tvx_json_init(&json, out);
    tvx_json_object(&json);
    tvx_document_json_members(document, &json);
    tvx_json_object_end(&json);
}
