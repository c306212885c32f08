/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Brackets and options on a terminal: what they come to, who stands behind them, then the tree. */
#include <stdlib.h>
#include <string.h>

#include <travaux/law/proposal.h>
#include <travaux/text/utf8.h>

#include "term_table.h"
#include "words.h"

enum { ENTRIES_SHOWN = 60, CHANGES_SHOWN = 80, TABLE_SHOWN = 15, HEAD_WORDS = 14, TAIL_WORDS = 4 };

struct count {
    const char *name;
    size_t brackets, options, deletes, order;
};
struct counts {
    struct tvx_arena *arena;
    struct count *items;
    size_t count, capacity;
};

static struct count *count_of(struct counts *counts, const char *name)
{
    for (size_t i = counts->count; i-- > 0;)
        if (strcmp(counts->items[i].name, name) == 0)
            return &counts->items[i];
    counts->items = tvx_arena_grow(counts->arena, counts->items, counts->count, &counts->capacity,
                                   sizeof *counts->items);
    if (counts->items == NULL)
        return NULL;
    counts->items[counts->count] = (struct count){.name = name, .order = counts->count};
    return &counts->items[counts->count++];
}

static int by_most(const void *x, const void *y)
{
    const struct count *a = x, *b = y;
    size_t m = a->brackets + a->options, n = b->brackets + b->options;

    return m != n ? (m > n ? -1 : 1) : a->order < b->order ? -1 : a->order > b->order;
}

static void print_counts(struct tvx_term *term, struct counts *counts, const char *head, bool names)
{
    const char *heads[] = {head, "brackets", "options", names ? "delete" : "", names ? "name" : ""};
    struct term_table table;
    size_t shown = term->full || counts->count < TABLE_SHOWN ? counts->count : TABLE_SHOWN;

    if (counts->count == 0)
        return;
    qsort(counts->items, counts->count, sizeof *counts->items, by_most);
    term_newline(term);
    term_table_start(&table, term, counts->arena, heads, names ? 5 : 3, 14u);
    for (size_t i = 0; i < shown; i++) {
        const struct count *c = &counts->items[i];
        const char *deletes = c->deletes == 0 ? "" : tvx_arena_printf(counts->arena, "%zu", c->deletes);

        term_table_row(&table, (const char *[]){*c->name == '\0' ? "(before the first)" : c->name,
                                                tvx_arena_printf(counts->arena, "%zu", c->brackets),
                                                tvx_arena_printf(counts->arena, "%zu", c->options), deletes,
                                                tvx_actor_name(counts->arena, c->name)});
    }
    term_table_end(&table, "");
    if (shown < counts->count)
        term_paragraph(term, counts->arena, 2, TERM_SOFT,
                       tvx_arena_printf(counts->arena, "and %zu more; --full prints them", counts->count - shown));
}

/* Neighbours have mostly the same provision, which count_of finds at once. */
static void summarise(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_brackets *b)
{
    struct counts provisions = {.arena = arena}, actors = {.arena = arena};

    for (size_t i = 0; i < b->count; i++) {
        const struct tvx_bracket *item = &b->items[i];
        struct count *count = item->kind == TVX_BRACKET_TEXT ? count_of(&provisions, item->provision) : NULL;

        if (count != NULL)
            count->brackets++;
        for (size_t j = 0; j < item->attributed_count; j++)
            if ((count = count_of(&actors, item->attributed[j])) != NULL) {
                count->brackets++;
                count->deletes += item->said != NULL && strcmp(item->said, "delete") == 0;
            }
    }
    for (size_t i = 0; i < b->option_count; i++) {
        const struct tvx_draft_option *option = &b->options[i];
        struct count *count = count_of(&provisions, option->provision);

        if (count != NULL)
            count->options++;
        for (size_t j = 0; j < option->attributed_count; j++)
            if ((count = count_of(&actors, option->attributed[j])) != NULL)
                count->options++;
    }
    if (provisions.count > 1)
        print_counts(term, &provisions, "provision", false);
    print_counts(term, &actors, "actor", true);
}

