/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Is what is struck and underlined in a PDF a redline?  A PDF keeps no tracked changes: they are drawn, mostly in a
 * colour of their own.  The document is taken for a redline when
 *   - text of it is struck: people do not strike text for its beauty; or
 *   - nothing is struck but a colour that is not the text's own is used for underlined words within lines of plain text
 *     (and is not the blue of links).
 * Then struck text is deleted; underlined text is inserted when it bears such a colour, or when the document draws its
 * marks in the colour of the text (a redline made by hand), there without headings; text both struck and underlined was
 * inserted by one author and deleted by another (INS, nested DEL); double rules in green are moved text, as Word
 * draws it.  Links are never changes.  Where nothing is underlined in the colour of what is struck, which is not the
 * text's, other words in that colour are inserted ("new text in blue").
 * Where it is no redline, the runs bear the format bits STRIKE and UNDERLINE and no change, and what manual.h says of
 * text under MOD applies to them; runs that became changes lose these bits, for the rule was the mark of the change.
 */
#include <math.h>
#include <string.h>
#include <strings.h>
#include <unicode/uchar.h>

#include "manual.h"
#include "pdf_ink.h"
#include "pdf_text.h"

/* LEAST: letters of evidence, below which a rule or two are accidents (fractions, blanks). */
enum { COLOURS = 64, LEAST = 4 };

struct ink_use { /* of one colour, in letters */
    uint32_t colour;
    size_t letters, struck, under;
    size_t within; /* underlined on lines that have plain text too */
    bool mark;     /* hardly used but for marked text */
    bool new_text; /* what is not struck in it was inserted */
};

struct redline {
    struct pdf_text *text;
    struct ink_use uses[COLOURS];
    size_t use_count;
    const struct ink_use *main; /* the colour of the text */
    size_t struck, struck_coloured, under_coloured, under_plain;
    bool is_redline, by_hand;
    size_t deleted, inserted, moved;
};

static size_t letters_of(const struct pdf_line *line, const struct pdf_piece *piece)
{
    size_t count = 0;

    for (uint32_t i = piece->start; i < piece->start + piece->length; i++)
        count += line->text[i] != ' ' && ((unsigned char)line->text[i] & 0xC0) != 0x80;
    return count;
}

static bool near(uint32_t a, uint32_t b)
{
    for (int shift = 0; shift < 24; shift += 8) {
        int one = (int)(a >> shift & 255), other = (int)(b >> shift & 255);

        if (one - other > 24 || other - one > 24)
            return false;
    }
    return true;
}

/* The last one stands for all that there is no room for. */
static struct ink_use *use_of(struct redline *redline, uint32_t colour)
{
    for (size_t i = 0; i < redline->use_count; i++)
        if (near(redline->uses[i].colour, colour))
            return &redline->uses[i];
    if (redline->use_count == COLOURS)
        return &redline->uses[COLOURS - 1];
    redline->uses[redline->use_count].colour = colour;
    return &redline->uses[redline->use_count++];
}

static bool holds(const char *text, size_t length, const char *part)
{
    return length > 0 && memmem(text, length, part, strlen(part)) != NULL;
}

/* By its annotation, or because an address shows. */
static bool is_link(const struct pdf_line *line, const struct pdf_piece *piece)
{
    const char *text = line->text + piece->start;

    if ((piece->marks & PDF_MARK_LINK) != 0)
        return true;
    return (piece->marks & PDF_MARK_UNDER) != 0 && (piece->marks & PDF_MARK_STRIKE) == 0 &&
           (holds(text, piece->length, "http") || holds(text, piece->length, "www.") ||
            holds(text, piece->length, "@") || holds(text, piece->length, "://"));
}

static bool is_link_blue(uint32_t colour)
{
    return (colour >> 16) < 0x48 && (colour >> 8 & 255) < 0x90 && (colour & 255) > 0xA0;
}

static bool is_green(uint32_t colour)
{
    int r = (int)(colour >> 16), g = (int)(colour >> 8 & 255), b = (int)(colour & 255);

    return g > r + 60 && g > b + 40;
}

