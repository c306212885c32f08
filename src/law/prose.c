/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The form of amendments written in words: "In Article 5, paragraph 2, replace “two years” by “three years”".  Lines
 * that parse wholly as instructions speak for it; a text in which they are lost among others is not of this form.
 */
#include <string.h>

#include "action.h"
#include "header.h"
#include "prose_document.h"
#include "sponsors.h"

/* How much of a document must be instructions and what they put in: many of them may stand in a long report. */
enum { PROSE_MANY = 20 };
static const double MANY_SHARE = 0.05, SOME_SHARE = 0.15, ONE_SHARE = 0.3;

static enum tvx_status weigh(struct tvx_form_weight *weight, const struct tvx_form_view *view, struct tvx_error *error)
{
    struct prose *p = tvx_arena_alloc(view->arena, sizeof *p);
    double share, enough;
    enum tvx_status status;

    if (p == NULL)
        return tvx_error_nomem(error);
    *p = (struct prose){.arena = view->arena, .view = view, .error = error};
    weight->kept = p;
    status = prose_document_read(p);
    if (status != TVX_OK || p->count == 0)
        return status;
    share = p->words == 0 ? 0 : (double)p->words_in / (double)p->words;
    enough = p->count >= PROSE_MANY ? MANY_SHARE : p->count > 1 ? SOME_SHARE : ONE_SHARE;
    weight->score = share < enough ? 0.5 * share : 0.55 + 0.2 * share;
    if (share >= enough && p->count >= PROSE_MANY && weight->score < 0.7)
        weight->score = 0.7; /* so many are no accident, however much else the report holds */
    weight->because = tvx_arena_printf(view->arena, "%zu instruction%s in words (\"replace … by …\"), %.0f %% of the "
                                       "text with what they insert", p->count, p->count == 1 ? "" : "s", 100 * share);
    return weight->because == NULL ? tvx_error_nomem(error) : TVX_OK;
}

/* ---- passages to proposals ---- */

struct reader {
    struct prose *p;
    struct tvx_contribution *out;
    size_t proposals, warnings; /* capacities */
    size_t serial;
    const struct prose_place *last_place;
};

static bool changes_words(const struct prose_change *c)
{
    return c->instruction.op == TVX_INSTRUCTION_REPLACE || c->instruction.op == TVX_INSTRUCTION_DELETE ||
           c->instruction.op == TVX_INSTRUCTION_INSERT;
}

static enum tvx_status set_evidence(struct reader *r, struct tvx_proposal *proposal, size_t first, size_t end)
{
    const struct tvx_line *a = &r->p->view->after.items[first], *b = &r->p->view->after.items[end - 1];
    struct tvx_buf buf;

    tvx_buf_init(&buf, 64 << 20);
    for (size_t line = first; line < end; line++) {
        if (line > first)
            tvx_buf_char(&buf, '\n');
        tvx_buf_str(&buf, prose_line(r->p, line));
    }
    proposal->start = a->start;
    proposal->points = b->start + b->points - a->start;
    proposal->quote = buf.failed ? NULL : tvx_arena_strdup(r->p->arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    return proposal->quote == NULL ? tvx_error_nomem(r->p->error) : TVX_OK;
}

/* One more instruction, with the words that it changes as an edit. */
static bool add_instruction(struct tvx_arena *arena, struct tvx_proposal *proposal, const struct tvx_instruction *in)
{
    size_t count = proposal->instruction_count;
    struct tvx_instruction *items = tvx_arena_array(arena, count + 1, sizeof *items);
    struct tvx_edit *edits = tvx_arena_array(arena, proposal->edit_count + 1, sizeof *edits);
    const char *before = in->old_words, *after = in->new_words;

    if (items == NULL || edits == NULL)
        return false;
    if (count > 0)
        memcpy(items, proposal->instructions, count * sizeof *items);
    if (proposal->edit_count > 0)
        memcpy(edits, proposal->edits, proposal->edit_count * sizeof *edits);
    items[count] = *in;
    proposal->instructions = items;
    proposal->instruction_count = count + 1;
    before = before == NULL ? "" : before;
    after = after == NULL ? "" : after;
    if (in->old_end != NULL && (before = tvx_arena_printf(arena, "%s … %s", before, in->old_end)) == NULL)
        return false;
    if (*before == '\0' && *after == '\0')
        return true;
    edits[proposal->edit_count++] = (struct tvx_edit){
        *before == '\0' ? TVX_EDIT_INS : *after == '\0' ? TVX_EDIT_DEL : TVX_EDIT_REPLACE, before, after};
    proposal->edits = edits;
    return true;
}

static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Another change of the words of the same provision belongs to the proposal before. */
static bool joins(const struct reader *r, const struct prose_change *c, const char *path, const struct passage *passage)
{
    const struct tvx_proposal *last = r->out->count > 0 ? &r->out->proposals[r->out->count - 1] : NULL;
    enum tvx_instruction_op op = last == NULL ? TVX_INSTRUCTION_ADD : last->instructions[0].op;

    return last != NULL && passage->number == NULL && changes_words(c) && path != NULL &&
           (op == TVX_INSTRUCTION_REPLACE || op == TVX_INSTRUCTION_DELETE || op == TVX_INSTRUCTION_INSERT) &&
           *last->reasons == '\0' && same_text(last->place.path, path) && same_text(last->place.part, c->place.part) &&
           same_text(last->place.instrument, c->place.instrument) && last->place.marginal == NULL;
}

static enum tvx_status warn(struct reader *r, size_t line, const char *code, const char *message)
{
    struct tvx_contribution *out = r->out;

