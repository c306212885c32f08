/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A file of verdicts, as `travaux review export` writes it, back into values. */
#include <travaux/store/verdict.h>

#include <jansson.h>
#include <string.h>
#include <travaux/text/utf8.h>

enum { POINTS_MOST = 1 << 30, AT_BYTES = 40 };

struct lines {
    struct tvx_arena *arena;
    struct tvx_verdict_lines *out;
    size_t item_capacity, complaint_capacity;
    bool failed;
};

/* A text member in clean NFC; NULL when it is missing, null or something else. */
static const char *text_of(struct lines *l, const json_t *object, const char *name)
{
    const json_t *value = json_object_get(object, name);
    const char *text;

    if (!json_is_string(value))
        return NULL;
    text = tvx_text_clean(l->arena, json_string_value(value), json_string_length(value));
    l->failed |= text == NULL;
    return text;
}

static size_t number_of(const json_t *object, const char *name)
{
    json_int_t value = json_integer_value(json_object_get(object, name));

    return value < 0 || value > POINTS_MOST ? 0 : (size_t)value;
}

static bool is_hash(const char *text)
{
    return text != NULL && strlen(text) == 64 && strspn(text, "0123456789abcdef") == 64;
}

static bool take_side(struct lines *l, struct tvx_match_side *out, const json_t *object)
{
    *out = (struct tvx_match_side){
        .sha256 = text_of(l, object, "sha256"), .document = text_of(l, object, "document"),
        .proposal = text_of(l, object, "proposal"), .instrument = text_of(l, object, "instrument"),
        .version = text_of(l, object, "version"), .provision = text_of(l, object, "provision"),
        .language = text_of(l, object, "language"), .quote = text_of(l, object, "quote"),
        .start = number_of(object, "start"), .points = number_of(object, "len"),
    };
    if (json_is_true(json_object_get(object, "edit"))) {
        out->before = text_of(l, object, "before");
        out->after = text_of(l, object, "after");
    }
    return is_hash(out->sha256);
}

/* "2026-11-03T09:00:00.000Z" */
static bool is_time(const char *at)
{
    static const char form[] = "dddd-dd-ddTdd:dd:dd";

    for (size_t i = 0; i < sizeof form - 1; i++)
        if (form[i] == 'd' ? at[i] < '0' || at[i] > '9' : at[i] != form[i])
            return false;
    return strlen(at) < AT_BYTES && at[strlen(at) - 1] == 'Z';
}

/* What is wrong with the line; NULL when nothing is. */
static const char *take(struct lines *l, struct tvx_verdict *v, const json_t *record)
{
    const char *value = text_of(l, record, "verdict"), *kind = text_of(l, record, "kind");

    memset(v, 0, sizeof *v);
    if (!json_is_object(record))
        return "it is no JSON object";
    v->by = text_of(l, record, "by");
    v->at = text_of(l, record, "at");
    v->note = text_of(l, record, "note");
    v->note = v->note == NULL ? "" : v->note;
    v->match.score = json_number_value(json_object_get(record, "score"));
    if (!tvx_verdict_value_parse(&v->value, value))
        return "\"verdict\" is none of confirmed, rejected, none";
    if (!tvx_match_kind_parse(&v->match.kind, kind))
        return "\"kind\" is neither reuse nor retabled";
    if (v->at == NULL || !is_time(v->at))
        return "\"at\" is no time such as 2026-11-03T09:00:00.000Z";
    if (!(v->match.score >= 0 && v->match.score <= 1))
        return "\"score\" is not between 0 and 1";
    if (!take_side(l, &v->match.sides[0], json_object_get(record, "a")) ||
        !take_side(l, &v->match.sides[1], json_object_get(record, "b")))
        return "\"a\" and \"b\" both need the \"sha256\" of their document";
    tvx_match_id(v->id, v->match.kind, &v->match.sides[0], &v->match.sides[1]);
    return NULL;
}

static bool blank(const char *line, size_t length)
{
    return tvx_text_blank(line, length);
}

static void take_line(struct lines *l, const char *line, size_t length, size_t number)
{
    json_error_t why;
    json_t *record = json_loadb(line, length, JSON_REJECT_DUPLICATES, &why);
    struct tvx_verdict verdict;
    const char *wrong = record == NULL ? "it is no JSON" : take(l, &verdict, record);

    json_decref(record);
    if (wrong != NULL) {
        l->out->complaints = tvx_arena_grow(l->arena, l->out->complaints, l->out->complaint_count,
                                            &l->complaint_capacity, sizeof *l->out->complaints);
        l->failed |= l->out->complaints == NULL;
        if (!l->failed)
            l->out->complaints[l->out->complaint_count++] = (struct tvx_verdict_complaint){number, wrong};
        return;
    }
    l->out->items = tvx_arena_grow(l->arena, l->out->items, l->out->count, &l->item_capacity, sizeof *l->out->items);
    l->failed |= l->out->items == NULL;
    if (!l->failed)
        l->out->items[l->out->count++] = verdict;
}

enum tvx_status tvx_verdicts_read(struct tvx_verdict_lines *out, struct tvx_arena *arena, const char *bytes,
                                  size_t length, struct tvx_error *error)
{
    struct lines l = {.arena = arena, .out = out};
    const char *end = bytes + length;

    memset(out, 0, sizeof *out);
    for (size_t number = 1; bytes < end && !l.failed; number++) {
        const char *stop = memchr(bytes, '\n', (size_t)(end - bytes));

        stop = stop == NULL ? end : stop;
        if (!blank(bytes, (size_t)(stop - bytes)))
            take_line(&l, bytes, (size_t)(stop - bytes), number);
        bytes = stop == end ? end : stop + 1;
    }
    return l.failed ? tvx_error_nomem(error) : TVX_OK;
}
