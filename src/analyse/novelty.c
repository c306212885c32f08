/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/analyse/novelty.h>

#include <string.h>
#include <travaux/store/institution.h>

#include "novelty_sentence.h"

/* From here on a sentence of the text before is the one that was reworded: share of the shorter one's bits. */
static const double REWORDED = 0.45;

enum { MOST_BEFORE = 400, MOST_HEADING = 100, MOST_WORK = 1 << 28 };

const char *tvx_novelty_status_to_string(enum tvx_novelty_status status)
{
    static const char *const names[] = {"binding", "agreed", "rejected-before", "new"};

    return names[status];
}

enum tvx_status tvx_novelty_open(struct tvx_novelty **out, struct tvx_arena *arena, struct tvx_store *store,
                                 const struct tvx_stored_proposal *proposals, size_t count, struct tvx_error *error)
{
    struct tvx_novelty *novelty = tvx_arena_alloc(arena, sizeof *novelty);
    enum tvx_status status;

    *out = novelty;
    if (novelty == NULL)
        return tvx_error_nomem(error);
    *novelty = (struct tvx_novelty){.arena = arena, .store = store, .proposals = proposals, .proposal_count = count};
    novelty->desk = tvx_force_desk_new(arena, store);
    novelty->words = novelty_words_new(arena);
    novelty->law = novelty_index_new(arena);
    novelty->past = novelty_index_new(arena);
    novelty->rarity = tvx_rarity_new(1);
    if (novelty->desk == NULL || novelty->words == NULL || novelty->law == NULL || novelty->past == NULL ||
        novelty->rarity == NULL)
        status = tvx_error_nomem(error);
    else
        status = tvx_store_institutions(store, arena, &novelty->institutions, error);
    if (status == TVX_OK)
        status = novelty_read_law(novelty, error);
    if (status == TVX_OK)
        status = novelty_read_past(novelty, error);
    if (status != TVX_OK) {
        tvx_novelty_close(novelty);
        *out = NULL;
    }
    return status;
}

void tvx_novelty_close(struct tvx_novelty *novelty)
{
    if (novelty == NULL)
        return;
    novelty_words_free(novelty->words);
    novelty_index_free(novelty->law);
    novelty_index_free(novelty->past);
    tvx_rarity_free(novelty->rarity);
    novelty->words = NULL;
    novelty->law = novelty->past = NULL;
    novelty->rarity = NULL;
}

void tvx_novelty_searched(const struct tvx_novelty *novelty, size_t *instruments, size_t *sentences)
{
    *instruments = novelty->instrument_count;
    *sentences = novelty_index_count(novelty->law);
}

/* ---- what a sentence adds ---- */

static bool has_stem(const struct novelty_text *text, uint64_t stem)
{
    for (size_t i = 0; i < text->count; i++)
        if (text->items[i].stem == stem)
            return true;
    return false;
}

/* A number is the same in figures ("4" for "four"). */
static bool has_number(const struct novelty_text *text, uint64_t concept, char first)
{
    for (size_t i = 0; i < text->count && first >= '0' && first <= '9'; i++)
        if (text->items[i].concept == concept)
            return true;
    return false;
}

/* Bits of the words of substance of `a`; those that `b` has, too, in *shared. */
static double weigh(const struct tvx_novelty *novelty, const struct novelty_text *a, const struct novelty_text *b,
                    double *shared)
{
    double all = 0;

    *shared = 0;
    for (size_t i = 0; i < a->count; i++) {
        double bits = a->items[i].little ? 0 : novelty_index_bits(novelty->law, a->items[i].concept);

        all += bits;
        if (bits > 0 && has_stem(b, a->items[i].stem))
            *shared += bits;
    }
    return all;
}

