/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/law/institution.h>

#include <stdio.h>
#include <string.h>
#include <travaux/base/day.h>
#include <travaux/base/table.h>
#include <travaux/text/utf8.h>

static const char shipped[] = "data/institutions/";

const char *tvx_may_name(enum tvx_may may)
{
    static const char *const names[TVX_MAY_COUNT] = {"propose", "vote", "speak", "attend", "read"};

    return names[may];
}

struct reader {
    struct tvx_arena *arena;
    const char *institution;
    struct tvx_error *error;
};

static enum tvx_status wrong(const struct tvx_toml_entry *entry, const char *what, struct tvx_error *error)
{
    return tvx_error_set(error, TVX_E_MALFORMED, "line %zu: %.80s: %s", entry->line, entry->key, what);
}

/* ---- the members of a table: each key of it says what it fills ---- */

enum member_kind { TEXT, DAY, LIST, FACT, NUMBER, YES_NO };

struct member {
    const char *key;
    enum member_kind kind;
    void *at;      /* const char **; struct tvx_fact *; int *; bool * */
    size_t *count; /* of a LIST, whose `at` is a const char *const ** */
    bool *told;    /* of YES_NO; may be NULL */
    bool wanted;
};

static const char *clean(struct reader *reader, const char *text)
{
    char *valid = tvx_text_clean(reader->arena, text, strlen(text));

    return valid == NULL ? NULL : tvx_text_fold_space(reader->arena, valid, strlen(valid));
}

static enum tvx_status take_text(struct reader *reader, const struct tvx_toml_entry *entry, const char **out)
{
    if (entry->value.kind != TVX_TOML_STRING)
        return wrong(entry, "a text in quotes is wanted", reader->error);
    *out = clean(reader, entry->value.text);
    if (*out != NULL && **out == '\0')
        return wrong(entry, "is empty; leave the line out where nothing is known", reader->error);
    return *out == NULL ? tvx_error_nomem(reader->error) : TVX_OK;
}

static enum tvx_status take_day(struct reader *reader, const struct tvx_toml_entry *entry, const char **out)
{
    if ((entry->value.kind != TVX_TOML_STRING && entry->value.kind != TVX_TOML_DATE) ||
        !tvx_day_valid(entry->value.text))
        return wrong(entry, "must be a day such as 2026-09-30", reader->error);
    *out = tvx_arena_strdup(reader->arena, entry->value.text);
    return *out == NULL ? tvx_error_nomem(reader->error) : TVX_OK;
}

/* An array of texts, or one text. */
static enum tvx_status take_list(struct reader *reader, const struct tvx_toml_entry *entry,
                                 const char *const **out, size_t *count)
{
    const struct tvx_toml_value *value = &entry->value;
    const char *const *items = value->kind == TVX_TOML_STRING ? &value->text : (const char *const *)value->items;
    const char **list;

    *count = value->kind == TVX_TOML_STRING ? 1 : value->item_count;
    if (value->kind != TVX_TOML_STRING && value->kind != TVX_TOML_ARRAY)
        return wrong(entry, "a text in quotes, or an array of them, is wanted", reader->error);
    list = tvx_arena_array(reader->arena, *count + 1, sizeof *list);
    if (list == NULL)
        return tvx_error_nomem(reader->error);
    for (size_t i = 0; i < *count; i++)
        if ((list[i] = clean(reader, items[i])) == NULL)
            return tvx_error_nomem(reader->error);
    *out = list;
    return TVX_OK;
}

