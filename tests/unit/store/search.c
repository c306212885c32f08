/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "store_check.h"

#include <travaux/base/buf.h>

static const struct { const char *file, *language, *title, *text; } texts[] = {
    {"en.txt", "en", "Opening remarks", "The delegations negotiated late into the night.\nCyber-security cooperation between "
                                        "Member States’ networks is welcome, see resolution 70/1 and Article 5A."},
    {"fr.txt", "fr", "Note", "Les négociations sur l'Union des télécommunications ont été longues et difficiles."},
    {"es.txt", "es", "Nota", "Las naciones cooperan para proteger las redes de telecomunicaciones."},
    {"ru.txt", "ru", "Записка", "Переговоры о безопасности сетей продолжались всю ночь."},
    {"ar.txt", "ar", "مذكرة", "ناقشت الجمعية أمن الشبكات والاتصالات، القرار ٧٠/١."},
    {"zh.txt", "zh", "说明", "各国代表在联合国大会上讨论了网络安全问题。"},
    {"late.txt", "en", "Networks", "A paper on something else altogether, with one word on bridges."},
    {"pua.txt", "en", "Odd", "A hostile \xEE\x80\x80marked\xEE\x80\x81 zebra."},
};

static struct tvx_store *store;
static struct folder *folder;

static int fill(void **state)
{
    struct tvx_error error = {0};
    bool existed;
    int64_t id;

    if (folder_make(state) != 0)
        return -1;
    folder = *state;
    store = folder_store(folder);
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct tvx_store_entry entry = {.source = {.file = texts[i].file, .kind = "report"}, .bytes = texts[i].text,
                                        .length = strlen(texts[i].text), .text = texts[i].text, .format = "text",
                                        .language = texts[i].language, .title = texts[i].title};

        if (tvx_store_add(store, &id, &existed, &entry, &error) != TVX_OK)
            return -1;
    }
    return 0;
}

static int empty(void **state)
{
    tvx_store_close(store);
    return folder_remove(state);
}

static const struct tvx_hit *search(const char *query, size_t *count)
{
    struct tvx_hit *hits = NULL;
    struct tvx_error error = {0};

    if (tvx_store_search(store, folder->arena, &hits, count, query, 0, &error) != TVX_OK)
        fail_msg("%s: %s", query, error.message);
    return hits;
}

/* Exactly this one document is found. */
static const struct tvx_hit *finds(const char *query, const char *file)
{
    size_t count;
    const struct tvx_hit *hits = search(query, &count);

    if (count != 1 || strcmp(hits->reference, file) != 0)
        fail_msg("%s: %zu found, first %s instead of %s", query, count, count == 0 ? "none" : hits->reference, file);
    return hits;
}

static void finds_none(const char *query)
{
    size_t count;

    search(query, &count);
    if (count != 0)
        fail_msg("%s: %zu found", query, count);
}

static void words_match_in_six_languages(void **state)
{
    (void)state;
    finds("delegation negotiate", "en.txt");
    finds("négociation", "fr.txt");
    finds("union difficile", "fr.txt"); /* l'Union, difficiles */
    finds("nación cooperar", "es.txt");
    finds("переговоров", "ru.txt"); /* another case */
    finds("СЕТЬ безопасность", "ru.txt");
    finds("جمعية", "ar.txt"); /* without the article */
    finds("联合国", "zh.txt");
    finds("合国大会", "zh.txt"); /* cut where no dictionary cuts */
    finds("络", "zh.txt");
    finds("网络安全", "zh.txt");
    finds_none("国联");
}

static void queries_have_words_phrases_exclusions_and_prefixes(void **state)
{
    size_t count;

    (void)state;
    finds("\"late into the night\"", "en.txt");
    finds_none("\"night the into late\"");
    finds("network -bridge", "en.txt");
    finds("network bridges", "late.txt"); /* one in the title, one in the text */
    finds("brid*", "late.txt");
    finds("\"one word on bri\"*", "late.txt");
    finds("cyber-security", "en.txt");
    finds("5a", "en.txt");
    search("70/1", &count);
    assert_int_equal(count, 2); /* Latin and Arabic digits */
    finds("late -\"something else\"", "en.txt");
    finds_none("bridges delegations");
}

static void what_stands_in_a_title_comes_first(void **state)
{
    size_t count;
    const struct tvx_hit *hits = search("networks", &count);

    (void)state;
    assert_int_equal(count, 2);
    assert_string_equal(hits[0].reference, "late.txt");
    assert_true(hits[0].score > hits[1].score);
}

