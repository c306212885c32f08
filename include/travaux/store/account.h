/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * People who may use the workbench: accounts with roles, invitations, sessions, tokens for programs, second factors.
 * Of every secret only a hash is kept (passwords: argon2id; random tokens: SHA-256), except that of a second factor,
 * which cannot be used hashed.  Accounts are never deleted, only disabled: what a person entered keeps its author.
 * Every change here writes its own line into the audit log (store/audit.h).
 *
 * Times are seconds since 1970 (UTC) and given by the caller, so that a test need not wait.
 */
#ifndef TRAVAUX_STORE_ACCOUNT_H
#define TRAVAUX_STORE_ACCOUNT_H

#include <travaux/store/audit.h>
#include <travaux/store/publish.h>
#include <travaux/store/store.h>

/* ---- roles ---- */

#define TVX_ROLES(X) X(VISITOR, "visitor") X(READER, "reader") X(ANALYST, "analyst") X(EDITOR, "editor") \
    X(ADMIN, "admin")

enum tvx_role { /* each may do all that those before it may; a visitor is not signed in */
#define TVX_ROLE_ENUM(name, text) TVX_ROLE_##name,
    TVX_ROLES(TVX_ROLE_ENUM)
#undef TVX_ROLE_ENUM
    TVX_ROLE_COUNT
};

const char *tvx_role_name(enum tvx_role role);
bool tvx_role_parse(enum tvx_role *out, const char *name); /* false for "visitor", too: no account has it */

/* ---- accounts ---- */

enum {
    TVX_ACCOUNT_NAME = 200, TVX_ACCOUNT_EMAIL = 254, /* most bytes */
    TVX_PASSWORD_LEAST = 10, TVX_PASSWORD_MOST = 1024, /* code points at least; bytes at most */
};

struct tvx_account {
    int64_t id;
    const char *name, *email;
    enum tvx_role role;
    const char *language; /* of the interface, "en"; "" when not chosen */
    const char *made;     /* UTC, ISO 8601 */
    bool disabled;
    bool local;      /* the person at this machine, without password: tvx_store_account_local */
    bool has_password, has_totp;
    size_t recovery; /* codes that are left */
};

/*
 * A new account; `password` may be NULL (it cannot sign in until it has one).  TVX_E_USAGE for a name, an address or a
 * password that will not do, and for an address that is taken.
 */
enum tvx_status tvx_store_account_add(struct tvx_store *store, int64_t *id, int64_t who, const char *name,
                                      const char *email, const char *password, enum tvx_role role,
                                      struct tvx_error *error);

/* By number or by address (in any case); TVX_E_NOTFOUND. */
enum tvx_status tvx_store_account(struct tvx_store *store, struct tvx_arena *arena, struct tvx_account *out, int64_t id,
                                  struct tvx_error *error);
enum tvx_status tvx_store_account_find(struct tvx_store *store, struct tvx_arena *arena, struct tvx_account *out,
                                       const char *email, struct tvx_error *error);
/* All, by name. */
enum tvx_status tvx_store_accounts(struct tvx_store *store, struct tvx_arena *arena, struct tvx_account **out,
                                   size_t *count, struct tvx_error *error);

/* Changes one thing, and ends the account's sessions where it changes what they may do.  TVX_E_USAGE where it would
   leave no admin who can sign in. */
enum tvx_status tvx_store_account_set_role(struct tvx_store *store, int64_t who, int64_t id, enum tvx_role role,
                                           struct tvx_error *error);
enum tvx_status tvx_store_account_disable(struct tvx_store *store, int64_t who, int64_t id, bool disabled,
                                          struct tvx_error *error);
enum tvx_status tvx_store_account_set_name(struct tvx_store *store, int64_t who, int64_t id, const char *name,
                                           struct tvx_error *error);
enum tvx_status tvx_store_account_set_language(struct tvx_store *store, int64_t id, const char *language,
                                               struct tvx_error *error);
/* A new password, by an admin or at the shell: ends all sessions; TOTP stays. */
enum tvx_status tvx_store_account_set_password(struct tvx_store *store, int64_t who, int64_t id, const char *password,
                                               struct tvx_error *error);
/* By its owner, who shows the old one: ends all sessions (start one anew for the cookie).  TVX_E_NOTFOUND: wrong. */
enum tvx_status tvx_store_account_change_password(struct tvx_store *store, int64_t id, const char *old,
                                                  const char *password, struct tvx_error *error);

/*
 * The person at this machine.  While no admin can sign in, `travaux serve` on loopback prints a one-time link that
 * signs "Local" in as admin; from the first admin on, the link and all its sessions are void.
 */
