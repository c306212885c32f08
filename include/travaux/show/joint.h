/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Joint statements for people: in the terminal, as JSON, and as files to hand around (Markdown, HTML, DOCX, PDF).
 * What is published never has an e-mail address in it; the terminal and JSON of a workspace's owner do.
 */
#ifndef TRAVAUX_SHOW_JOINT_H
#define TRAVAUX_SHOW_JOINT_H

#include <travaux/base/json.h>
#include <travaux/show/page.h>
#include <travaux/show/term.h>
#include <travaux/store/joint.h>

/* A statement with all that is shown of one of its versions. */
struct tvx_joint_whole {
    struct tvx_joint joint;
    struct tvx_joint_version version;
    struct tvx_joint_block *blocks;
    size_t block_count;
    struct tvx_joint_quote *quotes;
    size_t quote_count;
    struct tvx_joint_signatory *signatories;
    size_t signatory_count;
    struct tvx_joint_seal seal;
    bool sealed, stale;
};
/* `version` 0: the published, else the latest. */
enum tvx_status tvx_joint_load(struct tvx_joint_whole *out, struct tvx_store *store, struct tvx_arena *arena,
                               const char *key, size_t version, struct tvx_error *error);

void tvx_term_joints(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_joint *items, size_t count);
void tvx_term_joint(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_joint_whole *whole);
void tvx_term_joint_versions(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_joint_version *items,
                             size_t count);
/* What each quotation has become, with redlines. */
void tvx_term_joint_quotes(struct tvx_term *term, struct tvx_arena *arena, const struct tvx_joint_quote *items,
                           size_t count);
void tvx_json_joints(struct tvx_json *json, const struct tvx_joint *items, size_t count);
/* `personal`: with e-mail addresses, those who wait or withdrew, and who confirmed; for the workspace's owner. */
void tvx_json_joint(struct tvx_json *json, const struct tvx_joint_whole *whole, bool personal);
void tvx_json_joint_versions(struct tvx_json *json, const struct tvx_joint_version *items, size_t count);
/* What was verified, of a form that was read (law/joint_form.h). */
void tvx_json_joint_form(struct tvx_json *json, const struct tvx_joint_form *form);

/* What a quotation's state means, in a sentence. */
const char *tvx_joint_quote_words(enum tvx_joint_quote_state state);

enum tvx_joint_format { TVX_JOINT_MARKDOWN, TVX_JOINT_HTML, TVX_JOINT_DOCX, TVX_JOINT_PDF, TVX_JOINT_JSON };
bool tvx_joint_format_parse(enum tvx_joint_format *out, const char *name); /* "md", "html", "docx", "pdf", "json" */

/* The statement as a file, with those who signed; in the statement's own language where the interface knows it. */
enum tvx_status tvx_joint_export(struct tvx_buf *out, struct tvx_arena *arena, const struct tvx_joint_whole *whole,
                                 enum tvx_joint_format format, struct tvx_error *error);

/* ---- pages that answer a form (src/serve): the catalogue's, with what went wrong and what was typed ---- */

/* The page of a statement; problems stand above the form that they are about, what was typed is in the parameters. */
enum tvx_status tvx_page_statement(struct tvx_page *page, const char *sign_problem, const char *problem);
/* The page that a confirming link opens. */
enum tvx_status tvx_page_statement_confirm(struct tvx_page *page, const char *token, const char *problem);

struct tvx_statement_form { /* what stands in the form in which a text is written */
    const char *title, *language, *text, *note;
    const char *reference; /* of the provision to be quoted; NULL */
    size_t base;           /* the version it was made from; 0: a new statement */
    const char *problem;   /* NULL: none */
    const struct tvx_joint_version *theirs; /* saved in the meantime; NULL */
    size_t kept;           /* as which version what was typed is then kept */
};
enum tvx_status tvx_page_statement_draft(struct tvx_page *page, const struct tvx_statement_form *form);

#endif