static void no_query_is_a_syntax_error(void **state)
{
    static const char *const odd[] = {
        "\"", "\"\"", "a\"b", "AND", "OR NOT", "NEAR(", "a AND", "(", ")", "*", "**", "a*b*", "^a", "title:night", "{title}:a",
        "-", "--", "- a", "a -", "\"a\" OR \"b", "+", "a + b", "\\", "'", ";", "a;DROP TABLE fts", ":", "a:b", "\xFF\xFE a",
        "\t\n", "-\"x y", "\xEE\x80\x80", "NOT", "\"*\"", "é", "a\x01" "b", "国", "-国 a", "國*", "1.5.2", "/", "a/b", "//1",
    };
    char long_query[10001];
    struct tvx_hit *hits;
    struct tvx_error error = {0};
    uint32_t seed = 7;
    size_t count;

    (void)state;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        if (tvx_store_search(store, folder->arena, &hits, &count, odd[i], 10, &error) != TVX_OK)
            fail_msg("%s: %s", odd[i], error.message);
    }
    assert_int_equal(tvx_store_search(store, folder->arena, &hits, &count, "-night", 10, &error), TVX_OK);
    assert_int_equal(count, 0); /* nothing is wanted */
    for (size_t i = 0; i < sizeof long_query; i++)
        long_query[i] = i % 2 == 0 ? 'a' : ' ';
    long_query[sizeof long_query - 1] = '\0';
    search(long_query, &count);
    for (int round = 0; round < 3000; round++) { /* any bytes at all */
        static const char alphabet[] = "\"-*() aAb1/.:'^{}+,\xE5\x9B\xBD\xD0\xBF\xFF";
        char query[24];
        size_t length = seed % 23;

        for (size_t i = 0; i < length; i++)
            query[i] = alphabet[((seed = seed * 1664525u + 1013904223u) >> 16) % (sizeof alphabet - 1)];
        query[length] = '\0';
        seed = seed * 1664525u + 1013904223u;
        if (tvx_store_search(store, folder->arena, &hits, &count, query, 3, &error) > TVX_E_USAGE)
            fail_msg("%s: %s", query, error.message);
        if (error.status != TVX_OK && error.status != TVX_E_USAGE)
            fail_msg("%s: %s", query, error.message);
    }
}

static void snippets_mark_the_words_found(void **state)
{
    (void)state;
    assert_non_null(strstr(finds("negotiating", "en.txt")->snippet, "delegations \xEE\x80\x80negotiated\xEE\x80\x81 late"));
    assert_non_null(strstr(finds("联合国", "zh.txt")->snippet, "在\xEE\x80\x80联合国\xEE\x80\x81大会"));
    assert_non_null(strstr(finds("union", "fr.txt")->snippet, "l'\xEE\x80\x80Union\xEE\x80\x81 des"));
    /* the text's own private characters do not pass for marks */
    assert_non_null(strstr(finds("zebra", "pua.txt")->snippet, "hostile marked \xEE\x80\x80zebra\xEE\x80\x81"));
}

static void a_snippet_is_the_best_stretch_of_a_long_text(void **state)
{
    struct tvx_store_entry entry = {.source = {.file = "long.txt", .kind = "report"}, .format = "text", .language = "en",
                                    .title = "Long"};
    struct tvx_error error = {0};
    const size_t size = 60000;
    struct tvx_buf text;
    const char *snippet;
    int64_t id;
    bool existed;

    (void)state;
    tvx_buf_init(&text, 2 * size);
    while (text.length < size / 2)
        tvx_buf_printf(&text, "giraffe %zu émigré ", text.length);
    tvx_buf_str(&text, "and the giraffe met\n\n  a walrus there ");
    while (text.length < size)
        tvx_buf_printf(&text, "walrus %zu ", text.length);
    entry.bytes = entry.text = tvx_buf_text(&text);
    entry.length = text.length;
    assert_int_equal(tvx_store_add(store, &id, &existed, &entry, &error), TVX_OK);
    snippet = finds("giraffe walrus", "long.txt")->snippet;
    assert_non_null(strstr(snippet, "\xEE\x80\x80giraffe\xEE\x80\x81 met a \xEE\x80\x80walrus\xEE\x80\x81 there"));
    assert_true(strlen(snippet) < 400);
    assert_int_equal(strncmp(snippet, "… ", 4), 0);
    tvx_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_match_in_six_languages),
        cmocka_unit_test(queries_have_words_phrases_exclusions_and_prefixes),
        cmocka_unit_test(what_stands_in_a_title_comes_first),
        cmocka_unit_test(no_query_is_a_syntax_error),
        cmocka_unit_test(snippets_mark_the_words_found),
        cmocka_unit_test(a_snippet_is_the_best_stretch_of_a_long_text),
    };

    return cmocka_run_group_tests_name("search", tests, fill, empty);
}
