/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/base/buf.h>
#include <travaux/text/utf8.h>

#include "option.h"
#include "region.h"
#include "words.h"

/* Names before a colon are short; an option's own text is not. */
enum { NAMES = 160, TEXT_CEILING = 16 << 20 };

struct gather {
    const struct tvx_form_view *view;
    struct tvx_option_list *out;
    size_t capacity;
    struct tvx_buf text;
};

static size_t skip(const char *line, size_t at)
{
    struct tvx_cursor c = {line, strlen(line), at};

    tvx_words_space(&c, ":.-)]");
    return strncmp(line + c.at, "：", strlen("：")) == 0 ? skip(line, c.at + strlen("：")) : c.at;
}

static bool add_sponsor(struct tvx_option *option, struct tvx_arena *arena, const char *code)
{
    const char **list = tvx_arena_array(arena, option->sponsor_count + 1, sizeof *list);

    if (list == NULL || code == NULL)
        return false;
    for (size_t i = 0; i < option->sponsor_count; i++) {
        if (strcmp(option->sponsors[i], code) == 0)
            return true;
        list[i] = option->sponsors[i];
    }
    list[option->sponsor_count] = code;
    option->sponsors = list;
    option->sponsor_count++;
    return true;
}

/* "RCC/14A1/5, IAP/10/14": the first is the number, the sponsor parts of all are its sponsors. */
static bool take_numbers(struct tvx_option *option, struct tvx_arena *arena, const struct tvx_number *numbers,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *part = numbers[i].sponsor;

        while (*part != '\0') {
            size_t length = strcspn(part, "/");
            const char *printed = tvx_arena_strndup(arena, part, length);

            if (printed == NULL || !add_sponsor(option, arena, tvx_actor_code(arena, printed)))
                return false;
            part += length + (part[length] == '/');
        }
    }
    if (count > 0 && option->number == NULL)
        option->number = tvx_arena_printf(arena, "%s/%s/%s", numbers[0].sponsor, numbers[0].document,
                                          numbers[0].serial);
    return count == 0 || option->number != NULL;
}

/* "MOD RCC/14A1/5", "IAP/10/14: ADD", "(RCC/14A1/5)": where the rest begins; 0 when it is none of these. */
static size_t take_action(struct tvx_option *option, struct tvx_arena *arena, const char *line, bool *full)
{
    struct tvx_action_line action;

    if (tvx_action_line_parse(&action, arena, line, NULL) != TVX_OK)
        return 0;
    if (action.number_count == 0 && line[action.rest] != '\0')
        return 0;
    option->has_action = action.has_action;
    option->action = action.action;
    *full |= !take_numbers(option, arena, action.numbers, action.number_count);
    if (action.target_end == action.target)
        return skip(line, action.rest);
    return action.target; /* the place it names is the row's */
}

/* What the words in a bracket or before a colon name: proposal numbers or actors that tables know. */
static bool take_names(struct tvx_option *option, struct tvx_arena *arena, const char *text, size_t length, bool *full)
{
    char *names = tvx_arena_strndup(arena, text, length);
    const char **codes = NULL;
    size_t count = 0, unknown = 0;
    struct tvx_action_line action;

    if (names == NULL) {
        *full = true;
        return false;
    }
    if (tvx_action_line_parse(&action, arena, names, NULL) == TVX_OK && action.number_count > 0) {
        option->has_action |= action.has_action;
        option->action = action.has_action ? action.action : option->action;
        *full |= !take_numbers(option, arena, action.numbers, action.number_count);
        return true;
    }
    if (tvx_actors_parse(&codes, &count, &unknown, arena, names, NULL) != TVX_OK || count == 0 || unknown > 0)
        return false;
    for (size_t i = 0; i < count; i++)
        *full |= !add_sponsor(option, arena, codes[i]);
    return true;
}

/* "(RCC/14A1/5)", "[Norland, Sudland]": where it ends; 0 when it names no one. */
static size_t take_bracket(struct tvx_option *option, struct tvx_arena *arena, const char *line, size_t at, bool *full)
{
    size_t length;

    if (line[at] != '(' && line[at] != '[')
        return 0;
    length = strcspn(line + at + 1, ")]");
    if (line[at + 1 + length] == '\0' || length > NAMES || !take_names(option, arena, line + at + 1, length, full))
        return 0;
    return at + length + 2;
}

