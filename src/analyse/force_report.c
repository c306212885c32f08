/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/analyse/force_report.h>

#include <string.h>
#include <travaux/text/utf8.h>

#include "force_desk.h"

enum { CONDITIONS_NAMED = 3 };

/* The passage of a proposal's text: in what the document prints of it, else without a place. */
static enum tvx_status passage_of_proposal(struct tvx_evidence *out, const struct tvx_stored_proposal *stored,
                                           const char *words, size_t *from)
{
    const struct tvx_proposal *proposal = &stored->proposal;
    const char *quote = proposal->quote == NULL ? "" : proposal->quote, *found;

    *out = (struct tvx_evidence){.document = stored->document == NULL ? "" : stored->document,
                                 .sha256 = stored->sha256 == NULL ? "" : stored->sha256,
                                 .ref = proposal->number,
                                 .quote = words,
                                 .document_id = stored->document_id};
    found = *words == '\0' || *from > strlen(quote) ? NULL : strstr(quote + *from, words);
    if (found != NULL && proposal->points > 0) {
        out->start = proposal->start + tvx_utf8_count(quote, (size_t)(found - quote));
        out->points = tvx_utf8_count(words, strlen(words));
        *from = (size_t)(found - quote) + strlen(words);
    }
    return TVX_OK;
}

static enum tvx_status passages(struct tvx_evidence **out, struct tvx_force_desk *desk, const struct tvx_force *force,
                                const struct tvx_stored_proposal *proposal, const struct desk_law *law,
                                const char *path, struct tvx_error *error)
{
    struct tvx_evidence *evidence = tvx_arena_array(desk->arena, force->count + 1, sizeof *evidence);
    enum tvx_status status = TVX_OK;
    size_t from = 0;

    if (evidence == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; status == TVX_OK && i < force->count; i++)
        status = law == NULL ? passage_of_proposal(&evidence[i], proposal, force->items[i].words, &from)
                             : desk_passage(&evidence[i], desk, law, path, force->items[i].words, error);
    *out = evidence;
    return status;
}

/* ---- claims ---- */

/* "\"shall endeavour to\" (level 2, \"except where …\")" */
static const char *describe(struct tvx_arena *arena, const struct tvx_norm *norm)
{
    const char *out = tvx_arena_printf(arena, "\"%s\" (level %d", norm->modal, norm->level);

    for (size_t i = 0; out != NULL && i < norm->condition_count && i < CONDITIONS_NAMED; i++)
        out = tvx_arena_printf(arena, "%s, \"%s\"", out, norm->conditions[i].text);
    return out == NULL ? NULL : tvx_arena_printf(arena, "%s)", out);
}

static const char *method_of(struct tvx_arena *arena, const struct tvx_norm *before, const struct tvx_norm *after)
{
    const struct tvx_norm *sides[] = {before, after};
    const char *out = "";

    for (size_t side = 0; side < 2; side++) {
        const struct tvx_norm *norm = sides[side];

        if (norm == NULL)
            continue;
        out = tvx_arena_printf(arena, *out == '\0' ? "%s%s" : "%s; %s", out, norm->row);
        for (size_t i = 0; out != NULL && i < norm->condition_count && i < CONDITIONS_NAMED; i++)
            out = tvx_arena_printf(arena, "%s; %s", out, norm->conditions[i].row);
        if (out == NULL)
            return NULL;
    }
    return out;
}

static const char *say_change(struct tvx_arena *arena, const struct tvx_norm_change *change)
{
    const struct tvx_norm *norm = change->after == NULL ? change->before : change->after;
    const char *who = *norm->actor == '\0' ? "nobody named" : norm->actor;
    const char *after = change->after == NULL ? "" : describe(arena, change->after);
    const char *before = change->before == NULL ? "" : describe(arena, change->before);

    if (before == NULL || after == NULL)
        return NULL;
    if (change->before == NULL)
        return tvx_arena_printf(arena, "A new %s, of %s: %s.", norm->kind, who, after);
    if (change->after == NULL)
        return tvx_arena_printf(arena, "A %s goes, of %s: %s.", norm->kind, who, before);
    if (change->difference != 0)
        return tvx_arena_printf(arena, "%s becomes %s, for %s.", before, after, who);
    return tvx_arena_printf(arena, "%s keeps its level for %s, but has its %s: now %s.", before, who, change->because,
                            after);
}

/* The sentence is the side's: its number among the side's sentences finds its passage. */
static enum tvx_status rest_on(struct tvx_claim *claim, struct tvx_force_desk *desk, const struct tvx_force *side,
                               const struct tvx_evidence *evidence, const struct tvx_force_sentence *sentence,
                               struct tvx_error *error)
{
    if (sentence == NULL)
        return TVX_OK;
    return tvx_claim_rests_on(claim, desk->arena, &evidence[sentence - side->items], error);
}

