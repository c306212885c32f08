/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <jansson.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <travaux/text/utf8.h>

#include "agree.h"
#include "map.h"
#include "record_tree.h"
#include "words.h"

/* One line is one record; a longer one is refused, and so is a file with more lines than any parliament has made. */
enum { LINE = 16 << 20, LINES = 2000000, WAY = 200, LANGUAGES = 8, MESSAGE = 200 };

static const struct tvx_record_fields defaults = {
    .id = "id", .text = "text", .number = "number", .action = "action", .provision = "provision",
    .sponsors = "sponsors", .before = "before", .after = "after", .date = "date", .language = "language",
    .reasons = "reasons", .label = "label", .heading = "heading", .parent = "parent", .kind = "kind",
};

struct languages {
    char code[LANGUAGES][12];
    size_t count[LANGUAGES];
};

struct parser {
    struct tvx_arena *arena;
    struct tvx_records *out;
    struct tvx_record_fields fields;
    struct tvx_error *error;
    size_t line;
    struct tvx_buf text;  /* the after-texts, one a line */
    size_t text_points;
    size_t proposal_capacity, warning_capacity, node_capacity;
    struct tvx_record_node *nodes;
    size_t node_count;
    struct languages others;
};

static enum tvx_status warn(struct parser *p, size_t line, const char *code, const char *message)
{
    struct tvx_records *out = p->out;

    out->warnings = tvx_arena_grow(p->arena, out->warnings, out->warning_count, &p->warning_capacity,
                                   sizeof *out->warnings);
    if (out->warnings == NULL || message == NULL)
        return tvx_error_nomem(p->error);
    out->warnings[out->warning_count++] = (struct tvx_warning){code, message, line};
    return TVX_OK;
}

/* ---- fields ---- */

/* The value at a dotted way into nested objects. */
static const json_t *value_at(const json_t *record, const char *way)
{
    char step[WAY];

    while (way != NULL && record != NULL) {
        size_t length = strcspn(way, ".");

        if (length >= sizeof step)
            return NULL;
        memcpy(step, way, length);
        step[length] = '\0';
        record = json_object_get(record, step);
        if (way[length] == '\0')
            return json_is_null(record) ? NULL : record;
        way += length + 1;
    }
    return NULL;
}

/* A plain value as text, folded line by line; NULL when it is no string or number. */
static const char *plain(struct parser *p, const json_t *value)
{
    const char *text;
    char *clean, *out;
    size_t used = 0;

    if (json_is_integer(value))
        return tvx_arena_printf(p->arena, "%lld", (long long)json_integer_value(value));
    if (!json_is_string(value))
        return NULL;
    text = json_string_value(value);
    clean = tvx_text_clean(p->arena, text, json_string_length(value));
    out = clean == NULL ? NULL : tvx_arena_alloc(p->arena, strlen(clean) + 1);
    if (out == NULL)
        return NULL;
    for (const char *at = clean; *at != '\0';) {
        size_t length = strcspn(at, "\n");
        char *folded = tvx_text_fold_space(p->arena, at, length);
        size_t bytes = folded == NULL ? 0 : strlen(folded);

        if (folded == NULL)
            return NULL;
        if (bytes > 0 && used > 0)
            out[used++] = '\n';
        memcpy(out + used, folded, bytes);
        used += bytes;
        at += length + (at[length] == '\n');
    }
    out[used] = '\0';
    return out;
}

