/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "html_lattice.h"

#include "html_told.h"
#include "words.h"

#include <string.h>

enum { NAMES_SHOWN = 8, LETTERS_SHOWN = 12, CONFLICTS_NAMED = 8, KEPT_WORDS = 7, READING_KEPT = 3, TOUCHES_SHOWN = 12 };

static void locus_mark(struct html *html, const struct tvx_comparison *comparison, const struct tvx_locus *locus,
                       size_t number)
{
    bool before, after;
    const char *words = show_words_locus(html->arena, comparison, locus, &before, &after);

    html_raw(html, before ? " " : "");
    html_raw(html, locus->conflict ? "<a class=\"locus hot\"" : "<a class=\"locus\"");
    html_printf(html, " href=\"#place-%zu\">", number);
    if (words == NULL || *words == '\0')
        html_raw(html, "<span class=\"gap\">‸</span>");
    else
        html_text(html, words);
    html_printf(html, "<sup>%zu", number);
    html_raw(html, locus->conflict ? "!</sup></a>" : "</sup></a>");
    html_raw(html, after ? " " : "");
}

static void lead_text(struct html *html, const struct tvx_comparison *comparison)
{
    const struct tvx_lattice *lattice = &comparison->lattice;
    size_t next = 0, number = 0;

    html_open_text(html, "p", "text lead");
    for (size_t i = 0; i < lattice->count; i++) {
        while (next < comparison->loci.count &&
               (comparison->loci.items[next].first < i || !show_words_is_place(comparison, next)))
            next++;
        if (next < comparison->loci.count && i == comparison->loci.items[next].first) {
            locus_mark(html, comparison, &comparison->loci.items[next], ++number);
            i = comparison->loci.items[next].last;
        } else if (show_words_leads(comparison, &lattice->columns[i])) {
            html_text(html, lattice->columns[i].token);
        }
    }
    html_raw(html, "</p>\n");
}

static void family_links(struct html *html, const struct tvx_comparison *comparison, const uint32_t *variants,
                         size_t count)
{
    bool *seen = tvx_arena_array(html->arena, comparison->families.count + 1, sizeof *seen);

    for (size_t i = 0; seen != NULL && i < count; i++)
        if (comparison->variants[variants[i]].family < comparison->families.count)
            seen[comparison->variants[variants[i]].family] = true;
    for (size_t i = 0; seen != NULL && i < comparison->families.count; i++)
        if (seen[i])
            html_link(html, tvx_arena_printf(html->arena, "#text-%s", comparison->letters[i]), "fam-link",
                      comparison->letters[i]);
}

static void reading_who(struct html *html, const struct tvx_comparison *comparison, const struct tvx_reading *reading,
                        bool base)
{
    uint32_t *members = tvx_arena_array(html->arena, reading->member_count + 1, sizeof *members);
    size_t count, names_count;
    const char **names;

    if (members == NULL)
        return;
    count = show_words_speaking(comparison, reading, members);
    names = tvx_comparison_sponsors(comparison, html->arena, members, count, &names_count);
    if (base && comparison->lead_variant == 0) {
        html_raw(html, "<span class=\"who\"><b class=\"force\">");
        html_say(html, "in force");
        html_raw(html, "</b> </span>");
        if (names_count > NAMES_SHOWN) {
            html_raw(html, "<span class=\"soft\">");
            html_say_number(html, count, "and left so by {1} text", "and left so by {1} texts");
            html_raw(html, "</span>");
            return;
        }
    }
    family_links(html, comparison, members, count);
    if (names != NULL)
        html_sponsors(html, names, names_count, NAMES_SHOWN);
}

