/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Tables of what the analyses found. */
#include <travaux/show/csv.h>

#include "csv_field.h"
#include "words.h"

static void position(struct tvx_buf *out, const struct tvx_position *item)
{
    const struct tvx_evidence *at = item->claim.evidence_count == 0 ? NULL : &item->claim.evidence[0];

    show_csv_field(out, item->actor, false);
    show_csv_field(out, item->proposal, false);
    show_csv_field(out, item->on, false);
    show_csv_field(out, tvx_stance_to_string(item->stance), false);
    show_csv_field(out, item->date, false);
    show_csv_field(out, item->meeting, false);
    show_csv_field(out, item->instrument, false);
    show_csv_field(out, tvx_position_source_to_string(item->source), false);
    show_csv_field(out, item->through, false);
    show_csv_field(out, item->conditional ? "yes" : "", false);
    show_csv_field(out, item->former ? "yes" : "", false);
    show_csv_field(out, item->switched ? tvx_stance_to_string(item->from) : "", false);
    show_csv_field(out, at == NULL ? NULL : at->document, false);
    show_csv_field(out, at == NULL ? NULL : at->quote, false);
    show_csv_field(out, at == NULL ? NULL : at->sha256, true);
}

void tvx_csv_positions(struct tvx_buf *out, const struct tvx_positions *positions)
{
    tvx_buf_str(out, "actor,proposal,on,stance,date,meeting,instrument,source,through,conditional,former,"
                     "switched_from,document,quote,sha256\r\n");
    for (size_t i = 0; i < positions->list.count; i++)
        position(out, &positions->list.items[i]);
    for (size_t i = 0; i < positions->unplaced.count; i++)
        position(out, &positions->unplaced.items[i]);
}

void tvx_csv_outcomes(struct tvx_buf *out, const struct tvx_outcomes *all)
{
    tvx_buf_str(out, "proposal,action,sponsors,meeting,instrument,version,provision,outcome,became,adopted_words,"
                     "of_words,other_words,with,others,why,before,after,adopted\r\n");
    for (size_t i = 0; i < all->count; i++) {
        const struct tvx_outcome_report *item = &all->items[i];
        const struct tvx_outcome *found = item->outcome;
        const struct tvx_stored_proposal *stored = found->proposal;

        show_csv_field(out, stored->proposal.number, false);
        show_csv_field(out, tvx_action_to_string(stored->proposal.action), false);
        show_csv_list(out, stored->proposal.sponsors, stored->proposal.sponsor_count, false);
        show_csv_field(out, stored->meeting, false);
        show_csv_field(out, found->instrument, false);
        show_csv_field(out, found->version, false);
        show_csv_field(out, found->provision, false);
        show_csv_field(out, tvx_fate_to_string(found->fate), false);
        show_csv_field(out, tvx_became_to_string(item->became), false);
        show_csv_number(out, found->adopted_words, false);
        show_csv_number(out, found->of_words, false);
        show_csv_number(out, item->other_words, false);
        show_csv_list(out, found->with, found->with_count, false);
        show_csv_list(out, item->others, item->other_count, false);
        show_csv_field(out, item->why, false);
        show_csv_field(out, found->before, false);
        show_csv_field(out, found->after, false);
        show_csv_field(out, found->adopted, true);
    }
}

void tvx_csv_register(struct tvx_buf *out, const struct tvx_register *all)
{
    tvx_buf_str(out, "document,symbol,meeting,kind,direction,date,language,title,sponsors,file,access,public_since,"
                     "proposals,sha256\r\n");
    for (size_t i = 0; i < all->count; i++) {
        const struct tvx_register_entry *entry = &all->entries[i];
        const struct tvx_stored_document *document = entry->document;

        show_csv_field(out, document->name, false);
        show_csv_field(out, document->symbol, false);
        show_csv_field(out, document->meeting, false);
        show_csv_field(out, document->kind, false);
        show_csv_field(out, entry->output ? "output" : "input", false);
        show_csv_field(out, document->date, false);
        show_csv_field(out, document->language, false);
        show_csv_field(out, document->title, false);
        show_csv_list(out, document->sponsors, document->sponsor_count, false);
        show_csv_field(out, show_words_file(document->file), false);
        show_csv_field(out, entry->access, false);
        show_csv_field(out, entry->public_since, false);
        show_csv_number(out, document->proposals, false);
        show_csv_field(out, document->sha256, true);
    }
}

static void paths(struct tvx_buf *out, const struct tvx_scope_reaches *list, bool last)
{
    struct tvx_buf names;

    tvx_buf_init(&names, 1 << 24);
    for (size_t i = 0; i < list->count; i++)
        tvx_buf_printf(&names, "%s%s", i == 0 ? "" : "; ", list->items[i].ref);
    out->failed = out->failed || names.failed;
    show_csv_field(out, tvx_buf_text(&names), last);
    tvx_buf_free(&names);
}

static void definition(struct tvx_buf *out, const struct tvx_scope *scope, const struct tvx_scope_definition *item,
                       const struct tvx_scope_change *change)
{
    show_csv_field(out, item->term, false);
    show_csv_field(out, scope->laws[item->law].key, false);
    show_csv_field(out, scope->laws[item->law].version, false);
    show_csv_field(out, item->path, false);
    show_csv_field(out, item->body, false);
    show_csv_field(out, item->layer, false);
    paths(out, &item->affected, false);
    paths(out, &item->affected_through, false);
    show_csv_field(out, change == NULL ? NULL : change->proposal, false);
    show_csv_list(out, change == NULL ? NULL : change->sponsors, change == NULL ? 0 : change->sponsor_count, false);
    show_csv_field(out, change == NULL ? NULL : tvx_reach_to_string(change->judged.reach), false);
    show_csv_field(out, change == NULL ? NULL : change->before, false);
    show_csv_field(out, change == NULL ? NULL : change->after, true);
}

void tvx_csv_definitions(struct tvx_buf *out, const struct tvx_scope *scope)
{
    tvx_buf_str(out, "term,instrument,version,provision,definition,layer,affected,affected_through,proposal,sponsors,"
                     "direction,before,after\r\n");
    for (size_t i = 0; i < scope->count + scope->proposed_count; i++) {
        const struct tvx_scope_definition *item =
            i < scope->count ? &scope->definitions[i] : &scope->proposed[i - scope->count];

        for (size_t j = 0; j < item->change_count; j++)
            definition(out, scope, item, &item->changes[j]);
        if (item->change_count == 0)
            definition(out, scope, item, NULL);
    }
}
