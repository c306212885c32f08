/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux notify`: makes the digests that are due, and sends what waits. */
#include "output.h"
#include "smtp.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <travaux/analyse/notices.h>
#include <travaux/base/day.h>
#include <travaux/show/mail.h>
#include <travaux/store/notify.h>
#include <unistd.h>

enum { DIGEST_MOST = 500, SENT_MOST = 1000, LISTED = 200 };

struct run {
    struct tvx_call *call;
    struct tvx_store *store;
    struct smtp_settings settings;
    size_t digests, sent, refused, waiting;
};

/* ---- digests ---- */

static bool due(const struct tvx_notify *notify, const char *now)
{
    char next[TVX_DAY_SIZE], told[TVX_DAY_SIZE];

    snprintf(told, sizeof told, "%.10s", notify->told == NULL ? "" : notify->told);
    if (!tvx_day_valid(told))
        return true;
    tvx_day_add(next, told, strcmp(notify->every, "week") == 0 ? 7 : 1);
    /* the same time of the day, so that a run each hour sends one a day */
    return strncmp(next, now, 10) < 0 || (strncmp(next, now, 10) == 0 && strcmp(notify->told + 10, now + 10) <= 0);
}

static enum tvx_status put(struct run *run, const struct tvx_notify *notify, const struct tvx_account *account,
                           const struct tvx_news *news, size_t count, const char *now)
{
    struct tvx_call *call = run->call;
    struct tvx_tongue *tongue = NULL;
    const char *subject, *text;
    bool made;
    enum tvx_status status;

    if (*account->language != '\0' && tvx_tongue_load(&tongue, account->language, NULL) != TVX_OK)
        tongue = NULL; /* English */
    made = tvx_mail_digest(&subject, &text, call->arena, tongue, run->settings.site, news, count);
    status = made ? tvx_store_outbox_add(run->store, account->email, subject, text, &call->error)
                  : tvx_error_nomem(&call->error);
    tvx_tongue_free(tongue);
    /* not before: a digest that could not be put there is made again, one that was put there twice is seen twice */
    if (status == TVX_OK)
        status = tvx_store_notify_told(run->store, notify->account, now, &call->error);
    run->digests += status == TVX_OK;
    return status;
}

static enum tvx_status digest(struct run *run, const struct tvx_notify *notify, const char *now)
{
    struct tvx_call *call = run->call;
    char today[TVX_DAY_SIZE];
    const struct tvx_notices_query query = {.account = notify->account, .since = notify->told, .today = today,
                                            .limit = DIGEST_MOST};
    struct tvx_account account;
    struct tvx_news *news;
    size_t count;
    enum tvx_status status = tvx_store_account(run->store, call->arena, &account, notify->account, &call->error);

    tvx_day_today(today);
    if (status != TVX_OK || account.disabled || !tvx_mail_address_valid(account.email))
        return status;
    status = tvx_notices(&news, &count, run->store, call->arena, &query, &call->error);
    if (status != TVX_OK || count == 0)
        return status;
    return put(run, notify, &account, news, count, now);
}

static enum tvx_status digests(struct run *run)
{
    char now[TVX_TIME_SIZE];
    struct tvx_notify *all;
    size_t count;
    enum tvx_status status =
        tvx_store_notify_all(run->store, run->call->arena, &all, &count, &run->call->error);

    tvx_time_now(now);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        if (due(&all[i], now))
            status = digest(run, &all[i], now);
    return status;
}

/* ---- sending ---- */

static enum tvx_status send_one(struct run *run, struct smtp *smtp, const struct tvx_mail *mail)
{
    struct tvx_call *call = run->call;
    struct tvx_buf message;
    bool forever;
    enum tvx_status status;

    tvx_buf_init(&message, 4 * TVX_OUTBOX_TEXT);
    tvx_mail_message(&message, mail, run->settings.from, (int64_t)time(NULL));
    status = message.failed ? tvx_error_nomem(&call->error)
                            : smtp_send(smtp, mail->to, message.data, message.length, &forever, &call->error);
    tvx_buf_free(&message);
    if (status == TVX_OK) {
        run->sent++;
        return tvx_store_outbox_sent(run->store, mail->number, &call->error);
    }
    if (status != TVX_E_USAGE)
        return status;
    fprintf(stderr, "travaux: not taken: %s: %s\n", mail->to, call->error.message);
    run->refused++;
    return tvx_store_outbox_failed(run->store, mail->number, call->error.message, forever, &call->error);
}

static enum tvx_status send_all(struct run *run)
{
    struct tvx_call *call = run->call;
    char now[TVX_TIME_SIZE];
    struct tvx_mail *mail;
    struct smtp *smtp = NULL;
    size_t count;
    enum tvx_status status;

    tvx_time_now(now);
    status = tvx_store_outbox_due(run->store, call->arena, &mail, &count, now, SENT_MOST, &call->error);
    if (status == TVX_OK && count > 0)
        status = smtp_open(&smtp, &run->settings, &call->error);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        status = send_one(run, smtp, &mail[i]);
    smtp_close(smtp);
    return status;
}

/* ---- the command ---- */

static void tell(struct run *run, struct output *output, const struct tvx_mail *mail, size_t count)
{
    for (size_t i = 0; i < count; i++)
        run->waiting += mail[i].sent == NULL && mail[i].given_up == NULL;
    if (run->call->json) {
        tvx_json_object(&output->json);
        tvx_json_pair_int(&output->json, "digests", (int64_t)run->digests);
        tvx_json_pair_int(&output->json, "sent", (int64_t)run->sent);
        tvx_json_pair_int(&output->json, "refused", (int64_t)run->refused);
        tvx_json_pair_int(&output->json, "waiting", (int64_t)run->waiting);
        tvx_json_key(&output->json, "mail");
        tvx_json_array(&output->json);
        for (size_t i = 0; i < count; i++) {
            tvx_json_object(&output->json);
            tvx_json_pair_int(&output->json, "number", mail[i].number);
            tvx_json_pair(&output->json, "to", mail[i].to);
            tvx_json_pair(&output->json, "subject", mail[i].subject);
            tvx_json_pair(&output->json, "made", mail[i].made);
            tvx_json_pair(&output->json, "sent", mail[i].sent);
            tvx_json_pair(&output->json, "given_up", mail[i].given_up);
            tvx_json_pair(&output->json, "problem", mail[i].problem);
            tvx_json_pair_int(&output->json, "tries", mail[i].tries);
            tvx_json_object_end(&output->json);
        }
        tvx_json_array_end(&output->json);
        tvx_json_object_end(&output->json);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        const struct tvx_mail *m = &mail[i];

        tvx_buf_printf(&output->buf, "%.16s  %-8s  ", m->made,
                       m->sent != NULL ? "sent" : m->given_up != NULL ? "given up" : "waits");
        tvx_term_text(&output->buf, m->to, strlen(m->to));
        tvx_buf_str(&output->buf, "  ");
        tvx_term_text(&output->buf, m->subject, strlen(m->subject));
        if (m->problem != NULL && m->sent == NULL) {
            tvx_buf_str(&output->buf, "  (");
            tvx_term_text(&output->buf, m->problem, strlen(m->problem));
            tvx_buf_char(&output->buf, ')');
        }
        tvx_buf_char(&output->buf, '\n');
    }
    if (count == 0)
        tvx_buf_str(&output->buf, "no mail waits, and none was sent\n");
}

/* travaux-mail.toml beside the workspace, where no other is named; NULL: there is none. */
static const char *settings_file(struct tvx_call *call, const char *address)
{
    const char *named = tvx_call_option(call, "settings"), *slash = strrchr(address, '/');
    const char *path;

    if (named != NULL)
        return named;
    path = tvx_arena_printf(call->arena, "%.*s%s", slash == NULL ? 0 : (int)(slash - address + 1), address,
                            "travaux-mail.toml");
    return path != NULL && access(path, R_OK) == 0 ? path : NULL;
}

static int run_notify(struct tvx_call *call)
{
    struct run run = {.call = call};
    struct output output;
    struct tvx_mail *mail = NULL;
    const char *address, *path;
    size_t count = 0;
    enum tvx_status status = TVX_OK;
    int result = tvx_call_open_at(call, &run.store, &address);

    if (result != EXIT_DONE)
        return result;
    path = settings_file(call, address);
    output_start(&output, call);
    if (path == NULL)
        fputs("travaux: nothing is sent: no relay is set; see travaux help notify\n", stderr);
    else
        status = smtp_settings_read(&run.settings, call->arena, path, &call->error);
    if (status == TVX_OK && path != NULL)
        status = digests(&run);
    if (status == TVX_OK && path != NULL && !tvx_call_has(call, "dry-run"))
        status = send_all(&run);
    if (status == TVX_OK)
        status = tvx_store_outbox(run.store, call->arena, &mail, &count, LISTED, &call->error);
    if (status == TVX_OK)
        tell(&run, &output, mail, count);
    result = output_end(&output, call, status);
    tvx_store_close(run.store);
    return result == EXIT_DONE && run.refused > 0 ? EXIT_SOME_INPUT : result;
}

static const struct tvx_option options[] = {
    {"settings", 0, "FILE", false,
     "The relay and how to reach it; travaux-mail.toml beside the workspace if not told."},
    {"dry-run", 0, NULL, false, "Make the digests, send nothing."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux notify", "Send what is due; what is there to be sent and what was sent."},
    {"0 * * * *  travaux notify -w /srv/travaux.db", "Each hour, as a line of a crontab."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_notify = {
    .name = "notify",
    .arguments = "",
    .least = 0,
    .most = 0,
    .summary = "send the mail that waits: digests, invitations to sign",
    .text = "Nothing ever leaves this machine by mail unless this command is run and a relay is set.  It makes the "
            "digests that people asked for on their page of notices, and hands all mail that waits to the relay.  What "
            "the relay refuses for now is tried again later, eight times within two days.\n\n"
            "The settings are a TOML file: relay = \"smtps://mail.example.org\" or \"smtp://mail.example.org:587\", "
            "from = \"travaux@example.org\", and where needed user, password_file (or password, in a file that only "
            "you may read), site = \"https://work.example.org\" for links, authority = a file of certificates to "
            "trust.  TLS is required unless the relay is on this machine.",
    .options = options,
    .examples = examples,
    .run = run_notify,
    .makes_json = true,
};
