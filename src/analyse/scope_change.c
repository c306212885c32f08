/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What proposals do to definitions. */
#include "scope_work.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/law/resolve.h>
#include <travaux/text/utf8.h>

static const char METHOD[] = "how the definition is built (analyse/reach.h)";

struct tabled { /* one proposal with what it says of definitions */
    const struct tvx_stored_proposal *stored;
    const char *language, *path;
    size_t law, provision; /* provision SIZE_MAX when the law has none of that path */
};

struct making { /* lists that grow */
    size_t *change_capacity, proposed_capacity; /* of the changes of each definition; of those proposed */
};

/* Of a proposal's text; its place is known where it stands in the proposal's passage as it is. */
static struct tvx_evidence evidence_of(const struct tvx_stored_proposal *p, const char *quote)
{
    struct tvx_evidence evidence = {.document = p->document, .sha256 = p->sha256, .ref = p->proposal.number,
                                    .quote = quote, .document_id = p->document_id};
    const char *found = p->proposal.quote == NULL || quote[0] == '\0' ? NULL : strstr(p->proposal.quote, quote);

    if (found != NULL && p->proposal.points > 0) {
        evidence.start = p->proposal.start + tvx_utf8_count(p->proposal.quote, (size_t)(found - p->proposal.quote));
        evidence.points = tvx_utf8_count(quote, strlen(quote));
    }
    return evidence;
}

static bool takes_away(const struct tvx_proposal *p)
{
    return p->action == TVX_ACTION_SUP || p->action == TVX_ACTION_SUP_MOVED;
}

static enum tvx_status claim(struct tvx_reach_change *judged, struct scope_work *work, const char *statement,
                             const char *value, const struct tvx_evidence *evidence, struct tvx_error *error)
{
    struct tvx_claim *made =
        statement == NULL ? NULL : tvx_claims_add(&judged->reasons, work->arena, statement, value, METHOD);

    if (made == NULL)
        return tvx_error_nomem(error);
    return tvx_claim_rests_on(made, work->arena, evidence, error);
}

static enum tvx_status add_change(struct scope_work *work, struct making *making, size_t definition,
                                  const struct tabled *t, struct tvx_scope_change change, struct tvx_error *error)
{
    struct tvx_scope_definition *d = &work->out->definitions[definition];
    struct tvx_evidence before = evidence_of(t->stored, change.before), after = evidence_of(t->stored, change.after);
    struct tvx_scope_change *items;

    change.proposal = t->stored->proposal.number;
    change.provision = t->path;
    change.sponsors = t->stored->proposal.sponsors;
    change.sponsor_count = t->stored->proposal.sponsor_count;
    change.layer_before = change.layer_after = "";
    if (scope_layer(&change.layer_before, NULL, work, t->language, &before, error) != TVX_OK ||
        scope_layer(&change.layer_after, NULL, work, t->language, &after, error) != TVX_OK)
        return error->status;
    if (strcmp(change.layer_before, change.layer_after) != 0 && change.after[0] != '\0' && change.before[0] != '\0') {
        struct tvx_claims claims = {0};

        if (scope_layer(&change.layer_after, &claims, work, t->language, &after, error) != TVX_OK)
            return error->status;
        for (size_t i = 0; i < claims.count; i++)
            if (strcmp(claims.items[i].value, change.layer_before) != 0) {
                struct tvx_claim *moved = tvx_claims_add(&change.judged.reasons, work->arena,
                                                         "The definition now speaks of another layer too.",
                                                         claims.items[i].value, claims.items[i].method);

                if (moved == NULL)
                    return tvx_error_nomem(error);
                moved->evidence = claims.items[i].evidence;
                moved->evidence_count = claims.items[i].evidence_count;
            }
    }
    items = tvx_arena_grow(work->arena, d->changes, d->change_count, &making->change_capacity[definition],
                           sizeof *items);
    if (items == NULL)
        return tvx_error_nomem(error);
    d->changes = items;
    items[d->change_count++] = change;
    return TVX_OK;
}

