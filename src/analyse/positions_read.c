/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Sentence by sentence, mark by mark: an actor becomes the one who speaks, a phrase that takes a side is told of that
 * one and of the numbers nearest to it.  What a sentence does not name it takes from those before: the proposal from
 * the last sentence that named one, the speaker within a paragraph, the side that "agreed" means from whoever took one
 * last.
 */
#include <string.h>
#include <travaux/text/sentence.h>

#include "positions_marks.h"

enum {
    LIST = 60,        /* actors of a list */
    NOT_WORDS = 8,    /* how far a "not" reaches */
    NEAR_WORDS = 3,   /* between "supported by" and whom it names, or "with" and whom it is with */
    BEHALF_WORDS = 8, /* between "on behalf of" and the name: "the nine Administrations of the" */
    PENDING = 8,
    LINE_MOST = 120,
    TEXT_MOST = 64 << 20,
};

struct actors {
    const char *codes[LIST];
    size_t count;
    bool other; /* somebody who is no actor */
};

struct reader {
    struct position_marker marker;
    const struct tvx_stance_context *context;
    const char *text;                      /* as it was given */
    struct tvx_sayings *out;
    struct tvx_span sentence;
    struct tvx_span named;                 /* the sentence that named the proposals under discussion */
    size_t under[POSITION_TOPICS], under_count;
    struct actors subject, carried;
    size_t first_said;                     /* of this sentence */
    size_t pending[PENDING], pending_count; /* phrases that wait for their actor */
    size_t not_end;                        /* word behind the last "not" */
    bool turned, quiet, former, lent, condition;
    bool memory;                           /* is short */
};

const char *tvx_stance_to_string(enum tvx_stance stance)
{
    static const char *const names[] = {"none", "propose", "cosponsor", "support", "oppose", "reserve", "withdraw"};

    return names[stance];
}

bool tvx_stance_parse(enum tvx_stance *out, const char *name)
{
    for (enum tvx_stance s = TVX_STANCE_NONE; s <= TVX_STANCE_WITHDRAW; s++)
        if (strcmp(tvx_stance_to_string(s), name) == 0) {
            *out = s;
            return true;
        }
    return false;
}

int tvx_stance_side(enum tvx_stance stance)
{
    static const int sides[] = {-2, 1, 1, 1, -1, 0, -1};

    return sides[stance];
}

/* ---- whom and what a phrase is about ---- */

static const struct position_mark_at *mark_at(const struct reader *r, size_t i)
{
    return &r->marker.marks[i];
}

static size_t gap(const struct reader *r, size_t a, size_t b)
{
    return mark_at(r, b)->first - mark_at(r, a)->end;
}

static void add_actor(struct actors *list, const char *code)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->codes[i], code) == 0)
            return;
    if (list->count < LIST)
        list->codes[list->count++] = code;
}

/* "Helvaria, Norsund and the delegate of Ostavia" from mark i on; gives the mark behind. */
static size_t take_list(struct reader *r, size_t i, struct actors *list, bool speakers)
{
    size_t end = i;

    list->count = 0;
    list->other = false;
    for (size_t at = i; at < r->marker.count && (at == i || gap(r, at - 1, at) == 0); at++) {
        enum position_mark mark = mark_at(r, at)->mark;

        if (mark == POSITION_ACTOR) {
            add_actor(list, mark_at(r, at)->actor);
            end = at + 1;
        } else if (mark != POSITION_JOIN && mark != POSITION_AND && (mark != POSITION_SPEAKER || !speakers)) {
            break;
        }
    }
    return end;
}

/* The number list around mark i: its topics into `ids`. */
static size_t take_topics(const struct reader *r, size_t i, size_t *ids)
{
    size_t from = i, count = 0;

    while (from > 0 && gap(r, from - 1, from) == 0 &&
           (mark_at(r, from - 1)->mark == POSITION_NUMBER || mark_at(r, from - 1)->mark == POSITION_JOIN ||
            mark_at(r, from - 1)->mark == POSITION_AND))
        from--;
    for (; from < r->marker.count; from++) {
        const struct position_mark_at *m = mark_at(r, from);

        if (m->mark != POSITION_NUMBER && m->mark != POSITION_JOIN && m->mark != POSITION_AND)
            break;
        if (from > i && gap(r, from - 1, from) > 0)
            break;
        for (size_t k = 0; k < m->topics && count < POSITION_TOPICS; k++)
            ids[count++] = r->marker.found[m->topic + k];
    }
    return count;
}

