/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "scope_find.h"

#include <string.h>

enum {
    GAP_WORDS = 25, LEADS = 3, ALIAS_WORDS = 6, SAYING_WORDS = 4, STRONG_WORDS = 4,
    INTRO_WORDS = 40, SHORT_INTRO_WORDS = 12,
};

static const char TABLE[] = "data/definition-words.tsv";

/* One phrase may be of several kinds, so each kind is searched alone. */
#define KINDS(X)                                                                                                       \
    X(VERB, "verb") X(LEAD, "lead") X(SAYS, "says") X(PURPOSE, "purpose") X(WITHIN, "within") X(ALIAS, "alias")        \
    X(ARTICLE, "article") X(NOTE, "note") X(INSTRUMENT, "instrument") X(IDIOM, "idiom") X(STRONG, "strong")        \
    X(INTRO, "intro")
enum kind {
#define X(name, word) KIND_##name,
    KINDS(X)
#undef X
    KIND_COUNT
};

struct scope_finder {
    struct {
        struct scope_index *index;
        struct scope_rows rows;
    } kinds[KIND_COUNT];
};

struct scope_finder *scope_finder_new(struct scope_reader *reader, struct tvx_arena *arena, const char *language,
                                      struct tvx_error *error)
{
    static const char *const words[] = {
#define X(name, word) word,
        KINDS(X)
#undef X
    };
    struct scope_finder *finder = tvx_arena_alloc(arena, sizeof *finder);

    if (finder == NULL) {
        tvx_error_nomem(error);
        return NULL;
    }
    for (int i = 0; i < KIND_COUNT; i++) {
        finder->kinds[i].rows = (struct scope_rows){NULL, 0, 0};
        finder->kinds[i].index = scope_index_new(arena);
        if (finder->kinds[i].index == NULL) {
            tvx_error_nomem(error);
            return NULL;
        }
        if (scope_index_table(finder->kinds[i].index, &finder->kinds[i].rows, reader, arena, TABLE, words[i], language,
                              error) != TVX_OK)
            return NULL;
    }
    return finder;
}

struct search {
    const struct scope_finder *finder;
    const struct scope_words *words;
    struct tvx_arena *arena;
    struct scope_found_list *out;
    const char *within;
    bool among, purposed, said;
    bool inner; /* within a sentence: the meaning ends with it */
};

/* The phrase of that kind at `at`: its number of words, 0 for none. */
static size_t phrase(const struct search *s, size_t at, enum kind kind, const struct scope_row **row)
{
    size_t value, taken = scope_index_find(s->finder->kinds[kind].index, s->words, at, SIZE_MAX, &value);

    if (taken > 0 && row != NULL)
        *row = &s->finder->kinds[kind].rows.items[value];
    return taken;
}

static bool is_mark(const struct search *s, size_t at, const char *const *marks)
{
    const struct scope_word *word;

    if (at >= s->words->count || !s->words->items[at].mark)
        return false;
    word = &s->words->items[at];
    for (; *marks != NULL; marks++)
        if (strlen(*marks) == word->length && memcmp(s->words->text + word->start, *marks, word->length) == 0)
            return true;
    return false;
}

static const char *const QUOTES[] = {"\"", "“", "”", "„", "‟", "«", "»", "‘", "’", "‚", "'", "《", "》", "「", "」", NULL};
static const char *const COLONS[] = {":", "：", NULL}, *const ENDS[] = {".", ";", "。", "；", NULL};
static const char *const DASHES[] = {"–", "—", "-", NULL}, *const COMMAS[] = {",", "،", "，", NULL};
static const char *const OPENING[] = {"(", "（", NULL}, *const CLOSING[] = {")", "）", NULL};

static const char *slice(struct search *s, size_t from, size_t to)
{
    const struct scope_word *first = &s->words->items[from], *last = &s->words->items[to - 1];

    return tvx_arena_strndup(s->arena, s->words->text + first->start, last->start + last->length - first->start);
}

/* The term in words [from, to) without marks and articles around it; NULL when nothing or too much is left. */
static const char *term_of(struct search *s, size_t from, size_t to)
{
    size_t taken;

    while (from < to && s->words->items[from].mark)
        from++;
    while (to > from && s->words->items[to - 1].mark && !is_mark(s, to - 1, CLOSING))
        to--;
    taken = from < to ? phrase(s, from, KIND_ARTICLE, NULL) : 0;
    if (taken > 0 && from + taken < to)
        from += taken;
    if (from >= to || to - from > 2 * SCOPE_TERM_WORDS)
        return NULL;
    for (size_t i = from; i < to; i++)
        if (is_mark(s, i, ENDS) || is_mark(s, i, COLONS))
            return NULL; /* quotation marks that do not pair */
    return slice(s, from, to);
}

