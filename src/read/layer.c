/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <travaux/read/layer.h>

static bool deletes(enum tvx_change change)
{
    return change == TVX_CHANGE_DEL || change == TVX_CHANGE_MOVED_FROM;
}

static bool same(const char *a, const char *b)
{
    return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* ---- who ---- */

enum { AT_ONE_PLACE = 3 }; /* changes on one text: its own, the nested one, the block's */

struct census {
    struct tvx_author *authors; /* as met */
    size_t *sorted;             /* their indexes by name */
    size_t count, capacity, sorted_capacity;
    struct tvx_arena *arena;
    size_t before[AT_ONE_PLACE], now[AT_ONE_PLACE]; /* 2 × author + deletes, of the text before and of this one */
    size_t before_count, now_count;
    bool failed;
};

/* The author's index; TVX_LAYER_AUTHORS when there is no room for another. */
static size_t author_index(struct census *census, const char *name)
{
    size_t low = 0, high = census->count, *sorted;
    struct tvx_author *authors;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(census->authors[census->sorted[middle]].name, name);

        if (order == 0)
            return census->sorted[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    if (census->count == TVX_LAYER_AUTHORS)
        return TVX_LAYER_AUTHORS;
    authors = tvx_arena_grow(census->arena, census->authors, census->count, &census->capacity, sizeof *authors);
    sorted = tvx_arena_grow(census->arena, census->sorted, census->count, &census->sorted_capacity, sizeof *sorted);
    if (authors == NULL || sorted == NULL) {
        census->failed = true;
        return TVX_LAYER_AUTHORS;
    }
    census->authors = authors;
    census->sorted = sorted;
    memmove(sorted + low + 1, sorted + low, (census->count - low) * sizeof *sorted);
    sorted[low] = census->count;
    authors[census->count] = (struct tvx_author){.name = name};
    return census->count++;
}

static void count_change(struct census *census, enum tvx_change change, const char *name, const char *date)
{
    size_t author, key;
    struct tvx_author *of;

    if (change == TVX_CHANGE_NONE || name == NULL || census->failed)
        return;
    author = author_index(census, name);
    if (author == TVX_LAYER_AUTHORS)
        return;
    of = &census->authors[author];
    if (date != NULL && (of->first == NULL || strcmp(date, of->first) < 0))
        of->first = date;
    if (date != NULL && (of->last == NULL || strcmp(date, of->last) > 0))
        of->last = date;
    key = 2 * author + deletes(change);
    for (size_t i = 0; i < census->now_count; i++)
        if (census->now[i] == key)
            return;
    census->now[census->now_count++] = key;
    for (size_t i = 0; i < census->before_count; i++)
        if (census->before[i] == key)
            return; /* the stretch goes on */
    if (deletes(change))
        of->deletions++;
    else
        of->insertions++;
}

static void step(struct census *census)
{
    memcpy(census->before, census->now, sizeof census->now);
    census->before_count = census->now_count;
    census->now_count = 0;
}

enum tvx_status tvx_layer_authors(struct tvx_author **out, size_t *count, struct tvx_arena *arena,
                                  const struct tvx_document *document, struct tvx_error *error)
{
    struct census census = {.arena = arena};

    for (size_t b = 0; b < document->block_count && !census.failed; b++) {
        const struct tvx_block *block = &document->blocks[b];

        for (size_t r = 0; r < block->run_count; r++) {
            const struct tvx_run *run = &block->runs[r];

            if (*run->text == '\0')
                continue;
            count_change(&census, block->presence, block->presence_author, block->presence_date);
            count_change(&census, run->change, run->author, run->date);
            count_change(&census, run->nested, run->nested_author, run->nested_date);
            step(&census);
        }
        count_change(&census, block->presence, block->presence_author, block->presence_date);
        count_change(&census, block->mark, block->mark_author, block->mark_date);
        step(&census);
    }
    *out = census.authors;
    *count = census.count;
    return census.failed ? tvx_error_nomem(error) : TVX_OK;
}

/* ---- one layer ---- */

struct layer {
    struct tvx_document *document;
    const char *author;
};

static bool is_own(const struct layer *layer, enum tvx_change change, const char *author)
{
    return change != TVX_CHANGE_NONE && same(author, layer->author);
}

/* Does the document hold changes of the author (own) or of others? */
static bool has_changes(const struct layer *layer, bool own)
{
    for (size_t b = 0; b < layer->document->block_count; b++) {
        const struct tvx_block *block = &layer->document->blocks[b];

        if ((block->mark != TVX_CHANGE_NONE && same(block->mark_author, layer->author) == own) ||
            (block->presence != TVX_CHANGE_NONE && same(block->presence_author, layer->author) == own))
            return true;
        for (size_t r = 0; r < block->run_count; r++) {
            const struct tvx_run *run = &block->runs[r];

            if ((run->change != TVX_CHANGE_NONE && same(run->author, layer->author) == own) ||
                (run->nested != TVX_CHANGE_NONE && same(run->nested_author, layer->author) == own))
                return true;
        }
    }
    return false;
}

static void set_outer(struct tvx_run *run, enum tvx_change change, const char *author, const char *date)
{
    run->change = change;
    run->author = author;
    run->date = date;
}

static void set_nested(struct tvx_run *run, enum tvx_change change, const char *author, const char *date)
{
    run->nested = change;
    run->nested_author = author;
    run->nested_date = date;
}

/* Leaves the author's changes on the run; false when it is gone.  `within`: the author inserted the whole block. */
static bool settle_run(const struct layer *layer, struct tvx_run *run, bool within)
{
    bool outer = is_own(layer, run->change, run->author), nested = is_own(layer, run->nested, run->nested_author);
    bool inserted = within || (outer && !deletes(run->change)) || (nested && !deletes(run->nested));
    bool gone = !inserted && ((!outer && deletes(run->change)) || (!nested && deletes(run->nested)));

    if (!outer)
        set_outer(run, TVX_CHANGE_NONE, NULL, NULL);
    if (!nested)
        set_nested(run, TVX_CHANGE_NONE, NULL, NULL);
    if (run->change == TVX_CHANGE_NONE && run->nested != TVX_CHANGE_NONE) {
        set_outer(run, run->nested, run->nested_author, run->nested_date);
        set_nested(run, TVX_CHANGE_NONE, NULL, NULL);
    }
    return !gone;
}

/* What happened to the block happened to its runs. */
static void push_presence(struct tvx_block *block)
{
    for (size_t r = 0; r < block->run_count && block->presence != TVX_CHANGE_NONE; r++) {
        struct tvx_run *run = &block->runs[r];

        if (run->change == TVX_CHANGE_NONE)
            set_outer(run, block->presence, block->presence_author, block->presence_date);
        else if (run->nested == TVX_CHANGE_NONE && deletes(run->change) != deletes(block->presence))
            set_nested(run, block->presence, block->presence_author, block->presence_date);
    }
    block->presence = TVX_CHANGE_NONE;
    block->presence_author = block->presence_date = NULL;
}

/* False when the block is gone. */
static bool settle_block(const struct layer *layer, struct tvx_block *block)
{
    bool own = is_own(layer, block->presence, block->presence_author), removed = !own && deletes(block->presence);
    size_t kept = 0;

    if (removed)
        push_presence(block);
    else if (!own)
        block->presence = TVX_CHANGE_NONE, block->presence_author = block->presence_date = NULL;
    for (size_t r = 0; r < block->run_count; r++)
        if (settle_run(layer, &block->runs[r], own && !deletes(block->presence)))
            block->runs[kept++] = block->runs[r];
    block->run_count = kept;
    if (!is_own(layer, block->mark, block->mark_author) && !deletes(block->mark))
        block->mark = TVX_CHANGE_NONE, block->mark_author = block->mark_date = NULL;
    return !removed || kept > 0;
}

static bool shows_after(const struct tvx_block *block)
{
    for (size_t r = 0; r < block->run_count; r++)
        if (*block->runs[r].text != '\0' &&
            tvx_change_stands(block->runs[r].change, block->runs[r].nested, TVX_VIEW_AFTER))
            return tvx_change_stands(block->presence, TVX_CHANGE_NONE, TVX_VIEW_AFTER);
    return false;
}

/* The numbers after all changes; true when a number before them is no longer told. */
static bool settle_labels(struct tvx_block *block)
{
    bool differed = !same(block->label, block->label_before) && block->label_before != NULL;

    if (block->label == NULL && !shows_after(block))
        return false; /* deleted by the author: its number is the old one */
    block->label_before = block->label;
    return differed;
}

/* Puts the runs of blocks `from`…`from + count` of `held` before those of `block`, whose properties stay. */
static bool join(struct tvx_arena *arena, struct tvx_block *block, struct tvx_block *held, size_t count)
{
    size_t total = block->run_count, room = 8, at = 0;
    bool differ = false;
    struct tvx_run *runs;

    for (size_t i = 0; i < count; i++) {
        total += held[i].run_count;
        differ = differ || held[i].presence != block->presence;
    }
    while (room < total) /* as tvx_document_add_run counts on */
        room *= 2;
    runs = tvx_arena_array(arena, room, sizeof *runs);
    if (runs == NULL)
        return false;
    for (size_t i = 0; i <= count; i++) {
        struct tvx_block *part = i < count ? &held[i] : block;

        if (differ)
            push_presence(part);
        if (part->run_count > 0)
            memcpy(runs + at, part->runs, part->run_count * sizeof *runs);
        at += part->run_count;
        if (i < count && block->label == NULL)
            block->label = part->label;
    }
    for (size_t i = 0; i < count; i++) /* the label stands where the first text is */
        if (held[i].label != NULL) {
            block->label = held[i].label;
            break;
        }
    block->runs = runs;
    block->run_count = total;
    return true;
}

/* Comments and warnings follow their blocks; what stood on a last block that is gone stands on the last one left. */
static void follow(struct tvx_document *document, const size_t *map, size_t count)
{
    size_t last = document->block_count == 0 ? 0 : document->block_count - 1;

    for (size_t i = 0; i < document->warning_count; i++) {
        size_t *block = &document->warnings[i].block;

        if (*block < count)
            *block = document->block_count == 0 ? SIZE_MAX : map[*block] < last ? map[*block] : last;
    }
    for (size_t i = 0; i < document->comment_count; i++) {
        size_t *block = &document->comments[i].block;

        *block = *block < count && map[*block] < last ? map[*block] : last;
    }
}

/* Settles every block and joins those whose mark another author deleted; false when memory is short. */
static bool settle(const struct layer *layer, bool *numbers)
{
    struct tvx_document *document = layer->document;
    size_t count = document->block_count, out = 0, held_count = 0;
    struct tvx_block *held = tvx_arena_array(document->arena, count, sizeof *held);
    size_t *map = tvx_arena_array(document->arena, count, sizeof *map), *held_at;

    held_at = tvx_arena_array(document->arena, count, sizeof *held_at);
    if (held == NULL || map == NULL || held_at == NULL)
        return false;
    for (size_t b = 0; b < count; b++) {
        struct tvx_block block = document->blocks[b];
        bool stays = settle_block(layer, &block), joins = deletes(block.mark) &&
                     !is_own(layer, block.mark, block.mark_author);

        map[b] = out; /* of one that is gone: what follows */
        if (!stays)
            continue;
        if (joins)
            block.mark = TVX_CHANGE_NONE, block.mark_author = block.mark_date = NULL;
        if (block.kind == TVX_BLOCK_HEADER || deletes(block.presence)) {
            document->blocks[out++] = block;
            continue;
        }
        held_at[held_count] = b;
        if (joins) {
            held[held_count++] = block;
            continue;
        }
        if (held_count > 0 && !join(document->arena, &block, held, held_count))
            return false;
        while (held_count > 0)
            map[held_at[--held_count]] = out;
        document->blocks[out++] = block;
    }
    if (held_count > 0) { /* nothing follows that they could join */
        struct tvx_block block = held[--held_count];

        if (held_count > 0 && !join(document->arena, &block, held, held_count))
            return false;
        map[held_at[held_count]] = out;
        while (held_count > 0)
            map[held_at[--held_count]] = out;
        document->blocks[out++] = block;
    }
    document->block_count = out;
    for (size_t b = 0; b < out; b++)
        *numbers = settle_labels(&document->blocks[b]) || *numbers;
    follow(document, map, count);
    return true;
}

enum tvx_status tvx_layer_keep(struct tvx_document *document, const char *author, struct tvx_error *error)
{
    struct layer layer = {document, author};
    bool numbers = false;

    if (!has_changes(&layer, true))
        return tvx_error_set(error, TVX_E_NOTFOUND, "no change in the document is by \"%s\"", author);
    if (!has_changes(&layer, false))
        return TVX_OK;
    if (!settle(&layer, &numbers))
        return tvx_error_nomem(error);
    if (numbers)
        tvx_document_warn(document, SIZE_MAX, "layer-numbers",
                          "numbers of paragraphs that differ before and after all changes are shown as they are after "
                          "them");
    return TVX_OK;
}
