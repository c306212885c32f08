/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Factors from words: those that a proposal puts in, and for rights also those that it strikes out. */
#include "assess_work.h"

#include <stdlib.h>
#include <string.h>
#include <travaux/base/buf.h>
#include <travaux/text/utf8.h>

enum { WORDS_SHOWN = 4, EVIDENCE_SHOWN = 4, TEXT_MOST = 4 << 20 };

struct side { /* a text with the sentences that it is made of */
    const struct tvx_force *force;
    const struct tvx_evidence *evidence;
    const char *text, *folded;
    size_t *starts; /* of each sentence in text */
};

static enum tvx_status join(struct side *side, const struct tvx_assess_desk *desk, const struct tvx_force *force,
                            const struct tvx_evidence *evidence, struct tvx_error *error)
{
    struct tvx_buf buf;

    *side = (struct side){.force = force, .evidence = evidence};
    side->starts = tvx_arena_array(desk->arena, force->count + 1, sizeof *side->starts);
    if (side->starts == NULL)
        return tvx_error_nomem(error);
    tvx_buf_init(&buf, TEXT_MOST);
    for (size_t i = 0; i < force->count; i++) {
        side->starts[i] = buf.length;
        tvx_buf_str(&buf, force->items[i].text);
        tvx_buf_char(&buf, '\n');
    }
    side->starts[force->count] = buf.length;
    if (!buf.failed) {
        side->text = tvx_arena_strndup(desk->arena, tvx_buf_text(&buf), buf.length);
        side->folded = side->text == NULL ? NULL : tvx_text_casefold(desk->arena, side->text, buf.length);
    }
    tvx_buf_free(&buf);
    if (side->folded == NULL)
        return tvx_error_set(error, TVX_E_LIMIT, "the text of a proposal is too long to be assessed");
    return TVX_OK;
}

static size_t occurrences(const char *text, const char *word)
{
    size_t count = 0, length = strlen(word);

    for (const char *at = text; length > 0 && (at = strstr(at, word)) != NULL; at += length)
        count++;
    return count;
}

struct fresh { /* the words of a tag that the other side has less often */
    const char *words[WORDS_SHOWN];
    size_t word_count, more;
    size_t sentences[EVIDENCE_SHOWN];
    size_t sentence_count;
};

