/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "force_parse.h"

#include <string.h>

enum { LONG_PHRASE = 10, LONG_SUBJECT = 60, MOST_INSERTIONS = 6, MOST_DEPTH = 12 };

static bool empty(struct force_range range)
{
    return range.to <= range.from;
}

static bool joins(const struct force_parse *parse, size_t at)
{
    const struct force_token *token = &parse->tokens.items[at];

    return token->mark && token->length == 1 && (*token->text == '-' || *token->text == '/');
}

/* Goes into "a, b and c" at most MOST_DEPTH deep. */
static struct force_range phrase_at(const struct force_parse *parse, size_t from, size_t end, int depth)
{
    size_t at = from, head = 0;

    end = end > parse->tokens.count ? parse->tokens.count : end;
    while (depth < MOST_DEPTH && at < end && at < from + LONG_PHRASE && !parse->skip[at]) {
        if (parse->tokens.items[at].mark && !joins(parse, at))
            break;
        if (force_at(parse, at, FORCE_ACTOR))
            head = at + 1;
        else if (head > 0 && !joins(parse, at) && !force_at(parse, at, FORCE_OF))
            break;
        else if (head == 0 && at > from && (force_at(parse, at, FORCE_PREPOSITION) || force_at(parse, at, FORCE_OF)))
            break;
        at++;
        if (head == at && at < end && force_at(parse, at, FORCE_OF)) { /* "the Council of the Union" */
            size_t of = at + 1;

            while (of < end && of < at + 4 && force_at(parse, of, FORCE_DETERMINER))
                of++;
            if (of < end && !parse->tokens.items[of].mark && (force_at(parse, of, FORCE_ACTOR) ||
                                                              parse->tokens.items[of].capital))
                at = head = of + 1;
        }
        if (head == at && at + 1 < end && force_comma(parse, at)) { /* "the Chair, the Directors and the Council" */
            struct force_range more = phrase_at(parse, at + 1 + force_at(parse, at + 1, FORCE_AND), end, depth + 1);
            bool row = force_at(parse, at + 1, FORCE_AND);

            for (size_t i = at + 1; i < more.to && !row; i++)
                row = force_at(parse, i, FORCE_AND);
            if (row && !empty(more))
                return (struct force_range){from, more.to};
        }
        if (head == at && at + 1 < end && force_at(parse, at, FORCE_AND)) {
            struct force_range more = phrase_at(parse, at + 1, end, depth + 1);

            if (!empty(more) && more.from == at + 1)
                return (struct force_range){from, more.to};
        }
    }
    return (struct force_range){from, head == 0 ? from : head};
}

struct force_range force_noun_phrase(const struct force_parse *parse, size_t from, size_t end)
{
    return phrase_at(parse, from, end, 0);
}

/* Steps back over what may stand between subject and modal: adverbs, clitics, a condition, what commas part off. */
static size_t step_back(const struct force_parse *parse, size_t low, size_t at)
{
    while (at > low) {
        size_t before = at;

        if (parse->skip[at - 1]) {
            at--;
        } else if (force_comma(parse, at - 1) && parse->skip[at]) {
            at--; /* before a condition that was passed */
        } else if (force_comma(parse, at - 1)) {
            size_t comma = at - 1;

            /* ", acting by a majority, shall": back to the comma that opens it */
            while (comma > low && !force_comma(parse, comma - 1) && !force_break(parse, comma - 1))
                comma--;
            if (at >= low + 2 && parse->skip[at - 2])
                at--;
            else if (comma > low && force_comma(parse, comma - 1))
                at = comma - 1;
            else
                return at;
        } else if ((force_at(parse, at - 1, FORCE_ADVERB) || force_at(parse, at - 1, FORCE_CLITIC)) &&
                   !force_at(parse, at - 1, FORCE_ACTOR)) { /* "Assembly" is no adverb, "elle" no clitic */
            at--;
        }
        if (at == before)
            return at;
    }
    return at;
}

