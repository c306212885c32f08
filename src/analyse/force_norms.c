/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "force_parse.h"

#include <string.h>

enum { LONGEST_TERM = 8 }; /* tokens of a defined term */
enum { FAR = 24 }; /* how many tokens a soft verb may stand behind its modal, with a condition between */

static const struct force_row *match(const struct force_parse *parse, size_t at, enum force_role role, size_t *taken)
{
    return force_match(parse->rules, parse->language, &parse->tokens, at, parse->tokens.count, role, taken);
}

/* Passes what may stand between a modal and its verb: adverbs, conditions between commas. */
static size_t pass_between(const struct force_parse *parse, size_t at)
{
    size_t from = at;

    while (at < parse->tokens.count && at - from < FAR &&
           (parse->skip[at] || force_comma(parse, at) ||
            (!parse->tokens.items[at].mark && force_at(parse, at, FORCE_ADVERB))))
        at++;
    return at;
}

static void add_part(struct force_draft *draft, size_t from, size_t to)
{
    if (draft->part_count > 0 && draft->parts[draft->part_count - 1].to == from)
        draft->parts[draft->part_count - 1].to = to;
    else if (draft->part_count < FORCE_PARTS)
        draft->parts[draft->part_count++] = (struct force_range){from, to};
}

/* "is free, subject to national law, to": the place of its "to"; 0 when there is none. */
static size_t gapped_to(const struct force_parse *parse, size_t at)
{
    size_t to = pass_between(parse, at);

    return to > at && (parse->skip[at] || force_comma(parse, at)) && force_at(parse, to, FORCE_TO) ? to : 0;
}

/* "not" and what softens, behind the modal; the place behind it all. */
static size_t find_soft(const struct force_parse *parse, struct force_draft *draft, size_t at)
{
    size_t next = pass_between(parse, at), taken;

    if (force_at(parse, next, FORCE_NOT) && !draft->negated) {
        draft->negated = true;
        add_part(draft, next, next + 1);
        at = next + 1;
        next = pass_between(parse, at);
    }
    draft->soft = match(parse, next, FORCE_SOFT, &taken);
    if (draft->soft != NULL && taken == 1 && force_at(parse, next + 1, FORCE_AND))
        draft->soft = NULL; /* "shall consider and adopt" */
    if (draft->soft == NULL) { /* "shall be entitled, subject to Article 3, to" */
        const struct force_row *gapped = match(parse, next, FORCE_SOFTGAP, &taken);
        size_t to = gapped == NULL ? 0 : gapped_to(parse, next + taken);

        if (to == 0)
            return at;
        draft->soft = gapped;
        add_part(draft, next, next + taken);
        add_part(draft, to, to + 1);
        return to + 1;
    }
    /* "shall endeavour, within its means, to": the "to" belongs to it */
    if (taken == 1 && next + 1 < parse->tokens.count && (parse->skip[next + 1] || force_comma(parse, next + 1))) {
        size_t to = pass_between(parse, next + 1);

        add_part(draft, next, next + 1);
        if (force_at(parse, to, FORCE_TO)) {
            add_part(draft, to, to + 1);
            return to + 1;
        }
        return next + 1;
    }
    add_part(draft, next, next + taken);
    return next + taken;
}

/* Heads and frames open a clause: the sentence, a part of it, or a clause behind "and". */
static bool opens(const struct force_parse *parse, size_t at)
{
    size_t i = at;

    if (at == parse->own)
        return true;
    while (i > 0 && (force_at(parse, i - 1, FORCE_ADVERB) || force_at(parse, i - 1, FORCE_AND)))
        i--;
    while (i > 0 && i != parse->own && !force_break(parse, i - 1) && parse->tokens.items[i - 1].mark)
        i--;
    if (i == 0 || i == parse->own || force_break(parse, i - 1))
        return true;
    if (parse->count > 0 && i < at && (parse->drafts[parse->count - 1].row->role == FORCE_HEAD ||
                                       parse->drafts[parse->count - 1].row->role == FORCE_FRAME))
        return true; /* "invites A to …, and requests B to …" */
    for (size_t j = parse->own > i ? 0 : parse->own; j < i; j++) /* only a number: "2 instructs the Council" */
        if (parse->tokens.items[j].capital || parse->tokens.items[j].folded[0] > '9' ||
            parse->tokens.items[j].folded[0] < '0')
            return false;
    return i - parse->own <= 2;
}

/* "The Conference decides to": the body that speaks stands before the frame, at the start of the sentence. */
static bool body_speaks(const struct force_parse *parse, size_t at)
{
    struct force_range body = force_noun_phrase(parse, parse->own, at);

    return body.to == at && body.to > body.from;
}