    out->warnings = tvx_arena_grow(r->p->arena, out->warnings, out->warning_count, &r->warnings,
                                   sizeof *out->warnings);
    if (out->warnings == NULL || message == NULL)
        return tvx_error_nomem(r->p->error);
    out->warnings[out->warning_count++] =
        (struct tvx_warning){code, message, r->p->view->after.items[line].first_block};
    return TVX_OK;
}

static enum tvx_status check(struct reader *r, const struct tvx_proposal *proposal, const struct passage *passage)
{
    const struct tvx_instruction *in = &proposal->instructions[0];

    if (proposal->place.path == NULL && proposal->place.marginal == NULL && proposal->place.part == NULL &&
        in->other == NULL && in->occurrence != TVX_OCCURRENCE_ALL)
        return warn(r, passage->first, "proposal-no-place",
                    tvx_arena_printf(r->p->arena, "Proposal %s names no provision", proposal->number));
    if (in->new_words == NULL && (in->op == TVX_INSTRUCTION_ADD || in->op == TVX_INSTRUCTION_READ ||
                                  in->op == TVX_INSTRUCTION_REPLACE || in->op == TVX_INSTRUCTION_INSERT))
        return warn(r, passage->first, "proposal-no-text",
                    tvx_arena_printf(r->p->arena, "Proposal %s says that a text is to be put in, but gives none",
                                     proposal->number));
    return TVX_OK;
}

static bool set_number(struct reader *r, struct tvx_proposal *proposal, const struct passage *passage)
{
    const struct tvx_header *header = &r->out->header;

    proposal->number = passage->number != NULL ? passage->number
        : tvx_arena_printf(r->p->arena, "%s/%s/%zu", header->sponsor_count > 0 ? header->sponsors[0] : "-",
                           header->symbol == NULL ? "-" : header->symbol, ++r->serial);
    return proposal->number != NULL;
}

static enum tvx_status add_proposal(struct reader *r, const struct passage *passage, const struct prose_change *c,
                                    const char *label)
{
    struct tvx_arena *arena = r->p->arena;
    struct tvx_contribution *out = r->out;
    const char *path = prose_place_path(&c->place, arena, label);
    const char *target = prose_place_printed(&c->place, arena, label);
    struct tvx_instruction in = c->instruction;
    struct tvx_proposal *proposal;
    enum tvx_status status;

    in.no_article = c->place.count > 0 && c->place.steps[0].rank >= PROSE_RANK_PARAGRAPH && c->place.marginal == NULL;
    if (target == NULL || (c->place.count > 0 && path == NULL))
        return tvx_error_nomem(r->p->error);
    if (joins(r, c, path, passage)) {
        proposal = &out->proposals[out->count - 1];
        for (size_t line = 0; line < passage->first; line++)
            if (r->p->view->after.items[line].start == proposal->start)
                return !add_instruction(arena, proposal, &in) ? tvx_error_nomem(r->p->error)
                       : set_evidence(r, proposal, line, passage->end);
        return add_instruction(arena, proposal, &in) ? TVX_OK : tvx_error_nomem(r->p->error);
    }
    out->proposals = tvx_arena_grow(arena, out->proposals, out->count, &r->proposals, sizeof *out->proposals);
    if (out->proposals == NULL)
        return tvx_error_nomem(r->p->error);
    proposal = &out->proposals[out->count++];
    *proposal = (struct tvx_proposal){.action = c->action, .target = target, .before = "", .after = "", .reasons = ""};
    proposal->block = r->p->view->after.items[passage->first].first_block;
    proposal->place = (struct tvx_target){.instrument = c->place.instrument, .version = c->place.version,
                                          .path = path, .marginal = c->place.marginal, .part = c->place.part,
                                          .is_new = c->is_new};
    if (in.op == TVX_INSTRUCTION_ADD || in.op == TVX_INSTRUCTION_READ)
        proposal->after = in.new_words == NULL ? "" : in.new_words;
    if (!set_number(r, proposal, passage) || !add_instruction(arena, proposal, &in))
        return tvx_error_nomem(r->p->error);
    if ((status = tvx_sponsors_choose(proposal, arena, &out->header, NULL, "", r->p->error)) != TVX_OK ||
        (status = set_evidence(r, proposal, passage->first, passage->end)) != TVX_OK)
        return status;
    return check(r, proposal, passage);
}

/* The reasons behind the passage belong to all proposals since the last reasons. */
static enum tvx_status read_reasons(struct reader *r, size_t first, size_t stop, size_t from)
{
    struct tvx_buf buf;
    const char *reasons;
    bool in = false;

