/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "novelty_law.h"

#include <string.h>
#include <travaux/store/institution.h>
#include <travaux/text/sentence.h>
#include <travaux/text/utf8.h>

enum { HEADINGS = 8 };

const char *novelty_folded(struct tvx_arena *arena, const char *text)
{
    char *folded = tvx_text_fold_space(arena, text, strlen(text));
    size_t length;

    folded = folded == NULL ? NULL : tvx_text_casefold(arena, folded, strlen(folded));
    if (folded == NULL)
        return NULL;
    length = strlen(folded);
    while (length > 0 && strchr(".;:, ", folded[length - 1]) != NULL)
        folded[--length] = '\0';
    return folded;
}

/* The first concept of substance; 0 when there is none. */
static enum tvx_status first_concept(uint64_t *out, struct tvx_novelty *novelty, const char *language,
                                     const char *text, struct tvx_error *error)
{
    struct novelty_text words;
    enum tvx_status status =
        novelty_words_read(&words, novelty->arena, novelty->words, language, text, strlen(text), error);

    *out = 0;
    for (size_t i = 0; status == TVX_OK && i < words.count && *out == 0; i++)
        if (!words.items[i].little)
            *out = words.items[i].concept;
    return status;
}

enum tvx_status novelty_norm(struct novelty_unit *unit, struct tvx_novelty *novelty, const char *language,
                             const struct tvx_force_sentence *sentence, struct tvx_error *error)
{
    const struct tvx_norm *norm = sentence->count == 0 ? NULL : &sentence->norms[sentence->strongest];
    enum tvx_status status;

    unit->kind = norm == NULL ? "" : norm->kind;
    if (norm == NULL)
        return TVX_OK;
    status = first_concept(&unit->actor, novelty, language, norm->actor, error);
    return status == TVX_OK ? first_concept(&unit->verb, novelty, language, norm->act, error) : status;
}

/* ---- law in force ---- */

static const char *path_in(const char *ref)
{
    const char *colon = strchr(ref, ':');

    return colon == NULL ? "" : colon + 1;
}

/* Headings of what the provision stands in, and the chapeaux over it. */
static const char *above(struct tvx_novelty *novelty, const struct desk_law *law, size_t at, const char **heading)
{
    const struct tvx_provision *provisions = law->instrument.provisions;
    const char *out = desk_above(novelty->desk, law, provisions[at].path);

    *heading = provisions[at].heading;
    for (int depth = 0; at != SIZE_MAX && out != NULL && depth < HEADINGS; depth++) {
        if (provisions[at].kind == TVX_PROVISION_DIVISION && *provisions[at].heading != '\0') {
            out = tvx_arena_printf(novelty->arena, "%s\n%s", out, provisions[at].heading);
            if (**heading == '\0')
                *heading = provisions[at].heading;
            break; /* the article's own: that of a chapter says little of each article */
        }
        at = provisions[at].parent;
    }
    return out;
}

static bool binds(struct tvx_novelty *novelty, const struct desk_law *law, const char **because)
{
    const struct tvx_instrument_rule *rule = tvx_institutions_rule(&novelty->institutions, law->head.key);

    if (rule != NULL && rule->binding_told) {
        *because = tvx_arena_printf(novelty->arena, "institution map: %s, %s", rule->institution, rule->name);
        return rule->is_binding;
    }
    *because = law->force.row;
    return law->force.nature == TVX_FORCE_BINDING;
}

static enum tvx_status add_sentence(struct tvx_novelty *novelty, const struct desk_law *law, const char *language,
                                    const struct tvx_force_sentence *sentence, const struct tvx_evidence *evidence,
                                    struct tvx_error *error)
{
    const char *path = path_in(evidence->ref);
    size_t at = tvx_instrument_find(&law->instrument, path);
    const struct tvx_norm *norm = sentence->count == 0 ? NULL : &sentence->norms[sentence->strongest];
    struct tvx_novelty_law *found = tvx_arena_alloc(novelty->arena, sizeof *found);
    struct novelty_unit unit = {.of = found, .kind = ""};
    const char *over = "";
    enum tvx_status status;

    if (found == NULL)
        return tvx_error_nomem(error);
    *found = (struct tvx_novelty_law){.ref = evidence->ref, .text = sentence->words, .evidence = *evidence,
                                      .heading = "", .in_force = law->head.in_force,
                                      .actor = norm == NULL ? "" : norm->actor,
                                      .modal = norm == NULL ? "" : norm->modal, .level = sentence->level};
    if (at != SIZE_MAX) {
        found->marginal = law->instrument.provisions[at].marginal;
        over = above(novelty, law, at, &found->heading);
    }
    found->binding = binds(novelty, law, &found->because) && sentence->place != TVX_FORCE_PREAMBLE;
    if (over == NULL || found->because == NULL)
        return tvx_error_nomem(error);
    status = novelty_words_read(&unit.words, novelty->arena, novelty->words, language, sentence->words,
                                strlen(sentence->words), error);
    if (status == TVX_OK)
        status = novelty_words_read(&unit.above, novelty->arena, novelty->words, language, over, strlen(over), error);
    if (status == TVX_OK)
        status = novelty_norm(&unit, novelty, language, sentence, error);
    return status == TVX_OK ? novelty_index_add(novelty->law, &unit, error) : status;
}