static bool takes_side(enum position_mark mark)
{
    return mark == POSITION_STANCE || mark == POSITION_SAME || mark == POSITION_CONTRARY;
}

static size_t topic_behind(const struct reader *r, size_t i)
{
    bool side = false;

    for (size_t at = i + 1; at < r->marker.count; at++) {
        enum position_mark mark = mark_at(r, at)->mark;

        side |= takes_side(mark);
        if (mark == POSITION_NUMBER)
            return at;
        if ((mark == POSITION_ACTOR && side) || mark == POSITION_IF || mark == POSITION_BUT)
            break;
    }
    return SIZE_MAX;
}

static size_t topic_before(const struct reader *r, size_t i)
{
    while (i-- > 0)
        if (mark_at(r, i)->mark == POSITION_NUMBER)
            return i;
    return SIZE_MAX;
}

/* The proposals that the phrase at i is about; *named: the sentence itself names them. */
static size_t topics_of(const struct reader *r, size_t i, size_t *ids, bool *named)
{
    bool after = mark_at(r, i)->phrase->after;
    size_t at = after ? topic_before(r, i) : topic_behind(r, i);

    if (at == SIZE_MAX)
        at = after ? topic_behind(r, i) : topic_before(r, i);
    *named = at != SIZE_MAX;
    if (*named)
        return take_topics(r, at, ids);
    memcpy(ids, r->under, r->under_count * sizeof *ids);
    return r->under_count;
}

/* ---- telling ---- */

static bool same_topic(const struct tvx_said *said, const char *proposal)
{
    return strcmp(said->proposal, proposal) == 0;
}

/* False: it is told already. */
static bool make_room(struct reader *r, const char *actor, const char *proposal, enum tvx_stance stance)
{
    for (size_t i = r->out->count; i-- > 0;) {
        struct tvx_said *old = &r->out->items[i];

        if (strcmp(old->actor, actor) != 0 || !same_topic(old, proposal))
            continue;
        if (old->stance == stance)
            return false;
        if (i < r->first_said || old->former)
            return true;
        if (tvx_stance_side(old->stance) == 1 && old->stance != TVX_STANCE_SUPPORT)
            return stance != TVX_STANCE_SUPPORT; /* whoever proposes supports */
        if (stance == TVX_STANCE_PROPOSE)
            return true;
        /* Of two sides in one sentence the last is where it comes to rest. */
        memmove(old, old + 1, (r->out->count - i - 1) * sizeof *old);
        r->out->count--;
        return true;
    }
    return true;
}

static void tell(struct reader *r, const char *actor, const char *proposal, enum tvx_stance stance, size_t mark,
                 bool named, const struct tvx_span *with)
{
    const struct position_mark_at *m = mark_at(r, mark);
    const struct position_word *words = r->marker.words.items;
    struct tvx_said *larger, *said;

    if (!make_room(r, actor, proposal, stance))
        return;
    larger = tvx_arena_grow(r->marker.arena, r->out->items, r->out->count, &r->out->capacity, sizeof *larger);
    r->memory |= larger == NULL;
    if (larger == NULL)
        return;
    r->out->items = larger;
    said = &larger[r->out->count++];
    *said = (struct tvx_said){
        .actor = actor, .proposal = proposal, .stance = stance, .former = r->former, .conditional = r->condition,
        .words = tvx_arena_strndup(r->marker.arena, r->text + words[m->first].start,
                                   words[m->end - 1].start + words[m->end - 1].length - words[m->first].start),
        .row = tvx_arena_printf(r->marker.arena, "data/position-phrases.tsv: %s", m->phrase->text),
        .spans = {r->sentence}, .span_count = 1,
    };
    r->memory |= said->words == NULL || said->row == NULL;
    if (!named && r->under_count > 0 && r->named.start != r->sentence.start)
        said->spans[said->span_count++] = r->named;
    if (with != NULL && with->start != r->sentence.start &&
        (said->span_count < 2 || said->spans[1].start != with->start))
        said->spans[said->span_count++] = *with;
}