static void apart(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_brackets *b)
{
    static const struct { enum tvx_bracket_kind kind; const char *one, *many; } kinds[] = {
        {TVX_BRACKET_NOTE, "note's mark", "marks of notes"},
        {TVX_BRACKET_ELLIPSIS, "[…]", "[…]"},
        {TVX_BRACKET_EDITORIAL, "editor's word", "editor's words"},
        {TVX_BRACKET_PLACEHOLDER, "placeholder", "placeholders"},
        {TVX_BRACKET_BOX, "box to tick", "boxes to tick"},
        {TVX_BRACKET_AGREED, "mark of agreement", "marks of agreement"},
        {TVX_BRACKET_ACTORS, "bracket with names only", "brackets with names only"},
    };
    const char *parts[sizeof kinds / sizeof *kinds + 1];
    size_t count = 0;

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (b->kinds[kinds[i].kind] > 0)
            parts[count++] = show_words_number(arena, b->kinds[kinds[i].kind], kinds[i].one, kinds[i].many);
    if (b->notes > 0)
        parts[count++] = show_words_number(arena, b->notes, "note in braces", "notes in braces");
    if (count > 0)
        term_field(term, arena, "apart", show_words_join(arena, parts, count, 0, " · "));
}

static size_t option_groups(const struct tvx_brackets *b)
{
    size_t groups = 0;

    for (size_t i = 0; i < b->option_count; i++)
        if (b->options[i].group >= groups)
            groups = b->options[i].group + 1;
    return groups;
}

static void print_faults(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_brackets *b)
{
    if (b->fault_count == 0)
        return;
    term_newline(term);
    term_styled(term, TERM_ALERT, "Unbalanced");
    term_newline(term);
    for (size_t i = 0; i < b->fault_count; i++) {
        const struct tvx_bracket_fault *fault = &b->faults[i];
        const char *what = fault->opens ? "opened, never closed:" : "closed, never opened:";
        struct term_flow flow;

        term_flow_start(&flow, arena, term, term_width(term) - 4);
        term_flow_str(&flow, TERM_SOFT,
                      tvx_arena_printf(arena, "line %zu%s%s, %s", fault->line, *fault->provision == '\0' ? "" : ", ",
                                       fault->provision, what));
        term_flow_str(&flow, TERM_PLAIN, " … ");
        term_flow_str(&flow, TERM_PLAIN, fault->context);
        term_flow_str(&flow, TERM_PLAIN, " …");
        term_flow_end(&flow);
        term_lines(term, &flow, 4, "  !", TERM_ALERT);
    }
}

/* First and last words of a long text. */
static void shortened(struct term_flow *flow, enum term_style style, const char *text, size_t length, bool full)
{
    char *folded = full ? NULL : tvx_text_fold_space(flow->arena, text, length);
    size_t first, last;

    if (folded != NULL) {
        text = folded;
        length = strlen(folded);
    }
    first = show_words_first(text, length, HEAD_WORDS);
    last = show_words_last(text, length, TAIL_WORDS);
    if (full || first >= last || last - first < 12) {
        term_flow_text(flow, style, text, length);
        return;
    }
    term_flow_text(flow, style, text, first);
    term_flow_str(flow, TERM_SOFT, tvx_arena_printf(flow->arena, " … %zu words … ",
                                                    show_words_count(text + first, last - first)));
    term_flow_text(flow, style, text + last, length - last);
}

static void names(struct term_flow *flow, const char *const *items, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        term_flow_str(flow, TERM_STRONG, items[i]);
        term_flow_str(flow, TERM_STRONG, i + 1 < count ? ", " : ": ");
    }
}

static void print_option(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_brackets *b,
                         const struct tvx_draft_option *option)
{
    struct term_flow flow;
    size_t indent = 2 + 2 * (size_t)option->level;

    term_flow_start(&flow, arena, term, term_width(term) - indent - 2);
    term_flow_str(&flow, TERM_LOCUS, option->label);
    term_flow_str(&flow, TERM_PLAIN, "  ");
    names(&flow, option->attributed, option->attributed_count);
    if (*option->title != '\0') {
        term_flow_str(&flow, TERM_STRONG, option->title);
        term_flow_str(&flow, TERM_PLAIN, "  ");
    }
    if (option->no_text && *option->title == '\0')
        term_flow_str(&flow, TERM_SOFT, "no text ");
    shortened(&flow, TERM_PLAIN, b->text + option->text_from, option->text_to - option->text_from, term->full);
    term_flow_end(&flow);
    term_lines(term, &flow, indent + 2, NULL, TERM_PLAIN);
}