/* Is the "and" (or a comma) at `at` within a row of actors: "Member States, Sector Members and Associates shall"? */
static bool in_a_row(const struct force_parse *parse, size_t low, size_t at, size_t end)
{
    struct force_range behind = force_noun_phrase(parse, at + 1, end);

    if (force_comma(parse, at) && force_at(parse, at + 1, FORCE_AND))
        behind = force_noun_phrase(parse, at + 2, end);
    if (force_comma(parse, at)) { /* "In the activities of the Union, Members shall" is no row */
        bool row = false;

        for (size_t i = at + 1; i < end && i < parse->tokens.count && !row; i++)
            row = force_at(parse, i, FORCE_AND);
        if (!row)
            return false;
    }
    return at > low && !parse->skip[at - 1] &&
           (force_at(parse, at - 1, FORCE_ACTOR) || parse->tokens.items[at - 1].capital) && !empty(behind);
}

/* Where the subject that ends before `end` begins. */
static size_t subject_start(const struct force_parse *parse, size_t low, size_t end, bool norm_before)
{
    size_t at = end;

    while (at > low && end - at < LONG_SUBJECT) {
        size_t before = at - 1;

        if (force_break(parse, before) || parse->skip[before])
            break;
        if (force_comma(parse, before)) {
            size_t comma = before;

            /* "The Government, which bears the cost, shall": the clause between commas is passed */
            if (at + 1 < end && force_at(parse, at, FORCE_RELATIVE) && !force_at(parse, at, FORCE_DETERMINER)) {
                at = comma;
                continue;
            }
            if (!in_a_row(parse, low, before, end))
                break;
        } else if (norm_before && force_at(parse, before, FORCE_AND) && !in_a_row(parse, low, before, end)) {
            break;
        }
        at--;
    }
    return at;
}

/* "whose flag", "in whose territory", "that suspends": the phrase ends where a clause about it begins. */
static size_t cut_relative(const struct force_parse *parse, size_t from, size_t to)
{
    for (size_t at = from + 1; at < to; at++) {
        size_t stop = at;

        if (force_comma(parse, at) && in_a_row(parse, from, at, to))
            continue;
        if (force_comma(parse, at))
            return at;
        if (!force_at(parse, at, FORCE_RELATIVE) ||
            (strcmp(parse->language, "fr") == 0 && parse->tokens.items[at].folded[0] == 'q' &&
             parse->tokens.items[at].folded_length < 2))
            continue;
        while (stop > from + 1 && force_at(parse, stop - 1, FORCE_PREPOSITION))
            stop--;
        return stop;
    }
    return to;
}

static const char *const abstract_endings[] = {"tion", "sion", "ment", "ness", "ity", "ance", "ence", "ing", "ism",
                                               "ship", "ure", "age", "acy", "itie"};

static bool ends_in(const struct force_token *token, const char *ending, size_t length)
{
    return token->folded_length > length + 1 &&
           memcmp(token->folded + token->folded_length - length, ending, length) == 0;
}

static bool is_abstract(const struct force_token *token)
{
    size_t stop = token->folded_length;

    stop -= stop > 0 && token->folded[stop - 1] == 's'; /* of the plural */
    for (size_t i = 0; i < sizeof abstract_endings / sizeof *abstract_endings; i++) {
        size_t length = strlen(abstract_endings[i]);

        if (stop > length + 1 && memcmp(token->folded + stop - length, abstract_endings[i], length) == 0)
            return true;
    }
    return false;
}

/* "The functions of the Council": the Council. */
static struct force_range holder(const struct force_parse *parse, struct force_range phrase)
{
    for (size_t at = phrase.from; at + 1 < phrase.to; at++)
        if (force_at(parse, at, FORCE_OFFICE) && force_at(parse, at + 1, FORCE_OF))
            return force_noun_phrase(parse, at + 2, phrase.to);
    return (struct force_range){0, 0};
}

