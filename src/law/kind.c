/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/law/kind.h>

enum { MIN_PROVISIONS = 3 };

static bool is(const char *kind, const char *name)
{
    return kind != NULL && strcmp(kind, name) == 0;
}

bool tvx_header_tells(const struct tvx_header *header)
{
    return header->symbol != NULL || (header->source != NULL && header->conference != NULL);
}

/*
 * Adopted changes make final acts, declarations of states a statement, proposals or a header table a contribution; a
 * text that names its own instrument and version is one; all else is a report.
 */
enum tvx_status tvx_recognise(struct tvx_recognised *out, struct tvx_arena *arena, const struct tvx_document *document,
                              const struct tvx_told *told, struct tvx_error *error)
{
    bool open = told->kind == NULL && told->version == NULL;
    const char *kind = told->kind == NULL && told->version != NULL ? "instrument" : told->kind; /* only laws have one */
    struct tvx_contribution *contribution = &out->contribution;
    struct tvx_instrument *instrument = &out->instrument;
    enum tvx_status status = TVX_OK;

    *out = (struct tvx_recognised){.kind = kind};
    if (open || is(kind, "contribution") || is(kind, "final-acts") || is(kind, "instrument") ||
        is(kind, "statement"))
        status = tvx_contribution_parse(contribution, arena, document, error);
    if (is(kind, "instrument") && !is(contribution->form, "un-draft"))
        *contribution = (struct tvx_contribution){0}; /* only a bracketed draft is a law and proposals in one */
    if (is(kind, "statement") && contribution->statement_count == 0)
        *contribution = (struct tvx_contribution){0}; /* what is declared some other way is left to people */
    if (status == TVX_OK && open && is(contribution->form, "final-acts"))
        kind = "final-acts";
    else if (status == TVX_OK && open && contribution->statement_count > 0)
        kind = "statement";
    else if (status == TVX_OK && open && (contribution->count > 0 || tvx_header_tells(&contribution->header)))
        kind = "contribution";
    out->kind = kind;
    if (status != TVX_OK || (kind != NULL && !is(kind, "instrument") && !is(kind, "final-acts")))
        return status;
    status = tvx_instrument_parse(instrument, arena, document, error);
    out->is_instrument = status == TVX_OK && instrument->count > 0;
    if (kind == NULL) {
        out->is_instrument = out->is_instrument && instrument->key != NULL && instrument->version != NULL &&
                             instrument->count >= MIN_PROVISIONS;
        out->kind = out->is_instrument ? "instrument" : "report";
    }
    if (is(kind, "final-acts")) {
        contribution->count = contribution->warning_count = 0; /* what was adopted is no one's proposal */
        if ((told->instrument == NULL && instrument->key == NULL) ||
            (told->version == NULL && instrument->version == NULL))
            out->is_instrument = false; /* which instrument it is was not told */
        if (is(contribution->form, "final-acts") && told->instrument == NULL)
            out->is_instrument = false; /* a list of changes is no law */
    }
    return status;
}
