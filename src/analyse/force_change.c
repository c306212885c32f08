/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/analyse/force_change.h>

#include <string.h>
#include <travaux/compare/align.h>
#include <travaux/text/utf8.h>

enum { MOST_NORMS = 256, MOST_WORDS = 64 };

static const double LEAST_LIKE = 0.25;     /* likeness of two norms that are taken for one that changed */
static const double CONDITION_ALONE = 0.5; /* what a condition that comes or goes weighs beside levels */

const char *tvx_force_direction_to_string(enum tvx_force_direction direction)
{
    static const char *const names[] = {"same", "raised", "lowered"};

    return names[direction];
}

static enum tvx_force_direction direction_of(double difference)
{
    return difference > 0 ? TVX_FORCE_RAISED : difference < 0 ? TVX_FORCE_LOWERED : TVX_FORCE_SAME;
}

struct word {
    const char *text;
    size_t length;
};

/* The words of a text between spaces and punctuation; at most MOST_WORDS of them. */
static size_t words_of(struct word *out, const char *text)
{
    static const char between[] = " ,;:.()[]\"'\n";
    size_t count = 0;

    while (*text != '\0' && count < MOST_WORDS) {
        size_t length;

        text += strspn(text, between);
        length = strcspn(text, between);
        if (length > 0)
            out[count++] = (struct word){text, length};
        text += length;
    }
    return count;
}

/* How many words of a are in b, each of b's taken once. */
static size_t shared_words(const char *a, const char *b, size_t *a_count, size_t *b_count)
{
    struct word x[MOST_WORDS], y[MOST_WORDS];
    bool taken[MOST_WORDS] = {false};
    size_t shared = 0;

    *a_count = words_of(x, a);
    *b_count = words_of(y, b);
    for (size_t i = 0; i < *a_count; i++)
        for (size_t j = 0; j < *b_count; j++)
            if (!taken[j] && x[i].length == y[j].length && memcmp(x[i].text, y[j].text, x[i].length) == 0) {
                taken[j] = true;
                shared++;
                break;
            }
    return shared;
}

static double likeness(const struct tvx_norm *a, const struct tvx_norm *b)
{
    size_t a_count, b_count, shared = shared_words(a->act, b->act, &a_count, &b_count);
    double act = a_count + b_count == 0 ? 1 : 2.0 * (double)shared / (double)(a_count + b_count);

    return act + (strcmp(a->actor, b->actor) == 0 ? 0.15 : 0) + (strcmp(a->modal, b->modal) == 0 ? 0.1 : 0);
}

/* Is every word of a in b, and more in b? */
static bool grew(const char *a, const char *b)
{
    size_t a_count, b_count, shared = shared_words(a, b, &a_count, &b_count);

    return shared == a_count && b_count > a_count;
}

static void weigh_conditions(struct tvx_norm_change *change)
{
    const struct tvx_norm *a = change->before, *b = change->after;

    if (a->condition_count != b->condition_count) {
        bool added = b->condition_count > a->condition_count;

        change->direction = added ? TVX_FORCE_LOWERED : TVX_FORCE_RAISED;
        change->because = added ? "condition added" : "condition dropped";
        return;
    }
    for (size_t i = 0; i < a->condition_count; i++) {
        if (!a->conditions[i].exception || !b->conditions[i].exception)
            continue;
        if (grew(a->conditions[i].text, b->conditions[i].text)) {
            change->direction = TVX_FORCE_LOWERED;
            change->because = "exception widened";
        } else if (grew(b->conditions[i].text, a->conditions[i].text)) {
            change->direction = TVX_FORCE_RAISED;
            change->because = "exception narrowed";
        }
    }
}

static void weigh(struct tvx_norm_change *change)
{
    change->because = "";
    change->difference = (change->after == NULL ? 0 : change->after->level) -
                         (change->before == NULL ? 0 : change->before->level);
    change->direction = direction_of(change->difference);
    if (change->before == NULL || change->after == NULL)
        change->because = change->before == NULL ? "new" : "gone";
    else if (change->difference != 0)
        change->because = "level";
    else
        weigh_conditions(change);
}

struct list { /* the norms of one side of a step */
    const struct tvx_norm *norms[MOST_NORMS];
    const struct tvx_force_sentence *in[MOST_NORMS];
    size_t partner[MOST_NORMS];
    size_t count;
};

static void list_norms(struct list *out, const struct tvx_force_sentence *sentences, size_t count)
{
    out->count = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < sentences[i].count && !sentences[i].carried && out->count < MOST_NORMS; j++) {
            out->norms[out->count] = &sentences[i].norms[j];
            out->in[out->count] = &sentences[i];
            out->partner[out->count++] = SIZE_MAX;
        }
}

