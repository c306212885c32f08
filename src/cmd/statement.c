/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux statement …`: a joint statement from draft to sealed. */
#include "statement.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/show/json.h>
#include <travaux/store/outbox.h>

enum { TEXT_MOST = 1 << 20, EXPORT_MOST = 64 << 20 };

enum tvx_status statement_needs(struct tvx_call *call, const char **out, const char *option, const char *meaning)
{
    *out = tvx_call_option(call, option);
    return *out != NULL ? TVX_OK
                        : tvx_error_set(&call->error, TVX_E_USAGE, "say %s with --%s", meaning, option);
}

static enum tvx_status by(struct tvx_call *call, const char **out)
{
    return statement_needs(call, out, "by", "who does this");
}

/* The same at the shell, for what goes into the audit log. */
static struct tvx_joint_by shell(const char *name)
{
    return (struct tvx_joint_by){.name = name};
}

/* 0 where the option is not given. */
static enum tvx_status version_of(struct tvx_call *call, size_t *out, const char *text, const char *what)
{
    char *end;
    unsigned long n;

    *out = 0;
    if (text == NULL)
        return TVX_OK;
    errno = 0;
    n = strtoul(text, &end, 10);
    if (*text < '0' || *text > '9' || *end != '\0' || errno != 0 || n == 0 || n > TVX_JOINT_VERSIONS)
        return tvx_error_set(&call->error, TVX_E_USAGE, "%s is a number, not \"%.40s\"", what, text);
    *out = n;
    return TVX_OK;
}

static enum tvx_status read_text(struct tvx_call *call, const char **out, const char *path)
{
    char *bytes = NULL;
    size_t length;
    enum tvx_status status = tvx_file_read(&bytes, &length, path, TEXT_MOST, &call->error);

    if (status == TVX_OK)
        status = tvx_joint_clean(out, call->arena, bytes, length, &call->error);
    free(bytes);
    return status;
}

/* Prints the statement as it is now. */
static enum tvx_status print_one(struct tvx_call *call, struct tvx_store *store, struct output *output,
                                 const char *key, size_t version)
{
    struct tvx_joint_whole whole;
    enum tvx_status status = tvx_joint_load(&whole, store, call->arena, key, version, &call->error);

    if (status == TVX_OK && call->json)
        tvx_json_joint(&output->json, &whole, true);
    else if (status == TVX_OK)
        tvx_term_joint(&output->term, call->arena, &whole);
    return status;
}

/* What a change answers: the statement as JSON, or a sentence. */
static enum tvx_status report(struct tvx_call *call, struct tvx_store *store, struct output *output, const char *key,
                              const char *sentence)
{
    if (call->json)
        return print_one(call, store, output, key, 0);
    tvx_term_text(&output->buf, sentence == NULL ? "" : sentence, sentence == NULL ? 0 : strlen(sentence));
    tvx_buf_char(&output->buf, '\n');
    return TVX_OK;
}

/* ---- drafting ---- */

static enum tvx_status draft(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_joint_version entry = {.language = tvx_call_option(call, "language"),
                                      .note = tvx_call_option(call, "note")};
    const char *key;
    enum tvx_status status = by(call, &entry.author);

    if (status == TVX_OK)
        status = statement_needs(call, &entry.title, "title", "what it is called");
    if (status == TVX_OK)
        status = read_text(call, &entry.text, call->arguments[1]);
    if (status == TVX_OK)
        status = tvx_store_joint_draft(store, call->arena, &key, &entry, &call->error);
    return status != TVX_OK ? status
                            : report(call, store, output, key, tvx_arena_printf(call->arena, "%s: version 1", key));
}

static enum tvx_status save(struct tvx_call *call, struct tvx_store *store, struct output *output, const char *key,
                            const struct tvx_joint_version *entry)
{
    size_t n, latest;
    bool aside;
    enum tvx_status status =
        tvx_store_joint_save(store, call->arena, key, entry, &n, &aside, &latest, &call->error);

    if (status == TVX_OK && aside)
        return tvx_error_set(&call->error, TVX_E_MALFORMED,
                             "not taken: this was made from version %zu, and version %zu stands.  Nothing is lost: "
                             "your text is kept as version %zu.  See travaux statement redline %s %zu %zu, then save "
                             "again with --from %zu", entry->base, latest, n, key, latest, n, latest);
    return status != TVX_OK
               ? status
               : report(call, store, output, key, tvx_arena_printf(call->arena, "%s: version %zu", key, n));
}

static enum tvx_status edit(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_joint_version entry = {.title = tvx_call_option(call, "title"), .note = tvx_call_option(call, "note"),
                                      .language = tvx_call_option(call, "language")};
    const char *from;
    enum tvx_status status = by(call, &entry.author);

    if (status == TVX_OK)
        status = statement_needs(call, &from, "from", "which version it was made from");
    if (status == TVX_OK)
        status = version_of(call, &entry.base, from, "the version it was made from");
    if (status == TVX_OK)
        status = read_text(call, &entry.text, call->arguments[2]);
    return status == TVX_OK ? save(call, store, output, call->arguments[1], &entry) : status;
}

/* `quote REF` prints the block; `quote NAME REF` saves it at the end of the latest version. */
static enum tvx_status quote(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    const char *text, *place, *author;
    struct tvx_joint joint;
    struct tvx_joint_version v;
    struct tvx_buf buf;
    enum tvx_status status = tvx_store_joint_quotable(store, call->arena, &text, &place,
                                                      call->arguments[call->argument_count - 1], &call->error);

    if (status == TVX_OK && call->argument_count == 2) {
        tvx_joint_quote_write(&output->buf, text, place);
        return TVX_OK;
    }
    if (status == TVX_OK)
        status = by(call, &author);
    if (status == TVX_OK)
        status = tvx_store_joint(store, call->arena, &joint, call->arguments[1], &call->error);
    if (status == TVX_OK)
        status = tvx_store_joint_version(store, call->arena, &v, &joint, joint.latest, &call->error);
    if (status != TVX_OK)
        return status;
    tvx_buf_init(&buf, 4 * TVX_JOINT_BYTES);
    tvx_buf_printf(&buf, "%s\n\n", v.text);
    tvx_joint_quote_write(&buf, text, place);
    v = (struct tvx_joint_version){.base = joint.latest, .text = tvx_buf_text(&buf), .author = author,
                                   .note = tvx_arena_printf(call->arena, "quotes %s", place)};
    status = buf.failed ? tvx_error_nomem(&call->error) : save(call, store, output, call->arguments[1], &v);
    tvx_buf_free(&buf);
    return status;
}

/* ---- reading ---- */

static enum tvx_status list(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_joint *items;
    size_t count;
    enum tvx_status status = tvx_store_joints(store, call->arena, &items, &count, &call->error);

    if (status == TVX_OK && call->json)
        tvx_json_joints(&output->json, items, count);
    else if (status == TVX_OK)
        tvx_term_joints(&output->term, call->arena, items, count);
    return status;
}

static enum tvx_status show(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    size_t version;
    enum tvx_status status = version_of(call, &version, tvx_call_option(call, "version"), "a version");

    return status == TVX_OK ? print_one(call, store, output, call->arguments[1], version) : status;
}

static enum tvx_status versions(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_joint joint;
    struct tvx_joint_version *items;
    size_t count;
    enum tvx_status status = tvx_store_joint(store, call->arena, &joint, call->arguments[1], &call->error);

    if (status == TVX_OK)
        status = tvx_store_joint_versions(store, call->arena, &items, &count, &joint, &call->error);
    if (status == TVX_OK && call->json)
        tvx_json_joint_versions(&output->json, items, count);
    else if (status == TVX_OK)
        tvx_term_joint_versions(&output->term, call->arena, items, count);
    return status;
}

static enum tvx_status check(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_joint_whole whole;
    enum tvx_status status = tvx_joint_load(&whole, store, call->arena, call->arguments[1], 0, &call->error);

    if (status == TVX_OK && call->json)
        tvx_json_joint(&output->json, &whole, true);
    else if (status == TVX_OK)
        tvx_term_joint_quotes(&output->term, call->arena, whole.quotes, whole.quote_count);
    return status;
}

static const char *with_title(struct tvx_call *call, const struct tvx_joint_version *v)
{
    return tvx_arena_printf(call->arena, "%s\n\n%s", v->title, v->text);
}

static enum tvx_status redline(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_joint joint;
    struct tvx_joint_version v[2];
    struct tvx_diff diff;
    const char *texts[2] = {NULL, NULL}, *names[2] = {NULL, NULL};
    enum tvx_status status = tvx_store_joint(store, call->arena, &joint, call->arguments[1], &call->error);

    for (int i = 0; i < 2 && status == TVX_OK; i++) {
        size_t n;

        status = version_of(call, &n, call->arguments[2 + i], "a version");
        if (status == TVX_OK)
            status = tvx_store_joint_version(store, call->arena, &v[i], &joint, n, &call->error);
        if (status != TVX_OK)
            return status;
        texts[i] = with_title(call, &v[i]);
        names[i] = tvx_arena_printf(call->arena, "version %zu, %s", n, v[i].author);
        if (texts[i] == NULL || names[i] == NULL)
            return tvx_error_nomem(&call->error);
    }
    if (status == TVX_OK)
        status = tvx_diff_text(&diff, call->arena, texts[0], texts[1], TVX_DIFF_READABLE, &call->error);
    if (status == TVX_OK && call->json)
        tvx_json_diff(&output->json, texts[0], texts[1], &diff);
    else if (status == TVX_OK)
        tvx_term_diff(&output->term, call->arena, names[0], texts[0], names[1], texts[1], &diff);
    return status;
}

static enum tvx_status export_it(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    const char *name, *file = tvx_call_option(call, "output");
    struct tvx_joint_whole whole;
    enum tvx_joint_format format;
    struct tvx_buf out;
    size_t version;
    bool screen = file == NULL || strcmp(file, "-") == 0;
    enum tvx_status status = statement_needs(call, &name, "format", "as what file");

    if (status != TVX_OK)
        return status;
    if (!tvx_joint_format_parse(&format, name))
        return tvx_error_set(&call->error, TVX_E_USAGE, "it is exported as md, html, docx, pdf or json, not '%.40s'",
                             name);
    if (screen && (format == TVX_JOINT_DOCX || format == TVX_JOINT_PDF))
        return tvx_error_set(&call->error, TVX_E_USAGE, "say where the file goes: -o FILE");
    status = version_of(call, &version, tvx_call_option(call, "version"), "a version");
    if (status == TVX_OK)
        status = tvx_joint_load(&whole, store, call->arena, call->arguments[1], version, &call->error);
    if (status != TVX_OK)
        return status;
    tvx_buf_init(&out, EXPORT_MOST);
    status = tvx_joint_export(&out, call->arena, &whole, format, &call->error);
    if (status == TVX_OK && screen)
        tvx_buf_add(&output->buf, out.data, out.length);
    else if (status == TVX_OK)
        status = tvx_file_write(file, out.data, out.length, &call->error);
    tvx_buf_free(&out);
    return status;
}

/* ---- publishing and signing ---- */

static enum tvx_status publish(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    const char *author = NULL;
    size_t version;
    enum tvx_status status = by(call, &author);
    struct tvx_joint_by who = shell(author);

    if (status == TVX_OK)
        status = version_of(call, &version, tvx_call_option(call, "version"), "a version");
    if (status == TVX_OK)
        status = tvx_store_joint_publish(store, call->arguments[1], version, tvx_call_option(call, "closes"), &who,
                                         &call->error);
    return status == TVX_OK ? report(call, store, output, call->arguments[1], "published: open for sign-on") : status;
}

static enum tvx_status close_it(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    const char *author = NULL, *day = tvx_call_option(call, "closes");
    enum tvx_status status = by(call, &author);
    struct tvx_joint_by who = shell(author);

    if (status == TVX_OK && day != NULL)
        status = tvx_store_joint_closes(store, call->arguments[1], day, &who, &call->error);
    else if (status == TVX_OK)
        status = tvx_store_joint_close(store, call->arguments[1], &who, &call->error);
    return status != TVX_OK ? status
                            : report(call, store, output, call->arguments[1],
                                     day == NULL ? "closed: nobody can sign any more"
                                                 : tvx_arena_printf(call->arena, "can be signed until %s", day));
}

static enum tvx_status sign(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_joint_signatory entry = {.email = tvx_call_option(call, "email")};
    char token[TVX_JOINT_TOKEN];
    const char *author = NULL;
    struct tvx_joint_by who;
    int64_t id;
    enum tvx_status status = statement_needs(call, &entry.organisation, "organisation", "who signs");

    if (status == TVX_OK)
        status = statement_needs(call, &entry.person, "person", "who signs for it");
    if (status == TVX_OK)
        status = statement_needs(call, &entry.function, "function", "what that person is there");
    if (status == TVX_OK && tvx_call_has(call, "confirmed"))
        status = by(call, &author);
    if (status == TVX_OK)
        status = tvx_store_joint_sign(store, call->arena, call->arguments[1], &entry, NULL, &id, token,
                                      &call->error);
    who = shell(author);
    if (status == TVX_OK && author != NULL)
        status = tvx_store_joint_admit(store, call->arena, call->arguments[1], id, &who, &call->error);
    if (status != TVX_OK || call->json)
        return status == TVX_OK ? print_one(call, store, output, call->arguments[1], 0) : status;
    if (author != NULL)
        tvx_buf_printf(&output->buf, "number %lld: signed and confirmed\n", (long long)id);
    else
        tvx_buf_printf(&output->buf, "number %lld: signed; it waits for travaux statement confirm %s %lld --by NAME\n"
                                     "or for what was sent to the signatory: travaux statement confirm %s\n",
                       (long long)id, call->arguments[1], (long long)id, token);
    return TVX_OK;
}

static enum tvx_status number_of(struct tvx_call *call, int64_t *out, const char *text)
{
    char *end;

    errno = 0;
    *out = strtoll(text, &end, 10);
    return *text >= '0' && *text <= '9' && *end == '\0' && errno == 0
               ? TVX_OK
               : tvx_error_set(&call->error, TVX_E_USAGE, "a signature has a number: travaux statement show %s",
                               call->arguments[1]);
}

/* `confirm TOKEN` by the signatory, `confirm NAME NUMBER --by` by an administrator. */
static enum tvx_status confirm(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_joint_signatory s;
    struct tvx_joint joint;
    const char *key = call->arguments[1];
    struct tvx_joint_by who = {.name = NULL};
    int64_t id;
    enum tvx_status status;

    if (call->argument_count == 2) {
        status = tvx_store_joint_confirm(store, call->arena, call->arguments[1], &call->error);
        if (status == TVX_OK)
            status = tvx_store_joint_token(store, call->arena, &joint, &s, call->arguments[1], &call->error);
        key = joint.key;
    } else {
        status = number_of(call, &id, call->arguments[2]);
        if (status == TVX_OK)
            status = by(call, &who.name);
        if (status == TVX_OK)
            status = tvx_store_joint_admit(store, call->arena, key, id, &who, &call->error);
    }
    return status == TVX_OK ? report(call, store, output, key, "confirmed") : status;
}

static enum tvx_status withdraw(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    struct tvx_joint_by who = {.name = NULL};
    const char *why;
    int64_t id;
    enum tvx_status status = number_of(call, &id, call->arguments[2]);

    if (status == TVX_OK)
        status = by(call, &who.name);
    if (status == TVX_OK)
        status = statement_needs(call, &why, "because", "why");
    if (status == TVX_OK)
        status = tvx_store_joint_withdraw(store, call->arena, call->arguments[1], id, &who, why, &call->error);
    return status == TVX_OK ? report(call, store, output, call->arguments[1], "withdrawn; the record stays") : status;
}

/* ---- the table of subcommands ---- */

static const struct subcommand {
    const char *name;
    int least, most; /* arguments behind the name */
    enum tvx_status (*answer)(struct tvx_call *call, struct tvx_store *store, struct output *output);
} subcommands[] = {
    {"list", 0, 0, list}, {"draft", 1, 1, draft}, {"edit", 2, 2, edit}, {"quote", 1, 2, quote},
    {"show", 1, 1, show}, {"versions", 1, 1, versions}, {"redline", 3, 3, redline}, {"check", 1, 1, check},
    {"publish", 1, 1, publish}, {"sign", 1, 1, sign}, {"confirm", 1, 2, confirm}, {"withdraw", 2, 2, withdraw},
    {"close", 1, 1, close_it}, {"key", 0, 0, statement_key}, {"seal", 1, 1, statement_seal},
    {"export", 1, 1, export_it},
};

static const struct subcommand *find(const struct tvx_call *call)
{
    int behind = call->argument_count - 1;

    for (size_t i = 0; i < sizeof subcommands / sizeof *subcommands; i++)
        if (call->argument_count == 0 || strcmp(subcommands[i].name, call->arguments[0]) == 0)
            return behind <= subcommands[i].most && behind >= subcommands[i].least - (call->argument_count == 0)
                       ? &subcommands[i]
                       : NULL;
    return NULL;
}

static enum tvx_status answer(struct tvx_call *call, struct tvx_store *store, struct output *output)
{
    return find(call)->answer(call, store, output);
}

static int run(struct tvx_call *call)
{
    if (call->argument_count > 0 && strcmp(call->arguments[0], "verify") == 0 && call->argument_count > 2)
        return statement_verify(call);
    if (find(call) == NULL) {
        fprintf(stderr, "travaux: statement takes %s\nSee: travaux help statement\n", call->command->arguments);
        return EXIT_WRONG_USAGE;
    }
    return output_of_store(call, answer);
}

static const struct tvx_option options[] = {
    {"by", 0, "NAME", false, "Who does this; kept with it."},
    {"title", 0, "TEXT", false, "What the statement is called (draft, edit)."},
    {"language", 0, "CODE", false, "The language it is written in: en (the usual), fr, ar … (draft, edit)."},
    {"note", 0, "TEXT", false, "What a version changes, in a few words (draft, edit)."},
    {"from", 0, "N", false, "The version that the text was made from (edit)."},
    {"version", 0, "N", false, "Which version (show, publish, export); the published or latest one where not given."},
    {"closes", 0, "DAY", false, "The last day on which it may be signed, YYYY-MM-DD, in UTC (publish, close)."},
    {"organisation", 0, "NAME", false, "Who signs (sign)."},
    {"person", 0, "NAME", false, "Who signs for it (sign)."},
    {"function", 0, "TEXT", false, "What that person is there (sign)."},
    {"email", 0, "ADDRESS", false, "Where the signatory confirms from; never published (sign)."},
    {"confirmed", 0, NULL, false, "An administrator, named by --by, confirms it at once (sign)."},
    {"because", 0, "TEXT", false, "Why a name is taken back (withdraw)."},
    {"new", 0, NULL, false, "Make the workspace's key, or a new one in its place (key)."},
    {"pem", 0, NULL, false, "Print the public key as OpenSSL reads it (key)."},
    {"passphrase-file", 0, "FILE", false, "The passphrase is this file's first line; else it is asked for."},
    {"no-passphrase", 0, NULL, false, "Keep the new key without a passphrase: whoever has the file can seal (key)."},
    {"format", 0, "md|html|docx|pdf|json", false, "As what file (export)."},
    {"output", 'o', "FILE", false, "Where it goes (export, seal)."},
    {"full", 0, NULL, false, "Cut nothing short."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux statement draft lines.txt --title \"Keep the lines open\" --by \"A. Lind\"", "Begin one."},
    {"travaux statement quote MNR:5.2", "The provision as a quotation to paste into the text."},
    {"travaux statement edit keep-the-lines-open lines.txt --from 1 --by \"A. Lind\"", "Save the next version."},
    {"travaux statement check keep-the-lines-open", "Do the quotations still stand in the law?"},
    {"travaux statement publish keep-the-lines-open --closes 2026-12-01 --by \"A. Lind\"", "Open it for sign-on."},
    {"travaux statement seal keep-the-lines-open --by \"A. Lind\"", "Write the sealed file and its seal."},
    {"travaux statement verify keep-the-lines-open.txt keep-the-lines-open.txt.minisig RWQ…",
     "Verify them, with the key that the publisher named."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_statement = {
    .name = "statement",
    .arguments = "[list | draft FILE | edit NAME FILE | quote [NAME] REF | show NAME | versions NAME | redline NAME N "
                 "M | check NAME | publish NAME | sign NAME | confirm NAME NUMBER | confirm TOKEN | withdraw NAME "
                 "NUMBER | close NAME | key | seal NAME | export NAME | verify FILE SEAL [KEY]]",
    .least = 0,
    .most = -1,
    .summary = "draft, sign, publish and seal a joint statement",
    .text =
        "A text that organisations write together and put their names to.  It is plain text: paragraphs with an empty "
        "line between them, headings behind \"# \", items behind \"- \", quotations behind \"> \" with the provision "
        "in their last line (\"> — MNR@2022:5.2\"; `quote` writes them).  Every save is a version and none is lost.  "
        "edit says which version the text was made from; if somebody saved a newer one meanwhile, yours is not taken "
        "but kept aside, and you are told (exit status 1).  check compares each quotation with the law as the "
        "workspace holds it today.\n\n"
        "publish freezes the text and opens it for sign-on, until the end of the day that --closes names (UTC), or "
        "until close.  An organisation that signs is on the list once it confirmed by the link in its e-mail, or an "
        "administrator confirmed it; e-mail addresses are never published.  A name can be taken back at any time; the "
        "record of it stays.\n\n"
        "seal writes the text and the list of signatories, with times, as a plain text file, and beside it a detached "
        "Ed25519 signature over that file's bytes in the form of minisign.  Its form is documented in "
        "docs/statement.md.  The key belongs to the workspace: `key --new` makes it, `key` shows its public half and "
        "fingerprint, to be published where people know you.  The secret half lies in the workspace file, encrypted by "
        "your passphrase (Argon2id, XSalsa20-Poly1305); it is never printed and never exported.  Without a passphrase "
        "it is not encrypted, and whoever can read the workspace file can seal.  A new key wipes the secret half of "
        "the old one; old seals stay valid under the old public key.\n\n"
        "verify says what was verified: which statement, version and list, and whose key.  It needs no workspace.  KEY "
        "is a public key (RWQ…), or a file with one.  Without it the workspace's keys are tried, then the key that the "
        "file itself names, which proves only that file and seal belong together.  Anyone can verify without travaux: "
        "`minisign -Vm FILE -x SEAL -P KEY`, or OpenSSL as docs/statement.md says.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
