/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/csv.h>

#include "csv_field.h"
#include "words.h"

#include <string.h>

void show_csv_field(struct tvx_buf *out, const char *text, bool last)
{
    if (text != NULL)
        tvx_buf_csv(out, text, strlen(text));
    tvx_buf_str(out, last ? "\r\n" : ",");
}

void show_csv_number(struct tvx_buf *out, size_t value, bool last)
{
    tvx_buf_printf(out, "%zu%s", value, last ? "\r\n" : ",");
}

void show_csv_list(struct tvx_buf *out, const char *const *items, size_t count, bool last)
{
    struct tvx_buf names;

    tvx_buf_init(&names, 1 << 24);
    for (size_t i = 0; i < count; i++) {
        tvx_buf_str(&names, i == 0 ? "" : "; ");
        tvx_buf_str(&names, items[i]);
    }
    out->failed = out->failed || names.failed;
    show_csv_field(out, tvx_buf_text(&names), last);
    tvx_buf_free(&names);
}

static void sponsors(struct tvx_buf *out, const struct tvx_proposal *proposal)
{
    show_csv_list(out, proposal->sponsors, proposal->sponsor_count, false);
}

void tvx_csv_proposals(struct tvx_buf *out, const struct tvx_stored_proposal *items, size_t count)
{
    tvx_buf_str(out, "number,action,instrument,version,provision,sponsors,document,file,meeting,date,before,after,"
                     "reasons,sha256,start,length\r\n");
    for (size_t i = 0; i < count; i++) {
        const struct tvx_proposal *item = &items[i].proposal;
        const struct tvx_resolution *at = &items[i].resolution;
        bool placed = at->kind != TVX_UNRESOLVED;

        show_csv_field(out, item->number, false);
        show_csv_field(out, tvx_action_to_string(item->action), false);
        show_csv_field(out, placed ? at->key : item->place.instrument, false);
        show_csv_field(out, placed ? at->version : item->place.version, false);
        show_csv_field(out, placed ? at->path : NULL, false);
        sponsors(out, item);
        show_csv_field(out, items[i].document, false);
        show_csv_field(out, show_words_file(items[i].file), false);
        show_csv_field(out, items[i].meeting, false);
        show_csv_field(out, items[i].date, false);
        show_csv_field(out, item->before, false);
        show_csv_field(out, item->after, false);
        show_csv_field(out, item->reasons, false);
        show_csv_field(out, items[i].sha256, false);
        show_csv_number(out, item->start, false);
        tvx_buf_printf(out, "%zu\r\n", item->points);
    }
}

void tvx_csv_provisions_head(struct tvx_buf *out)
{
    tvx_buf_str(out, "instrument,version,path,kind,label,heading,marginal,amended,text\r\n");
}

void tvx_csv_provisions(struct tvx_buf *out, const struct tvx_stored_instrument *head,
                        const struct tvx_instrument *instrument)
{
    for (size_t i = 0; i < instrument->count; i++) {
        const struct tvx_provision *item = &instrument->provisions[i];

        show_csv_field(out, head->key, false);
        show_csv_field(out, head->version, false);
        show_csv_field(out, item->path, false);
        show_csv_field(out, tvx_provision_kind_to_string(item->kind), false);
        show_csv_field(out, item->label, false);
        show_csv_field(out, item->heading, false);
        show_csv_field(out, item->marginal, false);
        show_csv_field(out, item->amended, false);
        show_csv_field(out, item->text, true);
    }
}

void tvx_csv_comparison(struct tvx_buf *out, const struct tvx_comparison *comparison)
{
    tvx_buf_str(out, "provision,variant,family,number,action,sponsors,document,text\r\n");
    for (size_t i = 0; i < comparison->count; i++) {
        const struct tvx_variant *variant = &comparison->variants[i];
        const struct tvx_stored_proposal *proposal = variant->proposal;

        show_csv_field(out, comparison->reference, false);
        show_csv_number(out, i, false);
        show_csv_field(out, variant->family < comparison->families.count ? comparison->letters[variant->family] : NULL,
                       false);
        if (proposal == NULL) {
            tvx_buf_str(out, "in force,,,,");
        } else {
            show_csv_field(out, proposal->proposal.number, false);
            show_csv_field(out, tvx_action_to_string(proposal->proposal.action), false);
            sponsors(out, &proposal->proposal);
            show_csv_field(out, proposal->document, false);
        }
        show_csv_field(out, variant->text, true);
    }
}
