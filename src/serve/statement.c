/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Joint statements: the public page with its sign-on form, files, and what editors and administrators do with one. */
#include "route.h"
#include "server.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/show/joint.h>
#include <travaux/store/publish.h>

enum { FILE_MOST = 64 << 20 };

static struct tvx_joint_by me(const struct request *request)
{
    return (struct tvx_joint_by){.name = request->viewer.name, .account = request->account};
}

/* The page of the statement that the address names, with the form's fields as its parameters. */
static struct tvx_page page_of(struct request *request, struct reply *reply, const char *kind)
{
    struct tvx_page page = request_page(request, reply);

    page.kind = tvx_page_kind_find(kind);
    page.reference = *request->rest == '\0' ? NULL : request->rest;
    if (strcmp(request->method, "GET") != 0) {
        page.parameters = request->fields;
        page.parameter_count = request->field_count;
    }
    return page;
}

/* TVX_E_NOTFOUND for who may not see it: it looks as what is not there. */
static enum tvx_status may_see(struct request *request, const char *key)
{
    bool open = request->role >= TVX_ROLE_READER;
    enum tvx_status status =
        open ? TVX_OK : tvx_store_published(request->store, &open, TVX_PUBLISHED_STATEMENT, key, &request->error);

    if (status == TVX_OK && !open)
        status = tvx_error_set(&request->error, TVX_E_NOTFOUND, "There is no such page.");
    return status;
}

static enum tvx_status to_statement(struct request *request, struct reply *reply, const char *key)
{
    reply_redirect(request, reply, tvx_page_address(request->arena, "statement", key));
    return TVX_OK;
}

/* What a person can mend is said beside the form; all else is the server's to tell. */
static bool mendable(enum tvx_status status)
{
    return status == TVX_E_USAGE || status == TVX_E_LIMIT;
}

/* ---- reading ---- */

enum tvx_status statement_handler(struct request *request, struct reply *reply)
{
    struct tvx_page page = page_of(request, reply, "statement");
    enum tvx_status status = may_see(request, request->rest);

    if (status != TVX_OK)
        return status;
    session_offer_form(request, reply); /* anybody may sign on */
    return tvx_page_write(&page, page.kind);
}

static const struct {
    const char *name, *type;
    enum tvx_joint_format format;
} files[] = {
    {"md", "text/markdown; charset=utf-8", TVX_JOINT_MARKDOWN},
    {"html", "text/html; charset=utf-8", TVX_JOINT_HTML},
    {"docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", TVX_JOINT_DOCX},
    {"pdf", "application/pdf", TVX_JOINT_PDF},
    {"json", "application/json", TVX_JOINT_JSON},
};

static enum tvx_status write_file(struct request *request, struct reply *reply, const struct tvx_joint_whole *whole,
                                  const char *name)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        if (strcmp(files[i].name, name) == 0) {
            reply->type = files[i].type;
            return tvx_joint_export(&reply->body, request->arena, whole, files[i].format, &request->error);
        }
    reply->type = "text/plain; charset=utf-8";
    if (whole->sealed && !whole->stale && strcmp(name, "txt") == 0)
        tvx_buf_str(&reply->body, whole->seal.form);
    else if (whole->sealed && !whole->stale && strcmp(name, "minisig") == 0)
        tvx_buf_str(&reply->body, whole->seal.seal);
    else
        return tvx_error_set(&request->error, TVX_E_NOTFOUND, "There is no such file.");
    return TVX_OK;
}

/* "/statement-file/NAME/pdf" */
enum tvx_status statement_file_handler(struct request *request, struct reply *reply)
{
    const char *slash = strrchr(request->rest, '/');
    const char *key = slash == NULL ? "" : tvx_arena_strndup(request->arena, request->rest,
                                                             (size_t)(slash - request->rest));
    struct tvx_joint_whole whole;
    enum tvx_status status = key == NULL ? tvx_error_nomem(&request->error) : may_see(request, key);

    if (status == TVX_OK)
        status = tvx_joint_load(&whole, request->store, request->arena, key, 0, &request->error);
    if (status == TVX_OK && whole.joint.published == 0 && request->role < TVX_ROLE_READER)
        return tvx_error_set(&request->error, TVX_E_NOTFOUND, "There is no such page.");
    if (status == TVX_OK)
        status = write_file(request, reply, &whole, slash + 1);
    reply->keep = status == TVX_OK;
    if (status == TVX_OK) /* the key is letters, digits and dashes */
        reply_header(reply, MHD_HTTP_HEADER_CONTENT_DISPOSITION,
                     tvx_arena_printf(request->arena, "attachment; filename=\"%s%s.%s\"", whole.joint.key,
                                      strcmp(slash + 1, "minisig") == 0 ? ".txt" : "", slash + 1));
    return status;
}

/* ---- drafting ---- */

/* The text with the quotation at its end; the problem, when there is nothing to quote. */
static enum tvx_status put_quotation(struct request *request, struct tvx_statement_form *form)
{
    const char *text, *place;
    struct tvx_buf buf;
    enum tvx_status status = tvx_store_joint_quotable(request->store, request->arena, &text, &place,
                                                      form->reference == NULL ? "" : form->reference,
                                                      &request->error);

