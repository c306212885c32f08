/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "force_parse.h"

#include <string.h>
#include <travaux/text/utf8.h>

enum { WHOLE_CLAUSE = 3 };
enum { LONGEST_QUOTATION = 400 }; /* tokens; an opening mark without a closing one hides nothing */

static uint32_t mark_at(const struct force_parse *parse, size_t at)
{
    const struct force_token *token;
    size_t next = 0;

    if (at >= parse->tokens.count || !parse->tokens.items[at].mark)
        return 0;
    token = &parse->tokens.items[at];
    return tvx_utf8_next(token->text, token->length, &next);
}

bool force_comma(const struct force_parse *parse, size_t at)
{
    uint32_t mark = mark_at(parse, at);

    return mark == ',' || mark == 0x60C || mark == 0xFF0C || mark == 0x3001;
}

bool force_break(const struct force_parse *parse, size_t at)
{
    uint32_t mark = mark_at(parse, at);

    if (mark == '.' || mark == 0x3002) /* one within is of an abbreviation: "Nos. 34 and 35" */
        return at + 1 == parse->tokens.count || at + 1 == parse->own;
    return mark == ';' || mark == ':' || mark == 0x61B || mark == 0xFF1B || mark == 0xFF1A;
}

bool force_at(const struct force_parse *parse, size_t at, enum force_role role)
{
    return force_is(parse->rules, parse->language, &parse->tokens, at, role);
}

/* The closing mark for an opening one; 0 when it opens nothing. */
static uint32_t closing(uint32_t mark)
{
    switch (mark) {
    case 0x201C: return 0x201D;
    case 0x201E: return 0x201C;
    case 0xAB: return 0xBB;
    case 0x300C: return 0x300D;
    case '"': return '"';
    default: return 0;
    }
}

/* Words in quotation marks bind nobody, unless the whole sentence is quoted. */
static void find_quotations(struct force_parse *parse)
{
    for (size_t i = parse->own; i < parse->tokens.count; i++) {
        uint32_t close = closing(mark_at(parse, i));
        size_t end = i + 1;

        if (close == 0)
            continue;
        while (end < parse->tokens.count && end - i < LONGEST_QUOTATION && mark_at(parse, end) != close)
            end++;
        if (end >= parse->tokens.count || mark_at(parse, end) != close)
            continue;
        if (i > parse->own || end + 2 < parse->tokens.count)
            memset(parse->skip + i, true, (end + 1 - i) * sizeof *parse->skip);
        i = end;
    }
}

static bool modal_at(const struct force_parse *parse, size_t at)
{
    size_t taken;

    return force_match(parse->rules, parse->language, &parse->tokens, at, parse->tokens.count, FORCE_MODAL, &taken) !=
           NULL;
}

/* Does a norm of its own begin at the "and" at `at`: "and shall", "and the Council shall"? */
static bool and_a_norm(const struct force_parse *parse, size_t at)
{
    size_t end = at + 8 < parse->tokens.count ? at + 8 : parse->tokens.count;

    for (size_t i = at + 1; i < end && !parse->tokens.items[i].mark; i++)
        if (modal_at(parse, i))
            return true;
    return false;
}

/* Is this the first word of the sentence, behind labels and adverbs? */
static bool is_start(const struct force_parse *parse, size_t at)
{
    for (size_t i = parse->own; i < at; i++)
        if (!parse->tokens.items[i].mark && !force_at(parse, i, FORCE_ADVERB) && !force_at(parse, i, FORCE_AND) &&
            !force_at(parse, i, FORCE_ONLY))
            return false;
    return true;
}

/*
 * The end of a clause that begins at `from` with words up to `words`.  One that opens the sentence goes on over "a, b
 * or c" to the comma before its subject; one without a comma ends before the actor of the first modal.
 */
static size_t clause_end(const struct force_parse *parse, size_t from, size_t words)
{
    size_t end = words, depth = 0;
    bool start = is_start(parse, from) || (from > 0 && (force_break(parse, from - 1)));

    for (; end < parse->tokens.count; end++) {
        uint32_t mark = mark_at(parse, end);

        depth += mark == '(';
        depth -= depth > 0 && mark == ')';
        if (depth == 0 && mark == ')')
            break;
        if (depth > 0)
            continue;
        if (force_break(parse, end))
            break;
        if (!start && force_at(parse, end, FORCE_AND) && and_a_norm(parse, end))
            break;
        if (!force_comma(parse, end))
            continue;
        if (end + 1 < parse->tokens.count && force_at(parse, end + 1, FORCE_AND) && !and_a_norm(parse, end + 1) &&
            start)
            continue;
        break;
    }
    if (start && (end >= parse->tokens.count || force_break(parse, end)))
        for (size_t i = words + 1; i < end; i++) {
            size_t actor = i;

            if (!modal_at(parse, i))
                continue;
            if (from > 0 && force_at(parse, from - 1, FORCE_ONLY) && force_at(parse, i + 1, FORCE_DETERMINER))
                return i; /* "only where all else has failed may a Party" */
            while (actor > words && (force_at(parse, actor - 1, FORCE_ACTOR) ||
                                     force_at(parse, actor - 1, FORCE_DETERMINER)))
                actor--;
            return actor > words && actor < i ? actor : end;
        }
    return end;
}

/* The longest row of the four roles at `at`; of equals, the one that takes most force away. */
static const struct force_row *row_at(const struct force_parse *parse, size_t at, size_t *taken)
{
    static const enum force_role roles[] = {FORCE_CONDITION, FORCE_EXCEPTION, FORCE_ESCAPE, FORCE_NEITHER};
    const struct force_row *best = NULL;

    *taken = 0;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        size_t length;
        const struct force_row *row = force_match(parse->rules, parse->language, &parse->tokens, at,
                                                  parse->tokens.count, roles[i], &length);

        if (row != NULL && length >= *taken) {
            *taken = length;
            best = row;
        }
    }
    return best;
}

void force_find_conditions(struct force_parse *parse)
{
    find_quotations(parse);
    for (size_t i = 0; i < parse->tokens.count && parse->condition_count < FORCE_CONDITIONS; i++) {
        size_t taken, end;
        const struct force_row *row;

        if (parse->skip[i] || (row = row_at(parse, i, &taken)) == NULL)
            continue;
        if (row->role == FORCE_NEITHER) {
            i += taken - 1;
            continue;
        }
        if (row->extent == FORCE_START && !is_start(parse, i))
            continue;
        if (i > 0 && i != parse->own && force_at(parse, i - 1, FORCE_BE))
            continue; /* "shall be subject to review" */
        if (i < parse->own && i + taken > parse->own)
            continue;
        end = row->extent == FORCE_PHRASE ? i + taken : clause_end(parse, i, i + taken);
        if (i < parse->own && end > parse->own)
            end = parse->own;
        if (end == i + taken && row->extent != FORCE_PHRASE && taken < WHOLE_CLAUSE)
            continue; /* nothing is made a condition; "lorsqu'elles le souhaitent" says all */
        parse->conditions[parse->condition_count++] = (struct force_condition){{i, end}, row};
        memset(parse->skip + i, true, (end - i) * sizeof *parse->skip);
        i = end - 1;
    }
}