static unsigned marks_of(const struct pdf_line *line, const struct pdf_piece *piece)
{
    return is_link(line, piece) ? 0 : piece->marks & (PDF_MARK_UNDER | PDF_MARK_STRIKE);
}

/* The number of a paragraph is seldom underlined with it. */
static bool is_marked_all_over(const struct pdf_line *line)
{
    bool label = line->piece_count > 1 && tvx_pdf_begins_with_label(line) && letters_of(line, &line->pieces[0]) <= 5;

    for (uint32_t p = label ? 1 : 0; p < line->piece_count; p++)
        if (marks_of(line, &line->pieces[p]) == 0 && letters_of(line, &line->pieces[p]) > 0)
            return false;
    return true;
}

/* An address is broken over lines: what goes on behind a link in its look is the link's too. */
static void extend_links(struct pdf_text *text)
{
    const struct pdf_piece *last = NULL;

    for (size_t i = 0; i < text->count; i++) {
        struct pdf_line *line = &text->lines[i];

        for (uint32_t p = 0; p < line->piece_count && !line->gone; p++) {
            struct pdf_piece *piece = &line->pieces[p];

            if (is_link(line, piece) ||
                (p == 0 && last != NULL && (piece->marks & PDF_MARK_UNDER) != 0 && piece->colour == last->colour &&
                 memchr(line->text + piece->start, ' ', piece->length) == NULL))
                piece->marks |= PDF_MARK_LINK;
            last = (piece->marks & (PDF_MARK_LINK | PDF_MARK_UNDER)) == (PDF_MARK_LINK | PDF_MARK_UNDER) ? piece : NULL;
        }
    }
}

static void count_line(struct redline *redline, const struct pdf_line *line)
{
    bool whole = is_marked_all_over(line);

    for (uint32_t p = 0; p < line->piece_count; p++) {
        const struct pdf_piece *piece = &line->pieces[p];
        unsigned marks = marks_of(line, piece);
        size_t letters = letters_of(line, piece);
        struct ink_use *use = use_of(redline, piece->colour);

        use->letters += letters;
        if ((marks & PDF_MARK_STRIKE) != 0)
            use->struck += letters;
        else if ((marks & PDF_MARK_UNDER) != 0) {
            use->under += letters;
            use->within += whole ? 0 : letters;
        }
    }
}

/* Colours other than the text's own which mostly draw marked text. */
static void judge_colours(struct redline *redline)
{
    for (size_t i = 0; i < redline->use_count; i++)
        if (redline->main == NULL || redline->uses[i].letters > redline->main->letters)
            redline->main = &redline->uses[i];
    for (size_t i = 0; i < redline->use_count; i++) {
        struct ink_use *use = &redline->uses[i];

        use->mark = use != redline->main && use->struck + use->under > 0 &&
                    (use->struck + use->under) * 4 >= use->letters * 3;
        redline->struck += use->struck;
        redline->struck_coloured += use->mark ? use->struck : 0;
        if (use->mark)
            redline->under_coloured += use->under;
        else
            redline->under_plain += use->under;
    }
}

/* Struck words, and words without any rule, in one colour which is neither the text's nor that of underlining. */
static void judge_new_text(struct redline *redline)
{
    for (size_t i = 0; i < redline->use_count; i++) {
        struct ink_use *use = &redline->uses[i];

        use->new_text = use != redline->main && use->struck >= 10 * LEAST && use->struck * 5 >= use->letters &&
                        use->under == 0 && use->struck * 10 >= redline->struck * 9;
    }
}

static void judge(struct redline *redline)
{
    size_t within = 0;

    judge_colours(redline);
    judge_new_text(redline);
    for (size_t i = 0; i < redline->use_count; i++)
        if (redline->uses[i].mark && !is_link_blue(redline->uses[i].colour))
            within += redline->uses[i].within;
    redline->is_redline = redline->struck >= LEAST || within >= LEAST;
    redline->by_hand = redline->under_coloured == 0 || redline->struck_coloured * 2 < redline->struck;
    /* everything in one colour, all of it marked: the colour of the text is the redline's too */
}

