/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * libFuzzer program for the reader of minutes and of indices: the first byte chooses the language, whether numbers are
 * known and whether somebody speaks as "we".  Holds that every passage lies in the text, every word that is quoted
 * stands in its passage, and every proposal is one of those known.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/analyse/positions.h>
#include <travaux/text/utf8.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct tvx_sayings *said, const char *text, const struct tvx_stance_context *context)
{
    size_t length = strlen(text);

    for (size_t i = 0; i < said->count; i++) {
        const struct tvx_said *s = &said->items[i];
        bool known = context->topics == NULL || *s->proposal == '\0';

        if (s->stance == TVX_STANCE_NONE || *s->actor == '\0' || s->span_count == 0 ||
            s->span_count > TVX_SAID_SPANS || strstr(text, s->words) == NULL)
            abort();
        for (size_t k = 0; k < s->span_count; k++)
            if (s->spans[k].length == 0 || s->spans[k].start + s->spans[k].length > length)
                abort();
        for (size_t k = 0; k < context->topic_count; k++)
            known |= strcmp(context->topics[k].number, s->proposal) == 0;
        if (!known)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const languages[] = {"en", "fr", "es", "ru", "ar", "zh", "de", NULL};
    static const struct tvx_actor_name names[] = {
        {"VRN", "Varenia"}, {"HEL", "Helvaria"}, {"GLT", "Great Lake Treaty"}};
    static const char *const sponsors[] = {"VRN"};
    static const struct tvx_stance_topic topics[] = {{"VRN/9/1", sponsors, 1}, {"VRN/9/2", sponsors, 1}};
    struct tvx_arena *arena = tvx_arena_new((size_t)256 << 20);
    struct tvx_stance_context context = {.topics = NULL};
    struct tvx_stance_rules *rules;
    struct tvx_position_index index;
    struct tvx_sayings said;
    struct tvx_error error;
    char *text;

    if (arena != NULL && size > 1 && (text = tvx_text_clean(arena, (const char *)data + 1, size - 1)) != NULL &&
        tvx_stance_rules_new(&rules, arena, names, 3, &error) == TVX_OK) {
        context.language = languages[data[0] % 8];
        if ((data[0] & 8) != 0) {
            context.topics = topics;
            context.topic_count = 2;
        }
        if ((data[0] & 16) != 0) {
            context.we = sponsors;
            context.we_count = 1;
        }
        if (tvx_stances_read(&said, arena, rules, text, &context, &error) == TVX_OK)
            check(&said, text, &context);
        tvx_position_index_read(&index, arena, "i.csv", (const char *)data + 1, size - 1, &error);
    }
    tvx_arena_free(arena);
    return 0;
}
