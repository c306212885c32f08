/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/account.h>

#include <string.h>

#include "term_table.h"

void tvx_term_accounts(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_account *items, size_t count)
{
    static const char *const heads[] = {"address", "name", "role", "since", "", "second factor"};
    struct term_table table;

    term_table_start(&table, term, arena, heads, 6, 0);
    for (size_t i = 0; i < count; i++)
        term_table_row(&table, (const char *[]){
            items[i].local ? "(this machine)" : items[i].email, items[i].name, tvx_role_name(items[i].role),
            tvx_arena_strndup(arena, items[i].made, strnlen(items[i].made, 10)),
            items[i].disabled                          ? "disabled"
            : items[i].has_password || items[i].local  ? ""
                                                       : "no password",
            items[i].has_totp ? "yes" : ""});
    term_table_end(&table, "no accounts; `travaux account add ADDRESS --role admin` makes the first");
}

void tvx_json_accounts(struct tvx_json *json, const struct tvx_account *items, size_t count)
{
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++) {
        tvx_json_object(json);
        tvx_json_pair_int(json, "id", items[i].id);
        tvx_json_pair(json, "name", items[i].name);
        tvx_json_pair(json, "email", items[i].local ? NULL : items[i].email);
        tvx_json_pair(json, "role", tvx_role_name(items[i].role));
        tvx_json_pair(json, "made", items[i].made);
        tvx_json_pair_bool(json, "disabled", items[i].disabled);
        tvx_json_pair_bool(json, "local", items[i].local);
        tvx_json_pair_bool(json, "password", items[i].has_password);
        tvx_json_pair_bool(json, "second_factor", items[i].has_totp);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

void tvx_term_audit(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_audit_entry *items, size_t count,
                    const struct tvx_audit_check *check)
{
    static const char *const heads[] = {"", "when", "who", "what", "about", "details"};
    struct term_table table;

    term_table_start(&table, term, arena, heads, 6, 1u << 0);
    for (size_t i = 0; i < count; i++)
        term_table_row(&table, (const char *[]){
            tvx_arena_printf(arena, "%lld", (long long)items[i].number), items[i].at,
            items[i].who == TVX_AUDIT_SHELL ? "(shell)" : items[i].name, items[i].what, items[i].about,
            items[i].details});
    term_table_end(&table, "no entries");
    term_newline(term);
    term_styled(term, check->whole ? TERM_SOFT : TERM_STRONG,
                check->whole ? tvx_arena_printf(arena, "whole: %zu entries, the newest with hash %s", check->entries,
                                                *check->head == '\0' ? "(none)" : check->head)
                             : tvx_arena_printf(arena, "CHANGED FROM OUTSIDE at entry %lld: it, or one before it, was "
                                                       "altered or taken out", (long long)check->broken_at));
    term_newline(term);
}

void tvx_json_audit(struct tvx_json *json, const struct tvx_audit_entry *items, size_t count,
                    const struct tvx_audit_check *check)
{
    tvx_json_object(json);
    tvx_json_pair_bool(json, "whole", check->whole);
    tvx_json_pair_int(json, "count", (int64_t)check->entries);
    if (!check->whole)
        tvx_json_pair_int(json, "broken_at", check->broken_at);
    tvx_json_pair(json, "head", check->head);
    tvx_json_key(json, "entries");
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++) {
        tvx_json_object(json);
        tvx_json_pair_int(json, "number", items[i].number);
        tvx_json_pair(json, "at", items[i].at);
        tvx_json_pair_int(json, "account", items[i].who);
        tvx_json_pair(json, "name", items[i].name);
        tvx_json_pair(json, "what", items[i].what);
        tvx_json_pair(json, "about", items[i].about);
        tvx_json_pair(json, "details", items[i].details);
        tvx_json_pair(json, "hash", items[i].hash);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}
