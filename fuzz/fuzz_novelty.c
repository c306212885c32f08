/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Any lines as law, and as what is asked: words lie in order within their text, hits are sorted, and asking twice says
   the same. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>

#include "../src/analyse/novelty_index.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
    if (!holds)
        abort();
}

static void check_words(const struct novelty_text *words, size_t length)
{
    size_t at = 0;

    for (size_t i = 0; i < words->count; i++) {
        const struct novelty_word *word = &words->items[i];

        require(word->start >= at && word->length > 0 && word->start + word->length <= length);
        require(word->stem != 0 && word->concept != 0);
        at = word->start + word->length;
    }
}

static void ask_twice(const struct novelty_index *index, const struct novelty_text *words)
{
    struct novelty_asked asked = {.words = words->items, .count = words->count, .kind = ""};
    struct novelty_hit hits[NOVELTY_HITS], again[NOVELTY_HITS];
    size_t count, again_count;

    require(novelty_index_ask(index, hits, &count, &asked, NULL) == TVX_OK);
    require(novelty_index_ask(index, again, &again_count, &asked, NULL) == TVX_OK);
    require(count == again_count);
    for (size_t i = 0; i < count; i++) {
        require(hits[i].unit == again[i].unit && hits[i].score > 0);
        require(i == 0 || hits[i].score <= hits[i - 1].score);
        require(hits[i].unit < novelty_index_count(index));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const languages[] = {"en", "fr", "es", "ru", "ar", "zh"};
    struct tvx_arena *arena = tvx_arena_new(1 << 28);
    struct novelty_words *tables = novelty_words_new(arena);
    struct novelty_index *index = novelty_index_new(arena);
    char *text = size == 0 ? NULL : tvx_text_clean(arena, (const char *)data + 1, size - 1);
    const char *language = size == 0 ? "en" : languages[data[0] % 6];
    struct novelty_text last = {0};

    require(tables != NULL && index != NULL);
    for (char *line = text; line != NULL;) {
        char *end = strchr(line, '\n');
        struct novelty_unit unit = {.kind = ""};

        if (end != NULL)
            *end = '\0';
        require(novelty_words_read(&unit.words, arena, tables, language, line, strlen(line), NULL) == TVX_OK);
        check_words(&unit.words, strlen(line));
        require(novelty_index_add(index, &unit, NULL) == TVX_OK);
        last = unit.words;
        line = end == NULL ? NULL : end + 1;
    }
    require(novelty_index_close(index, NULL) == TVX_OK);
    ask_twice(index, &last);
    novelty_index_free(index);
    novelty_words_free(tables);
    tvx_arena_free(arena);
    return 0;
}
