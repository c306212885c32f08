/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Accounts and the audit log for the terminal and as JSON. */
#ifndef TRAVAUX_SHOW_ACCOUNT_H
#define TRAVAUX_SHOW_ACCOUNT_H

#include <travaux/base/json.h>
#include <travaux/show/term.h>
#include <travaux/store/account.h>

void tvx_term_accounts(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_account *items, size_t count);
void tvx_json_accounts(struct tvx_json *json, const struct tvx_account *items, size_t count);

/* The entries, and whether the chain that they stand in is whole. */
void tvx_term_audit(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_audit_entry *items, size_t count,
                    const struct tvx_audit_check *check);
void tvx_json_audit(struct tvx_json *json, const struct tvx_audit_entry *items, size_t count,
                    const struct tvx_audit_check *check);

#endif