/* The definitions in a text, and what they are called. */
static enum tvx_status find_in(struct scope_found_list *found, struct scope_work *work, const struct tabled *t,
                               const char *text, bool among, struct tvx_error *error)
{
    const struct scope_finder *finder = work_finder(work, t->language, NULL, error);
    struct scope_words words;

    *found = (struct scope_found_list){NULL, 0, 0};
    if (finder == NULL ||
        scope_read(&words, work->reader, work->arena, t->language, text, strlen(text), error) != TVX_OK)
        return error->status;
    return words.count == 0 ? TVX_OK : scope_find(found, finder, work->arena, &words, among, error);
}

static enum tvx_status read_term(struct scope_words *out, struct scope_work *work, const struct tabled *t,
                                 const struct scope_found *found, struct tvx_error *error)
{
    return scope_read(out, work->reader, work->arena, t->language, found->terms[0], strlen(found->terms[0]), error);
}

/* "Telecommunication" → "Telecommunication/ICT": the old term stands whole, and a sign sets another name beside it. */
static bool adds_name(const struct scope_words *a, const struct scope_words *b)
{
    struct scope_words head = {b->text, b->items, a->count};

    return b->count > a->count + 1 && b->items[a->count].mark && scope_same_term(a, &head);
}

/* The change of one definition from passage to passage, each of which may be "". */
static enum tvx_status judge(struct scope_work *work, struct making *making, size_t definition, const struct tabled *t,
                             const struct scope_found *before, const struct scope_found *after, struct tvx_error *error)
{
    struct tvx_scope_change change = {.before = before->body, .after = after->body};
    struct tvx_evidence old = evidence_of(t->stored, change.before), new = evidence_of(t->stored, change.after);

    if (tvx_reach_compare(&change.judged, work->judge, work->arena, t->language, &old, &new, error) != TVX_OK)
        return error->status;
    if (before->term_count > 0 && after->term_count > 0) {
        struct scope_words a, b;

        if (read_term(&a, work, t, before, error) != TVX_OK || read_term(&b, work, t, after, error) != TVX_OK)
            return error->status;
        if (adds_name(&a, &b)) {
            if (change.judged.reach == TVX_REACH_SAME)
                change.judged.reach = TVX_REACH_UNCLEAR;
            if (claim(&change.judged, work,
                      tvx_arena_printf(work->arena,
                                       "The term gets a name more: “%s” → “%s”; provisions that use the old one alone "
                                       "may be read either way.", before->terms[0], after->terms[0]),
                      "unclear", &new, error) != TVX_OK)
                return error->status;
        } else if (!scope_same_term(&a, &b)) {
            change.judged.reach = TVX_REACH_UNCLEAR;
            if (claim(&change.judged, work,
                      tvx_arena_printf(work->arena, "The term itself changes: “%s” → “%s”; provisions that use the old "
                                       "one are left without a definition.", before->terms[0], after->terms[0]),
                      "unclear", &new, error) != TVX_OK)
                return error->status;
        }
    }
    return add_change(work, making, definition, t, change, error);
}

static enum tvx_status deleted(struct scope_work *work, struct making *making, size_t definition,
                               const struct tabled *t, struct tvx_error *error)
{
    const struct tvx_scope_definition *d = &work->out->definitions[definition];
    struct tvx_scope_change change = {.before = d->body, .after = "", .judged = {.reach = TVX_REACH_UNCLEAR}};

    if (claim(&change.judged, work,
              "The definition is deleted: provisions that use the term are left to its ordinary meaning.", "unclear",
              &d->evidence, error) != TVX_OK)
        return error->status;
    return add_change(work, making, definition, t, change, error);
}

/* An item of a definition's list comes or goes. */
static enum tvx_status item(struct scope_work *work, struct making *making, size_t definition, const struct tabled *t,
                            const char *before, const char *after, struct tvx_error *error)
{
    struct tvx_scope_change change = {.before = before, .after = after};
    struct tvx_evidence evidence = evidence_of(t->stored, after[0] != '\0' ? after : before);
    const char *come = tvx_text_without_label(after, t->path), *statement;
    bool comes = after[0] != '\0';

    if (scope_item(&change.judged.reach, work, definition, t->language, comes ? SIZE_MAX : t->provision, come, error) !=
        TVX_OK)
        return error->status;
    if (change.judged.reach == TVX_REACH_UNCLEAR)
        statement = comes ? "Adds an item to the definition; how it hangs together with the others a person must say."
                          : "Takes an item out of the definition; how it hung together with the others a person must "
                            "say.";
    else
        statement = comes ? "Adds an item to the list that the definition gives."
                          : "Takes an item out of the list that the definition gives.";
    if (claim(&change.judged, work, statement, tvx_reach_to_string(change.judged.reach), &evidence, error) != TVX_OK)
        return error->status;
    return add_change(work, making, definition, t, change, error);
}

