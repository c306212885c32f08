/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Bracketed drafts, as the United Nations negotiate them: one text in which each delegation's words stand in brackets
 * with its name, and alternatives as options.  What each wants of a provision becomes a proposal on that provision: its
 * own brackets lifted, those of others left out, what is bracketed without a name left as it stands.  An option
 * is a proposal on the provision with which its group begins.
 */
#include <stdlib.h>
#include <string.h>

#include <travaux/law/brackets.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "agree.h"
#include "bracket.h"
#include "form.h"
#include "header.h"

enum { FEW = 3, MANY = 5, MOST_SPONSORS = 64, LONGEST = 200000, NEAR = 100, WORD = 3, WORD_WITHOUT_CASE = 2 };
static const double LEAST = 0.55, MOST = 0.75, EACH = 0.01;

struct undraft {
    const struct tvx_form_view *view;
    struct tvx_brackets brackets;
    struct tvx_instrument instrument;
    struct tvx_contribution *out;
    size_t capacity;
    bool *used; /* of each bracket: it stands whole in a provision */
    const char *paper;
    struct tvx_error *error;
};

static char *whole_text(const struct tvx_form_view *view)
{
    struct tvx_buf text;
    char *out;

    tvx_buf_init(&text, (size_t)1 << 30);
    for (size_t i = 0; i < view->after.count; i++)
        tvx_buf_printf(&text, "%s%s", i == 0 ? "" : "\n", view->after.items[i].text);
    out = text.failed ? NULL : tvx_arena_strdup(view->arena, tvx_buf_text(&text));
    tvx_buf_free(&text);
    return out;
}

/* Signs that are cheap to look for; most documents have none. */
static bool may_be(const struct tvx_form_view *view)
{
    size_t signs = 0;

    for (size_t i = 0; i < view->after.count; i++) {
        const char *text = view->after.items[i].text;
        struct bracket_reader r = {.text = text, .length = strlen(text)};
        struct bracket_label label;

        for (const char *at = text; (at = strpbrk(at, "[\xEF\xE3")) != NULL; at++)
            signs += *at == '[' || strncmp(at, "［", 3) == 0 || strncmp(at, "【", 3) == 0 || strncmp(at, "〔", 3) == 0;
        signs += bracket_option_at(&label, &r, bracket_skip_open(&r, 0, r.length), r.length, false);
        if (signs >= 2)
            return true;
    }
    return false;
}

/*
 * "[1]", "[ITU-T G.711]", "[b-Kalia, 2010]", "[x, y]": numbers, symbols of documents and names, as citations and
 * formulas have them.  What negotiators write has a word of the language in it: one that no capital begins.
 */
static bool is_citation(const struct tvx_brackets *b, const struct tvx_bracket *item)
{
    size_t letters = 0;
    bool identifier = false;

    for (size_t at = item->words_from; at < item->words_to;) {
        uint32_t point = tvx_utf8_next(b->text, item->words_to, &at);

        if (u_isalpha((UChar32)point) && !u_isupper((UChar32)point) && !identifier) {
            if (++letters >= (u_islower((UChar32)point) ? WORD : WORD_WITHOUT_CASE))
                return false;
        } else {
            letters = 0;
            identifier = u_isalnum((UChar32)point) || point == '-' || point == '/';
        }
    }
    return true;
}

static enum tvx_status weigh(struct tvx_form_weight *weight, const struct tvx_form_view *view, struct tvx_error *error)
{
    struct undraft *u = tvx_arena_alloc(view->arena, sizeof *u);
    size_t named = 0, brackets = 0, citations = 0, options;
    enum tvx_status status;
    char *text;

