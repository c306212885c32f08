/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Hands messages to a mail relay (RFC 5321, by libcurl).  TLS is required unless the relay is on this machine; the
 * certificate is always checked.  This is the one place of the program that opens a connection to elsewhere, and only
 * the command `notify` calls it.
 */
#ifndef TRAVAUX_CMD_SMTP_H
#define TRAVAUX_CMD_SMTP_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>

struct smtp_settings {
    const char *relay; /* "smtp://mail.example.org:587" (TLS by STARTTLS), "smtps://mail.example.org" */
    const char *user, *password; /* NULL: none */
    const char *from;    /* address */
    const char *site;    /* "https://work.example.org" for links; NULL */
    const char *authority; /* file of certificates to trust beside the system's; NULL */
};

/*
 * Reads them from a TOML file: relay, from, and, where needed, user, password or password_file, site, authority.
 * TVX_E_USAGE for anything else in it, for a relay that is not on this machine and named without TLS being possible,
 * and for a file with a password that others may read.
 */
enum tvx_status smtp_settings_read(struct smtp_settings *out, struct tvx_arena *arena, const char *path,
                                   struct tvx_error *error);

struct smtp; /* a connection, used again for the next message */
enum tvx_status smtp_open(struct smtp **out, const struct smtp_settings *settings, struct tvx_error *error);
void smtp_close(struct smtp *smtp);

/*
 * TVX_OK: taken by the relay.  TVX_E_USAGE: the relay refused this message, *forever if it says that it always will.
 * TVX_E_IO: the relay could not be reached or does not let us in; nothing is known of the message.
 */
enum tvx_status smtp_send(struct smtp *smtp, const char *to, const char *message, size_t length, bool *forever,
                          struct tvx_error *error);

#endif
