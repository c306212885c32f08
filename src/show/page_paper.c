/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Pages of a document and of a proposal. */
#include "pages.h"

#include "shelf.h"
#include "shelf_told.h"

#include <errno.h>
#include <stdlib.h>

static enum tvx_status stored_document(struct tvx_page *page, struct tvx_stored_document *out, int64_t number)
{
    struct tvx_filter filter = {.document = number};
    struct tvx_stored_document *documents = NULL;
    size_t count = 0;
    enum tvx_status status =
        number <= 0 ? TVX_OK
                    : tvx_store_documents(page->store, page->arena, &documents, &count, &filter, page->error);

    if (status == TVX_OK && count == 0)
        return tvx_error_set(page->error, TVX_E_NOTFOUND, "there is no such document");
    if (status == TVX_OK)
        *out = documents[0];
    return status;
}

/* By its number in the workspace, as our links give it, or by its name. */
static enum tvx_status find_document(struct tvx_page *page, int64_t *number)
{
    struct tvx_found found;
    char *end;
    enum tvx_status status;

    errno = 0;
    *number = strtoll(page->reference, &end, 10);
    if (errno == 0 && *end == '\0' && end != page->reference)
        return TVX_OK;
    status = tvx_store_find(page->store, page->arena, &found, page->reference, page->error);
    *number = status == TVX_OK ? found.document : 0;
    return status;
}

enum tvx_status page_document(struct tvx_page *page)
{
    struct html html = html_of(page);
    struct tvx_stored_document document;
    struct tvx_stored_proposal *proposals = NULL;
    struct tvx_filter filter = {0};
    struct tvx_document *tree = NULL;
    struct tvx_health health;
    const char *text = NULL;
    size_t count = 0;
    enum tvx_status status = find_document(page, &filter.document), known = TVX_E_NOTFOUND;

    if (status == TVX_OK)
        status = stored_document(page, &document, filter.document);
    if (status == TVX_OK)
        status = tvx_store_text(page->store, page->arena, &text, document.id, page->error);
    if (status == TVX_OK)
        status = tvx_store_tree(page->store, &tree, document.id, page->error);
    if (status == TVX_OK)
        status = tvx_store_proposals(page->store, page->arena, &proposals, &count, &filter, page->error);
    if (status == TVX_OK) {
        known = tvx_store_health(page->store, page->arena, &health, document.id, page->error);
        status = known == TVX_E_NOTFOUND ? TVX_OK : known;
    }
    if (status == TVX_OK) {
        html.language = document.language;
        html_document_page(&html, &document, known == TVX_OK ? &health : NULL, tree, text, proposals, count);
    }
    tvx_document_free(tree);
    return status;
}

/* Of two meetings that gave the same number the later one's. */
static enum tvx_status find_proposal(struct tvx_page *page, const struct tvx_stored_proposal **out)
{
    struct tvx_filter filter = {.document = 0};
    struct tvx_stored_proposal *proposals = NULL;
    struct tvx_found found;
    size_t count = 0, at = 0;
    enum tvx_status status = tvx_store_find(page->store, page->arena, &found, page->reference, page->error);

    if (status == TVX_OK && found.proposal != 0)
        status = tvx_store_proposal_document(page->store, &filter.document, found.proposal, page->error);
    if (status == TVX_E_NOTFOUND || status == TVX_E_USAGE || (status == TVX_OK && found.proposal == 0)) {
        filter.number = page->reference; /* a number that does not look like one */
        status = TVX_OK;
    }
    if (status == TVX_OK)
        status = tvx_store_proposals(page->store, page->arena, &proposals, &count, &filter, page->error);
    while (filter.number == NULL && at < count && proposals[at].id != found.proposal)
        at++;
    if (status == TVX_OK && at == count)
        return tvx_error_set(page->error, TVX_E_NOTFOUND, "%.200s: there is no such proposal", page->reference);
    if (status == TVX_OK)
        *out = &proposals[at];
    return status;
}

enum tvx_status page_proposal(struct tvx_page *page)
{
    struct html html = html_of(page);
    const struct tvx_stored_proposal *proposal = NULL;
    struct tvx_stored_document document;
    const struct site_lines *lines;
    struct shelf_told told;
    enum tvx_status status = find_proposal(page, &proposal);

    if (status == TVX_OK)
        status = stored_document(page, &document, proposal->document_id);
    if (status == TVX_OK)
        status = shelf_lines(page, &lines, document.id);
    if (status == TVX_OK)
        status = shelf_told(page, &told, proposal->id);
    if (status == TVX_OK) {
        html.language = document.language;
        html_proposal_page(&html, proposal, lines, &told);
    }
    return status;
}
