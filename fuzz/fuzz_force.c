/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Any two texts in any of the six languages (first byte), a line "====" between them: sentences cover their text, what
 * is quoted of a sentence stands in it, levels are within bounds, and comparing one text with itself finds nothing.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/analyse/force_change.h>
#include <travaux/text/sentence.h>
#include <travaux/text/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_sentences(struct tvx_arena *arena, const char *text)
{
    struct tvx_sentences sentences;
    struct tvx_error error;
    size_t at = 0;

    require(tvx_sentences(&sentences, arena, text, strlen(text), &error) == TVX_OK);
    for (size_t i = 0; i < sentences.count; i++) {
        const struct tvx_sentence *sentence = &sentences.items[i];

        require(sentence->start >= at && sentence->length > 0 && sentence->label < sentence->length);
        require(sentence->chapeau == SIZE_MAX || sentence->chapeau < i);
        require(tvx_text_blank(text + at, sentence->start - at));
        at = sentence->start + sentence->length;
    }
    require(at <= strlen(text) && tvx_text_blank(text + at, strlen(text) - at));
}

static void check(const struct tvx_force *force, const char *text)
{
    for (size_t i = 0; i < force->count; i++) {
        const struct tvx_force_sentence *sentence = &force->items[i];

        require(strncmp(text + sentence->start, sentence->text, sentence->length) == 0);
        require(sentence->level >= 0 && sentence->level <= TVX_FORCE_TOP);
        for (size_t j = 0; j < sentence->count; j++) {
            const struct tvx_norm *norm = &sentence->norms[j];

            require(*norm->modal != '\0' && norm->level >= 1 && norm->level <= norm->own && *norm->row != '\0');
            require(norm->level <= sentence->level);
            for (size_t k = 0; k < norm->condition_count; k++)
                require(*norm->conditions[k].text != '\0');
        }
        for (size_t j = 0; j < sentence->reference_count; j++)
            require(sentence->references[j].start < sentence->length && *sentence->references[j].object != '\0');
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const languages[] = {"en", "fr", "es", "ru", "ar", "zh"};
    static struct tvx_arena *kept;
    static struct tvx_force_rules *rules;
    struct tvx_force_context context = {.language = "en"};
    struct tvx_force_change change;
    struct tvx_force force[2];
    struct tvx_error error;
    struct tvx_arena *arena;
    char *text, *other;

    if (kept == NULL) {
        kept = tvx_arena_new((size_t)64 << 20);
        rules = tvx_force_rules_new(kept);
    }
    if (size == 0 || size > 1 << 14)
        return 0;
    arena = tvx_arena_new((size_t)1 << 30);
    context.language = languages[data[0] % 6];
    text = tvx_text_clean(arena, (const char *)data + 1, size - 1);
    other = strstr(text, "\n====\n");
    if (other != NULL)
        *other = '\0';
    other = other == NULL ? text : other + 6;
    check_sentences(arena, text);
    require(tvx_force_read(&force[0], arena, rules, text, &context, &error) == TVX_OK);
    require(tvx_force_read(&force[1], arena, rules, other, &context, &error) == TVX_OK);
    check(&force[0], text);
    check(&force[1], other);
    require(tvx_force_compare(&change, arena, &force[0], &force[1], &error) == TVX_OK);
    require(tvx_force_compare(&change, arena, &force[0], &force[0], &error) == TVX_OK);
    require(change.direction == TVX_FORCE_SAME && !change.mixed);
    tvx_arena_free(arena);
    return 0;
}
