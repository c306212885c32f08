/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Fields of a table; `last` ends the row. */
#ifndef SHOW_CSV_FIELD_H
#define SHOW_CSV_FIELD_H

#include <stdbool.h>
#include <travaux/base/buf.h>

void show_csv_field(struct tvx_buf *out, const char *text, bool last); /* NULL: empty */
void show_csv_number(struct tvx_buf *out, size_t value, bool last);
void show_csv_list(struct tvx_buf *out, const char *const *items, size_t count, bool last); /* "VRN; KRS" */

#endif