static void tell_all(struct reader *r, const struct actors *who, enum tvx_stance stance, size_t mark)
{
    size_t ids[POSITION_TOPICS];
    bool named;
    size_t count = topics_of(r, mark, ids, &named);

    for (size_t i = 0; i < who->count; i++) {
        for (size_t k = 0; k < count; k++)
            tell(r, who->codes[i], r->marker.topics[ids[k]].number, stance, mark, named, NULL);
        if (count == 0)
            tell(r, who->codes[i], "", stance, mark, true, NULL);
    }
}

static enum tvx_stance turned(enum tvx_stance stance)
{
    return stance == TVX_STANCE_SUPPORT ? TVX_STANCE_OPPOSE : TVX_STANCE_NONE;
}

/* Does a "not" reach the phrase? */
static bool is_turned(const struct reader *r, size_t i)
{
    const struct position_mark_at *m = mark_at(r, i);

    return r->turned && !m->phrase->stays && m->first - r->not_end <= NOT_WORDS;
}

static enum tvx_stance joined_stance(enum tvx_stance stance)
{
    return tvx_stance_side(stance) == 1 ? TVX_STANCE_SUPPORT : stance;
}

static bool sponsors_it(const struct reader *r, size_t topic, const char *actor)
{
    const struct tvx_stance_topic *t = &r->marker.topics[topic];

    for (size_t i = 0; i < t->sponsor_count; i++)
        if (strcmp(t->sponsors[i], actor) == 0)
            return true;
    return false;
}

/* What was said last on a proposal, by one of `whom` if there are any, by anybody but `not_by` else. */
static const struct tvx_said *said_on(const struct reader *r, const char *proposal, const struct actors *whom,
                                      const struct actors *not_by)
{
    for (size_t i = r->out->count; i-- > 0;) {
        const struct tvx_said *said = &r->out->items[i];
        bool of = whom->count == 0;

        if (!same_topic(said, proposal) || said->former)
            continue;
        for (size_t k = 0; k < whom->count; k++)
            of |= strcmp(whom->codes[k], said->actor) == 0;
        for (size_t k = 0; whom->count == 0 && k < not_by->count; k++)
            of &= strcmp(not_by->codes[k], said->actor) != 0;
        if (of)
            return said;
    }
    return NULL;
}

/* "agreed", "agreed with the delegate of Belcour", "agreed with SAN/10/1", "took the opposite view". */
static void tell_joined(struct reader *r, const struct actors *who, size_t i, bool contrary, bool turn)
{
    struct actors whom = {.count = 0};
    size_t ids[POSITION_TOPICS], at, count;
    bool named, directly;

    for (at = i + 1; at < r->marker.count && mark_at(r, at)->mark != POSITION_ACTOR && gap(r, at - 1, at) <= NEAR_WORDS &&
                     mark_at(r, at)->mark != POSITION_NUMBER && mark_at(r, at)->mark != POSITION_BUT;)
        at++;
    if (at < r->marker.count && mark_at(r, at)->mark == POSITION_ACTOR && gap(r, at - 1, at) <= NEAR_WORDS)
        take_list(r, at, &whom, true);
    directly = at < r->marker.count && mark_at(r, at)->mark == POSITION_NUMBER && gap(r, at - 1, at) <= NEAR_WORDS;
    count = topics_of(r, i, ids, &named);
    for (size_t k = 0; k < count; k++) {
        const char *proposal = r->marker.topics[ids[k]].number;
        const struct tvx_said *said = directly ? NULL : said_on(r, proposal, &whom, who);
        enum tvx_stance stance = said != NULL ? joined_stance(said->stance) : TVX_STANCE_NONE;
        struct tvx_span with = said != NULL ? said->spans[0] : r->sentence;

        for (size_t w = 0; said == NULL && w < whom.count; w++)
            if (sponsors_it(r, ids[k], whom.codes[w]))
                stance = TVX_STANCE_SUPPORT;
        if (directly)
            stance = TVX_STANCE_SUPPORT;
        if (contrary != turn && stance != TVX_STANCE_NONE)
            stance = stance == TVX_STANCE_SUPPORT ? TVX_STANCE_OPPOSE
                     : stance == TVX_STANCE_OPPOSE && contrary ? TVX_STANCE_SUPPORT : TVX_STANCE_NONE;
        for (size_t w = 0; stance != TVX_STANCE_NONE && w < who->count; w++)
            tell(r, who->codes[w], proposal, stance, i, named, &with);
    }
}

