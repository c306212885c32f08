/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The forms of what people enter, and what is in force of each kind. */
#include "draft.h"

#include <string.h>
#include <travaux/store/annotation.h>
#include <travaux/store/opinion.h>
#include <travaux/store/position.h>
#include <travaux/store/verdict.h>

static const struct html_option purposes[] = {
    {"commenting", SAY("Comment")}, {"questioning", SAY("Question")}, {"editing", SAY("Suggested change")},
    {"highlighting", SAY("Mark only")},
};
static const struct html_option visibilities[] = {
    {"workspace", SAY("Everybody who is signed in")}, {"private", SAY("Myself alone")},
    {"public", SAY("Everybody who may see the page")},
};
static const struct html_option stances[] = {
    {"propose", SAY("proposes")}, {"cosponsor", SAY("co-sponsors")}, {"support", SAY("supports")},
    {"oppose", SAY("opposes")}, {"reserve", SAY("reserves its position")}, {"withdraw", SAY("withdraws")},
    {"none", SAY("none: take the entry back")},
};
static const struct html_option verdicts[] = {
    {"confirmed", SAY("Yes, it is one")}, {"rejected", SAY("No, it is none")}, {"none", SAY("Undo the verdict")},
};
#define OPTIONS(list) .options = list, .option_count = sizeof list / sizeof *list

static const struct draft_form forms[TVX_DRAFT_COUNT] = {
    [TVX_DRAFT_NOTE] = {"note", "/note", SAY("Write a note"), SAY("Save the note"), {
        {.name = "reference", .type = DRAFT_HIDDEN}, {.name = "near", .type = DRAFT_HIDDEN},
        {.name = "quote", .label = SAY("Passage"), .type = DRAFT_AREA, .optional = true,
         .hint = SAY("Copy the words from the text; left empty, the note is on the whole.")},
        {.name = "body", .label = SAY("Note"), .type = DRAFT_AREA, .optional = true},
        {.name = "purpose", .label = SAY("Purpose"), .type = DRAFT_CHOICE, OPTIONS(purposes)},
        {.name = "visibility", .label = SAY("Who may see it"), .type = DRAFT_CHOICE, OPTIONS(visibilities)}}},
    [TVX_DRAFT_REPLY] = {"reply", "/note/reply", SAY("Reply"), SAY("Save the reply"), {
        {.name = "uid", .type = DRAFT_HIDDEN},
        {.name = "body", .label = SAY("Reply"), .type = DRAFT_AREA},
        {.name = "visibility", .label = SAY("Who may see it"), .type = DRAFT_CHOICE, OPTIONS(visibilities)}}},
    [TVX_DRAFT_ANNOTATION] = {"annotation", "/note/edit", SAY("Change the note"), SAY("Save the change"), {
        {.name = "uid", .type = DRAFT_HIDDEN}, {.name = "seen", .type = DRAFT_HIDDEN},
        {.name = "conflict", .type = DRAFT_HIDDEN},
        {.name = "body", .label = SAY("Note"), .type = DRAFT_AREA, .optional = true},
        {.name = "purpose", .label = SAY("Purpose"), .type = DRAFT_CHOICE, OPTIONS(purposes)},
        {.name = "visibility", .label = SAY("Who may see it"), .type = DRAFT_CHOICE, OPTIONS(visibilities)}}},
    [TVX_DRAFT_ASSESSMENT] = {"assessment", "/assessment", SAY("Your assessment"), SAY("Save the assessment"), {
        {.name = "proposal", .type = DRAFT_HIDDEN}, {.name = "seen", .type = DRAFT_HIDDEN},
        {.name = "conflict", .type = DRAFT_HIDDEN},
        {.name = "effect_low", .label = SAY("Effect at least (0 to 10)"), .type = DRAFT_NUMBER},
        {.name = "effect_high", .label = SAY("Effect at most (0 to 10)"), .type = DRAFT_NUMBER},
        {.name = "likelihood_low", .label = SAY("Likelihood at least (per cent)"), .type = DRAFT_NUMBER},
        {.name = "likelihood_high", .label = SAY("Likelihood at most (per cent)"), .type = DRAFT_NUMBER},
        {.name = "because", .label = SAY("Because"), .type = DRAFT_AREA}}},
    [TVX_DRAFT_POSITION] = {"position", "/position", SAY("Enter a position"), SAY("Save the position"), {
        {.name = "proposal", .type = DRAFT_HIDDEN}, {.name = "seen", .type = DRAFT_HIDDEN},
        {.name = "conflict", .type = DRAFT_HIDDEN},
        {.name = "actor", .label = SAY("Actor"), .type = DRAFT_TEXT,
         .hint = SAY("Its code, as in proposal numbers.")},
        {.name = "stance", .label = SAY("Position"), .type = DRAFT_CHOICE, OPTIONS(stances)},
        {.name = "day", .label = SAY("On the day"), .type = DRAFT_DATE},
        {.name = "source", .label = SAY("Source"), .type = DRAFT_AREA,
         .hint = SAY("Who says so, and where: the minutes, a report, a meeting that you attended.")}}},
    [TVX_DRAFT_VERDICT] = {"verdict", "/review", SAY("Your verdict"), SAY("Save the verdict"), {
        {.name = "match", .type = DRAFT_HIDDEN}, {.name = "seen", .type = DRAFT_HIDDEN},
        {.name = "conflict", .type = DRAFT_HIDDEN},
        {.name = "value", .label = SAY("Verdict"), .type = DRAFT_CHOICE, OPTIONS(verdicts)},
        {.name = "note", .label = SAY("Why"), .type = DRAFT_TEXT, .optional = true}}},
};

