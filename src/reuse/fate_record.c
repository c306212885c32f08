/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Sentence by sentence: the numbers of proposals and the phrases of the table in the order in which they stand.  A
 * phrase speaks of the list of numbers nearest to it on the side that the table says; a sentence with a pronoun and no
 * number speaks of those of the sentence before.
 */
#include "fate_record.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/base/table.h>
#include <travaux/text/utf8.h>

enum { NUMBER_BYTES = 64, MARKS_MOST = 200, JOINER_BYTES = 8, WIDTH_MOST = 120 };

struct phrase {
    char *text;
    size_t length;
    enum tvx_fate fate; /* OPEN: says nothing */
    bool after, pronoun;
};

struct mark { /* a number or a phrase in a sentence */
    const struct phrase *phrase; /* NULL: a number */
    size_t proposal;
    const char *start, *end;
};

struct reader {
    struct tvx_arena *arena;
    const struct tvx_stored_proposal *proposals;
    size_t *by_number, count; /* indexes of proposals, by number then meeting */
    struct phrase *phrases;   /* the longest first */
    size_t phrase_count;
    const struct tvx_stored_document *document;
    const char *text;
    size_t width; /* of its lines, bytes; 0: each is a paragraph */
    const char *counted; /* up to here there are so many code points */
    size_t counted_points;
    struct mark marks[MARKS_MOST];
    size_t mark_count;
    size_t last[MARKS_MOST], last_count; /* what the sentence before spoke of */
    const char *last_start;              /* where that sentence began */
    struct record_claims *out;
    size_t capacity;
};

/* ---- the table ---- */

static int longest_first(const void *a, const void *b)
{
    const struct phrase *x = a, *y = b;

    return x->length != y->length ? (x->length < y->length) - (x->length > y->length) : strcmp(x->text, y->text);
}

static enum tvx_status read_phrases(struct reader *r, struct tvx_error *error)
{
    struct tvx_field f[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count, capacity = 0;

    tvx_table_open(&table, tvx_asset_find("data/fate-phrases.tsv"));
    while (tvx_table_next(&table, f, &count)) {
        struct phrase *larger = tvx_arena_grow(r->arena, r->phrases, r->phrase_count, &capacity, sizeof *larger), *p;
        char *fate = tvx_arena_strndup(r->arena, f[0].text, f[0].length);

        if (larger == NULL || fate == NULL)
            return tvx_error_nomem(error);
        r->phrases = larger;
        p = &larger[r->phrase_count++];
        *p = (struct phrase){.text = tvx_arena_strndup(r->arena, f[2].text, f[2].length), .length = f[2].length,
                             .after = tvx_field_is(f[1], "after"), .pronoun = tvx_field_is(f[0], "pronoun")};
        if (p->text == NULL)
            return tvx_error_nomem(error);
        if (p->length == 0 || (!tvx_fate_parse(&p->fate, fate) && !p->pronoun && strcmp(fate, "none") != 0))
            return tvx_error_set(error, TVX_E_MALFORMED, "data/fate-phrases.tsv: '%s' is no fate", fate);
    }
    qsort(r->phrases, r->phrase_count, sizeof *r->phrases, longest_first);
    return TVX_OK;
}

/* ---- numbers ---- */

static int by_number(const void *a, const void *b, void *context)
{
    const struct tvx_stored_proposal *p = context, *x = &p[*(const size_t *)a], *y = &p[*(const size_t *)b];
    int order = strcmp(x->proposal.number, y->proposal.number);

    return order != 0 ? order : (*(const size_t *)a > *(const size_t *)b) - (*(const size_t *)a < *(const size_t *)b);
}

/* The proposal of that number at the record's meeting, or the only one; SIZE_MAX when there is none. */
static size_t find_number(const struct reader *r, const char *number)
{
    size_t low = 0, high = r->count, found = SIZE_MAX, all = 0;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(r->proposals[r->by_number[middle]].proposal.number, number) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    for (; low < r->count && strcmp(r->proposals[r->by_number[low]].proposal.number, number) == 0; low++, all++) {
        const char *meeting = r->proposals[r->by_number[low]].meeting;

        if (r->document->meeting != NULL && meeting != NULL && strcmp(meeting, r->document->meeting) == 0)
            return r->by_number[low];
        found = meeting == NULL || r->document->meeting == NULL ? r->by_number[low] : SIZE_MAX;
    }
    return all == 1 ? found : SIZE_MAX;
}

static bool in_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) != 0;
}