/* Is the line before, as far as it shows, of the same paragraph? */
static bool runs_on(const struct pdf_text *text, const struct pdf_line *line)
{
    const struct pdf_line *before = line - 1;

    return line > text->lines && before->page == line->page && before->region == line->region &&
           before->row == line->row && before->column == line->column && !tvx_pdf_ends_sentence(before) &&
           line->base - before->base < (text->leading + 0.35f) * line->size &&
           fabsf(before->x1 - line->x1) < 4 * line->size && line->x1 - line->x0 > 10 * line->size;
}

static bool looks_like_heading(const struct pdf_text *text, const struct pdf_line *line)
{
    return !line->gone && line->length > 0 && line->length <= 90 && is_marked_all_over(line) &&
           (!tvx_pdf_ends_sentence(line) || line->text[line->length - 1] == ':') &&
           line->text[line->length - 1] != ',' &&
           !u_islower((UChar32)tvx_pdf_first_point(line)) && !runs_on(text, line);
}

static bool ends_marked(const struct pdf_line *line)
{
    return marks_of(line, &line->pieces[line->piece_count - 1]) != 0;
}

/* The same for "Article 5" and "Article 12 – Scope": what stands before a number, if that is three letters and more. */
static uint64_t kind_of_heading(const struct pdf_line *line)
{
    uint64_t hash = 14695981039346656037u;
    uint32_t length = 0;

    while (length < line->length && (line->text[length] < '0' || line->text[length] > '9'))
        length++;
    for (uint32_t i = 0; i < (length > 3 ? length : line->length); i++)
        if (line->text[i] < '0' || line->text[i] > '9')
            hash = (hash ^ (unsigned char)line->text[i]) * 1099511628211u;
    return hash;
}

/* "Contact: the words before the colon are underlined, and begin the paragraph." */
static bool begins_with_heading(const struct pdf_text *text, const struct pdf_line *line)
{
    const struct pdf_piece *first = &line->pieces[0];
    const char *behind;

    if (line->gone || line->piece_count < 2 || first->length > 60 || runs_on(text, line) ||
        (marks_of(line, first) & PDF_MARK_UNDER) == 0 || (marks_of(line, first) & PDF_MARK_STRIKE) != 0 ||
        marks_of(line, first + 1) != 0 || !u_isupper((UChar32)tvx_pdf_first_point(line)))
        return false;
    behind = line->text + first->start + first->length;
    return behind[0] == ':' || (first->length > 1 && behind[-1] == ':');
}

enum { NO_HEADING, BESIDE_MARKS, HEADING, RUN_IN_HEADING };

/*
 * Short lines, underlined from end to end, with nothing marked before and behind them, are headings in that style; of
 * those that stand by marked text, such as read the same but for a number; and the word of an action.
 */
static bool find_headings(const struct pdf_text *text, unsigned char *found)
{
    enum { KINDS = 1024 };
    const struct pdf_line *lines = text->lines;
    int *votes = tvx_arena_array(text->document->arena, KINDS, sizeof *votes);

    if (votes == NULL)
        return false;
    for (size_t i = 0, to; i < text->count; i = to) {
        size_t before = i;
        bool alone;

        to = i + 1;
        if (begins_with_heading(text, &lines[i]))
            found[i] = RUN_IN_HEADING;
        if (!looks_like_heading(text, &lines[i]))
            continue;
        while (to < text->count && (lines[to].gone || looks_like_heading(text, &lines[to])))
            to++;
        while (before > 0 && lines[before - 1].gone)
            before--;
        alone = to - i <= 6 && (before == 0 || !ends_marked(&lines[before - 1])) &&
                (to == text->count || marks_of(&lines[to], &lines[to].pieces[0]) == 0);
        for (size_t k = i; k < to; k++) {
            if (lines[k].gone)
                continue;
            votes[kind_of_heading(&lines[k]) % KINDS] += alone ? 1 : -1;
            found[k] = alone || tvx_manual_is_action(lines[k].text, lines[k].length) ? HEADING : BESIDE_MARKS;
        }
    }
    for (size_t i = 0; i < text->count; i++)
        if (found[i] == BESIDE_MARKS && votes[kind_of_heading(&lines[i]) % KINDS] > 0)
            found[i] = HEADING;
    return true;
}