const struct draft_form *draft_form(enum tvx_draft_kind kind)
{
    return &forms[kind];
}

const char *tvx_draft_word(enum tvx_draft_kind kind)
{
    return forms[kind].word;
}

const char *tvx_draft_action(enum tvx_draft_kind kind)
{
    return forms[kind].action;
}

struct tvx_draft tvx_draft_of(enum tvx_draft_kind kind)
{
    struct tvx_draft draft = {.kind = kind};

    while (draft.count < TVX_DRAFT_FIELDS && forms[kind].fields[draft.count].name != NULL) {
        draft.fields[draft.count].name = forms[kind].fields[draft.count].name;
        draft.count++;
    }
    return draft;
}

const char *tvx_draft_get(const struct tvx_draft *draft, const char *name)
{
    for (size_t i = 0; i < draft->count; i++)
        if (strcmp(draft->fields[i].name, name) == 0 && draft->fields[i].value != NULL)
            return draft->fields[i].value;
    return "";
}

void tvx_draft_set(struct tvx_draft *draft, const char *name, const char *value)
{
    for (size_t i = 0; i < draft->count; i++)
        if (strcmp(draft->fields[i].name, name) == 0)
            draft->fields[i].value = value;
}

const char *tvx_draft_key(struct tvx_arena *arena, const struct tvx_draft *draft, const char *author)
{
    const char *const annotation[] = {tvx_draft_get(draft, "uid")}, *const verdict[] = {tvx_draft_get(draft, "match")};
    const char *const assessment[] = {tvx_draft_get(draft, "proposal"), author};
    const char *const position[] = {tvx_draft_get(draft, "actor"), tvx_draft_get(draft, "proposal"),
                                    tvx_draft_get(draft, "day")};

    switch (draft->kind) {
    case TVX_DRAFT_ANNOTATION: return tvx_revision_key(arena, annotation, 1);
    case TVX_DRAFT_ASSESSMENT: return tvx_revision_key(arena, assessment, 2);
    case TVX_DRAFT_POSITION: return tvx_revision_key(arena, position, 3);
    case TVX_DRAFT_VERDICT: return tvx_revision_key(arena, verdict, 1);
    default: return NULL;
    }
}

/* ---- what is in force ---- */

static enum tvx_status annotation_now(struct tvx_draft *out, struct tvx_store *store, struct tvx_arena *arena,
                                      const char *key, struct tvx_error *error)
{
    const struct tvx_annotation_query query = {.uid = key, .everything = true};
    struct tvx_annotation a;
    enum tvx_status status = tvx_store_annotation(store, arena, &a, &query, error);

    if (status != TVX_OK)
        return status;
    tvx_draft_set(out, "uid", a.uid);
    tvx_draft_set(out, "body", a.body);
    tvx_draft_set(out, "purpose", a.purpose);
    tvx_draft_set(out, "visibility", tvx_visibility_to_string(a.visibility));
    return TVX_OK;
}

