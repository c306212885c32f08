/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "positions_marks.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

enum { NUMBER_BYTES = 64, NAME_WORDS = 4, NUMBERS_MOST = 4096 };

/* ---- what a text may call a proposal ---- */

static int by_key(const void *a, const void *b)
{
    const struct position_topic_key *x = a, *y = b;
    int order = strcmp(x->key, y->key);

    return order != 0 ? order : (x->topic > y->topic) - (x->topic < y->topic);
}

static bool add_key(struct position_marker *m, char *key, size_t topic)
{
    struct position_topic_key *larger = tvx_arena_grow(m->arena, m->keys, m->key_count, &m->key_capacity,
                                                       sizeof *larger);

    if (larger == NULL || key == NULL)
        return false;
    m->keys = larger;
    larger[m->key_count++] = (struct position_topic_key){key, topic};
    return true;
}

/* "VRN/14A1/5" is also meant by "VRN/14A1" and by "Document 14A1". */
static bool add_keys(struct position_marker *m, size_t topic)
{
    const char *number = m->topics[topic].number, *last = strrchr(number, '/'), *before = last;

    if (!add_key(m, tvx_arena_strdup(m->arena, number), topic))
        return false;
    while (before != NULL && before > number && before[-1] != '/')
        before--;
    if (last == NULL || before == number)
        return true;
    return add_key(m, tvx_arena_strndup(m->arena, number, (size_t)(last - number)), topic) &&
           add_key(m, tvx_arena_printf(m->arena, "#%.*s", (int)(last - before), before), topic);
}

enum tvx_status position_marker_start(struct position_marker *out, struct tvx_arena *arena,
                                      const struct tvx_stance_rules *rules, const char *text,
                                      const struct tvx_stance_context *context, struct tvx_error *error)
{
    out->arena = arena;
    out->rules = rules;
    out->language = context->language;
    out->text = text;
    out->any = context->topics == NULL;
    out->topics = (struct tvx_stance_topic *)(uintptr_t)context->topics; /* only written to where `any` */
    out->topic_count = context->topics == NULL ? 0 : context->topic_count;
    for (size_t i = 0; i < out->topic_count; i++)
        if (!add_keys(out, i))
            return tvx_error_nomem(error);
    if (out->key_count > 0)
        qsort(out->keys, out->key_count, sizeof *out->keys, by_key);
    return position_words_cut(&out->words, arena, text, strlen(text)) ? TVX_OK : tvx_error_nomem(error);
}

/* ---- numbers ---- */

static bool in_number(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '(' ||
           c == ')' || c == '-' || c == '+' || c == '.';
}