static enum tvx_status add_instrument(struct tvx_novelty *novelty, const char *key, struct tvx_error *error)
{
    struct tvx_evidence *evidence = NULL;
    struct tvx_force force = {0};
    const char *language = "en";
    struct desk_law *law;
    enum tvx_status status = desk_law(&law, novelty->desk, key, NULL, error);

    if (status == TVX_OK)
        status = desk_language(&language, novelty->desk, law->head.document, error);
    if (status != TVX_OK || law->instrument.count == 0)
        return status;
    status = desk_read_law(&force, &evidence, novelty->desk, law, NULL, error);
    for (size_t i = 0; status == TVX_OK && i < force.count; i++)
        if (force.items[i].place != TVX_FORCE_HEADING)
            status = add_sentence(novelty, law, language, &force.items[i], &evidence[i], error);
    novelty->instrument_count++;
    return status;
}

enum tvx_status novelty_read_law(struct tvx_novelty *novelty, struct tvx_error *error)
{
    struct tvx_stored_instrument *instruments;
    size_t count;
    enum tvx_status status = tvx_store_instruments(novelty->store, novelty->arena, &instruments, &count, error);

    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        bool before = false;

        for (size_t j = 0; j < i && !before; j++)
            before = strcmp(instruments[j].key, instruments[i].key) == 0;
        if (!before)
            status = add_instrument(novelty, instruments[i].key, error);
    }
    return status == TVX_OK ? novelty_index_close(novelty->law, error) : status;
}

/* ---- what was asked for ---- */

static bool is_new_text(const struct tvx_stored_proposal *proposal)
{
    enum tvx_action action = proposal->proposal.action;

    return (action == TVX_ACTION_ADD || action == TVX_ACTION_MOD) && proposal->proposal.after != NULL;
}

static enum tvx_status add_asked(struct tvx_novelty *novelty, size_t index, const char *text, size_t *from,
                                 struct tvx_error *error)
{
    const struct tvx_stored_proposal *stored = &novelty->proposals[index];
    const char *quote = stored->proposal.quote == NULL ? "" : stored->proposal.quote, *found;
    struct novelty_asked_before *asked = tvx_arena_alloc(novelty->arena, sizeof *asked);
    struct novelty_unit unit = {.of = asked, .kind = ""};
    const char *language = "en";
    enum tvx_status status = desk_language(&language, novelty->desk, stored->document_id, error);

    if (asked == NULL)
        return tvx_error_nomem(error);
    *asked = (struct novelty_asked_before){.proposal = index, .text = text};
    asked->evidence = (struct tvx_evidence){.document = stored->document == NULL ? "" : stored->document,
                                            .sha256 = stored->sha256 == NULL ? "" : stored->sha256,
                                            .ref = stored->proposal.number, .quote = text,
                                            .document_id = stored->document_id};
    found = *from > strlen(quote) ? NULL : strstr(quote + *from, text);
    if (found != NULL && stored->proposal.points > 0) {
        asked->evidence.start = stored->proposal.start + tvx_utf8_count(quote, (size_t)(found - quote));
        asked->evidence.points = tvx_utf8_count(text, strlen(text));
        *from = (size_t)(found - quote) + strlen(text);
    }
    if (status == TVX_OK)
        status = novelty_words_read(&unit.words, novelty->arena, novelty->words, language, text, strlen(text), error);
    return status == TVX_OK ? novelty_index_add(novelty->past, &unit, error) : status;
}

enum tvx_status novelty_read_past(struct tvx_novelty *novelty, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < novelty->proposal_count; i++) {
        const struct tvx_stored_proposal *stored = &novelty->proposals[i];
        const char *after = stored->proposal.after;
        const char *printed = stored->proposal.before == NULL ? "" : stored->proposal.before;
        const char *before = novelty_folded(novelty->arena, printed);
        struct tvx_sentences sentences;
        size_t from = 0;

        if (before == NULL)
            return tvx_error_nomem(error);
        if (!is_new_text(stored) || stored->meeting == NULL)
            continue;
        status = tvx_sentences(&sentences, novelty->arena, after, strlen(after), error);
        for (size_t j = 0; status == TVX_OK && j < sentences.count && j < TVX_NOVELTY_SENTENCES; j++) {
            const struct tvx_sentence *sentence = &sentences.items[j];
            const char *text = tvx_arena_strndup(novelty->arena, after + sentence->start + sentence->label,
                                                 sentence->length - sentence->label);

            const char *folded = text == NULL ? NULL : novelty_folded(novelty->arena, text);

            if (folded == NULL)
                return tvx_error_nomem(error);
            if (*folded == '\0' || strstr(before, folded) != NULL)
                continue;
            status = add_asked(novelty, i, text, &from, error);
        }
    }
    return status == TVX_OK ? novelty_index_close(novelty->past, error) : status;
}