/* The definition of that law with this term; SIZE_MAX for none. */
static size_t with_term(const struct scope_work *work, size_t law, const struct scope_words *words)
{
    for (size_t i = 0; i < work->term_count; i++)
        if (!work->terms[i].proposed && work->out->definitions[work->terms[i].definition].law == law &&
            scope_same_term(&work->terms[i].words, words))
            return work->terms[i].definition;
    return SIZE_MAX;
}

static struct tvx_scope_change new_change(const struct tabled *t, const struct scope_found *found)
{
    return (struct tvx_scope_change){.proposal = t->stored->proposal.number, .provision = t->path,
                                     .sponsors = t->stored->proposal.sponsors,
                                     .sponsor_count = t->stored->proposal.sponsor_count, .before = "",
                                     .after = found->body, .judged = {.reach = TVX_REACH_UNCLEAR},
                                     .layer_before = "", .layer_after = ""};
}

/* Was a definition of that term proposed for that law before?  *index keeps its value when not. */
static enum tvx_status find_proposed(size_t *index, struct scope_work *work, const struct tabled *t,
                                     const struct scope_words *term, struct tvx_error *error)
{
    for (size_t i = 0; i < work->out->proposed_count; i++) {
        const char *name = work->out->proposed[i].term;
        struct scope_words words;

        if (work->out->proposed[i].law != t->law)
            continue;
        if (scope_read(&words, work->reader, work->arena, t->language, name, strlen(name), error) != TVX_OK)
            return error->status;
        if (scope_same_term(&words, term)) {
            *index = i;
            return TVX_OK;
        }
    }
    return TVX_OK;
}

/* Another proposal for a definition that is proposed already. */
static enum tvx_status propose_again(struct tvx_scope_definition *d, struct scope_work *work, const struct tabled *t,
                                     const struct scope_found *found, struct tvx_error *error)
{
    struct tvx_scope_change *items = tvx_arena_array(work->arena, d->change_count + 1, sizeof *items);
    struct tvx_evidence text = evidence_of(t->stored, found->body);

    if (items == NULL)
        return tvx_error_nomem(error);
    memcpy(items, d->changes, d->change_count * sizeof *items);
    items[d->change_count] = new_change(t, found);
    d->changes = items;
    if (claim(&items[d->change_count].judged, work, "Another text for a new definition of this term.", "unclear", &text,
              error) != TVX_OK)
        return error->status;
    return scope_layer(&items[d->change_count++].layer_after, NULL, work, t->language, &text, error);
}

static enum tvx_status propose(struct scope_work *work, struct making *making, const struct tabled *t,
                               const struct scope_found *found, struct tvx_error *error)
{
    struct tvx_scope *out = work->out;
    struct tvx_scope_definition *d;
    struct tvx_scope_change *change;
    struct scope_words words;
    size_t same = out->proposed_count;

    if (read_term(&words, work, t, found, error) != TVX_OK || find_proposed(&same, work, t, &words, error) != TVX_OK)
        return error->status;
    if (same < out->proposed_count)
        return propose_again(&out->proposed[same], work, t, found, error);
    d = tvx_arena_grow(work->arena, out->proposed, out->proposed_count, &making->proposed_capacity, sizeof *d);
    change = tvx_arena_alloc(work->arena, sizeof *change);
    if (d == NULL || change == NULL)
        return tvx_error_nomem(error);
    out->proposed = d;
    d += out->proposed_count++;
    *d = (struct tvx_scope_definition){.term = found->terms[0], .law = t->law, .provision = SIZE_MAX, .path = t->path,
                                       .ref = t->stored->proposal.number, .body = found->body, .how = found->how,
                                       .layer = "", .reach = TVX_REACH_UNCLEAR, .changes = change, .change_count = 1};
    d->evidence = evidence_of(t->stored, t->stored->proposal.after);
    *change = new_change(t, found);
    if (scope_layer(&d->layer, &d->layer_claims, work, t->language, &d->evidence, error) != TVX_OK)
        return error->status;
    change->layer_after = d->layer;
    return TVX_OK;
}

