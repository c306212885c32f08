/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Prints what is recognised in each file named, one JSON object a line: for layouts.py, which compares. */
#include <stdio.h>
#include <travaux/base/json.h>
#include <travaux/law/proposal.h>
#include <travaux/read/read.h>

static void list(struct tvx_json *json, const char *key, const char *const *items, size_t count)
{
    tvx_json_key(json, key);
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++)
        tvx_json_string(json, items[i]);
    tvx_json_array_end(json);
}

static void print_header(struct tvx_json *json, const struct tvx_header *h)
{
    tvx_json_key(json, "header");
    tvx_json_object(json);
    tvx_json_pair(json, "conference", h->conference);
    tvx_json_pair(json, "meeting", h->meeting);
    tvx_json_pair(json, "place", h->place);
    tvx_json_pair(json, "symbol", h->symbol);
    tvx_json_pair(json, "date", h->date);
    tvx_json_pair(json, "language", h->language);
    tvx_json_pair(json, "source", h->source);
    tvx_json_pair(json, "title", h->title);
    tvx_json_pair(json, "session", h->session);
    list(json, "sponsors", h->sponsors, h->sponsor_count);
    tvx_json_object_end(json);
}

static void print_proposal(struct tvx_json *json, const struct tvx_proposal *p)
{
    tvx_json_object(json);
    tvx_json_pair(json, "number", p->number);
    tvx_json_pair(json, "action", p->action == TVX_ACTION_NOC_FIRM ? "NOC!" : tvx_action_to_string(p->action));
    tvx_json_pair(json, "target", p->target);
    tvx_json_pair(json, "instrument", p->place.instrument);
    tvx_json_pair(json, "version", p->place.version);
    tvx_json_pair(json, "path", p->place.path);
    tvx_json_pair(json, "marginal", p->place.marginal);
    list(json, "sponsors", p->sponsors, p->sponsor_count);
    tvx_json_pair(json, "before", p->before);
    tvx_json_pair(json, "after", p->after);
    tvx_json_pair(json, "reasons", p->reasons);
    tvx_json_object_end(json);
}

/* Every form with the weight that it got and why. */
static void print_weights(struct tvx_json *json, const struct tvx_contribution *c)
{
    tvx_json_key(json, "weights");
    tvx_json_array(json);
    for (size_t i = 0; i < c->weight_count; i++) {
        char score[16];

        snprintf(score, sizeof score, "%.2f", c->weights[i].score);
        tvx_json_object(json);
        tvx_json_pair(json, "form", c->weights[i].form);
        tvx_json_pair(json, "score", score);
        tvx_json_pair(json, "because", c->weights[i].because);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static int print_file(const char *path)
{
    struct tvx_document *document = NULL;
    struct tvx_contribution contribution;
    struct tvx_error error = {0};
    struct tvx_json json;
    struct tvx_buf out;

    if (tvx_read_file(&document, path, NULL, &error) != TVX_OK ||
        tvx_contribution_parse(&contribution, document->arena, document, &error) != TVX_OK) {
        fprintf(stderr, "%s: %s\n", path, error.message);
        tvx_document_free(document);
        return 1;
    }
    tvx_buf_init(&out, 64 << 20);
    tvx_json_init(&json, &out);
    tvx_json_object(&json);
    tvx_json_pair(&json, "file", path);
    tvx_json_pair(&json, "form", contribution.form);
    print_weights(&json, &contribution);
    print_header(&json, &contribution.header);
    tvx_json_key(&json, "proposals");
    tvx_json_array(&json);
    for (size_t i = 0; i < contribution.count; i++)
        print_proposal(&json, &contribution.proposals[i]);
    tvx_json_array_end(&json);
    tvx_json_key(&json, "warnings");
    tvx_json_array(&json);
    for (size_t i = 0; i < contribution.warning_count; i++)
        tvx_json_string(&json, contribution.warnings[i].message);
    tvx_json_array_end(&json);
    tvx_json_object_end(&json);
    puts(tvx_buf_text(&out));
    tvx_buf_free(&out);
    tvx_document_free(document);
    return 0;
}

int main(int argc, char **argv)
{
    int failed = 0;

    for (int i = 1; i < argc; i++)
        failed |= print_file(argv[i]);
    return failed;
}
