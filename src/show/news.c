/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* News as lines of text and entries of a feed. */
#include <travaux/show/feed.h>

#include <string.h>
#include <travaux/show/page.h>

/* {1} what, {2} on which provision, {3} by whom, {4} title or what was said: each form uses those that there are. */
static const struct { const char *plain, *by, *page; } forms[TVX_NEWS_KIND_COUNT] = {
    [TVX_NEWS_DOCUMENT] = {SAY("New document {1}: {4}"), SAY("New document {1} of {3}: {4}"), "document"},
    [TVX_NEWS_PROPOSAL] = {SAY("New proposal {1} on {2}: {4}"), SAY("New proposal {1} of {3} on {2}: {4}"), "proposal"},
    [TVX_NEWS_VERSION] = {SAY("New version {1}: {4}"), SAY("New version {1}: {4}"), "instrument"},
    [TVX_NEWS_OUTCOME] = {SAY("{1} says what was adopted: {4}"), SAY("{1} says what was adopted: {4}"), "document"},
    [TVX_NEWS_VERDICT] = {SAY("The match {1} was judged: {4}"), SAY("{3} judged the match {1}: {4}"), "review"},
    [TVX_NEWS_ANNOTATION] = {SAY("Note on {1}: {4}"), SAY("{3} noted on {1}: {4}"), "note"},
    [TVX_NEWS_REPLY] = {SAY("Reply on {1}: {4}"), SAY("{3} replied on {1}: {4}"), "note"},
    [TVX_NEWS_ASSESSMENT] = {SAY("Assessment of {1}: {4}"), SAY("{3} assessed {1}: {4}"), "proposal"},
    [TVX_NEWS_POSITION] = {SAY("Position on {1}: {4}"), SAY("Position on {1}: {4}"), "proposal"},
    [TVX_NEWS_DEADLINE] = {SAY("On {1}: {4}"), SAY("On {1}: {4}"), "calendar"},
};

enum { SHORT = 160 };

/* The first words, up to a border between characters. */
static const char *shortened(struct tvx_arena *arena, const char *text)
{
    size_t length = strlen(text);

    if (length <= SHORT)
        return text;
    length = SHORT;
    while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80)
        length--;
    return tvx_arena_printf(arena, "%.*s…", (int)length, text);
}

const char *tvx_news_line(struct tvx_arena *arena, const struct tvx_tongue *tongue, const struct tvx_news *news)
{
    bool said = news->kind == TVX_NEWS_ANNOTATION || news->kind == TVX_NEWS_REPLY || news->kind == TVX_NEWS_ASSESSMENT;
    const char *what = said && news->text != NULL ? news->text : news->title;
    const char *arguments[4] = {
        news->kind == TVX_NEWS_DEADLINE ? tvx_say_date(tongue, arena, news->reference) : news->reference,
        news->on == NULL ? "–" : news->on, news->by == NULL ? "" : news->by, shortened(arena, what),
    };

    for (size_t i = 0; i < 4; i++)
        if (arguments[i] == NULL)
            return NULL;
    if (*arguments[3] == '\0')
        arguments[3] = "–";
    return tvx_say_with(tongue, arena, news->by == NULL ? forms[news->kind].plain : forms[news->kind].by, arguments, 4);
}

const char *tvx_news_address(struct tvx_arena *arena, const struct tvx_news *news)
{
    const char *page = forms[news->kind].page;

    if (strcmp(page, "calendar") == 0 || strcmp(page, "review") == 0)
        return tvx_page_address(arena, page, NULL);
    if (strcmp(page, "note") == 0 && strlen(news->id) > 11 + 32) /* "annotation:" and its uid */
        return tvx_page_address(arena, page, tvx_arena_strndup(arena, news->id + 11, 32));
    if (strcmp(page, "document") == 0)
        return tvx_page_address(arena, page, tvx_arena_printf(arena, "%lld", (long long)news->document));
    return tvx_page_address(arena, page, news->reference);
}

struct tvx_feed_entry *tvx_feed_entries(struct tvx_arena *arena, const struct tvx_tongue *tongue, const char *site,
                                        const struct tvx_news *news, size_t count)
{
    struct tvx_feed_entry *entries = tvx_arena_array(arena, count + 1, sizeof *entries);

    for (size_t i = 0; entries != NULL && i < count; i++) {
        const char *address = site == NULL ? NULL : tvx_news_address(arena, &news[i]);
        struct tvx_feed_entry *e = &entries[i];

        *e = (struct tvx_feed_entry){
            .id = tvx_feed_id(arena, news[i].id), .title = tvx_news_line(arena, tongue, &news[i]), .at = news[i].at,
            .url = address == NULL ? NULL : tvx_arena_printf(arena, "%s%s", site, address), .author = news[i].by,
            .category = tvx_news_kind_to_string(news[i].kind), .text = news[i].text == NULL ? "" : news[i].text,
        };
        if (e->id == NULL || e->title == NULL || (address != NULL && e->url == NULL))
            return NULL;
    }
    return entries;
}
