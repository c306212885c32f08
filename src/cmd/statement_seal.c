/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The workspace's key, sealing, and verifying what anybody sealed. */
#include "statement.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <travaux/base/file.h>
#include <unistd.h>

enum { SEAL_MOST = 8192, KEY_MOST = 4096, FILE_MOST = TVX_JOINT_FORM };

/* ---- passphrases ---- */

struct passphrase {
    char text[TVX_SEAL_PASSPHRASE + 2]; /* one more than is allowed, so that a longer one is refused, not cut */
};

static enum tvx_status from_file(struct tvx_call *call, struct passphrase *out, const char *path)
{
    char *bytes = NULL;
    size_t length, line;
    enum tvx_status status = tvx_file_read(&bytes, &length, path, KEY_MOST, &call->error);

    if (status == TVX_OK) {
        line = strcspn(bytes, "\r\n");
        snprintf(out->text, sizeof out->text, "%.*s", (int)line, bytes);
        if (line == 0)
            status = tvx_error_set(&call->error, TVX_E_USAGE, "%s: its first line is empty", path);
        sodium_memzero(bytes, length);
    }
    free(bytes);
    return status;
}

/* Asks at the terminal, without showing what is typed. */
static enum tvx_status ask(struct tvx_call *call, struct passphrase *out, const char *question)
{
    FILE *terminal = fopen("/dev/tty", "r+");
    struct termios shown, hidden;
    bool known;

    if (terminal == NULL)
        return tvx_error_set(&call->error, TVX_E_USAGE, "there is no terminal to ask for the passphrase: give it with "
                             "--passphrase-file");
    known = tcgetattr(fileno(terminal), &shown) == 0;
    hidden = shown;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    if (known)
        tcsetattr(fileno(terminal), TCSAFLUSH, &hidden);
    fputs(question, terminal);
    fflush(terminal);
    if (fgets(out->text, sizeof out->text, terminal) == NULL)
        out->text[0] = '\0';
    if (known)
        tcsetattr(fileno(terminal), TCSAFLUSH, &shown);
    fputs("\n", terminal);
    fclose(terminal);
    out->text[strcspn(out->text, "\n")] = '\0';
    return TVX_OK;
}

static enum tvx_status new_passphrase(struct tvx_call *call, struct passphrase *out)
{
    const char *file = tvx_call_option(call, "passphrase-file");
    struct passphrase again = {{0}};
    enum tvx_status status;

    if (tvx_call_has(call, "no-passphrase"))
        return file == NULL ? TVX_OK
                            : tvx_error_set(&call->error, TVX_E_USAGE, "with a passphrase or without one?");
    if (file != NULL)
        return from_file(call, out, file);
    status = ask(call, out, "Passphrase for the workspace's key: ");
    if (status == TVX_OK && out->text[0] == '\0')
        return tvx_error_set(&call->error, TVX_E_USAGE, "an empty passphrase protects nothing; --no-passphrase says "
                             "that you want none");
    if (status == TVX_OK)
        status = ask(call, &again, "Once more: ");
    if (status == TVX_OK && strcmp(out->text, again.text) != 0)
        status = tvx_error_set(&call->error, TVX_E_USAGE, "these are two different passphrases");
    sodium_memzero(&again, sizeof again);
    return status;
}

/* ---- the key ---- */

static enum tvx_status make_key(struct tvx_call *call, struct tvx_store *store)
{
    struct passphrase passphrase = {{0}};
    struct tvx_joint_by who = {.name = NULL};
    enum tvx_status status = statement_needs(call, &who.name, "by", "who does this");

    if (status == TVX_OK)
        status = new_passphrase(call, &passphrase);
    if (status == TVX_OK)
        status = tvx_store_joint_key_make(store, passphrase.text, &who, &call->error);
    sodium_memzero(&passphrase, sizeof passphrase);
    return status;
}