enum tvx_status tvx_store_local_allowed(struct tvx_store *store, bool *out, struct tvx_error *error);
/* Its account, made when it is not there; TVX_E_USAGE when it is not allowed. */
enum tvx_status tvx_store_account_local(struct tvx_store *store, int64_t *id, struct tvx_error *error);

/* ---- secrets ---- */

enum {
    TVX_TOKEN_SIZE = 44, /* 256 random bits in base64url, and the NUL */
    TVX_SESSION_IDLE = 12 * 3600, TVX_SESSION_ABSOLUTE = 14 * 24 * 3600, /* seconds */
    TVX_SESSION_LOCAL_IDLE = 30 * 24 * 3600, /* and absolute, of the person at this machine */
    TVX_INVITATION_DAYS = 7,
};

/* A new random token. */
void tvx_token_new(char out[TVX_TOKEN_SIZE]);
/* Are two secrets the same?  Takes the same time wherever they differ; false for NULL. */
bool tvx_secret_equal(const char *a, const char *b);

/*
 * The CSRF token that belongs to a cookie's value: of a session, or, before signing in, of a cookie with any token from
 * tvx_token_new.  Keyed BLAKE2b; nothing is stored, and who lacks the cookie cannot make it.
 */
void tvx_csrf_token(char out[TVX_TOKEN_SIZE], const char *cookie);
bool tvx_csrf_check(const char *cookie, const char *token);

/* ---- signing in, sessions ---- */

struct tvx_session {
    int64_t id;                /* for the list of sessions; no secret */
    struct tvx_account account;
    int64_t made, seen, expires; /* expires: the sooner of idle and absolute */
    const char *agent;         /* the browser's name as it told it, cut; for its owner's list of sessions */
};

struct tvx_sign_in {
    const char *email, *password;
    const char *code;  /* of the second factor or for recovery; NULL or "": none given */
    const char *agent; /* User-Agent, may be NULL */
    int64_t now;
};

/*
 * Begins a session; `token` is what the cookie holds, new at every call.  Any refusal (no such address, wrong password,
 * disabled, no or wrong or used code) is TVX_E_NOTFOUND with one and the same message, after the same work: one
 * argon2id.  Limits of rate are the caller's (base/limit.h).
 */
enum tvx_status tvx_store_sign_in(struct tvx_store *store, char token[TVX_TOKEN_SIZE], int64_t *account,
                                  const struct tvx_sign_in *sign_in, struct tvx_error *error);
/* Begins one for somebody who was recognised otherwise: an accepted invitation, the local link, a changed password. */
enum tvx_status tvx_store_session_start(struct tvx_store *store, char token[TVX_TOKEN_SIZE], int64_t account,
                                        const char *agent, int64_t now, struct tvx_error *error);
/* Whose cookie it is.  TVX_E_NOTFOUND: unknown, ended, too old, account disabled.  Notes that it was seen (at most
   every five minutes, and never waiting for a writer). */
enum tvx_status tvx_store_session(struct tvx_store *store, struct tvx_arena *arena, struct tvx_session *out,
                                  const char *token, int64_t now, struct tvx_error *error);
/* Ends it; an unknown token is no error. */
enum tvx_status tvx_store_sign_out(struct tvx_store *store, const char *token, struct tvx_error *error);

/* An account's sessions, last seen first; ends one of them, or all (0), on behalf of `who`.  TVX_E_NOTFOUND: no such
   session of this account. */
enum tvx_status tvx_store_sessions(struct tvx_store *store, struct tvx_arena *arena, struct tvx_session **out,
                                   size_t *count, int64_t account, int64_t now, struct tvx_error *error);
enum tvx_status tvx_store_session_end(struct tvx_store *store, int64_t who, int64_t account, int64_t session,
                                      struct tvx_error *error);

/* ---- invitations, and links by which a person sets a new password ---- */

struct tvx_invitation {
    int64_t id;
    const char *email, *name; /* name: "" when the invited person is to tell it */
    enum tvx_role role;
    const char *by;           /* name of who invited; "" at the shell */
    int64_t by_id, made, expires;
    int64_t account; /* whose password it sets anew; 0: a new account */
    enum tvx_invitation_state { TVX_INVITATION_OPEN, TVX_INVITATION_USED, TVX_INVITATION_WITHDRAWN,
                                TVX_INVITATION_EXPIRED } state;
};