static const char *figure(struct tvx_arena *arena, double value)
{
    return tvx_arena_printf(arena, "%g", value);
}

static enum tvx_status assessment_now(struct tvx_draft *out, struct tvx_store *store, struct tvx_arena *arena,
                                      const char *key, struct tvx_error *error)
{
    const char *line = strchr(key, '\n');
    struct tvx_opinion *opinions;
    size_t count = 0;
    enum tvx_status status = tvx_store_opinions(store, arena, &opinions, &count, error);

    if (line == NULL)
        return status;
    tvx_draft_set(out, "proposal", tvx_arena_strndup(arena, key, (size_t)(line - key)));
    for (size_t i = 0; i < count; i++) {
        const struct tvx_opinion *o = &opinions[i];

        if (!o->in_force || strcmp(o->analyst, line + 1) != 0 ||
            strcmp(o->proposal, tvx_draft_get(out, "proposal")) != 0)
            continue;
        tvx_draft_set(out, "effect_low", figure(arena, o->effect_low));
        tvx_draft_set(out, "effect_high", figure(arena, o->effect_high));
        tvx_draft_set(out, "likelihood_low", figure(arena, 100 * o->likelihood_low));
        tvx_draft_set(out, "likelihood_high", figure(arena, 100 * o->likelihood_high));
        tvx_draft_set(out, "because", o->because);
    }
    return status;
}

static enum tvx_status position_now(struct tvx_draft *out, struct tvx_store *store, struct tvx_arena *arena,
                                    const char *key, struct tvx_error *error)
{
    struct tvx_hand_position *positions;
    size_t count = 0;
    enum tvx_status status = tvx_store_positions(store, arena, &positions, &count, error);

    for (size_t i = 0; i < count; i++) {
        const struct tvx_hand_position *p = &positions[i];
        const char *const parts[] = {p->actor, p->proposal, p->day};
        const char *own = tvx_revision_key(arena, parts, 3);

        if (!p->in_force || own == NULL || strcmp(own, key) != 0)
            continue;
        tvx_draft_set(out, "actor", p->actor);
        tvx_draft_set(out, "proposal", p->proposal);
        tvx_draft_set(out, "day", p->day);
        tvx_draft_set(out, "stance", p->stance);
        tvx_draft_set(out, "source", p->source);
    }
    return status;
}

static enum tvx_status verdict_now(struct tvx_draft *out, struct tvx_store *store, struct tvx_arena *arena,
                                   const char *key, struct tvx_error *error)
{
    struct tvx_judged judged;
    enum tvx_status status = tvx_store_judged_find(store, arena, &judged, key, error);

    if (status != TVX_OK)
        return status;
    tvx_draft_set(out, "match", tvx_arena_strdup(arena, judged.id));
    tvx_draft_set(out, "value", tvx_verdict_value_to_string(judged.verdict.value));
    tvx_draft_set(out, "note", judged.verdict.note);
    return TVX_OK;
}

enum tvx_status tvx_draft_now(struct tvx_draft *out, int64_t *revision, struct tvx_store *store,
                              struct tvx_arena *arena, enum tvx_draft_kind kind, const char *key,
                              struct tvx_error *error)
{
    enum tvx_status status = tvx_store_revision(store, revision, tvx_draft_word(kind), key, error);

    *out = tvx_draft_of(kind);
    if (status != TVX_OK)
        return status;
    tvx_draft_set(out, "seen", tvx_arena_printf(arena, "%lld", (long long)*revision));
    switch (kind) {
    case TVX_DRAFT_ANNOTATION: return annotation_now(out, store, arena, key, error);
    case TVX_DRAFT_ASSESSMENT: return assessment_now(out, store, arena, key, error);
    case TVX_DRAFT_POSITION: return position_now(out, store, arena, key, error);
    case TVX_DRAFT_VERDICT: return verdict_now(out, store, arena, key, error);
    default: return TVX_OK;
    }
}
