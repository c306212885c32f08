/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A schema and what it has to say of a document; see travaux/show/akn.h. */
#ifndef SHOW_AKN_SCHEMA_H
#define SHOW_AKN_SCHEMA_H

#include <stddef.h>
#include <travaux/base/error.h>
#include <travaux/show/akn.h>

const char *show_akn_schema_namespace(const struct tvx_akn_schema *schema);
/* TVX_E_MALFORMED with the first thing that is wrong. */
enum tvx_status show_akn_schema_check(const struct tvx_akn_schema *schema, const char *bytes, size_t length,
                                      struct tvx_error *error);

#endif
