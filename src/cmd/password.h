/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Asks for a password: twice and without showing it at a terminal, else one line of standard input.  Never from the
 * command line, where everybody on the machine could read it.
 */
#ifndef TRAVAUX_CMD_PASSWORD_H
#define TRAVAUX_CMD_PASSWORD_H

#include "command.h"

enum { PASSWORD_LINE = 2048 };

enum tvx_status password_ask(char out[PASSWORD_LINE], struct tvx_error *error);

#endif
