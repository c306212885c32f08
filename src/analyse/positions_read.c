/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Sentence by sentence, mark by mark: an actor becomes the one who speaks, a phrase that takes a side is told of that
 * one and of the numbers nearest to it.  What a sentence does not name it takes from those before: the proposal from
 * the last sentence that named one, the speaker within a paragraph, the side that "agreed" means from whoever took one
 * last.
 */
#include <string.h>
#include <travaux/text/sentence.h>

#include "positions_read.h"

enum {
    BEHALF_WORDS = 8, /* between "on behalf of" and the name: "the nine Administrations of the" */
    LINE_MOST = 120,
    TEXT_MOST = 64 << 20,
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

/* ---- marks in turn ---- */

/* Does a "not" reach the phrase? */
static bool is_turned(const struct position_reader *r, size_t i)
{
    const struct position_mark_at *m = mark_at(r, i);

    return r->turned && !m->phrase->stays && m->first - r->not_end <= POSITION_NOT_REACH;
}

static const char *word_text(const struct position_reader *r, size_t word, size_t *length)
{
    const struct position_word *w = r->marker.words.items;

    *length = w[word].length;
    return r->marker.text + w[word].start;
}

/* The first mark of "the delegate of the" before a name. */
static size_t named_from(const struct position_reader *r, size_t i)
{
    while (i > 0 && (mark_kind(r, i - 1) == POSITION_SPEAKER || mark_kind(r, i - 1) == POSITION_JOIN) &&
           mark_gap(r, i - 1, i) == 0)
        i--;
    return i;
}

/* "with the delegate of", "Varenia's": named, but not acting. */
static bool is_object(const struct position_reader *r, size_t from, size_t end)
{
    size_t at = named_from(r, from), length = 0, behind = mark_at(r, end - 1)->end;
    const char *text;

    if (at > 0 && mark_kind(r, at - 1) == POSITION_OBJECT && mark_gap(r, at - 1, at) <= POSITION_NEAR - 1)
        return true;
    if (r->subject.count == 0 || behind >= r->marker.words.count)
        return false;
    text = word_text(r, behind, &length);
    return length == 1 && *text == 's' && text[-1] != ' ';
}

static size_t on_behalf(struct position_reader *r, size_t i)
{
    size_t at = i + 1, end;
    struct position_actors list;

    while (at < r->marker.count && mark_kind(r, at) != POSITION_ACTOR && !position_takes_side(mark_kind(r, at)))
        at++;
    if (at == r->marker.count || mark_kind(r, at) != POSITION_ACTOR || mark_gap(r, i, at) > BEHALF_WORDS)
        return i;
    end = position_list(r, at, &list, false);
    if (list.count > 1) /* States lend their voice to each other and keep their own */
        for (size_t k = 0; k < r->subject.count; k++)
            position_actors_add(&list, r->subject.codes[k]);
    r->subject = list;
    r->lent = true;
    return end - 1;
}

/* Who stands behind "supported by"; the mark to go on behind. */
static size_t by_whom(struct position_reader *r, size_t i, struct position_actors *list)
{
    size_t at = i + 1;

    list->count = 0;
    while (at < r->marker.count && mark_kind(r, at) != POSITION_ACTOR && mark_kind(r, at) != POSITION_OTHER &&
           !position_takes_side(mark_kind(r, at)) && mark_gap(r, at - 1, at) <= POSITION_NEAR)
        at++;
    if (at == r->marker.count || mark_kind(r, at) != POSITION_ACTOR || mark_gap(r, at - 1, at) > POSITION_NEAR)
        return i;
    return position_list(r, at, list, true) - 1;
}

static void settle_pending(struct position_reader *r)
{
    for (size_t k = 0; k < r->pending_count; k++)
        position_tell_phrase(r, &r->subject, r->pending[k], false);
    r->pending_count = 0;
}

static size_t take_actor(struct position_reader *r, size_t i)
{
    struct position_actors list;
    size_t end = position_list(r, i, &list, true);
    size_t from = named_from(r, i);

    if (is_object(r, i, end) || (r->lent && mark_kind(r, from) == POSITION_SPEAKER))
        return end - 1;
    r->subject = list;
    r->lent = false;
    r->turned = r->turned && mark_at(r, from)->first == r->not_end; /* "difficult for the delegate of …" */
    settle_pending(r);
    return end - 1;
}

/* A sentence that names nobody goes on with what the one before it reported. */
static bool goes_on(const struct position_reader *r, size_t i)
{
    const struct position_mark_at *m = mark_at(r, i);

    if (r->carried.count == 0 || m->mark != POSITION_STANCE || m->phrase->after ||
        (m->phrase->stance != TVX_STANCE_SUPPORT && m->phrase->stance != TVX_STANCE_OPPOSE &&
         m->phrase->stance != TVX_STANCE_RESERVE))
        return false;
    for (size_t k = 0; k < r->marker.count; k++)
        if (mark_kind(r, k) == POSITION_ACTOR || mark_kind(r, k) == POSITION_OTHER ||
            mark_kind(r, k) == POSITION_SPEAKER)
            return false;
    return true;
}

static size_t take_side(struct position_reader *r, size_t i)
{
    const struct position_mark_at *m = mark_at(r, i);
    bool turn = is_turned(r, i);
    struct position_actors list;

    if (r->quiet)
        return i;
    if (m->phrase->after) {
        size_t end = by_whom(r, i, &list);

        if (list.count > 0)
            position_tell_phrase(r, &list, i, turn);
        if (list.count > 0 && r->subject.count == 0)
            r->subject = list;
        return end;
    }
    if (r->subject.count > 0)
        position_tell_phrase(r, &r->subject, i, turn);
    else if (goes_on(r, i))
        position_tell_phrase(r, &r->carried, i, turn);
    else if (!r->subject.other && !turn && r->pending_count < POSITION_PENDING && m->mark == POSITION_STANCE)
        r->pending[r->pending_count++] = i;
    return i;
}

/* "as did the delegates of …" */
static size_t take_also(struct position_reader *r, size_t i)
{
    struct position_actors list;
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
            position_tell(r, list.codes[k], one.proposal, position_joined(one.stance), i, true, NULL);
    }
    r->subject = list;
    return end;
}

