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
 * draws it.  Links are never changes.
 * Where it is no redline, the runs bear the format bits STRIKE and UNDERLINE and no change, and what manual.h says of
 * text under MOD applies to them; runs that became changes lose these bits, for the rule was the mark of the change.
 */
#include <string.h>
#include <strings.h>
#include <travaux/text/utf8.h>

#include "pdf_ink.h"
#include "pdf_text.h"

/* LEAST: letters of evidence, below which a rule or two are accidents (fractions, blanks). */
enum { COLOURS = 64, LEAST = 4 };

struct ink_use { /* of one colour, in letters */
    uint32_t colour;
    size_t letters, struck, under;
    size_t within; /* underlined on lines that have plain text too */
    bool mark;     /* hardly used but for marked text */
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

static bool is_marked_all_over(const struct pdf_line *line)
{
    for (uint32_t p = 0; p < line->piece_count; p++)
        if (marks_of(line, &line->pieces[p]) == 0 && letters_of(line, &line->pieces[p]) > 0)
            return false;
    return true;
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

static void judge(struct redline *redline)
{
    size_t within = 0;

    judge_colours(redline);
    for (size_t i = 0; i < redline->use_count; i++)
        if (redline->uses[i].mark && !is_link_blue(redline->uses[i].colour))
            within += redline->uses[i].within;
    redline->is_redline = redline->struck >= LEAST || within >= LEAST;
    redline->by_hand = redline->under_coloured == 0 || redline->struck_coloured * 2 < redline->struck;
    /* everything in one colour, all of it marked: the colour of the text is the redline's too */
}

/* A short line, underlined from end to end, with nothing marked before and behind it, is a heading in that style. */
static bool is_heading(const struct pdf_text *text, const struct pdf_line *line)
{
    const struct pdf_line *before = line > text->lines ? line - 1 : NULL;
    const struct pdf_line *next = line + 1 < text->lines + text->count ? line + 1 : NULL;
    char last = line->length > 0 ? line->text[line->length - 1] : ' ';

    if (line->length > 90 || !is_marked_all_over(line) || strchr(".;,", last) != NULL)
        return false;
    if (before != NULL && marks_of(before, &before->pieces[before->piece_count - 1]) != 0)
        return false;
    return next == NULL || marks_of(next, &next->pieces[0]) == 0;
}

static void change_piece(struct redline *redline, const struct pdf_line *line, struct pdf_piece *piece, bool heading)
{
    unsigned marks = marks_of(line, piece);
    const struct ink_use *use = use_of(redline, piece->colour);
    bool moved = (piece->marks & PDF_MARK_TWICE) != 0 && is_green(piece->colour);
    bool under = (marks & PDF_MARK_UNDER) != 0 && (use->mark || (redline->by_hand && !heading));
    size_t letters = letters_of(line, piece);

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
    bool sure = redline->struck >= 40 && (redline->struck_coloured * 10 >= redline->struck * 9 || redline->by_hand);

    tvx_document_warn(document, SIZE_MAX, "pdf-redline",
                      "a PDF keeps no tracked changes; by the lines on its pages %zu letters were taken as struck "
                      "(deleted) and %zu as underlined (inserted)%s%s: %s",
                      redline->deleted, redline->inserted,
                      redline->moved > 0 ? ", some of them as moved" : "",
                      redline->by_hand ? ", marked in the colour of the text" : ", marked by colour",
                      sure ? "quite sure" : "compare with the page");
}

bool tvx_pdf_redline(struct pdf_text *text)
{
    struct redline redline = {.text = text};

    for (size_t i = 0; i < text->count; i++)
        if (!text->lines[i].gone)
            count_line(&redline, &text->lines[i]);
    judge(&redline);
    for (size_t i = 0; i < text->count; i++) {
        struct pdf_line *line = &text->lines[i];
        bool heading = redline.by_hand && is_heading(text, line);

        for (uint32_t p = 0; p < line->piece_count; p++) {
            struct pdf_piece *piece = &line->pieces[p];

            piece->format |= (piece->marks & PDF_MARK_UNDER) != 0 ? TVX_FORMAT_UNDERLINE : 0;
            piece->format |= (piece->marks & PDF_MARK_STRIKE) != 0 ? TVX_FORMAT_STRIKE : 0;
            piece->format |= is_link(line, piece) ? TVX_FORMAT_LINK : 0;
            if (redline.is_redline)
                change_piece(&redline, line, piece, heading);
        }
    }
    if (redline.deleted + redline.inserted > 0)
        warn(&redline);
    return true;
}