/* Puts the words of a sentence before behind those that are known to be in this one. */
static enum tvx_status join_before(struct novelty_case *asked, struct tvx_novelty *novelty,
                                   const struct novelty_text *more, struct tvx_error *error)
{
    struct novelty_word *items = tvx_arena_array(novelty->arena, asked->before.count + more->count + 1, sizeof *items);

    if (items == NULL)
        return tvx_error_nomem(error);
    if (asked->before.count > 0)
        memcpy(items, asked->before.items, asked->before.count * sizeof *items);
    if (more->count > 0)
        memcpy(items + asked->before.count, more->items, more->count * sizeof *items);
    asked->before = (struct novelty_text){items, asked->before.count + more->count};
    return TVX_OK;
}

/*
 * Finds the sentence of the text before that this one is a new wording of, and marks what it adds to that.  Where two
 * sentences were made one, it adds what is in neither.  In a proposal beyond all reason (*work) it is no longer looked
 * for: what follows is taken for new.
 */
static enum tvx_status hold_against(struct novelty_case *asked, struct tvx_novelty *novelty,
                                    const struct tvx_force *before, const struct novelty_text *before_words,
                                    size_t *work, struct tvx_error *error)
{
    double most = 0;

    for (size_t i = 0; i < before->count && i < MOST_BEFORE; i++) {
        double shared, back, own, theirs, smaller, share;

        *work += asked->words.count * before_words[i].count;
        if (*work > MOST_WORK)
            break;
        own = weigh(novelty, &asked->words, &before_words[i], &shared);
        theirs = weigh(novelty, &before_words[i], &asked->words, &back);
        smaller = own < theirs ? own : theirs;
        share = smaller <= 0 ? 0 : shared / smaller;

        if (share < REWORDED)
            continue;
        if (shared > most || theirs * REWORDED < back) {
            enum tvx_status status = join_before(asked, novelty, &before_words[i], error);

            if (status != TVX_OK)
                return status;
        }
        if (shared > most) {
            most = shared;
            asked->changes = &before->items[i];
        }
    }
    asked->added = tvx_arena_array(novelty->arena, asked->words.count + 1, sizeof *asked->added);
    asked->again = tvx_arena_array(novelty->arena, asked->words.count + 1, sizeof *asked->again);
    if (asked->added == NULL || asked->again == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < asked->words.count; i++) {
        const struct novelty_word *word = &asked->words.items[i];
        double bits = word->little ? 0 : novelty_index_bits(novelty->law, word->concept);

        asked->added[i] = asked->changes == NULL || (!has_stem(&asked->before, word->stem) &&
                                                     !has_number(&asked->before, word->concept,
                                                                 asked->sentence->words[word->start]))
                              ? 1
                              : 0;
        for (size_t j = 0; j < i && !asked->again[i]; j++)
            asked->again[i] = asked->words.items[j].concept == word->concept && asked->added[j] == asked->added[i];
        asked->all += bits;
        asked->new_bits += asked->added[i] * bits;
    }
    return TVX_OK;
}

static enum tvx_status read_words(struct novelty_text **out, struct tvx_novelty *novelty, const char *language,
                                  const struct tvx_force *force, struct tvx_error *error)
{
    struct novelty_text *texts = tvx_arena_array(novelty->arena, force->count + 1, sizeof *texts);
    enum tvx_status status = TVX_OK;

    *out = texts;
    if (texts == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; status == TVX_OK && i < force->count && i < MOST_BEFORE; i++)
        status = novelty_words_read(&texts[i], novelty->arena, novelty->words, language, force->items[i].words,
                                    strlen(force->items[i].words), error);
    return status;
}

/* A line without a norm, a label or a stop at its end, over others. */
static bool is_heading(const struct tvx_force *after, size_t index)
{
    const struct tvx_force_sentence *sentence = &after->items[index];
    size_t length = strlen(sentence->words);

    if (sentence->place == TVX_FORCE_HEADING)
        return true;
    return index + 1 < after->count && sentence->count == 0 && length > 0 && length < MOST_HEADING &&
           strcmp(sentence->words, sentence->text) == 0 && strchr(".;:,)", sentence->words[length - 1]) == NULL;
}