static size_t find_key(const struct position_marker *m, const char *key)
{
    size_t low = 0, high = m->key_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (strcmp(m->keys[middle].key, key) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low < m->key_count && strcmp(m->keys[low].key, key) == 0 ? low : SIZE_MAX;
}

static bool keep_topic(struct position_marker *m, struct position_mark_at *mark, size_t topic)
{
    if (m->found_count == POSITION_MARKS || mark->topics == POSITION_TOPICS)
        return false;
    if (mark->topics == 0)
        mark->topic = m->found_count;
    m->found[m->found_count++] = topic;
    mark->topics++;
    return true;
}

/* A number that no list knows: its first part is taken for its sponsor. */
static bool keep_any(struct position_marker *m, struct position_mark_at *mark, const char *number)
{
    struct tvx_stance_topic *larger;
    const char **sponsor;
    size_t i = 0;

    while (i < m->topic_count && strcmp(m->topics[i].number, number) != 0)
        i++;
    if (i < m->topic_count)
        return keep_topic(m, mark, i);
    if (i == NUMBERS_MOST)
        return false;
    larger = tvx_arena_grow(m->arena, m->topics, m->topic_count, &m->topic_capacity, sizeof *larger);
    sponsor = tvx_arena_alloc(m->arena, sizeof *sponsor);
    if (larger == NULL || sponsor == NULL)
        return false;
    *sponsor = tvx_arena_strndup(m->arena, number, strcspn(number, "/"));
    m->topics = larger;
    larger[i] = (struct tvx_stance_topic){tvx_arena_strdup(m->arena, number), sponsor, 1};
    m->topic_count++;
    return *sponsor != NULL && larger[i].number != NULL && keep_topic(m, mark, i);
}

static bool looks_like_number(const char *number)
{
    const char *slash = strchr(number, '/');

    return number[0] >= 'A' && number[0] <= 'Z' && slash != NULL && strpbrk(slash, "0123456789") != NULL &&
           strchr(slash + 1, '/') != NULL;
}

/* The number at the word, if one stands there; *end is then the first word behind it. */
static bool take_number(struct position_marker *m, struct position_mark_at *mark, size_t *end)
{
    const char *at = m->text + m->words.items[mark->first].start;
    char number[NUMBER_BYTES];
    size_t length = 0;
    bool slash = false;

    while (length < sizeof number - 1 && in_number(at[length]))
        slash |= at[length++] == '/';
    for (; slash && length > 2 && mark->topics == 0; length--) { /* "VRN/9/1." and "VRN/9/1)" end before the mark */
        size_t key;

        if (at[length - 1] == '.' || at[length - 1] == '(' || at[length - 1] == ')' || at[length - 1] == '-' ||
            at[length - 1] == '/')
            continue;
        memcpy(number, at, length);
        number[length] = '\0';
        if (m->any && looks_like_number(number))
            keep_any(m, mark, number);
        for (key = m->any ? SIZE_MAX : find_key(m, number);
             key < m->key_count && strcmp(m->keys[key].key, number) == 0 && keep_topic(m, mark, m->keys[key].topic);)
            key++;
    }
    if (mark->topics == 0)
        return false;
    for (*end = mark->first + 1; *end < m->words.count &&
         m->words.items[*end].start <= m->words.items[mark->first].start + length;)
        ++*end;
    return true;
}

/* "9", "14A1" or "65-E" behind "Document". */
static bool take_document(struct position_marker *m, struct position_mark_at *mark)
{
    const struct position_word *word = &m->words.items[mark->first];
    char key[NUMBER_BYTES];
    size_t found;

    if (m->any || word->length + 2 > sizeof key || !u_isdigit((UChar32)(unsigned char)m->text[word->start]))
        return false;
    key[0] = '#';
    memcpy(key + 1, m->text + word->start, word->length);
    key[1 + word->length] = '\0';
    for (found = find_key(m, key); found < m->key_count && strcmp(m->keys[found].key, key) == 0 &&
         keep_topic(m, mark, m->keys[found].topic);)
        found++;
    return mark->topics > 0;
}

/* ---- a sentence ---- */

/* Does the text between two words open or close a quotation? */
static void step_quotes(const char *from, const char *to, bool *quoted)
{
    for (; from < to; from++) {
        if (*from == '"')
            *quoted = !*quoted;
        else if (to - from >= 3 && (memcmp(from, "“", 3) == 0 || memcmp(from, "„", 3) == 0))
            *quoted = true;
        else if (to - from >= 3 && memcmp(from, "”", 3) == 0)
            *quoted = false;
        else if (to - from >= 2 && memcmp(from, "«", 2) == 0)
            *quoted = true;
        else if (to - from >= 2 && memcmp(from, "»", 2) == 0)
            *quoted = false;
    }
}

/* A name that no table has, behind "the delegate of": its words with capitals. */
static bool take_unknown(struct position_marker *m, struct position_mark_at *mark, size_t end)
{
    const struct position_word *w = m->words.items;
    size_t last = mark->first;

    for (; last < end && last < mark->first + NAME_WORDS && w[last].capital; last++)
        if (!u_isalpha((UChar32)(unsigned char)m->text[w[last].start]) ||
            (last > mark->first && w[last].start != w[last - 1].start + w[last - 1].length + 1))
            break;
    if (last == mark->first)
        return false;
    mark->end = last;
    mark->mark = POSITION_ACTOR;
    mark->actor = tvx_arena_strndup(m->arena, m->text + w[mark->first].start,
                                    w[last - 1].start + w[last - 1].length - w[mark->first].start);
    return mark->actor != NULL;
}

static bool take_mark(struct position_marker *m, struct position_mark_at *mark, size_t end, bool quoted)
{
    const struct position_mark_at *before = m->count == 0 ? NULL : &m->marks[m->count - 1];
    const struct position_phrase *phrase;

    if (take_number(m, mark, &mark->end)) {
        mark->mark = POSITION_NUMBER;
        return true;
    }
    if (before != NULL && before->end == mark->first && before->mark == POSITION_DOCUMENT && take_document(m, mark)) {
        mark->mark = POSITION_NUMBER;
        return true;
    }
    phrase = position_phrase_at(m->rules, m->words.items, end, mark->first, m->language);
    if (phrase != NULL && (!quoted || phrase->mark == POSITION_ACTOR)) {
        mark->mark = phrase->mark;
        mark->phrase = phrase;
        mark->actor = phrase->text;
        mark->end = mark->first + phrase->count;
        return phrase->mark != POSITION_FORM && phrase->mark != POSITION_NOISE;
    }
    return phrase == NULL && before != NULL && before->end == mark->first && before->mark == POSITION_SPEAKER &&
           take_unknown(m, mark, end);
}

void position_marker_read(struct position_marker *m, size_t from, size_t first, size_t end)
{
    bool quoted = false;

    m->count = m->found_count = 0;
    for (size_t at = first; at < end;) {
        struct position_mark_at mark = {.first = at, .end = at + 1};

        step_quotes(m->text + from, m->text + m->words.items[at].start, &quoted);
        if (take_mark(m, &mark, end, quoted) && m->count < POSITION_MARKS)
            m->marks[m->count++] = mark;
        at = mark.end > end ? end : mark.end;
        step_quotes(m->text + m->words.items[mark.first].start, m->text + m->words.items[at - 1].start, &quoted);
        from = m->words.items[at - 1].start + m->words.items[at - 1].length;
    }
}
