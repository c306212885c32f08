/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* RFC 4287 and https://www.jsonfeed.org/version/1.1/. */
#include <travaux/show/feed.h>

#include <stdio.h>
#include <string.h>
#include <travaux/base/hash.h>
#include <travaux/base/json.h>

/* RFC 3339 wants a time; a day alone stands for its beginning. */
static void put_time(char out[40], const char *at)
{
    snprintf(out, 40, strlen(at) == 10 ? "%.10sT00:00:00Z" : "%.39s", at);
}

static const char *updated(const struct tvx_feed *feed)
{
    const char *newest = "1970-01-01T00:00:00Z";

    if (feed->updated != NULL)
        return feed->updated;
    for (size_t i = 0; i < feed->count; i++)
        if (strcmp(feed->entries[i].at, newest) > 0)
            newest = feed->entries[i].at;
    return newest;
}

/* XML knows no control characters but these three (XML 1.0 §2.2), and HTML's escapes are XML's. */
static void text(struct tvx_buf *out, const char *value)
{
    for (const char *at = value; *at != '\0';) {
        size_t length = 0;

        while (at[length] != '\0' && ((unsigned char)at[length] >= 0x20 || strchr("\t\n\r", at[length]) != NULL))
            length++;
        tvx_buf_html(out, at, length);
        at += length;
        if (*at != '\0')
            at++;
    }
}

static void element(struct tvx_buf *out, const char *indent, const char *name, const char *value)
{
    tvx_buf_printf(out, "%s<%s>", indent, name);
    text(out, value);
    tvx_buf_printf(out, "</%s>\n", name);
}

static void time_element(struct tvx_buf *out, const char *indent, const char *name, const char *at)
{
    char time[40];

    put_time(time, at);
    element(out, indent, name, time);
}

static void link_element(struct tvx_buf *out, const char *indent, const char *relation, const char *type,
                         const char *href)
{
    if (href == NULL)
        return;
    tvx_buf_printf(out, "%s<link rel=\"%s\" type=\"%s\" href=\"", indent, relation, type);
    text(out, href);
    tvx_buf_str(out, "\"/>\n");
}

static void atom_entry(struct tvx_buf *out, const struct tvx_feed_entry *entry, const char *otherwise)
{
    tvx_buf_str(out, "  <entry>\n");
    element(out, "    ", "id", entry->id);
    element(out, "    ", "title", entry->title);
    time_element(out, "    ", "updated", entry->at);
    tvx_buf_str(out, "    <author>\n");
    element(out, "      ", "name", entry->author == NULL ? otherwise : entry->author);
    tvx_buf_str(out, "    </author>\n");
    if (entry->category != NULL) {
        tvx_buf_str(out, "    <category term=\"");
        text(out, entry->category);
        tvx_buf_str(out, "\"/>\n");
    }
    link_element(out, "    ", "alternate", "text/html", entry->url);
    tvx_buf_str(out, "    <content type=\"text\">"); /* an entry without a link needs one: §4.1.2 */
    text(out, *entry->text == '\0' ? entry->title : entry->text);
    tvx_buf_str(out, "</content>\n  </entry>\n");
}

void tvx_feed_atom(struct tvx_buf *out, const struct tvx_feed *feed)
{
    tvx_buf_str(out, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\"");
    if (feed->language != NULL && *feed->language != '\0') {
        tvx_buf_str(out, " xml:lang=\"");
        text(out, feed->language);
        tvx_buf_char(out, '"');
    }
    tvx_buf_str(out, ">\n");
    element(out, "  ", "id", feed->id);
    element(out, "  ", "title", feed->title);
    time_element(out, "  ", "updated", updated(feed));
    link_element(out, "  ", "self", "application/atom+xml", feed->self);
    link_element(out, "  ", "alternate", "text/html", feed->home);
    tvx_buf_str(out, "  <generator>travaux</generator>\n");
    for (size_t i = 0; i < feed->count; i++)
        atom_entry(out, &feed->entries[i], feed->title);
    tvx_buf_str(out, "</feed>\n");
}

static void json_entry(struct tvx_json *json, const struct tvx_feed_entry *entry)
{
    char time[40];

    put_time(time, entry->at);
    tvx_json_object(json);
    tvx_json_pair(json, "id", entry->id);
    if (entry->url != NULL)
        tvx_json_pair(json, "url", entry->url);
    tvx_json_pair(json, "title", entry->title);
    tvx_json_pair(json, "content_text", *entry->text == '\0' ? entry->title : entry->text);
    tvx_json_pair(json, "date_published", time);
    if (entry->author != NULL) {
        tvx_json_key(json, "authors");
        tvx_json_array(json);
        tvx_json_object(json);
        tvx_json_pair(json, "name", entry->author);
        tvx_json_object_end(json);
        tvx_json_array_end(json);
    }
    if (entry->category != NULL)
        tvx_json_pair_strings(json, "tags", &entry->category, 1);
    tvx_json_object_end(json);
}

void tvx_feed_json(struct tvx_buf *out, const struct tvx_feed *feed)
{
    struct tvx_json json;

    tvx_json_init(&json, out);
    tvx_json_object(&json);
    tvx_json_pair(&json, "version", "https://jsonfeed.org/version/1.1");
    tvx_json_pair(&json, "title", feed->title);
    if (feed->home != NULL)
        tvx_json_pair(&json, "home_page_url", feed->home);
    if (feed->self != NULL)
        tvx_json_pair(&json, "feed_url", feed->self);
    if (feed->language != NULL && *feed->language != '\0')
        tvx_json_pair(&json, "language", feed->language);
    tvx_json_key(&json, "items");
    tvx_json_array(&json);
    for (size_t i = 0; i < feed->count; i++)
        json_entry(&json, &feed->entries[i]);
    tvx_json_array_end(&json);
    tvx_json_object_end(&json);
}

const char *tvx_feed_id(struct tvx_arena *arena, const char *name)
{
    char hash[TVX_SHA256_HEX];

    tvx_sha256_hex(hash, name, strlen(name));
    hash[12] = '8'; /* version; the variant's two bits are those of '8' */
    hash[16] = '8';
    return tvx_arena_printf(arena, "urn:uuid:%.8s-%.4s-%.4s-%.4s-%.12s", hash, hash + 8, hash + 12, hash + 16,
                            hash + 20);
}
