/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/force.h>
#include <travaux/show/json_claim.h>

static void write_conditions(struct tvx_json *json, const struct tvx_norm *norm)
{
    tvx_json_array(json);
    for (size_t i = 0; i < norm->condition_count; i++) {
        const struct tvx_force_condition *condition = &norm->conditions[i];

        tvx_json_object(json);
        tvx_json_pair(json, "text", condition->text);
        tvx_json_pair(json, "kind", condition->escape ? "escape" : condition->exception ? "exception" : "condition");
        tvx_json_pair(json, "method", condition->row);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void write_norm(struct tvx_json *json, const struct tvx_norm *norm)
{
    if (norm == NULL) {
        tvx_json_null(json);
        return;
    }
    tvx_json_object(json);
    tvx_json_pair(json, "modal", norm->modal);
    tvx_json_pair(json, "kind", norm->kind);
    tvx_json_pair_bool(json, "negated", norm->negated);
    tvx_json_pair_int(json, "level", norm->level);
    tvx_json_pair_int(json, "own_level", norm->own);
    tvx_json_pair(json, "actor", norm->actor);
    tvx_json_pair(json, "act", norm->act);
    tvx_json_key(json, "conditions");
    write_conditions(json, norm);
    tvx_json_pair(json, "method", norm->row);
    tvx_json_object_end(json);
}

static void write_references(struct tvx_json *json, const struct tvx_force_sentence *sentences, size_t count)
{
    tvx_json_key(json, "references");
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sentences[i].reference_count; j++) {
            const struct tvx_force_reference *reference = &sentences[i].references[j];

            tvx_json_object(json);
            tvx_json_pair(json, "text", reference->text);
            tvx_json_pair(json, "object", reference->object);
            tvx_json_pair_bool(json, "voluntary", reference->voluntary);
            tvx_json_pair(json, "method", reference->row);
            tvx_json_object_end(json);
        }
    tvx_json_array_end(json);
}

/* The sentence with the strongest norm, the first of equals; NULL when the side is empty. */
static const struct tvx_force_sentence *strongest(const struct tvx_force_sentence *sentences, size_t count)
{
    const struct tvx_force_sentence *best = count == 0 ? NULL : &sentences[0];

    for (size_t i = 1; i < count; i++)
        if (sentences[i].level > best->level || (best->count == 0 && sentences[i].count > 0))
            best = &sentences[i];
    return best;
}

static void write_side(struct tvx_json *json, struct tvx_arena *arena, const struct tvx_force_sentence *sentences,
                       size_t count, const struct tvx_evidence *evidence)
{
    const struct tvx_force_sentence *best = strongest(sentences, count);
    const struct tvx_norm *norm = best == NULL || best->count == 0 ? NULL : &best->norms[best->strongest];
    const char *text = "";

    for (size_t i = 0; i < count && text != NULL; i++)
        text = tvx_arena_printf(arena, i == 0 ? "%s%s" : "%s %s", text, sentences[i].text);
    tvx_json_object(json);
    tvx_json_pair(json, "text", text);
    tvx_json_pair(json, "place", best == NULL ? "" : tvx_force_place_to_string(best->place));
    if (best != NULL && *best->why != '\0')
        tvx_json_pair(json, "why", best->why);
    if (best != NULL && best->carried)
        tvx_json_pair_bool(json, "carried_by_items", true);
    tvx_json_pair(json, "modal", norm == NULL ? "" : norm->modal);
    tvx_json_pair_int(json, "level", best == NULL ? 0 : best->level);
    tvx_json_pair(json, "actor", norm == NULL ? "" : norm->actor);
    tvx_json_key(json, "conditions");
    tvx_json_array(json);
    for (size_t i = 0; norm != NULL && i < norm->condition_count; i++)
        tvx_json_string(json, norm->conditions[i].text);
    tvx_json_array_end(json);
    tvx_json_key(json, "norms");
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sentences[i].count; j++)
            write_norm(json, &sentences[i].norms[j]);
    tvx_json_array_end(json);
    write_references(json, sentences, count);
    tvx_json_key(json, "evidence");
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++)
        tvx_json_evidence(json, &evidence[i]);
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

