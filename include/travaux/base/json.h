/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Writes JSON as a stream into a buffer: commas, quotes and nesting are kept right by the writer, so that a
 * renderer only says what it has.  Nesting deeper than 64 or a mismatched end marks the buffer as failed.
 * Reading JSON is jansson's work; this only writes.
 */
#ifndef TRAVAUX_BASE_JSON_H
#define TRAVAUX_BASE_JSON_H

#include <stdbool.h>
#include <stdint.h>
#include <travaux/base/buf.h>

struct tvx_json {
    struct tvx_buf *out;
    unsigned depth;
    bool need_comma[65];
    bool after_key;
};

void tvx_json_init(struct tvx_json *json, struct tvx_buf *out);
void tvx_json_object(struct tvx_json *json);     /* { */
void tvx_json_object_end(struct tvx_json *json); /* } */
void tvx_json_array(struct tvx_json *json);      /* [ */
void tvx_json_array_end(struct tvx_json *json);  /* ] */
void tvx_json_key(struct tvx_json *json, const char *key);
void tvx_json_string(struct tvx_json *json, const char *text); /* NULL writes null */
void tvx_json_string_n(struct tvx_json *json, const char *text, size_t length);
void tvx_json_int(struct tvx_json *json, int64_t value);
void tvx_json_number(struct tvx_json *json, double value); /* not finite writes null */
void tvx_json_bool(struct tvx_json *json, bool value);
void tvx_json_null(struct tvx_json *json);
void tvx_json_raw(struct tvx_json *json, const char *value); /* written as it is: the caller vouches that it is JSON */
/* key and value in one call */
void tvx_json_pair(struct tvx_json *json, const char *key, const char *text);
void tvx_json_pair_int(struct tvx_json *json, const char *key, int64_t value);
void tvx_json_pair_number(struct tvx_json *json, const char *key, double value);
void tvx_json_pair_bool(struct tvx_json *json, const char *key, bool value);
void tvx_json_pair_strings(struct tvx_json *json, const char *key, const char *const *items, size_t count); /* […] */

#endif
