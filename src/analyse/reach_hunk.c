/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "reach_hunk.h"

#include <string.h>
#include <travaux/text/stem.h>

enum { BOUND_REACH = 5, STEM_BYTES = 128 };

static const struct unit *at(struct stretch s, size_t index)
{
    return index < s.units->count ? &s.units->items[index] : NULL;
}

static const struct unit *before(struct stretch s, size_t steps)
{
    return steps <= s.from ? &s.units->items[s.from - steps] : NULL;
}

static bool is(const struct unit *unit, enum unit_kind kind)
{
    return unit != NULL && unit->kind == kind;
}

static bool has(struct stretch s, enum unit_kind kind)
{
    for (size_t i = s.from; i < s.to; i++)
        if (s.units->items[i].kind == kind)
            return true;
    return false;
}

static bool ends_in(struct stretch s, const struct unit *unit, const char *const *endings)
{
    for (; *endings != NULL; endings++) {
        size_t length = strlen(*endings);

        if (unit->end - unit->start > length + 1 && memcmp(s.units->text + unit->end - length, *endings, length) == 0)
            return true;
    }
    return false;
}

/* "birds", not "gross" or "various" */
static bool is_plural(struct stretch s, const struct unit *unit)
{
    static const char *const plural[] = {"s", NULL}, *const other[] = {"ss", "ous", "us", "is", NULL};

    return ends_in(s, unit, plural) && !ends_in(s, unit, other);
}

static bool is_participle(struct stretch s, const struct unit *unit)
{
    static const char *const endings[] = {"ed",  "ing", "wn",  "ught", "é",    "ée",   "és",
                                          "ées", "ant", "ado", "ada",  "ados", "adas", NULL};

    return unit->kind == UNIT_WORD && ends_in(s, unit, endings);
}

/* The relative pronoun of the clause that units[index] stands in. */
static const struct unit *open_clause(struct stretch s, size_t index)
{
    while (index-- > 0) {
        const struct unit *unit = &s.units->items[index];

        if (unit->kind == UNIT_RELATIVE)
            return unit;
        if (unit->kind == UNIT_EXCEPT || unit->kind == UNIT_STOP || unit->kind == UNIT_INCLUDE)
            return NULL;
    }
    return NULL;
}

/* "keeps animals and [lives within …]": does the word behind "and" begin a clause of its own? */
static bool begins_clause(const struct scope_tongue *tongue, struct stretch s, size_t word)
{
    const struct unit *unit = at(s, word), *pronoun = open_clause(s, word), *earlier = before(s, 1);
    bool english = strcmp(scope_tongue_language(tongue), "en") == 0;

    if (unit == NULL || unit->kind == UNIT_RELATIVE || unit->after_auxiliary || unit->kind == UNIT_NOT)
        return true;
    if (unit->kind != UNIT_WORD || unit->after_article || word + 1 >= s.to)
        return false;
    if (is_participle(s, unit) && earlier != NULL)
        return true;
    if (pronoun == NULL)
        return false;
    return !english ||
           (pronoun + 1 < s.units->items + s.units->count && is_plural(s, pronoun + 1) && is_plural(s, unit));
}

/* Is the word, which "and" joins to another, an adjective beside an adjective: "serious and unexpected event"? */
static bool is_adjective(const struct scope_tongue *tongue, struct stretch s, size_t word, size_t other)
{
    const struct unit *a = at(s, word), *b = at(s, other), *first = word < other ? a : b;
    size_t low = word < other ? word : other, high = word < other ? other : word;
    const struct unit *behind = at(s, high + 1), *ahead = low > 0 ? at(s, low - 1) : NULL;

    if (a == NULL || b == NULL || a->kind != UNIT_WORD || b->kind != UNIT_WORD)
        return false;
    if (strcmp(scope_tongue_language(tongue), "en") == 0)
        return !is_plural(s, a) && !is_plural(s, b) && is(behind, UNIT_WORD) && !behind->after_comma &&
               !behind->after_article && !is_participle(s, behind);
    return is(ahead, UNIT_WORD) && !first->after_article && !a->after_article && !b->after_article;
}

static struct verdict joined_by_and(const struct scope_tongue *tongue, struct stretch s)
{
    static const struct verdict item = {EFFECT_WIDENS, "a thing that is counted", SIZE_MAX, false};
    static const struct verdict either = {
        EFFECT_UNCLEAR, "a thing, in a condition, that may count by itself or be asked for besides", SIZE_MAX, false};
    static const struct verdict condition = {EFFECT_NARROWS, "a condition that must be met too", SIZE_MAX, false};
    bool leads = at(s, s.from)->kind == UNIT_AND, in_condition = open_clause(s, s.from) != NULL;
    const struct unit *next = at(s, s.from + 1);