static void one_reading(struct html *html, const struct tvx_comparison *comparison, const struct tvx_locus *locus,
                        size_t number, size_t lead)
{
    const char *text = locus->readings[number].text;
    struct show_redline redline;

    html_open_text(html, "td", "reading");
    if (*text == '\0') {
        html_raw(html, "<em");
        html_attribute(html, "lang", tvx_tongue_name(html_tongue(html))->code);
        html_raw(html, ">");
        if (number == lead || lead == SIZE_MAX || *locus->readings[lead].text == '\0')
            html_say(html, "nothing");
        else
            html_say(html, "left out");
        html_raw(html, "</em>");
    } else if (number == lead) {
        html_text(html, text);
    } else if (lead != SIZE_MAX &&
               show_redline_reading(&redline, html->arena, locus->readings[lead].text, text, READING_KEPT)) {
        html_redline(html, &redline);
    } else {
        html_raw(html, "<ins>");
        html_text(html, text);
        html_raw(html, "</ins>");
    }
    html_raw(html, "</td><td>");
    reading_who(html, comparison, &locus->readings[number], number == lead);
    html_raw(html, "</td></tr>\n");
}

static void conflict_mark(struct html *html)
{
    html_raw(html, "<span class=\"alert\">! ");
    html_say(html, "conflict");
    html_raw(html, "</span>");
}

static void one_locus(struct html *html, const struct tvx_comparison *comparison, const struct tvx_locus *locus,
                      size_t number)
{
    size_t lead = show_words_lead_reading(comparison, locus);

    html_printf(html, "<tbody id=\"place-%zu\"", number);
    html_raw(html, locus->conflict ? " class=\"place hot\"" : " class=\"place\"");
    html_raw(html, " tabindex=\"-1\">\n<tr>");
    html_printf(html, "<th scope=\"rowgroup\" rowspan=\"%zu\">%zu", locus->count, number);
    if (locus->conflict)
        conflict_mark(html);
    html_raw(html, "</th>");
    if (lead != SIZE_MAX)
        one_reading(html, comparison, locus, lead, lead);
    for (size_t i = 0; i < locus->count; i++)
        if (i != lead) {
            html_raw(html, i == 0 && lead == SIZE_MAX ? "" : "<tr>");
            one_reading(html, comparison, locus, i, lead);
        }
    html_raw(html, "</tbody>\n");
}

/* Those who would have none of it, or write it anew, stand at no place in the text: they get a row of their own. */
static bool whole(struct html *html, const struct tvx_comparison *comparison, bool deleting, bool print)
{
    size_t count, names_count;
    const uint32_t *variants = show_words_whole(html->arena, comparison, deleting, &count);
    const char **names;

    if (variants == NULL || count == 0 || !print)
        return count > 0;
    names = tvx_comparison_sponsors(comparison, html->arena, variants, count, &names_count);
    html_raw(html, deleting ? "<tbody id=\"place-all\"" : "<tbody id=\"place-anew\"");
    html_raw(html, " class=\"place\" tabindex=\"-1\">\n<tr><th scope=\"row\">");
    html_say(html, "all");
    if (comparison->families.conflicts > 0)
        conflict_mark(html);
    html_raw(html, deleting ? "</th><td class=\"reading\"><del>" : "</th><td class=\"reading\"><em>");
    html_say(html, deleting ? "the whole of it" : "written anew, see below");
    html_raw(html, deleting ? "</del></td><td>" : "</em></td><td>");
    family_links(html, comparison, variants, count);
    if (names != NULL)
        html_sponsors(html, names, names_count, NAMES_SHOWN);
    html_raw(html, "</td></tr>\n</tbody>\n");
    return true;
}

static void readings_head(struct html *html)
{
    html_raw(html, "<section class=\"scroll\" tabindex=\"0\"");
    html_attribute(html, "aria-label", html_said(html, "Readings"));
    html_raw(html, "><table class=\"readings\">\n<caption>");
    html_say(html, "Where the texts part, and who reads what");
    html_raw(html, " <span class=\"keys\">");
    html_say(html, "(keys j and k go from place to place)");
    html_raw(html, "</span></caption>\n<thead><tr><th scope=\"col\">");
    html_say(html, "Place");
    html_raw(html, "</th><th scope=\"col\">");
    html_say(html, "Reading");
    html_raw(html, "</th><th scope=\"col\">");
    html_say(html, "Texts and sponsors");
    html_raw(html, "</th></tr></thead>\n");
}

