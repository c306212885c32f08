/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Joint statements: a text that organisations draft together, publish, and put their names to until a closing day; at
 * last a seal over text and list that anyone can verify.  Every save is a version and none is ever lost: who saves on
 * top of another's newer one is told, and both texts are kept.  (What states declare at the end of a conference is
 * another thing: law/statement.h.)
 *
 * A statement goes one way: draft, published (its text frozen, open for sign-on), closed (its list final but for
 * withdrawals).  Rows are never deleted; who withdraws is marked so.
 */
#ifndef TRAVAUX_STORE_JOINT_H
#define TRAVAUX_STORE_JOINT_H

#include <travaux/base/day.h>
#include <travaux/base/seal.h>
#include <travaux/law/joint_form.h>
#include <travaux/law/joint_text.h>
#include <travaux/store/store.h>

enum {
    TVX_JOINT_KEY = 80,           /* bytes of a statement's name, most */
    TVX_JOINT_TITLE = 300,
    TVX_JOINT_NAME = 200,         /* of an organisation, a person, a function, an author */
    TVX_JOINT_EMAIL = 254,        /* RFC 5321 §4.5.3.1.3 */
    TVX_JOINT_NOTE = 600,
    TVX_JOINT_TOKEN = 44,         /* characters of a confirmation's token and the NUL */
    TVX_JOINT_VERSIONS = 5000,    /* of a statement, most */
};

struct tvx_joint_by { /* who does something: goes into the audit log (store/audit.h) */
    const char *name;
    int64_t account; /* 0: at the shell, or a visitor of the sign-on page */
};

enum tvx_joint_state {
    TVX_JOINT_DRAFT,
    TVX_JOINT_OPEN,   /* published, may be signed */
    TVX_JOINT_ENDED,  /* its closing day has passed; who signed in time can still be confirmed by an administrator */
    TVX_JOINT_CLOSED, /* the list is final */
};
const char *tvx_joint_state_to_string(enum tvx_joint_state state); /* "draft", "open", "ended", "closed" */

struct tvx_joint {
    int64_t id;
    const char *key;          /* "keep-the-lines-open": made of the first title, unique */
    enum tvx_joint_state state; /* today, in UTC */
    const char *author, *at;  /* who began it, and when */
    const char *closes;       /* the last day on which one may sign, UTC; NULL: until it is closed */
    size_t latest;            /* the newest version that was taken; what the next has to be made from */
    size_t published;         /* the version that was published; 0: none */
    const char *published_by, *published_at, *closed_by, *closed_at; /* NULL while not so */
    const char *title, *language; /* of the published version, else of the latest */
    size_t signatories, waiting, withdrawn;
};

/* All, newest first.  Arrays and strings here are the arena's. */
enum tvx_status tvx_store_joints(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint **out,
                                 size_t *count, struct tvx_error *error);
/* By its name; TVX_E_NOTFOUND. */
enum tvx_status tvx_store_joint(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint *out,
                                const char *key, struct tvx_error *error);

/* ---- versions ---- */

struct tvx_joint_version {
    size_t n, base;        /* base: the version it was made from, 0 for the first */
    bool aside;            /* kept, but not taken: somebody else's newer version stood before it, or it was published */
    const char *title, *language, *text, *sha256; /* of the text */
    const char *author, *at, *note;
    int64_t account; /* when saving: the author's, 0 at the shell */
};

/* A new draft; `entry` gives title, language ("en" where NULL), text, author and note (may be NULL). */
enum tvx_status tvx_store_joint_draft(struct tvx_store *store, struct tvx_arena *arena, const char **key,
                                      const struct tvx_joint_version *entry, struct tvx_error *error);
/*
 * Saves `entry`, made from version entry->base (members as above; title NULL: as it was).  Its number goes to *n.
 * TVX_OK with *aside true when it was kept but not taken, since entry->base is no longer the latest or the text is
 * published; *latest is then what stands.  The same text and title as the latest make no new version.
 */