static enum tvx_status claim_changes(struct tvx_force_report *report, struct tvx_force_desk *desk,
                                     const struct tvx_force_step *step, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < step->count; i++) {
        const struct tvx_norm_change *change = &step->changes[i];
        const char *statement, *method;
        struct tvx_claim *claim;

        if (change->direction == TVX_FORCE_SAME)
            continue;
        statement = say_change(desk->arena, change);
        method = method_of(desk->arena, change->before, change->after);
        claim = statement == NULL || method == NULL
                    ? NULL
                    : tvx_claims_add(&report->claims, desk->arena, statement,
                                     tvx_force_direction_to_string(change->direction), method);
        if (claim == NULL)
            return tvx_error_nomem(error);
        claim->has_interval = true;
        claim->low = claim->high = change->difference;
        status = rest_on(claim, desk, &report->before, report->before_evidence, change->before_in, error);
        if (status == TVX_OK)
            status = rest_on(claim, desk, &report->after, report->after_evidence, change->after_in, error);
    }
    return status;
}

/* Is the reference in the text before too? */
static bool was_there(const struct tvx_force_report *report, const struct tvx_force_reference *reference)
{
    for (size_t i = 0; i < report->before.count && report->compared; i++)
        for (size_t j = 0; j < report->before.items[i].reference_count; j++)
            if (strcmp(report->before.items[i].references[j].object, reference->object) == 0)
                return true;
    return false;
}

/* A duty in a binding instrument to follow a text that binds nobody by itself makes that text binding. */
static enum tvx_status claim_references(struct tvx_force_report *report, struct tvx_force_desk *desk, size_t index,
                                        struct tvx_error *error)
{
    const struct tvx_force_sentence *sentence = &report->after.items[index];
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < sentence->reference_count; i++) {
        const struct tvx_force_reference *reference = &sentence->references[i];
        const struct tvx_norm *norm = &sentence->norms[reference->norm < sentence->count ? reference->norm : 0];
        const char *statement;
        struct tvx_claim *claim;

        if (report->instrument.nature != TVX_FORCE_BINDING || norm->own < TVX_FORCE_TOP ||
            was_there(report, reference))
            continue;
        statement = tvx_arena_printf(
            desk->arena,
            reference->voluntary ? "\"%s\": %s, which binds nobody by itself, is made a %s here (level %d)."
                                 : "\"%s\": what stands in %s is made part of a %s (level %d).",
            reference->text, reference->object, norm->kind, norm->level);
        claim = statement == NULL ? NULL
                                  : tvx_claims_add(&report->claims, desk->arena, statement, "incorporation",
                                                   reference->row);
        if (claim == NULL)
            return tvx_error_nomem(error);
        status = tvx_claim_rests_on(claim, desk->arena, &report->after_evidence[index], error);
    }
    return status;
}

static enum tvx_status make_claims(struct tvx_force_report *report, struct tvx_force_desk *desk,
                                   struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < report->change.count && report->compared; i++)
        status = claim_changes(report, desk, &report->change.steps[i], error);
    for (size_t i = 0; status == TVX_OK && i < report->after.count; i++)
        status = claim_references(report, desk, i, error);
    return status;
}

/* ---- reports ---- */

/* Law as it stands: every sentence is its own before and after. */
static enum tvx_status stand_still(struct tvx_force_report *report, struct tvx_force_desk *desk,
                                   struct tvx_error *error)
{
    report->before = report->after;
    report->before_evidence = report->after_evidence;
    report->change.steps = tvx_arena_array(desk->arena, report->after.count + 1, sizeof *report->change.steps);
    if (report->change.steps == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < report->after.count; i++)
        report->change.steps[report->change.count++] = (struct tvx_force_step){
            .before = &report->before.items[i], .after = &report->after.items[i], .before_count = 1, .after_count = 1};
    return TVX_OK;
}

enum tvx_status tvx_force_of_law(struct tvx_force_report *out, struct tvx_force_desk *desk, const char *key,
                                 const char *version, const char *path, struct tvx_error *error)
{
    struct desk_law *law;
    enum tvx_status status = desk_law(&law, desk, key, version, error);

    *out = (struct tvx_force_report){0};
    if (status != TVX_OK)
        return status;
    out->key = law->head.key;
    out->version = law->head.version;
    out->path = path;
    out->instrument = law->force;
    out->reference = tvx_arena_printf(desk->arena, path == NULL ? "%s@%s" : "%s@%s:%s", out->key, out->version, path);
    if (out->reference == NULL)
        return tvx_error_nomem(error);
    status = desk_read_law(&out->after, &out->after_evidence, desk, law, path, error);
    if (status == TVX_OK)
        status = stand_still(out, desk, error);
    return status == TVX_OK ? make_claims(out, desk, error) : status;
}

enum tvx_status tvx_force_between(struct tvx_force_report *out, struct tvx_force_desk *desk,
                                  const struct tvx_force_text *before, const struct tvx_force_text *after,
                                  struct tvx_error *error)
{
    struct desk_law *old = NULL, *law = NULL;
    enum tvx_status status = desk_law(&old, desk, before->key, before->version, error);