    if (!leads) /* "[serious and] unexpected event" */
        return s.to - s.from == 2 && is_adjective(tongue, s, s.from, s.to) ? condition : in_condition ? either : item;
    if (next == NULL || s.from + 1 == s.to)
        return item;
    if (begins_clause(tongue, s, s.from + 1))
        return condition;
    if (next->kind == UNIT_OF)
        return in_condition ? either : item;
    if (next->kind == UNIT_PREPOSITION || next->kind == UNIT_BY)
        return (struct verdict){EFFECT_UNCLEAR, "words behind “and” that may be a condition or a case more",
                                next->row, false};
    if (s.to - s.from == 2 && is_adjective(tongue, s, s.from + 1, s.from - 1))
        return condition;
    return in_condition ? either : item;
}

/* One unit put in. */
static bool single(struct verdict *out, struct stretch s)
{
    const struct unit *unit = at(s, s.from);

    switch (unit->kind) {
    case UNIT_ONLY:
        *out = (struct verdict){EFFECT_NARROWS, "a word that shuts out everything else", unit->row, false};
        return true;
    case UNIT_MAINLY:
        *out = (struct verdict){EFFECT_WIDENS, "a word that softens a limit", unit->row, false};
        return true;
    case UNIT_ANY:
        *out = (struct verdict){EFFECT_WIDENS, "a word that takes in every case", unit->row, false};
        return true;
    case UNIT_NEUTRAL:
        *out = (struct verdict){EFFECT_WIDENS, "words that make a condition matter no longer", unit->row, false};
        return true;
    case UNIT_OR:
    case UNIT_AND:
        if (s.units->text[unit->start] != ',')
            return false;
        *out = (struct verdict){EFFECT_NONE, "a comma", SIZE_MAX, false};
        return true;
    case UNIT_RELATIVE:
    case UNIT_BY:
    case UNIT_OF:
        *out = (struct verdict){EFFECT_NONE, "a word of grammar", unit->row, false};
        return true;
    default:
        return false;
    }
}

/* ", on land or at sea," */
static bool spells_out(struct stretch s)
{
    const struct unit *first = at(s, s.from), *next = at(s, s.to);

    return first->kind == UNIT_NEUTRAL ||
           (first->after_comma && (next == NULL || next->after_comma) && has(s, UNIT_OR) &&
            (first->kind == UNIT_PREPOSITION || first->kind == UNIT_WORD));
}

struct verdict hunk_inserted(const struct scope_tongue *tongue, struct stretch s)
{
    const struct unit *first = at(s, s.from), *last = at(s, s.to - 1);
    struct verdict verdict;

    if (s.to - s.from == 1 && single(&verdict, s))
        return verdict;
    if (has(s, UNIT_EXCLUDED))
        return (struct verdict){EFFECT_NARROWS, "a sentence that takes cases out", SIZE_MAX, false};
    if (has(s, UNIT_OPEN))
        return (struct verdict){EFFECT_WIDENS, "words that open a list", first->row, false};
    if (first->kind == UNIT_EXCEPT)
        return (struct verdict){EFFECT_NARROWS, "an exception", first->row, false};
    if (first->kind == UNIT_INCLUDE)
        return (struct verdict){EFFECT_WIDENS, "things that are named as taken in", first->row, false};
    if (last->kind == UNIT_INCLUDE)
        return (struct verdict){EFFECT_WIDENS, "a general word of which the list is an example", last->row, false};
    if (first->kind == UNIT_CLOSED || last->kind == UNIT_CLOSED)
        return (struct verdict){EFFECT_NARROWS, "words that close a list", first->row, false};
    if (spells_out(s))
        return (struct verdict){EFFECT_SPELT, "words that spell out cases", first->row, false};
    if (first->kind == UNIT_OR || last->kind == UNIT_OR)
        return (struct verdict){EFFECT_WIDENS, "an alternative", first->kind == UNIT_OR ? first->row : last->row,
                                false};
    if (first->kind == UNIT_AND || last->kind == UNIT_AND)
        return joined_by_and(tongue, s);
    if (has(s, UNIT_NOT))
        return (struct verdict){EFFECT_UNCLEAR, "a negation", SIZE_MAX, false};
    return (struct verdict){EFFECT_NARROWS, "a condition", first->row, false};
}

