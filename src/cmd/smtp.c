/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "smtp.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <travaux/base/file.h>
#include <travaux/store/outbox.h>
#include <travaux/text/toml.h>

enum { SETTINGS_MOST = 1 << 16, CONNECT_SECONDS = 30, MESSAGE_SECONDS = 120 };

/* ---- settings ---- */

static bool readable_by_others(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && (about.st_mode & (S_IRGRP | S_IROTH)) != 0;
}

static enum tvx_status take_password(struct smtp_settings *out, struct tvx_arena *arena, const char *path,
                                     struct tvx_error *error)
{
    char *bytes;
    size_t length;
    enum tvx_status status = tvx_file_read(&bytes, &length, path, SETTINGS_MOST, error);

    if (status != TVX_OK)
        return status;
    while (length > 0 && (bytes[length - 1] == '\n' || bytes[length - 1] == '\r'))
        length--;
    out->password = tvx_arena_strndup(arena, bytes, length);
    free(bytes);
    return out->password == NULL ? tvx_error_nomem(error) : TVX_OK;
}

/* "smtp://mail.example.org:587/": the host's name, and whether it is this machine. */
static bool relay_valid(const char *relay, bool *local)
{
    static const char *const here[] = {"localhost", "127.0.0.1", "[::1]"};
    const char *host = strncmp(relay, "smtp://", 7) == 0 ? relay + 7 : "";
    size_t length;

    if (strncmp(relay, "smtps://", 8) == 0)
        host = relay + 8;
    length = *host == '[' ? strcspn(host, "]") + 1 : strcspn(host, ":/");
    *local = false;
    for (size_t i = 0; i < sizeof here / sizeof *here; i++)
        *local = *local || (strlen(here[i]) == length && strncmp(host, here[i], length) == 0);
    return length > 1 && strpbrk(host, "@?# \t\r\n") == NULL;
}

static enum tvx_status take(struct smtp_settings *out, struct tvx_arena *arena, const struct tvx_toml_table *table,
                            const char *path, struct tvx_error *error)
{
    const char *password_file = NULL;
    const struct { const char *key; const char **to; } keys[] = {
        {"relay", &out->relay}, {"user", &out->user}, {"password", &out->password},
        {"password_file", &password_file}, {"from", &out->from}, {"site", &out->site},
        {"authority", &out->authority},
    };

    for (size_t i = 0; i < table->count; i++) {
        const struct tvx_toml_entry *entry = &table->entries[i];
        bool known = false;

        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            if (strcmp(keys[k].key, entry->key) == 0 && entry->value.kind == TVX_TOML_STRING) {
                *keys[k].to = entry->value.text;
                known = true;
            }
        if (!known)
            return tvx_error_set(error, TVX_E_USAGE, "%s, line %zu: there is no setting '%.80s' of text here", path,
                                 entry->line, entry->key);
    }
    if (out->password != NULL && readable_by_others(path))
        return tvx_error_set(error, TVX_E_USAGE, "%s holds a password and others may read it; say: chmod 600 %s", path,
                             path);
    return password_file == NULL ? TVX_OK : take_password(out, arena, password_file, error);
}

enum tvx_status smtp_settings_read(struct smtp_settings *out, struct tvx_arena *arena, const char *path,
                                   struct tvx_error *error)
{
    struct tvx_toml_table *table;
    char *bytes;
    size_t length;
    bool local;
    enum tvx_status status = tvx_file_read(&bytes, &length, path, SETTINGS_MOST, error);

    *out = (struct smtp_settings){0};
    if (status != TVX_OK)
        return status;
    status = tvx_toml_parse(&table, arena, bytes, length, error);
    free(bytes);
    if (status != TVX_OK)
        return tvx_error_prefix(error, "%s", path);
    status = take(out, arena, table, path, error);
    if (status != TVX_OK)
        return status;
    if (out->relay == NULL || !relay_valid(out->relay, &local))
        return tvx_error_set(error, TVX_E_USAGE, "%s: relay is the mail relay's address, \"smtps://HOST\" or "
                                                 "\"smtp://HOST:587\"", path);
    if (!tvx_mail_address_valid(out->from))
        return tvx_error_set(error, TVX_E_USAGE, "%s: from is the address that mail comes from", path);
    return TVX_OK;
}

/* ---- sending ---- */

struct smtp {
    CURL *curl;
    const struct smtp_settings *settings;
    char problem[CURL_ERROR_SIZE];
};