    if (u == NULL)
        return tvx_error_nomem(error);
    *u = (struct undraft){.view = view, .error = error};
    weight->kept = u;
    if (!may_be(view))
        return TVX_OK;
    text = whole_text(view);
    status = text == NULL ? tvx_error_nomem(error) : tvx_brackets_parse(&u->brackets, view->arena, text, error);
    if (status != TVX_OK)
        return status;
    for (size_t i = 0; i < u->brackets.count; i++) {
        const struct tvx_bracket *item = &u->brackets.items[i];
        bool by_name = item->attributed_count > 0, cites = !by_name && is_citation(&u->brackets, item);

        named += by_name;
        brackets += item->kind == TVX_BRACKET_TEXT && !cites;
        citations += cites;
    }
    for (size_t i = 0; i < u->brackets.option_count; i++)
        named += u->brackets.options[i].attributed_count > 0;
    options = u->brackets.option_count;
    if ((named > 0 && brackets + options >= FEW) || (options > 1 && brackets >= FEW) ||
        (brackets >= MANY && brackets > citations))
        weight->score = LEAST + EACH * (double)(brackets + options + named);
    else
        weight->score = EACH * (double)(brackets + options);
    if (weight->score > MOST)
        weight->score = MOST;
    if (brackets + options == 0)
        return TVX_OK;
    weight->because = tvx_arena_printf(view->arena, "%zu bracketed text%s and %zu option%s, %zu of them with names",
                                       brackets, brackets == 1 ? "" : "s", options, options == 1 ? "" : "s", named);
    return weight->because == NULL ? tvx_error_nomem(error) : TVX_OK;
}

/* ---- what one delegation wants of a passage ---- */

static bool is_by(const struct tvx_bracket *item, const char *actor)
{
    for (size_t i = 0; i < item->attributed_count; i++)
        if (strcmp(item->attributed[i], actor) == 0)
            return true;
    return false;
}

/* "[text] [EU: delete]": what the actor says of the bracket right before; NULL when nothing. */
static const char *said_behind(const struct undraft *u, size_t index, const char *actor)
{
    const struct tvx_brackets *b = &u->brackets;
    size_t next = index + 1, end = b->items[index].to;

    while (next < b->count && b->items[next].from < end) /* those within */
        next++;
    for (; next < b->count && b->items[next].said != NULL; next++) {
        for (; end < b->items[next].from; end++)
            if (b->text[end] != ' ')
                return NULL;
        if (is_by(&b->items[next], actor))
            return b->items[next].said;
        end = b->items[next].to;
    }
    return NULL;
}

/* Is it of the bracket right before it that "delete" is said, and not of the whole passage? */
static bool speaks_of_bracket(const struct tvx_brackets *b, size_t index)
{
    size_t from = b->items[index].from;

    for (size_t i = index, steps = 0; i-- > 0 && steps < NEAR; steps++) {
        const struct tvx_bracket *before = &b->items[i];

        if (before->parent != b->items[index].parent)
            continue;
        for (size_t at = before->to; at < from; at++)
            if (b->text[at] != ' ')
                return false;
        if (before->said == NULL)
            return before->to <= from;
        from = before->from;
    }
    return false;
}

struct wish {
    const char *actor;
    struct tvx_buf text;
    bool named;   /* some bracket in the passage is the actor's */
    bool deletes; /* it wants the passage gone */
};

/* Appends bytes [from, to) as the actor would have them; *next is the first bracket not yet passed. */
static void render(const struct undraft *u, struct wish *wish, size_t *next, size_t from, size_t to)
{
    const struct tvx_brackets *b = &u->brackets;

    while (*next < b->count && b->items[*next].from < to) {
        const struct tvx_bracket *item = &b->items[*next];
        const char *said = said_behind(u, *next, wish->actor);
        bool mine = is_by(item, wish->actor);

        tvx_buf_add(&wish->text, b->text + from, item->from - from);
        from = item->to;
        ++*next;
        wish->named = wish->named || mine;
        if (item->kind == TVX_BRACKET_ACTORS)
            continue;
        if (item->said != NULL) {
            wish->deletes = wish->deletes || (mine && strcmp(item->said, "delete") == 0 &&
                                              !speaks_of_bracket(b, *next - 1));
        } else if (item->kind != TVX_BRACKET_TEXT || (item->attributed_count == 0 && said == NULL)) {
            tvx_buf_add(&wish->text, b->text + item->from, item->words_from - item->from);
            render(u, wish, next, item->words_from, item->words_to);
            tvx_buf_add(&wish->text, b->text + item->words_to, item->to - item->words_to);
        } else if (mine || (said != NULL && strcmp(said, "retain") == 0)) {
            render(u, wish, next, item->words_from, item->words_to);
        }
        while (*next < b->count && b->items[*next].from < item->to)
            ++*next;
    }
    tvx_buf_add(&wish->text, b->text + from, to > from ? to - from : 0);
}