struct sides {
    struct tvx_force_report force;
    struct novelty_text *before_words;
    const char **before_folded;
    const char *language;
    size_t work; /* pairs of words held against each other so far */
};

static enum tvx_status take_sentence(struct tvx_novelty_report *report, struct tvx_novelty *novelty,
                                     struct sides *sides, size_t index, struct tvx_error *error)
{
    const struct tvx_force_sentence *sentence = &sides->force.after.items[index];
    const struct tvx_norm *norm = sentence->count == 0 ? NULL : &sentence->norms[sentence->strongest];
    struct tvx_novelty_sentence *out = &report->sentences[report->count];
    struct novelty_case asked = {.proposal = report->proposal, .language = sides->language, .key = report->key,
                                 .path = report->path, .sentence = sentence};
    const char *folded = novelty_folded(novelty->arena, sentence->words);
    enum tvx_status status;

    if (folded == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < sides->force.before.count; i++)
        if (strcmp(sides->before_folded[i], folded) == 0) {
            report->kept++;
            return TVX_OK;
        }
    status = novelty_words_read(&asked.words, novelty->arena, novelty->words, sides->language, sentence->words,
                                strlen(sentence->words), error);
    if (status == TVX_OK)
        status = hold_against(&asked, novelty, &sides->force.before, sides->before_words, &sides->work, error);
    if (status != TVX_OK || asked.all <= 0) /* a label, a few little words */
        return status;
    *out = (struct tvx_novelty_sentence){
        .text = sentence->words, .changes = asked.changes == NULL ? NULL : asked.changes->words,
        .added = asked.new_bits / asked.all, .actor = norm == NULL ? "" : norm->actor,
        .modal = norm == NULL ? "" : norm->modal, .level = sentence->level,
        .evidence = sides->force.after_evidence[index]};
    status = novelty_judge(out, novelty, &asked, error);
    if (status == TVX_OK)
        status = novelty_claim(report, novelty->arena, out, error);
    report->count++;
    return status;
}

enum tvx_status tvx_novelty_of(struct tvx_novelty_report *out, struct tvx_novelty *novelty,
                               const struct tvx_stored_proposal *proposal, struct tvx_error *error)
{
    struct sides sides = {.language = "en"};
    const struct tvx_force *after = &sides.force.after;
    enum tvx_action action = proposal->proposal.action;
    enum tvx_status status = tvx_force_of_proposal(&sides.force, novelty->desk, proposal, error);

    *out = (struct tvx_novelty_report){.reference = proposal->proposal.number, .proposal = proposal,
                                       .key = sides.force.key, .version = sides.force.version,
                                       .path = sides.force.path};
    if (status != TVX_OK || action == TVX_ACTION_NOC || action == TVX_ACTION_NOC_FIRM)
        return status;
    status = desk_language(&sides.language, novelty->desk, proposal->document_id, error);
    if (status == TVX_OK)
        status = read_words(&sides.before_words, novelty, sides.language, &sides.force.before, error);
    if (status != TVX_OK)
        return status;
    out->sentences = tvx_arena_array(novelty->arena, after->count + 1, sizeof *out->sentences);
    sides.before_folded = tvx_arena_array(novelty->arena, sides.force.before.count + 1, sizeof *sides.before_folded);
    if (out->sentences == NULL || sides.before_folded == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < sides.force.before.count; i++) {
        sides.before_folded[i] = novelty_folded(novelty->arena, sides.force.before.items[i].words);
        if (sides.before_folded[i] == NULL)
            return tvx_error_nomem(error);
    }
    for (size_t i = 0; status == TVX_OK && i < after->count; i++) {
        if (is_heading(after, i))
            continue;
        if (out->count >= TVX_NOVELTY_SENTENCES)
            out->left_out++;
        else
            status = take_sentence(out, novelty, &sides, i, error);
    }
    return status;
}