    if (status != TVX_OK) {
        form->problem = request->error.message;
        return mendable(status) || status == TVX_E_NOTFOUND ? TVX_OK : status;
    }
    tvx_buf_init(&buf, 4 * TVX_JOINT_BYTES);
    tvx_buf_printf(&buf, "%s%s", form->text, *form->text == '\0' ? "" : "\n\n");
    tvx_joint_quote_write(&buf, text, place);
    form->text = buf.failed ? NULL : tvx_arena_strdup(request->arena, tvx_buf_text(&buf));
    form->reference = NULL;
    tvx_buf_free(&buf);
    return form->text == NULL ? tvx_error_nomem(&request->error) : TVX_OK;
}

/* Tells who saves second: what stands, with theirs beside it. */
static enum tvx_status tell_clash(struct request *request, struct tvx_page *page, struct tvx_statement_form *form,
                                  size_t latest, size_t kept)
{
    struct tvx_joint_version *theirs = tvx_arena_alloc(request->arena, sizeof *theirs);
    struct tvx_joint joint;
    enum tvx_status status = theirs == NULL ? tvx_error_nomem(&request->error)
                                            : tvx_store_joint(request->store, request->arena, &joint, page->reference,
                                                              &request->error);

    if (status == TVX_OK)
        status = tvx_store_joint_version(request->store, request->arena, theirs, &joint, latest, &request->error);
    form->theirs = theirs;
    form->base = latest;
    form->kept = kept;
    return status == TVX_OK ? tvx_page_statement_draft(page, form) : status;
}

static enum tvx_status save_draft(struct request *request, struct reply *reply, struct tvx_page *page,
                                  struct tvx_statement_form *form)
{
    struct tvx_joint_version entry = {.base = form->base, .title = form->title, .language = form->language,
                                      .text = form->text, .note = form->note, .author = request->viewer.name,
                                      .account = request->account};
    const char *key = page->reference;
    size_t n = 0, latest = 0;
    bool aside = false;
    enum tvx_status status =
        key == NULL ? tvx_store_joint_draft(request->store, request->arena, &key, &entry, &request->error)
                    : tvx_store_joint_save(request->store, request->arena, key, &entry, &n, &aside, &latest,
                                           &request->error);

    if (status == TVX_OK && aside) {
        reply->status = MHD_HTTP_CONFLICT;
        return tell_clash(request, page, form, latest, n);
    }
    if (mendable(status)) {
        form->problem = request->error.message;
        reply->status = MHD_HTTP_BAD_REQUEST;
        return tvx_page_statement_draft(page, form);
    }
    return status == TVX_OK ? to_statement(request, reply, key) : status;
}

enum tvx_status statement_draft_handler(struct request *request, struct reply *reply)
{
    struct tvx_page page = page_of(request, reply, "statement-draft");
    struct tvx_statement_form form = {
        .title = request_field_or(request, "title", ""), .language = request_field_or(request, "language", "en"),
        .text = request_field_or(request, "text", ""), .note = request_field_or(request, "note", ""),
        .reference = request_field(request, "reference"),
        .base = (size_t)strtoul(request_field_or(request, "base", "0"), NULL, 10),
    };
    enum tvx_status status;

    if (strcmp(request_field_or(request, "do", "save"), "quote") != 0)
        return save_draft(request, reply, &page, &form);
    status = put_quotation(request, &form);
    return status == TVX_OK ? tvx_page_statement_draft(&page, &form) : status;
}

/* ---- signing on ---- */

/* The e-mail in the language in which the page was read. */
static struct tvx_joint_letter letter_for(struct request *request, const struct tvx_joint *joint)
{
    const struct tvx_tongue *tongue = request->viewer.tongue;
    const char *organisation = request_field_or(request, "organisation", "");
    const char *link = tvx_arena_printf(request->arena, "%s/statement-confirm?token={token}", request_site(request));
    const char *ask = tvx_say_with(tongue, request->arena,
                                   "Somebody signed the joint statement “{1}” for {2} and gave this address. To "
                                   "confirm the signature, open this link and press the button:",
                                   (const char *[]){joint->title, organisation}, 2);

    return (struct tvx_joint_letter){
        .subject = tvx_say(tongue, "Please confirm your organisation's signature"),
        .text = ask == NULL || link == NULL
                    ? NULL
                    : tvx_arena_printf(request->arena, "%s\n\n%s\n\n%s\n", ask, link,
                                       tvx_say(tongue, "If it was not you, do nothing: the signature is then never "
                                                       "published.")),
    };
}

enum tvx_status statement_sign_handler(struct request *request, struct reply *reply)
{
    struct tvx_page page = page_of(request, reply, "statement");
    struct tvx_joint_signatory entry = {
        .organisation = request_field_or(request, "organisation", ""),
        .person = request_field_or(request, "person", ""), .function = request_field_or(request, "function", ""),
        .email = request_field_or(request, "email", ""),
    };
    char token[TVX_JOINT_TOKEN];
    struct tvx_joint_letter letter;
    struct tvx_joint joint;
    unsigned wait;
    int64_t id;
    enum tvx_status status = may_see(request, request->rest);