static void print_key(struct tvx_call *call, struct output *output, const struct tvx_joint_key *key)
{
    char text[TVX_SEAL_PUBLIC_TEXT], fingerprint[TVX_SEAL_FINGERPRINT];

    tvx_seal_public_text(text, key->public_key);
    tvx_seal_fingerprint(fingerprint, key->public_key);
    if (call->json) {
        tvx_json_object(&output->json);
        tvx_json_pair(&output->json, "key", text);
        tvx_json_pair(&output->json, "fingerprint", fingerprint);
        tvx_json_pair_bool(&output->json, "current", key->current);
        tvx_json_pair_bool(&output->json, "locked", key->locked);
        tvx_json_pair(&output->json, "author", key->author);
        tvx_json_pair(&output->json, "at", key->at);
        tvx_json_object_end(&output->json);
        return;
    }
    tvx_buf_printf(&output->buf, "%s\n  fingerprint  %s\n  made         %.16s by ", text, fingerprint, key->at);
    tvx_term_text(&output->buf, key->author, strlen(key->author));
    tvx_buf_str(&output->buf, !key->current ? "; replaced: it seals no more\n"
                              : key->locked ? "; its secret half is locked by a passphrase\n"
                                            : "; its secret half has no passphrase\n");
}

enum tvx_status statement_key(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_joint_key *keys;
    size_t count;
    enum tvx_status status = tvx_call_has(call, "new") ? make_key(call, store) : TVX_OK;

    if (status == TVX_OK)
        status = tvx_store_joint_keys(store, call->arena, &keys, &count, &call->error);
    if (status != TVX_OK)
        return status;
    if (count == 0)
        return tvx_error_set(&call->error, TVX_E_NOTFOUND, "this workspace has no key yet: travaux statement key --new "
                             "--by NAME");
    if (tvx_call_has(call, "pem")) {
        tvx_seal_public_pem(&output->buf, keys[0].public_key);
        return TVX_OK;
    }
    if (call->json)
        tvx_json_array(&output->json);
    for (size_t i = 0; i < count; i++)
        print_key(call, output, &keys[i]);
    if (call->json)
        tvx_json_array_end(&output->json);
    return TVX_OK;
}

/* ---- sealing ---- */

static enum tvx_status unlock(struct tvx_call *call, struct tvx_store *store, struct passphrase *out)
{
    const char *file = tvx_call_option(call, "passphrase-file");
    struct tvx_joint_key *keys;
    size_t count;
    enum tvx_status status = tvx_store_joint_keys(store, call->arena, &keys, &count, &call->error);

    if (status != TVX_OK || count == 0 || !keys[0].locked)
        return status;
    return file != NULL ? from_file(call, out, file) : ask(call, out, "Passphrase of the workspace's key: ");
}

enum tvx_status statement_seal(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct passphrase passphrase = {{0}};
    struct tvx_joint_seal seal;
    char fingerprint[TVX_SEAL_FINGERPRINT];
    struct tvx_joint_by who = {.name = NULL};
    const char *file = tvx_call_option(call, "output"), *beside;
    enum tvx_status status = statement_needs(call, &who.name, "by", "who does this");

    if (status == TVX_OK)
        status = unlock(call, store, &passphrase);
    if (status == TVX_OK)
        status = tvx_store_joint_seal(store, call->arena, &seal, call->arguments[1], passphrase.text, &who,
                                      &call->error);
    sodium_memzero(&passphrase, sizeof passphrase);
    if (status != TVX_OK)
        return status;
    if (file == NULL)
        file = tvx_arena_printf(call->arena, "%s.txt", call->arguments[1]);
    beside = tvx_arena_printf(call->arena, "%s.minisig", file);
    if (file == NULL || beside == NULL)
        return tvx_error_nomem(&call->error);
    status = tvx_file_write(file, seal.form, strlen(seal.form), &call->error);
    if (status == TVX_OK)
        status = tvx_file_write(beside, seal.seal, strlen(seal.seal), &call->error);
    if (status != TVX_OK)
        return status;
    tvx_seal_fingerprint(fingerprint, seal.public_key);
    if (call->json) {
        tvx_json_object(&output->json);
        tvx_json_pair(&output->json, "file", file);
        tvx_json_pair(&output->json, "seal", beside);
        tvx_json_pair(&output->json, "fingerprint", fingerprint);
        tvx_json_pair(&output->json, "at", seal.at);
        tvx_json_object_end(&output->json);
    } else {
        tvx_buf_printf(&output->buf, "%s\n%s\nsealed with the key %s\n", file, beside, fingerprint);
    }
    return TVX_OK;
}