/* A French verb in the third person plural is hardly ever another word. */
static bool is_plural(const struct force_token *verb)
{
    return verb->folded_length > 2 && memcmp(verb->folded + verb->folded_length - 2, "nt", 2) == 0;
}

/* A verb in the indicative binds when somebody who can act is its subject. */
static bool verb_binds(const struct force_parse *parse, size_t at)
{
    size_t i = at, taken;
    bool closed = false;

    if (strcmp(parse->language, "ar") == 0)
        return opens(parse, at);
    if (at > 0 && strcmp(parse->language, "fr") == 0 && !force_at(parse, at - 1, FORCE_CLITIC) &&
        (force_at(parse, at - 1, FORCE_OF) || force_at(parse, at - 1, FORCE_PREPOSITION)))
        return false; /* "comité de contrôle" */
    if (at > 0 && (force_at(parse, at - 1, FORCE_RELATIVE) ||
                   (force_at(parse, at - 1, FORCE_DETERMINER) && parse->tokens.items[at - 1].folded_length <= 3 &&
                    !is_plural(&parse->tokens.items[at]))))
        return false; /* "la présente Convention", but "ils les mettent" */
    while (i > 0 && (force_at(parse, i - 1, FORCE_CLITIC) && !force_at(parse, i - 1, FORCE_ACTOR)) &&
           !(force_at(parse, i - 1, FORCE_DETERMINER) && strcmp(parse->language, "fr") == 0 &&
             parse->tokens.items[i - 1].folded_length > 3))
        i--;
    for (size_t j = i; j > 0; j--) { /* a relative clause that is still open: "l'État qui suspend" */
        if (force_comma(parse, j - 1) || force_break(parse, j - 1))
            break;
        if (force_at(parse, j - 1, FORCE_WHO)) {
            size_t verb = j; /* "l'État qui suspend le service en informe": the verb behind "qui" is not the State's */

            while (verb < at && force_at(parse, verb, FORCE_CLITIC))
                verb++;
            return verb < at;
        }
        if (j < i && (match(parse, j - 1, FORCE_VERB, &taken) != NULL || force_at(parse, j - 1, FORCE_BE)))
            closed = true; /* "ceux qui disposent de navires les mettent": the clause has had its verb */
        if (force_at(parse, j - 1, FORCE_RELATIVE) && !parse->skip[j - 1])
            return closed;
    }
    return true;
}

/* "shall: (a) recommend measures": within what the words over the sentence ask for, no verb is the body's own. */
static bool under_a_norm(const struct force_parse *parse, size_t at)
{
    return at >= parse->own && parse->count > 0 && parse->drafts[parse->count - 1].of_above;
}

/* The row of the binding word at `at`; what it takes in *taken. */
static const struct force_row *binding_row(const struct force_parse *parse, size_t at, size_t *taken)
{
    static const enum force_role roles[] = {FORCE_IMPERSONAL, FORCE_MODAL};
    const struct force_row *best = NULL;
    size_t length;

    *taken = 0;
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        const struct force_row *row = match(parse, at, roles[i], &length);

        if (row != NULL && length > *taken) {
            best = row;
            *taken = length;
        }
    }
    if (best == NULL && (best = match(parse, at, FORCE_GAPPED, taken)) != NULL && gapped_to(parse, at + *taken) == 0)
        best = NULL;
    if (best == NULL && opens(parse, at) && !under_a_norm(parse, at)) {
        best = match(parse, at, FORCE_HEAD, taken);
        if (best == NULL || match(parse, at, FORCE_FRAME, &length) != NULL)
            best = match(parse, at, FORCE_FRAME, taken) != NULL ? match(parse, at, FORCE_FRAME, taken) : best;
    }
    if (best == NULL && (best = match(parse, at, FORCE_FRAME, taken)) != NULL && !body_speaks(parse, at))
        best = NULL;
    if (best == NULL && (best = match(parse, at, FORCE_HEAD, taken)) != NULL && !body_speaks(parse, at))
        best = NULL;
    if (best == NULL && (best = match(parse, at, FORCE_VERB, taken)) != NULL && !verb_binds(parse, at))
        best = NULL;
    return best;
}