/* Another phrase of the sentence says what "joined" or "associated himself with those who" means. */
static bool said_better(const struct reader *r, size_t i)
{
    for (size_t at = i + 1; at < r->marker.count; at++) {
        enum position_mark mark = mark_at(r, at)->mark;

        if (mark == POSITION_STANCE && !mark_at(r, at)->phrase->after)
            return mark_at(r, at)->phrase->stance >= TVX_STANCE_SUPPORT;
        if (mark == POSITION_ACTOR || mark == POSITION_BUT || mark == POSITION_OTHER || mark == POSITION_ALSO)
            return false;
    }
    return false;
}

static void tell_phrase(struct reader *r, const struct actors *who, size_t i, bool turn)
{
    const struct position_mark_at *m = mark_at(r, i);

    if (m->mark == POSITION_STANCE) {
        enum tvx_stance stance = turn ? turned(m->phrase->stance) : m->phrase->stance;

        if (stance != TVX_STANCE_NONE)
            tell_all(r, who, stance, i);
        r->former = false;
    } else if (!said_better(r, i)) {
        tell_joined(r, who, i, m->mark == POSITION_CONTRARY, turn);
    }
}

/* ---- marks in turn ---- */

static const char *word_text(const struct reader *r, size_t word, size_t *length)
{
    const struct position_word *w = r->marker.words.items;

    *length = w[word].length;
    return r->marker.text + w[word].start;
}

/* The first mark of "the delegate of the" before a name. */
static size_t named_from(const struct reader *r, size_t i)
{
    while (i > 0 && (mark_at(r, i - 1)->mark == POSITION_SPEAKER || mark_at(r, i - 1)->mark == POSITION_JOIN) &&
           gap(r, i - 1, i) == 0)
        i--;
    return i;
}

/* "with the delegate of", "Varenia's": named, but not acting. */
static bool is_object(const struct reader *r, size_t from, size_t end)
{
    size_t at = named_from(r, from), length = 0, behind = mark_at(r, end - 1)->end;
    const char *text;

    if (at > 0 && mark_at(r, at - 1)->mark == POSITION_OBJECT && gap(r, at - 1, at) <= NEAR_WORDS - 1)
        return true;
    if (r->subject.count == 0 || behind >= r->marker.words.count)
        return false;
    text = word_text(r, behind, &length);
    return length == 1 && *text == 's' && text[-1] != ' ';
}

static size_t on_behalf(struct reader *r, size_t i)
{
    size_t at = i + 1, end;
    struct actors list;

    while (at < r->marker.count && mark_at(r, at)->mark != POSITION_ACTOR && !takes_side(mark_at(r, at)->mark))
        at++;
    if (at == r->marker.count || mark_at(r, at)->mark != POSITION_ACTOR || gap(r, i, at) > BEHALF_WORDS)
        return i;
    end = take_list(r, at, &list, false);
    if (list.count > 1) /* States lend their voice to each other and keep their own */
        for (size_t k = 0; k < r->subject.count; k++)
            add_actor(&list, r->subject.codes[k]);
    r->subject = list;
    r->lent = true;
    return end - 1;
}

/* Who stands behind "supported by"; the mark to go on behind. */
static size_t by_whom(struct reader *r, size_t i, struct actors *list)
{
    size_t at = i + 1;

    list->count = 0;
    while (at < r->marker.count && mark_at(r, at)->mark != POSITION_ACTOR && mark_at(r, at)->mark != POSITION_OTHER &&
           !takes_side(mark_at(r, at)->mark) && gap(r, at - 1, at) <= NEAR_WORDS)
        at++;
    if (at == r->marker.count || mark_at(r, at)->mark != POSITION_ACTOR || gap(r, at - 1, at) > NEAR_WORDS)
        return i;
    return take_list(r, at, list, true) - 1;
}

static void settle_pending(struct reader *r)
{
    for (size_t k = 0; k < r->pending_count; k++)
        tell_phrase(r, &r->subject, r->pending[k], false);
    r->pending_count = 0;
}

