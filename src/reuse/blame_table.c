/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A proposal made ready for blame: which words of its text it inserts, by the marks its document has, else by
 * comparison with the text it would change; and which words of the law in force it strikes out.
 */
#include "blame_parts.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/law/reference.h>
#include <travaux/text/utf8.h>

enum { MOST_STEPS = 200000 }; /* of laying the edits over the two texts */

/* ---- edits laid over the words ---- */

struct words {
    struct tvx_word *items;
    size_t count;
};

struct overlay {
    const struct words *before, *after;
    const struct words (*edits)[2];
    size_t edit_count;
    struct step { size_t edit_at, a, b; } *steps; /* by edit: where it was laid, in `after` and in `before` */
    size_t budget;
};

static bool same_words(const struct words *text, size_t at, const struct words *part)
{
    if (part->count > text->count - at)
        return false;
    for (size_t i = 0; i < part->count; i++)
        if (text->items[at + i].id != part->items[i].id)
            return false;
    return true;
}

static bool fits(const struct overlay *o, size_t edit, size_t a, size_t b)
{
    return same_words(o->after, a, &o->edits[edit][1]) && same_words(o->before, b, &o->edits[edit][0]);
}

/* The rest of both texts, behind the last edit, is the same. */
static bool ends_alike(const struct overlay *o, size_t a, size_t b)
{
    if (o->after->count - a != o->before->count - b)
        return false;
    for (; a < o->after->count; a++, b++)
        if (o->after->items[a].id != o->before->items[b].id)
            return false;
    return true;
}

/*
 * Lays each edit at the first place behind the one before where both texts allow it, going back when the rest then does
 * not fit.
 */
static bool lay(struct overlay *o)
{
    size_t k = 0, a = 0, b = 0; /* next edit, and where the search for its place goes on */

    for (;;) {
        if (o->budget-- == 0)
            return false;
        if (k == o->edit_count && ends_alike(o, a, b))
            return true;
        if (k < o->edit_count && fits(o, k, a, b)) {
            o->steps[k] = (struct step){k, a, b};
            a += o->edits[k][1].count;
            b += o->edits[k][0].count;
            k++;
            continue;
        }
        while (k == o->edit_count || a >= o->after->count || b >= o->before->count ||
               o->after->items[a].id != o->before->items[b].id) {
            if (k == 0)
                return false;
            k--;
            a = o->steps[k].a;
            b = o->steps[k].b;
        }
        a++;
        b++;
    }
}

/*
 * Fills mate: by word of after, the word of before that it is.  Edits that keep next to nothing are no marks: such
 * texts came without any, as records do, or were deleted and typed anew.
 */
static enum tvx_status lay_edits(struct blame_work *work, uint32_t *mate, const struct words *before,
                                 const struct words *after, const struct tvx_proposal *proposal, bool *laid)
{
    struct overlay o = {before, after, NULL, proposal->edit_count, NULL, MOST_STEPS};
    struct words (*edits)[2] = tvx_arena_array(work->arena, proposal->edit_count + 1, sizeof *edits);
    size_t a = 0, b = 0, shorter = before->count < after->count ? before->count : after->count, struck = 0;

    *laid = false;
    o.steps = tvx_arena_array(work->arena, proposal->edit_count + 1, sizeof *o.steps);
    if (edits == NULL || o.steps == NULL)
        return tvx_error_nomem(work->error);
    for (size_t i = 0; i < proposal->edit_count; i++)
        for (int side = 0; side < 2; side++) {
            const char *text = side == 0 ? proposal->edits[i].before : proposal->edits[i].after;
            enum tvx_status status =
                blame_tokenize(work, &edits[i][side].items, &edits[i][side].count, text, strlen(text));

            if (status != TVX_OK)
                return status;
        }
    o.edits = (const struct words (*)[2])edits;
    for (size_t i = 0; i < proposal->edit_count; i++)
        struck += edits[i][0].count;
    if (proposal->edit_count == 0 || struck + shorter / 3 > before->count || !lay(&o))
        return TVX_OK;
    *laid = true;
    for (size_t k = 0; k <= proposal->edit_count; k++) {
        size_t end = k == proposal->edit_count ? after->count : o.steps[k].a;

        for (; a < end; a++, b++)
            mate[a] = (uint32_t)b;
        if (k < proposal->edit_count) {
            a += edits[k][1].count;
            b += edits[k][0].count;
        }
    }
    return TVX_OK;
}

