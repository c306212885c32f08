/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The pages by which people come in, and by which those who administrate let them: signing in, an invitation, one's own
 * account, everybody's, what is published, the audit log.  They stand outside the catalogue, since each answers a form
 * too: the server hands them what the form came to.  None of them asks the store for anything.
 */
#ifndef TRAVAUX_SHOW_PEOPLE_H
#define TRAVAUX_SHOW_PEOPLE_H

#include <travaux/show/page.h>
#include <travaux/store/account.h>

/* What the form that was sent came to, above the page; both NULL: none was sent. */
struct tvx_page_told {
    const char *problem; /* in English; said in the reader's language where the table has it */
    const char *done;    /* the same */
};

/* `back` is where to go afterwards, `email` what was typed before; either may be NULL. */
void tvx_page_sign_in(struct tvx_page *page, const struct tvx_page_told *told, const char *back, const char *email);

/* A link that was followed; `key` is what stands in it.  `name` is what was typed before, NULL. */
void tvx_page_invitation(struct tvx_page *page, const struct tvx_page_told *told,
                         const struct tvx_invitation *invitation, const char *key, const char *name);

struct tvx_page_own { /* one's own account */
    const struct tvx_account *account;
    const struct tvx_session *sessions;
    size_t session_count;
    int64_t session; /* by which the page is asked for */
    const struct tvx_api_token *tokens;
    size_t token_count;
    const char *token; /* a new one, shown this once; NULL */
};
void tvx_page_own(struct tvx_page *page, const struct tvx_page_told *told, const struct tvx_page_own *own);

/* Setting up the second factor: the secret, and once it is confirmed the codes for recovery (else NULL). */
void tvx_page_second_factor(struct tvx_page *page, const struct tvx_page_told *told, const char *email,
                            const char *secret, const char (*codes)[TVX_RECOVERY_SIZE]);

struct tvx_page_people {
    const struct tvx_account *accounts;
    size_t account_count;
    const struct tvx_invitation *invitations;
    size_t invitation_count;
    const char *link;     /* of an invitation or for a new password, shown this once; NULL */
    const char *link_for; /* whose it is */
};
void tvx_page_people(struct tvx_page *page, const struct tvx_page_told *told, const struct tvx_page_people *people);

struct tvx_page_publishable { /* what can be published, and is it? */
    enum tvx_published_kind kind;
    const char *key, *title; /* title may be NULL */
    bool open;
    size_t documents, closed; /* of a meeting: how many, and how many of them are not marked as public */
};
void tvx_page_publish(struct tvx_page *page, const struct tvx_page_told *told,
                      const struct tvx_page_publishable *items, size_t count);

/* `more` is the number to ask for what is older; 0: there is nothing. */
void tvx_page_audit(struct tvx_page *page, const struct tvx_audit_entry *entries, size_t count,
                    const struct tvx_audit_check *check, int64_t more);

#endif
