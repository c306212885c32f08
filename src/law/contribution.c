/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/law/proposal.h>

#include "columns.h"
#include "form.h"

/* Of two forms with the same weight the first is taken. */
static const struct tvx_form *const forms[] = {
    &tvx_form_itu,
    &tvx_form_eu_amendments,
    &tvx_form_two_column,
    &tvx_form_compilation,
    &tvx_form_undraft,
    &tvx_form_prose,
    &tvx_form_declarations,
    &tvx_form_final_acts,
};
enum { FORMS = sizeof forms / sizeof *forms };
static const double ENOUGH = 0.5;

/* The form of the greatest weight that is worth trying and was not; FORMS when there is none. */
static size_t heaviest(const struct tvx_form_weight *weights, const bool *tried)
{
    size_t best = FORMS;

    for (size_t i = 0; i < FORMS; i++)
        if (!tried[i] && weights[i].score >= ENOUGH && (best == FORMS || weights[i].score > weights[best].score))
            best = i;
    return best;
}

/* What was weighed by signs may hold nothing that can be read: the next form is then tried, each at most once.  When
   none reads a proposal, what the first one read stands. */
static enum tvx_status read_heaviest(struct tvx_contribution *out, const struct tvx_form_view *view,
                                     const struct tvx_form_weight *weights, struct tvx_error *error)
{
    bool tried[FORMS] = {false};
    size_t i = heaviest(weights, tried);
    bool first = true;

    if (i == FORMS)
        return tvx_form_itu.read(out, view, &weights[0], error);
    for (; i < FORMS; i = heaviest(weights, tried)) {
        struct tvx_contribution read = {.form = forms[i]->name, .because = weights[i].because};
        enum tvx_status status = forms[i]->read(&read, view, &weights[i], error);

        if (status != TVX_OK)
            return status;
        tried[i] = true;
        bool found = read.count + read.statement_count + read.adopted_count > 0;
        if (first || found)
            *out = read;
        first = false;
        if (found)
            break;
    }
    return TVX_OK;
}

enum tvx_status tvx_contribution_parse(struct tvx_contribution *out, struct tvx_arena *arena,
                                       const struct tvx_document *document, struct tvx_error *error)
{
    struct tvx_tables tables = {0};
    struct tvx_form_view view = {.arena = arena, .document = document, .tables = &tables};
    struct tvx_form_weight *weights = tvx_arena_array(arena, FORMS, sizeof *weights);
    enum tvx_status status = tvx_document_lines(&view.after, arena, document, TVX_VIEW_AFTER, error);

    *out = (struct tvx_contribution){.form = "", .because = ""};
    if (weights == NULL)
        return tvx_error_nomem(error);
    if (status == TVX_OK)
        status = tvx_tables_read(&tables, &view, error);
    for (size_t i = 0; status == TVX_OK && i < FORMS; i++) {
        weights[i] = (struct tvx_form_weight){.form = forms[i]->name, .because = ""};
        status = forms[i]->weigh(&weights[i], &view, error);
    }
    if (status == TVX_OK)
        status = read_heaviest(out, &view, weights, error);
    out->weights = weights;
    out->weight_count = status == TVX_OK ? FORMS : 0;
    return status;
}