/* The head of the phrase: its last word before the first "of", "in" …; French and others: its first noun. */
static bool can_act(const struct force_parse *parse, struct force_range phrase)
{
    size_t stop = phrase.from;
    bool french = strcmp(parse->language, "en") != 0;

    if (force_at(parse, stop, FORCE_PARTICIPLE) && !force_at(parse, stop, FORCE_ACTOR) &&
        !force_at(parse, stop, FORCE_DETERMINER))
        return false; /* "enumerated below" */

    for (; stop < phrase.to; stop++) {
        if (stop > phrase.from && (force_at(parse, stop, FORCE_OF) || force_at(parse, stop, FORCE_PREPOSITION) ||
                                   force_at(parse, stop, FORCE_TO)))
            break;
        if (french && force_at(parse, stop, FORCE_ACTOR))
            return true;
        if (french && force_at(parse, stop, FORCE_THING))
            return false;
    }
    for (size_t at = phrase.from; at + 1 < stop; at++) /* "States and others", "ships flying the flag of a Party" */
        if (force_at(parse, at, FORCE_ACTOR) &&
            (force_at(parse, at + 1, FORCE_AND) || ends_in(&parse->tokens.items[at + 1], "ing", 3)))
            return true;
    for (size_t at = stop; at > phrase.from; at--) {
        const struct force_token *token = &parse->tokens.items[at - 1];

        if (token->mark || (token->folded[0] >= '0' && token->folded[0] <= '9'))
            continue; /* "Study Group 17", "Article 5" */
        if (force_at(parse, at - 1, FORCE_ACTOR))
            return true;
        if (force_at(parse, at - 1, FORCE_THING))
            return false;
        if (french)
            continue;
        if (at == stop) { /* the last word: a participle behind its noun ("the States concerned") is passed */
            if (is_abstract(token))
                return false;
            if (!force_at(parse, at - 1, FORCE_PARTICIPLE))
                return !force_at(parse, at - 1, FORCE_DETERMINER);
        }
    }
    return false;
}

/* A phrase that begins with a preposition and has no comma: the subject is behind its last determiner. */
static size_t behind_preposition(const struct force_parse *parse, size_t from, size_t to)
{
    size_t best = from;

    if (!force_at(parse, from, FORCE_PREPOSITION) && !force_at(parse, from, FORCE_TO))
        return from;
    if (force_at(parse, to - 1, FORCE_PRONOUN))
        return to - 1; /* "during this session it may" */
    for (size_t at = from + 2; at < to; at++)
        if (force_at(parse, at, FORCE_DETERMINER) && !force_at(parse, at - 1, FORCE_OF) &&
            !force_at(parse, at - 1, FORCE_PREPOSITION) && !empty(force_noun_phrase(parse, at, to)))
            best = at;
    return best;
}

static void prepend_part(struct force_draft *draft, size_t from, size_t to)
{
    if (draft->part_count == FORCE_PARTS || (draft->part_count > 0 && draft->parts[0].from <= from))
        return;
    if (draft->part_count > 0 && draft->parts[0].from == to) {
        draft->parts[0].from = from;
        return;
    }
    memmove(draft->parts + 1, draft->parts, draft->part_count * sizeof *draft->parts);
    draft->parts[0] = (struct force_range){from, to};
    draft->part_count++;
}

/* "No Party", "Nothing in this Convention", "in no case": the subject is denied; the word is printed with the modal. */
static bool find_denial(struct force_parse *parse, struct force_draft *draft)
{
    for (size_t at = draft->subject.from; at < draft->subject.to; at++) {
        if (at > draft->subject.from + 1)
            break;
        if (!force_at(parse, at, FORCE_NOBODY) || (at + 1 < parse->tokens.count && parse->tokens.items[at + 1].mark))
            continue; /* "No. 34" */
        draft->negated = true;
        prepend_part(draft, at, at + 1);
        if (at == draft->subject.from)
            draft->subject.from++;
        return true;
    }
    return false;
}