/* ---- verifying ---- */

struct verifying {
    struct tvx_call *call;
    char *file, *seal_file;
    size_t length, seal_length;
    struct tvx_seal seal;
    struct tvx_joint_form form;
    unsigned char key[TVX_SEAL_PUBLIC];
    const char *source; /* where the key is from: "given", "workspace", "file" */
};

static enum tvx_status key_given(struct verifying *v, const char *word)
{
    struct tvx_call *call = v->call;
    char *bytes = NULL;
    size_t length;
    enum tvx_status status;

    v->source = "given";
    if (access(word, F_OK) != 0)
        return tvx_seal_public_read(v->key, word, strlen(word), &call->error);
    status = tvx_file_read(&bytes, &length, word, KEY_MOST, &call->error);
    if (status == TVX_OK)
        status = tvx_seal_public_read(v->key, bytes, length, &call->error);
    free(bytes);
    return status == TVX_OK ? TVX_OK : tvx_error_prefix(&call->error, "%s", word);
}

/* One of the workspace's keys; false when there is no workspace, or the seal is by none of them. */
static bool key_of_workspace(struct verifying *v)
{
    struct tvx_call *call = v->call;
    char *found = NULL;
    struct tvx_store *store;
    struct tvx_joint_key *keys;
    struct tvx_error error;
    size_t count = 0;
    bool known = false;

    if (call->workspace == NULL && tvx_store_locate(&found, ".", &error) != TVX_OK)
        return false;
    if (tvx_store_open(&store, found == NULL ? call->workspace : found, &error) == TVX_OK) {
        if (tvx_store_joint_keys(store, call->arena, &keys, &count, &error) != TVX_OK)
            count = 0;
        for (size_t i = 0; i < count && !known; i++) {
            memcpy(v->key, keys[i].public_key, sizeof v->key);
            known = tvx_seal_check(&v->seal, v->file, v->length, v->key, &error) == TVX_OK;
        }
        tvx_store_close(store);
    }
    free(found);
    v->source = "workspace";
    return known;
}

static enum tvx_status verify(struct verifying *v)
{
    struct tvx_call *call = v->call;
    char named[TVX_SEAL_PUBLIC_TEXT];
    enum tvx_status status =
        tvx_file_read(&v->file, &v->length, call->arguments[1], FILE_MOST, &call->error);

    if (status == TVX_OK)
        status = tvx_file_read(&v->seal_file, &v->seal_length, call->arguments[2], SEAL_MOST, &call->error);
    if (status == TVX_OK)
        status = tvx_seal_read(&v->seal, v->seal_file, v->seal_length, &call->error);
    if (status == TVX_OK && call->argument_count > 3) {
        status = key_given(v, call->arguments[3]);
    } else if (status == TVX_OK && !key_of_workspace(v)) {
        v->source = "file";
        status = tvx_joint_form_read(&v->form, call->arena, v->file, v->length, &call->error);
        if (status == TVX_OK)
            status = tvx_seal_public_read(v->key, v->form.key, strlen(v->form.key), &call->error);
    }
    if (status == TVX_OK)
        status = tvx_seal_check(&v->seal, v->file, v->length, v->key, &call->error);
    if (status == TVX_OK)
        status = tvx_joint_form_read(&v->form, call->arena, v->file, v->length, &call->error);
    tvx_seal_public_text(named, v->key);
    if (status == TVX_OK && strcmp(named, v->form.key) != 0)
        status = tvx_error_set(&call->error, TVX_E_MALFORMED, "the file names another key than that of its seal");
    return status;
}

