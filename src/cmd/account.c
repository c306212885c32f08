/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux account [ACTION …]`: who may use the workbench; for whoever has the file in their hands. */
#include "output.h"
#include "password.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <travaux/show/account.h>

struct doing {
    struct tvx_call *call;
    struct tvx_store *store;
    struct output *output;
    const char *email;        /* the first argument after the action */
    struct tvx_account account; /* its account, where the action is about one */
};

static enum tvx_status role_of(enum tvx_role *out, struct tvx_call *call, const char *name)
{
    return tvx_role_parse(out, name) ? TVX_OK
                                     : tvx_error_set(&call->error, TVX_E_USAGE, "'%.40s' is no role: reader, analyst, "
                                                     "editor or admin", name);
}

static enum tvx_status list(struct doing *d)
{
    struct tvx_account *items;
    size_t count;
    enum tvx_status status = tvx_store_accounts(d->store, d->call->arena, &items, &count, &d->call->error);

    if (status == TVX_OK && d->call->json)
        tvx_json_accounts(&d->output->json, items, count);
    else if (status == TVX_OK)
        tvx_term_accounts(&d->output->term, d->call->arena, items, count);
    return status;
}

/* After a change: the account as it is now. */
static enum tvx_status told(struct doing *d, int64_t id, const char *done)
{
    enum tvx_status status = tvx_store_account(d->store, d->call->arena, &d->account, id, &d->call->error);

    if (status == TVX_OK && d->call->json)
        tvx_json_accounts(&d->output->json, &d->account, 1);
    else if (status == TVX_OK)
        tvx_buf_printf(&d->output->buf, "%s %s\n", d->account.email, done);
    return status;
}

/* "ana.marsh@example.org": "ana.marsh", where no name was given. */
static const char *name_of(struct tvx_call *call, const char *email)
{
    const char *name = tvx_call_option(call, "name");

    return name != NULL ? name : tvx_arena_strndup(call->arena, email, strcspn(email, "@"));
}

static enum tvx_status add(struct doing *d)
{
    struct tvx_call *call = d->call;
    const char *role_name = tvx_call_option(call, "role");
    char password[PASSWORD_LINE];
    enum tvx_role role;
    int64_t id;
    enum tvx_status status = role_of(&role, call, role_name == NULL ? "reader" : role_name);

    if (status == TVX_OK)
        status = password_ask(password, &call->error);
    if (status == TVX_OK)
        status = tvx_store_account_add(d->store, &id, TVX_AUDIT_SHELL, name_of(call, d->email), d->email, password,
                                       role, &call->error);
    explicit_bzero(password, sizeof password);
    return status == TVX_OK ? told(d, id, tvx_arena_printf(call->arena, "has an account as %s", tvx_role_name(role)))
                            : status;
}

static enum tvx_status set_role(struct doing *d)
{
    enum tvx_role role;
    enum tvx_status status = role_of(&role, d->call, d->call->arguments[2]);

    if (status == TVX_OK)
        status = tvx_store_account_set_role(d->store, TVX_AUDIT_SHELL, d->account.id, role, &d->call->error);
    return status == TVX_OK ? told(d, d->account.id, tvx_arena_printf(d->call->arena, "is %s", tvx_role_name(role)))
                            : status;
}

static enum tvx_status disable(struct doing *d)
{
    enum tvx_status status =
        tvx_store_account_disable(d->store, TVX_AUDIT_SHELL, d->account.id, true, &d->call->error);

    return status == TVX_OK ? told(d, d->account.id, "is disabled, and signed out everywhere") : status;
}

static enum tvx_status enable(struct doing *d)
{
    enum tvx_status status =
        tvx_store_account_disable(d->store, TVX_AUDIT_SHELL, d->account.id, false, &d->call->error);

    return status == TVX_OK ? told(d, d->account.id, "may sign in again") : status;
}

/* The link is the only thing that is ever shown of it. */
static void print_link(struct doing *d, const char *token)
{
    const char *address = tvx_call_option(d->call, "address");

    if (d->call->json) {
        tvx_json_object(&d->output->json);
        tvx_json_pair(&d->output->json, "path", tvx_arena_printf(d->call->arena, "/invitation?key=%s", token));
        tvx_json_pair_int(&d->output->json, "days", TVX_INVITATION_DAYS);
        tvx_json_object_end(&d->output->json);
        return;
    }
    tvx_buf_printf(&d->output->buf, "%s/invitation?key=%s\nGood for one use within %d days; it is not shown again.\n",
                   address == NULL ? "" : address, token, TVX_INVITATION_DAYS);
}

static enum tvx_status invite(struct doing *d)
{
    const char *role_name = tvx_call_option(d->call, "role");
    char token[TVX_TOKEN_SIZE];
    enum tvx_role role;
    enum tvx_status status = role_of(&role, d->call, role_name == NULL ? "reader" : role_name);

    if (status == TVX_OK)
        status = tvx_store_invite(d->store, token, TVX_AUDIT_SHELL, d->email, role, (int64_t)time(NULL),
                                  &d->call->error);
    if (status == TVX_OK)
        print_link(d, token);
    return status;
}

static enum tvx_status reset(struct doing *d)
{
    struct tvx_call *call = d->call;
    char password[PASSWORD_LINE], token[TVX_TOKEN_SIZE];
    enum tvx_status status = TVX_OK;

    if (tvx_call_has(call, "second-factor")) {
        status = tvx_store_totp_remove(d->store, TVX_AUDIT_SHELL, d->account.id, NULL, &call->error);
        return status == TVX_OK ? told(d, d->account.id, "has no second factor now") : status;
    }
    if (tvx_call_has(call, "link")) {
        status = tvx_store_invite_reset(d->store, token, TVX_AUDIT_SHELL, d->account.id, (int64_t)time(NULL),
                                        &call->error);
        if (status == TVX_OK)
            print_link(d, token);
        return status;
    }
    status = password_ask(password, &call->error);
    if (status == TVX_OK)
        status = tvx_store_account_set_password(d->store, TVX_AUDIT_SHELL, d->account.id, password, &call->error);
    explicit_bzero(password, sizeof password);
    return status == TVX_OK ? told(d, d->account.id, "has a new password, and is signed out everywhere") : status;
}

static enum tvx_status audit(struct doing *d)
{
    struct tvx_call *call = d->call;
    const char *limit = tvx_call_option(call, "limit"), *hash = tvx_call_option(call, "contains");
    struct tvx_audit_filter filter = {.who = -1, .limit = limit == NULL ? 50 : strtoul(limit, NULL, 10)};
    struct tvx_audit_entry *items;
    struct tvx_audit_check check;
    size_t count;
    enum tvx_status status = tvx_store_audit_list(d->store, call->arena, &items, &count, &filter, &call->error);

    if (status == TVX_OK)
        status = tvx_store_audit_check(d->store, &check, hash, &call->error);
    if (status == TVX_OK && hash != NULL && !check.contains)
        return tvx_error_set(&call->error, TVX_E_NOTFOUND, "no entry has that hash, or one before it was changed: the "
                             "log is not the one that you saw then");
    if (status == TVX_OK && call->json)
        tvx_json_audit(&d->output->json, items, count, &check);
    else if (status == TVX_OK)
        tvx_term_audit(&d->output->term, call->arena, items, count, &check);
    return status;
}

static const struct {
    const char *name;
    int arguments; /* after the name */
    bool of_account; /* the first names an account that is there */
    enum tvx_status (*run)(struct doing *doing);
} actions[] = {
    {"list", 0, false, list},      {"add", 1, false, add},       {"invite", 1, false, invite},
    {"role", 2, true, set_role},   {"disable", 1, true, disable}, {"enable", 1, true, enable},
    {"reset", 1, true, reset},     {"audit", 0, false, audit},
};

static enum tvx_status answer(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    const char *name = call->argument_count == 0 ? "list" : call->arguments[0];
    int given = call->argument_count == 0 ? 0 : call->argument_count - 1;
    struct doing doing = {.call = call, .store = store, .output = output,
                          .email = given == 0 ? NULL : call->arguments[1]};
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; i < sizeof actions / sizeof *actions; i++) {
        if (strcmp(actions[i].name, name) != 0)
            continue;
        if (given != actions[i].arguments)
            return tvx_error_set(&call->error, TVX_E_USAGE, "account %s takes %s", name,
                                 actions[i].arguments == 0   ? "nothing more"
                                 : actions[i].arguments == 1 ? "an address, and nothing more"
                                                             : "an address and a role");
        if (actions[i].of_account)
            status = tvx_store_account_find(store, call->arena, &doing.account, doing.email, &call->error);
        return status == TVX_OK ? actions[i].run(&doing) : status;
    }
    return tvx_error_set(&call->error, TVX_E_USAGE, "'%.40s' is nothing that can be done with accounts: list, add, "
                         "invite, role, disable, enable, reset or audit", name);
}

static int run(struct tvx_call *call)
{
    return output_of_store(call, answer);
}

static const struct tvx_option options[] = {
    {"role", 0, "reader|analyst|editor|admin", false, "With add and invite: what the person may do; reader if not "
                                                      "told."},
    {"name", 0, "NAME", false, "With add: the person's name as others see it."},
    {"address", 0, "URL", false, "With invite and reset --link: where the workbench is reached, to make the link "
                                 "whole."},
    {"link", 0, NULL, false, "With reset: print a link by which the person sets a new password."},
    {"second-factor", 0, NULL, false, "With reset: take the second factor away instead."},
    {"limit", 0, "N", false, "With audit: how many entries, the newest first; 50 if not told, 0 for all."},
    {"contains", 0, "HASH", false, "With audit: is the entry still there whose hash was noted then?"},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux account add ana@example.org --name \"Ana Marsh\" --role admin", "The first admin; asks for a password."},
    {"travaux account invite ben@example.org --role analyst --address https://workbench.example.org",
     "A link that lets Ben make his account."},
    {"travaux account reset ben@example.org --second-factor", "Ben lost his telephone."},
    {"travaux account audit --limit 20", "What was done last, and is the log whole?"},
    {NULL, NULL},
};

const struct tvx_command tvx_command_account = {
    .name = "account",
    .arguments = "[ACTION [ADDRESS [ROLE]]]",
    .least = 0,
    .most = -1,
    .summary = "who may use the workbench",
    .text = "The actions: list (if none is told), add ADDRESS, invite ADDRESS, role ADDRESS ROLE, disable ADDRESS, "
            "enable ADDRESS, reset ADDRESS, audit.\n\n"
            "For whoever has the workspace file in their hands; in the workbench itself admins do the same under "
            "People.  A reader reads; an analyst also annotates, assesses and drafts; an editor "
            "also adds documents and settles what needs an eye; an admin also lets people in and publishes.\n\n"
            "Passwords are asked for at the terminal, or read as one line from standard input; they never stand on "
            "the command line.  Of passwords and links only hashes are kept.  A changed role or password ends the "
            "person's sessions.\n\n"
            "audit prints the log of who did what.  Each entry carries a hash over all before it, so that a change "
            "from outside is found, here and by `travaux verify`.  Who can write the file can write the whole log "
            "anew: note the newest hash elsewhere, and --contains asks later whether it is still there.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