static size_t sentence_at(const struct side *side, size_t at)
{
    size_t low = 0, high = side->force->count;

    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;

        if (side->starts[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static bool keep(struct fresh *fresh, const struct side *side, const char *word, size_t at)
{
    size_t sentence = sentence_at(side, at);
    bool there = false;

    for (size_t i = 0; i < fresh->word_count; i++)
        there = there || strcmp(fresh->words[i], word) == 0;
    if (!there && fresh->word_count < WORDS_SHOWN)
        fresh->words[fresh->word_count++] = word;
    else
        fresh->more += !there;
    there = false;
    for (size_t i = 0; i < fresh->sentence_count; i++)
        there = there || fresh->sentences[i] == sentence;
    if (!there && fresh->sentence_count < EVIDENCE_SHOWN)
        fresh->sentences[fresh->sentence_count++] = sentence;
    return true;
}

/* Does the tag have a word that the other side has less often? */
static enum tvx_status look(bool *any, struct fresh *fresh, const struct tvx_assess_desk *desk,
                            const struct tvx_theme_tag *tag, const struct side *here, const struct side *other,
                            struct tvx_error *error)
{
    *any = false;
    *fresh = (struct fresh){.word_count = 0};
    for (size_t i = 0; i < tag->word_count; i++) {
        const struct tvx_theme_word *w = &tag->words[i];
        const char *word = tvx_arena_strndup(desk->arena, here->text + w->start, w->length);
        const char *folded = word == NULL ? NULL : tvx_text_casefold(desk->arena, word, w->length);

        if (folded == NULL)
            return tvx_error_nomem(error);
        if (occurrences(here->folded, folded) > occurrences(other->folded, folded))
            *any = keep(fresh, here, folded, w->start);
    }
    return TVX_OK;
}

static const char *quoted(const struct tvx_assess_desk *desk, const struct fresh *fresh)
{
    const char *out = "";

    for (size_t i = 0; out != NULL && i < fresh->word_count; i++)
        out = tvx_arena_printf(desk->arena, "%s%s“%s”", out, i == 0 ? "" : ", ", fresh->words[i]);
    return out == NULL || fresh->more == 0 ? out : tvx_arena_printf(desk->arena, "%s and others", out);
}

static enum tvx_status rest(struct tvx_claim *claim, const struct tvx_assess_desk *desk, const struct fresh *fresh,
                            const struct side *side, struct tvx_error *error)
{
    enum tvx_status status = claim == NULL ? tvx_error_nomem(error) : TVX_OK;

    for (size_t i = 0; status == TVX_OK && i < fresh->sentence_count; i++)
        status = tvx_claim_rests_on(claim, desk->arena, &side->evidence[fresh->sentences[i]], error);
    return status;
}

struct found { /* what a tag says */
    enum tvx_assess_part part;
    const char *name, *reason, *method;
    struct tvx_interval is, feasible;
    bool feasible_told;
};

static enum tvx_status add(struct tvx_assessment *out, const struct tvx_assess_desk *desk, const struct found *found,
                           const struct tvx_theme_tag *tag, const struct side *here, const struct side *other,
                           bool struck, struct tvx_error *error)
{
    struct fresh fresh;
    bool any;
    const char *words, *statement;
    enum tvx_status status = look(&any, &fresh, desk, tag, here, other, error);

    if (status != TVX_OK || !any)
        return status;
    words = quoted(desk, &fresh);
    statement = words == NULL ? NULL
                              : tvx_arena_printf(desk->arena, "%s, by %s %s: %s.", found->name,
                                                 struck ? "striking out" : "new words", words, found->reason);
    if (statement == NULL)
        return tvx_error_nomem(error);
    status = rest(assess_factor(out, desk, found->part, found->is, statement, found->method), desk, &fresh, here,
                  error);
    if (status == TVX_OK && found->feasible_told && !struck)
        status = rest(assess_factor(out, desk, TVX_ASSESS_FEASIBLE, found->feasible, statement, found->method), desk,
                      &fresh, here, error);
    return status;
}

static enum tvx_status tag_side(struct tvx_assessment *out, const struct tvx_assess_desk *desk, const char *language,
                                const struct side *here, const struct side *other, bool struck,
                                struct tvx_error *error)
{
    struct tvx_theme_tag *tags;
    const struct tvx_theme *keys;
    size_t count, all;
    enum tvx_status status = tvx_themes_tag(&tags, &count, desk->arena, desk->words, language, here->text, error);

    keys = tvx_taxonomy_themes(desk->words, &all);
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        const struct assess_word *rule = &desk->word_rules[tags[i].theme];
        const struct found found = {rule->part, keys[tags[i].theme].name, rule->reason, rule->method,
                                    rule->is, rule->feasible, rule->feasible_told};

        if (!struck || rule->part == TVX_ASSESS_RIGHTS)
            status = add(out, desk, &found, &tags[i], here, other, struck, error);
    }
    if (status == TVX_OK)
        status = tvx_themes_tag(&tags, &count, desk->arena, desk->themes, language, here->text, error);
    keys = tvx_taxonomy_themes(desk->themes, &all);
    for (size_t i = 0; status == TVX_OK && i < count; i++) {
        const struct assess_rule *rule = assess_rule(desk, "theme", keys[tags[i].theme].key);
        struct found found = {.part = TVX_ASSESS_RIGHTS, .name = keys[tags[i].theme].name};

        if (rule == NULL)
            continue;
        found.reason = rule->reason;
        found.method = rule->method;
        found.is = rule->is;
        status = add(out, desk, &found, &tags[i], here, other, struck, error);
    }
    return status;
}

/* The topics of the text that it would make, of the one it strikes out where it makes none. */
static enum tvx_status topics(struct tvx_assessment *out, const struct tvx_assess_desk *desk, const char *language,
                              const char *text, struct tvx_error *error)
{
    struct tvx_theme_tag *tags;
    size_t count, all;
    const struct tvx_theme *themes = tvx_taxonomy_themes(desk->themes, &all);
    enum tvx_status status = tvx_themes_tag(&tags, &count, desk->arena, desk->themes, language, text, error);
    const char **keys = status != TVX_OK ? NULL : tvx_arena_array(desk->arena, count + 1, sizeof *keys);

    if (keys == NULL)
        return status != TVX_OK ? status : tvx_error_nomem(error);
    for (size_t i = 0; i < count; i++)
        keys[out->theme_count++] = themes[tags[i].theme].key;
    out->themes = keys;
    return TVX_OK;
}

static int by_id(const void *a, const void *b)
{
    const struct tvx_stored_document *x = a, *y = b;

    return (x->id > y->id) - (x->id < y->id);
}

enum tvx_status assess_by_words(struct tvx_assessment *out, const struct tvx_assess_desk *desk,
                                const struct tvx_force_report *report, struct tvx_error *error)
{
    const struct tvx_stored_document wanted = {.id = out->proposal->document_id}, *document =
        desk->document_count == 0
            ? NULL : bsearch(&wanted, desk->documents, desk->document_count, sizeof *document, by_id);
    const char *language = document == NULL ? NULL : document->language;
    struct side before, after;
    enum tvx_status status = join(&before, desk, &report->before, report->before_evidence, error);

    if (status == TVX_OK)
        status = join(&after, desk, &report->after, report->after_evidence, error);
    if (status == TVX_OK)
        status = tag_side(out, desk, language, &after, &before, false, error);
    if (status == TVX_OK)
        status = tag_side(out, desk, language, &before, &after, true, error);
    if (status == TVX_OK)
        status = topics(out, desk, language, report->after.count > 0 ? after.text : before.text, error);
    return status;
}