/* TVX_E_USAGE: a role above that of `who`, an address that has an account already. */
enum tvx_status tvx_store_invite(struct tvx_store *store, char token[TVX_TOKEN_SIZE], int64_t who, const char *email,
                                 enum tvx_role role, int64_t now, struct tvx_error *error);
/* A link by which the owner of an account sets a new password; `who` must be an admin or the shell. */
enum tvx_status tvx_store_invite_reset(struct tvx_store *store, char token[TVX_TOKEN_SIZE], int64_t who,
                                       int64_t account, int64_t now, struct tvx_error *error);
/* What a link offers; TVX_E_NOTFOUND with one message for unknown, used, withdrawn, expired, or one whose inviter may
   no longer give that role. */
enum tvx_status tvx_store_invitation(struct tvx_store *store, struct tvx_arena *arena, struct tvx_invitation *out,
                                     const char *token, int64_t now, struct tvx_error *error);
/* Takes it, once: makes the account (or sets its password and ends its sessions).  `name` is not used for a reset. */
enum tvx_status tvx_store_invitation_accept(struct tvx_store *store, int64_t *account, const char *token,
                                            const char *name, const char *password, int64_t now,
                                            struct tvx_error *error);
enum tvx_status tvx_store_invitation_withdraw(struct tvx_store *store, int64_t who, int64_t id,
                                              struct tvx_error *error);
/* All, newest first. */
enum tvx_status tvx_store_invitations(struct tvx_store *store, struct tvx_arena *arena, struct tvx_invitation **out,
                                      size_t *count, int64_t now, struct tvx_error *error);

/* ---- tokens for programs ---- */

#define TVX_API_PREFIX "tvx_"
enum { TVX_API_TOKEN_SIZE = TVX_TOKEN_SIZE + 4, TVX_API_TOKENS = 50 }; /* most that one account has at a time */

struct tvx_api_token {
    int64_t id;
    const char *name;
    enum tvx_role role; /* at most; the account's own role, if it is lower, holds */
    int64_t made, used, expires; /* used 0: never; expires 0: never */
    bool revoked;
};

/* `token` begins with "tvx_" and is shown once.  TVX_E_USAGE: a role above the account's own, too many, no name. */
enum tvx_status tvx_store_api_token_add(struct tvx_store *store, char token[TVX_API_TOKEN_SIZE], int64_t account,
                                        const char *name, enum tvx_role role, int64_t expires, int64_t now,
                                        struct tvx_error *error);
/* Whose token it is; out->role is already the lower of both.  TVX_E_NOTFOUND: unknown, revoked, expired, disabled. */
enum tvx_status tvx_store_api_token(struct tvx_store *store, struct tvx_arena *arena, struct tvx_account *out,
                                    const char *token, int64_t now, struct tvx_error *error);
enum tvx_status tvx_store_api_tokens(struct tvx_store *store, struct tvx_arena *arena, struct tvx_api_token **out,
                                     size_t *count, int64_t account, struct tvx_error *error);
/* TVX_E_NOTFOUND: no such token of this account. */
enum tvx_status tvx_store_api_token_revoke(struct tvx_store *store, int64_t who, int64_t account, int64_t id,
                                           struct tvx_error *error);

/* ---- second factor: RFC 6238, SHA-1, 30 seconds, 6 digits ---- */

enum {
    TVX_TOTP_SECRET = 20,      /* bytes */
    TVX_TOTP_TEXT = 33,        /* the secret in base32 (RFC 4648) and the NUL */
    TVX_RECOVERY_CODES = 10, TVX_RECOVERY_SIZE = 20, /* "abcd-efgh-ijkl-mnop" and the NUL */
};

/* The code of a step of 30 seconds. */
int tvx_totp_code(const void *secret, size_t length, uint64_t step);

/* Makes a secret, or gives the one that still waits to be confirmed; in force only after tvx_store_totp_confirm. */
enum tvx_status tvx_store_totp_begin(struct tvx_store *store, char secret[TVX_TOTP_TEXT], int64_t account,
                                     struct tvx_error *error);
/* With a right code (one step early or late is right, too) it comes into force; the recovery codes are shown once.
   TVX_E_NOTFOUND: the code is wrong. */
enum tvx_status tvx_store_totp_confirm(struct tvx_store *store, char codes[TVX_RECOVERY_CODES][TVX_RECOVERY_SIZE],
                                       int64_t account, const char *code, int64_t now, struct tvx_error *error);
/* Takes it away: by its owner (who == account) with the password, else by an admin or at the shell without (NULL). */
enum tvx_status tvx_store_totp_remove(struct tvx_store *store, int64_t who, int64_t account, const char *password,
                                      struct tvx_error *error);

#endif