/* Is the verb behind `at` a passive?  *verb: its participle. */
static bool is_passive(const struct force_parse *parse, size_t at, size_t *verb)
{
    size_t taken, end = parse->tokens.count;

    while (at < end && (parse->skip[at] || force_comma(parse, at) || force_at(parse, at, FORCE_ADVERB) ||
                        force_at(parse, at, FORCE_NOT)))
        at++;
    if (force_match(parse->rules, parse->language, &parse->tokens, at, end, FORCE_BE, &taken) == NULL)
        return false;
    at += taken;
    while (at < end && (parse->skip[at] || force_comma(parse, at) || force_at(parse, at, FORCE_ADVERB) ||
                        force_at(parse, at, FORCE_NOT)))
        at++;
    *verb = at;
    return force_at(parse, at, FORCE_PARTICIPLE);
}

/* The agent of a passive: "by the Council", before the next clause. */
static struct force_range find_agent(const struct force_parse *parse, size_t from)
{
    for (size_t at = from; at < parse->tokens.count && !force_break(parse, at); at++) {
        struct force_range agent;

        if (at > from && parse->skip[at])
            continue;
        if (force_at(parse, at, FORCE_AND) && at + 1 < parse->tokens.count) {
            size_t taken;

            if (force_match(parse->rules, parse->language, &parse->tokens, at + 1, parse->tokens.count, FORCE_MODAL,
                            &taken) != NULL)
                break;
        }
        if (!force_at(parse, at, FORCE_BY) ||
            (at > from + 1 && force_at(parse, at - 1, FORCE_PARTICIPLE) && !force_at(parse, at - 2, FORCE_AND)))
            continue; /* "counted as additional to those deposited by States" */
        agent = force_noun_phrase(parse, at + 1, parse->tokens.count);
        if (!empty(agent))
            return agent;
    }
    return (struct force_range){0, 0};
}

static bool romance(const struct force_parse *parse)
{
    return strcmp(parse->language, "fr") == 0 || strcmp(parse->language, "es") == 0;
}

/* "les établissements universitaires à étudier": a word behind the noun that is no little word. */
static bool is_adjective(const struct force_parse *parse, size_t at)
{
    return !parse->tokens.items[at].mark && !force_at(parse, at, FORCE_TO) && !force_at(parse, at, FORCE_OF) &&
           !force_at(parse, at, FORCE_PREPOSITION) && !force_at(parse, at, FORCE_AND) &&
           !force_at(parse, at, FORCE_RELATIVE) && !force_at(parse, at, FORCE_DETERMINER);
}

/* The addressee behind a head: up to the "to" of what it is to do. */
static struct force_range find_addressee(const struct force_parse *parse, size_t from)
{
    struct force_range phrase = {from, from};
    size_t at = from;

    if (strcmp(parse->language, "en") != 0) {
        size_t taken;

        if (force_match(parse->rules, parse->language, &parse->tokens, at, parse->tokens.count, FORCE_ADVERB, &taken))
            from = at = at + taken; /* "invite en outre les associations" */
        if (force_at(parse, at, FORCE_TO) || force_at(parse, at, FORCE_PREPOSITION))
            at++;
        phrase = force_noun_phrase(parse, at, parse->tokens.count);
        if (empty(phrase))
            return phrase;
        while (romance(parse) && phrase.to < parse->tokens.count && phrase.to != parse->own &&
               !parse->skip[phrase.to] && is_adjective(parse, phrase.to))
            phrase.to++;
        return (struct force_range){from, phrase.to};
    }
    while (at < parse->tokens.count && at < from + LONG_SUBJECT && !parse->skip[at] &&
           (!parse->tokens.items[at].mark || joins(parse, at) || in_a_row(parse, from, at, at + LONG_PHRASE))) {
        if (force_at(parse, at, FORCE_TO) && !force_at(parse, at + 1, FORCE_DETERMINER))
            break;
        if (at == parse->own && at > from)
            break;
        at++;
    }
    phrase.to = at;
    return phrase;
}

