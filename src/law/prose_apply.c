/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/base/buf.h>
#include <travaux/law/instruction.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "prose_find.h"

enum { CEILING = 64 << 20 };

struct apply {
    struct tvx_instruction_result *out;
    struct tvx_arena *arena;
    const struct tvx_instruction *in;
    const char *text;
    size_t from, to; /* the sentence that is meant, or the whole */
    struct tvx_error *error;
};

static enum tvx_status refuse(struct apply *a, const char *why)
{
    a->out->text = NULL;
    a->out->refused = why;
    return why == NULL ? tvx_error_nomem(a->error) : TVX_OK;
}

static void note(struct apply *a, const char *more)
{
    if (more != NULL && a->out->note == NULL)
        a->out->note = more;
}

/* ---- putting together ---- */

static uint32_t first_point(const char *text, size_t length)
{
    size_t at = 0;

    return length == 0 ? 0 : tvx_utf8_next(text, length, &at);
}

static uint32_t last_point(const char *text, size_t length)
{
    size_t at = length;

    if (length == 0)
        return 0;
    do
        at--;
    while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80);
    return tvx_utf8_next(text, length, &at);
}

/* A mark that stands right behind a word. */
static bool is_tight(uint32_t point)
{
    return point != 0 && (strchr(",;:.)]", point < 0x80 ? (int)point : 'a') != NULL || point == 0x201D ||
                          point == 0x60C || point == 0x61B || point == 0x3002 || point == 0xFF0C || point == 0xFF1B);
}

static bool is_apostrophe(uint32_t point)
{
    return point == '\'' || point == 0x2019;
}

static bool is_space(uint32_t point)
{
    return point != 0 && tvx_text_is_space(point);
}

static size_t without_space_behind(const char *text, size_t length)
{
    while (length > 0 && text[length - 1] == ' ')
        length--;
    return length;
}

/*
 * text[0, from) + middle + text[to, …) with one space where words meet, none before a mark of punctuation, and no
 * mark twice.  `apart`: the middle is an insertion, so that a space may be missing.
 */
static enum tvx_status join(struct apply *a, size_t from, size_t to, const char *middle, bool apart)
{
    const char *text = a->text, *behind = text + to;
    size_t length = strlen(middle), before = from;
    uint32_t first = first_point(*middle == '\0' ? behind : middle, strlen(*middle == '\0' ? behind : middle)), last;
    struct tvx_buf buf;
    const char *out;

    if (is_tight(first) || before == 0)
        before = without_space_behind(text, before);
    tvx_buf_init(&buf, CEILING);
    tvx_buf_add(&buf, text, before);
    if (apart && *middle != '\0' && before > 0 && !is_tight(first) && !is_space(last_point(text, before)) &&
        !is_apostrophe(last_point(text, before)) && strchr("([\n", text[before - 1]) == NULL)
        tvx_buf_char(&buf, ' ');
    if (length > 0 && is_tight(last_point(middle, length)) && first_point(behind, strlen(behind)) ==
        last_point(middle, length) && middle[length - 1] != ')')
        behind++;
    tvx_buf_add(&buf, middle, length);
    last = last_point(tvx_buf_text(&buf), buf.length);
    if (*behind == ' ' && (buf.length == 0 || last == ' ' || last == '\n' || (length > 0 && is_apostrophe(last) &&
                                                               u_isalpha((UChar32)first_point(behind + 1, 4)))))
        behind++;
    else if (apart && length > 0 && *behind != '\0' && !is_space(first_point(behind, strlen(behind))) &&
             !is_tight(first_point(behind, strlen(behind))) && !is_apostrophe(last) && last != ' ')
        tvx_buf_char(&buf, ' ');
    tvx_buf_str(&buf, behind);
    buf.length = *behind == '\0' ? without_space_behind(tvx_buf_text(&buf), buf.length) : buf.length;
    out = buf.failed ? NULL : tvx_arena_strndup(a->arena, tvx_buf_text(&buf), buf.length);
    tvx_buf_free(&buf);
    a->out->text = out;
    return out == NULL ? tvx_error_nomem(a->error) : TVX_OK;
}

/* ---- finding ---- */

static enum tvx_status find(struct apply *a, struct prose_found *found, const char *words)
{
    return prose_find(found, a->arena, a->text, a->from, a->to, words, a->error);
}

static const char *not_there(struct apply *a, const char *words)
{
    return tvx_arena_printf(a->arena, "the words \"%.120s\" are not found there", words);
}

/* The one place of the words, by occurrence; SIZE_MAX in *which: refused. */
static enum tvx_status choose(struct apply *a, const struct prose_found *found, const char *words, size_t *which)
{
    int k = a->in->occurrence;