static enum tvx_status add(struct search *s, struct scope_found found, size_t body, struct tvx_error *error)
{
    struct scope_found *items;
    const struct scope_words *words = s->words;
    size_t end;

    while (body < words->count && (is_mark(s, body, COLONS) || is_mark(s, body, COMMAS) || is_mark(s, body, DASHES)))
        body++;
    found.body_start = body < words->count ? words->items[body].start : strlen(words->text);
    end = strlen(words->text);
    for (size_t i = body; s->inner && i < words->count && end > words->items[i].start; i++)
        if (is_mark(s, i, ENDS))
            end = words->items[i].start;
    found.body = tvx_arena_strndup(s->arena, words->text + found.body_start, end - found.body_start);
    found.within = s->within;
    items = tvx_arena_grow(s->arena, s->out->items, s->out->count, &s->out->capacity, sizeof *items);
    if (items == NULL || found.body == NULL)
        return tvx_error_nomem(error);
    s->out->items = items;
    items[s->out->count++] = found;
    return TVX_OK;
}

/* The quotation at `at`: the word behind it, 0 for none; its words are [*from, *to). */
static size_t quotation(const struct search *s, size_t at, size_t *from, size_t *to)
{
    size_t end;

    if (!is_mark(s, at, QUOTES))
        return 0;
    *from = at + 1;
    for (end = at + 1; end < s->words->count && end - at <= 4 * SCOPE_TERM_WORDS; end++) {
        if (!is_mark(s, end, QUOTES))
            continue;
        while (is_mark(s, end + 1, QUOTES)) /* “《公约》” */
            end++;
        *to = end;
        if (end == at + 1)
            return 0;
        for (size_t i = at + 1; i < end; i++)
            if (!s->words->items[i].mark)
                return end + 1;
        return 0;
    }
    return 0;
}

/* The verb that stands behind a term: the word behind it, 0 for none.  Between may lie: ", in relation to …,". */
static size_t verb_behind(const struct search *s, size_t at, size_t gap, const struct scope_row **row)
{
    for (size_t i = at; i < s->words->count && i <= at + gap; i++) {
        size_t taken = phrase(s, i, KIND_VERB, row);

        if (taken > 0)
            return i + taken;
        if (is_mark(s, i, ENDS) || is_mark(s, i, COLONS) || is_mark(s, i, QUOTES))
            return 0;
    }
    return 0;
}

static const char *how_of(struct search *s, const struct scope_row *row, const char *form)
{
    if (row == NULL)
        return form;
    return tvx_arena_printf(s->arena, "%s: %.*s %.*s", TABLE, (int)row->kind.length, row->kind.text,
                            (int)row->phrase.length, row->phrase.text);
}

/* “A” [or “B”] means …; *done when it was one. */
static enum tvx_status quoted(struct search *s, size_t at, bool *done, struct tvx_error *error)
{
    struct scope_found found = {.term_count = 0};
    const struct scope_row *row = NULL;
    size_t from, to, behind = at, next, verb;

    while ((next = quotation(s, behind, &from, &to)) > 0 && found.term_count < SCOPE_ALIASES) {
        const char *term = term_of(s, from, to);

        if (term == NULL)
            break;
        found.terms[found.term_count++] = term;
        behind = next;
        for (size_t skip = 0; skip <= 2; skip++)
            if (is_mark(s, next + skip, QUOTES) && quotation(s, next + skip, &from, &to) > 0 && skip > 0) {
                behind = next + skip;
                break;
            }
        if (behind == next)
            break;
    }
    if (found.term_count == 0)
        return TVX_OK;
    verb = verb_behind(s, behind, s->among || s->purposed ? GAP_WORDS : 0, &row);
    if (verb == 0 && !s->said && !s->among)
        return TVX_OK;
    found.how = how_of(s, row, "a quoted term at the head of a definition");
    if (verb == 0)
        verb = behind;
    if (found.how == NULL)
        return tvx_error_nomem(error);
    *done = true;
    return verb < s->words->count || s->among ? add(s, found, verb, error) : TVX_OK;
}

