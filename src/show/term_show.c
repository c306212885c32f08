/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* One thing whole: a proposal, a provision, an instrument, a document, a diff; and `status` and the report of `add`. */
#include "term_redline.h"
#include "words.h"

#include <string.h>

enum { REVIEW_SHOWN = 40, SAME_SHOWN = 12, FILES_SHOWN = 3 };

static void head(struct tvx_term *term, const char *name, const char *more)
{
    term_styled(term, TERM_STRONG, name);
    if (more != NULL && *more != '\0') {
        tvx_buf_str(term->out, "  ");
        term_styled(term, TERM_SOFT, more);
    }
    term_newline(term);
}

void tvx_term_diff(struct tvx_term *term, struct tvx_arena *arena, const char *a_name, const char *a,
                   const char *b_name, const char *b, const struct tvx_diff *diff)
{
    struct show_redline redline;
    struct term_flow flow;

    head(term, tvx_arena_printf(arena, "[-%s-]  {+%s+}", a_name, b_name),
         diff->words_ins + diff->words_del == 0
             ? "no difference"
             : tvx_arena_printf(arena, "%zu words in, %zu words out, %zu kept", diff->words_ins, diff->words_del,
                                diff->words_equal));
    if (!show_redline_make(&redline, arena, a, b, diff, term->full ? 0 : 20)) {
        term->out->failed = true;
        return;
    }
    term_flow_start(&flow, arena, term, term_width(term));
    term_redline(&flow, &redline);
    term_flow_end(&flow);
    term_lines(term, &flow, 0, NULL, TERM_PLAIN);
    if (redline.words_left_out > 0)
        term_paragraph(term, arena, 0, TERM_SOFT,
                       tvx_arena_printf(arena, "\"[…]\" stands for unchanged words (%zu in all); --full prints them.",
                                        redline.words_left_out));
}

static void edits(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_proposal *proposal)
{
    for (size_t i = 0; i < proposal->edit_count; i++) {
        const struct tvx_edit *edit = &proposal->edits[i];
        struct term_flow flow;

        term_flow_start(&flow, arena, term, term_width(term) - 6);
        if (*edit->before != '\0') {
            term_flow_str(&flow, TERM_DEL, "[-");
            term_flow_str(&flow, TERM_DEL, edit->before);
            term_flow_str(&flow, TERM_DEL, "-] ");
        }
        if (*edit->after != '\0') {
            term_flow_str(&flow, TERM_INS, "{+");
            term_flow_str(&flow, TERM_INS, edit->after);
            term_flow_str(&flow, TERM_INS, "+}");
        }
        term_flow_end(&flow);
        term_lines(term, &flow, 6, "    -", TERM_SOFT);
    }
}

static void block(struct tvx_term *term, struct tvx_arena *arena, const char *title, const char *text)
{
    if (text == NULL || *text == '\0')
        return;
    term_newline(term);
    head(term, title, NULL);
    term_paragraph(term, arena, 2, TERM_PLAIN, text);
}

static const char *doubt(struct tvx_arena *arena, const struct tvx_resolution *resolution)
{
    if (resolution->kind != TVX_UNRESOLVED && resolution->base_differs)
        return tvx_arena_printf(arena,
                                "drafted against another text: %.0f %% of its words stand in the one in force%s%s",
                                100 * resolution->base_agreement, resolution->reason == NULL ? "" : "; ",
                                resolution->reason == NULL ? "" : resolution->reason);
    return resolution->reason;
}

