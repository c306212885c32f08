/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Files that people send to the workbench: the form, and what came of each file.  The server keeps the reports while it
 * runs; what was taken stays in the workspace.
 */
#ifndef TRAVAUX_SHOW_UPLOAD_H
#define TRAVAUX_SHOW_UPLOAD_H

#include <travaux/base/json.h>
#include <travaux/show/page.h>

#define TVX_UPLOADED(X) \
    X(WAITING, "waiting")     /* to be read */ \
    X(TAKEN, "taken")         /* it is in the workspace now */ \
    X(UNCHANGED, "unchanged") /* it was there already */ \
    X(FAILED, "failed")       /* see reason */
enum tvx_uploaded {
#define TVX_UPLOADED_ENUM(name, word) TVX_UPLOADED_##name,
    TVX_UPLOADED(TVX_UPLOADED_ENUM)
#undef TVX_UPLOADED_ENUM
    TVX_UPLOADED_COUNT
};
const char *tvx_uploaded_to_string(enum tvx_uploaded state);

struct tvx_upload_file {
    const char *name;   /* as the client called it, without folders */
    enum tvx_uploaded state;
    const char *reason; /* of a failure, English; NULL */
    int64_t document;   /* 0: none, or several (records) */
    size_t documents;   /* how many it became */
};

struct tvx_upload { /* what was sent at once */
    int64_t id, account;
    int64_t made;       /* seconds since 1970 */
    const char *by;
    bool ended;
    const char *problem; /* why it ended early; NULL */
    size_t done;         /* files that were read */
    struct tvx_upload_file *files;
    size_t count;
};

/* The form, and what was sent of late; `problem` is what was wrong with a form that was sent, NULL. */
void tvx_page_upload(struct tvx_page *page, const char *problem, const struct tvx_upload *items, size_t count);
/* What came of one, with what was understood of each file. */
enum tvx_status tvx_page_upload_report(struct tvx_page *page, const struct tvx_upload *upload);

/* {"id","made","by","ended","done","count","problem"}; with `store` also "files":[{"name","state","reason",
   "document","documents","proposals","health"}] */
enum tvx_status tvx_json_upload(struct tvx_json *json, struct tvx_arena *arena, struct tvx_store *store,
                                const struct tvx_upload *upload, struct tvx_error *error);

#endif
