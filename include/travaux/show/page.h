/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The catalogue of pages: conference, instrument, provision, proposal, document and all the others, each a function
 * that writes one page of HTML from the workspace.  The server (`serve`) and the static site (`export --format html`)
 * write the same pages; what differs (addresses of links, forms for those who may) follows from the viewer.
 * What several pages need and what takes long to make is kept on a shelf between them.
 */
#ifndef TRAVAUX_SHOW_PAGE_H
#define TRAVAUX_SHOW_PAGE_H

#include <stdbool.h>
#include <stdint.h>
#include <travaux/base/arena.h>
#include <travaux/base/buf.h>
#include <travaux/base/error.h>
#include <travaux/show/say.h>
#include <travaux/store/store.h>

/* Who looks, and how. */
struct tvx_viewer {
    const struct tvx_tongue *tongue; /* NULL: English */
    bool served;                     /* by `serve`: links lead to its addresses, forms are shown to who may use them */
    int64_t account;                 /* 0: nobody has signed in */
    const char *name;                /* of the account, NULL: nobody */
    bool reads, analyses, edits, administers; /* what the account's role allows; all false in a static site */
    const char *token;               /* against forged forms; NULL when nobody has signed in */
    const char *since;               /* time of the last visit, ISO 8601; NULL: first visit */
    const char *address;             /* of this page with its query, "/search?q=a"; NULL in a static site */
};

struct tvx_parameter { const char *name, *value; };

/*
 * Keeps between pages what is dear to make: an instrument with its proposals, the whole of an analysis.  Belongs to one
 * store and one thread; tvx_shelf_clear when the workspace has changed.
 */
struct tvx_shelf;
struct tvx_shelf *tvx_shelf_new(struct tvx_store *store); /* NULL: no memory */
void tvx_shelf_free(struct tvx_shelf *shelf);
void tvx_shelf_clear(struct tvx_shelf *shelf);
/* Makes the value with an arena that lives as long as the value is kept. */
typedef enum tvx_status tvx_shelf_make(void *context, struct tvx_store *store, struct tvx_arena *arena, void **out,
                                       struct tvx_error *error);
/*
 * The value kept under `key`, made when it is not there.  It stays until the end of the page at least; the least used
 * go first when there are more than 48.  A failure to make it is not kept.
 */
enum tvx_status tvx_shelf_take(struct tvx_shelf *shelf, const char *key, tvx_shelf_make *make, void *context,
                               void **out, struct tvx_error *error);
/*
 * The same for what other values on the shelf rest on, and is made of documents, institutions' maps, verdicts and
 * positions alone: it stays until one of these has changed, and is then closed (`close` may be NULL).
 */
typedef void tvx_shelf_close(void *value);
enum tvx_status tvx_shelf_hold(struct tvx_shelf *shelf, const char *key, tvx_shelf_make *make, tvx_shelf_close *close,
                               void *context, void **out, struct tvx_error *error);

/* In a static site: told of every page that is linked to, so that it is written too. */
typedef bool tvx_page_wanted(void *context, const char *kind, const char *reference);

struct tvx_page_kind;

struct tvx_page { /* one page being made */
    struct tvx_store *store;
    struct tvx_arena *arena; /* of this page */
    struct tvx_buf *out;
    struct tvx_shelf *shelf;
    const struct tvx_viewer *viewer;
    const struct tvx_page_kind *kind; /* set by tvx_page_write */
    const char *reference; /* "ITR@2006:5.2"; NULL for a page without one */
    const struct tvx_parameter *parameters; /* of the query, decoded; none in a static site */
    size_t parameter_count;
    tvx_page_wanted *wanted; /* NULL: not asked for */
    void *wanted_context;
    struct tvx_error *error;
};
/* The first parameter of that name; NULL when there is none. */
const char *tvx_page_parameter(const struct tvx_page *page, const char *name);

struct tvx_page_kind {
    const char *name; /* first step of the address, "provision": /provision/ITR@2006:5.2, provision/itr-2006-….html */
    enum tvx_status (*write)(struct tvx_page *page); /* the whole page; TVX_E_NOTFOUND when there is no such thing */
    bool refers;      /* takes a reference; else it is one page by itself */
    bool served_only; /* answers a query: a static site has no such page and does not link to it */
    bool personal;    /* of who is signed in; others do not see it in the menu */
    const char *menu; /* its name in the menu (English, to be said); NULL: not in the menu */
};
extern const struct tvx_page_kind tvx_page_kinds[];
extern const size_t tvx_page_kind_count;
/* By name; NULL when there is none.  "" is the start page. */
const struct tvx_page_kind *tvx_page_kind_find(const char *name);

/* Writes the page into page->out, which is left empty when it fails. */
enum tvx_status tvx_page_write(struct tvx_page *page, const struct tvx_page_kind *kind);

/* The page that says what went wrong: the status of HTTP and a message for people. */
void tvx_page_problem(struct tvx_page *page, unsigned status, const char *message);

/* Writes calendar.ics, what the page of the calendar shows, into page->out. */
enum tvx_status tvx_page_calendar_ics(struct tvx_page *page);

/* "/provision/ITR@2006:5.2": where the server has the page.  Arena-owned; `reference` NULL for a page without one. */
const char *tvx_page_address(struct tvx_arena *arena, const char *kind, const char *reference);

/* A value as it stands in a query: all but letters, digits and "-._~" as %XX.  Arena-owned; "" when out of memory. */
const char *tvx_page_escape(struct tvx_arena *arena, const char *value);

/* Style sheets, scripts and images of the pages, as assets of the program: "src/show/assets/style.css" is served as
   /assets/style.css. */
extern const char *const tvx_page_assets[];
extern const size_t tvx_page_asset_count;

#endif