void tvx_term_proposal(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_stored_proposal *proposal)
{
    const struct tvx_proposal *item = &proposal->proposal;
    const struct tvx_resolution *at = &proposal->resolution;

    head(term, tvx_arena_printf(arena, "%s  %s  %s", item->number, tvx_action_to_string(item->action),
                                show_words_place(arena, proposal)), NULL);
    term_field(term, arena, "by", show_words_join(arena, item->sponsors, item->sponsor_count, 0, " · "));
    term_field(term, arena, "target", item->target);
    term_field(term, arena, "stands",
               at->kind == TVX_RESOLVED_NEW
                   ? (at->after_path == NULL ? "new" : tvx_arena_printf(arena, "new, behind %s", at->after_path))
               : at->kind == TVX_UNRESOLVED ? "tied to no provision"
                                            : NULL);
    term_field(term, arena, "note", doubt(arena, at));
    term_field(term, arena, "document", tvx_arena_printf(arena, "%s%s%s", proposal->document,
                                                         proposal->date == NULL ? "" : ", ",
                                                         proposal->date == NULL ? "" : proposal->date));
    if (item->edit_count > 0) {
        term_newline(term);
        head(term, "Edits", NULL);
        edits(term, arena, item);
    }
    block(term, arena, "Before", item->before);
    block(term, arena, "After", item->after);
    block(term, arena, "Reasons", item->reasons);
    if (item->quote != NULL && *item->quote != '\0') {
        block(term, arena, "Evidence", item->quote);
        term_paragraph(term, arena, 2, TERM_SOFT,
                       tvx_arena_printf(arena, "%s, characters %zu to %zu, SHA-256 %s", proposal->document, item->start,
                                        item->start + item->points, proposal->sha256 == NULL ? "?" : proposal->sha256));
    }
}

void tvx_term_provision(struct tvx_term *term, struct tvx_arena *arena,
                        const struct tvx_stored_instrument *instrument_head, const struct tvx_instrument *instrument,
                        size_t index, const struct tvx_stored_proposal *proposals, size_t count)
{
    const struct tvx_provision *item = &instrument->provisions[index];

    head(term, tvx_arena_printf(arena, "%s@%s:%s", instrument_head->key, instrument_head->version, item->path),
         tvx_arena_printf(arena, "%s %s", item->label, item->heading));
    if (item->marginal != NULL)
        term_field(term, arena, "No.",
                   tvx_arena_printf(arena, "%s%s%s", item->marginal, item->amended == NULL ? "" : "  ",
                                    item->amended == NULL ? "" : item->amended));
    term_field(term, arena, "status", instrument_head->in_force ? "in force" : "not in force");
    term_newline(term);
    if (*item->text != '\0')
        term_paragraph(term, arena, 2, TERM_PLAIN, item->text);
    for (size_t i = index + 1; i < instrument->count && instrument->provisions[i].level > item->level; i++) {
        const struct tvx_provision *child = &instrument->provisions[i];
        int depth = child->level - item->level;

        term_paragraph(term, arena, 2 + 2 * (size_t)(depth > 8 ? 8 : depth), TERM_PLAIN,
                       tvx_arena_printf(arena, "%s %s%s%s", child->label, child->heading,
                                        *child->heading != '\0' && *child->text != '\0' ? " " : "", child->text));
    }
    if (count > 0) {
        term_newline(term);
        tvx_term_proposals(term, arena, proposals, count);
    }
}

void tvx_term_instrument(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_stored_instrument *item,
                         const struct tvx_instrument *instrument)
{
    head(term, tvx_arena_printf(arena, "%s@%s", item->key, item->version), item->title);
    term_field(term, arena, "date", item->date);
    term_field(term, arena, "status", item->in_force ? "in force" : "not in force");
    term_newline(term);
    for (size_t i = 0; i < instrument->count; i++) {
        const struct tvx_provision *child = &instrument->provisions[i];
        size_t depth = child->level < 0 ? 0 : child->level > 8 ? 8 : (size_t)child->level;
        struct term_flow flow;

        term_flow_start(&flow, arena, term, term_width(term) - 2 * depth);
        term_flow_str(&flow, TERM_STRONG, child->label);
        term_flow_str(&flow, TERM_PLAIN, *child->label == '\0' ? "" : " ");
        term_flow_str(&flow, TERM_STRONG, child->heading);
        term_flow_str(&flow, TERM_PLAIN, *child->heading == '\0' ? "" : " ");
        term_flow_str(&flow, TERM_PLAIN, child->text);
        term_flow_end(&flow);
        term_lines(term, &flow, 2 * depth, NULL, TERM_PLAIN);
    }
}

