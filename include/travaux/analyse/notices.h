/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What an account is to be told: of the news, those about what it follows, what answers its own annotations, and
 * deadlines that are near.  The page of notices, the personal feeds and the digests by mail are all made from this.
 */
#ifndef TRAVAUX_ANALYSE_NOTICES_H
#define TRAVAUX_ANALYSE_NOTICES_H

#include <travaux/store/news.h>

enum { TVX_NOTICE_DAYS = 14 }; /* a deadline is near so many days before */

struct tvx_notices_query {
    int64_t account;
    const char *since; /* UTC; NULL: ever */
    const char *today; /* a day: deadlines from then on; NULL: none are told */
    size_t limit;      /* 0: none */
};

/* Newest first.  With nothing followed there are answers to one's own annotations only. */
enum tvx_status tvx_notices(struct tvx_news **out, size_t *count, struct tvx_store *store, struct tvx_arena *arena,
                            const struct tvx_notices_query *query, struct tvx_error *error);

/* Is a place ("MNR@2022:5.2.a", a proposal's number, a document's name) within what is followed ("MNR", "MNR:5.2")? */
bool tvx_follow_covers(const char *followed, const char *place);

#endif
