/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "linked_page.h"

#include <travaux/show/linked.h>

enum { BLOCK_CEILING = 1 << 24 };

/* What is not told in time is no reason to have no page. */
static void close(struct html *html, struct tvx_buf *block)
{
    if (!block->failed)
        html_data(html, tvx_buf_text(block));
    tvx_buf_free(block);
}

void html_linked_law(struct html *html, const struct tvx_stored_instrument *head)
{
    struct tvx_linked_law law = {.head = head, .language = html->language};
    struct tvx_buf block;
    struct tvx_json json;

    tvx_buf_init(&block, BLOCK_CEILING);
    tvx_json_init(&json, &block);
    tvx_json_linked_law(&json, html->arena, &law, true);
    close(html, &block);
}

void html_linked_provision(struct html *html, const struct tvx_comparison *comparison)
{
    struct tvx_buf block;
    struct tvx_json json;

    tvx_buf_init(&block, BLOCK_CEILING);
    tvx_json_init(&json, &block);
    tvx_json_linked_provision(&json, html->arena, &comparison->instrument, comparison->path, comparison->label,
                              comparison->heading, comparison->base, html->language);
    close(html, &block);
}

void html_linked_proposal(struct html *html, const struct tvx_stored_proposal *proposal)
{
    struct tvx_buf block;
    struct tvx_json json;

    tvx_buf_init(&block, BLOCK_CEILING);
    tvx_json_init(&json, &block);
    tvx_json_linked_proposal(&json, html->arena, proposal, html->language, true);
    close(html, &block);
}
