/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <jansson.h>
#include <string.h>
#include <travaux/base/json.h>
#include <travaux/law/instruction.h>

enum { MOST = 4096 };

static const char *const op_names[] = {"replace", "delete", "insert", "read", "strike", "add", "move",
                                       "moved", "merge", "merged", "split", "rest", "relabel"};
static const char *const position_names[] = {"", "before", "after", "between", "start", "end"};

const char *tvx_instruction_op_to_string(enum tvx_instruction_op op)
{
    return (size_t)op < sizeof op_names / sizeof *op_names ? op_names[op] : "";
}

const char *tvx_instruction_position_to_string(enum tvx_instruction_position position)
{
    return (size_t)position < sizeof position_names / sizeof *position_names ? position_names[position] : "";
}

/* The words of an instruction and their names in JSON. */
static const struct { const char *name; size_t offset; } words[] = {
    {"old", offsetof(struct tvx_instruction, old_words)},
    {"old_end", offsetof(struct tvx_instruction, old_end)},
    {"new", offsetof(struct tvx_instruction, new_words)},
    {"anchor", offsetof(struct tvx_instruction, anchor)},
    {"anchor_end", offsetof(struct tvx_instruction, anchor_end)},
    {"other", offsetof(struct tvx_instruction, other)},
    {"label", offsetof(struct tvx_instruction, label)},
};
enum { WORDS = sizeof words / sizeof *words };

static const char **word_of(struct tvx_instruction *instruction, size_t i)
{
    return (const char **)(void *)((char *)instruction + words[i].offset);
}

static void write_one(struct tvx_json *json, const struct tvx_instruction *in)
{
    struct tvx_instruction copy = *in;

    tvx_json_object(json);
    tvx_json_pair(json, "op", tvx_instruction_op_to_string(in->op));
    if (in->position != TVX_POSITION_NONE)
        tvx_json_pair(json, "position", tvx_instruction_position_to_string(in->position));
    if (in->occurrence != TVX_OCCURRENCE_UNSAID)
        tvx_json_pair_int(json, "occurrence", in->occurrence);
    if (in->sentence != 0) {
        tvx_json_pair_int(json, "sentence", in->sentence);
        tvx_json_pair_int(json, "sentence_end", in->sentence_end);
    }
    if (in->to_end)
        tvx_json_pair_bool(json, "to_end", true);
    if (in->no_article)
        tvx_json_pair_bool(json, "no_article", true);
    for (size_t i = 0; i < WORDS; i++)
        if (*word_of(&copy, i) != NULL)
            tvx_json_pair(json, words[i].name, *word_of(&copy, i));
    tvx_json_object_end(json);
}

void tvx_instructions_write(struct tvx_buf *out, const struct tvx_instruction *items, size_t count)
{
    struct tvx_json json;

    tvx_json_init(&json, out);
    tvx_json_array(&json);
    for (size_t i = 0; i < count; i++)
        write_one(&json, &items[i]);
    tvx_json_array_end(&json);
}

static int name_index(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; name != NULL && i < count; i++)
        if (strcmp(names[i], name) == 0)
            return (int)i;
    return -1;
}

static int small_number(const json_t *object, const char *key)
{
    json_int_t value = json_integer_value(json_object_get(object, key));

    return value < -TVX_OCCURRENCE_ALL || value > TVX_OCCURRENCE_ALL ? 0 : (int)value;
}

static bool read_one(struct tvx_instruction *out, struct tvx_arena *arena, const json_t *object)
{
    int op = name_index(op_names, sizeof op_names / sizeof *op_names,
                        json_string_value(json_object_get(object, "op")));
    int position = name_index(position_names, sizeof position_names / sizeof *position_names,
                              json_string_value(json_object_get(object, "position")));

    if (op < 0)
        return false;
    out->op = (enum tvx_instruction_op)op;
    out->position = position < 0 ? TVX_POSITION_NONE : (enum tvx_instruction_position)position;
    out->occurrence = small_number(object, "occurrence");
    out->sentence = small_number(object, "sentence");
    out->sentence_end = small_number(object, "sentence_end");
    out->to_end = json_is_true(json_object_get(object, "to_end"));
    out->no_article = json_is_true(json_object_get(object, "no_article"));
    for (size_t i = 0; i < WORDS; i++) {
        const char *text = json_string_value(json_object_get(object, words[i].name));

        if (text != NULL && (*word_of(out, i) = tvx_arena_strdup(arena, text)) == NULL)
            return false;
    }
    return true;
}

enum tvx_status tvx_instructions_read(struct tvx_instruction **out, size_t *count, struct tvx_arena *arena,
                                      const char *json, struct tvx_error *error)
{
    json_t *list = json_loads(json, 0, NULL);
    size_t length = json_array_size(list);
    bool good = json_is_array(list) && length <= MOST;

    *count = 0;
    *out = good ? tvx_arena_array(arena, length, sizeof **out) : NULL;
    for (size_t i = 0; good && *out != NULL && i < length; i++) {
        good = read_one(&(*out)[i], arena, json_array_get(list, i));
        *count += good;
    }
    json_decref(list);
    if (!good)
        return tvx_error_set(error, TVX_E_MALFORMED, "the stored instructions of a proposal are damaged");
    return *out == NULL ? tvx_error_nomem(error) : TVX_OK;
}