    tvx_buf_init(&buf, 16 << 20);
    for (size_t line = first; line < stop; line++) {
        const char *text = prose_line(r->p, line), *rest = tvx_line_phrase(text, "reasons", true);

        if (prose_is_aside(r->p, line))
            continue;
        if (in && (prose_block(r->p, line)->kind == TVX_BLOCK_HEADING))
            break;
        if (rest != NULL || in) {
            if (buf.length > 0)
                tvx_buf_char(&buf, '\n');
            tvx_buf_str(&buf, rest != NULL ? rest : text);
        }
        in |= rest != NULL;
    }
    reasons = buf.failed ? NULL : tvx_arena_strdup(r->p->arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    if (reasons == NULL)
        return tvx_error_nomem(r->p->error);
    for (size_t i = from; *reasons != '\0' && i < r->out->count; i++)
        r->out->proposals[i].reasons = reasons;
    return TVX_OK;
}

static enum tvx_status read_form(struct tvx_contribution *out, const struct tvx_form_view *view,
                                 const struct tvx_form_weight *weight, struct tvx_error *error)
{
    struct prose *p = weight->kept;
    struct reader r = {.p = p, .out = out};
    size_t unknown, end = view->document->block_count, reasoned = 0;
    enum tvx_status status;

    p->error = error;
    if (p->count > 0)
        end = view->after.items[p->items[0].first].first_block;
    status = tvx_header_parse(&out->header, &unknown, p->arena, view->document, end, error);
    for (size_t i = 0; status == TVX_OK && i < p->count; i++) {
        const struct passage *passage = &p->items[i];
        size_t stop = i + 1 < p->count ? p->items[i + 1].first : view->after.count;

        for (size_t k = 0; status == TVX_OK && k < passage->changes.count; k++) {
            const struct prose_change *c = &passage->changes.items[k];
            bool each = c->instruction.op == TVX_INSTRUCTION_STRIKE;

            status = add_proposal(&r, passage, c, NULL);
            for (size_t m = 0; status == TVX_OK && each && m < c->place.more_count; m++)
                status = add_proposal(&r, passage, c, c->place.more[m]);
        }
        if (status == TVX_OK)
            status = read_reasons(&r, passage->end, stop, reasoned);
        if (out->count > 0 && *out->proposals[out->count - 1].reasons != '\0')
            reasoned = out->count;
    }
    return status;
}

const struct tvx_form tvx_form_prose = {"prose", weigh, read_form};