    *which = SIZE_MAX;
    if (found->count == 0)
        return refuse(a, not_there(a, words));
    if (k == TVX_OCCURRENCE_LAST)
        *which = found->count - 1;
    else if (k > 0 && k < TVX_OCCURRENCE_ALL && (size_t)k <= found->count)
        *which = (size_t)k - 1;
    else if (k > 0 && k < TVX_OCCURRENCE_ALL)
        return refuse(a, tvx_arena_printf(a->arena, "the words \"%.120s\" stand there %zu time%s, not %d", words,
                                          found->count, found->count == 1 ? "" : "s", k));
    else if (found->count > 1)
        return refuse(a, tvx_arena_printf(a->arena, "the words \"%.120s\" stand there %zu times, and which are meant "
                                          "is not said", words, found->count));
    else
        *which = 0;
    note(a, found->note);
    return TVX_OK;
}

/* From the old words to old_end behind them. */
static enum tvx_status stretch(struct apply *a, struct prose_span *span, bool *good)
{
    struct prose_found found, last;
    size_t which;
    enum tvx_status status = find(a, &found, a->in->old_words);

    *good = false;
    if (status != TVX_OK || (status = choose(a, &found, a->in->old_words, &which)) != TVX_OK || which == SIZE_MAX)
        return status;
    *span = found.items[which];
    if (a->in->old_end != NULL) {
        status = prose_find(&last, a->arena, a->text, span->to, a->to, a->in->old_end, a->error);
        if (status != TVX_OK)
            return status;
        if (last.count == 0)
            return refuse(a, not_there(a, a->in->old_end));
        if (last.count > 1)
            note(a, "the words that end the stretch stand more than once; the first is taken");
        span->to = last.items[0].to;
    }
    *good = true;
    return TVX_OK;
}

/* ---- the operations ---- */

/* Everywhere: from the last place to the first, so that what is found stays where it is. */
static enum tvx_status change_all(struct apply *a, const char *words, const char *middle)
{
    struct prose_found found;
    const char *text = a->text;
    enum tvx_status status = find(a, &found, words);

    if (status != TVX_OK)
        return status;
    if (found.count == 0)
        return refuse(a, not_there(a, words));
    note(a, found.note);
    for (size_t i = found.count; status == TVX_OK && i-- > 0;) {
        status = join(a, found.items[i].from, found.items[i].to, middle, false);
        a->text = a->out->text;
    }
    a->text = text;
    return status;
}

static enum tvx_status change_words(struct apply *a, const char *middle)
{
    struct prose_span span;
    bool good;
    enum tvx_status status;

    if (a->in->occurrence == TVX_OCCURRENCE_ALL && a->in->old_end == NULL)
        return change_all(a, a->in->old_words, middle);
    status = stretch(a, &span, &good);
    return status != TVX_OK || !good ? status : join(a, span.from, span.to, middle, false);
}

static enum tvx_status delete_to_end(struct apply *a)
{
    struct prose_found found;
    size_t which;
    enum tvx_status status = find(a, &found, a->in->anchor);

    if (status != TVX_OK || (status = choose(a, &found, a->in->anchor, &which)) != TVX_OK || which == SIZE_MAX)
        return status;
    return a->in->position == TVX_POSITION_BEFORE ? join(a, a->from, found.items[which].from, "", false)
                                                  : join(a, found.items[which].to, a->to, "", false);
}

/* At the end: words go before the mark that ends the text, a sentence behind it. */
static enum tvx_status insert_at_end(struct apply *a)
{
    const char *words = a->in->new_words;
    size_t length = strlen(words), at = a->to;
    uint32_t last = last_point(words, length), end = last_point(a->text, at);
    bool sentence = last == '.' || last == 0x3002 || last == '!' || last == '?';

    while (at > a->from && is_space(end)) {
        at--;
        end = last_point(a->text, at);
    }
    if (is_tight(end) && end != ')' && end != ']' && end != 0x201D && !(sentence && (end == '.' || end == 0x3002)))
        at -= end < 0x80 ? 1 : end < 0x800 ? 2 : 3;
    return join(a, at, at, words, true);
}

static enum tvx_status insert_between(struct apply *a)
{
    struct prose_found first, second;
    size_t at = SIZE_MAX, places = 0;
    enum tvx_status status = find(a, &first, a->in->anchor);

    if (status == TVX_OK)
        status = find(a, &second, a->in->anchor_end == NULL ? "" : a->in->anchor_end);
    if (status != TVX_OK)
        return status;
    for (size_t i = 0; i < first.count; i++)
        for (size_t k = 0; k < second.count; k++)
            if (second.items[k].from >= first.items[i].to &&
                tvx_text_blank(a->text + first.items[i].to, second.items[k].from - first.items[i].to)) {
                at = first.items[i].to;
                places++;
            }
    if (places != 1)
        return refuse(a, tvx_arena_printf(a->arena, "\"%.80s\" and \"%.80s\" stand beside each other %zu times",
                                          a->in->anchor, a->in->anchor_end == NULL ? "" : a->in->anchor_end, places));
    note(a, first.note);
    return join(a, at, at, a->in->new_words, true);
}