/* Without the spaces that stood around what went. */
static char *folded(struct undraft *u, const struct tvx_buf *text)
{
    char *out = text->failed ? NULL : tvx_text_fold_space(u->view->arena, tvx_buf_text(text), text->length);
    size_t length = out == NULL ? 0 : strlen(out), kept = 0;

    for (size_t i = 0; i < length; i++) {
        if (out[i] == ' ' && strchr(",;.:)", out[i + 1]) != NULL && out[i + 1] != '\0')
            continue;
        out[kept++] = out[i];
    }
    if (out != NULL)
        out[kept] = '\0';
    return out;
}

/* ---- proposals ---- */

static enum tvx_status add(struct undraft *u, struct tvx_proposal proposal, size_t from, size_t to)
{
    struct tvx_arena *arena = u->view->arena;
    const struct tvx_lines *lines = &u->view->after;
    struct tvx_contribution *out = u->out;
    size_t low = 0, high = lines->count;

    if (proposal.number == NULL || proposal.before == NULL || proposal.after == NULL)
        return tvx_error_nomem(u->error);
    proposal.quote = tvx_arena_strndup(arena, u->brackets.text + from, to - from);
    if (proposal.quote == NULL)
        return tvx_error_nomem(u->error);
    proposal.points = tvx_utf8_count(proposal.quote, to - from);
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (lines->items[middle].start <= proposal.start)
            low = middle;
        else
            high = middle;
    }
    proposal.block = lines->items[low].first_block;
    proposal.reasons = "";
    proposal.target = proposal.place.path;
    proposal.place.instrument = u->instrument.key;
    proposal.place.version = u->instrument.key == NULL ? NULL : u->instrument.version;
    if (*proposal.before != '\0' && *proposal.after != '\0' &&
        tvx_agree_edits(&proposal.edits, &proposal.edit_count, arena, proposal.before, proposal.after, u->error) !=
            TVX_OK)
        return u->error == NULL ? TVX_E_NOMEM : u->error->status;
    out->proposals = tvx_arena_grow(arena, out->proposals, out->count, &u->capacity, sizeof *out->proposals);
    if (out->proposals == NULL)
        return tvx_error_nomem(u->error);
    out->proposals[out->count++] = proposal;
    return TVX_OK;
}

/* Actors named in brackets that begin in the passage, each once. */
static size_t actors_of(const struct undraft *u, size_t first, size_t to, const char **actors)
{
    const struct tvx_brackets *b = &u->brackets;
    size_t count = 0;

    for (size_t i = first; i < b->count && b->items[i].from < to; i++)
        for (size_t j = 0; j < b->items[i].attributed_count; j++) {
            bool there = false;

            for (size_t k = 0; k < count && !there; k++)
                there = strcmp(actors[k], b->items[i].attributed[j]) == 0;
            if (!there && count < MOST_SPONSORS)
                actors[count++] = b->items[i].attributed[j];
        }
    return count;
}

/* Those who want the same of a provision are sponsors of one proposal. */
static enum tvx_status read_provision(struct undraft *u, const struct tvx_provision *p, size_t first, size_t from,
                                      size_t to)
{
    struct tvx_arena *arena = u->view->arena;
    const char *actors[MOST_SPONSORS], *texts[MOST_SPONSORS];
    bool deletes[MOST_SPONSORS], done[MOST_SPONSORS] = {false};
    size_t count = actors_of(u, first, to, actors), serial = 0;
    enum tvx_status status = TVX_OK;

    for (size_t i = first; i < u->brackets.count && u->brackets.items[i].from < to; i++)
        u->used[i] = u->brackets.items[i].to <= to;
    for (size_t i = 0; i < count; i++) {
        struct wish wish = {.actor = actors[i]};
        size_t next = first;

        tvx_buf_init(&wish.text, 1 << 24);
        render(u, &wish, &next, from, to);
        texts[i] = folded(u, &wish.text);
        deletes[i] = wish.deletes;
        tvx_buf_free(&wish.text);
        if (texts[i] == NULL)
            return tvx_error_nomem(u->error);
    }
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        struct tvx_proposal proposal = {.action = deletes[i] ? TVX_ACTION_SUP : TVX_ACTION_MOD,
                                        .after = deletes[i] ? "" : texts[i], .start = p->start};

        if (done[i])
            continue;
        proposal.sponsors = tvx_arena_array(arena, count, sizeof *proposal.sponsors);
        if (proposal.sponsors == NULL)
            return tvx_error_nomem(u->error);
        for (size_t j = i; j < count; j++)
            if (!done[j] && deletes[j] == deletes[i] && (deletes[i] || strcmp(texts[j], texts[i]) == 0)) {
                proposal.sponsors[proposal.sponsor_count++] = actors[j];
                done[j] = true;
            }
        proposal.place.path = p->path;
        proposal.before = tvx_text_fold_space(arena, u->brackets.text + from, to - from);
        proposal.number = tvx_arena_printf(arena, "%s/%s/%zu", u->paper, p->path, ++serial);
        status = add(u, proposal, from, to);
    }
    return status;
}