/* "who shall publish the list": he who was named last. */
static struct force_range antecedent(const struct force_parse *parse, size_t low, size_t relative)
{
    size_t end = relative, at;

    while (end > low && (force_comma(parse, end - 1) || force_at(parse, end - 1, FORCE_PREPOSITION)))
        end--;
    at = end;
    while (at > low && end - at < LONG_PHRASE && (!parse->tokens.items[at - 1].mark || joins(parse, at - 1)) &&
           !parse->skip[at - 1] && !force_at(parse, at - 1, FORCE_PREPOSITION) && !force_at(parse, at - 1, FORCE_TO)) {
        at--;
        if (force_at(parse, at, FORCE_DETERMINER) && (at == low || !force_at(parse, at - 1, FORCE_OF)))
            break;
    }
    return (struct force_range){at, end};
}

static bool is_relative(const struct force_parse *parse, size_t at)
{
    return force_at(parse, at, FORCE_RELATIVE) &&
           (!force_at(parse, at, FORCE_DETERMINER) || force_at(parse, at, FORCE_THAT));
}

static void find_subject(struct force_parse *parse, size_t index, size_t modal)
{
    struct force_draft *draft = &parse->drafts[index];
    const struct force_draft *before = index > 0 ? &parse->drafts[index - 1] : NULL;
    size_t low = before == NULL ? 0 : before->parts[before->part_count - 1].to, end, from;

    low = low > modal ? modal : low;
    for (size_t at = parse->own; low < parse->own && at < modal; at++) /* a sentence with a subject of its own */
        if (!parse->skip[at] && !parse->tokens.items[at].mark && !force_at(parse, at, FORCE_ADVERB) &&
            !force_at(parse, at, FORCE_CLITIC))
            low = parse->own;
    end = step_back(parse, low, modal);
    from = subject_start(parse, low, end, before != NULL);
    for (int i = 0; i < MOST_INSERTIONS && from > low + 1 && from < end && force_comma(parse, from - 1) &&
                    (force_at(parse, from, FORCE_PREPOSITION) || force_at(parse, from, FORCE_AND)); i++) {
        size_t back = step_back(parse, low, from - 1); /* "The Director, after consultation, on request, shall" */

        if (back == low || subject_start(parse, low, back, before != NULL) == back)
            break;
        end = back;
        from = subject_start(parse, low, end, before != NULL);
    }
    while (from < end && (force_at(parse, from, FORCE_AND) || force_at(parse, from, FORCE_ADVERB) ||
                          force_comma(parse, from) ||
                          (force_at(parse, from, FORCE_THAT) && from == low && before == NULL) ||
                          parse->tokens.items[from].folded[0] == ')'))
        from++;
    draft->start = from;
    if (from < end && is_relative(parse, end - 1) && !(end - 1 == from && force_at(parse, from, FORCE_THAT) &&
                                                       before == NULL)) {
        draft->in_relative = end - 1 > low && !force_comma(parse, end - 2);
        draft->subject = antecedent(parse, low, end - 1);
        return;
    }
    for (size_t at = from + 1; at + 1 < end; at++) /* "harm which their operation might do", "by which States shall" */
        if (is_relative(parse, at) && end - at <= LONG_PHRASE &&
            (force_at(parse, at + 1, FORCE_DETERMINER) || force_at(parse, at - 1, FORCE_PREPOSITION) ||
             force_at(parse, at - 1, FORCE_BY) || force_at(parse, at - 1, FORCE_OF)) &&
            !force_at(parse, at, FORCE_WHOSE)) {
            draft->in_relative = true;
            draft->subject = (struct force_range){at + 1, end};
            return;
        }
    /* "resolves that Member States should": the frame and its "that" are no subject */
    for (size_t at = from; at + 1 < end; at++) {
        size_t taken;

        if (force_match(parse->rules, parse->language, &parse->tokens, at, end, FORCE_FRAME, &taken) != NULL &&
            at + taken < end && force_at(parse, at + taken, FORCE_THAT))
            from = at + taken + 1;
    }
    if (from < end && force_at(parse, from, FORCE_THAT))
        from++;
    from = behind_preposition(parse, from, end);
    draft->subject = (struct force_range){from, cut_relative(parse, from, end)};
}