/* French: "ne" before the verb, "pas" behind it; "ne … que" allows in one case only. */
static void find_negation(const struct force_parse *parse, struct force_draft *draft, size_t from, size_t *to)
{
    size_t at = from;

    if (strcmp(parse->language, "fr") == 0 && draft->row->role == FORCE_VERB) {
        while (at > 0 && force_at(parse, at - 1, FORCE_CLITIC))
            at--;
        for (size_t i = at; i < from; i++) {
            const struct force_token *token = &parse->tokens.items[i];
            bool ne = token->folded[0] == 'n', se = token->folded[0] == 's';

            if (ne || (se && i + 1 == from)) {
                draft->negated = draft->negated || ne;
                add_part(draft, i, i + 1);
            }
        }
    } else if (draft->row->role == FORCE_VERB && from > 0 && force_at(parse, from - 1, FORCE_NOT)) {
        draft->negated = true;
        add_part(draft, from - 1, from);
    }
    add_part(draft, from, *to);
    if (draft->negated && *to < parse->tokens.count && force_at(parse, *to, FORCE_NOT)) {
        add_part(draft, *to, *to + 1);
        (*to)++;
    }
}

/* Is an indicative's subject there, or does it go on from the norm before?  Else it says what is, not what must be. */
static bool verb_has_subject(const struct force_parse *parse, const struct force_draft *draft, size_t index)
{
    bool future = draft->row->pattern != NULL && draft->row->phrase[0] == '*';

    if (draft->row->role != FORCE_VERB || draft->actor.to > draft->actor.from)
        return true;
    if (draft->subject.to > draft->subject.from)
        return draft->negated || future || draft->passive;
    return index > 0 && draft->parts[0].from > 0 && force_at(parse, draft->parts[0].from - 1, FORCE_AND) &&
           parse->drafts[index - 1].actor.to > parse->drafts[index - 1].actor.from;
}

/* "so that countries may have access": an aim. */
static bool so_that(const struct force_parse *parse, size_t from, size_t modal)
{
    for (size_t at = modal > from + FAR ? modal - FAR : from; at + 1 < modal; at++)
        if (force_at(parse, at + 1, FORCE_THAT) && force_at(parse, at, FORCE_SO) &&
            !force_comma(parse, modal - 1))
            return true;
    return false;
}

static bool is_that(const struct force_parse *parse, size_t at)
{
    return force_at(parse, at, FORCE_THAT) || force_at(parse, at, FORCE_RELATIVE);
}

/*
 * "a decision which may be incompatible", "such records as may be required": what may be, not what somebody may do.
 * "ensuring that they will not result": what will come of a norm already said.
 */
static bool describes(const struct force_parse *parse, const struct force_draft *draft)
{
    size_t from = parse->count == 0 ? 0 : parse->drafts[parse->count - 1].parts[0].to;

    if (draft->soft != NULL || draft->row->role != FORCE_MODAL)
        return false;
    if (draft->row->level <= 1 && !draft->negated &&
        (draft->in_relative || so_that(parse, from, draft->parts[0].from) ||
         (draft->parts[0].from > 0 && force_at(parse, draft->parts[0].from - 1, FORCE_AS))))
        return true;
    for (size_t at = from; parse->count > 0 && at < draft->parts[0].from; at++)
        if (strcmp(draft->row->kind, "intention") == 0 && is_that(parse, at))
            return true;
    return false;
}

/* "only" right before a condition of the norm, or "ne … que", turns a permission into a ban but for one case. */
static void find_only(const struct force_parse *parse, struct force_draft *draft)
{
    bool french = strcmp(parse->language, "fr") == 0;

    if (french && !draft->negated)
        return;
    for (size_t i = 0; i < parse->condition_count; i++) {
        size_t at = parse->conditions[i].range.from;

        if (at > 0 && at > draft->start && force_at(parse, at - 1, FORCE_ONLY) &&
            (french || draft->row->level < TVX_FORCE_TOP)) {
            draft->only = true;
            if (at < draft->parts[0].from && draft->part_count < FORCE_PARTS) {
                memmove(draft->parts + 1, draft->parts, draft->part_count * sizeof *draft->parts);
                draft->parts[0] = (struct force_range){at - 1, at};
                draft->part_count++;
            } else {
                add_part(draft, at - 1, at);
            }
            return;
        }
    }
}

/* The French and Spanish indicative in the passive ("sont réglés") binds as "shall be settled" does. */
static bool passive_indicative(const struct force_parse *parse, size_t at)
{
    bool romance = strcmp(parse->language, "fr") == 0 || strcmp(parse->language, "es") == 0;

    return romance && force_at(parse, at, FORCE_BE) &&
           parse->tokens.items[at].folded_length <= 6 && parse->tokens.items[at].folded[0] != (char)0xC3 &&
           force_at(parse, pass_between(parse, at + 1), FORCE_PARTICIPLE) && verb_binds(parse, at);
}