/* The found definition of the same term; NULL for none. */
static enum tvx_status same_in(const struct scope_found **out, struct scope_work *work, const struct tabled *t,
                               const struct scope_found_list *list, const struct scope_words *term,
                               struct tvx_error *error)
{
    *out = NULL;
    for (size_t i = 0; i < list->count; i++) {
        struct scope_words words;

        if (read_term(&words, work, t, &list->items[i], error) != TVX_OK)
            return error->status;
        if (scope_same_term(&words, term)) {
            *out = &list->items[i];
            return TVX_OK;
        }
    }
    return TVX_OK;
}

/* The definitions of every line of a text. */
static enum tvx_status find_lines(struct scope_found_list *out, struct scope_work *work, const struct tabled *t,
                                  const char *text, bool among, struct tvx_error *error)
{
    *out = (struct scope_found_list){NULL, 0, 0};
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        char *line = tvx_arena_strndup(work->arena, text, length);
        struct scope_found_list found;
        struct tvx_label label;

        if (line == NULL)
            return tvx_error_nomem(error);
        if (tvx_label_parse(&label, work->arena, line, true, error) != TVX_OK ||
            find_in(&found, work, t, line + label.length, among, error) != TVX_OK)
            return error->status;
        for (size_t i = 0; i < found.count; i++) {
            struct scope_found *items =
                tvx_arena_grow(work->arena, out->items, out->count, &out->capacity, sizeof *items);

            if (items == NULL)
                return tvx_error_nomem(error);
            out->items = items;
            items[out->count++] = found.items[i];
        }
        text += length + (text[length] != '\0');
    }
    return TVX_OK;
}

/* A proposal on a place that holds definitions among other things, or none yet: told line by line. */
static enum tvx_status by_lines(struct scope_work *work, struct making *making, const struct tabled *t, bool among,
                                struct tvx_error *error)
{
    const struct tvx_proposal *p = &t->stored->proposal;
    struct scope_found_list before, after;

    if (find_lines(&before, work, t, tvx_text_without_label(p->before, t->path), among, error) != TVX_OK ||
        find_lines(&after, work, t, tvx_text_without_label(p->after, t->path), among, error) != TVX_OK)
        return error->status;
    for (size_t i = 0; i < after.count; i++) {
        const struct scope_found *old;
        struct scope_words words;
        size_t definition;
        enum tvx_status status = TVX_OK;

        if (read_term(&words, work, t, &after.items[i], error) != TVX_OK ||
            same_in(&old, work, t, &before, &words, error) != TVX_OK)
            return error->status;
        definition = with_term(work, t->law, &words);
        if (old != NULL && strcmp(old->body, after.items[i].body) == 0)
            continue;
        if (definition != SIZE_MAX && old != NULL)
            status = judge(work, making, definition, t, old, &after.items[i], error);
        else if (definition == SIZE_MAX && old == NULL)
            status = propose(work, making, t, &after.items[i], error);
        if (status != TVX_OK)
            return status;
    }
    for (size_t i = 0; i < before.count; i++) {
        const struct scope_found *new;
        struct scope_words words;
        size_t definition;

        if (read_term(&words, work, t, &before.items[i], error) != TVX_OK ||
            same_in(&new, work, t, &after, &words, error) != TVX_OK)
            return error->status;
        definition = with_term(work, t->law, &words);
        if (new == NULL && definition != SIZE_MAX && deleted(work, making, definition, t, error) != TVX_OK)
            return error->status;
    }
    return TVX_OK;
}