static void apparatus(struct html *html, const struct tvx_comparison *comparison)
{
    bool rows = comparison->loci.count > 0 || whole(html, comparison, true, false) ||
                whole(html, comparison, false, false);

    html_raw(html, "<section class=\"card\" aria-labelledby=\"h-apparatus\">\n"
                   "<h2 id=\"h-apparatus\" class=\"vh\">");
    html_say(html, "Where the texts part");
    html_raw(html, "</h2>\n");
    if (comparison->is_new && comparison->lead_family != SIZE_MAX) {
        html_raw(html, "<p class=\"soft\">");
        html_say_with(html, "Nothing of this is in force. The texts are read against that of {1}:",
                      (const char *[]){comparison->letters[comparison->lead_family]}, 1);
        html_raw(html, "</p>\n");
    }
    lead_text(html, comparison);
    if (rows) {
        readings_head(html);
        for (size_t i = 0, number = 0; i < comparison->loci.count; i++)
            if (show_words_is_place(comparison, i))
                one_locus(html, comparison, &comparison->loci.items[i], ++number);
        whole(html, comparison, false, true);
        whole(html, comparison, true, true);
        html_raw(html, "</table></section>\n");
    }
    html_raw(html, "</section>\n");
}

static void family_head(struct html *html, const struct tvx_comparison *comparison, size_t number)
{
    const struct tvx_family *family = &comparison->families.items[number];
    size_t names_count;
    const char **names = tvx_comparison_sponsors(comparison, html->arena, family->variants, family->variant_count,
                                                 &names_count);

    html_raw(html, "<h3><span class=\"letter\">");
    html_text(html, comparison->letters[number]);
    html_raw(html, "</span> ");
    for (size_t i = 0; i < family->variant_count; i++) {
        const struct tvx_variant *variant = &comparison->variants[family->variants[i]];

        if (variant->proposal == NULL) {
            if (family->variant_count == 1)
                html_say(html, "in force");
            continue;
        }
        html_thing(html, "proposal", variant->proposal->proposal.number, "number",
                   show_words_name(html_tongue(html), html->arena, variant));
        html_raw(html, " ");
    }
    html_raw(html, "</h3>\n");
    if (names != NULL)
        html_sponsors(html, names, names_count, 2 * NAMES_SHOWN);
    html_raw(html, "\n");
}

static void tag(struct html *html, const char *class, const char *text)
{
    html_raw(html, "<li");
    if (class != NULL)
        html_attribute(html, "class", class);
    html_raw(html, ">");
    html_text(html, text);
    html_raw(html, "</li>");
}

static void family(struct html *html, const struct html_lattice *lattice, size_t number)
{
    const struct tvx_comparison *comparison = lattice->comparison;
    const struct tvx_family *item = &comparison->families.items[number];
    const struct tvx_tongue *tongue = html_tongue(html);
    const char *kind = show_words_kind(tongue, comparison, number);
    const char *conflicts = show_words_conflicts(tongue, html->arena, comparison, number, CONFLICTS_NAMED);
    const char *contains = show_words_contains(tongue, html->arena, comparison, number, CONFLICTS_NAMED);
    struct show_redline redline;

    html_raw(html,
             conflicts != NULL ? "<article class=\"family hot\" id=\"text-" : "<article class=\"family\" id=\"text-");
    html_text(html, comparison->letters[number]);
    html_raw(html, "\">\n<div class=\"reads\">\n");
    family_head(html, comparison, number);
    if (kind != NULL || conflicts != NULL || contains != NULL) {
        html_raw(html, "<ul class=\"tags\">");
        if (item->variant_count > 1)
            tag(html, NULL, html_said(html, "the same edit"));
        if (kind != NULL)
            tag(html, NULL, kind);
        if (conflicts != NULL)
            tag(html, "alert", tvx_arena_printf(html->arena, "! %s", conflicts));
        if (contains != NULL)
            tag(html, NULL, contains);
        html_raw(html, "</ul>\n");
    }
    html_open_text(html, "p", "text");
    if (item->suppresses) {
        html_raw(html, "<del>");
        html_text(html, comparison->base);
        html_raw(html, "</del>");
    } else if (show_redline_family(&redline, html->arena, comparison, number, KEPT_WORDS)) {
        html_redline(html, &redline);
    }
    html_raw(html, "</p>\n</div>\n");
    if (lattice->told != NULL && lattice->told[number] != NULL)
        html_told(html, lattice->told[number]);
    html_raw(html, "</article>\n");
}