static const struct force_row be_row = {.role = FORCE_VERB, .kind = "duty", .phrase = "* (passive)",
                                        .table = "data/force-grammar.tsv", .level = TVX_FORCE_TOP};

/* A frame with a modal of its own behind "that" only introduces it. */
static bool only_frames(const struct force_parse *parse, size_t to)
{
    if (!force_at(parse, to, FORCE_THAT))
        return false;
    for (size_t i = to + 1; i < parse->tokens.count && !force_break(parse, i); i++) {
        size_t taken;

        if (!parse->skip[i] && match(parse, i, FORCE_MODAL, &taken) != NULL)
            return true;
    }
    return false;
}

/* "Route: the sequence of networks by which …": a term, a colon and what it means, in one sentence. */
static bool term_and_colon(const struct force_parse *parse)
{
    size_t at = parse->own;

    while (at < parse->tokens.count && at < parse->own + LONGEST_TERM && !parse->tokens.items[at].mark &&
           !parse->skip[at]) {
        size_t taken;

        if (match(parse, at, FORCE_MODAL, &taken) != NULL)
            return false;
        at++;
    }
    return at > parse->own && at + 2 < parse->tokens.count && parse->tokens.items[at].text[0] == ':' &&
           force_at(parse, at + 1, FORCE_DETERMINER);
}

/* Is what stands before `at` somebody who can act? */
static bool names_actor(const struct force_parse *parse, size_t at)
{
    struct force_range phrase = force_noun_phrase(parse, parse->own, at);

    return phrase.to == at && phrase.to > phrase.from;
}

static bool is_definition(const struct force_parse *parse)
{
    size_t taken;

    if (term_and_colon(parse))
        return true;
    for (size_t at = parse->own + 1; at < parse->tokens.count; at++) {
        if (parse->skip[at] || match(parse, at, FORCE_MEANS, &taken) == NULL || force_at(parse, at - 1, FORCE_BY) ||
            force_at(parse, at - 1, FORCE_PREPOSITION) || force_at(parse, at - 1, FORCE_OF) ||
            (force_at(parse, at - 1, FORCE_DETERMINER) && !force_at(parse, at - 1, FORCE_RELATIVE)))
            continue; /* "by means of", "the means" */
        if (!parse->skip[at - 1] && names_actor(parse, at))
            continue; /* "Chaque Partie désigne un point de contact": somebody designates, no word does */
        return true;
    }
    return false;
}

/* Completes the draft whose word stands at `from` up to `end`; the place behind all of its modal. */
static size_t complete(const struct force_parse *parse, struct force_draft *draft, size_t from, size_t end)
{
    size_t taken;

    if (draft->row->role == FORCE_FRAME && force_at(parse, end, FORCE_TO)) {
        const struct force_row *head = match(parse, end + 1, FORCE_HEAD, &taken);

        if (head != NULL) { /* "resolves to invite Member States to" */
            draft->row = head;
            from = end + 1;
            end = from + taken;
        }
    }
    find_negation(parse, draft, from, &end);
    if (draft->row->role == FORCE_MODAL)
        return find_soft(parse, draft, end);
    if (draft->row->role == FORCE_GAPPED) {
        size_t to = gapped_to(parse, end);

        add_part(draft, to, to + 1);
        return to + 1;
    }
    return end;
}

void force_find_norms(struct force_parse *parse)
{
    size_t i = 0;

    parse->definition = is_definition(parse);
    while (!parse->definition && i < parse->tokens.count && parse->count < FORCE_NORMS) {
        struct force_draft *draft = &parse->drafts[parse->count];
        const struct force_row *row = NULL;
        size_t taken = 0, end;

        if (!parse->skip[i] && !parse->tokens.items[i].mark)
            row = binding_row(parse, i, &taken);
        if (row == NULL && !parse->skip[i] && passive_indicative(parse, i)) {
            row = &be_row;
            taken = 1;
        }
        if (row == NULL) {
            i++;
            continue;
        }
        if (row->role == FORCE_FRAME && only_frames(parse, i + taken)) {
            i += taken + 1;
            continue;
        }
        *draft = (struct force_draft){.row = row, .of_above = i < parse->own, .passive = row == &be_row};
        draft->negated = strcmp(row->kind, "prohibition") == 0 || strcmp(row->kind, "exemption") == 0;
        end = complete(parse, draft, i, i + taken);
        force_find_actor(parse, parse->count);
        if (verb_has_subject(parse, draft, parse->count) && !describes(parse, draft)) {
            find_only(parse, draft);
            parse->count++;
        }
        i = end > i ? end : i + 1;
    }
}
