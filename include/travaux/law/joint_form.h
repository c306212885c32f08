/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The byte form of a published joint statement that a seal (base/seal.h) is made of: its text and the list of those
 * who signed, with times, as a plain text file that people can read and print.  The same statement always gives the
 * same bytes, and a file is read strictly, so that nothing can stand in it that is not shown.
 *
 * UTF-8 in NFC, "\n" line ends, no byte-order mark; "Name: value" lines in this order, an empty line between parts:
 *
 *     travaux joint statement, form 1
 *     Key: RWQ…                           the public key of the seal (56 characters)
 *     Statement: open-lines               its name in the workspace
 *     Version: 3
 *     Language: en
 *     Title: Keep the lines open
 *     Sign-on: open | open until 2026-12-01 | closed 2026-12-02T09:00:00.000Z
 *     Published: 2026-11-22T10:00:00.000Z
 *     Signatories: 2
 *     Withdrawn: 0                        how many took their names back; they are not listed
 *     Lines: 14
 *
 *     … 14 lines of text, of which some may be empty …
 *
 *     Signatory 1: Network Users of Helvaria
 *     Represented by: A. Lind
 *     Function: Director
 *     Signed: 2026-11-22T13:00:00.000Z
 *     Confirmed: 2026-11-22T13:05:00.000Z by e-mail | by an administrator
 *
 *     Signatory 2: …
 */
#ifndef TRAVAUX_LAW_JOINT_FORM_H
#define TRAVAUX_LAW_JOINT_FORM_H

#include <travaux/base/day.h>
#include <travaux/law/joint_text.h>

enum { TVX_JOINT_SIGNATORIES = 20000, TVX_JOINT_LINE = 600, TVX_JOINT_FORM = 32 << 20 }; /* most; bytes of a line of
                                                                       title or name; bytes of a form */

struct tvx_joint_signed { /* one who signed */
    const char *organisation, *person, *function;
    const char *at, *confirmed; /* UTC, as tvx_time_now writes it */
    bool by_email;              /* confirmed from the e-mail address; else by an administrator */
};

struct tvx_joint_form {
    const char *key;       /* as tvx_seal_public_text writes it */
    const char *statement; /* its name */
    size_t version;
    const char *language;  /* "en" */
    const char *title;
    const char *closes;    /* day; "" when none is set */
    const char *closed;    /* time; "" while sign-on is open */
    const char *published; /* time */
    const char *text;
    const struct tvx_joint_signed *signatories;
    size_t count, withdrawn;
};

/* Appends the form.  Its strings are as tvx_joint_clean and tvx_joint_clean_line make them. */
void tvx_joint_form_write(struct tvx_buf *out, const struct tvx_joint_form *form);

/* Reads one: TVX_E_MALFORMED, with the line, unless writing it again gives the same bytes.  Arena-owned. */
enum tvx_status tvx_joint_form_read(struct tvx_joint_form *out, struct tvx_arena *arena, const char *bytes,
                                    size_t length, struct tvx_error *error);

#endif
