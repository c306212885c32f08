/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How the workspace's own documents name actors, for those that no table has; and who was member of which group. */
#include <string.h>
#include <travaux/base/table.h>

#include "positions_work.h"

enum { NAMES = 4096, CODE = 12 };

static bool add_name(struct positions_work *work, const char *code, const char *name, size_t length)
{
    struct position_words words = {0};
    size_t first = 0, end;
    const struct position_phrase *phrase;
    struct tvx_actor_name names[2];

    if (!position_words_cut(&words, work->arena, name, length))
        return false;
    for (end = words.count; first < end; first += phrase->count) {
        phrase = position_phrase_at(work->rules, words.items, end, first, NULL);
        if (phrase == NULL || phrase->mark != POSITION_FORM)
            break;
    }
    for (bool found = true; found && end > first + 1;) {
        found = false;
        for (size_t from = end - 1; from > first && from + 3 > end && !found; from--) {
            phrase = position_phrase_at(work->rules, words.items, end, from, NULL);
            found = phrase != NULL && phrase->mark == POSITION_NOISE && from + phrase->count == end;
            end = found ? from : end;
        }
    }
    if (first >= end)
        return true;
    names[0] = (struct tvx_actor_name){code, tvx_arena_strndup(work->arena, name, length)};
    names[1] = (struct tvx_actor_name){
        code, tvx_arena_strndup(work->arena, name + words.items[first].start,
                                words.items[end - 1].start + words.items[end - 1].length - words.items[first].start)};
    return names[0].name != NULL && names[1].name != NULL && position_rules_add(work->rules, work->arena, names, 2);
}

/* "Republic of Helvaria (HEL), Norsund (NRS) and Ostavia (OST)" */
static bool learn(struct positions_work *work, const char *source, const char **sponsors, size_t count)
{
    const char *from = source, *open;
    bool any = false;

    while ((open = strchr(from, '(')) != NULL) {
        size_t length = strcspn(open + 1, ")"), at = 0;
        char *code;

        while (at < length && open[1 + at] >= 'A' && open[1 + at] <= 'Z')
            at++;
        if (open[1 + length] == '\0')
            break;
        while (*from == ',' || *from == ' ' || *from == ';' || *from == ')')
            from++;
        if (strncmp(from, "and ", 4) == 0 || strncmp(from, "et ", 3) == 0)
            from += strcspn(from, " ") + 1;
        if (at == length && length >= 2 && length <= CODE && from < open) {
            code = tvx_arena_strndup(work->arena, open + 1, length);
            any = true;
            if (code == NULL || !add_name(work, code, from, (size_t)(open - from)))
                return false;
        }
        from = open + 1 + length + 1;
    }
    return any || count != 1 || add_name(work, sponsors[0], source, strlen(source));
}

enum tvx_status positions_learn_names(struct positions_work *work)
{
    size_t learned = 0;
    enum tvx_status status = tvx_stance_rules_new(&work->rules, work->arena, NULL, 0, work->error);

    for (size_t i = 0; status == TVX_OK && i < work->document_count && learned < NAMES; i++) {
        const struct tvx_stored_document *d = &work->documents[i];
        struct tvx_header header;

        if (d->sponsor_count == 0)
            continue;
        status = tvx_store_header(work->store, work->arena, &header, d->id, work->error);
        if (status != TVX_OK || header.source == NULL)
            continue;
        learned += d->sponsor_count;
        if (!learn(work, header.source, d->sponsors, d->sponsor_count))
            status = tvx_error_nomem(work->error);
    }
    if (status == TVX_OK)
        position_rules_sort(work->rules);
    return status;
}

bool tvx_group_has(const char *group, const char *actor, const char *date)
{
    struct tvx_field f[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    tvx_table_open(&table, tvx_asset_find("data/group-members.tsv"));
    while (tvx_table_next(&table, f, &count)) {
        bool from, until;

        if (!tvx_field_is(f[0], group) || !tvx_field_is(f[1], actor))
            continue;
        from = f[2].length == 0 || (date != NULL && strncmp(date, f[2].text, f[2].length) >= 0) || date == NULL;
        until = f[3].length == 0 || (date != NULL && strncmp(date, f[3].text, f[3].length) < 0);
        if (from && until)
            return true;
    }
    return false;
}

static bool has_own(const struct tvx_position_list *list, size_t count, const char *actor, const char *proposal)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(list->items[i].actor, actor) == 0 && strcmp(list->items[i].proposal, proposal) == 0)
            return true;
    return false;
}

static enum tvx_status spread_one(struct positions_work *work, size_t own, size_t index)
{
    struct tvx_position_list *list = &work->out->list;
    struct tvx_field f[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    tvx_table_open(&table, tvx_asset_find("data/group-members.tsv"));
    while (tvx_table_next(&table, f, &count)) {
        struct tvx_position p = list->items[index], *larger;
        char *member;

        if (!tvx_field_is(f[0], p.actor))
            continue;
        member = tvx_arena_strndup(work->arena, f[1].text, f[1].length);
        if (member == NULL)
            return tvx_error_nomem(work->error);
        if (!tvx_group_has(p.actor, member, p.date) || has_own(list, own, member, p.proposal))
            continue;
        p.through = p.actor;
        p.actor = member;
        if (p.stance == TVX_STANCE_PROPOSE)
            p.stance = TVX_STANCE_COSPONSOR;
        p.claim.value = tvx_stance_to_string(p.stance);
        p.claim.statement = tvx_arena_printf(work->arena, "%s, of which %s was a member", p.claim.statement, member);
        p.claim.method = tvx_arena_printf(work->arena, "%s; data/group-members.tsv: %s %s", p.claim.method, p.through,
                                          member);
        larger = tvx_arena_grow(work->arena, list->items, list->count, &list->capacity, sizeof *larger);
        if (larger == NULL || p.claim.statement == NULL || p.claim.method == NULL)
            return tvx_error_nomem(work->error);
        list->items = larger;
        larger[list->count++] = p;
    }
    return TVX_OK;
}

enum tvx_status positions_spread(struct positions_work *work)
{
    size_t own = work->out->list.count;
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < own; i++)
        status = spread_one(work, own, i);
    return status;
}