static void print_bracket(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_brackets *b,
                          const struct tvx_bracket *item)
{
    struct term_flow flow;
    size_t indent = 4 + 2 * (size_t)(item->depth > 10 ? 10 : item->depth);

    if (item->option != SIZE_MAX)
        indent += 2 * (size_t)b->options[item->option].level;
    term_flow_start(&flow, arena, term, term_width(term) - indent);
    term_flow_str(&flow, TERM_ALERT, "[");
    names(&flow, item->attributed, item->attributed_count);
    shortened(&flow, item->said == NULL ? TERM_PLAIN : TERM_DEL, b->text + item->words_from,
              item->words_to - item->words_from, term->full);
    term_flow_str(&flow, TERM_ALERT, item->closed ? "]" : " (not closed)");
    term_flow_end(&flow);
    term_lines(term, &flow, indent, NULL, TERM_PLAIN);
}

static void print_tree(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_brackets *b)
{
    size_t option = 0, shown = 0, item = 0, all = b->option_count + b->kinds[TVX_BRACKET_TEXT];
    const char *provision = NULL;

    while (item < b->count || option < b->option_count) {
        bool is_option = option < b->option_count &&
                         (item == b->count || b->options[option].from <= b->items[item].from);
        const char *here = is_option ? b->options[option].provision : b->items[item].provision;

        if (!is_option && b->items[item].kind != TVX_BRACKET_TEXT) {
            item++;
            continue;
        }
        if (!term->full && shown == ENTRIES_SHOWN)
            break;
        if (provision == NULL || strcmp(provision, here) != 0) {
            term_newline(term);
            if (*here != '\0') {
                term_styled(term, TERM_STRONG, here);
                term_newline(term);
            }
            provision = here;
        }
        if (is_option)
            print_option(term, arena, b, &b->options[option++]);
        else
            print_bracket(term, arena, b, &b->items[item++]);
        shown++;
    }
    if (shown < all)
        term_paragraph(term, arena, 0, TERM_SOFT,
                       tvx_arena_printf(arena, "%zu more brackets and options; --full prints all, and long ones whole.",
                                        all - shown));
}

void tvx_term_brackets(struct tvx_term *term, struct tvx_arena *arena, const char *name,
                       const struct tvx_brackets *b)
{
    const char *parts[4];
    size_t count = 0;

    parts[count++] = tvx_arena_printf(arena, "%s, %d deep",
                                      show_words_number(arena, b->kinds[TVX_BRACKET_TEXT], "bracket", "brackets"),
                                      b->depth);
    if (b->kinds[TVX_BRACKET_TEXT] == 0)
        parts[0] = "no brackets";
    parts[count++] = b->option_count == 0 ? "no options"
                     : tvx_arena_printf(arena, "%s at %s",
                                        show_words_number(arena, b->option_count, "option", "options"),
                                        show_words_number(arena, option_groups(b), "place", "places"));
    if (b->fault_count > 0)
        parts[count++] = tvx_arena_printf(arena, "%zu unbalanced", b->fault_count);
    if (b->words > 0)
        parts[count++] = tvx_arena_printf(arena, "%zu %% of %zu words stand outside",
                                          (b->words_outside * 100 + b->words / 2) / b->words, b->words);
    term_styled(term, TERM_STRONG, name);
    term_newline(term);
    term_paragraph(term, arena, 2, TERM_PLAIN, show_words_join(arena, parts, count, 0, " · "));
    apart(term, arena, b);
    if (b->agreed_count > 0)
        term_paragraph(term, arena, 2, TERM_PLAIN,
                       tvx_arena_printf(arena, "%s that a text is agreed",
                                        show_words_number(arena, b->agreed_count, "mark", "marks")));
    if (b->cut)
        term_paragraph(term, arena, 2, TERM_ALERT, "There are more brackets than were looked at.");
    summarise(term, arena, b);
    print_faults(term, arena, b);
    print_tree(term, arena, b);
}

/* ---- between two drafts ---- */

static const struct { enum tvx_bracket_change_kind kind; enum term_style style; const char *mark, *name; } told[] = {
    {TVX_BRACKETS_REOPENED, TERM_ALERT, "reopened", "reopened"}, {TVX_BRACKETS_OPENED, TERM_INS, "opened", "opened"},
    {TVX_BRACKETS_CLOSED, TERM_STRONG, "closed", "closed, the words stay"},
    {TVX_BRACKETS_DROPPED, TERM_DEL, "dropped", "dropped with their words"},
    {TVX_BRACKETS_CHANGED, TERM_LOCUS, "changed", "changed"}, {TVX_BRACKETS_KEPT, TERM_SOFT, "kept", "kept"},
};
enum { TOLD = sizeof told / sizeof *told };