static enum tvx_status take(struct reader *reader, const struct tvx_toml_entry *entry, const struct member *member)
{
    switch (member->kind) {
    case TEXT:
        return take_text(reader, entry, member->at);
    case DAY:
        return take_day(reader, entry, member->at);
    case LIST:
        return take_list(reader, entry, member->at, member->count);
    case FACT:
        return take_text(reader, entry, &((struct tvx_fact *)member->at)->text);
    case NUMBER:
        if (entry->value.kind != TVX_TOML_INTEGER || entry->value.integer < 1 || entry->value.integer > 120)
            return wrong(entry, "must be a number from 1 to 120", reader->error);
        *(int *)member->at = (int)entry->value.integer;
        return TVX_OK;
    case YES_NO:
        if (entry->value.kind != TVX_TOML_BOOLEAN)
            return wrong(entry, "true or false is wanted", reader->error);
        *(bool *)member->at = entry->value.boolean;
        if (member->told != NULL)
            *member->told = true;
        return TVX_OK;
    }
    return TVX_OK;
}

/* "majority_source" belongs to the fact "majority". */
static const struct member *fact_of_source(const struct member *members, size_t count, const char *key)
{
    static const char ending[] = "_source";
    size_t length = strlen(key), stem = length - (sizeof ending - 1);

    if (length < sizeof ending || strcmp(key + stem, ending) != 0)
        return NULL;
    for (size_t i = 0; i < count; i++)
        if (members[i].kind == FACT && strlen(members[i].key) == stem && memcmp(members[i].key, key, stem) == 0)
            return &members[i];
    return NULL;
}

static enum tvx_status fill_one(struct reader *reader, const struct tvx_toml_entry *entry,
                                const struct member *members, size_t count)
{
    const struct member *fact = fact_of_source(members, count, entry->key);

    for (size_t i = 0; i < count; i++)
        if (strcmp(members[i].key, entry->key) == 0)
            return take(reader, entry, &members[i]);
    if (fact != NULL)
        return take_list(reader, entry, &((struct tvx_fact *)fact->at)->sources,
                         &((struct tvx_fact *)fact->at)->source_count);
    return wrong(entry, "is not a key that travaux knows here", reader->error);
}

static enum tvx_status fill(struct reader *reader, const struct tvx_toml_entry *table, const struct member *members,
                            size_t count)
{
    enum tvx_status status = TVX_OK;

    if (table->value.kind != TVX_TOML_TABLE)
        return wrong(table, "a table is wanted", reader->error);
    for (size_t i = 0; status == TVX_OK && i < table->value.table->count; i++)
        status = fill_one(reader, &table->value.table->entries[i], members, count);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (members[i].wanted && tvx_toml_find(table->value.table, members[i].key) == NULL)
            return tvx_error_set(reader->error, TVX_E_MALFORMED, "line %zu: %.80s: needs \"%s\"", table->line,
                                 table->key, members[i].key);
    return status;
}

#define COUNT(array) (sizeof (array) / sizeof *(array))

static enum tvx_status read_body(struct reader *reader, const struct tvx_toml_entry *entry, void *out)
{
    struct tvx_body *body = out;
    const struct member members[] = {
        {"name", TEXT, &body->name, NULL, NULL, true},
        {"name_fr", TEXT, &body->name_fr, NULL, NULL, false},
        {"decides", FACT, &body->decides, NULL, NULL, false},
        {"meets", FACT, &body->meets, NULL, NULL, false},
        {"members", FACT, &body->members, NULL, NULL, false},
        {"propose", FACT, &body->may[TVX_MAY_PROPOSE], NULL, NULL, false},
        {"vote", FACT, &body->may[TVX_MAY_VOTE], NULL, NULL, false},
        {"speak", FACT, &body->may[TVX_MAY_SPEAK], NULL, NULL, false},
        {"attend", FACT, &body->may[TVX_MAY_ATTEND], NULL, NULL, false},
        {"read", FACT, &body->may[TVX_MAY_READ], NULL, NULL, false},
    };

    return fill(reader, entry, members, COUNT(members));
}