static size_t take_actor(struct reader *r, size_t i)
{
    struct actors list;
    size_t end = take_list(r, i, &list, true);
    size_t from = named_from(r, i);

    if (is_object(r, i, end) || (r->lent && mark_at(r, from)->mark == POSITION_SPEAKER))
        return end - 1;
    r->subject = list;
    r->lent = false;
    r->turned = r->turned && mark_at(r, from)->first == r->not_end; /* "difficult for the delegate of …" */
    settle_pending(r);
    return end - 1;
}

/* A sentence that names nobody goes on with what the one before it reported. */
static bool goes_on(const struct reader *r, size_t i)
{
    const struct position_mark_at *m = mark_at(r, i);

    if (r->carried.count == 0 || m->mark != POSITION_STANCE || m->phrase->after ||
        (m->phrase->stance != TVX_STANCE_SUPPORT && m->phrase->stance != TVX_STANCE_OPPOSE &&
         m->phrase->stance != TVX_STANCE_RESERVE))
        return false;
    for (size_t k = 0; k < r->marker.count; k++)
        if (mark_at(r, k)->mark == POSITION_ACTOR || mark_at(r, k)->mark == POSITION_OTHER ||
            mark_at(r, k)->mark == POSITION_SPEAKER)
            return false;
    return true;
}

static size_t take_side(struct reader *r, size_t i)
{
    const struct position_mark_at *m = mark_at(r, i);
    bool turn = is_turned(r, i);
    struct actors list;

    if (r->quiet)
        return i;
    if (m->phrase->after) {
        size_t end = by_whom(r, i, &list);

        if (list.count > 0)
            tell_phrase(r, &list, i, turn);
        if (list.count > 0 && r->subject.count == 0)
            r->subject = list;
        return end;
    }
    if (r->subject.count > 0)
        tell_phrase(r, &r->subject, i, turn);
    else if (goes_on(r, i))
        tell_phrase(r, &r->carried, i, turn);
    else if (!r->subject.other && !turn && r->pending_count < PENDING && m->mark == POSITION_STANCE)
        r->pending[r->pending_count++] = i;
    return i;
}

/* "as did the delegates of …" */
static size_t take_also(struct reader *r, size_t i)
{
    struct actors list;
    size_t end = by_whom(r, i, &list), last = r->out->count;
    struct tvx_said said;

    if (list.count == 0 || last == r->first_said)
        return i;
    said = r->out->items[last - 1];
    for (size_t from = last; from-- > r->first_said;) { /* the sides of the last actor, one for each proposal */
        struct tvx_said one = r->out->items[from];

        if (strcmp(one.actor, said.actor) != 0 || one.stance != said.stance)
            break;
        for (size_t k = 0; k < list.count; k++)
            tell(r, list.codes[k], one.proposal, joined_stance(one.stance), i, true, NULL);
    }
    r->subject = list;
    return end;
}

static size_t step(struct reader *r, size_t i)
{
    const struct position_mark_at *m = mark_at(r, i);

    switch (m->mark) {
    case POSITION_ACTOR:
        return take_actor(r, i);
    case POSITION_STANCE:
    case POSITION_SAME:
    case POSITION_CONTRARY:
        return take_side(r, i);
    case POSITION_ALSO:
        return take_also(r, i);
    case POSITION_BEHALF:
        return on_behalf(r, i);
    case POSITION_NOT:
        r->turned = !r->turned || m->first - r->not_end > NOT_WORDS;
        r->not_end = m->end;
        break;
    case POSITION_QUIET:
        r->quiet = true;
        break;
    case POSITION_IF:
        for (size_t k = r->first_said; k < r->out->count; k++)
            r->out->items[k].conditional = true;
        r->condition = true;
        r->quiet |= r->out->count > r->first_said;
        break;
    case POSITION_FORMER:
        r->former = true;
        break;
    case POSITION_DENIED:
        r->out->count = r->first_said;
        break;
    case POSITION_OTHER:
        if (i == 0 || mark_at(r, i - 1)->mark != POSITION_AND) {
            r->subject.count = r->pending_count = 0;
            r->subject.other = true;
        }
        r->turned = false;
        break;
    case POSITION_HE:
        if (r->subject.count == 0 && !r->subject.other)
            r->subject = r->carried;
        break;
    case POSITION_WE:
        r->subject.count = 0;
        for (size_t k = 0; k < r->context->we_count; k++)
            add_actor(&r->subject, r->context->we[k]);
        break;
    case POSITION_BUT:
        r->quiet = r->condition = false; /* falls through */
        __attribute__((fallthrough));
    case POSITION_AND:
    case POSITION_PLAIN:
        r->turned = false;
        break;
    default:
        break;
    }
    return i;
}