/* "Recognized operating agency (ROA)": words [from, to) as a term and its short name. */
static bool with_short_name(struct search *s, struct scope_found *found, size_t from, size_t to)
{
    size_t bracket = from;

    while (bracket < to && !is_mark(s, bracket, OPENING))
        bracket++;
    found->terms[0] = term_of(s, from, bracket);
    found->term_count = found->terms[0] != NULL;
    if (found->term_count > 0 && bracket + 2 < to && is_mark(s, to - 1, CLOSING)) {
        found->terms[1] = term_of(s, bracket + 1, to - 1);
        found->term_count += found->terms[1] != NULL;
    }
    return found->term_count > 0;
}

/* Network: a set of … / Network – a set of … / Network means a set of … */
static enum tvx_status unquoted(struct search *s, size_t at, bool *done, struct tvx_error *error)
{
    struct scope_found found = {.term_count = 0};
    const struct scope_row *row = NULL;
    size_t words = 0, end = at, behind = 0;

    if (at + 2 < s->words->count && s->words->text[s->words->items[at].start] >= '0' &&
        s->words->text[s->words->items[at].start] <= '9')
        at = end = at + 1; /* a label without its bracket: "3a profiling means" */
    if (phrase(s, at, KIND_NOTE, NULL) > 0)
        return TVX_OK;
    for (; end < s->words->count && words <= SCOPE_TERM_WORDS; end++) {
        size_t taken = phrase(s, end, KIND_VERB, &row);

        if (taken > 0 && words > 0) {
            behind = end + taken;
            break;
        }
        if (words > 0 && is_mark(s, end, QUOTES) && (taken = phrase(s, end + 1, KIND_VERB, &row)) > 0) {
            behind = end + 1 + taken; /* a quotation whose opening mark was lost */
            break;
        }
        if (is_mark(s, end, ENDS) || is_mark(s, end, QUOTES))
            return TVX_OK;
        if (is_mark(s, end, COLONS) || (is_mark(s, end, DASHES) && s->words->items[end].start > 0 &&
                                        s->words->text[s->words->items[end].start - 1] == ' ')) {
            behind = s->among ? end + 1 : 0;
            break;
        }
        words += !s->words->items[end].mark;
    }
    if (behind == 0 || behind >= s->words->count || words == 0 || words > SCOPE_TERM_WORDS ||
        !with_short_name(s, &found, at, end))
        return TVX_OK;
    found.how = how_of(s, row, "a term and a colon in an article of definitions");
    *done = true;
    return found.how == NULL ? tvx_error_nomem(error) : add(s, found, behind, error);
}

/* "hereafter be established" gives no name: that has a capital, behind an article maybe. */
static bool is_small(const struct search *s, size_t at)
{
    size_t article = phrase(s, at, KIND_ARTICLE, NULL);
    const struct scope_word *word = at + article < s->words->count ? &s->words->items[at + article] : NULL;

    return word == NULL || (s->words->text[word->start] >= 'a' && s->words->text[word->start] <= 'z');
}

/* "(hereinafter “the Union”)", "hereinafter referred to as the Fund," */
static enum tvx_status short_name(struct search *s, size_t at, struct tvx_error *error)
{
    struct scope_found found = {.term_count = 1};
    const struct scope_row *row = NULL;
    size_t taken = phrase(s, at, KIND_ALIAS, &row), from = at + taken, to;

    if (taken == 0)
        return TVX_OK;
    while (is_mark(s, from, DASHES) || is_mark(s, from, COMMAS) || is_mark(s, from, COLONS))
        from++;
    if (quotation(s, from, &from, &to) == 0) {
        to = from;
        while (to < s->words->count && to - from <= ALIAS_WORDS && !s->words->items[to].mark)
            to++;
        if (to == from || to - from > ALIAS_WORDS || is_small(s, from) ||
            !(is_mark(s, to, CLOSING) || is_mark(s, to, COMMAS)))
            return TVX_OK;
    }
    found.terms[0] = term_of(s, from, to);
    found.how = how_of(s, row, "");
    if (found.terms[0] == NULL)
        return TVX_OK;
    return found.how == NULL ? tvx_error_nomem(error) : add(s, found, s->words->count, error);
}

/* "Re-election shall mean a second term." */
static enum tvx_status firmly(struct search *s, size_t at, struct tvx_error *error)
{
    struct scope_found found = {.term_count = 1};
    const struct scope_row *row = NULL;
    size_t end = at, words = 0, taken = 0;

