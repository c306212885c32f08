/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Joint statements in the terminal. */
#include <travaux/show/joint.h>

#include "term_redline.h"
#include "term_table.h"
#include "words.h"

#include <string.h>

const char *tvx_joint_quote_words(enum tvx_joint_quote_state state)
{
    static const char *const words[] = {
        [TVX_JOINT_QUOTE_SAME] = "The words stand there.",
        [TVX_JOINT_QUOTE_CHANGED] = "The place reads otherwise than when it was quoted; the words still stand there.",
        [TVX_JOINT_QUOTE_SUPERSEDED] = "Another version is in force, and the words do not stand in it.",
        [TVX_JOINT_QUOTE_OVERTAKEN] = "The place reads otherwise than when it was quoted, and the words are gone.",
        [TVX_JOINT_QUOTE_WRONG] = "The words did not stand there when they were quoted.",
        [TVX_JOINT_QUOTE_GONE] = "The workspace holds nothing under this reference any more.",
        [TVX_JOINT_QUOTE_NOWHERE] = "No reference that the workspace knows goes with this quotation.",
    };

    return words[state];
}

static const char *stands(struct tvx_arena *arena, const struct tvx_joint *joint)
{
    switch (joint->state) {
    case TVX_JOINT_DRAFT: return tvx_arena_printf(arena, "draft, version %zu", joint->latest);
    case TVX_JOINT_OPEN:
        return joint->closes == NULL ? "open for sign-on" : tvx_arena_printf(arena, "open until %s", joint->closes);
    case TVX_JOINT_ENDED: return tvx_arena_printf(arena, "could be signed until %s", joint->closes);
    case TVX_JOINT_CLOSED: return tvx_arena_printf(arena, "closed %.10s", joint->closed_at);
    }
    return "";
}

void tvx_term_joints(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_joint *items, size_t count)
{
    static const char *const heads[] = {"Name", "Title", "Stands", "Signed", "Waiting"};
    struct term_table table;

    term_table_start(&table, term, arena, heads, 5, 1u << 3 | 1u << 4);
    for (size_t i = 0; i < count; i++)
        term_table_row(&table, (const char *[]){items[i].key, items[i].title, stands(arena, &items[i]),
                                                tvx_arena_printf(arena, "%zu", items[i].signatories),
                                                tvx_arena_printf(arena, "%zu", items[i].waiting)});
    term_table_end(&table, "No joint statements.  `travaux statement draft FILE --title TITLE --by NAME` begins one.");
}

void tvx_term_joint_versions(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_joint_version *items,
                             size_t count)
{
    static const char *const heads[] = {"Version", "From", "By", "Saved", "Note", ""};
    struct term_table table;

    term_table_start(&table, term, arena, heads, 6, 3);
    for (size_t i = 0; i < count; i++)
        term_table_row(&table, (const char *[]){tvx_arena_printf(arena, "%zu", items[i].n),
                                                items[i].base == 0 ? "" : tvx_arena_printf(arena, "%zu", items[i].base),
                                                items[i].author, tvx_arena_printf(arena, "%.16s", items[i].at),
                                                items[i].note, items[i].aside ? "kept aside" : ""});
    term_table_end(&table, "");
}

static void redline(struct tvx_term *term, struct tvx_arena *arena, const char *a, const char *b)
{
    struct show_redline pieces;
    struct tvx_diff diff;
    struct term_flow flow;

    if (tvx_diff_text(&diff, arena, a, b, TVX_DIFF_READABLE, NULL) != TVX_OK ||
        !show_redline_make(&pieces, arena, a, b, &diff, term->full ? 0 : 12))
        return;
    term_flow_start(&flow, arena, term, term_width(term) - 4);
    term_redline(&flow, &pieces);
    term_flow_end(&flow);
    term_lines(term, &flow, 4, NULL, TERM_PLAIN);
}

void tvx_term_joint_quotes(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_joint_quote *items,
                           size_t count)
{
    if (count == 0)
        term_paragraph(term, arena, 0, TERM_SOFT, "It quotes nothing.");
    for (size_t i = 0; i < count; i++) {
        const struct tvx_joint_quote *q = &items[i];
        bool well = q->state == TVX_JOINT_QUOTE_SAME;

        term_styled(term, TERM_STRONG, *q->place != '\0' ? q->place : *q->reference != '\0' ? q->reference : "?");
        tvx_buf_str(term->out, "  ");
        term_styled(term, well ? TERM_SOFT : TERM_ALERT, tvx_joint_quote_state_to_string(q->state));
        term_newline(term);
        term_paragraph(term, arena, 2, TERM_PLAIN, tvx_arena_printf(arena, "“%s”", q->quote));
        if (well)
            continue;
        term_paragraph(term, arena, 2, TERM_ALERT,
                       tvx_arena_printf(arena, "%s%s%s", tvx_joint_quote_words(q->state),
                                        q->in_force == NULL ? "" : "  See ", q->in_force == NULL ? "" : q->in_force));
        if (*q->then != '\0' && *q->now != '\0' && strcmp(q->then, q->now) != 0)
            redline(term, arena, q->then, q->now);
    }
}