/* ---- lines ---- */

static size_t label_length(struct blame_work *work, const struct blame_tabled *tabled, const char *line, bool only)
{
    const char *path = tabled->proposal->resolution.path;
    struct tvx_label label;

    if (only && path != NULL)
        return (size_t)(tvx_text_without_label(line, path) - line);
    if (tvx_label_parse(&label, work->arena, line, true, NULL) != TVX_OK || label.kind == TVX_LABEL_NONE)
        return 0;
    return label.length;
}

/* Cuts `text`, of which `words` are the words, into its lines without their labels. */
static enum tvx_status cut_lines(struct blame_work *work, const struct blame_tabled *tabled, const char *text,
                                 const struct words *words, struct blame_text **out, size_t **first, size_t *count)
{
    size_t most = 1, next = 0;
    bool only = strchr(text, '\n') == NULL;

    for (const char *p = text; *p != '\0'; p++)
        most += *p == '\n';
    *count = 0;
    *out = tvx_arena_array(work->arena, most, sizeof **out);
    *first = tvx_arena_array(work->arena, most, sizeof **first);
    if (*out == NULL || *first == NULL)
        return tvx_error_nomem(work->error);
    for (const char *p = text; *p != '\0';) {
        size_t length = strcspn(p, "\n"), skip;
        char *line = tvx_arena_strndup(work->arena, p, length);
        struct tvx_word *copy;
        size_t from, n = 0, start;

        if (line == NULL)
            return tvx_error_nomem(work->error);
        skip = label_length(work, tabled, line, only);
        start = (size_t)(p - text) + skip;
        while (next < words->count && words->items[next].start < start)
            next++;
        from = next;
        while (next < words->count && words->items[next].start < (size_t)(p - text) + length)
            next++;
        copy = tvx_arena_array(work->arena, next - from, sizeof *copy);
        if (copy == NULL)
            return tvx_error_nomem(work->error);
        for (; n < next - from; n++) {
            copy[n] = words->items[from + n];
            copy[n].start -= (uint32_t)start;
        }
        if (n > 0) {
            (*out)[*count] = (struct blame_text){line + skip, copy, n};
            (*first)[(*count)++] = from;
        }
        p += length + (p[length] == '\n');
    }
    return TVX_OK;
}

/* ---- what it strikes out ---- */

/* The words of the base that the proposal's old text is: identities by word of `before`. */
static enum tvx_status find_base(struct blame_work *work, struct blame_tabled *tabled, const char *text,
                                 const struct words *before)
{
    struct blame_text *lines;
    size_t *first, count;
    uint32_t *mate = tvx_arena_array(work->arena, before->count, sizeof *mate);
    bool *place = blame_place(work, tabled, tabled->base);
    const struct tvx_words *words = &work->out->words[tabled->base];
    enum tvx_status status = cut_lines(work, tabled, text, before, &lines, &first, &count);

    if (mate == NULL || place == NULL)
        return tvx_error_nomem(work->error);
    if (status == TVX_OK)
        status = blame_lay_lines(work, mate, before->count, lines, first, count, tabled->base, place);
    for (size_t i = 0; i < before->count && status == TVX_OK; i++)
        before->items[i].origin = mate[i] == BLAME_NONE ? BLAME_NONE : words->items[mate[i]].origin;
    return status;
}

static enum tvx_status strike_whole(struct blame_work *work, struct blame_tabled *tabled)
{
    bool *place = blame_place(work, tabled, tabled->base);
    const struct tvx_words *words = &work->out->words[tabled->base];

    tabled->struck = tvx_arena_array(work->arena, words->count, sizeof *tabled->struck);
    if (place == NULL || tabled->struck == NULL)
        return tvx_error_nomem(work->error);
    for (size_t i = 0; i < words->count; i++)
        if (place[words->items[i].provision] && words->items[i].origin != BLAME_NONE)
            tabled->struck[tabled->struck_count++] = words->items[i].origin;
    return TVX_OK;
}