static enum tvx_status read_rule(struct reader *reader, const struct tvx_toml_entry *entry, void *out)
{
    struct tvx_instrument_rule *rule = out;
    const struct member members[] = {
        {"name", TEXT, &rule->name, NULL, NULL, true},
        {"matches", LIST, &rule->matches, &rule->match_count, NULL, false},
        {"rank", NUMBER, &rule->rank, NULL, NULL, false},
        {"is_binding", YES_NO, &rule->is_binding, NULL, &rule->binding_told, false},
        {"binding", FACT, &rule->binding, NULL, NULL, false},
        {"changed_by", TEXT, &rule->changed_by, NULL, NULL, false},
        {"majority", FACT, &rule->majority, NULL, NULL, false},
        {"propose", FACT, &rule->propose, NULL, NULL, false},
        {"in_force", FACT, &rule->in_force, NULL, NULL, false},
        {"prevails", FACT, &rule->prevails, NULL, NULL, false},
        {"months_before", NUMBER, &rule->months_before, NULL, NULL, false},
        {"deadline", FACT, &rule->deadline, NULL, NULL, false},
    };
    enum tvx_status status = fill(reader, entry, members, COUNT(members));
    const char **own;

    if (status != TVX_OK || rule->match_count > 0)
        return status;
    if ((own = tvx_arena_array(reader->arena, 1, sizeof *own)) == NULL)
        return tvx_error_nomem(reader->error);
    own[0] = rule->key;
    rule->matches = own;
    rule->match_count = 1;
    return TVX_OK;
}

static enum tvx_status read_meeting(struct reader *reader, const struct tvx_toml_entry *entry, void *out)
{
    struct tvx_gathering *meeting = out;
    const struct member members[] = {
        {"body", TEXT, &meeting->body, NULL, NULL, false},
        {"title", TEXT, &meeting->title, NULL, NULL, false},
        {"place", TEXT, &meeting->place, NULL, NULL, false},
        {"start", DAY, &meeting->start, NULL, NULL, false},
        {"end", DAY, &meeting->end, NULL, NULL, false},
        {"year", TEXT, &meeting->year, NULL, NULL, false},
        {"source", LIST, &meeting->sources, &meeting->source_count, NULL, false},
    };
    enum tvx_status status = fill(reader, entry, members, COUNT(members));

    if (status != TVX_OK)
        return status;
    if (meeting->start == NULL && (meeting->year == NULL || meeting->end != NULL))
        return wrong(entry, "needs \"start\", or \"year\" where the days are not fixed", reader->error);
    if (meeting->start != NULL && meeting->end == NULL)
        meeting->end = meeting->start;
    if (meeting->start != NULL && strcmp(meeting->end, meeting->start) < 0)
        return wrong(entry, "ends before it starts", reader->error);
    if (meeting->year == NULL)
        meeting->year = tvx_arena_strndup(reader->arena, meeting->start, 4);
    return meeting->year == NULL ? tvx_error_nomem(reader->error) : TVX_OK;
}

static enum tvx_status read_deadline(struct reader *reader, const struct tvx_toml_entry *entry, void *out)
{
    static const char *const kinds[] = {"proposals", "consultation", "accreditation", "other"};
    struct tvx_due *due = out;
    const struct member members[] = {
        {"meeting", TEXT, &due->meeting, NULL, NULL, false},
        {"body", TEXT, &due->body, NULL, NULL, false},
        {"date", DAY, &due->date, NULL, NULL, true},
        {"what", TEXT, &due->what, NULL, NULL, true},
        {"kind", TEXT, &due->kind, NULL, NULL, false},
        {"who", TEXT, &due->who, NULL, NULL, false},
        {"instruments", LIST, &due->instruments, &due->instrument_count, NULL, false},
        {"source", LIST, &due->sources, &due->source_count, NULL, false},
    };
    enum tvx_status status = fill(reader, entry, members, COUNT(members));

    if (status != TVX_OK)
        return status;
    if (due->kind == NULL)
        due->kind = "other";
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strcmp(kinds[i], due->kind) == 0)
            return TVX_OK;
    return wrong(entry, "its kind must be proposals, consultation, accreditation or other", reader->error);
}