static void write_step(struct tvx_json *json, struct tvx_arena *arena, const struct tvx_force_report *report,
                       const struct tvx_force_step *step)
{
    size_t a = step->before == NULL ? 0 : (size_t)(step->before - report->before.items);
    size_t b = step->after == NULL ? 0 : (size_t)(step->after - report->after.items);

    tvx_json_object(json);
    tvx_json_key(json, "before");
    write_side(json, arena, step->before, step->before_count,
               report->before_evidence == NULL ? NULL : report->before_evidence + a);
    tvx_json_key(json, "after");
    write_side(json, arena, step->after, step->after_count,
               report->after_evidence == NULL ? NULL : report->after_evidence + b);
    tvx_json_pair(json, "direction", tvx_force_direction_to_string(step->direction));
    tvx_json_pair_number(json, "difference", step->difference);
    tvx_json_key(json, "changes");
    tvx_json_array(json);
    for (size_t i = 0; i < step->count; i++) {
        const struct tvx_norm_change *change = &step->changes[i];

        if (change->direction == TVX_FORCE_SAME)
            continue;
        tvx_json_object(json);
        tvx_json_pair(json, "direction", tvx_force_direction_to_string(change->direction));
        tvx_json_pair_int(json, "difference", change->difference);
        tvx_json_pair(json, "because", change->because);
        tvx_json_key(json, "before");
        write_norm(json, change->before);
        tvx_json_key(json, "after");
        write_norm(json, change->after);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}

static void write_instrument(struct tvx_json *json, const struct tvx_force_report *report)
{
    static const char *const natures[] = {"binding", "internal", "voluntary"};

    tvx_json_object(json);
    tvx_json_pair(json, "key", report->key);
    tvx_json_pair(json, "version", report->version);
    tvx_json_pair(json, "provision", report->path);
    tvx_json_pair(json, "nature", natures[report->instrument.nature]);
    tvx_json_pair_int(json, "cap", report->instrument.cap);
    tvx_json_pair(json, "method", report->instrument.row);
    tvx_json_object_end(json);
}

void tvx_json_force(struct tvx_json *json, struct tvx_arena *arena, const struct tvx_force_report *report)
{
    tvx_json_object(json);
    tvx_json_pair(json, "reference", report->reference);
    if (report->proposal != NULL) {
        tvx_json_pair(json, "action", tvx_action_to_string(report->proposal->proposal.action));
        tvx_json_key(json, "sponsors");
        tvx_json_array(json);
        for (size_t i = 0; i < report->proposal->proposal.sponsor_count; i++)
            tvx_json_string(json, report->proposal->proposal.sponsors[i]);
        tvx_json_array_end(json);
    }
    tvx_json_key(json, "instrument");
    write_instrument(json, report);
    tvx_json_key(json, "sentences");
    tvx_json_array(json);
    for (size_t i = 0; i < report->change.count; i++)
        write_step(json, arena, report, &report->change.steps[i]);
    tvx_json_array_end(json);
    tvx_json_pair(json, "direction", tvx_force_direction_to_string(report->change.direction));
    tvx_json_pair_number(json, "difference", report->change.difference);
    tvx_json_pair_bool(json, "mixed", report->change.mixed);
    tvx_json_key(json, "claims");
    tvx_json_claims(json, &report->claims);
    tvx_json_object_end(json);
}

void tvx_json_force_list(struct tvx_json *json, struct tvx_arena *arena, const struct tvx_force_report *reports,
                         size_t count)
{
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++)
        tvx_json_force(json, arena, &reports[i]);
    tvx_json_array_end(json);
}