/* The text that a proposal which prints no old text would change: what stands there. */
static const char *stored_text(struct blame_work *work, const struct blame_tabled *tabled)
{
    const struct tvx_instrument *base = &work->out->versions[tabled->base].instrument;
    const char *path = tabled->proposal->resolution.path;
    size_t at = path == NULL ? SIZE_MAX : tvx_instrument_find(base, path);

    if (at == SIZE_MAX || tabled->proposal->resolution.kind == TVX_RESOLVED_NEW)
        return "";
    return tvx_arena_printf(work->arena, "%s%s%s", base->provisions[at].label,
                            *base->provisions[at].label == '\0' ? "" : " ", base->provisions[at].text);
}

/* Texts of several lines: the lines are paired first, as provisions are. */
static enum tvx_status compare_lines(struct blame_work *work, uint32_t *mate, struct blame_text *const lines[2],
                                     size_t *const first[2], const size_t count[2])
{
    struct tvx_part *parts[2];
    struct tvx_alignment alignment;
    enum tvx_status status;

    for (int side = 0; side < 2; side++) {
        parts[side] = tvx_arena_array(work->arena, count[side], sizeof *parts[side]);
        if (parts[side] == NULL)
            return tvx_error_nomem(work->error);
        for (size_t i = 0; i < count[side]; i++)
            parts[side][i] = (struct tvx_part){"", lines[side][i].text};
    }
    status = tvx_align_parts(&alignment, work->arena, parts[0], count[0], parts[1], count[1], work->error);
    for (size_t k = 0; k < alignment.count && status == TVX_OK; k++) {
        const struct tvx_pair *pair = &alignment.pairs[k];

        if (pair->a_count > 0 && pair->b_count > 0)
            status = blame_mates_joined(work, mate, lines[0] + pair->a, first[0] + pair->a, pair->a_count,
                                        lines[1] + pair->b, first[1] + pair->b, pair->b_count);
    }
    return status;
}

/* Fills mate, by the words of the new text; *sure is false when there was no budget left to compare. */
static enum tvx_status compare_texts(struct blame_work *work, struct blame_tabled *tabled, const char *text,
                                     const struct words *before, const struct words *after, uint32_t *mate, bool *sure)
{
    const struct tvx_proposal *proposal = &tabled->proposal->proposal;
    struct blame_text *lines[2] = {NULL, tabled->lines};
    size_t *first[2] = {NULL, tabled->line_first}, count[2] = {0, tabled->line_count};
    bool laid;
    enum tvx_status status = lay_edits(work, mate, before, after, proposal, &laid);

    *sure = true;
    tabled->marked = laid;
    if (status != TVX_OK || laid)
        return status;
    status = cut_lines(work, tabled, text, before, &lines[0], &first[0], &count[0]);
    if (status == TVX_OK && (count[0] > 1 || count[1] > 1))
        status = compare_lines(work, mate, lines, first, count);
    else if (status == TVX_OK && count[0] == 1 && count[1] == 1)
        status = blame_mates_joined(work, mate, lines[0], first[0], 1, lines[1], first[1], 1);
    *sure = work->budget >= 0;
    return status;
}

/* By word of the new text: does it stand in a line, and not in a label? */
static bool *in_lines(struct blame_work *work, const struct blame_tabled *tabled)
{
    bool *yes = tvx_arena_array(work->arena, tabled->after_count, sizeof *yes);

    for (size_t i = 0; i < tabled->line_count && yes != NULL; i++)
        for (size_t k = 0; k < tabled->lines[i].count; k++)
            yes[tabled->line_first[i] + k] = true;
    return yes;
}

static enum tvx_status prepare_text(struct blame_work *work, struct blame_tabled *tabled)
{
    const struct tvx_proposal *proposal = &tabled->proposal->proposal;
    struct words after = {0}, before = {0};
    const char *text = *proposal->before == '\0' && !tabled->adds ? stored_text(work, tabled) : proposal->before;
    enum tvx_status status = text == NULL ? tvx_error_nomem(work->error) : TVX_OK;
    uint32_t *mate;
    bool *kept, *own, sure = true;

