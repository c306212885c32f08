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
};
enum { FORMS = sizeof forms / sizeof *forms };
static const double ENOUGH = 0.5;

enum tvx_status tvx_contribution_parse(struct tvx_contribution *out, struct tvx_arena *arena,
                                       const struct tvx_document *document, struct tvx_error *error)
{
    struct tvx_tables tables = {0};
    struct tvx_form_view view = {.arena = arena, .document = document, .tables = &tables};
    struct tvx_form_weight *weights = tvx_arena_array(arena, FORMS, sizeof *weights);
    enum tvx_status status = tvx_document_lines(&view.after, arena, document, TVX_VIEW_AFTER, error);
    size_t chosen = SIZE_MAX, reader;

    *out = (struct tvx_contribution){0};
    if (weights == NULL)
        return tvx_error_nomem(error);
    if (status == TVX_OK)
        status = tvx_tables_read(&tables, &view, error);
    for (size_t i = 0; status == TVX_OK && i < FORMS; i++) {
        weights[i] = (struct tvx_form_weight){.form = forms[i]->name, .because = ""};
        status = forms[i]->weigh(&weights[i], &view, error);
        if (weights[i].score >= ENOUGH && (chosen == SIZE_MAX || weights[i].score > weights[chosen].score))
            chosen = i;
    }
    if (status != TVX_OK)
        return status;
    reader = chosen == SIZE_MAX ? 0 : chosen;
    status = forms[reader]->read(out, &view, &weights[reader], error);
    out->form = chosen == SIZE_MAX ? "" : forms[chosen]->name;
    out->because = chosen == SIZE_MAX ? "" : weights[chosen].because;
    out->weights = weights;
    out->weight_count = FORMS;
    return status;
}
