/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any bytes as a travaux.toml: a table whose every value can be read, or an error with a message. */
#include <stdlib.h>
#include <string.h>

#include <travaux/text/toml.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_all(const struct tvx_toml_table *table, int depth)
{
    if (depth > 20)
        abort();
    for (size_t i = 0; i < table->count; i++) {
        const struct tvx_toml_entry *entry = &table->entries[i];
        size_t length = strlen(entry->key);

        if (entry->line == 0 || tvx_toml_find(table, entry->key) != entry)
            abort();
        if (entry->value.kind == TVX_TOML_STRING || entry->value.kind == TVX_TOML_DATE)
            length += strlen(entry->value.text);
        for (size_t j = 0; j < entry->value.item_count; j++)
            length += strlen(entry->value.items[j]);
        if (length > (size_t)1 << 21)
            abort();
        if (entry->value.kind == TVX_TOML_TABLE)
            read_all(entry->value.table, depth + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tvx_arena *arena = tvx_arena_new(64 << 20);
    struct tvx_toml_table *table = NULL;
    struct tvx_error error = {0};

    if (arena == NULL)
        return 0;
    if (tvx_toml_parse(&table, arena, (const char *)data, size, &error) == TVX_OK)
        read_all(table, 0);
    else if (error.message[0] == '\0' || table != NULL)
        abort();
    tvx_arena_free(arena);
    return 0;
}
