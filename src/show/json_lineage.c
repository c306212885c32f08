/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/lineage.h>

static void put_changers(struct tvx_json *json, const char *key, const struct tvx_changer *list, size_t count)
{
    tvx_json_key(json, key);
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++) {
        const struct tvx_proposal *proposal = &list[i].proposal->proposal;

        tvx_json_object(json);
        tvx_json_pair(json, "proposal", proposal->number);
        tvx_json_key(json, "sponsors");
        tvx_json_array(json);
        for (size_t k = 0; k < proposal->sponsor_count; k++)
            tvx_json_string(json, proposal->sponsors[k]);
        tvx_json_array_end(json);
        tvx_json_pair(json, "date", list[i].proposal->date);
        tvx_json_pair_int(json, "words_in", (int64_t)list[i].words_in);
        tvx_json_pair_int(json, "words_out", (int64_t)list[i].words_out);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void put_pieces(struct tvx_json *json, const struct tvx_alteration *change)
{
    tvx_json_key(json, "pieces");
    tvx_json_array(json);
    for (size_t i = 0; i < change->diff.count; i++) {
        const struct tvx_diff_piece *piece = &change->diff.pieces[i];

        tvx_json_object(json);
        tvx_json_pair(json, "op", tvx_diff_op_to_string(piece->op));
        tvx_json_key(json, "text");
        if (piece->op == TVX_DIFF_DEL)
            tvx_json_string_n(json, change->before + piece->a_start, piece->a_length);
        else
            tvx_json_string_n(json, change->text + piece->b_start, piece->b_length);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void put_numbers(struct tvx_json *json, size_t words_in, size_t words_out, size_t orphans)
{
    tvx_json_pair_int(json, "words_in", (int64_t)words_in);
    tvx_json_pair_int(json, "words_out", (int64_t)words_out);
    tvx_json_pair_int(json, "orphans", (int64_t)orphans);
}

static void put_change(struct tvx_json *json, const struct tvx_lineage *lineage, const struct tvx_alteration *change)
{
    tvx_json_object(json);
    tvx_json_pair(json, "change", tvx_alteration_kind_to_string(change->kind));
    tvx_json_pair(json, "provision", change->path);
    tvx_json_pair(json, "before_provision", change->before_path);
    tvx_json_pair(json, "from_version",
                  change->from_count == 0 ? NULL : lineage->history.versions[change->from_version].head.version);
    tvx_json_pair_bool(json, "renumbered", change->renumbered);
    tvx_json_pair_bool(json, "moved", change->moved);
    tvx_json_pair(json, "text", change->text);
    tvx_json_pair(json, "before", change->before);
    put_pieces(json, change);
    put_numbers(json, change->words_in, change->words_out, change->orphans);
    put_changers(json, "changed_by", change->changed_by, change->changed_by_count);
    put_changers(json, "earlier", change->earlier, change->earlier_count);
    tvx_json_object_end(json);
}

/* Of the whole: what all its parts are, else "changed". */
static enum tvx_alteration_kind kind_of(const struct tvx_step *step)
{
    enum tvx_alteration_kind kind = step->change_count > 0 ? step->changes[0].kind : TVX_ALTERED_SAME;

    for (size_t i = 1; i < step->change_count; i++)
        if (step->changes[i].kind != kind)
            return TVX_ALTERED_CHANGED;
    return kind;
}

void tvx_json_lineage(struct tvx_json *json, const struct tvx_lineage *lineage)
{
    tvx_json_array(json);
    for (size_t i = 0; i < lineage->count; i++) {
        const struct tvx_step *step = &lineage->steps[i];
        const struct tvx_stored_instrument *head = &lineage->history.versions[step->version].head;

        tvx_json_object(json);
        tvx_json_pair(json, "version", head->version);
        tvx_json_pair(json, "date", head->date);
        tvx_json_pair(json, "meeting", head->meeting);
        tvx_json_pair(json, "provision", step->path);
        tvx_json_pair(json, "text", step->text);
        tvx_json_key(json, "changed_by");
        tvx_json_array(json);
        for (size_t k = 0; k < step->changed_by_count; k++)
            tvx_json_string(json, step->changed_by[k].proposal->proposal.number);
        tvx_json_array_end(json);
        tvx_json_pair(json, "change", tvx_alteration_kind_to_string(kind_of(step)));
        put_numbers(json, step->words_in, step->words_out, step->orphans);
        tvx_json_key(json, "changes");
        tvx_json_array(json);
        for (size_t k = 0; k < step->change_count; k++)
            put_change(json, lineage, &step->changes[k]);
        tvx_json_array_end(json);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}
