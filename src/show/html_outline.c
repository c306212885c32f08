/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Beside a provision: where it stands in its instrument, what its neighbours are, and how much is proposed on each. */
#include "html_lattice.h"

#include "words.h"

#include <string.h>

enum { LABEL_LONGEST = 6, FIRST_WORDS = 5 };

/* Proposals on the provision itself, not on what holds it or on its parts. */
static size_t own(const struct site_slot *slot)
{
    size_t count = 0;

    for (size_t i = 0; i < slot->count; i++)
        count += slot->proposals[i].resolution.path != NULL &&
                 strcmp(slot->proposals[i].resolution.path, slot->path) == 0;
    return count;
}

/* Proposals on it and on all below it: of a division that is shown folded. */
static size_t below(const struct shelf_law *law, size_t slot)
{
    const struct tvx_instrument *instrument = &law->instrument;
    size_t count = own(&law->plan.slots[slot]);

    for (size_t i = slot + 1; i < instrument->count &&
                              instrument->provisions[i].level > instrument->provisions[slot].level; i++)
        count += own(&law->plan.slots[i]);
    for (size_t i = instrument->count; i < law->plan.count; i++) {
        size_t length = strlen(law->plan.slots[slot].path);

        if (strncmp(law->plan.slots[i].path, law->plan.slots[slot].path, length) == 0 &&
            law->plan.slots[i].path[length] == '.')
            count += own(&law->plan.slots[i]);
    }
    return count;
}

static void entry(struct html *html, const struct shelf_law *law, size_t number, bool here, size_t count, int level)
{
    const struct site_slot *slot = &law->plan.slots[number];
    const struct tvx_provision *item =
        slot->provision < law->instrument.count ? &law->instrument.provisions[slot->provision] : NULL;
    const char *label = item != NULL && *item->label != '\0' && strlen(item->label) <= LABEL_LONGEST ? item->label
                                                                                                      : slot->path;
    const char *text = item == NULL ? "" : *item->heading != '\0' ? item->heading : item->text;
    bool heading = item != NULL && *item->heading != '\0';
    size_t length = strlen(text), cut = heading ? length : show_words_first(text, length, FIRST_WORDS);
    const char *reference =
        law->head.version == NULL
            ? tvx_arena_printf(html->arena, "%s:%s", law->head.key, slot->path)
            : tvx_arena_printf(html->arena, "%s@%s:%s", law->head.key, law->head.version, slot->path);
    const char *address = html_address(html, "provision", reference);

    html_printf(html, "<li class=\"o%d\"><a", level > 4 ? 4 : level);
    if (address != NULL)
        html_attribute(html, "href", tvx_arena_printf(html->arena, "%s%s", html->root, address));
    html_raw(html, here ? " aria-current=\"page\"><i>" : "><i>");
    html_text(html, label);
    html_raw(html, "</i> <span>");
    html_text(html, tvx_arena_printf(html->arena, "%.*s%s", (int)cut, text, cut < length ? " …" : ""));
    if (item == NULL) {
        html_raw(html, "<small class=\"tag\">");
        html_say(html, "new");
        html_raw(html, "</small>");
    }
    html_raw(html, "</span>");
    if (count > 0) {
        html_raw(html, " <b>");
        html_figure(html, (double)count, 0);
        html_raw(html, "<span class=\"vh\"> ");
        html_say(html, count == 1 ? "proposal" : "proposals");
        html_raw(html, "</span></b>");
    }
    html_raw(html, "</a></li>\n");
}

/* Is `holder` the provision, or does it hold it? */
static bool holds(const struct tvx_instrument *instrument, size_t holder, size_t provision)
{
    for (size_t depth = 0; provision < instrument->count && depth < 64; depth++) {
        if (provision == holder)
            return true;
        provision = instrument->provisions[provision].parent;
    }
    return false;
}

/* The provision that is open in the outline: that of the page or, for a new one, the nearest that would hold it. */
static size_t open_one(const struct shelf_law *law, const char *path)
{
    size_t index = tvx_instrument_find(&law->instrument, path);
    char holder[512];

    if (index != SIZE_MAX || strlen(path) >= sizeof holder)
        return index;
    memcpy(holder, path, strlen(path) + 1);
    for (char *dot = strrchr(holder, '.'); dot != NULL && index == SIZE_MAX; dot = strrchr(holder, '.')) {
        *dot = '\0';
        index = tvx_instrument_find(&law->instrument, holder);
    }
    return index;
}

/* Level at which a new provision stands where what would hold it is open; -1 where that is folded. */
static int new_level(const struct shelf_law *law, const char *path, size_t open)
{
    const char *dot = strrchr(path, '.');
    char holder[512];
    size_t index;

    if (dot == NULL || (size_t)(dot - path) >= sizeof holder)
        return 0;
    memcpy(holder, path, (size_t)(dot - path));
    holder[dot - path] = '\0';
    index = tvx_instrument_find(&law->instrument, holder);
    if (index == SIZE_MAX)
        return 0;
    return holds(&law->instrument, index, open) ? law->instrument.provisions[index].level + 1 : -1;
}

static void new_behind(struct html *html, const struct shelf_law *law, size_t behind, const char *path, size_t open)
{
    for (size_t i = law->instrument.count; i < law->plan.count; i++) {
        int level = law->plan.slots[i].behind == behind ? new_level(law, law->plan.slots[i].path, open) : -1;

        if (level >= 0)
            entry(html, law, i, strcmp(law->plan.slots[i].path, path) == 0, own(&law->plan.slots[i]), level);
    }
}

void html_outline(struct html *html, const struct shelf_law *law, const char *path)
{
    const struct tvx_instrument *instrument = &law->instrument;
    size_t open = open_one(law, path);

    html_raw(html, "<nav class=\"outline\"");
    html_attribute(html, "aria-label", html_said(html, "Neighbouring provisions"));
    html_raw(html, "><ol>\n");
    for (size_t i = 0; i < instrument->count; i++) {
        const struct tvx_provision *item = &instrument->provisions[i];

        if ((item->parent >= instrument->count || holds(instrument, item->parent, open)) &&
            item->kind != TVX_PROVISION_NOTE && (item->kind != TVX_PROVISION_TITLE || i == open))
            entry(html, law, i, strcmp(item->path, path) == 0,
                  holds(instrument, i, open) ? own(&law->plan.slots[i]) : below(law, i), item->level);
        /* a new one stands behind all that the provision before it holds */
        for (size_t at = i, depth = 0; at < instrument->count && depth < 64 &&
                                       (i + 1 == instrument->count ||
                                        instrument->provisions[i + 1].level <= instrument->provisions[at].level);
             at = instrument->provisions[at].parent, depth++)
            new_behind(html, law, at, path, open);
    }
    new_behind(html, law, SIZE_MAX, path, open);
    html_raw(html, "</ol></nav>\n");
}