static size_t step(struct position_reader *r, size_t i)
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
        r->turned = !r->turned || m->first - r->not_end > POSITION_NOT_REACH;
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
        if (i == 0 || mark_kind(r, i - 1) != POSITION_AND) {
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
            position_actors_add(&r->subject, r->context->we[k]);
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

static void read_sentence(struct position_reader *r, size_t first, size_t end)
{
    size_t last = SIZE_MAX;

    position_marker_read(&r->marker, r->sentence.start, first, end);
    r->subject = (struct position_actors){.count = 0};
    r->pending_count = 0;
    r->first_said = r->out->count;
    r->turned = r->former = r->lent = r->condition = false;
    r->quiet = r->sentence.length > 0 && r->text[r->sentence.start + r->sentence.length - 1] == '?';
    for (size_t i = 0; i < r->marker.count && !r->memory; i++) {
        if (mark_kind(r, i) == POSITION_NUMBER)
            last = i;
        i = step(r, i);
    }
    for (size_t i = 0; i < r->marker.count; i++)
        if (mark_kind(r, i) == POSITION_NUMBER)
            last = i;
    if (last != SIZE_MAX) {
        r->under_count = position_topics(r, last, r->under);
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
        /* Where the next word would have had room, a paragraph ends; before a small letter in no case. */
        if (text[at + 1] != '\0' && text[at + 1] != '\n' && (text[at + 1] < '0' || text[at + 1] > '9') &&
            ((text[at + 1] >= 'a' && text[at + 1] <= 'z') || at - line + 1 + strcspn(text + at + 1, " \n") > width))
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
    struct position_reader *r = tvx_arena_alloc(arena, sizeof *r);
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
