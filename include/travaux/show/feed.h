/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A list of news for programs that look in now and then: as Atom (RFC 4287) and as JSON Feed 1.1.  An entry keeps its
 * name for ever, so that a reader shows it once.
 */
#ifndef TRAVAUX_SHOW_FEED_H
#define TRAVAUX_SHOW_FEED_H

#include <travaux/base/buf.h>
#include <travaux/show/say.h>
#include <travaux/store/news.h>

struct tvx_feed_entry {
    const char *id;       /* an IRI that no other entry has: tvx_feed_id makes one */
    const char *title;
    const char *url;      /* of a page that tells more; NULL */
    const char *at;       /* RFC 3339, UTC; a day alone stands for its beginning */
    const char *author;   /* NULL */
    const char *category; /* "proposal"; NULL */
    const char *text;     /* plain; "" when the title says all */
};

struct tvx_feed {
    const char *id;       /* an IRI that stays the same */
    const char *title;
    const char *home;     /* page; NULL */
    const char *self;     /* where the feed itself is; NULL for a file */
    const char *updated;  /* RFC 3339; NULL: that of the newest entry */
    const char *language; /* "en"; NULL */
    const struct tvx_feed_entry *entries;
    size_t count;
};

void tvx_feed_atom(struct tvx_buf *out, const struct tvx_feed *feed);
void tvx_feed_json(struct tvx_buf *out, const struct tvx_feed *feed);

/* "urn:uuid:…" made of any name (RFC 9562 §5.8): the same for the same name.  Arena-owned, NULL when out of memory. */
const char *tvx_feed_id(struct tvx_arena *arena, const char *name);

/*
 * Entries of news.  `site` ("https://work.example.org", no slash at its end) is put before the address of each page;
 * NULL: no addresses.  Arena-owned; NULL when out of memory.
 */
struct tvx_feed_entry *tvx_feed_entries(struct tvx_arena *arena, const struct tvx_tongue *tongue, const char *site,
                                        const struct tvx_news *news, size_t count);

/* One piece of news as a line, "Proposal BOR/5/1 on MNR@2018:5.2 (BOR): MOD 5.2".  Arena-owned; NULL. */
const char *tvx_news_line(struct tvx_arena *arena, const struct tvx_tongue *tongue, const struct tvx_news *news);
/* The address of its page, "/proposal/BOR/5/1".  Arena-owned; NULL when there is none, or no memory. */
const char *tvx_news_address(struct tvx_arena *arena, const struct tvx_news *news);

#endif