static void families(struct html *html, const struct html_lattice *lattice)
{
    const struct tvx_comparison *comparison = lattice->comparison;
    static const struct { const char *id, *label; } views[] = {
        {"view-marked", SAY("Marked")}, {"view-changes", SAY("Only what changes")},
        {"view-after", SAY("As proposed")}, {"view-before", SAY("In force")}};

    html_raw(html, "<section class=\"families\" aria-labelledby=\"h-texts\">\n<h2 id=\"h-texts\">");
    html_say(html, "Whole texts, family by family");
    html_raw(html, "</h2>\n");
    for (size_t i = 0; i < sizeof views / sizeof *views; i++) {
        html_raw(html, "<input type=\"radio\" name=\"view\"");
        html_attribute(html, "id", views[i].id);
        html_raw(html, i == 0 ? " checked><label" : "><label");
        html_attribute(html, "for", views[i].id);
        html_raw(html, ">");
        html_say(html, views[i].label);
        html_raw(html, "</label>\n");
    }
    html_raw(html, "<div class=\"texts\">\n");
    for (size_t i = 0; i < comparison->families.count; i++)
        if (!show_words_unasked(comparison, i))
            family(html, lattice, i);
    html_raw(html, "</div>\n");
    if (show_words_fitted(html_tongue(html), comparison) != NULL) {
        html_raw(html, "<p class=\"soft\">");
        html_text(html, show_words_fitted(html_tongue(html), comparison));
        html_raw(html, "</p>\n");
    }
    html_raw(html, "</section>\n");
}

static void more_of_them(struct html *html, size_t count)
{
    html_raw(html, "</ul><details><summary>");
    html_say_number(html, count, "{1} more", "{1} more");
    html_raw(html, "</summary><ul class=\"plain\">\n");
}

static void touches(struct html *html, const struct tvx_comparison *comparison)
{
    if (comparison->touch_count == 0)
        return;
    html_raw(html, "<section class=\"card\" aria-labelledby=\"h-touch\">\n<h2 id=\"h-touch\">");
    html_say(html, "Also touched by");
    html_raw(html, "</h2>\n<ul class=\"plain\">\n");
    for (size_t i = 0; i < comparison->touch_count; i++) {
        const struct tvx_proposal *proposal = &comparison->touches[i].proposal->proposal;

        if (i == TOUCHES_SHOWN && comparison->touch_count > TOUCHES_SHOWN + 3)
            more_of_them(html, comparison->touch_count - i);
        html_raw(html, "<li>");
        html_thing(html, "proposal", proposal->number, "number", proposal->number);
        html_raw(html, " ");
        html_text(html, tvx_action_to_string(proposal->action));
        html_raw(html, " ");
        html_sentence(html, comparison->touches[i].why);
        html_raw(html, " ");
        html_sponsors(html, proposal->sponsors, proposal->sponsor_count, 3);
        html_raw(html, "</li>\n");
    }
    html_raw(html, "</ul>");
    if (comparison->touch_count > TOUCHES_SHOWN + 3)
        html_raw(html, "</details>");
    html_raw(html, "\n</section>\n");
}

void html_comparison(struct html *html, const struct html_lattice *lattice)
{
    const struct tvx_comparison *comparison = lattice->comparison;

    html_raw(html, "<div class=\"head\">\n<h1>");
    html_text(html, show_words_title(html->arena, comparison));
    html_raw(html, "</h1>\n<p class=\"facts\"><code>");
    html_text(html, comparison->reference);
    html_raw(html, "</code> · ");
    html_text(html, show_words_summary(html_tongue(html), html->arena, comparison));
    html_raw(html, "</p>\n</div>\n");
    html_raw(html, lattice->law == NULL ? "" : "<div class=\"beside\">\n");
    apparatus(html, comparison);
    if (lattice->law != NULL) {
        html_about(html, lattice);
        html_raw(html, "</div>\n");
    }
    if (comparison->count > 1)
        families(html, lattice);
    touches(html, comparison);
}
