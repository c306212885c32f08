/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/base/table.h>
#include <travaux/read/document.h>

#include "akn_elements.h"

enum { ELEMENT_SLOTS = 512 };

static const char *const role_names[AKN_ROLES] = {
    "container", "block", "heading", "num", "inline", "ins", "del", "break", "note", "noteref", "table", "row", "cell",
    "hierarchy", "item", "part", "title", "preface", "reference", "plain", "meta", "skip",
};

static size_t slot_of(const char *name, size_t length)
{
    uint32_t hash = 2166136261u;

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)name[i]) * 16777619u;
    return hash % ELEMENT_SLOTS;
}

struct akn_element *akn_elements(struct tvx_arena *arena)
{
    static const struct {
        const char *name;
        uint32_t bit;
    } looks[] = {{"bold", TVX_FORMAT_BOLD}, {"italic", TVX_FORMAT_ITALIC}, {"underline", TVX_FORMAT_UNDERLINE},
                 {"superscript", TVX_FORMAT_SUPERSCRIPT}, {"link", TVX_FORMAT_LINK}};
    struct akn_element *elements = tvx_arena_array(arena, ELEMENT_SLOTS, sizeof *elements);
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count, loaded = 0;

    if (elements == NULL)
        return NULL;
    tvx_table_open(&table, tvx_asset_find("data/akn-elements.tsv"));
    while (tvx_table_next(&table, fields, &count) && ++loaded < ELEMENT_SLOTS / 2) {
        size_t slot = slot_of(fields[0].text, fields[0].length);
        struct akn_element element = {.name = tvx_arena_strndup(arena, fields[0].text, fields[0].length)};

        for (size_t i = 0; i < AKN_ROLES; i++)
            if (tvx_field_is(fields[1], role_names[i]))
                element.role = (enum akn_role)i;
        for (size_t i = 0; i < sizeof looks / sizeof *looks; i++)
            if (tvx_field_is(fields[2], looks[i].name))
                element.format = looks[i].bit;
        while (elements[slot].name != NULL)
            slot = (slot + 1) % ELEMENT_SLOTS;
        if (element.name == NULL)
            return NULL;
        elements[slot] = element;
    }
    return elements;
}

const struct akn_element *akn_element(const struct akn_element *elements, const char *name)
{
    static const struct akn_element container = {"", AKN_CONTAINER, 0};

    for (size_t slot = slot_of(name, strlen(name)); elements[slot].name != NULL;
         slot = (slot + 1) % ELEMENT_SLOTS)
        if (strcmp(elements[slot].name, name) == 0)
            return &elements[slot];
    return &container;
}