static bool in_number(char c)
{
    return in_word(c) || c == '/' || c == '(' || c == ')' || c == '-' || c == '+' || c == '.';
}

static size_t take_number(struct reader *r, const char *at, const char *end)
{
    char number[NUMBER_BYTES];
    size_t length = 0, proposal = SIZE_MAX;
    bool slash = false;

    while (at + length < end && length < sizeof number - 1 && in_number(at[length]))
        slash |= at[length++] == '/';
    for (; slash && length > 2 && proposal == SIZE_MAX; length--) { /* "VRN/9/1." and "VRN/9/1)" end before the mark */
        memcpy(number, at, length);
        number[length] = '\0';
        proposal = find_number(r, number);
        if (proposal != SIZE_MAX || in_word(at[length - 1]))
            break;
    }
    if (proposal == SIZE_MAX || r->mark_count == MARKS_MOST)
        return 0;
    r->marks[r->mark_count++] = (struct mark){.proposal = proposal, .start = at, .end = at + length};
    return length;
}

/* ---- phrases ---- */

static char small(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Bytes that the phrase takes at `at`, 0 when it does not stand there. */
static size_t phrase_here(const struct phrase *p, const char *at, const char *end)
{
    const char *from = at;

    for (size_t i = 0; i < p->length; i++) {
        if (at == end)
            return 0;
        if (p->text[i] == ' ') {
            if (!is_space(*at))
                return 0;
            while (at < end && is_space(*at))
                at++;
        } else if (p->text[i] == '\'' && end - at >= 3 && memcmp(at, "\xE2\x80\x99", 3) == 0) {
            at += 3;
        } else if (small(*at) == p->text[i]) {
            at++;
        } else {
            return 0;
        }
    }
    return at < end && in_word(*at) ? 0 : (size_t)(at - from);
}

static size_t take_phrase(struct reader *r, const char *at, const char *end)
{
    for (size_t i = 0; i < r->phrase_count; i++) {
        const struct phrase *p = &r->phrases[i];
        size_t length = p->text[0] == small(*at) ? phrase_here(p, at, end) : 0;

        if (length == 0)
            continue;
        if (r->mark_count < MARKS_MOST)
            r->marks[r->mark_count++] = (struct mark){.phrase = p, .start = at, .end = at + length};
        return length;
    }
    return 0;
}

/* ---- sentences ---- */

static size_t points_to(struct reader *r, const char *at)
{
    if (at < r->counted) {
        r->counted = r->text;
        r->counted_points = 0;
    }
    r->counted_points += tvx_utf8_count(r->counted, (size_t)(at - r->counted));
    r->counted = at;
    return r->counted_points;
}

static enum tvx_status claim(struct reader *r, size_t proposal, enum tvx_fate fate, const char *from, const char *to,
                             struct tvx_error *error)
{
    struct record_claim *larger =
        tvx_arena_grow(r->arena, r->out->items, r->out->count, &r->capacity, sizeof *larger);
    size_t start = points_to(r, from);

    if (larger == NULL)
        return tvx_error_nomem(error);
    r->out->items = larger;
    larger += r->out->count++;
    larger->proposal = proposal;
    larger->evidence = (struct tvx_fate_evidence){
        .source = "record", .says = fate, .document = r->document->name, .sha256 = r->document->sha256,
        .date = r->document->date, .quote = tvx_arena_strndup(r->arena, from, (size_t)(to - from)), .start = start,
        .points = tvx_utf8_count(from, (size_t)(to - from)),
    };
    return larger->evidence.quote == NULL ? tvx_error_nomem(error) : TVX_OK;
}

/* Only "and", a comma or the like between two numbers of one list. */
static bool joined(const struct mark *a, const struct mark *b)
{
    return a->phrase == NULL && b->phrase == NULL && b->start - a->end <= JOINER_BYTES;
}

/* The list of numbers that the phrase at `at` speaks of: marks[*from] to marks[*to]. */
static bool list_of(const struct reader *r, size_t at, size_t *from, size_t *to)
{
    const struct mark *m = r->marks;

    if (m[at].phrase->after) {
        *from = *to = at + 1;
        if (*to < r->mark_count && m[*to].phrase == NULL)
            for (++*to; *to < r->mark_count && joined(&m[*to - 1], &m[*to]);)
                ++*to;
        return *from < *to;
    }
    *to = at;
    while (*to > 0 && m[*to - 1].phrase != NULL) /* "was put to the vote and rejected": one list, two phrases */
        --*to;
    *from = *to;
    if (*from > 0)
        for (--*from; *from > 0 && joined(&m[*from - 1], &m[*from]);)
            --*from;
    return *from < *to;
}

static enum tvx_status read_sentence(struct reader *r, const char *start, const char *end, struct tvx_error *error)
{
    size_t from, to, numbers = 0;
    bool pronoun = false;
    enum tvx_status status = TVX_OK;

    r->mark_count = 0;
    for (const char *at = start; at < end;) {
        size_t taken = 0;

        if (in_word(*at) && (at == start || !in_word(at[-1])))
            taken = take_number(r, at, end);
        if (taken == 0 && in_word(*at) && (at == start || !in_word(at[-1])))
            taken = take_phrase(r, at, end);
        at += taken == 0 ? 1 : taken;
    }
    for (size_t i = 0; i < r->mark_count; i++) {
        numbers += r->marks[i].phrase == NULL;
        pronoun |= r->marks[i].phrase != NULL && r->marks[i].phrase->pronoun;
    }
    for (size_t i = 0; i < r->mark_count && status == TVX_OK; i++) {
        const struct phrase *p = r->marks[i].phrase;

        if (p == NULL || p->pronoun || p->fate == TVX_FATE_OPEN)
            continue;
        if (numbers > 0 && list_of(r, i, &from, &to))
            for (size_t k = from; k < to && status == TVX_OK; k++)
                status = claim(r, r->marks[k].proposal, p->fate, start, end, error);
        else if (numbers == 0 && pronoun)
            for (size_t k = 0; k < r->last_count && status == TVX_OK; k++)
                status = claim(r, r->last[k], p->fate, r->last_start, end, error);
    }
    if (numbers > 0) { /* the last list is what "it" stands for next */
        for (to = r->mark_count; r->marks[to - 1].phrase != NULL;)
            to--;
        for (from = to - 1; from > 0 && joined(&r->marks[from - 1], &r->marks[from]);)
            from--;
        for (r->last_count = 0; from < to; from++)
            r->last[r->last_count++] = r->marks[from].proposal;
        r->last_start = start;
    } else if (!pronoun) {
        r->last_count = 0;
    }
    return status;
}

/* The longest line, if the text has lines of print; 0 where a line is a paragraph. */
static size_t line_width(const char *text)
{
    size_t width = 0;

    for (;;) {
        size_t length = strcspn(text, "\n");

        width = length > width ? length : width;
        if (text[length] == '\0')
            return width > WIDTH_MOST ? 0 : width;
        text += length + 1;
    }
}

/* Does a paragraph end at this newline?  In lines of print, where the next word would have had room; before a number in
   any case, before a small letter in none. */
static bool paragraph_ends(const struct reader *r, const char *at)
{
    const char *line = at;

    if (at[1] == '\n' || at[1] == '\0' || (at[1] >= '0' && at[1] <= '9'))
        return true;
    if (at[1] >= 'a' && at[1] <= 'z')
        return false;
    if (r->width == 0)
        return at > r->text && strchr(".;:!?", at[-1]) != NULL;
    while (line > r->text && line[-1] != '\n')
        line--;
    return (size_t)(at - line) + 1 + strcspn(at + 1, " \n") <= r->width;
}

/* A full stop ends a sentence before white space, but not behind "No", "Ms" or an initial. */
static bool ends_here(const struct reader *r, const char *start, const char *at)
{
    size_t letters = 0;

    if (*at == '\n')
        return paragraph_ends(r, at);
    if ((*at != '.' && *at != ';' && *at != '!' && *at != '?') || !is_space(at[1]))
        return false;
    while (*at == '.' && at - letters > start && in_word(at[-1 - (ptrdiff_t)letters]))
        letters++;
    return *at != '.' || letters > 2;
}

static enum tvx_status read_text(struct reader *r, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;
    const char *start;

    r->counted = r->text;
    r->counted_points = 0;
    r->last_count = 0;
    r->width = line_width(r->text);
    for (const char *at = start = r->text; status == TVX_OK && *start != '\0'; at++) {
        if (*at != '\0' && !ends_here(r, start, at))
            continue;
        while (is_space(*start) && start < at)
            start++;
        status = read_sentence(r, start, *at == '\0' || *at == '\n' ? at : at + 1, error);
        if (*at == '\n')
            r->last_count = 0;
        if (*at == '\0')
            break;
        start = at + 1;
    }
    return status;
}

static int by_proposal(const void *a, const void *b)
{
    const struct record_claim *x = a, *y = b;
    const char *x_date = x->evidence.date == NULL ? "" : x->evidence.date;
    const char *y_date = y->evidence.date == NULL ? "" : y->evidence.date;
    int order;

    if (x->proposal != y->proposal)
        return x->proposal < y->proposal ? -1 : 1;
    order = strcmp(y_date, x_date);
    if (order == 0)
        order = strcmp(x->evidence.sha256, y->evidence.sha256);
    return order != 0 ? order : (x->evidence.start < y->evidence.start) - (x->evidence.start > y->evidence.start);
}

static enum tvx_status start(struct reader **out, struct record_claims *claims, struct tvx_arena *arena,
                             const struct tvx_stored_proposal *proposals, size_t count, struct tvx_error *error)
{
    struct reader *r = tvx_arena_alloc(arena, sizeof *r);

    *out = r;
    memset(claims, 0, sizeof *claims);
    if (r == NULL)
        return tvx_error_nomem(error);
    *r = (struct reader){.arena = arena, .proposals = proposals, .count = count, .out = claims};
    r->by_number = tvx_arena_array(arena, count + 1, sizeof *r->by_number);
    if (r->by_number == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < count; i++)
        r->by_number[i] = i;
    qsort_r(r->by_number, count, sizeof *r->by_number, by_number, (void *)(uintptr_t)proposals);
    return read_phrases(r, error);
}

enum tvx_status record_claims_read(struct record_claims *out, struct tvx_arena *arena,
                                   const struct tvx_stored_proposal *proposals, size_t count,
                                   const struct tvx_stored_document *record, const char *text,
                                   struct tvx_error *error)
{
    struct reader *r;
    enum tvx_status status = start(&r, out, arena, proposals, count, error);

    if (status != TVX_OK)
        return status;
    r->document = record;
    r->text = text;
    return read_text(r, error);
}

enum tvx_status record_claims_load(struct record_claims *out, struct tvx_arena *arena, struct tvx_store *store,
                                   const struct tvx_stored_proposal *proposals, size_t count,
                                   struct tvx_error *error)
{
    const struct tvx_filter all = {.meeting = NULL};
    struct tvx_stored_document *documents;
    struct reader *r;
    size_t document_count;
    enum tvx_status status = start(&r, out, arena, proposals, count, error);

    if (status == TVX_OK)
        status = tvx_store_documents(store, arena, &documents, &document_count, &all, error);
    for (size_t i = 0; status == TVX_OK && i < document_count; i++) {
        r->document = &documents[i];
        if (documents[i].kind == NULL || strcmp(documents[i].kind, "report") != 0)
            continue;
        status = tvx_store_text(store, arena, &r->text, documents[i].id, error);
        if (status == TVX_OK)
            status = read_text(r, error);
    }
    if (status == TVX_OK && out->count > 0)
        qsort(out->items, out->count, sizeof *out->items, by_proposal);
    return status;
}