/* A proposal on the very passage of a definition. */
static enum tvx_status on_definition(struct scope_work *work, struct making *making, size_t definition,
                                     const struct tabled *t, struct tvx_error *error)
{
    const struct tvx_scope_definition *d = &work->out->definitions[definition];
    const struct tvx_proposal *p = &t->stored->proposal;
    const char *before = tvx_text_without_label(p->before, t->path);
    const char *after = tvx_text_without_label(p->after, t->path);
    struct scope_found_list old, new;
    struct scope_found whole_old = {.body = before}, whole_new = {.body = after};

    if (takes_away(p) || p->after[0] == '\0')
        return deleted(work, making, definition, t, error);
    if (p->before[0] == '\0')
        before = d->evidence.quote;
    if (find_in(&old, work, t, before, true, error) != TVX_OK || find_in(&new, work, t, after, true, error) != TVX_OK)
        return error->status;
    whole_old.body = before;
    if (old.count == 0 || new.count == 0)
        return judge(work, making, definition, t, &whole_old, &whole_new, error);
    return judge(work, making, definition, t, &old.items[0], &new.items[0], error);
}

static enum tvx_status one(struct scope_work *work, struct making *making, const struct tabled *t,
                           struct tvx_error *error)
{
    const struct tvx_proposal *p = &t->stored->proposal;
    const struct tvx_instrument *instrument = work->out->laws[t->law].instrument;
    size_t at = t->provision, definition = at == SIZE_MAX ? SIZE_MAX : work->laws[t->law].owner[at];
    const char *dot = strrchr(t->path, '.');
    char *parent = tvx_arena_strndup(work->arena, t->path, dot == NULL ? 0 : (size_t)(dot - t->path));
    size_t above;

    if (parent == NULL)
        return tvx_error_nomem(error);
    above = tvx_instrument_find(instrument, parent);
    if (definition != SIZE_MAX && work->out->definitions[definition].provision == at)
        return on_definition(work, making, definition, t, error);
    if (definition == SIZE_MAX && at == SIZE_MAX && above != SIZE_MAX)
        definition = work->laws[t->law].owner[above]; /* a new item under a definition */
    if (definition != SIZE_MAX && takes_away(p))
        return item(work, making, definition, t, instrument->provisions[at].text, "", error);
    if (definition != SIZE_MAX && at == SIZE_MAX)
        return item(work, making, definition, t, "", p->after, error);
    if (definition != SIZE_MAX)
        return judge(work, making, definition, t,
                     &(struct scope_found){.body = tvx_text_without_label(p->before, t->path)},
                     &(struct scope_found){.body = tvx_text_without_label(p->after, t->path)}, error);
    return by_lines(work, making, t,
                    (at != SIZE_MAX && work->laws[t->law].among[at]) ||
                        (above != SIZE_MAX && work->laws[t->law].among[above]),
                    error);
}

/* Is the proposal about a law here?  Then *t says where. */
static bool place(struct tabled *t, const struct scope_work *work, const struct tvx_scope_proposal *proposal)
{
    const struct tvx_resolution *r = &proposal->stored->resolution;

    if (r->kind == TVX_UNRESOLVED || r->key == NULL || r->path == NULL)
        return false;
    for (size_t law = 0; law < work->out->law_count; law++)
        if (strcmp(work->out->laws[law].key, r->key) == 0) {
            *t = (struct tabled){proposal->stored, proposal->language, r->path, law, SIZE_MAX};
            if (t->language == NULL)
                t->language = work->out->laws[law].language;
            if (r->kind == TVX_RESOLVED)
                t->provision = tvx_instrument_find(work->out->laws[law].instrument, r->path);
            return true;
        }
    return false;
}

enum tvx_status scope_change(struct scope_work *work, const struct tvx_scope_proposal *proposals, size_t count,
                             struct tvx_error *error)
{
    struct making making = {0};

    making.change_capacity = tvx_arena_array(work->arena, work->out->count + 1, sizeof *making.change_capacity);
    if (making.change_capacity == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < count; i++) {
        const struct tvx_proposal *p = &proposals[i].stored->proposal;
        struct tabled t;

        if (p->action == TVX_ACTION_NOC || p->action == TVX_ACTION_NOC_FIRM || !place(&t, work, &proposals[i]))
            continue;
        if (one(work, &making, &t, error) != TVX_OK)
            return error->status;
    }
    for (size_t i = 0; i < work->out->count; i++) {
        struct tvx_scope_definition *d = &work->out->definitions[i];

        for (size_t j = 0; j < d->change_count; j++)
            d->reach = j == 0 || d->changes[j].judged.reach == d->reach ? d->changes[j].judged.reach
                                                                         : TVX_REACH_UNCLEAR;
    }
    return scope_use_proposed(work, proposals, count, error);
}