static enum tvx_status read_way(struct reader *reader, const struct tvx_toml_entry *entry, void *out)
{
    struct tvx_way *way = out;
    const struct member members[] = {
        {"name", TEXT, &way->name, NULL, NULL, true},
        {"kinds", LIST, &way->kinds, &way->kind_count, NULL, true},
        {"bodies", LIST, &way->bodies, &way->body_count, NULL, true},
        {"gives", FACT, &way->gives, NULL, NULL, false},
        {"how", FACT, &way->how, NULL, NULL, true},
        {"cost", FACT, &way->cost, NULL, NULL, false},
        {"contact", FACT, &way->contact, NULL, NULL, false},
    };

    return fill(reader, entry, members, COUNT(members));
}

/* ---- the tables of a file ---- */

/* Every entry begins with its key and its institution. */
struct named {
    const char *key, *institution;
};

#define KIND(table, items, type, read) \
    {table, offsetof(struct tvx_institutions, items), offsetof(struct tvx_institutions, type##_count), \
     offsetof(struct tvx_institutions, type##_capacity), read}

static const struct kind {
    const char *table;
    size_t items, count, capacity;
    enum tvx_status (*read)(struct reader *reader, const struct tvx_toml_entry *entry, void *out);
} kinds[] = {
    KIND("bodies", bodies, body, read_body),
    KIND("instruments", rules, rule, read_rule),
    KIND("meetings", meetings, meeting, read_meeting),
    KIND("deadlines", deadlines, deadline, read_deadline),
    KIND("ways", ways, way, read_way),
};
static const size_t sizes[] = {sizeof(struct tvx_body), sizeof(struct tvx_instrument_rule),
                               sizeof(struct tvx_gathering), sizeof(struct tvx_due), sizeof(struct tvx_way)};

/* Room for the entry: the one of the same key, emptied, or a new one. */
static void *place(struct tvx_institutions *all, size_t which, struct reader *reader, const char *key)
{
    char **items = (char **)(void *)((char *)all + kinds[which].items);
    size_t *count = (size_t *)(void *)((char *)all + kinds[which].count);
    size_t *capacity = (size_t *)(void *)((char *)all + kinds[which].capacity);
    struct named *at = NULL;
    char *larger;

    for (size_t i = 0; i < *count && at == NULL; i++) {
        struct named *item = (struct named *)(void *)(*items + i * sizes[which]);

        if (strcmp(item->key, key) == 0 && strcmp(item->institution, reader->institution) == 0)
            at = item;
    }
    if (at == NULL) {
        larger = tvx_arena_grow(reader->arena, *items, *count, capacity, sizes[which]);
        if (larger == NULL)
            return NULL;
        *items = larger;
        at = (struct named *)(void *)(larger + (*count)++ * sizes[which]);
    }
    memset(at, 0, sizes[which]);
    at->key = tvx_arena_strdup(reader->arena, key);
    at->institution = reader->institution;
    return at->key == NULL ? NULL : at;
}

static enum tvx_status read_table(struct tvx_institutions *all, size_t which, struct reader *reader,
                                  const struct tvx_toml_entry *entry)
{
    enum tvx_status status = TVX_OK;

    if (entry->value.kind != TVX_TOML_TABLE)
        return wrong(entry, "a table is wanted", reader->error);
    for (size_t i = 0; status == TVX_OK && i < entry->value.table->count; i++) {
        const struct tvx_toml_entry *item = &entry->value.table->entries[i];
        void *out = place(all, which, reader, item->key);

        status = out == NULL ? tvx_error_nomem(reader->error) : kinds[which].read(reader, item, out);
    }
    return status;
}

bool tvx_institutions_table(const char *key)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strcmp(kinds[i].table, key) == 0)
            return true;
    return false;
}

bool tvx_institutions_in(const struct tvx_toml_table *table)
{
    for (size_t i = 0; i < table->count; i++)
        if (tvx_institutions_table(table->entries[i].key))
            return true;
    return false;
}

static enum tvx_status read_entry(struct tvx_institutions *all, struct reader *reader,
                                  const struct tvx_toml_entry *entry, bool beside)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (strcmp(kinds[i].table, entry->key) == 0)
            return read_table(all, i, reader, entry);
    if (beside || strcmp(entry->key, "institution") == 0 || strcmp(entry->key, "name") == 0)
        return TVX_OK;
    return wrong(entry, "is not a key that travaux knows here", reader->error);
}