static void count_line(struct tvx_term *term, struct tvx_arena *arena, const char *what, const size_t *kinds)
{
    const char *parts[TOLD];
    size_t count = 0;

    for (size_t i = 0; i < TOLD; i++)
        if (kinds[told[i].kind] > 0)
            parts[count++] = tvx_arena_printf(arena, "%zu %s", kinds[told[i].kind], told[i].name);
    term_field(term, arena, what, count == 0 ? "none" : show_words_join(arena, parts, count, 0, " · "));
}

static void end_of(struct term_flow *flow, const struct tvx_brackets *b, bool option, size_t index,
                   enum term_style style, bool full)
{
    if (option) {
        const struct tvx_draft_option *o = &b->options[index];

        term_flow_str(flow, TERM_LOCUS, o->label);
        term_flow_str(flow, TERM_PLAIN, " ");
        names(flow, o->attributed, o->attributed_count);
        if (*o->title != '\0') {
            term_flow_str(flow, style, o->title);
            term_flow_str(flow, TERM_PLAIN, " ");
        }
        shortened(flow, style, b->text + o->text_from, o->text_to - o->text_from, full);
    } else {
        term_flow_str(flow, style, "[");
        names(flow, b->items[index].attributed, b->items[index].attributed_count);
        shortened(flow, style, b->text + b->items[index].words_from,
                  b->items[index].words_to - b->items[index].words_from, full);
        term_flow_str(flow, style, "]");
    }
}

static void print_change(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_bracket_changes *changes,
                         const struct tvx_bracket_change *change)
{
    const struct tvx_brackets *b = change->b == SIZE_MAX ? changes->a : changes->b;
    size_t index = change->b == SIZE_MAX ? change->a : change->b, row = 0;
    const char *provision = change->option ? b->options[index].provision : b->items[index].provision;
    struct term_flow flow;

    while (row + 1 < TOLD && told[row].kind != change->kind)
        row++;
    term_flow_start(&flow, arena, term, term_width(term) - 12);
    if (*provision != '\0') {
        term_flow_str(&flow, TERM_SOFT, provision);
        term_flow_str(&flow, TERM_SOFT, change->moved ? " (moved)  " : "  ");
    }
    if (change->kind == TVX_BRACKETS_CHANGED && change->b != SIZE_MAX && change->a != SIZE_MAX) {
        end_of(&flow, changes->a, change->option, change->a, TERM_SOFT, term->full);
        term_flow_str(&flow, TERM_STRONG, "  →  ");
    }
    end_of(&flow, b, change->option, index, TERM_PLAIN, term->full);
    if (*change->names_new != '\0')
        term_flow_str(&flow, TERM_INS, tvx_arena_printf(arena, "  {+%s+}", change->names_new));
    if (*change->names_gone != '\0')
        term_flow_str(&flow, TERM_DEL, tvx_arena_printf(arena, "  [-%s-]", change->names_gone));
    term_flow_end(&flow);
    term_lines(term, &flow, 12, tvx_arena_printf(arena, "  %s", told[row].mark), told[row].style);
}

void tvx_term_bracket_changes(struct tvx_term *term, struct tvx_arena *arena, const char *a_name, const char *b_name,
                              const struct tvx_bracket_changes *changes)
{
    size_t shown = 0, all = 0;

    term_styled(term, TERM_STRONG, tvx_arena_printf(arena, "%s  →  %s", a_name, b_name));
    term_newline(term);
    term_paragraph(term, arena, 2, TERM_PLAIN,
                   tvx_arena_printf(arena, "%zu → %zu brackets · %zu → %zu options",
                                    changes->a->kinds[TVX_BRACKET_TEXT], changes->b->kinds[TVX_BRACKET_TEXT],
                                    changes->a->option_count, changes->b->option_count));
    count_line(term, arena, "brackets", changes->kinds);
    count_line(term, arena, "options", changes->option_kinds);
    term_newline(term);
    for (size_t i = 0; i < changes->count; i++) {
        if (changes->items[i].kind == TVX_BRACKETS_KEPT && !term->full)
            continue;
        all++;
        if (!term->full && shown == CHANGES_SHOWN)
            continue;
        print_change(term, arena, changes, &changes->items[i]);
        shown++;
    }
    if (shown < all)
        term_paragraph(term, arena, 0, TERM_SOFT, tvx_arena_printf(arena, "%zu more; --full prints all.", all - shown));
}