static void blocks(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_joint_whole *whole)
{
    for (size_t i = 0; i < whole->block_count; i++) {
        const struct tvx_joint_block *b = &whole->blocks[i];
        struct term_flow flow;
        size_t indent = b->kind == TVX_JOINT_QUOTE ? 4 : b->kind == TVX_JOINT_ITEM ? 4 : 2;

        term_newline(term);
        term_flow_start(&flow, arena, term, term_width(term) - indent);
        for (const char *line = b->text; *line != '\0';) {
            size_t length = strcspn(line, "\n");

            term_flow_text(&flow, b->kind == TVX_JOINT_HEADING ? TERM_STRONG : TERM_PLAIN, line, length);
            term_flow_break(&flow);
            line += length + (line[length] == '\n');
        }
        if (b->reference != NULL) {
            term_flow_str(&flow, TERM_SOFT, "— ");
            term_flow_str(&flow, TERM_SOFT, b->reference);
        }
        term_flow_end(&flow);
        term_lines(term, &flow, indent, b->kind == TVX_JOINT_QUOTE  ? "  | "
                                        : b->kind == TVX_JOINT_ITEM ? "  - "
                                                                    : NULL, TERM_SOFT);
    }
}

static const char *confirmed(struct tvx_arena *arena, const struct tvx_joint_signatory *s)
{
    if (s->confirmed == NULL)
        return "waits";
    if (s->by_email || s->confirmed_by == NULL)
        return "by e-mail";
    return tvx_arena_printf(arena, "by %s", s->confirmed_by);
}

static void signatories(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_joint_whole *whole)
{
    static const char *const heads[] = {"No.", "Organisation", "By", "Signed", "Confirmed", ""};
    struct term_table table;

    if (whole->signatory_count == 0)
        return;
    term_newline(term);
    term_table_start(&table, term, arena, heads, 6, 1);
    for (size_t i = 0; i < whole->signatory_count; i++) {
        const struct tvx_joint_signatory *s = &whole->signatories[i];

        term_table_row(&table, (const char *[]){
            tvx_arena_printf(arena, "%lld", (long long)s->id), s->organisation,
            tvx_arena_printf(arena, "%s, %s", s->person, s->function), tvx_arena_printf(arena, "%.16s", s->at),
            confirmed(arena, s),
            s->withdrawn == NULL ? ""
                                 : tvx_arena_printf(arena, "withdrawn %.10s: %s", s->withdrawn, s->because),
        });
    }
    term_table_end(&table, "");
}

void tvx_term_joint(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_joint_whole *whole)
{
    const struct tvx_joint *j = &whole->joint;
    size_t doubtful = 0;

    term_styled(term, TERM_STRONG, whole->version.title);
    term_newline(term);
    term_field(term, arena, "name", j->key);
    term_field(term, arena, "stands", stands(arena, j));
    term_field(term, arena, "version",
               tvx_arena_printf(arena, "%zu, by %s, %.16s%s%s%s", whole->version.n, whole->version.author,
                                whole->version.at, *whole->version.note == '\0' ? "" : ": ", whole->version.note,
                                whole->version.aside ? " (kept aside)" : ""));
    if (j->published != 0)
        term_field(term, arena, "published",
                   tvx_arena_printf(arena, "%.16s by %s, as version %zu", j->published_at, j->published_by,
                                    j->published));
    if (whole->sealed)
        term_field(term, arena, "sealed",
                   tvx_arena_printf(arena, "%.16s by %s%s", whole->seal.at, whole->seal.by,
                                    whole->stale ? "; the list has changed since: seal it again" : ""));
    for (size_t i = 0; i < whole->quote_count; i++)
        doubtful += whole->quotes[i].state != TVX_JOINT_QUOTE_SAME;
    if (doubtful > 0)
        term_field(term, arena, "quotations",
                   tvx_arena_printf(arena, "%zu of %zu need a look: travaux statement check %s", doubtful,
                                    whole->quote_count, j->key));
    blocks(term, arena, whole);
    signatories(term, arena, whole);
}