static void read_sentence(struct reader *r, size_t first, size_t end)
{
    size_t last = SIZE_MAX;

    position_marker_read(&r->marker, r->sentence.start, first, end);
    r->subject = (struct actors){.count = 0};
    r->pending_count = 0;
    r->first_said = r->out->count;
    r->turned = r->former = r->lent = r->condition = false;
    r->quiet = r->sentence.length > 0 && r->text[r->sentence.start + r->sentence.length - 1] == '?';
    for (size_t i = 0; i < r->marker.count && !r->memory; i++) {
        if (mark_at(r, i)->mark == POSITION_NUMBER)
            last = i;
        i = step(r, i);
    }
    for (size_t i = 0; i < r->marker.count; i++)
        if (mark_at(r, i)->mark == POSITION_NUMBER)
            last = i;
    if (last != SIZE_MAX) {
        r->under_count = take_topics(r, last, r->under);
        r->named = r->sentence;
    }
    if (r->subject.count > 0 || r->subject.other)
        r->carried = r->subject;
}

/* ---- the text ---- */

static size_t line_width(const char *text)
{
    size_t width = 0;

    for (;;) {
        size_t length = strcspn(text, "\n");

        width = length > width ? length : width;
        if (text[length] == '\0')
            return width > LINE_MOST ? 0 : width;
        text += length + 1;
    }
}

/*
 * Lines of print are put together: the newline within a paragraph becomes a space, so that every place stays.  Where a
 * line is longer than any print, each is a paragraph.
 */
static char *join_lines(struct tvx_arena *arena, const char *text, size_t length)
{
    char *out = tvx_arena_strndup(arena, text, length);
    size_t width = line_width(text), line = 0;

    for (size_t at = 0; out != NULL && width > 0 && at < length; at++) {
        if (text[at] != '\n')
            continue;
        if (text[at + 1] != '\0' && text[at + 1] != '\n' && (text[at + 1] < '0' || text[at + 1] > '9') &&
            at - line + 1 + strcspn(text + at + 1, " \n") > width)
            out[at] = ' ';
        line = at + 1;
    }
    return out;
}

static bool new_paragraph(const char *text, size_t at)
{
    while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t'))
        at--;
    return at == 0 || text[at - 1] == '\n';
}

enum tvx_status tvx_stances_read(struct tvx_sayings *out, struct tvx_arena *arena, const struct tvx_stance_rules *rules,
                                 const char *text, const struct tvx_stance_context *context, struct tvx_error *error)
{
    struct reader *r = tvx_arena_alloc(arena, sizeof *r);
    size_t length = strlen(text), word = 0;
    struct tvx_sentences sentences;
    enum tvx_status status;
    char *joined;

    memset(out, 0, sizeof *out);
    if (length > TEXT_MOST)
        return tvx_error_set(error, TVX_E_LIMIT, "minutes of %zu MB are longer than can be read", length >> 20);
    joined = join_lines(arena, text, length);
    if (r == NULL || joined == NULL)
        return tvx_error_nomem(error);
    r->context = context;
    r->text = text;
    r->out = out;
    status = position_marker_start(&r->marker, arena, rules, joined, context, error);
    if (status == TVX_OK)
        status = tvx_sentences(&sentences, arena, joined, length, error);
    for (size_t i = 0; status == TVX_OK && i < sentences.count; i++) {
        const struct tvx_sentence *s = &sentences.items[i];
        size_t end;

        while (word < r->marker.words.count && r->marker.words.items[word].start < s->start + s->label)
            word++;
        for (end = word; end < r->marker.words.count && r->marker.words.items[end].start < s->start + s->length;)
            end++;
        if (new_paragraph(joined, s->start))
            r->carried.count = 0;
        r->sentence = (struct tvx_span){s->start, s->length};
        read_sentence(r, word, end);
        word = end;
        if (r->memory)
            status = tvx_error_nomem(error);
    }
    return status;
}
