/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The two halves of `travaux statement`: what happens to a text and its list, and what makes and verifies seals. */
#ifndef TRAVAUX_CMD_STATEMENT_H
#define TRAVAUX_CMD_STATEMENT_H

#include "output.h"

#include <travaux/show/joint.h>

/* A subcommand: call->arguments[0] is its name, the rest follow. */
enum tvx_status statement_key(struct tvx_call *call, struct tvx_store *store, struct output *output);
enum tvx_status statement_seal(struct tvx_call *call, struct tvx_store *store, struct output *output);
/* Needs no workspace; an exit status. */
int statement_verify(struct tvx_call *call);

/* The option's value; TVX_E_USAGE, saying what it is for, when it was not given. */
enum tvx_status statement_needs(struct tvx_call *call, const char **out, const char *option, const char *meaning);

#endif