void tvx_term_document(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_stored_document *document,
                       const struct tvx_health *health, const struct tvx_last_papers *papers,
                       const struct tvx_lines *lines, const char *text,
                       const struct tvx_stored_proposal *proposals, size_t count)
{
    head(term, document->symbol != NULL ? document->symbol : show_words_file(document->file), document->title);
    term_field(term, arena, "file", document->file);
    term_field(term, arena, "kind", document->kind);
    term_field(term, arena, "meeting", document->meeting);
    term_field(term, arena, "date", document->date);
    term_field(term, arena, "by", show_words_join(arena, document->sponsors, document->sponsor_count, 0, " · "));
    term_field(term, arena, "access", document->access);
    term_field(term, arena, "format", tvx_arena_printf(arena, "%s, %zu bytes, language %s", document->format,
                                                       document->size,
                                                       document->language == NULL || *document->language == '\0'
                                                           ? "unknown" : document->language));
    term_field(term, arena, "SHA-256", document->sha256);
    if (health != NULL)
        tvx_term_health(term, arena, health);
    if (count > 0) {
        term_newline(term);
        tvx_term_proposals(term, arena, proposals, count);
    }
    tvx_term_last_papers(term, arena, papers);
    term_newline(term);
    for (size_t i = 0; lines != NULL && i < lines->count; i++) {
        struct term_flow flow;

        term_flow_start(&flow, arena, term, term_width(term));
        term_marked(&flow, lines->items[i].text);
        term_flow_end(&flow);
        term_lines(term, &flow, 0, NULL, TERM_PLAIN);
    }
    if (lines == NULL && text != NULL)
        term_paragraph(term, arena, 0, TERM_PLAIN, text);
}

static const char *review_line(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_review *review,
                               const char **names, size_t same)
{
    const char *sure = review->confidence <= 0
                           ? "" : tvx_arena_printf(arena, " (confidence %.0f %%)", review->confidence * 100);

    if (same == 1)
        return tvx_arena_printf(arena, "%s%s: %s", review->where, sure, review->message);
    return tvx_arena_printf(arena, "%s%s (%zu): %s", review->message, sure, same,
                            show_words_join(arena, names, same, term->full ? 0 : SAME_SHOWN, ", "));
}

/* One line a message: those of many documents that say the same are named behind it. */
static void review_kind(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_review *review, size_t count,
                        const char *kind, size_t limit)
{
    bool *done = tvx_arena_array(arena, count + 1, sizeof *done);
    const char **names = tvx_arena_array(arena, count + 1, sizeof *names);
    bool files = strcmp(kind, "failed-file") == 0;
    size_t shown = 0, left = 0;

    for (size_t i = 0; done != NULL && names != NULL && i < count; i++) {
        size_t same = 0;

        if (done[i] || strcmp(review[i].kind, kind) != 0)
            continue;
        for (size_t j = i; j < count; j++)
            if (!done[j] && strcmp(review[j].kind, kind) == 0 && review[j].confidence == review[i].confidence &&
                strcmp(review[j].message, review[i].message) == 0) {
                names[same++] = files ? show_words_file(review[j].where) : review[j].where;
                done[j] = true;
            }
        if (shown++ >= limit)
            left += same;
        else
            term_paragraph(term, arena, 2, TERM_PLAIN, review_line(term, arena, &review[i], names, same));
    }
    if (left > 0)
        term_paragraph(term, arena, 2, TERM_SOFT, tvx_arena_printf(arena, "and %zu more; --full prints them", left));
}

/* The code before the colon: "docx-headers: …". */
static size_t code_length(const char *message)
{
    const char *colon = strstr(message, ": ");

    return colon == NULL ? strlen(message) : (size_t)(colon - message);
}

struct warning_code {
    const struct tvx_review *first;
    const char **files;
    size_t count, file_count;
    bool varied; /* not all say the same */
};

static void take_warning(struct warning_code *code, struct tvx_arena *arena, const struct tvx_review *warning,
                         size_t most)
{
    if (code->files == NULL)
        code->files = tvx_arena_array(arena, most, sizeof *code->files);
    code->count++;
    code->varied |= strcmp(code->first->message, warning->message) != 0;
    if (code->files != NULL &&
        (code->file_count == 0 || strcmp(code->files[code->file_count - 1], warning->where) != 0))
        code->files[code->file_count++] = warning->where;
}

/*
 * Of what the readers say, a line a kind: how many, in which documents, and one example.  The rare kinds first: what
 * half of the documents have is the furniture of their pages.
 */