    if (!s->words->items[at].first || s->words->items[at].mark)
        return TVX_OK;
    while (end < s->words->count && words <= STRONG_WORDS && (taken = phrase(s, end, KIND_STRONG, &row)) == 0 &&
           (!s->words->items[end].mark || is_mark(s, end, DASHES)))
        words += !s->words->items[end++].mark;
    found.terms[0] = taken > 0 && words > 0 ? term_of(s, at, end) : NULL;
    if (found.terms[0] == NULL)
        return TVX_OK;
    found.how = how_of(s, row, "");
    return found.how == NULL ? tvx_error_nomem(error) : add(s, found, end + taken, error);
}

/* A definition within a sentence: a quoted term with its verb, a short name, a verb that does nothing but define. */
static enum tvx_status embedded(struct search *s, size_t from, struct tvx_error *error)
{
    size_t first, end, behind;

    s->inner = true;
    for (size_t at = from; at < s->words->count; at++) {
        bool done = false;

        if (short_name(s, at, error) != TVX_OK || firmly(s, at, error) != TVX_OK)
            return error->status;
        behind = quotation(s, at, &first, &end);
        if (behind == 0)
            continue;
        s->said = false;
        for (size_t back = 1; back <= at && back <= SAYING_WORDS; back++)
            s->said |= phrase(s, at - back, KIND_SAYS, NULL) == back;
        s->among = false;
        if (quoted(s, at, &done, error) != TVX_OK)
            return error->status;
        if (done) /* else the mark that closed it may have opened the next */
            at = behind - 1;
    }
    return TVX_OK;
}

/* "For the purposes of this Article," and "(a)" go before; what is left begins at the word handed back. */
static size_t take_lead(struct search *s)
{
    size_t at = 0, taken, end;

    if (is_mark(s, 0, OPENING) && is_mark(s, 2, CLOSING))
        at = 3;
    if (phrase(s, at, KIND_PURPOSE, NULL) > 0) {
        for (end = at; end < s->words->count && end - at < GAP_WORDS; end++) {
            const struct scope_row *row;

            if (phrase(s, end, KIND_WITHIN, &row) > 0)
                s->within = tvx_arena_strndup(s->arena, row->value.text, row->value.length);
            if (is_mark(s, end, COMMAS) || is_mark(s, end, COLONS)) {
                s->purposed = true;
                at = end + 1;
                break;
            }
        }
    }
    for (int i = 0; i < LEADS; i++) {
        if ((taken = phrase(s, at, KIND_SAYS, NULL)) > 0)
            s->said = true;
        else if ((taken = phrase(s, at, KIND_LEAD, NULL)) == 0)
            break;
        at += taken;
    }
    return at;
}

enum tvx_status scope_find(struct scope_found_list *out, const struct scope_finder *finder, struct tvx_arena *arena,
                           const struct scope_words *words, bool among, struct tvx_error *error)
{
    struct search s = {.finder = finder, .words = words, .arena = arena, .out = out, .among = among};
    bool done = false;
    size_t at = take_lead(&s);

    if (at >= words->count)
        return TVX_OK;
    if (is_mark(&s, at, QUOTES)) {
        if (quoted(&s, at, &done, error) != TVX_OK)
            return error->status;
    } else if (among || s.purposed) {
        if (unquoted(&s, at, &done, error) != TVX_OK)
            return error->status;
    }
    return done ? TVX_OK : embedded(&s, 0, error);
}

bool scope_find_intro(const struct scope_finder *finder, const struct scope_words *words)
{
    struct search s = {.finder = finder, .words = words};

    if (words->count == 0 || words->count > INTRO_WORDS)
        return false;
    for (size_t at = 0; at < words->count; at++)
        if (phrase(&s, at, KIND_INTRO, NULL) > 0)
            return true;
    return words->count <= SHORT_INTRO_WORDS && is_mark(&s, words->count - 1, COLONS) &&
           phrase(&s, 0, KIND_PURPOSE, NULL) > 0;
}

size_t scope_find_idiom(const struct scope_finder *finder, const struct scope_words *words, size_t at)
{
    struct search s = {.finder = finder, .words = words};

    return phrase(&s, at, KIND_IDIOM, NULL);
}

uint32_t scope_find_instrument(const struct scope_finder *finder, const struct scope_words *words, size_t nth)
{
    struct search s = {.finder = finder, .words = words};

    for (size_t at = 0; at < words->count; at++)
        if (phrase(&s, at, KIND_INSTRUMENT, NULL) > 0 && nth-- == 0)
            return words->items[at].id;
    return UINT32_MAX;
}