enum tvx_status tvx_store_joint_save(struct tvx_store *store, struct tvx_arena *arena, const char *key,
                                     const struct tvx_joint_version *entry, size_t *n, bool *aside, size_t *latest,
                                     struct tvx_error *error);
/* Every version, oldest first, with their texts. */
enum tvx_status tvx_store_joint_versions(struct tvx_store *store, struct tvx_arena *arena,
                                         struct tvx_joint_version **out, size_t *count, const struct tvx_joint *joint,
                                         struct tvx_error *error);
/* One; n 0: the published, else the latest.  TVX_E_NOTFOUND. */
enum tvx_status tvx_store_joint_version(struct tvx_store *store, struct tvx_arena *arena,
                                        struct tvx_joint_version *out, const struct tvx_joint *joint, size_t n,
                                        struct tvx_error *error);

/* ---- quotations ---- */

enum tvx_joint_quote_state {
    TVX_JOINT_QUOTE_SAME,       /* the words stand there, and the place reads as when it was quoted */
    TVX_JOINT_QUOTE_CHANGED,    /* the place reads otherwise today; the quoted words still stand there */
    TVX_JOINT_QUOTE_SUPERSEDED, /* the version quoted reads as it did, but in the one in force the words are gone */
    TVX_JOINT_QUOTE_OVERTAKEN,  /* the place reads otherwise today, and the quoted words are gone */
    TVX_JOINT_QUOTE_WRONG,      /* the words never stood there */
    TVX_JOINT_QUOTE_GONE,       /* nothing stands under the reference now */
    TVX_JOINT_QUOTE_NOWHERE,    /* no reference is given, or nothing stood under it when it was saved */
};
const char *tvx_joint_quote_state_to_string(enum tvx_joint_quote_state state); /* "same", "changed", … */

struct tvx_joint_quote {
    const char *reference; /* as written; "" when none is */
    const char *quote;     /* the quoted words */
    const char *place;     /* "MNR@2022:5.2", with the version of the day; "" when nothing was found */
    const char *sha256;    /* of the place's whole text when the version was saved; "" likewise */
    const char *then, *now; /* that text, and today's ("" when gone) */
    const char *kind;      /* what the place is in: "provision", "instrument", "proposal", "document"; "" when gone */
    const char *in_force;  /* SUPERSEDED: the reference in the version in force; else NULL */
    enum tvx_joint_quote_state state; /* today */
};

/* The version's quotations in order, compared with the law as the workspace holds it today. */
enum tvx_status tvx_store_joint_quotes(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint_quote **out,
                                       size_t *count, const struct tvx_joint *joint, size_t version,
                                       struct tvx_error *error);

/* The text under a reference (a provision with what stands under it, a proposal's text, a document), and the reference
   with its version: what a quotation is made of.  TVX_E_NOTFOUND, TVX_E_LIMIT. */
enum tvx_status tvx_store_joint_quotable(struct tvx_store *store, struct tvx_arena *arena, const char **text,
                                         const char **place, const char *reference, struct tvx_error *error);

/* ---- publishing ---- */

/* Publishes a version (0: the latest) for sign-on until the end of `closes` (NULL: open).  TVX_E_USAGE when it is
   published already, the day has passed, or the version was not taken. */
enum tvx_status tvx_store_joint_publish(struct tvx_store *store, const char *key, size_t version, const char *closes,
                                        const struct tvx_joint_by *by, struct tvx_error *error);
/* Moves the closing day; TVX_E_USAGE once closed.  NULL takes it away. */
enum tvx_status tvx_store_joint_closes(struct tvx_store *store, const char *key, const char *closes,
                                       const struct tvx_joint_by *by, struct tvx_error *error);
/* Ends sign-on now and for good. */
enum tvx_status tvx_store_joint_close(struct tvx_store *store, const char *key, const struct tvx_joint_by *by,
                                      struct tvx_error *error);

/* ---- signing on ---- */

struct tvx_joint_signatory {
    int64_t id;
    const char *organisation, *person, *function;
    const char *email;        /* "" when an administrator entered it without one; never in what is published */
    const char *at;
    const char *confirmed;    /* time; NULL while it waits */
    bool by_email;
    const char *confirmed_by; /* the administrator's name; NULL */
    const char *withdrawn, *withdrawn_by, *because; /* NULL while it stands */
};

