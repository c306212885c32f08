/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "api.h"

#include <string.h>

/* The first row that fits is taken. */
const struct route routes[] = {
    {"GET", "/assets/*", asset_handler, TVX_ROLE_VISITOR, 0},
    {"GET", "/healthz", healthz_handler, TVX_ROLE_VISITOR, 0},
    {"GET", "/metrics", metrics_handler, TVX_ROLE_VISITOR, 0},
    {"GET", "/local/*", local_handler, TVX_ROLE_VISITOR, 0},
    {"GET", "/language/*", language_handler, TVX_ROLE_VISITOR, 0},
    {"GET", "/sign-in", sign_in_page_handler, TVX_ROLE_VISITOR, 0},
    {"POST", "/sign-in", sign_in_handler, TVX_ROLE_VISITOR, 0},
    {"POST", "/sign-out", sign_out_handler, TVX_ROLE_READER, 0},
    {"GET", "/invitation", invitation_page_handler, TVX_ROLE_VISITOR, 0},
    {"POST", "/invitation", invitation_handler, TVX_ROLE_VISITOR, 0},
    {"GET", "/account", own_page_handler, TVX_ROLE_READER, 0},
    {"POST", "/account/name", own_name_handler, TVX_ROLE_READER, 0},
    {"POST", "/account/password", own_password_handler, TVX_ROLE_READER, 0},
    {"POST", "/account/sessions", own_session_handler, TVX_ROLE_READER, 0},
    {"POST", "/account/tokens", own_token_handler, TVX_ROLE_READER, 0},
    {"POST", "/account/tokens/revoke", own_token_revoke_handler, TVX_ROLE_READER, 0},
    {"GET", "/account/second-factor", own_factor_page_handler, TVX_ROLE_READER, 0},
    {"POST", "/account/second-factor", own_factor_handler, TVX_ROLE_READER, 0},
    {"POST", "/account/second-factor/off", own_factor_off_handler, TVX_ROLE_READER, 0},
    {"GET", "/people", people_page_handler, TVX_ROLE_ADMIN, 0},
    {"POST", "/people/invite", people_invite_handler, TVX_ROLE_ADMIN, 0},
    {"POST", "/people/reset", people_reset_handler, TVX_ROLE_ADMIN, 0},
    {"POST", "/people/role", people_role_handler, TVX_ROLE_ADMIN, 0},
    {"POST", "/people/disable", people_disable_handler, TVX_ROLE_ADMIN, 0},
    {"POST", "/people/enable", people_enable_handler, TVX_ROLE_ADMIN, 0},
    {"POST", "/people/second-factor", people_factor_handler, TVX_ROLE_ADMIN, 0},
    {"POST", "/people/withdraw", people_withdraw_handler, TVX_ROLE_ADMIN, 0},
    {"GET", "/publish", publish_page_handler, TVX_ROLE_ADMIN, 0},
    {"POST", "/publish", publish_handler, TVX_ROLE_ADMIN, 0},
    {"GET", "/audit", audit_page_handler, TVX_ROLE_ADMIN, 0},
    {"GET", "/statement/*", statement_handler, TVX_ROLE_READER, ROUTE_PUBLISHED},
    {"GET", "/statement-file/*", statement_file_handler, TVX_ROLE_READER, ROUTE_PUBLISHED},
    {"GET", "/statement-confirm", statement_confirm_handler, TVX_ROLE_VISITOR, 0},
    {"POST", "/statement-confirm", statement_confirm_handler, TVX_ROLE_VISITOR, 0},
    {"POST", "/statement-sign/*", statement_sign_handler, TVX_ROLE_VISITOR, 0},
    {"POST", "/statement-new", statement_draft_handler, TVX_ROLE_EDITOR, 0},
    {"POST", "/statement-draft/*", statement_draft_handler, TVX_ROLE_EDITOR, 0},
    {"POST", "/statement-publish/*", statement_publish_handler, TVX_ROLE_ADMIN, 0},
    {"POST", "/statement-closes/*", statement_closes_handler, TVX_ROLE_ADMIN, 0},
    {"POST", "/statement-close/*", statement_close_handler, TVX_ROLE_ADMIN, 0},
    {"POST", "/statement-admit/*", statement_admit_handler, TVX_ROLE_ADMIN, 0},
    {"POST", "/statement-withdraw/*", statement_withdraw_handler, TVX_ROLE_ADMIN, 0},
    {"POST", "/statement-seal/*", statement_seal_handler, TVX_ROLE_ADMIN, 0},
    {"POST", "/note", note_handler, TVX_ROLE_ANALYST, 0},
    {"POST", "/note/reply", note_reply_handler, TVX_ROLE_ANALYST, 0},
    {"POST", "/note/edit", note_edit_handler, TVX_ROLE_ANALYST, 0},
    {"POST", "/note/withdraw", note_withdraw_handler, TVX_ROLE_ANALYST, 0},
    {"POST", "/conflict/drop", conflict_drop_handler, TVX_ROLE_ANALYST, 0},
    {"POST", "/assessment", assessment_handler, TVX_ROLE_ANALYST, 0},
    {"POST", "/position", position_handler, TVX_ROLE_EDITOR, 0},
    {"POST", "/review", review_handler, TVX_ROLE_EDITOR, 0},
    {"POST", "/review/find", review_find_handler, TVX_ROLE_EDITOR, 0},
    {"POST", "/follow", follow_handler, TVX_ROLE_READER, 0},
    {"POST", "/notices/mail", notices_mail_handler, TVX_ROLE_READER, 0},
    {"POST", "/notices/address", notices_address_handler, TVX_ROLE_READER, 0},
    {"GET", "/upload", upload_page_handler, TVX_ROLE_ANALYST, 0},
    {"POST", "/upload", upload_handler, TVX_ROLE_ANALYST, ROUTE_UPLOAD},
    {"GET", "/upload/*", upload_report_handler, TVX_ROLE_ANALYST, 0},
    {"GET", "/original/*", original_handler, TVX_ROLE_READER, ROUTE_PUBLISHED},
    {"GET", "/feed/*", feed_handler, TVX_ROLE_VISITOR, 0},
    {"GET", "/calendar.ics", calendar_handler, TVX_ROLE_READER, 0},
    {"GET", "/*", page_handler, TVX_ROLE_READER, ROUTE_PUBLISHED},
};
const size_t route_count = sizeof routes / sizeof *routes;

static bool fits(const char *pattern, const char *path, const char **rest)
{
    size_t length = strlen(pattern);

    if (pattern[length - 1] == '*') {
        *rest = path + length - 1;
        return strncmp(pattern, path, length - 1) == 0;
    }
    *rest = "";
    return strcmp(pattern, path) == 0;
}

const struct route *route_find(const char *method, const char *path, const char **rest, bool *other)
{
    const char *found;

    *other = false;
    *rest = "";
    if (strncmp(path, API_ROOT "/", sizeof API_ROOT) == 0)
        return api_find(method, path, rest, other);
    for (size_t i = 0; i < route_count; i++) {
        if (!fits(routes[i].pattern, path, &found))
            continue;
        if (strcmp(routes[i].method, method) == 0) {
            *rest = found;
            return &routes[i];
        }
        *other = true;
    }
    return NULL;
}