/* Conditions right before a clause are its own: the clause begins with them. */
static void take_conditions_before(const struct force_parse *parse, struct force_draft *draft, size_t low)
{
    size_t at = draft->start;

    while (at > low && (parse->skip[at - 1] || force_comma(parse, at - 1) || force_at(parse, at - 1, FORCE_ONLY) ||
                        force_at(parse, at - 1, FORCE_AND)))
        at--;
    draft->start = at;
}

void force_find_actor(struct force_parse *parse, size_t index)
{
    struct force_draft *draft = &parse->drafts[index];
    const struct force_draft *before = index > 0 ? &parse->drafts[index - 1] : NULL;
    size_t modal = draft->parts[0].from, behind = draft->parts[draft->part_count - 1].to, verb = behind;
    size_t low = before == NULL ? 0 : before->parts[before->part_count - 1].to;
    bool denied;

    draft->start = modal;
    if (draft->row->role == FORCE_HEAD || (draft->row->role == FORCE_VERB && strcmp(parse->language, "ar") == 0)) {
        draft->actor = find_addressee(parse, behind);
        return;
    }
    if (draft->row->role == FORCE_IMPERSONAL) {
        bool prohibited = strcmp(parse->language, "ar") != 0 && strncmp(draft->row->phrase, "it ", 3) != 0 &&
                          (draft->negated || strstr(draft->row->phrase, "permi") != NULL);

        find_subject(parse, index, modal);
        take_conditions_before(parse, draft, low);
        if (!prohibited)
            draft->actor = strcmp(parse->language, "en") == 0 ? force_noun_phrase(parse, behind, parse->tokens.count)
                                                              : find_addressee(parse, behind);
        return;
    }
    if (draft->row->role == FORCE_FRAME) {
        struct force_range body = force_noun_phrase(parse, parse->own > modal ? 0 : parse->own, modal);

        if (force_at(parse, behind, FORCE_THAT) && draft->row->level < TVX_FORCE_TOP)
            draft->actor = force_noun_phrase(parse, behind + 1, parse->tokens.count);
        else if (body.to == modal)
            draft->actor = body;
        return;
    }
    find_subject(parse, index, modal);
    take_conditions_before(parse, draft, low);
    denied = find_denial(parse, draft);
    draft->passive = draft->passive || (draft->soft == NULL && is_passive(parse, behind, &verb));
    if (draft->passive) {
        draft->actor = find_agent(parse, verb);
        return;
    }
    if ((empty(draft->subject) || (denied && force_at(parse, draft->subject.from, FORCE_PREPOSITION))) &&
        !(before != NULL && empty(draft->subject))) {
        if (force_at(parse, behind, FORCE_DETERMINER) || force_at(parse, behind, FORCE_ACTOR))
            draft->actor = force_noun_phrase(parse, behind, parse->tokens.count); /* "in no case may a Party" */
        return;
    }
    if (empty(draft->subject) && before != NULL && before->passive && can_act(parse, before->subject))
        draft->actor = before->subject; /* "the committee shall be entrusted with … and shall report" */
    else if (empty(draft->subject) && before != NULL)
        draft->actor = before->actor;
    else if (!empty(draft->subject) && can_act(parse, draft->subject))
        draft->actor = draft->subject;
    else if (!empty(draft->subject))
        draft->actor = holder(parse, draft->subject);
    if (empty(draft->actor) && before == NULL && !denied) { /* "A State which has signed, ratified or acceded shall" */
        size_t start = modal >= parse->own ? parse->own : 0;
        struct force_range first = force_noun_phrase(parse, start, modal);

        if (!empty(first) && is_relative(parse, first.to))
            draft->actor = first;
    }
}