/* The provision in which the place stands, or SIZE_MAX. */
static size_t provision_at(const struct undraft *u, size_t start, size_t points)
{
    for (size_t i = 0; i < u->instrument.count; i++) {
        const struct tvx_provision *p = &u->instrument.provisions[i];

        if (p->points > 0 && *p->text != '\0' && p->start + p->points > start && p->start < start + points)
            return i;
    }
    return SIZE_MAX;
}

/* Options number their paragraphs on; "68. Decides …" is to be laid beside 66 without its own number. */
static size_t behind_label(struct undraft *u, const struct tvx_draft_option *option)
{
    struct tvx_label label;
    const char *text = u->brackets.text + option->text_from;

    if (option->text_from == option->text_to ||
        tvx_label_parse(&label, u->view->arena, text, true, u->error) != TVX_OK || label.kind != TVX_LABEL_NUMBER ||
        label.length >= option->text_to - option->text_from)
        return option->text_from;
    return option->text_from + label.length;
}

static enum tvx_status read_options(struct undraft *u)
{
    const struct tvx_brackets *b = &u->brackets;
    size_t *anchors = tvx_arena_array(u->view->arena, b->option_count + 1, sizeof *anchors);
    enum tvx_status status = anchors == NULL ? tvx_error_nomem(u->error) : TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < b->option_count; i++)
        anchors[i] = SIZE_MAX;
    for (size_t i = 0; status == TVX_OK && i < b->option_count; i++) /* the group's first text */
        if (anchors[b->options[i].group] == SIZE_MAX && b->options[i].points > 0)
            anchors[b->options[i].group] = provision_at(u, b->options[i].start, b->options[i].points);
    for (size_t i = 0; status == TVX_OK && i < b->option_count; i++) {
        const struct tvx_draft_option *option = &b->options[i];
        size_t anchor = anchors[option->group], from;
        bool empty = option->text_from == option->text_to;
        struct tvx_proposal proposal = {.action = empty ? TVX_ACTION_SUP : TVX_ACTION_MOD,
                                        .sponsors = option->attributed, .sponsor_count = option->attributed_count,
                                        .start = option->label_start};
        const char *slug = tvx_path_slug(u->view->arena, option->label);

        if (anchor == SIZE_MAX || slug == NULL || option->text_to - option->text_from > LONGEST)
            continue;
        proposal.place.path = u->instrument.provisions[anchor].path;
        proposal.before = u->instrument.provisions[anchor].text;
        from = behind_label(u, option);
        proposal.after = tvx_arena_strndup(u->view->arena, b->text + from, option->text_to - from);
        proposal.number = tvx_arena_printf(u->view->arena, "%s/%s/%s%s%s", u->paper, proposal.place.path, slug,
                                           option->parent == SIZE_MAX ? "" : "-of-",
                                           option->parent == SIZE_MAX ? "" : b->options[option->parent].designator);
        status = add(u, proposal, option->from, option->to);
    }
    return status;
}

/* Numbers that came out the same get a serial: each proposal has its own. */
static int by_number(const void *x, const void *y)
{
    const struct tvx_proposal *const *a = x, *const *b = y;
    int order = strcmp((*a)->number, (*b)->number);

    return order != 0 ? order : (*a)->start < (*b)->start ? -1 : (*a)->start > (*b)->start;
}

static enum tvx_status part_numbers(struct undraft *u)
{
    struct tvx_proposal **sorted = tvx_arena_array(u->view->arena, u->out->count + 1, sizeof *sorted);