static void review_warnings(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_review *review,
                            size_t count, size_t most)
{
    struct warning_code *codes = NULL;
    size_t code_count = 0, capacity = 0;

    for (size_t i = 0; i < count; i++) {
        size_t length = code_length(review[i].message), k = 0;

        if (strcmp(review[i].kind, "warning") != 0)
            continue;
        while (k < code_count && (code_length(codes[k].first->message) != length ||
                                  memcmp(codes[k].first->message, review[i].message, length) != 0))
            k++;
        if (k == code_count) {
            struct warning_code *larger = tvx_arena_grow(arena, codes, code_count, &capacity, sizeof *larger);

            if (larger == NULL) {
                term->out->failed = true;
                return;
            }
            codes = larger;
            codes[code_count++] = (struct warning_code){.first = &review[i]};
        }
        take_warning(&codes[k], arena, &review[i], most);
    }
    for (size_t shown = 0; shown < code_count; shown++) {
        struct warning_code *next = NULL;
        size_t length;

        for (size_t k = 0; k < code_count; k++)
            if (codes[k].count > 0 && (next == NULL || codes[k].count < next->count))
                next = &codes[k];
        if (next == NULL)
            break;
        length = code_length(next->first->message);
        term_paragraph(term, arena, 2, TERM_PLAIN,
                       tvx_arena_printf(arena, "%.*s (%zu)%s%s%s — %s", (int)length, next->first->message, next->count,
                                        next->first->message + length, next->varied ? ", and the like" : "",
                                        next->file_count > FILES_SHOWN
                                            ? tvx_arena_printf(arena, " — in %zu documents", next->file_count) : "",
                                        show_words_join(arena, next->files, next->file_count, FILES_SHOWN, ", ")));
        next->count = 0;
    }
    term_paragraph(term, arena, 2, TERM_SOFT, "--full prints each; `travaux show DOCUMENT` the document");
}

/* Long lists of one kind are cut, with their number. */
void tvx_term_status(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_counts *counts,
                     const struct tvx_review *review, size_t count)
{
    static const struct { const char *kind, *title; } kinds[] = {
        {"failed-file", "Files that could not be taken"},
        {"doubtful-document", "Documents to look at, the least understood first"},
        {"missing-parent", "Addenda without the document that they add to"},
        {"unresolved-proposal", "Proposals tied to no provision"},
        {"other-version", "Proposals drafted against another text than the one in force"},
        {"warning", "What was not understood while reading"},
    };

    term_field(term, arena, "documents", tvx_arena_printf(arena, "%zu", counts->documents));
    term_field(term, arena, "instruments",
               tvx_arena_printf(arena, "%zu with %zu provisions", counts->instruments, counts->provisions));
    term_field(term, arena, "proposals", tvx_arena_printf(arena, "%zu by %zu actors: %zu tied to a provision, %zu not",
                                                          counts->proposals, counts->actors, counts->resolved,
                                                          counts->unresolved));
    if (counts->matches > 0)
        term_field(term, arena, "matches",
                   tvx_arena_printf(arena, "%zu for your verdict: travaux review", counts->matches));
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t of_kind = 0;

        for (size_t i = 0; i < count; i++)
            of_kind += strcmp(review[i].kind, kinds[k].kind) == 0;
        if (of_kind == 0)
            continue;
        term_newline(term);
        head(term, kinds[k].title, tvx_arena_printf(arena, "(%zu)", of_kind));
        if (strcmp(kinds[k].kind, "warning") == 0 && !term->full)
            review_warnings(term, arena, review, count, of_kind);
        else
            review_kind(term, arena, review, count, kinds[k].kind, term->full ? SIZE_MAX : REVIEW_SHOWN);
    }
}

void tvx_term_added(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_ingest_report *report)
{
    term_paragraph(
        term, arena, 0, TERM_PLAIN,
        tvx_arena_printf(arena, "%s added (%zu proposals, %zu provisions), %zu there already, %zu not taken; %s",
                         show_words_number(arena, report->added_count, "document", "documents"), report->proposals,
                         report->provisions, report->unchanged_count, report->failed_count,
                         show_words_number(arena, report->warnings, "warning", "warnings")));
    if (report->map_count > 0)
        term_paragraph(term, arena, 0, TERM_PLAIN,
                       tvx_arena_printf(arena, "%s read; `travaux calendar` shows what is due",
                                        show_words_number(arena, report->map_count, "map of institutions or dates",
                                                          "maps of institutions or dates")));
}
