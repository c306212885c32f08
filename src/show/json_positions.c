/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <travaux/show/json_claim.h>
#include <travaux/show/positions.h>

static void source(struct tvx_json *json, const struct tvx_position *p)
{
    const struct tvx_evidence *e = p->claim.evidence_count > 0 ? &p->claim.evidence[0] : NULL;

    tvx_json_object(json);
    tvx_json_pair(json, "kind", tvx_position_source_to_string(p->source));
    if (e != NULL) {
        tvx_json_pair(json, "document", e->document);
        tvx_json_pair(json, "sha256", e->sha256);
        tvx_json_pair(json, "quote", e->quote);
        if (e->points > 0) {
            tvx_json_pair_int(json, "start", (int64_t)e->start);
            tvx_json_pair_int(json, "len", (int64_t)e->points);
        }
    }
    tvx_json_object_end(json);
}

static void position(struct tvx_json *json, const struct tvx_position *p)
{
    tvx_json_object(json);
    tvx_json_pair(json, "actor", p->actor);
    tvx_json_pair(json, "proposal", p->proposal);
    if (*p->on != '\0')
        tvx_json_pair(json, "on", p->on);
    tvx_json_pair(json, "stance", tvx_stance_to_string(p->stance));
    tvx_json_pair(json, "date", p->date);
    tvx_json_pair(json, "meeting", p->meeting);
    tvx_json_pair(json, "instrument", p->instrument);
    if (p->through != NULL)
        tvx_json_pair(json, "through", p->through);
    tvx_json_pair_bool(json, "conditional", p->conditional);
    tvx_json_pair_bool(json, "former", p->former);
    tvx_json_pair_bool(json, "switched", p->switched);
    if (p->switched)
        tvx_json_pair(json, "from", tvx_stance_to_string(p->from));
    tvx_json_key(json, "source");
    source(json, p);
    tvx_json_key(json, "claim");
    tvx_json_claim(json, &p->claim);
    tvx_json_object_end(json);
}

static void list(struct tvx_json *json, const char *key, const struct tvx_position_list *items)
{
    tvx_json_key(json, key);
    tvx_json_array(json);
    for (size_t i = 0; i < items->count; i++)
        position(json, &items->items[i]);
    tvx_json_array_end(json);
}

static void strings(struct tvx_json *json, const char *key, const char *const *items, size_t count)
{
    tvx_json_key(json, key);
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++)
        tvx_json_string(json, items[i]);
    tvx_json_array_end(json);
}

static void network(struct tvx_json *json, const struct tvx_positions *positions)
{
    tvx_json_key(json, "network");
    tvx_json_array(json);
    for (size_t i = 0; i < positions->edge_count; i++) {
        const struct tvx_position_edge *e = &positions->edges[i];

        tvx_json_object(json);
        tvx_json_pair(json, "a", e->a);
        tvx_json_pair(json, "b", e->b);
        tvx_json_pair_int(json, "count", (int64_t)e->count);
        strings(json, "proposals", e->proposals, e->count);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void blocs(struct tvx_json *json, const struct tvx_positions *positions)
{
    tvx_json_key(json, "groups");
    tvx_json_array(json);
    for (size_t i = 0; i < positions->bloc_count; i++) {
        const struct tvx_position_bloc *b = &positions->blocs[i];

        tvx_json_object(json);
        strings(json, "actors", b->actors, b->count);
        tvx_json_pair_number(json, "agreement", b->agreement);
        tvx_json_pair_int(json, "n", (int64_t)b->shared);
        tvx_json_pair(json, "because", b->because);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void indices(struct tvx_json *json, const struct tvx_positions *positions)
{
    tvx_json_key(json, "indices");
    tvx_json_array(json);
    for (size_t i = 0; i < positions->index_count; i++) {
        const struct tvx_position_index *index = &positions->indices[i];

        tvx_json_object(json);
        tvx_json_pair(json, "file", index->file);
        tvx_json_pair(json, "source", index->source);
        tvx_json_key(json, "values");
        tvx_json_array(json);
        for (size_t k = 0; k < index->count; k++) {
            tvx_json_object(json);
            tvx_json_pair(json, "actor", index->values[k].actor);
            tvx_json_pair_number(json, "value", index->values[k].value);
            if (index->values[k].year != 0)
                tvx_json_pair_int(json, "year", index->values[k].year);
            tvx_json_object_end(json);
        }
        tvx_json_array_end(json);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

void tvx_json_positions(struct tvx_json *json, const struct tvx_positions *positions)
{
    tvx_json_object(json);
    list(json, "positions", &positions->list);
    list(json, "unplaced", &positions->unplaced);
    network(json, positions);
    blocs(json, positions);
    tvx_json_key(json, "estimates");
    tvx_json_array(json);
    for (size_t i = 0; i < positions->estimate_count; i++) {
        const struct tvx_estimate *e = &positions->estimates[i];

        tvx_json_object(json);
        tvx_json_pair(json, "actor", e->actor);
        tvx_json_pair_number(json, "point", e->point);
        tvx_json_pair_number(json, "low", e->low);
        tvx_json_pair_number(json, "high", e->high);
        tvx_json_pair_int(json, "n", (int64_t)e->n);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    tvx_json_pair(json, "estimate_note", positions->estimate_note);
    indices(json, positions);
    tvx_json_object_end(json);
}

void tvx_json_hand_position(struct tvx_json *json, const struct tvx_hand_position *p)
{
    tvx_json_object(json);
    tvx_json_pair(json, "actor", p->actor);
    tvx_json_pair(json, "proposal", p->proposal);
    tvx_json_pair(json, "stance", p->stance);
    tvx_json_pair(json, "date", p->day);
    tvx_json_pair(json, "source", p->source);
    tvx_json_pair(json, "at", p->at);
    tvx_json_pair_bool(json, "in_force", p->in_force);
    tvx_json_object_end(json);
}