    if (sorted == NULL)
        return tvx_error_nomem(u->error);
    for (size_t i = 0; i < u->out->count; i++)
        sorted[i] = &u->out->proposals[i];
    qsort(sorted, u->out->count, sizeof *sorted, by_number);
    for (size_t i = 0, same; i < u->out->count; i += same) {
        const char *number = sorted[i]->number;

        for (same = 1; i + same < u->out->count && strcmp(sorted[i + same]->number, number) == 0; same++) {
            sorted[i + same]->number = tvx_arena_printf(u->view->arena, "%s-%zu", number, same + 1);
            if (sorted[i + same]->number == NULL)
                return tvx_error_nomem(u->error);
            number = sorted[i]->number;
        }
    }
    return TVX_OK;
}

/* Named brackets from which nothing was made. */
static enum tvx_status warn_unused(struct undraft *u)
{
    const struct tvx_brackets *b = &u->brackets;
    const struct tvx_lines *lines = &u->view->after;
    size_t count = 0, first = 0, line = 0;

    for (size_t i = 0; i < b->count; i++)
        if (b->items[i].attributed_count > 0 && !u->used[i] && count++ == 0)
            first = b->items[i].start;
    if (count == 0)
        return TVX_OK;
    while (line + 1 < lines->count && lines->items[line + 1].start <= first)
        line++;
    u->out->warnings = tvx_arena_alloc(u->view->arena, sizeof *u->out->warnings);
    if (u->out->warnings == NULL)
        return tvx_error_nomem(u->error);
    u->out->warnings[0] = (struct tvx_warning){
        "bracket-beyond-provision",
        tvx_arena_printf(u->view->arena, "No proposal was made of %zu bracket%s with names: over several provisions or "
                         "in none", count, count == 1 ? "" : "s"), lines->items[line].first_block};
    u->out->warning_count = 1;
    return u->out->warnings[0].message == NULL ? tvx_error_nomem(u->error) : TVX_OK;
}

/* Provisions and brackets both stand in the text's order. */
static enum tvx_status read_provisions(struct undraft *u)
{
    const struct tvx_brackets *b = &u->brackets;
    size_t length = strlen(b->text), bracket = 0;
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < u->instrument.count; i++) {
        const struct tvx_provision *p = &u->instrument.provisions[i];
        size_t from, to;

        while (bracket < b->count && b->items[bracket].start < p->start)
            bracket++;
        if (p->points == 0 || *p->text == '\0' || bracket == b->count ||
            b->items[bracket].start >= p->start + p->points)
            continue;
        from = b->items[bracket].from;
        for (size_t back = b->items[bracket].start; back > p->start; back--) /* points before the first bracket */
            while (((unsigned char)b->text[--from] & 0xC0) == 0x80)
                ;
        to = from + tvx_utf8_offset(b->text + from, length - from, p->points);
        status = read_provision(u, p, bracket, from, to);
    }
    return status;
}

static enum tvx_status read_form(struct tvx_contribution *out, const struct tvx_form_view *view,
                                 const struct tvx_form_weight *weight, struct tvx_error *error)
{
    struct undraft *u = weight->kept;
    size_t end = view->document->block_count, unknown;
    enum tvx_status status;

    u->view = view;
    u->out = out;
    u->error = error;
    status = tvx_instrument_parse_document(&u->instrument, view->arena, view->document, &view->after, error);
    for (size_t i = 0; i < view->after.count && status == TVX_OK && end == view->document->block_count; i++)
        if (u->instrument.count > 1 && view->after.items[i].start >= u->instrument.provisions[1].start)
            end = view->after.items[i].first_block;
    if (status == TVX_OK)
        status = tvx_header_parse(&out->header, &unknown, view->arena, view->document, end, error);
    if (status != TVX_OK)
        return status;
    u->paper = out->header.symbol == NULL ? "-" : out->header.symbol;
    u->used = tvx_arena_array(view->arena, u->brackets.count + 1, sizeof *u->used);
    status = u->used == NULL ? tvx_error_nomem(error) : read_provisions(u);
    if (status == TVX_OK)
        status = read_options(u);
    if (status == TVX_OK)
        status = warn_unused(u);
    return status == TVX_OK ? part_numbers(u) : status;
}
const struct tvx_form tvx_form_undraft = {"un-draft", weigh, read_form};