struct verdict hunk_reversed(struct verdict verdict)
{
    if (verdict.effect == EFFECT_WIDENS || verdict.effect == EFFECT_NARROWS)
        verdict.effect = verdict.effect == EFFECT_WIDENS ? EFFECT_NARROWS : EFFECT_WIDENS;
    return verdict;
}

/* The bound that a number stands under: "more than" before it, "or more" behind it. */
static const struct unit *bound_of(struct stretch s)
{
    for (size_t i = 1; i <= BOUND_REACH; i++) {
        const struct unit *unit = before(s, i);

        if (unit == NULL || unit->kind == UNIT_NUMBER || unit->kind == UNIT_STOP)
            break;
        if (unit->kind == UNIT_LEAST || unit->kind == UNIT_MOST)
            return unit;
    }
    for (size_t i = s.to; i < s.to + 3 && at(s, i) != NULL; i++)
        if (is(at(s, i), UNIT_LEAST) || is(at(s, i), UNIT_MOST))
            return at(s, i);
    return NULL;
}

static struct verdict number_changed(struct stretch a, struct stretch b)
{
    const struct unit *bound = bound_of(b), *old = bound_of(a);
    bool more = at(b, b.from)->number > at(a, a.from)->number;

    if (bound == NULL || old == NULL || bound->kind != old->kind)
        return (struct verdict){EFFECT_UNCLEAR, "A number changes of which the text does not say whether it is the "
                                "least or the most", SIZE_MAX, true};
    if (bound->kind == UNIT_LEAST)
        return (struct verdict){more ? EFFECT_NARROWS : EFFECT_WIDENS,
                                more ? "The least that is asked for goes up"
                                     : "The least that is asked for goes down",
                                bound->row, true};
    return (struct verdict){more ? EFFECT_WIDENS : EFFECT_NARROWS,
                            more ? "The most that is allowed goes up" : "The most that is allowed goes down",
                            bound->row, true};
}

struct stem {
    char bytes[STEM_BYTES];
    size_t length;
};

static int keep(void *context, const char *term, size_t term_length, size_t start, size_t length, bool same_place)
{
    struct stem *stem = context;

    (void)start;
    (void)length;
    (void)same_place;
    if (stem->length + term_length < sizeof stem->bytes) {
        memcpy(stem->bytes + stem->length, term, term_length);
        stem->length += term_length;
    }
    return 0;
}

/* "envoyés" and "envoyées": one stem, each a single word. */
bool hunk_agrees(const struct scope_tongue *tongue, struct stretch a, struct stretch b)
{
    struct tvx_stemmer *stemmer = scope_tongue_stemmer(tongue);
    struct stem x = {.length = 0}, y = {.length = 0};

    if (a.to - a.from != 1 || b.to - b.from != 1 || !is(at(a, a.from), UNIT_WORD) || !is(at(b, b.from), UNIT_WORD))
        return false;
    tvx_terms(stemmer, scope_tongue_language(tongue), a.units->text + at(a, a.from)->start,
              at(a, a.from)->end - at(a, a.from)->start, keep, &x);
    tvx_terms(stemmer, scope_tongue_language(tongue), b.units->text + at(b, b.from)->start,
              at(b, b.from)->end - at(b, b.from)->start, keep, &y);
    return x.length > 0 && x.length == y.length && memcmp(x.bytes, y.bytes, x.length) == 0;
}

/* Is the stretch named in its text as an example ("such as castles")? */
static bool is_example(const struct units *units, struct stretch s)
{
    bool examples = false;

    for (size_t i = 0; i + (s.to - s.from) <= units->count; i++) {
        size_t same = 0;

        examples |= units->items[i].kind == UNIT_INCLUDE || units->items[i].kind == UNIT_OPEN;
        while (examples && same < s.to - s.from && units->items[i + same].id == at(s, s.from + same)->id)
            same++;
        if (examples && same == s.to - s.from)
            return true;
    }
    return false;
}

/* Takes the next alternative of a list off the front of *list. */
static bool next_item(struct stretch *item, struct stretch *list)
{
    while (list->from < list->to && (is(at(*list, list->from), UNIT_OR) || is(at(*list, list->from), UNIT_AND)))
        list->from++;
    if (list->from >= list->to)
        return false;
    *item = (struct stretch){list->units, list->from, list->from};
    while (item->to < list->to && !is(at(*list, item->to), UNIT_OR) && !is(at(*list, item->to), UNIT_AND))
        item->to++;
    list->from = item->to;
    return true;
}

static bool equal(struct stretch a, struct stretch b)
{
    if (a.to - a.from != b.to - b.from)
        return false;
    for (size_t i = 0; i < a.to - a.from; i++)
        if (at(a, a.from + i)->id != at(b, b.from + i)->id)
            return false;
    return true;
}