/* A file of its own says whose map it is; a travaux.toml need not. */
static enum tvx_status read_tables(struct tvx_institutions *all, struct reader *reader,
                                   const struct tvx_toml_table *table, bool beside)
{
    const struct tvx_toml_entry *name = tvx_toml_find(table, "institution");
    enum tvx_status status = TVX_OK;

    reader->institution = "";
    if (name != NULL && (status = take_text(reader, name, &reader->institution)) != TVX_OK)
        return status;
    if (name == NULL && !beside)
        return tvx_error_set(reader->error, TVX_E_MALFORMED,
                             "says of no institution that it is its map; begin it with institution = \"KEY\"");
    for (size_t i = 0; status == TVX_OK && i < table->count; i++)
        status = read_entry(all, reader, &table->entries[i], beside);
    return status;
}

enum tvx_status tvx_institutions_read(struct tvx_institutions *all, struct tvx_arena *arena, const char *name,
                                      bool beside, const char *text, size_t length, struct tvx_error *error)
{
    struct tvx_error reason = {0};
    struct reader reader = {arena, "", error == NULL ? &reason : error};
    struct tvx_toml_table *table;
    enum tvx_status status = tvx_toml_parse(&table, arena, text, length, reader.error);

    if (status == TVX_OK)
        status = read_tables(all, &reader, table, beside);
    if (status != TVX_OK)
        tvx_error_prefix(reader.error, "%s", name);
    return status;
}

enum tvx_status tvx_institutions_shipped(struct tvx_institutions *all, struct tvx_arena *arena,
                                         struct tvx_error *error)
{
    static const char *const names[] = {"itu"};
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < COUNT(names); i++) {
        char name[64];
        const struct tvx_asset *asset;

        snprintf(name, sizeof name, "%s%s.toml", shipped, names[i]);
        asset = tvx_asset_find(name);
        status = asset == NULL ? tvx_error_set(error, TVX_E_MALFORMED, "%s is not in the program", name)
                               : tvx_institutions_read(all, arena, name, false, asset->bytes, asset->length, error);
    }
    return status;
}

/* ---- looking up ---- */

size_t tvx_institutions_matches(const char *const *matches, size_t count, const char *key)
{
    size_t best = 0;

    for (size_t i = 0; i < count; i++) {
        size_t length = strlen(matches[i]);
        bool open = length > 0 && matches[i][length - 1] == '*';
        size_t named = open ? length - 1 : length + 1;

        if ((open ? strncmp(matches[i], key, length - 1) == 0 : strcmp(matches[i], key) == 0) && named > best)
            best = named;
    }
    return best;
}

const struct tvx_instrument_rule *tvx_institutions_rule(const struct tvx_institutions *all, const char *key)
{
    const struct tvx_instrument_rule *best = NULL;
    size_t most = 0;

    for (size_t i = 0; i < all->rule_count; i++) {
        size_t named = tvx_institutions_matches(all->rules[i].matches, all->rules[i].match_count, key);

        if (named > 0 && named >= most) {
            best = &all->rules[i];
            most = named;
        }
    }
    return best;
}

const struct tvx_body *tvx_institutions_body(const struct tvx_institutions *all, const char *institution,
                                             const char *key)
{
    for (size_t i = all->body_count; i-- > 0;)
        if (strcmp(all->bodies[i].key, key) == 0 &&
            (institution == NULL || strcmp(all->bodies[i].institution, institution) == 0))
            return &all->bodies[i];
    return NULL;
}

bool tvx_institutions_changes(const struct tvx_body *body, const struct tvx_instrument_rule *rule)
{
    return rule->changed_by != NULL && strcmp(rule->changed_by, body->key) == 0 &&
           strcmp(rule->institution, body->institution) == 0;
}
