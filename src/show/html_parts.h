/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Pieces that pages of analyses are put together from: a heading, a card, a table that can be scrolled, a passage with
 * the way to its place in the document, a claim with what it rests on.  Words are English and said in the reader's
 * language here; sentences of claims are English whatever the interface speaks, and are marked so.
 */
#ifndef SHOW_HTML_PARTS_H
#define SHOW_HTML_PARTS_H

#include "html.h"

#include <travaux/analyse/claim.h>
#include <travaux/analyse/force_report.h>

/* `<div class="head"><h1>`, the title as it is, and a line below (said already; NULL: none). */
void html_heading(struct html *html, const char *title, const char *below);

/* A card with its heading, which is said; `id` also names it for links, and is unique in the page. */
void html_card(struct html *html, const char *id, const char *english);
void html_card_end(struct html *html);
/* A card that is folded until it is asked for. */
void html_folded_card(struct html *html, const char *id, const char *english);
void html_folded_card_end(struct html *html);
/* <p class="soft">, said. */
void html_note(struct html *html, const char *english);

struct html_column {
    const char *name; /* English, said here; "" for a column that speaks for itself */
    bool number;
};
/* A table that scrolls by itself where it is too wide; `caption` is said and read out, not shown. */
void html_table(struct html *html, const char *caption, const struct html_column *columns, size_t count);
void html_table_end(struct html *html);
void html_row_head(struct html *html, const char *kind, const char *reference, const char *text); /* <tr><th>, a link */
void html_cell(struct html *html, const char *text);
void html_cell_number(struct html *html, size_t number);
/* A day in the reader's language; "—" where it is not known. */
void html_day(struct html *html, const char *date);
/* "0.4 – 6.0" */
void html_interval(struct html *html, double low, double high, int decimals, bool percent);

/* What the analyses say in English, in an element of the given name ("span", "p"). */
void html_english(struct html *html, const char *element, const char *class, const char *text);
/* The first `words` words of a text, and "…" where it goes on. */
void html_words(struct html *html, const char *text, size_t words);

/* Links to a proposal, an actor; nothing else is written. */
void html_proposal(struct html *html, const char *number);
void html_actor(struct html *html, const char *code);
void html_actors(struct html *html, const char *const *codes, size_t count);
/* Of a proposal the provision or instrument that it is on; its target as printed where it is tied to none. */
void html_place(struct html *html, const struct tvx_stored_proposal *proposal);

/* "NC26/18", a link to the line of the document in which the passage stands; an address leads there from the server. */
void html_source(struct html *html, const struct tvx_evidence *evidence);
/* The passage, quoted, with its source below. */
void html_passage(struct html *html, const struct tvx_evidence *evidence);
/* Its sentence, its passages (folded from the third on), and the row or method that made it. */
void html_claim(struct html *html, const struct tvx_claim *claim);
void html_method(struct html *html, const char *method);

/* Who must do it and by what word, with its level: Member States “shall” (5 of 5). */
void html_norm(struct html *html, const struct tvx_norm *norm);

/*
 * Which part of a long list a page shows: the whole in a static site, else PAGER_ROWS rows from that on which ?page=
 * says.  html_pager writes the links to the other parts; ways of choosing that the page has are kept in them.
 */
struct html_pager {
    size_t from, to; /* rows, to is behind the last */
    size_t page, pages; /* page from 0 */
};
enum { HTML_PAGER_ROWS = 100 };
struct html_pager html_pager_of(const struct html *html, size_t rows);
void html_pager(struct html *html, const struct html_pager *pager);

#endif
