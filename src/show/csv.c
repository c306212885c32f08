/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/csv.h>

#include "words.h"

#include <string.h>

static void field(struct tvx_buf *out, const char *text, bool last)
{
    if (text != NULL)
        tvx_buf_csv(out, text, strlen(text));
    tvx_buf_str(out, last ? "\r\n" : ",");
}

static void number_field(struct tvx_buf *out, size_t value)
{
    tvx_buf_printf(out, "%zu,", value);
}

static void sponsors(struct tvx_buf *out, const struct tvx_proposal *proposal)
{
    struct tvx_buf names;

    tvx_buf_init(&names, 1 << 20);
    for (size_t i = 0; i < proposal->sponsor_count; i++) {
        if (i > 0)
            tvx_buf_str(&names, "; ");
        tvx_buf_str(&names, proposal->sponsors[i]);
    }
    field(out, tvx_buf_text(&names), false);
    tvx_buf_free(&names);
}

void tvx_csv_proposals(struct tvx_buf *out, const struct tvx_stored_proposal *items, size_t count)
{
    tvx_buf_str(out, "number,action,instrument,version,provision,sponsors,document,file,meeting,date,before,after,"
                     "reasons,sha256,start,length\r\n");
    for (size_t i = 0; i < count; i++) {
        const struct tvx_proposal *item = &items[i].proposal;
        const struct tvx_resolution *at = &items[i].resolution;
        bool placed = at->kind != TVX_UNRESOLVED;

        field(out, item->number, false);
        field(out, tvx_action_to_string(item->action), false);
        field(out, placed ? at->key : item->place.instrument, false);
        field(out, placed ? at->version : item->place.version, false);
        field(out, placed ? at->path : NULL, false);
        sponsors(out, item);
        field(out, items[i].document, false);
        field(out, show_words_file(items[i].file), false);
        field(out, items[i].meeting, false);
        field(out, items[i].date, false);
        field(out, item->before, false);
        field(out, item->after, false);
        field(out, item->reasons, false);
        field(out, items[i].sha256, false);
        number_field(out, item->start);
        tvx_buf_printf(out, "%zu\r\n", item->points);
    }
}

void tvx_csv_provisions(struct tvx_buf *out, const struct tvx_stored_instrument *head,
                        const struct tvx_instrument *instrument)
{
    tvx_buf_str(out, "instrument,version,path,kind,label,heading,marginal,amended,text\r\n");
    for (size_t i = 0; i < instrument->count; i++) {
        const struct tvx_provision *item = &instrument->provisions[i];

        field(out, head->key, false);
        field(out, head->version, false);
        field(out, item->path, false);
        field(out, tvx_provision_kind_to_string(item->kind), false);
        field(out, item->label, false);
        field(out, item->heading, false);
        field(out, item->marginal, false);
        field(out, item->amended, false);
        field(out, item->text, true);
    }
}

void tvx_csv_comparison(struct tvx_buf *out, const struct tvx_comparison *comparison)
{
    tvx_buf_str(out, "provision,variant,family,number,action,sponsors,document,text\r\n");
    for (size_t i = 0; i < comparison->count; i++) {
        const struct tvx_variant *variant = &comparison->variants[i];
        const struct tvx_stored_proposal *proposal = variant->proposal;

        field(out, comparison->reference, false);
        number_field(out, i);
        field(out, variant->family < comparison->families.count ? comparison->letters[variant->family] : NULL, false);
        if (proposal == NULL) {
            tvx_buf_str(out, "in force,,,,");
        } else {
            field(out, proposal->proposal.number, false);
            field(out, tvx_action_to_string(proposal->proposal.action), false);
            sponsors(out, &proposal->proposal);
            field(out, proposal->document, false);
        }
        field(out, variant->text, true);
    }
}
