/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A joint statement loaded whole, and as files to hand around. */
#include <travaux/show/joint.h>

#include "brief.h"
#include "html.h"

#include <stdio.h>
#include <string.h>
#include <travaux/show/say.h>

enum tvx_status tvx_joint_load(struct tvx_joint_whole *out, struct tvx_store *store, struct tvx_arena *arena,
                               const char *key, size_t version, struct tvx_error *error)
{
    enum tvx_status status = tvx_store_joint(store, arena, &out->joint, key, error);

    if (status == TVX_OK)
        status = tvx_store_joint_version(store, arena, &out->version, &out->joint, version, error);
    if (status == TVX_OK)
        status = tvx_joint_blocks(&out->blocks, &out->block_count, arena, out->version.text, error);
    if (status == TVX_OK)
        status = tvx_store_joint_quotes(store, arena, &out->quotes, &out->quote_count, &out->joint, out->version.n,
                                        error);
    if (status == TVX_OK)
        status = tvx_store_joint_signatories(store, arena, &out->signatories, &out->signatory_count, &out->joint,
                                             error);
    return status != TVX_OK ? status
                            : tvx_store_joint_sealed(store, arena, &out->seal, &out->sealed, &out->stale, &out->joint,
                                                     error);
}

/* ---- as files ---- */

bool tvx_joint_format_parse(enum tvx_joint_format *out, const char *name)
{
    static const char *const names[] = {"md", "html", "docx", "pdf", "json"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) {
            *out = (enum tvx_joint_format)i;
            return true;
        }
    return false;
}

struct maker {
    struct brief brief;
    struct tvx_arena *arena;
    const struct tvx_tongue *tongue;
    bool full;
};

static void add(struct maker *maker, enum brief_kind kind, const char *text)
{
    maker->full = !brief_add(&maker->brief, maker->arena, kind, &text, 1) || maker->full;
}

static const char *with(struct maker *maker, const char *english, const char *one, const char *two)
{
    return tvx_say_with(maker->tongue, maker->arena, english, (const char *[]){one, two}, 2);
}

/* "2026-11-22 13:00 UTC" */
static const char *moment(struct maker *maker, const char *time)
{
    return tvx_arena_printf(maker->arena, "%.10s %.5s UTC", time, strlen(time) > 11 ? time + 11 : "");
}

static const char *day(struct maker *maker, const char *time)
{
    const char *text = tvx_arena_strndup(maker->arena, time, 10);

    return text == NULL ? "" : tvx_say_date(maker->tongue, maker->arena, text);
}

static void lines(struct maker *maker, enum brief_kind kind, const char *text)
{
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");

        add(maker, kind, tvx_arena_strndup(maker->arena, text, length));
        text += length + (text[length] == '\n');
    }
}

static void stands(struct maker *maker, const struct tvx_joint *joint)
{
    const char *version = tvx_arena_printf(maker->arena, "%zu", joint->published);

    if (joint->state == TVX_JOINT_DRAFT) {
        add(maker, BRIEF_TEXT, tvx_say(maker->tongue, "This is a draft: it has not been published."));
        return;
    }
    add(maker, BRIEF_TEXT,
        with(maker, SAY("Published on {1}, version {2}."), day(maker, joint->published_at), version));
    if (joint->closed_at != NULL)
        add(maker, BRIEF_TEXT, with(maker, SAY("Sign-on was closed on {1}."), day(maker, joint->closed_at), ""));
    else if (joint->closes != NULL)
        add(maker, BRIEF_TEXT, with(maker, SAY("Open for sign-on until {1}."), day(maker, joint->closes), ""));
    else
        add(maker, BRIEF_TEXT, tvx_say(maker->tongue, "Open for sign-on."));
}

static void text_blocks(struct maker *maker, const struct tvx_joint_whole *whole)
{
    static const enum brief_kind kinds[] = {BRIEF_TEXT, BRIEF_HEAD, BRIEF_ITEM, BRIEF_QUOTE};

    for (size_t i = 0; i < whole->block_count; i++) {
        const struct tvx_joint_block *b = &whole->blocks[i];

        if (b->kind == TVX_JOINT_QUOTE)
            lines(maker, BRIEF_QUOTE, b->text);
        else
            add(maker, kinds[b->kind], b->text);
        if (b->reference != NULL)
            add(maker, BRIEF_QUOTE, tvx_arena_printf(maker->arena, "— %s", b->reference));
    }
}

