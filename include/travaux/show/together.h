/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What people enter in the workbench: notes on passages, assessments, positions, verdicts.  Each kind has one form,
 * described in one table: it stands on pages, comes back filled when something was wrong with it, and is what two
 * texts are merged in when another was faster.  Nothing that was typed is ever thrown away.
 */
#ifndef TRAVAUX_SHOW_TOGETHER_H
#define TRAVAUX_SHOW_TOGETHER_H

#include <travaux/show/page.h>
#include <travaux/store/revision.h>

#define TVX_DRAFTS(X) \
    X(NOTE, "note")             /* a new annotation */ \
    X(REPLY, "reply")           /* to one */ \
    X(ANNOTATION, "annotation") /* another text for one */ \
    X(ASSESSMENT, "assessment") X(POSITION, "position") X(VERDICT, "verdict")
enum tvx_draft_kind {
#define TVX_DRAFT_ENUM(name, word) TVX_DRAFT_##name,
    TVX_DRAFTS(TVX_DRAFT_ENUM)
#undef TVX_DRAFT_ENUM
    TVX_DRAFT_COUNT
};
const char *tvx_draft_word(enum tvx_draft_kind kind);

enum { TVX_DRAFT_FIELDS = 12 }; /* most of one form */

struct tvx_draft {
    enum tvx_draft_kind kind;
    struct tvx_field_text fields[TVX_DRAFT_FIELDS]; /* in the form's order; value NULL: not filled in */
    size_t count;
};

/* The form of a kind, empty. */
struct tvx_draft tvx_draft_of(enum tvx_draft_kind kind);
/* "" for what is not filled in or not in the form. */
const char *tvx_draft_get(const struct tvx_draft *draft, const char *name);
void tvx_draft_set(struct tvx_draft *draft, const char *name, const char *value);
/* The address that the form is sent to. */
const char *tvx_draft_action(enum tvx_draft_kind kind);

/* A page with the form as it was filled in, and what is wrong with it (English, to be said; NULL: nothing). */
enum tvx_status tvx_page_draft(struct tvx_page *page, const struct tvx_draft *draft, const char *problem);

/* The key of what the draft is on, as store/revision.h has it: for kinds from ANNOTATION on.  Arena-owned; NULL. */
const char *tvx_draft_key(struct tvx_arena *arena, const struct tvx_draft *draft, const char *author);

/* What is in force under that key, in the form's fields; fields stay empty where nothing is.  `revision` gets its. */
enum tvx_status tvx_draft_now(struct tvx_draft *out, int64_t *revision, struct tvx_store *store,
                              struct tvx_arena *arena, enum tvx_draft_kind kind, const char *key,
                              struct tvx_error *error);

#endif