/* Does something else than space stand there? */
static bool has_mark(const char *line, size_t from, size_t to)
{
    while (from < to && line[from] == ' ')
        from++;
    return from < to;
}

/* Where the text begins behind what names the option; 0 when the line names none. */
static size_t take_head(struct tvx_option *option, struct tvx_arena *arena, const char *line, bool *full)
{
    size_t at = tvx_option_length(line), next, length;

    if (at > 0) {
        char *label = tvx_arena_strndup(arena, line, at);

        option->label = label == NULL ? NULL : tvx_path_slug(arena, label);
        *full |= option->label == NULL;
        next = skip(line, at);
        length = take_bracket(option, arena, line, next, full);
        if (length > 0)
            return skip(line, length);
        /* "Option 1 shall hold" in running words names none: a mark or the line's end must follow. */
        return line[next] == '\0' || has_mark(line, at, next) ? next : 0;
    }
    if ((at = take_action(option, arena, line, full)) > 0)
        return at;
    if ((at = take_bracket(option, arena, line, 0, full)) > 0) {
        next = skip(line, at);
        if (option->number != NULL || line[next] == '\0' || strpbrk(line + at, ":") == line + at ||
            (next > at && memchr(line + at, ':', next - at) != NULL))
            return next;
        *option = (struct tvx_option){0};
        return 0;
    }
    length = strcspn(line, ":");
    if (line[length] == ':' && length > 0 && length <= NAMES && take_names(option, arena, line, length, full))
        return skip(line, length);
    return 0;
}

/* "Option 2 (AUS/17/4): SUP", or the action on a line of its own. */
static bool take_action_word(struct tvx_option *option, struct tvx_arena *arena)
{
    size_t length = strcspn(option->text, "\n");
    char *line = tvx_arena_strndup(arena, option->text, length);

    if (line == NULL)
        return false;
    if (option->named && !option->has_action && tvx_action_parse(&option->action, line)) {
        option->has_action = true;
        option->text += length + (option->text[length] == '\n');
    }
    return true;
}

static bool close_option(struct gather *g)
{
    struct tvx_option *last = g->out->count == 0 ? NULL : &g->out->items[g->out->count - 1];

    if (last == NULL)
        return true;
    last->text = tvx_region_fold(g->view->arena, &g->text);
    tvx_buf_clear(&g->text);
    return last->text != NULL && take_action_word(last, g->view->arena);
}

static bool open_option(struct gather *g, const struct tvx_option *option)
{
    if (!close_option(g))
        return false;
    g->out->items = tvx_arena_grow(g->view->arena, g->out->items, g->out->count, &g->capacity, sizeof *g->out->items);
    if (g->out->items == NULL)
        return false;
    g->out->items[g->out->count++] = *option;
    return true;
}

static bool take_line(struct gather *g, const char *line, size_t block)
{
    struct tvx_option option = {.first = block, .last = block, .text = ""};
    bool full = false;
    size_t at = take_head(&option, g->view->arena, line, &full);

    option.first = option.last = block;
    option.text = "";
    option.named = at > 0;
    if (full || ((at > 0 || g->out->count == 0) && !open_option(g, &option)))
        return false;
    g->out->items[g->out->count - 1].last = block;
    tvx_buf_str(&g->text, line + at);
    tvx_buf_char(&g->text, '\n');
    return !g->text.failed;
}

enum tvx_status tvx_options_read(struct tvx_option_list *out, const struct tvx_form_view *view, size_t first,
                                 size_t last, struct tvx_error *error)
{
    struct gather g = {.view = view, .out = out};
    bool ok = true;

    *out = (struct tvx_option_list){0};
    tvx_buf_init(&g.text, TEXT_CEILING);
    for (size_t b = first; ok && b <= last && b < view->document->block_count; b++) {
        const char *text = tvx_grid_text(view, b, b, true);

        ok = text != NULL;
        while (ok && *text != '\0') {
            size_t length = strcspn(text, "\n");
            const char *line = tvx_arena_strndup(view->arena, text, length);

            ok = line != NULL && take_line(&g, line, b);
            text += length + (text[length] == '\n');
        }
    }
    ok = ok && close_option(&g);
    tvx_buf_free(&g.text);
    return ok ? TVX_OK : tvx_error_nomem(error);
}