static void signatories(struct maker *maker, const struct tvx_joint_whole *whole)
{
    const struct tvx_tongue *tongue = maker->tongue;

    if (whole->joint.state == TVX_JOINT_DRAFT)
        return;
    add(maker, BRIEF_HEAD,
        tvx_say_number(tongue, maker->arena, whole->joint.signatories, "{1} signatory", "{1} signatories"));
    if (whole->joint.signatories > 0)
        maker->full = !brief_add(&maker->brief, maker->arena, BRIEF_HEADS,
                                 (const char *[]){tvx_say(tongue, "Organisation"), tvx_say(tongue, "Represented by"),
                                                  tvx_say(tongue, "Signed"), tvx_say(tongue, "Confirmed")}, 4) ||
                      maker->full;
    for (size_t i = 0; i < whole->signatory_count; i++) {
        const struct tvx_joint_signatory *s = &whole->signatories[i];

        if (s->confirmed == NULL || s->withdrawn != NULL)
            continue;
        maker->full = !brief_add(&maker->brief, maker->arena, BRIEF_ROW,
                                 (const char *[]){s->organisation,
                                                  tvx_arena_printf(maker->arena, "%s, %s", s->person, s->function),
                                                  moment(maker, s->at),
                                                  with(maker, s->by_email ? SAY("{1}, by e-mail")
                                                                          : SAY("{1}, by an administrator"),
                                                       moment(maker, s->confirmed), "")}, 4) ||
                      maker->full;
    }
    if (whole->joint.withdrawn > 0)
        add(maker, BRIEF_TEXT,
            tvx_say_number(tongue, maker->arena, whole->joint.withdrawn, "{1} organisation has withdrawn its name.",
                           "{1} organisations have withdrawn their names."));
}

static void seal(struct maker *maker, const struct tvx_joint_whole *whole)
{
    char fingerprint[TVX_SEAL_FINGERPRINT];

    if (!whole->sealed || whole->stale)
        return;
    tvx_seal_fingerprint(fingerprint, whole->seal.public_key);
    add(maker, BRIEF_HEAD, tvx_say(maker->tongue, "Seal"));
    add(maker, BRIEF_TEXT,
        with(maker, SAY("Text and list were sealed on {1} with the key whose fingerprint (SHA-256) is {2}."),
             moment(maker, whole->seal.at), fingerprint));
    add(maker, BRIEF_TEXT,
        tvx_say(maker->tongue, "The sealed file and its seal stand where this was published; anyone can verify them."));
}

enum tvx_status tvx_joint_export(struct tvx_buf *out, struct tvx_arena *arena, const struct tvx_joint_whole *whole,
                                 enum tvx_joint_format format, struct tvx_error *error)
{
    static const int widths[BRIEF_CELLS] = {3300, 3000, 1900, 2300};
    struct maker maker = {.brief = {.language = whole->version.language, .class = "statement", .widths = widths},
                          .arena = arena};
    struct tvx_tongue *tongue = NULL;
    char code[3];
    enum tvx_status status = TVX_OK;

    if (format == TVX_JOINT_JSON) {
        struct tvx_json json;

        tvx_json_init(&json, out);
        tvx_json_joint(&json, whole, false);
        return out->failed ? tvx_error_nomem(error) : TVX_OK;
    }
    snprintf(code, sizeof code, "%.2s", whole->version.language);
    if (tvx_tongue_load(&tongue, code, NULL) == TVX_OK && tvx_tongue_name(tongue)->complete)
        maker.tongue = tongue;
    add(&maker, BRIEF_TITLE, whole->version.title);
    stands(&maker, &whole->joint);
    text_blocks(&maker, whole);
    signatories(&maker, whole);
    seal(&maker, whole);
    tvx_tongue_free(tongue);
    if (maker.full)
        return tvx_error_nomem(error);
    if (format == TVX_JOINT_DOCX)
        status = brief_docx(out, &maker.brief, error);
    else if (format == TVX_JOINT_PDF)
        status = brief_pdf(out, &maker.brief, error);
    else if (format == TVX_JOINT_HTML)
        brief_html(out, &maker.brief);
    else
        brief_markdown(out, &maker.brief);
    return status == TVX_OK && out->failed ? tvx_error_nomem(error) : status;
}