static enum tvx_status insert_words(struct apply *a)
{
    const struct tvx_instruction *in = a->in;
    struct prose_found found;
    size_t which, at;
    enum tvx_status status;

    if (in->new_words == NULL || *in->new_words == '\0')
        return refuse(a, "the words to be inserted are not given");
    if (in->anchor == NULL) {
        if (in->position == TVX_POSITION_START || in->position == TVX_POSITION_BEFORE)
            return join(a, a->from, a->from, in->new_words, true);
        if (in->position == TVX_POSITION_END)
            return insert_at_end(a);
        if (in->position == TVX_POSITION_AFTER && in->sentence != 0)
            return join(a, a->to, a->to, in->new_words, true);
        return refuse(a, "where the words are to be inserted is not said");
    }
    if (in->position == TVX_POSITION_BETWEEN)
        return insert_between(a);
    if ((status = find(a, &found, in->anchor)) != TVX_OK)
        return status;
    if (in->occurrence == TVX_OCCURRENCE_ALL && found.count > 0) {
        const char *text = a->text;

        for (size_t i = found.count; status == TVX_OK && i-- > 0;) {
            at = in->position == TVX_POSITION_BEFORE ? found.items[i].from : found.items[i].to;
            status = join(a, at, at, in->new_words, true);
            a->text = a->out->text;
        }
        a->text = text;
        return status;
    }
    if ((status = choose(a, &found, in->anchor, &which)) != TVX_OK || which == SIZE_MAX)
        return status;
    at = in->position == TVX_POSITION_BEFORE ? found.items[which].from : found.items[which].to;
    return join(a, at, at, in->new_words, true);
}

static enum tvx_status split(struct apply *a)
{
    struct prose_found found;
    size_t which, at = a->to;
    enum tvx_status status;

    if (a->in->anchor != NULL) {
        if ((status = find(a, &found, a->in->anchor)) != TVX_OK ||
            (status = choose(a, &found, a->in->anchor, &which)) != TVX_OK || which == SIZE_MAX)
            return status;
        at = a->in->position == TVX_POSITION_BEFORE ? found.items[which].from : found.items[which].to;
    } else if (a->in->sentence == 0) {
        return refuse(a, "where the text is to be split is not said");
    } else if (a->in->position == TVX_POSITION_BEFORE) {
        at = a->from;
    }
    return join(a, at, strlen(a->text), "", false);
}

/* The sentences that are meant become the text that is looked at. */
static enum tvx_status narrow(struct apply *a, bool *good)
{
    struct prose_span *sentences;
    size_t count;
    long first = a->in->sentence, last = a->in->sentence_end;
    enum tvx_status status;

    *good = true;
    a->from = 0;
    a->to = strlen(a->text);
    if (first == 0)
        return TVX_OK;
    if ((status = prose_sentences(&sentences, &count, a->arena, a->text, a->error)) != TVX_OK)
        return status;
    first = first < 0 ? (long)count + 1 + first : first;
    last = last < 0 ? (long)count + 1 + last : last;
    if (first < 1 || last < first || last > (long)count) {
        *good = false;
        return refuse(a, tvx_arena_printf(a->arena, "sentence %ld is meant, but the text has %zu", last < first ? first
                                          : last, count));
    }
    a->from = sentences[first - 1].from;
    a->to = sentences[last - 1].to;
    return TVX_OK;
}

enum tvx_status tvx_instruction_apply(struct tvx_instruction_result *out, struct tvx_arena *arena,
                                      const struct tvx_instruction *in, const char *text, struct tvx_error *error)
{
    struct apply a = {out, arena, in, text, 0, 0, error};
    bool good;
    enum tvx_status status;

    *out = (struct tvx_instruction_result){0};
    if ((status = narrow(&a, &good)) != TVX_OK || !good)
        return status;
    switch (in->op) {
    case TVX_INSTRUCTION_READ:
        out->text = in->new_words;
        return out->text != NULL ? TVX_OK : refuse(&a, "the new text is not given");
    case TVX_INSTRUCTION_REPLACE:
        if (in->new_words == NULL)
            return refuse(&a, "the new words are not given");
        return in->old_words == NULL ? join(&a, a.from, a.to, in->new_words, false) : change_words(&a, in->new_words);
    case TVX_INSTRUCTION_DELETE:
        if (in->to_end && in->anchor != NULL)
            return delete_to_end(&a);
        return in->old_words == NULL ? join(&a, a.from, a.to, "", false) : change_words(&a, "");
    case TVX_INSTRUCTION_INSERT: return insert_words(&a);
    case TVX_INSTRUCTION_SPLIT: return split(&a);
    default: return refuse(&a, "it changes no words");
    }
}
