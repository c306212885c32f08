/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Annotations for others: JSON-LD of the W3C Web Annotation Data Model, with no word of our own outside the model's
 * context, so that other programs read them; for scripts, a plain object; and for a terminal.
 */
#ifndef TRAVAUX_SHOW_ANNOTATION_H
#define TRAVAUX_SHOW_ANNOTATION_H

#include <travaux/base/json.h>
#include <travaux/show/term.h>
#include <travaux/store/annotation.h>

/*
 * One Annotation.  The document is named by its hash (RFC 6920), the page by `site` ("https://work.example.org"; NULL:
 * left out).  `first`: with "@context"; within a page of them that has it, false.
 */
void tvx_json_annotation(struct tvx_json *json, struct tvx_arena *arena, const struct tvx_annotation *annotation,
                         const char *site, bool first);
/* All of them as one AnnotationPage (§4.3 of the Web Annotation Protocol's vocabulary); `id` may be NULL. */
void tvx_json_annotation_page(struct tvx_json *json, struct tvx_arena *arena, const char *id,
                              const struct tvx_annotation *items, size_t count, const char *site);

/* [{"id","reference","document","quote","start","len","note","by","at","anchor",…}] */
void tvx_json_annotation_list(struct tvx_json *json, const struct tvx_annotation *items, size_t count);
void tvx_term_annotation_list(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_annotation *items,
                              size_t count);

#endif
