/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The terminal's view of a comparison: the apparatus first, then whole texts by family. */
#include "redline.h"
#include "term_flow.h"
#include "term_redline.h"
#include "words.h"

#include <stdio.h>
#include <string.h>

enum {
    MARK_COLUMNS = 6,     /* " 12! " before a reading, " A " before a text */
    NAMES_SHOWN = 6,      /* sponsors of a reading, unless `full` */
    LETTERS_SHOWN = 8,
    READING_WORDS = 24,   /* of a reading, from its beginning and its end */
    CONFLICTS_NAMED = 6,
    KEPT_WORDS = 7,       /* unchanged words on each side of a change */
    SIDE_BY_SIDE = 64,    /* narrower than this, sponsors stand below the reading */
};

static void superscript(struct term_flow *flow, size_t number)
{
    static const char *const digits[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    char decimal[24];

    snprintf(decimal, sizeof decimal, "%zu", number);
    for (const char *c = decimal; *c != '\0'; c++)
        term_flow_str(flow, TERM_LOCUS, digits[*c - '0']);
}

static bool has_member(const struct tvx_column *column, uint32_t variant)
{
    for (size_t i = 0; i < column->member_count; i++)
        if (column->members[i] == variant)
            return true;
    return false;
}

static bool is_blank(const char *text, size_t length)
{
    return show_words_count(text, length) == 0;
}

/* The lead's words in one locus between ‹ and ›, white space kept outside. */
static void locus_text(struct term_flow *flow, const struct tvx_comparison *comparison, size_t number)
{
    const struct tvx_locus *locus = &comparison->loci.items[number];
    struct tvx_buf text;
    size_t head = 0, tail;

    tvx_buf_init(&text, 1 << 20);
    for (size_t i = locus->first; i <= locus->last && i < comparison->axis.count; i++)
        if (has_member(&comparison->axis.columns[i], 0))
            tvx_buf_str(&text, comparison->axis.columns[i].token);
    tail = text.length;
    while (head < tail && text.data[head] == ' ')
        head++;
    while (tail > head && text.data[tail - 1] == ' ')
        tail--;
    if (head > 0)
        term_flow_str(flow, TERM_PLAIN, " ");
    term_flow_str(flow, TERM_LOCUS, "‹");
    term_flow_text(flow, TERM_LOCUS, tvx_buf_text(&text) + head, tail - head);
    term_flow_str(flow, TERM_LOCUS, "›");
    superscript(flow, number + 1);
    if (tail < text.length)
        term_flow_str(flow, TERM_PLAIN, " ");
    tvx_buf_free(&text);
}

static void lead_text(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_comparison *comparison)
{
    struct term_flow flow;
    size_t next = 0;

    term_flow_start(&flow, arena, term, term_width(term) - 2);
    for (size_t i = 0; i < comparison->axis.count; i++) {
        if (next < comparison->loci.count && i == comparison->loci.items[next].first) {
            locus_text(&flow, comparison, next);
            i = comparison->loci.items[next].last;
            next++;
        } else if (has_member(&comparison->axis.columns[i], 0)) {
            term_flow_str(&flow, TERM_PLAIN, comparison->axis.columns[i].token);
        }
    }
    term_flow_end(&flow);
    term_lines(term, &flow, 2, NULL, TERM_PLAIN);
}

/* The words of a reading; a long one keeps its beginning and its end. */
static void reading_text(struct term_flow *flow, const struct tvx_term *term, enum term_style style, const char *text)
{
    size_t length = strlen(text), head, tail;

    while (length > 0 && text[length - 1] == ' ')
        length--;
    while (length > 0 && *text == ' ') {
        text++;
        length--;
    }
    if (term->full || show_words_count(text, length) <= READING_WORDS + 4) {
        term_flow_text(flow, style, text, length);
        return;
    }
    head = show_words_first(text, length, READING_WORDS * 2 / 3);
    tail = show_words_last(text, length, READING_WORDS / 3);
    term_flow_text(flow, style, text, head);
    term_flow_str(flow, TERM_SOFT, " … ");
    term_flow_text(flow, style, text + tail, length - tail);
}

/* Members that speak of this place: not the base, not those that would delete it all. */
static size_t speaking(const struct tvx_comparison *comparison, const struct tvx_reading *reading, uint32_t *out)
{
    size_t count = 0;

    for (size_t i = 0; i < reading->member_count; i++)
        if (reading->members[i] != 0 && reading->members[i] < comparison->count &&
            !comparison->variants[reading->members[i]].suppressed)
            out[count++] = reading->members[i];
    return count;
}

static void reading_names(struct term_flow *flow, const struct tvx_term *term, struct tvx_arena *arena,
                          const struct tvx_comparison *comparison, const struct tvx_reading *reading, bool base)
{
    uint32_t *members = tvx_arena_array(arena, reading->member_count + 1, sizeof *members);
    size_t count, names_count;
    const char **names;

    if (members == NULL)
        return;
    count = speaking(comparison, reading, members);
    names = tvx_comparison_sponsors(comparison, arena, members, count, &names_count);
    if (names == NULL)
        return;
    if (base && !comparison->is_new) {
        term_flow_str(flow, TERM_PLAIN, "in force");
        if (count == 0)
            return;
        if (!term->full && names_count > NAMES_SHOWN) { /* the many who leave this place alone are of no interest */
            term_flow_str(flow, TERM_SOFT, tvx_arena_printf(arena, " · kept by %zu", count));
            return;
        }
        term_flow_str(flow, TERM_PLAIN, " · ");
    }
    term_flow_str(flow, TERM_STRONG,
                  show_words_letters(arena, comparison, members, count, term->full ? 0 : LETTERS_SHOWN));
    term_flow_str(flow, TERM_PLAIN, " ");
    term_flow_str(flow, TERM_PLAIN,
                  show_words_join(arena, names, names_count, term->full ? 0 : NAMES_SHOWN, " · "));
}

static void one_reading(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_comparison *comparison,
                        const struct tvx_locus *locus, size_t number, const char *mark)
{
    const struct tvx_reading *reading = &locus->readings[number];
    bool base = number == 0, side = term_width(term) >= SIDE_BY_SIDE;
    size_t text_columns = side ? (term_width(term) - MARK_COLUMNS) * 56 / 100 : term_width(term) - MARK_COLUMNS;
    struct term_flow text, names;

    term_flow_start(&text, arena, term, text_columns);
    if (is_blank(reading->text, strlen(reading->text))) {
        term_flow_str(&text, TERM_SOFT, base || is_blank(locus->readings[0].text, strlen(locus->readings[0].text))
                                            ? "(nothing)" : "(left out)");
    } else if (base) {
        reading_text(&text, term, TERM_PLAIN, reading->text);
    } else {
        term_flow_str(&text, TERM_INS, "{+");
        reading_text(&text, term, TERM_INS, reading->text);
        term_flow_str(&text, TERM_INS, "+}");
    }
    term_flow_end(&text);
    term_flow_start(&names, arena, term,
                    side ? term_width(term) - MARK_COLUMNS - text_columns - 2 : term_width(term) - MARK_COLUMNS - 2);
    reading_names(&names, term, arena, comparison, reading, base);
    term_flow_end(&names);
    if (side) {
        term_columns(term, &text, &names, MARK_COLUMNS, mark, locus->conflict ? TERM_ALERT : TERM_LOCUS,
                     MARK_COLUMNS + text_columns + 2);
    } else {
        term_lines(term, &text, MARK_COLUMNS, mark, locus->conflict ? TERM_ALERT : TERM_LOCUS);
        term_lines(term, &names, MARK_COLUMNS + 2, NULL, TERM_PLAIN);
    }
}

/* A reading of nobody who speaks (only suppressed variants) is not printed. */
static void apparatus(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_comparison *comparison)
{
    for (size_t i = 0; i < comparison->loci.count; i++) {
        const struct tvx_locus *locus = &comparison->loci.items[i];
        char mark[32];

        for (size_t j = 0; j < locus->count; j++) {
            if (j == 0)
                snprintf(mark, sizeof mark, "%3zu%s", i + 1, locus->conflict ? " !" : "");
            one_reading(term, arena, comparison, locus, j, j == 0 ? mark : NULL);
        }
        if (locus->conflict)
            term_paragraph(term, arena, MARK_COLUMNS, TERM_ALERT, "! not all of these can stand: conflict");
    }
}

static void family_names(struct term_flow *flow, struct tvx_term *term, struct tvx_arena *arena,
                         const struct tvx_comparison *comparison, const struct tvx_family *family)
{
    size_t names_count, shown = term->full ? SIZE_MAX : 2 * NAMES_SHOWN;
    const char **names = tvx_comparison_sponsors(comparison, arena, family->variants, family->variant_count,
                                                 &names_count);
    bool first = true;

    for (size_t i = 0; i < family->variant_count && i < shown; i++) {
        const struct tvx_variant *variant = &comparison->variants[family->variants[i]];

        if (variant->proposal == NULL && family->variant_count > 1)
            continue;
        term_flow_str(flow, TERM_PLAIN, first ? "" : ", ");
        term_flow_str(flow, TERM_STRONG, show_words_name(arena, variant));
        first = false;
    }
    if (family->variant_count > shown)
        term_flow_str(flow, TERM_PLAIN, tvx_arena_printf(arena, " +%zu", family->variant_count - shown));
    if (names != NULL && names_count > 0) {
        term_flow_str(flow, TERM_PLAIN, "  ");
        term_flow_str(flow, TERM_PLAIN,
                      show_words_join(arena, names, names_count, term->full ? 0 : 2 * NAMES_SHOWN, " · "));
    }
}

static size_t one_family(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_comparison *comparison,
                         size_t number)
{
    const struct tvx_family *family = &comparison->families.items[number];
    const char *kind = show_words_kind(comparison, number);
    const char *conflicts = show_words_conflicts(arena, comparison, number, term->full ? 0 : CONFLICTS_NAMED);
    const char *contains = show_words_contains(arena, comparison, number, term->full ? 0 : CONFLICTS_NAMED);
    struct show_redline redline = {0};
    struct term_flow flow;

    term_flow_start(&flow, arena, term, term_width(term) - MARK_COLUMNS);
    family_names(&flow, term, arena, comparison, family);
    term_flow_end(&flow);
    term_lines(term, &flow, MARK_COLUMNS, tvx_arena_printf(arena, "  %s", comparison->letters[number]), TERM_STRONG);
    if (conflicts != NULL)
        term_paragraph(term, arena, MARK_COLUMNS, TERM_ALERT, tvx_arena_printf(arena, "! %s", conflicts));
    if (contains != NULL)
        term_paragraph(term, arena, MARK_COLUMNS, TERM_SOFT, contains);
    if (kind != NULL)
        term_paragraph(term, arena, MARK_COLUMNS, TERM_SOFT, tvx_arena_printf(arena, "(%s)", kind));
    if (!family->is_base && !family->suppresses &&
        show_redline_make(&redline, arena, comparison->lead, family->text, &comparison->redlines[number],
                          term->full ? 0 : KEPT_WORDS)) {
        term_flow_start(&flow, arena, term, term_width(term) - MARK_COLUMNS);
        term_redline(&flow, &redline);
        term_flow_end(&flow);
        term_lines(term, &flow, MARK_COLUMNS, NULL, TERM_PLAIN);
    }
    term_newline(term);
    return redline.words_left_out;
}

static void touches(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_comparison *comparison)
{
    if (comparison->touch_count == 0)
        return;
    term_styled(term, TERM_STRONG, "Also touched by");
    term_newline(term);
    for (size_t i = 0; i < comparison->touch_count; i++) {
        const struct tvx_proposal *proposal = &comparison->touches[i].proposal->proposal;

        term_paragraph(term, arena, 2, TERM_PLAIN,
                       tvx_arena_printf(arena, "%s  %s  %s: %s", proposal->number,
                                        tvx_action_to_string(proposal->action),
                                        show_words_join(arena, proposal->sponsors, proposal->sponsor_count,
                                                        NAMES_SHOWN, " · "),
                                        comparison->touches[i].why));
    }
    term_newline(term);
}

void tvx_term_comparison(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_comparison *comparison)
{
    size_t left_out = 0;

    term_styled(term, TERM_STRONG, comparison->reference);
    tvx_buf_str(term->out, "  ");
    term_styled(term, TERM_STRONG, show_words_title(arena, comparison));
    term_newline(term);
    if (comparison->marginal != NULL)
        term_paragraph(term, arena, 0, TERM_SOFT,
                       tvx_arena_printf(arena, "No. %s of the %s", comparison->marginal, comparison->instrument.key));
    term_paragraph(term, arena, 0, TERM_SOFT, show_words_summary(arena, comparison));
    if (comparison->is_new)
        term_paragraph(term, arena, 0, TERM_SOFT,
                       comparison->lead_family == SIZE_MAX
                           ? "Nothing of this is in force."
                           : "Nothing of this is in force: the texts are read against the first of them.");
    term_newline(term);
    lead_text(term, arena, comparison);
    term_newline(term);
    apparatus(term, arena, comparison);
    if (comparison->loci.count > 0)
        term_newline(term);
    for (size_t i = 0; i < comparison->families.count; i++)
        if (comparison->count > 1)
            left_out += one_family(term, arena, comparison, i);
    touches(term, arena, comparison);
    if (left_out > 0)
        term_paragraph(term, arena, 0, TERM_SOFT,
                       tvx_arena_printf(arena, "\"[…]\" stands for unchanged words (%zu in all); --full prints them.",
                                        left_out));
}
