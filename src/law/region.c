/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/base/buf.h>
#include <travaux/text/utf8.h>

#include "region.h"

/* More text than any proposal holds. */
enum { CEILING = 64 << 20 };

struct walk {
    struct tvx_arena *arena;
    struct tvx_buf before, after;         /* the whole texts */
    struct tvx_buf cut_before, cut_after; /* the stretch of change being read */
    struct tvx_region_text *out;
    size_t edit_capacity;
    size_t skip; /* code points other than white space still to be passed over: the prefix */
    bool full;
};

const char *tvx_region_fold(struct tvx_arena *arena, const struct tvx_buf *buf)
{
    const char *text = tvx_buf_text(buf);
    char *out = tvx_arena_alloc(arena, buf->length + 1);
    size_t used = 0;

    if (out == NULL || buf->failed)
        return NULL;
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        size_t from = used, at = 0;
        bool gap = false;

        if (used > 0)
            out[used++] = '\n';
        while (at < length) {
            size_t start = at;
            uint32_t point = tvx_utf8_next(text, length, &at);

            if (tvx_text_is_space(point)) {
                gap = true;
            } else if (point != 0xAD && point != 0x200B && point != 0x2060 && point != 0xFEFF) {
                if (gap && used > from + (from > 0))
                    out[used++] = ' ';
                gap = false;
                memcpy(out + used, text + start, at - start);
                used += at - start;
            }
        }
        if (used == from + (from > 0))
            used = from;
        text += length + (text[length] == '\n');
    }
    out[used] = '\0';
    return out;
}

static void close_edit(struct walk *walk)
{
    const char *before, *after;
    struct tvx_region_text *out = walk->out;

    if (walk->cut_before.length == 0 && walk->cut_after.length == 0)
        return;
    before = tvx_region_fold(walk->arena, &walk->cut_before);
    after = tvx_region_fold(walk->arena, &walk->cut_after);
    tvx_buf_clear(&walk->cut_before);
    tvx_buf_clear(&walk->cut_after);
    if (before == NULL || after == NULL) {
        walk->full = true;
        return;
    }
    if (strcmp(before, after) == 0)
        return; /* white space alone, or the same words by another author */
    out->edits = tvx_arena_grow(walk->arena, out->edits, out->edit_count, &walk->edit_capacity, sizeof *out->edits);
    if (out->edits == NULL) {
        walk->full = true;
        return;
    }
    out->edits[out->edit_count++] = (struct tvx_edit){
        .op = *before == '\0' ? TVX_EDIT_INS : *after == '\0' ? TVX_EDIT_DEL : TVX_EDIT_REPLACE,
        .before = before, .after = after};
}

/* Passes over what is left of the prefix; how many bytes of `text` that was. */
static size_t pass_prefix(struct walk *walk, const char *text, size_t length)
{
    size_t at = 0;

    while (walk->skip > 0 && at < length)
        walk->skip -= !tvx_text_is_space(tvx_utf8_next(text, length, &at));
    return at;
}

static void add(struct walk *walk, const char *text, bool before, bool after)
{
    size_t length = strlen(text), from;

    if (length == 0 || (!before && !after))
        return;
    from = after ? pass_prefix(walk, text, length) : walk->skip > 0 ? length : 0;
    text += from;
    length -= from;
    if (length == 0)
        return;
    if (before)
        tvx_buf_add(&walk->before, text, length);
    if (after)
        tvx_buf_add(&walk->after, text, length);
    if (before && after) {
        close_edit(walk);
        return;
    }
    tvx_buf_add(before ? &walk->cut_before : &walk->cut_after, text, length);
    walk->out->marked |= !tvx_text_blank(text, length);
}

/* A run's line breaks and tabs are white space: only paragraphs part lines. */
static void add_run(struct walk *walk, const struct tvx_run *run, bool before, bool after)
{
    char *text = tvx_arena_strdup(walk->arena, run->text);

    if (text == NULL) {
        walk->full = true;
        return;
    }
    for (char *p = text; *p != '\0'; p++)
        if (*p == '\n')
            *p = ' ';
    add(walk, text, before && tvx_change_stands(run->change, run->nested, TVX_VIEW_BEFORE),
        after && tvx_change_stands(run->change, run->nested, TVX_VIEW_AFTER));
}

/* A label that numbering alone has shifted is no change of the text. */
static void add_label(struct walk *walk, const struct tvx_block *block, bool before, bool after)
{
    bool in_before = before && block->label_before != NULL, in_after = after && block->label != NULL;
    const char *label = in_after ? block->label : block->label_before;

    if (label == NULL || *label == '\0')
        return;
    if (in_before && in_after && strcmp(block->label, block->label_before) != 0) {
        size_t used = walk->before.length;

        add(walk, block->label, true, true);
        walk->before.length = used;
        tvx_buf_str(&walk->before, block->label_before);
    } else {
        add(walk, label, in_before, in_after);
    }
    add(walk, " ", in_before, in_after);
}

static void add_block(struct walk *walk, const struct tvx_block *block, bool last)
{
    bool before = tvx_change_stands(block->presence, TVX_CHANGE_NONE, TVX_VIEW_BEFORE);
    bool after = tvx_change_stands(block->presence, TVX_CHANGE_NONE, TVX_VIEW_AFTER);

    if (block->kind == TVX_BLOCK_NOTE || block->kind == TVX_BLOCK_HEADER)
        return;
    add_label(walk, block, before, after);
    for (size_t r = 0; r < block->run_count && !walk->full; r++)
        if ((block->runs[r].format & TVX_FORMAT_ASIDE) == 0)
            add_run(walk, &block->runs[r], before, after);
    if (!last && walk->skip == 0)
        add(walk, "\n", before && tvx_change_stands(block->mark, TVX_CHANGE_NONE, TVX_VIEW_BEFORE),
            after && tvx_change_stands(block->mark, TVX_CHANGE_NONE, TVX_VIEW_AFTER));
}

enum tvx_status tvx_region_read(struct tvx_region_text *out, struct tvx_arena *arena,
                                const struct tvx_document *document, struct tvx_region region,
                                struct tvx_error *error)
{
    struct walk walk = {.arena = arena, .out = out};

    *out = (struct tvx_region_text){.before = "", .after = ""};
    tvx_buf_init(&walk.before, CEILING);
    tvx_buf_init(&walk.after, CEILING);
    tvx_buf_init(&walk.cut_before, CEILING);
    tvx_buf_init(&walk.cut_after, CEILING);
    for (size_t at = 0, length = strlen(region.prefix); at < length;)
        walk.skip += !tvx_text_is_space(tvx_utf8_next(region.prefix, length, &at));
    for (size_t b = region.first; b <= region.last && b < document->block_count && !walk.full; b++)
        add_block(&walk, &document->blocks[b], b == region.last);
    close_edit(&walk);
    out->before = tvx_region_fold(arena, &walk.before);
    out->after = tvx_region_fold(arena, &walk.after);
    walk.full |= out->before == NULL || out->after == NULL;
    tvx_buf_free(&walk.before);
    tvx_buf_free(&walk.after);
    tvx_buf_free(&walk.cut_before);
    tvx_buf_free(&walk.cut_after);
    return walk.full ? tvx_error_nomem(error) : TVX_OK;
}
