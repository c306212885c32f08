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
    NAMES_SHOWN = 6,      /* sponsors named, unless `full` */
    NAMES_COLUMNS = 60,   /* what the sponsors of a reading may take */
    LETTERS_SHOWN = 8,
    READING_WORDS = 24,   /* of a reading, from its beginning and its end */
    CONFLICTS_NAMED = 6,
    READING_KEPT = 3,     /* unchanged words on each side of a change within a reading */
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

static bool is_blank(const char *text, size_t length)
{
    return show_words_count(text, length) == 0;
}

/* The lead with its loci between ‹ and ›, white space kept outside. */
static void lead_text(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_comparison *comparison)
{
    const struct tvx_lattice *lattice = &comparison->lattice;
    struct term_flow flow;
    size_t next = 0, number = 0;

    term_flow_start(&flow, arena, term, term_width(term) - 2);
    for (size_t i = 0; i < lattice->count; i++) {
        const struct tvx_locus *locus;

        while (next < comparison->loci.count &&
               (comparison->loci.items[next].first < i || !show_words_is_place(comparison, next)))
            next++;
        locus = next < comparison->loci.count ? &comparison->loci.items[next] : NULL;
        if (locus != NULL && i == locus->first) {
            bool before, after;
            const char *words = show_words_locus(arena, comparison, locus, &before, &after);

            term_flow_str(&flow, TERM_PLAIN, before ? " " : "");
            term_flow_str(&flow, TERM_LOCUS, "‹");
            term_flow_str(&flow, TERM_LOCUS, words);
            term_flow_str(&flow, TERM_LOCUS, "›");
            superscript(&flow, ++number);
            term_flow_str(&flow, TERM_PLAIN, after ? " " : "");
            i = locus->last;
        } else if (show_words_leads(comparison, &lattice->columns[i])) {
            term_flow_str(&flow, TERM_PLAIN, lattice->columns[i].token);
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

static void reading_names(struct term_flow *flow, const struct tvx_term *term, struct tvx_arena *arena,
                          const struct tvx_comparison *comparison, const struct tvx_reading *reading, bool base)
{
    uint32_t *members = tvx_arena_array(arena, reading->member_count + 1, sizeof *members);
    size_t count, names_count;
    const char **names;

    if (members == NULL)
        return;
    count = show_words_speaking(comparison, reading, members);
    names = tvx_comparison_sponsors(comparison, arena, members, count, &names_count);
    if (names == NULL)
        return;
    if (base && comparison->lead_variant == 0) {
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
    if (names_count > 0)
        term_flow_str(flow, TERM_PLAIN, ": ");
    term_flow_str(flow, TERM_PLAIN,
                  show_words_fit(arena, names, names_count, term->full ? 0 : NAMES_COLUMNS));
}

/* A reading and who has it: side by side, or on a narrow terminal one below the other. */
static void reading_row(struct tvx_term *term, const struct term_flow *text, const struct term_flow *names,
                        const char *mark, enum term_style style)
{
    if (term_width(term) >= SIDE_BY_SIDE) {
        term_columns(term, text, names, MARK_COLUMNS, mark, style, MARK_COLUMNS + text->width + 2);
    } else {
        term_lines(term, text, MARK_COLUMNS, mark, style);
        term_lines(term, names, MARK_COLUMNS + 2, NULL, TERM_PLAIN);
    }
}

static void start_row(struct term_flow *text, struct term_flow *names, const struct tvx_term *term,
                      struct tvx_arena *arena)
{
    size_t room = term_width(term) - MARK_COLUMNS, left = room * 56 / 100;
    bool side = term_width(term) >= SIDE_BY_SIDE;

    term_flow_start(text, arena, term, side ? left : room);
    term_flow_start(names, arena, term, side ? room - left - 2 : room - 2);
}

static void one_reading(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_comparison *comparison,
                        const struct tvx_locus *locus, size_t number, size_t lead, const char *mark)
{
    const struct tvx_reading *reading = &locus->readings[number];
    bool is_lead = number == lead;
    struct show_redline redline;
    struct term_flow text, names;

    start_row(&text, &names, term, arena);
    if (is_blank(reading->text, strlen(reading->text))) {
        term_flow_str(&text, TERM_SOFT, is_lead || lead == SIZE_MAX || *locus->readings[lead].text == '\0'
                                            ? "(nothing)" : "(left out)");
    } else if (is_lead) {
        reading_text(&text, term, TERM_PLAIN, reading->text);
    } else if (lead != SIZE_MAX && show_redline_reading(&redline, arena, locus->readings[lead].text, reading->text,
                                                        term->full ? 0 : READING_KEPT)) {
        term_redline(&text, &redline);
    } else {
        term_flow_str(&text, TERM_INS, "{+");
        reading_text(&text, term, TERM_INS, reading->text);
        term_flow_str(&text, TERM_INS, "+}");
    }
    term_flow_end(&text);
    reading_names(&names, term, arena, comparison, reading, is_lead);
    term_flow_end(&names);
    reading_row(term, &text, &names, mark, locus->conflict ? TERM_ALERT : TERM_LOCUS);
}

/* Those who would have none of it, or write it anew, stand at no place in the text: they get a row of their own. */
static void whole(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_comparison *comparison,
                  bool deleting)
{
    struct term_flow text, names;
    size_t count, names_count;
    const uint32_t *variants = show_words_whole(arena, comparison, deleting, &count);
    const char **sponsors;

    if (variants == NULL || count == 0)
        return;
    sponsors = tvx_comparison_sponsors(comparison, arena, variants, count, &names_count);
    start_row(&text, &names, term, arena);
    term_flow_str(&text, deleting ? TERM_DEL : TERM_PLAIN,
                  deleting ? "[-the whole of it-]" : "(written anew, see below)");
    term_flow_end(&text);
    term_flow_str(&names, TERM_STRONG, show_words_letters(arena, comparison, variants, count, 0));
    term_flow_str(&names, TERM_PLAIN, ": ");
    if (sponsors != NULL)
        term_flow_str(&names, TERM_PLAIN,
                      show_words_fit(arena, sponsors, names_count, term->full ? 0 : NAMES_COLUMNS));
    term_flow_end(&names);
    reading_row(term, &text, &names, comparison->families.conflicts > 0 ? "all !" : "all", TERM_ALERT);
}

/* The lead's reading first, whatever its place in the list. */
static void apparatus(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_comparison *comparison)
{
    for (size_t i = 0, place = 0; i < comparison->loci.count; i++) {
        const struct tvx_locus *locus = &comparison->loci.items[i];
        size_t lead = show_words_lead_reading(comparison, locus);
        char text[32];
        const char *mark = text;

        if (!show_words_is_place(comparison, i))
            continue;
        snprintf(text, sizeof text, "%3zu%s", ++place, locus->conflict ? " !" : "");
        if (lead != SIZE_MAX) {
            one_reading(term, arena, comparison, locus, lead, lead, mark);
            mark = NULL;
        }
        for (size_t j = 0; j < locus->count; j++)
            if (j != lead) {
                one_reading(term, arena, comparison, locus, j, lead, mark);
                mark = NULL;
            }
    }
    whole(term, arena, comparison, false);
    whole(term, arena, comparison, true);
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
        term_flow_str(flow, TERM_STRONG, show_words_name(NULL, arena, variant));
        first = false;
    }
    if (family->variant_count > shown)
        term_flow_str(flow, TERM_PLAIN, tvx_arena_printf(arena, " +%zu", family->variant_count - shown));
    if (names != NULL && names_count > 0) {
        term_flow_str(flow, TERM_PLAIN, ": ");
        term_flow_str(flow, TERM_PLAIN,
                      show_words_fit(arena, names, names_count, term->full ? 0 : 3 * NAMES_COLUMNS));
    }
}

static size_t one_family(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_comparison *comparison,
                         size_t number)
{
    const struct tvx_family *family = &comparison->families.items[number];
    const char *kind = show_words_kind(NULL, comparison, number);
    const char *conflicts = show_words_conflicts(NULL, arena, comparison, number, term->full ? 0 : CONFLICTS_NAMED);
    const char *contains = show_words_contains(NULL, arena, comparison, number, term->full ? 0 : CONFLICTS_NAMED);
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
    if (!family->is_base && !family->suppresses && (number != comparison->lead_family || term->full) &&
        (term->full ? show_redline_family(&redline, arena, comparison, number, 0)
                    : show_redline_short(&redline, arena, comparison, number, KEPT_WORDS))) {
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

    term_paragraph(term, arena, 0, TERM_STRONG,
                   tvx_arena_printf(arena, "%s%s%s", comparison->reference, *comparison->heading == '\0' ? "" : " — ",
                                    comparison->heading));
    if (comparison->marginal != NULL)
        term_paragraph(term, arena, 0, TERM_SOFT,
                       tvx_arena_printf(arena, "No. %s of the %s", comparison->marginal, comparison->instrument.key));
    term_paragraph(term, arena, 0, TERM_SOFT, show_words_summary(NULL, arena, comparison));
    if (comparison->is_new)
        term_paragraph(term, arena, 0, TERM_SOFT,
                       comparison->lead_family == SIZE_MAX
                           ? "Nothing of this is in force."
                           : "Nothing of this is in force: the texts are read against the one that most ask for.");
    term_newline(term);
    lead_text(term, arena, comparison);
    term_newline(term);
    apparatus(term, arena, comparison);
    if (comparison->count > 1)
        term_newline(term);
    for (size_t i = 0; i < comparison->families.count; i++)
        if (!show_words_unasked(comparison, i))
            left_out += one_family(term, arena, comparison, i);
    if (show_words_fitted(NULL, comparison) != NULL) {
        term_paragraph(term, arena, 0, TERM_SOFT, show_words_fitted(NULL, comparison));
        term_newline(term);
    }
    touches(term, arena, comparison);
    if (left_out > 0)
        term_paragraph(term, arena, 0, TERM_SOFT,
                       tvx_arena_printf(arena, "\"…\" stands for words left out (%zu in all); --full prints them.",
                                        left_out));
}