struct reading {
    const char *at;
    size_t left;
};

static size_t give(char *to, size_t size, size_t count, void *context)
{
    struct reading *r = context;
    size_t length = size * count < r->left ? size * count : r->left;

    memcpy(to, r->at, length);
    r->at += length;
    r->left -= length;
    return length;
}

void smtp_close(struct smtp *smtp)
{
    if (smtp == NULL)
        return;
    curl_easy_cleanup(smtp->curl);
    free(smtp);
    curl_global_cleanup();
}

static bool set_up(CURL *curl, const struct smtp_settings *s, char *problem)
{
    bool local, ok = relay_valid(s->relay, &local);
    long tls = strncmp(s->relay, "smtps:", 6) == 0 || !local ? CURLUSESSL_ALL : CURLUSESSL_TRY;

    ok = ok && curl_easy_setopt(curl, CURLOPT_URL, s->relay) == CURLE_OK;
    ok = ok && curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps") == CURLE_OK;
    ok = ok && curl_easy_setopt(curl, CURLOPT_USE_SSL, tls) == CURLE_OK;
    ok = ok && curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK;
    ok = ok && curl_easy_setopt(curl, CURLOPT_PROXY, "") == CURLE_OK; /* whatever the environment says */
    ok = ok && curl_easy_setopt(curl, CURLOPT_MAIL_FROM, s->from) == CURLE_OK;
    ok = ok && curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L) == CURLE_OK;
    ok = ok && curl_easy_setopt(curl, CURLOPT_READFUNCTION, give) == CURLE_OK;
    ok = ok && curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS) == CURLE_OK;
    ok = ok && curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)MESSAGE_SECONDS) == CURLE_OK;
    ok = ok && curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L) == CURLE_OK;
    ok = ok && curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, problem) == CURLE_OK;
    if (s->user != NULL)
        ok = ok && curl_easy_setopt(curl, CURLOPT_USERNAME, s->user) == CURLE_OK;
    if (s->password != NULL)
        ok = ok && curl_easy_setopt(curl, CURLOPT_PASSWORD, s->password) == CURLE_OK;
    if (s->authority != NULL)
        ok = ok && curl_easy_setopt(curl, CURLOPT_CAINFO, s->authority) == CURLE_OK;
    return ok;
}

enum tvx_status smtp_open(struct smtp **out, const struct smtp_settings *settings, struct tvx_error *error)
{
    struct smtp *smtp = calloc(1, sizeof *smtp);

    *out = NULL;
    if (smtp == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        free(smtp);
        return tvx_error_nomem(error);
    }
    smtp->settings = settings;
    smtp->curl = curl_easy_init();
    if (smtp->curl == NULL || !set_up(smtp->curl, settings, smtp->problem)) {
        smtp_close(smtp);
        return tvx_error_set(error, TVX_E_UNSUPPORTED, "this libcurl cannot send mail");
    }
    *out = smtp;
    return TVX_OK;
}

enum tvx_status smtp_send(struct smtp *smtp, const char *to, const char *message, size_t length, bool *forever,
                          struct tvx_error *error)
{
    struct reading reading = {message, length};
    struct curl_slist *recipients = curl_slist_append(NULL, to);
    long answer = 0;
    CURLcode code;

    *forever = false;
    if (recipients == NULL)
        return tvx_error_nomem(error);
    smtp->problem[0] = '\0';
    curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(smtp->curl, CURLOPT_READDATA, &reading);
    code = curl_easy_perform(smtp->curl);
    curl_easy_getinfo(smtp->curl, CURLINFO_RESPONSE_CODE, &answer);
    curl_easy_setopt(smtp->curl, CURLOPT_MAIL_RCPT, NULL);
    curl_slist_free_all(recipients);
    if (code == CURLE_OK)
        return TVX_OK;
    /* the dialogue came as far as this message: RFC 5321 §4.2.1, 4yz now, 5yz never */
    if ((code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR || code == CURLE_WEIRD_SERVER_REPLY ||
         code == CURLE_UPLOAD_FAILED) && answer >= 400 && answer < 600) {
        *forever = answer >= 500;
        return tvx_error_set(error, TVX_E_USAGE, "the relay answered %ld", answer);
    }
    return tvx_error_set(error, TVX_E_IO, "the relay %s: %s", smtp->settings->relay,
                         smtp->problem[0] == '\0' ? curl_easy_strerror(code) : smtp->problem);
}