static void say_verified(struct verifying *v, struct output *output)
{
    static const char *const trust[] = {
        "the key you gave", "a key of this workspace",
        "the key that the file itself names.  That proves that file and seal belong together, not who sealed them: "
        "compare the fingerprint with the one that the publisher made known, or give the key",
    };
    const struct tvx_joint_form *form = &v->form;
    struct tvx_term *term = &output->term;
    char fingerprint[TVX_SEAL_FINGERPRINT];
    int which = strcmp(v->source, "given") == 0 ? 0 : strcmp(v->source, "workspace") == 0 ? 1 : 2;
    struct tvx_buf *out = term->out;

    tvx_seal_fingerprint(fingerprint, v->key);
    tvx_buf_printf(out, "Verified: every byte of %s is as it was sealed.\n", v->call->arguments[1]);
    tvx_buf_str(out, "  statement    ");
    tvx_term_text(out, form->title, strlen(form->title));
    tvx_buf_printf(out, " (%s, version %zu)\n  published    %.16s\n  sign-on      %s%s\n", form->statement,
                   form->version, form->published,
                   *form->closed != '\0' ? "closed " : *form->closes != '\0' ? "open until " : "open",
                   *form->closed != '\0' ? form->closed : form->closes);
    tvx_buf_printf(out, "  signatories  %zu, each with name and times; %zu withdrawn\n", form->count,
                   form->withdrawn);
    tvx_buf_str(out, "  seal says    ");
    tvx_term_text(out, v->seal.comment, strlen(v->seal.comment));
    tvx_buf_printf(out, "\n  key          %s\n  checked by   %s.\n", fingerprint, trust[which]);
}

static void say_json(struct verifying *v, struct output *output, bool verified)
{
    struct tvx_json *json = &output->json;
    char fingerprint[TVX_SEAL_FINGERPRINT], key[TVX_SEAL_PUBLIC_TEXT];

    tvx_json_object(json);
    tvx_json_pair_bool(json, "verified", verified);
    if (!verified) {
        tvx_json_pair(json, "reason", v->call->error.message);
    } else {
        tvx_seal_fingerprint(fingerprint, v->key);
        tvx_seal_public_text(key, v->key);
        tvx_json_pair(json, "key", key);
        tvx_json_pair(json, "fingerprint", fingerprint);
        tvx_json_pair(json, "key_from", v->source);
        tvx_json_pair(json, "comment", v->seal.comment);
        tvx_json_key(json, "statement");
        tvx_json_joint_form(json, &v->form);
    }
    tvx_json_object_end(json);
}

int statement_verify(struct tvx_call *call)
{
    struct verifying v = {.call = call};
    struct output output;
    enum tvx_status status;
    int result;

    if (call->argument_count > 4) {
        fputs("travaux: statement verify takes FILE SEAL and maybe KEY\nSee: travaux help statement\n", stderr);
        return EXIT_WRONG_USAGE;
    }
    output_start(&output, call);
    status = verify(&v);
    if (call->json && status == TVX_E_MALFORMED) {
        say_json(&v, &output, false);
        output_end(&output, call, TVX_OK);
        fprintf(stderr, "travaux: %s\n", call->error.message);
        result = EXIT_SOME_INPUT;
    } else {
        if (status == TVX_OK && call->json)
            say_json(&v, &output, true);
        else if (status == TVX_OK)
            say_verified(&v, &output);
        else if (status == TVX_E_MALFORMED)
            tvx_error_prefix(&call->error, "NOT verified");
        result = output_end(&output, call, status);
    }
    free(v.file);
    free(v.seal_file);
    return result;
}