static void change_piece(struct redline *redline, const struct pdf_line *line, struct pdf_piece *piece, bool heading)
{
    unsigned marks = marks_of(line, piece);
    size_t letters = letters_of(line, piece);
    const struct ink_use *use = use_of(redline, piece->colour);
    bool moved = (piece->marks & PDF_MARK_TWICE) != 0 && is_green(piece->colour);
    bool under = ((marks & PDF_MARK_UNDER) != 0 && (use->mark || (redline->by_hand && !heading))) ||
                 (use->new_text && marks == 0 && letters > 0 && !is_link(line, piece));

    if ((marks & PDF_MARK_STRIKE) != 0 && under) {
        piece->change = TVX_CHANGE_INS;
        piece->nested = TVX_CHANGE_DEL;
    } else if ((marks & PDF_MARK_STRIKE) != 0) {
        piece->change = moved ? TVX_CHANGE_MOVED_FROM : TVX_CHANGE_DEL;
    } else if (under) {
        piece->change = moved ? TVX_CHANGE_MOVED_TO : TVX_CHANGE_INS;
    } else {
        return;
    }
    piece->format &= ~(uint32_t)(TVX_FORMAT_UNDERLINE | TVX_FORMAT_STRIKE);
    redline->deleted += (marks & PDF_MARK_STRIKE) != 0 ? letters : 0;
    redline->inserted += under ? letters : 0;
    redline->moved += moved ? letters : 0;
}

static void warn(const struct redline *redline)
{
    struct tvx_document *document = redline->text->document;
    bool coloured = false;
    bool sure = redline->struck >= 40 && (redline->struck_coloured * 10 >= redline->struck * 9 || redline->by_hand);

    for (size_t i = 0; i < redline->use_count; i++)
        coloured = coloured || redline->uses[i].new_text;
    tvx_document_warn(document, SIZE_MAX, "pdf-redline",
                      "a PDF keeps no tracked changes; by the lines on its pages %zu letters were taken as struck "
                      "(deleted) and %zu as %s (inserted)%s%s: %s",
                      redline->deleted, redline->inserted, coloured ? "coloured" : "underlined",
                      redline->moved > 0 ? ", some of them as moved" : "",
                      redline->by_hand ? ", marked in the colour of the text" : ", marked by colour",
                      sure ? "quite sure" : "compare with the page");
}

bool tvx_pdf_redline(struct pdf_text *text)
{
    struct redline redline = {.text = text};
    unsigned char *heading = tvx_arena_array(text->document->arena, text->count, sizeof *heading);

    if (heading == NULL)
        return false;
    extend_links(text);
    for (size_t i = 0; i < text->count; i++)
        if (!text->lines[i].gone)
            count_line(&redline, &text->lines[i]);
    judge(&redline);
    if (redline.by_hand && !find_headings(text, heading))
        return false;
    for (size_t i = 0; i < text->count; i++) {
        struct pdf_line *line = &text->lines[i];

        for (uint32_t p = 0; p < line->piece_count; p++) {
            struct pdf_piece *piece = &line->pieces[p];

            piece->format |= (piece->marks & PDF_MARK_UNDER) != 0 ? TVX_FORMAT_UNDERLINE : 0;
            piece->format |= (piece->marks & PDF_MARK_STRIKE) != 0 ? TVX_FORMAT_STRIKE : 0;
            piece->format |= is_link(line, piece) ? TVX_FORMAT_LINK : 0;
            if (redline.is_redline || (piece->marks & PDF_MARK_NOTE) != 0)
                change_piece(&redline, line, piece,
                             heading[i] == HEADING || (heading[i] == RUN_IN_HEADING && p == 0));
        }
    }
    if (redline.deleted + redline.inserted > 0)
        warn(&redline);
    return true;
}
