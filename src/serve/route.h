/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The table of routes: which handler answers which address, and who may ask.  A request whose address and method are in
 * no row is refused before anything of it is read; a row that takes changes (any method but GET) is reached only with
 * the token that our own forms carry, or with an API token.
 */
#ifndef SERVE_ROUTE_H
#define SERVE_ROUTE_H

#include "request.h"

/* TVX_E_NOTFOUND becomes 404, TVX_E_USAGE 400, TVX_E_LIMIT 413, anything else 500 (and a line in the log). */
typedef enum tvx_status route_handler(struct request *request, struct reply *reply);

enum {
    ROUTE_PUBLISHED = 1, /* the handler (or pages) asks what of it is published; visitors may try */
    ROUTE_UPLOAD = 2,    /* takes files, much larger bodies */
    ROUTE_OWN_TOKEN = 4, /* a POST that checks by itself who may (sign in by e-mailed token); no form token asked */
    ROUTE_API = 8,       /* problems are JSON; API tokens are taken; no redirect to the sign-in page */
};

struct route {
    const char *method;  /* "GET" (and HEAD), "POST", "PUT", "PATCH", "DELETE" */
    const char *pattern; /* "/account", "/document/" with '*' for the rest of the path at its end */
    route_handler *handler;
    enum tvx_role least; /* who may: VISITOR is everybody */
    unsigned flags;
};

extern const struct route routes[];
extern const size_t route_count;

/* The row for it; NULL when there is none.  *other: the address has rows for other methods only. */
const struct route *route_find(const char *method, const char *path, const char **rest, bool *other);

/* Handlers, one group a file. */
#define ROUTE_HANDLER(name) enum tvx_status name(struct request *request, struct reply *reply)
ROUTE_HANDLER(page_handler);  /* pages.c: every page of the catalogue */
ROUTE_HANDLER(asset_handler); /* asset.c */
ROUTE_HANDLER(calendar_handler); /* calendar.c */
ROUTE_HANDLER(healthz_handler); /* health.c */
ROUTE_HANDLER(metrics_handler);
ROUTE_HANDLER(local_handler); /* local.c */
ROUTE_HANDLER(language_handler);
ROUTE_HANDLER(sign_in_page_handler); /* sign_in.c */
ROUTE_HANDLER(sign_in_handler);
ROUTE_HANDLER(sign_out_handler);
ROUTE_HANDLER(invitation_page_handler);
ROUTE_HANDLER(invitation_handler);
ROUTE_HANDLER(own_page_handler); /* own.c */
ROUTE_HANDLER(own_name_handler);
ROUTE_HANDLER(own_password_handler);
ROUTE_HANDLER(own_session_handler);
ROUTE_HANDLER(own_token_handler);
ROUTE_HANDLER(own_token_revoke_handler);
ROUTE_HANDLER(own_factor_page_handler);
ROUTE_HANDLER(own_factor_handler);
ROUTE_HANDLER(own_factor_off_handler);
ROUTE_HANDLER(people_page_handler); /* people.c */
ROUTE_HANDLER(people_invite_handler);
ROUTE_HANDLER(people_reset_handler);
ROUTE_HANDLER(people_role_handler);
ROUTE_HANDLER(people_disable_handler);
ROUTE_HANDLER(people_enable_handler);
ROUTE_HANDLER(people_factor_handler);
ROUTE_HANDLER(people_withdraw_handler);
ROUTE_HANDLER(publish_page_handler);
ROUTE_HANDLER(publish_handler);
ROUTE_HANDLER(audit_page_handler);
/* statement.c */
ROUTE_HANDLER(statement_handler);
ROUTE_HANDLER(statement_file_handler);
ROUTE_HANDLER(statement_draft_handler);
ROUTE_HANDLER(statement_sign_handler);
ROUTE_HANDLER(statement_confirm_handler);
ROUTE_HANDLER(statement_publish_handler);
ROUTE_HANDLER(statement_closes_handler);
ROUTE_HANDLER(statement_close_handler);
ROUTE_HANDLER(statement_admit_handler);
ROUTE_HANDLER(statement_withdraw_handler);
ROUTE_HANDLER(statement_seal_handler);
ROUTE_HANDLER(note_handler); /* notes.c */
ROUTE_HANDLER(note_reply_handler);
ROUTE_HANDLER(note_edit_handler);
ROUTE_HANDLER(note_withdraw_handler);
ROUTE_HANDLER(conflict_drop_handler);
ROUTE_HANDLER(assessment_handler); /* judge.c */
ROUTE_HANDLER(position_handler);
ROUTE_HANDLER(review_handler);
ROUTE_HANDLER(review_find_handler);
ROUTE_HANDLER(follow_handler); /* follow.c */
ROUTE_HANDLER(notices_mail_handler);
ROUTE_HANDLER(notices_address_handler);
ROUTE_HANDLER(feed_handler);
ROUTE_HANDLER(upload_page_handler); /* upload_routes.c */
ROUTE_HANDLER(upload_handler);
ROUTE_HANDLER(upload_report_handler);
ROUTE_HANDLER(original_handler); /* original.c */

#endif