/* Does each item of `narrow` fall under some item of `broad`, and one at least under a broader one? */
static bool falls_under(const struct scope_tongue *tongue, struct stretch narrow, struct stretch broad)
{
    struct stretch a, b, rest;
    bool any = false;

    while (next_item(&a, &narrow)) {
        bool found = false;

        rest = broad;
        while (!found && next_item(&b, &rest)) {
            bool under = scope_tongue_broader(tongue, at(a, a.from), a.to - a.from, at(b, b.from), b.to - b.from) ||
                         is_example(b.units, a);

            any |= under;
            found = under || equal(a, b);
        }
        if (!found)
            return false;
    }
    return any;
}

static bool only_grammar(struct stretch s)
{
    for (size_t i = s.from; i < s.to; i++)
        if (at(s, i)->kind != UNIT_RELATIVE && at(s, i)->kind != UNIT_BY && at(s, i)->kind != UNIT_OF)
            return false;
    return true;
}

static const char and_for_or[] = "What could be met alone must now be met together (“or” becomes “and”)";

static const char closed_for_open[] = "Words that open or take in become words that close or take out";

/* Replacements of one tie by another. */
static bool ties(struct verdict *out, enum unit_kind a, enum unit_kind b, bool alone)
{
    static const struct {
        enum unit_kind from, to;
        const char *what;
    } pairs[] = {
        {UNIT_AND, UNIT_OR, "What had to be met together may now be met alone (“and” becomes “or”)"},
        {UNIT_CLOSED, UNIT_INCLUDE, "A closed list becomes one that only includes"},
        {UNIT_CLOSED, UNIT_OPEN, "A closed list becomes an open one"},
        {UNIT_INCLUDE, UNIT_OPEN, "A list is opened expressly"},
        {UNIT_EXCEPT, UNIT_INCLUDE, "What was taken out is now taken in"},
        {UNIT_ONLY, UNIT_MAINLY, "A limit is softened"},
    };

    if (!alone && (a == UNIT_AND || a == UNIT_OR || b == UNIT_AND || b == UNIT_OR))
        return false;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        bool on = pairs[i].from == a && pairs[i].to == b, back = pairs[i].from == b && pairs[i].to == a;

        if (on || back) {
            *out = (struct verdict){on ? EFFECT_WIDENS : EFFECT_NARROWS, pairs[i].what, SIZE_MAX, true};
            if (back)
                out->what = a == UNIT_OR ? and_for_or : closed_for_open;
            return true;
        }
    }
    return false;
}

struct verdict hunk_replaced(const struct scope_tongue *tongue, struct stretch a, struct stretch b)
{
    const struct unit *old = at(a, a.from), *new = at(b, b.from);
    struct verdict verdict;

    if (a.to - a.from == 1 && b.to - b.from == 1 && old->kind == UNIT_NUMBER && new->kind == UNIT_NUMBER)
        return number_changed(a, b);
    if (b.to - b.from == 1 && new->kind == UNIT_NEUTRAL)
        return (struct verdict){EFFECT_WIDENS, "What was a condition matters no longer", new->row, true};
    if (a.to - a.from == 1 && old->kind == UNIT_NEUTRAL)
        return (struct verdict){EFFECT_NARROWS, "What did not matter becomes a condition", old->row, true};
    if (ties(&verdict, old->kind, new->kind, a.to - a.from == 1 && b.to - b.from == 1) ||
        (a.to - a.from > 1 && only_grammar((struct stretch){a.units, a.from, a.from + 1}) &&
         ties(&verdict, at(a, a.from + 1)->kind, new->kind, false)))
        return verdict;
    if (only_grammar(a) && only_grammar(b))
        return (struct verdict){EFFECT_NONE, "Words of grammar are exchanged", SIZE_MAX, true};
    if (falls_under(tongue, a, b))
        return (struct verdict){EFFECT_WIDENS, "A broader word stands in place of a narrower one (data/genus.tsv)",
                                SIZE_MAX, true};
    if (falls_under(tongue, b, a))
        return (struct verdict){EFFECT_NARROWS, "A narrower word stands in place of a broader one (data/genus.tsv)",
                                SIZE_MAX, true};
    if (hunk_agrees(tongue, a, b))
        return (struct verdict){EFFECT_SPELT, "A word takes another form", SIZE_MAX, true};
    return (struct verdict){EFFECT_UNCLEAR, "Words are exchanged for others, and no table says which reach farther",
                            SIZE_MAX, true};
}