    if (status == TVX_OK)
        status = tvx_store_joint(request->store, request->arena, &joint, request->rest, &request->error);
    if (status != TVX_OK)
        return status;
    wait = guard_letter(request);
    if (wait > 0) {
        guard_problem(request, reply, wait);
        return TVX_OK;
    }
    letter = letter_for(request, &joint);
    if (letter.text == NULL)
        return tvx_error_nomem(&request->error);
    if (*entry.email == '\0')
        status = tvx_error_set(&request->error, TVX_E_USAGE, "%s", "Give an e-mail address, so that you can confirm.");
    else
        status = tvx_store_joint_sign(request->store, request->arena, request->rest, &entry, &letter, &id, token,
                                      &request->error);
    sodium_memzero(token, sizeof token);
    if (mendable(status)) {
        reply->status = MHD_HTTP_BAD_REQUEST;
        return tvx_page_statement(&page, request->error.message, NULL);
    }
    if (status == TVX_OK)
        reply_redirect(request, reply, tvx_arena_printf(request->arena, "%s?signed=1",
                                                        tvx_page_address(request->arena, "statement", joint.key)));
    return status;
}

/* The link only shows a button: programs that open the links of e-mails confirm nothing. */
enum tvx_status statement_confirm_handler(struct request *request, struct reply *reply)
{
    struct tvx_page page = page_of(request, reply, "statement-confirm");
    bool asked = strcmp(request->method, "POST") == 0;
    const char *token = asked ? request_field(request, "signature") : request_parameter(request, "token");
    const char *problem = NULL;
    enum tvx_status status = TVX_OK;

    session_offer_form(request, reply);
    if (asked)
        status = tvx_store_joint_confirm(request->store, request->arena, token == NULL ? "" : token, &request->error);
    if (mendable(status)) {
        problem = tvx_arena_strdup(request->arena, request->error.message);
        reply->status = MHD_HTTP_BAD_REQUEST;
        status = TVX_OK;
    }
    return status == TVX_OK ? tvx_page_statement_confirm(&page, token, problem) : status;
}

/* ---- administering ---- */

/* Back to the page, or the page with what went wrong. */
static enum tvx_status done(struct request *request, struct reply *reply, enum tvx_status status)
{
    struct tvx_page page = page_of(request, reply, "statement");

    if (mendable(status)) {
        reply->status = MHD_HTTP_BAD_REQUEST;
        return tvx_page_statement(&page, NULL, tvx_arena_strdup(request->arena, request->error.message));
    }
    return status == TVX_OK ? to_statement(request, reply, request->rest) : status;
}

static const char *day_field(struct request *request)
{
    const char *day = request_field_or(request, "closes", "");

    return *day == '\0' ? NULL : day;
}

static int64_t number_field(struct request *request)
{
    return strtoll(request_field_or(request, "number", "0"), NULL, 10);
}

enum tvx_status statement_publish_handler(struct request *request, struct reply *reply)
{
    struct tvx_joint_by by = me(request);
    size_t version = (size_t)strtoul(request_field_or(request, "version", "0"), NULL, 10);

    return done(request, reply, tvx_store_joint_publish(request->store, request->rest, version, day_field(request),
                                                        &by, &request->error));
}

enum tvx_status statement_closes_handler(struct request *request, struct reply *reply)
{
    struct tvx_joint_by by = me(request);

    return done(request, reply, tvx_store_joint_closes(request->store, request->rest, day_field(request), &by,
                                                       &request->error));
}

enum tvx_status statement_close_handler(struct request *request, struct reply *reply)
{
    struct tvx_joint_by by = me(request);

    return done(request, reply, tvx_store_joint_close(request->store, request->rest, &by, &request->error));
}

enum tvx_status statement_admit_handler(struct request *request, struct reply *reply)
{
    struct tvx_joint_by by = me(request);

    return done(request, reply, tvx_store_joint_admit(request->store, request->arena, request->rest,
                                                      number_field(request), &by, &request->error));
}

enum tvx_status statement_withdraw_handler(struct request *request, struct reply *reply)
{
    struct tvx_joint_by by = me(request);

    return done(request, reply, tvx_store_joint_withdraw(request->store, request->arena, request->rest,
                                                         number_field(request), &by,
                                                         request_field_or(request, "because", ""), &request->error));
}

enum tvx_status statement_seal_handler(struct request *request, struct reply *reply)
{
    struct tvx_joint_by by = me(request);
    struct tvx_joint_seal seal;
    unsigned wait = guard_password(request); /* a passphrase is tried, and every try is dear */
    enum tvx_status status;

    if (wait > 0) {
        guard_problem(request, reply, wait);
        return TVX_OK;
    }
    status = tvx_store_joint_seal(request->store, request->arena, &seal, request->rest,
                                  request_field_or(request, "passphrase", ""), &by, &request->error);
    if (status == TVX_E_USAGE)
        guard_password_wrong(request);
    return done(request, reply, status);
}