/* The e-mail that asks to confirm; "{token}" in its text stands for the token. */
struct tvx_joint_letter {
    const char *subject, *text;
};

/*
 * Signs on; it waits for confirmation, and `token` is what the e-mail's link has to bring (only its hash is kept).
 * `letter`, if not NULL and there is an address, goes into the outbox in the same transaction.
 * TVX_E_USAGE when the statement is not open, a member is missing or too long (email may be ""), the address is none,
 * the organisation is on the list, or too many from this address wait (three).
 */
enum tvx_status tvx_store_joint_sign(struct tvx_store *store, struct tvx_arena *arena, const char *key,
                                     const struct tvx_joint_signatory *entry, const struct tvx_joint_letter *letter,
                                     int64_t *id, char token[TVX_JOINT_TOKEN], struct tvx_error *error);
/* Whose token this is, without confirming anything: for the page that asks.  TVX_E_NOTFOUND. */
enum tvx_status tvx_store_joint_token(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint *joint,
                                      struct tvx_joint_signatory *out, const char *token, struct tvx_error *error);
/* Confirms by the token of the e-mail, while the statement is open; a second time changes nothing. */
enum tvx_status tvx_store_joint_confirm(struct tvx_store *store, struct tvx_arena *arena, const char *token,
                                        struct tvx_error *error);
/* Confirms by an administrator's word, until the statement is closed. */
enum tvx_status tvx_store_joint_admit(struct tvx_store *store, struct tvx_arena *arena, const char *key, int64_t id,
                                      const struct tvx_joint_by *by, struct tvx_error *error);
/* Takes a name back, waiting or confirmed, at any time; the record stays. */
enum tvx_status tvx_store_joint_withdraw(struct tvx_store *store, struct tvx_arena *arena, const char *key, int64_t id,
                                         const struct tvx_joint_by *by, const char *because, struct tvx_error *error);
/* All who ever signed, in order of signing. */
enum tvx_status tvx_store_joint_signatories(struct tvx_store *store, struct tvx_arena *arena,
                                            struct tvx_joint_signatory **out, size_t *count,
                                            const struct tvx_joint *joint, struct tvx_error *error);

/* ---- key and seals ---- */

/* Makes the workspace's key.  An older one stays known by its public half, its secret half is wiped. */
enum tvx_status tvx_store_joint_key_make(struct tvx_store *store, const char *passphrase,
                                         const struct tvx_joint_by *by, struct tvx_error *error);

struct tvx_joint_key {
    unsigned char public_key[TVX_SEAL_PUBLIC];
    bool current; /* the one that seals */
    bool locked;  /* by a passphrase */
    const char *author, *at;
};
/* Newest first; none when no key was made. */
enum tvx_status tvx_store_joint_keys(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint_key **out,
                                     size_t *count, struct tvx_error *error);

struct tvx_joint_seal {
    const char *at, *by;
    unsigned char public_key[TVX_SEAL_PUBLIC];
    const char *form; /* the bytes that are sealed (law/joint_form.h), and the seal (base/seal.h) */
    const char *seal;
};

/* The statement as it would be sealed today with the current key; TVX_E_USAGE for a draft, or without a key. */
enum tvx_status tvx_store_joint_form(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint_form *out,
                                     const struct tvx_joint *joint, struct tvx_error *error);
/* Seals it and keeps the seal; TVX_E_USAGE as above, and for a wrong passphrase. */
enum tvx_status tvx_store_joint_seal(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint_seal *out,
                                     const char *key, const char *passphrase, const struct tvx_joint_by *by,
                                     struct tvx_error *error);
/* The latest seal; *found false when it has none.  *stale: the list changed since. */
enum tvx_status tvx_store_joint_sealed(struct tvx_store *store, struct tvx_arena *arena, struct tvx_joint_seal *out,
                                       bool *found, bool *stale, const struct tvx_joint *joint,
                                       struct tvx_error *error);

#endif