    *out = (struct tvx_force_report){.compared = true};
    if (status == TVX_OK)
        status = desk_law(&law, desk, after->key, after->version, error);
    if (status != TVX_OK)
        return status;
    out->key = law->head.key;
    out->version = law->head.version;
    out->path = after->path;
    out->instrument = law->force;
    out->reference = tvx_arena_printf(
        desk->arena, "%s@%s%s%s → %s@%s%s%s", old->head.key, old->head.version, before->path == NULL ? "" : ":",
        before->path == NULL ? "" : before->path, out->key, out->version, after->path == NULL ? "" : ":",
        after->path == NULL ? "" : after->path);
    if (out->reference == NULL)
        return tvx_error_nomem(error);
    status = desk_read_law(&out->before, &out->before_evidence, desk, old, before->path, error);
    if (status == TVX_OK)
        status = desk_read_law(&out->after, &out->after_evidence, desk, law, after->path, error);
    if (status == TVX_OK)
        status = tvx_force_compare(&out->change, desk->arena, &out->before, &out->after, error);
    return status == TVX_OK ? make_claims(out, desk, error) : status;
}

/* The text before a proposal: as the proposal prints it, else the stored provision that it is about. */
static enum tvx_status read_before(struct tvx_force_report *out, struct tvx_force_desk *desk,
                                   const struct desk_law *law, const struct tvx_force_context *context,
                                   struct tvx_error *error)
{
    const struct tvx_stored_proposal *stored = out->proposal;
    const struct tvx_resolution *resolution = &stored->resolution;
    const char *text = stored->proposal.before;
    enum tvx_status status;

    if ((text == NULL || *text == '\0') && law != NULL && resolution->kind == TVX_RESOLVED &&
        stored->proposal.action != TVX_ACTION_ADD && stored->proposal.action != TVX_ACTION_ADD_MOVED)
        return desk_read_law(&out->before, &out->before_evidence, desk, law,
                             resolution->path == NULL || *resolution->path == '\0' ? NULL : resolution->path, error);
    status = tvx_force_read(&out->before, desk->arena, desk->rules, text == NULL ? "" : text, context, error);
    if (status != TVX_OK)
        return status;
    return passages(&out->before_evidence, desk, &out->before, stored, law, resolution->path, error);
}

/* No change is wanted, or the text only goes elsewhere. */
static bool keeps_the_text(enum tvx_action action)
{
    return action == TVX_ACTION_NOC || action == TVX_ACTION_NOC_FIRM || action == TVX_ACTION_SUP_MOVED;
}

enum tvx_status tvx_force_of_proposal(struct tvx_force_report *out, struct tvx_force_desk *desk,
                                      const struct tvx_stored_proposal *proposal, struct tvx_error *error)
{
    const struct tvx_resolution *resolution = &proposal->resolution;
    struct tvx_force_context context = {.place = TVX_FORCE_OPERATIVE};
    struct desk_law *law = NULL;
    enum tvx_status status = TVX_OK;

    *out = (struct tvx_force_report){
        .reference = proposal->proposal.number, .proposal = proposal, .compared = true};
    if (resolution->kind != TVX_UNRESOLVED && resolution->key != NULL)
        status = desk_law(&law, desk, resolution->key, resolution->version, error);
    if (status == TVX_E_NOTFOUND)
        status = TVX_OK;
    if (status != TVX_OK)
        return status;
    if (law != NULL) {
        out->key = law->head.key;
        out->version = law->head.version;
        out->path = resolution->path;
        out->instrument = law->force;
        context.place = desk_place(law, resolution->path);
        context.above = resolution->path == NULL ? "" : desk_above(desk, law, resolution->path);
        if (context.above == NULL)
            return tvx_error_nomem(error);
    } else {
        tvx_force_instrument(&out->instrument, desk->arena, resolution->key, NULL);
    }
    context.instrument = &out->instrument;
    status = desk_language(&context.language, desk, proposal->document_id, error);
    if (status == TVX_OK)
        status = read_before(out, desk, law, &context, error);
    if (status != TVX_OK)
        return status;
    if (keeps_the_text(proposal->proposal.action)) {
        out->after = out->before;
        out->after_evidence = out->before_evidence;
        return stand_still(out, desk, error);
    }
    status = tvx_force_read(&out->after, desk->arena, desk->rules,
                            proposal->proposal.after == NULL ? "" : proposal->proposal.after, &context, error);
    if (status == TVX_OK)
        status = passages(&out->after_evidence, desk, &out->after, proposal, NULL, NULL, error);
    if (status == TVX_OK && proposal->proposal.action == TVX_ACTION_ADD_MOVED) /* it stands elsewhere now */
        return stand_still(out, desk, error);
    if (status == TVX_OK)
        status = tvx_force_compare(&out->change, desk->arena, &out->before, &out->after, error);
    return status == TVX_OK ? make_claims(out, desk, error) : status;
}