/* "{committee}/{number}": what stands in braces is a field. */
static const char *filled(struct parser *p, const json_t *record, const char *pattern)
{
    struct tvx_buf buf;
    const char *out;

    tvx_buf_init(&buf, 1u << 16);
    while (*pattern != '\0') {
        size_t length = strcspn(pattern, "{");
        const char *close;
        char way[WAY];
        const char *value;

        tvx_buf_add(&buf, pattern, length);
        pattern += length;
        if (*pattern == '\0')
            break;
        close = strchr(pattern, '}');
        if (close == NULL || (size_t)(close - pattern) > sizeof way) {
            tvx_buf_str(&buf, pattern);
            break;
        }
        snprintf(way, sizeof way, "%.*s", (int)(close - pattern - 1), pattern + 1);
        value = plain(p, value_at(record, way));
        tvx_buf_str(&buf, value);
        pattern = close + 1;
    }
    out = buf.failed ? NULL : tvx_arena_strdup(p->arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    return out;
}

static const char *field(struct parser *p, const json_t *record, const char *way)
{
    if (way == NULL)
        return NULL;
    return strchr(way, '{') != NULL ? filled(p, record, way) : plain(p, value_at(record, way));
}

static const char *or_empty(const char *text)
{
    return text == NULL ? "" : text;
}

/* ---- proposals ---- */

/*
 * Is the text only one of the words ("deleted|entfällt"), perhaps behind its own place ("Chapter 4 – section 4
 * deleted")?
 */
static bool is_only(const char *text, const char *words, const char *place)
{
    struct tvx_cursor c = {text, strlen(text), 0};

    if (words == NULL || *text == '\0')
        return false;
    if (*place != '\0')
        tvx_words_take(&c, place, strlen(place));
    return tvx_words_next(&c) && tvx_words_any(&c, (struct tvx_field){words, strlen(words)}) && !tvx_words_next(&c);
}

static enum tvx_status set_sponsors(struct parser *p, struct tvx_proposal *proposal, const json_t *value)
{
    size_t capacity = 0, count = json_is_array(value) ? json_array_size(value) : value != NULL ? 1 : 0;

    for (size_t i = 0; i < count; i++) {
        const char *name = plain(p, json_is_array(value) ? json_array_get(value, i) : value), **codes;
        size_t found, unknown;
        enum tvx_status status;

        if (name == NULL || *name == '\0')
            continue;
        status = tvx_actors_parse(&codes, &found, &unknown, p->arena, name, p->error);
        if (status != TVX_OK)
            return status;
        if (unknown > 0 || found == 0) { /* a person, a party: as printed, whole */
            codes = &name;
            found = 1;
        }
        for (size_t k = 0; k < found; k++) {
            proposal->sponsors = tvx_arena_grow(p->arena, proposal->sponsors, proposal->sponsor_count, &capacity,
                                                sizeof *proposal->sponsors);
            if (proposal->sponsors == NULL)
                return tvx_error_nomem(p->error);
            proposal->sponsors[proposal->sponsor_count++] = codes[k];
        }
    }
    return TVX_OK;
}

/* The texts, or their fallbacks where they are absent or in another language. */
static void take_texts(struct parser *p, const json_t *record, const char *place, const char **before,
                       const char **after)
{
    const char *language = field(p, record, p->fields.language), *first, *second;
    bool other = p->fields.fallback_language != NULL && language != NULL && *language != '\0' &&
                 strcmp(language, p->fields.fallback_language) != 0;

    *before = field(p, record, p->fields.before);
    *after = field(p, record, p->fields.after);
    first = or_empty(field(p, record, p->fields.before_fallback));
    second = or_empty(field(p, record, p->fields.after_fallback));
    /* A normalised "deleted" may have vanished: then the printed word stays. */
    if (other && (*second != '\0' ||
                  (*first != '\0' && is_only(or_empty(*after), p->fields.deleted_words, or_empty(place))))) {
        *before = first;
        *after = *second != '\0' ? second : *after;
        for (size_t i = 0; i < LANGUAGES; i++)
            if (p->others.count[i] == 0 || strcmp(p->others.code[i], language) == 0) {
                snprintf(p->others.code[i], sizeof p->others.code[i], "%s", language);
                p->others.count[i]++;
                break;
            }
    }
    if (*before == NULL)
        *before = first;
    if (*after == NULL)
        *after = second;
    *before = or_empty(*before);
    *after = or_empty(*after);
}

static enum tvx_status set_action(struct parser *p, struct tvx_proposal *proposal, const char *printed)
{
    if (printed != NULL && *printed != '\0') {
        if (tvx_action_parse(&proposal->action, printed))
            return TVX_OK;
        enum tvx_status status = warn(p, p->line, "record-unknown-action",
                                      tvx_arena_printf(p->arena,
                                                       "Record %s has the unknown action \"%.40s\"; told from its "
                                                       "texts instead",
                                                       proposal->number, printed));
        if (status != TVX_OK)
            return status;
    }
    if (is_only(proposal->after, p->fields.deleted_words, proposal->target))
        proposal->action = TVX_ACTION_SUP;
    else if (proposal->place.is_new || (*proposal->before == '\0' && *proposal->after != '\0'))
        proposal->action = TVX_ACTION_ADD;
    else
        proposal->action = *proposal->after == '\0' ? TVX_ACTION_SUP : TVX_ACTION_MOD;
    return TVX_OK;
}

static enum tvx_status set_edits(struct parser *p, struct tvx_proposal *proposal)
{
    switch (proposal->action) {
    case TVX_ACTION_SUP:
    case TVX_ACTION_SUP_MOVED:
        proposal->after = "";
        break;
    case TVX_ACTION_ADD:
    case TVX_ACTION_ADD_MOVED:
        proposal->before = "";
        break;
    case TVX_ACTION_NOC:
    case TVX_ACTION_NOC_FIRM:
        return TVX_OK;
    case TVX_ACTION_MOD:
    case TVX_ACTION_MOD_EDITORIAL:
        return tvx_agree_edits(&proposal->edits, &proposal->edit_count, p->arena, proposal->before, proposal->after,
                               p->error);
    }
    if (*proposal->before == '\0' && *proposal->after == '\0')
        return TVX_OK;
    proposal->edits = tvx_arena_alloc(p->arena, sizeof *proposal->edits);
    if (proposal->edits == NULL)
        return tvx_error_nomem(p->error);
    *proposal->edits = (struct tvx_edit){*proposal->before == '\0' ? TVX_EDIT_INS : TVX_EDIT_DEL, proposal->before,
                                         proposal->after};
    proposal->edit_count = 1;
    return TVX_OK;
}

/* The file's text is what each record says, one line each; evidence points into it. */
static enum tvx_status set_evidence(struct parser *p, struct tvx_proposal *proposal, const char *printed)
{
    char *line = tvx_text_fold_space(p->arena, printed, strlen(printed));

    if (line == NULL)
        return tvx_error_nomem(p->error);
    if (p->out->proposal_count > 0 || p->text.length > 0) {
        tvx_buf_char(&p->text, '\n');
        p->text_points++;
    }
    proposal->quote = line;
    proposal->start = p->text_points;
    proposal->points = tvx_utf8_count(line, strlen(line));
    proposal->block = p->line;
    tvx_buf_str(&p->text, line);
    p->text_points += proposal->points;
    return TVX_OK;
}

static enum tvx_status add_proposal(struct parser *p, const json_t *record)
{
    struct tvx_records *out = p->out;
    struct tvx_proposal proposal = {.reasons = or_empty(field(p, record, p->fields.reasons))};
    const char *printed;
    enum tvx_status status;

    proposal.number = or_empty(field(p, record, p->fields.number));
    if (*proposal.number == '\0')
        proposal.number = or_empty(field(p, record, p->fields.id));
    if (*proposal.number == '\0')
        proposal.number = tvx_arena_printf(p->arena, "line/%zu", p->line + 1);
    proposal.target = or_empty(field(p, record, p->fields.provision));
    take_texts(p, record, proposal.target, &proposal.before, &proposal.after);
    printed = proposal.after;
    if (proposal.number == NULL)
        return tvx_error_nomem(p->error);
    if (*proposal.target != '\0') {
        const char *words = p->fields.new_words;
        struct tvx_cursor c = {proposal.target, strlen(proposal.target), 0};

        status = tvx_target_parse(&proposal.place, p->arena, proposal.target, p->error);
        if (status != TVX_OK && status != TVX_E_NOTFOUND && status != TVX_E_LIMIT)
            return status;
        for (; words != NULL && tvx_words_next(&c) && !proposal.place.is_new; tvx_words_skip(&c)) {
            struct tvx_cursor trial = c;

            proposal.place.is_new = tvx_words_any(&trial, (struct tvx_field){words, strlen(words)});
        }
    }
    if ((status = set_action(p, &proposal, field(p, record, p->fields.action))) != TVX_OK ||
        (status = set_edits(p, &proposal)) != TVX_OK ||
        (status = set_sponsors(p, &proposal, value_at(record, p->fields.sponsors))) != TVX_OK)
        return status;
    if (*proposal.before == '\0' && *proposal.after == '\0' && *printed == '\0' && *proposal.target == '\0')
        return warn(
            p, p->line, "record-empty",
            tvx_arena_printf(p->arena, "Record %s has neither texts nor a place and is left out", proposal.number));
    if (*proposal.before == '\0' && *proposal.after == '\0' &&
        (status = warn(p, p->line, "proposal-no-text",
                       tvx_arena_printf(p->arena, "Record %s (%s) has no text", proposal.number,
                                        tvx_action_to_string(proposal.action)))) != TVX_OK)
        return status;
    if ((status = set_evidence(p, &proposal, printed)) != TVX_OK)
        return status;
    out->proposals = tvx_arena_grow(p->arena, out->proposals, out->proposal_count, &p->proposal_capacity,
                                    sizeof *out->proposals);
    if (out->proposals == NULL)
        return tvx_error_nomem(p->error);
    out->proposals[out->proposal_count++] = proposal;
    return TVX_OK;
}

/* ---- provisions ---- */

static enum tvx_status add_provision(struct parser *p, const json_t *record)
{
    struct tvx_record_node node = {
        .id = or_empty(field(p, record, p->fields.id)), .parent_id = or_empty(field(p, record, p->fields.parent)),
        .kind = or_empty(field(p, record, p->fields.kind)), .label = or_empty(field(p, record, p->fields.label)),
        .heading = or_empty(field(p, record, p->fields.heading)), .text = or_empty(field(p, record, p->fields.text)),
        .line = p->line};

    p->nodes = tvx_arena_grow(p->arena, p->nodes, p->node_count, &p->node_capacity, sizeof *p->nodes);
    if (p->nodes == NULL)
        return tvx_error_nomem(p->error);
    p->nodes[p->node_count++] = node;
    return TVX_OK;
}

/* ---- lines ---- */

static bool is_proposal(const struct parser *p, const json_t *record)
{
    return value_at(record, p->fields.after) != NULL || value_at(record, p->fields.provision) != NULL ||
           value_at(record, p->fields.action) != NULL || value_at(record, p->fields.before) != NULL ||
           value_at(record, p->fields.after_fallback) != NULL;
}

static enum tvx_status read_line(struct parser *p, const char *line, size_t length)
{
    json_error_t why;
    json_t *record;
    enum tvx_status status;

    if (length > LINE)
        return warn(
            p, p->line, "record-too-long",
            tvx_arena_printf(p->arena, "Line %zu is longer than %d MB and is left out", p->line + 1, LINE >> 20));
    record = json_loadb(line, length, JSON_REJECT_DUPLICATES, &why);
    if (record == NULL) {
        char *message = tvx_text_clean(p->arena, why.text, strnlen(why.text, sizeof why.text));

        return warn(p, p->line, "record-malformed",
                    tvx_arena_printf(p->arena, "Line %zu is no JSON record and is left out: %.*s", p->line + 1, MESSAGE,
                                     or_empty(message)));
    }
    if (!json_is_object(record))
        status = warn(p, p->line, "record-malformed",
                      tvx_arena_printf(p->arena, "Line %zu is not a JSON object and is left out", p->line + 1));
    else if (is_proposal(p, record))
        status = add_proposal(p, record);
    else if (value_at(record, p->fields.text) != NULL)
        status = add_provision(p, record);
    else
        status = warn(p, p->line, "record-without-text",
                      tvx_arena_printf(p->arena, "Line %zu has neither the field \"%s\" nor \"%s\" and is left out",
                                       p->line + 1, p->fields.text, p->fields.after));
    json_decref(record);
    return status;
}

static void merge_fields(struct tvx_record_fields *out, const struct tvx_record_fields *given)
{
    *out = defaults;
    if (given == NULL)
        return;
#define TAKE(name)                                                                                                    \
    if (given->name != NULL)                                                                                          \
        out->name = given->name
    TAKE(id); TAKE(text); TAKE(number); TAKE(action); TAKE(provision); TAKE(sponsors); TAKE(before); TAKE(after);
    TAKE(date); TAKE(language); TAKE(reasons); TAKE(before_fallback); TAKE(after_fallback); TAKE(label); TAKE(heading);
    TAKE(parent); TAKE(kind); TAKE(deleted_words); TAKE(new_words); TAKE(fallback_language);
#undef TAKE
}

static enum tvx_status warn_languages(struct parser *p)
{
    const char *list = "";
    size_t sum = 0;

    for (size_t i = 0; i < LANGUAGES && p->others.count[i] > 0; i++) {
        list = tvx_arena_printf(p->arena, "%s%s%s %zu", list, i > 0 ? ", " : "", p->others.code[i], p->others.count[i]);
        if (list == NULL)
            return tvx_error_nomem(p->error);
        sum += p->others.count[i];
    }
    return sum == 0 ? TVX_OK
                    : warn(p, SIZE_MAX, "record-other-language",
                           tvx_arena_printf(p->arena,
                                            "%zu records are in other languages (%s); the file's \"%s\" texts are "
                                            "taken for them",
                                            sum, list, p->fields.fallback_language));
}

static enum tvx_status read_lines(struct parser *p, const char *bytes, size_t length)
{
    size_t at = length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;

    for (p->line = 0; at < length; p->line++) {
        const char *end = memchr(bytes + at, '\n', length - at);
        size_t stop = end == NULL ? length : (size_t)(end - bytes);
        enum tvx_status status;

        if (p->line == LINES)
            return tvx_error_set(p->error, TVX_E_LIMIT, "more than %d records in one file", LINES);
        if (!tvx_text_blank(bytes + at, stop - at) &&
            (status = read_line(p, bytes + at, stop - at)) != TVX_OK)
            return status;
        at = stop + 1;
    }
    return warn_languages(p);
}

enum tvx_status tvx_records_parse(struct tvx_records *out, struct tvx_arena *arena, const char *bytes, size_t length,
                                  const struct tvx_record_fields *fields, struct tvx_error *error)
{
    struct parser p = {.arena = arena, .out = out, .error = error};
    enum tvx_status status;

    *out = (struct tvx_records){0};
    merge_fields(&p.fields, fields);
    tvx_buf_init(&p.text, SIZE_MAX / 4);
    status = read_lines(&p, bytes, length);
    if (status == TVX_OK && out->proposal_count > 0) {
        for (size_t i = 0; i < p.node_count && status == TVX_OK; i++)
            status = warn(&p, p.nodes[i].line, "record-mixed",
                          tvx_arena_printf(arena, "Line %zu is a provision among proposals and is left out",
                                           p.nodes[i].line + 1));
        out->text = tvx_arena_strdup(arena, tvx_buf_text(&p.text));
        if (p.text.failed || out->text == NULL)
            status = tvx_error_nomem(error);
    } else if (status == TVX_OK) {
        struct tvx_record_tree tree = {arena, p.nodes, p.node_count, out, &p.warning_capacity};

        status = tvx_record_tree_build(&tree, error);
    }
    tvx_buf_free(&p.text);
    return status;
}