    if (status == TVX_OK)
        status = blame_tokenize(work, &after.items, &after.count, proposal->after, strlen(proposal->after));
    if (status == TVX_OK)
        status = blame_tokenize(work, &before.items, &before.count, text, strlen(text));
    tabled->after = after.items;
    tabled->after_count = after.count;
    if (status == TVX_OK)
        status = cut_lines(work, tabled, proposal->after, &after, &tabled->lines, &tabled->line_first,
                           &tabled->line_count);
    if (status != TVX_OK)
        return status;
    tabled->inserted = tvx_arena_array(work->arena, after.count, sizeof *tabled->inserted);
    tabled->struck = tvx_arena_array(work->arena, before.count, sizeof *tabled->struck);
    mate = tvx_arena_array(work->arena, after.count, sizeof *mate);
    kept = tvx_arena_array(work->arena, before.count, sizeof *kept);
    own = in_lines(work, tabled);
    if (tabled->inserted == NULL || tabled->struck == NULL || mate == NULL || kept == NULL || own == NULL)
        return tvx_error_nomem(work->error);
    memset(mate, 0xFF, after.count * sizeof *mate);
    if (before.count > 0)
        status = compare_texts(work, tabled, text, &before, &after, mate, &sure);
    if (status == TVX_OK && before.count > 0)
        status = find_base(work, tabled, text, &before);
    for (size_t i = 0; i < after.count; i++) {
        tabled->inserted[i] = mate[i] == BLAME_NONE && own[i];
        if (mate[i] != BLAME_NONE) {
            after.items[i].origin = before.items[mate[i]].origin;
            kept[mate[i]] = true;
        }
    }
    for (size_t i = 0; i < before.count && sure; i++)
        if (!kept[i] && before.items[i].origin != BLAME_NONE)
            tabled->struck[tabled->struck_count++] = before.items[i].origin;
    return status;
}

enum tvx_status blame_prepare(struct blame_work *work, struct blame_tabled *tabled)
{
    if (tabled->ready)
        return TVX_OK;
    tabled->ready = true;
    return tabled->deletes ? strike_whole(work, tabled) : prepare_text(work, tabled);
}

/* ---- which proposals ---- */

static int compare_tabled(const void *left, const void *right)
{
    const struct blame_tabled *x = left, *y = right;
    const char *a = x->proposal->date, *b = y->proposal->date;
    int order = a == NULL || b == NULL ? (a == NULL) - (b == NULL) : strcmp(a, b);

    if (order == 0)
        order = x->proposal->document_id != y->proposal->document_id
                    ? (x->proposal->document_id < y->proposal->document_id ? -1 : 1)
                    : (x->proposal->id > y->proposal->id) - (x->proposal->id < y->proposal->id);
    return order != 0 ? order : (x->proposal > y->proposal) - (x->proposal < y->proposal);
}

static size_t base_of(const struct tvx_history *history, const struct tvx_stored_proposal *proposal)
{
    const struct tvx_resolution *to = &proposal->resolution;

    for (size_t v = 0; v < history->count && to->kind != TVX_UNRESOLVED && to->key != NULL; v++) {
        const struct tvx_stored_instrument *head = &history->versions[v].head;

        if (strcmp(head->key, to->key) == 0 &&
            strcmp(head->version == NULL ? "" : head->version, to->version == NULL ? "" : to->version) == 0)
            return v;
    }
    return SIZE_MAX;
}

enum tvx_status blame_table(struct blame_work *work, const struct tvx_stored_proposal *proposals, size_t count)
{
    work->tabled = tvx_arena_array(work->arena, count, sizeof *work->tabled);
    if (work->tabled == NULL)
        return tvx_error_nomem(work->error);
    for (size_t i = 0; i < count; i++) {
        enum tvx_action action = proposals[i].proposal.action;
        struct blame_tabled tabled = {.proposal = &proposals[i], .base = base_of(work->out, &proposals[i])};

        tabled.deletes = action == TVX_ACTION_SUP || action == TVX_ACTION_SUP_MOVED;
        tabled.adds = action == TVX_ACTION_ADD || action == TVX_ACTION_ADD_MOVED ||
                      proposals[i].resolution.kind == TVX_RESOLVED_NEW;
        if (tabled.base == SIZE_MAX || action == TVX_ACTION_NOC || action == TVX_ACTION_NOC_FIRM)
            continue;
        if (tabled.deletes || !tvx_text_blank(proposals[i].proposal.after, strlen(proposals[i].proposal.after)))
            work->tabled[work->tabled_count++] = tabled;
    }
    if (work->tabled_count > 0)
        qsort(work->tabled, work->tabled_count, sizeof *work->tabled, compare_tabled);
    return TVX_OK;
}