/* The likest pairs first; where a side has one norm left and the other too, they are one that was rewritten. */
static void pair_norms(struct list *a, struct list *b)
{
    for (;;) {
        double best = LEAST_LIKE;
        size_t x = SIZE_MAX, y = SIZE_MAX;

        for (size_t i = 0; i < a->count; i++)
            for (size_t j = 0; j < b->count && a->partner[i] == SIZE_MAX; j++) {
                double like = b->partner[j] == SIZE_MAX ? likeness(a->norms[i], b->norms[j]) : 0;

                if (like > best) {
                    best = like;
                    x = i;
                    y = j;
                }
            }
        if (x == SIZE_MAX)
            break;
        a->partner[x] = y;
        b->partner[y] = x;
    }
    if (a->count == 1 && b->count == 1 && a->partner[0] == SIZE_MAX)
        a->partner[0] = b->partner[0] = 0;
}

static enum tvx_status make_step(struct tvx_force_step *step, struct tvx_arena *arena, struct list *a, struct list *b,
                                 struct tvx_error *error)
{
    list_norms(a, step->before, step->before_count);
    list_norms(b, step->after, step->after_count);
    pair_norms(a, b);
    step->changes = tvx_arena_array(arena, a->count + b->count + 1, sizeof *step->changes);
    if (step->changes == NULL)
        return tvx_error_nomem(error);
    for (size_t j = 0; j < b->count; j++) {
        struct tvx_norm_change *change = &step->changes[step->count++];

        *change = (struct tvx_norm_change){.after = b->norms[j], .after_in = b->in[j]};
        if (b->partner[j] != SIZE_MAX) {
            change->before = a->norms[b->partner[j]];
            change->before_in = a->in[b->partner[j]];
        }
    }
    for (size_t i = 0; i < a->count; i++)
        if (a->partner[i] == SIZE_MAX)
            step->changes[step->count++] = (struct tvx_norm_change){.before = a->norms[i], .before_in = a->in[i]};
    for (size_t i = 0; i < step->count; i++) {
        struct tvx_norm_change *change = &step->changes[i];

        weigh(change);
        step->difference += change->difference;
        if (change->difference == 0 && change->direction != TVX_FORCE_SAME)
            step->difference += change->direction == TVX_FORCE_RAISED ? CONDITION_ALONE : -CONDITION_ALONE;
    }
    step->direction = direction_of(step->difference);
    return TVX_OK;
}

static struct tvx_part *parts_of(struct tvx_arena *arena, const struct tvx_force *force)
{
    struct tvx_part *parts = tvx_arena_array(arena, force->count + 1, sizeof *parts);

    for (size_t i = 0; parts != NULL && i < force->count; i++) {
        parts[i].label = "";
        parts[i].text = tvx_text_fold_space(arena, force->items[i].words, strlen(force->items[i].words));
        if (parts[i].text == NULL)
            return NULL;
    }
    return parts;
}

enum tvx_status tvx_force_compare(struct tvx_force_change *out, struct tvx_arena *arena, const struct tvx_force *before,
                                  const struct tvx_force *after, struct tvx_error *error)
{
    struct tvx_part *a = parts_of(arena, before), *b = parts_of(arena, after);
    struct list *lists = tvx_arena_array(arena, 2, sizeof *lists);
    struct tvx_alignment alignment = {0};
    bool raised = false, lowered = false;
    enum tvx_status status;

    *out = (struct tvx_force_change){0};
    if (a == NULL || b == NULL || lists == NULL)
        return tvx_error_nomem(error);
    status = tvx_align_parts(&alignment, arena, a, before->count, b, after->count, error);
    if (status != TVX_OK)
        return status;
    out->steps = tvx_arena_array(arena, alignment.count + 1, sizeof *out->steps);
    if (out->steps == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; status == TVX_OK && i < alignment.count; i++) {
        const struct tvx_pair *pair = &alignment.pairs[i];
        struct tvx_force_step *step = &out->steps[out->count++];

        step->before = pair->a_count == 0 ? NULL : &before->items[pair->a];
        step->after = pair->b_count == 0 ? NULL : &after->items[pair->b];
        step->before_count = pair->a_count;
        step->after_count = pair->b_count;
        status = make_step(step, arena, &lists[0], &lists[1], error);
        out->difference += step->difference;
        for (size_t j = 0; j < step->count; j++) {
            raised = raised || step->changes[j].direction == TVX_FORCE_RAISED;
            lowered = lowered || step->changes[j].direction == TVX_FORCE_LOWERED;
        }
    }
    out->direction = direction_of(out->difference);
    out->mixed = raised && lowered;
    return status;
}
