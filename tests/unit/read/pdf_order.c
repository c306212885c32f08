/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Fonts without a table of letters: the order of their glyphs tells which letters they draw, or nothing is claimed. */
#include <travaux/base/buf.h>
#include <travaux/text/utf8.h>

#include "../../../src/read/pdf_order.h"
#include "check.h"

enum { MOST = 500 };

static const char russian[] =
    "Стороны рассматривают на ежегодной встрече ход работы по охране рек и озёр и принимают решения о мерах, которые "
    "следует принять каждому государству. Решения принимаются большинством голосов присутствующих и участвующих в "
    "голосовании представителей, если настоящий договор не предусматривает иного порядка.";
static const char english[] =
    "The Parties shall meet once a year to review the work done for the protection of rivers and lakes, and shall "
    "decide on the measures that each State is to take. Decisions are made by a majority of those present and voting.";
static const char chinese[] = "各缔约方应当每年举行一次会议，审查保护河流和湖泊的工作，并决定每个国家应采取的措施。"
                              "决定由出席并参加表决的代表以多数票作出；但本条约另有规定的除外。";

/* The font's number of a letter: its code point and a shift, Cyrillic as code page 1251 has it. */
struct font {
    struct pdf_order_glyph glyphs[MOST];
    uint32_t points[MOST];
    size_t count;
};

static void set(struct font *font, const char *text, uint32_t first, uint32_t last, long shift)
{
    for (size_t at = 0, length = strlen(text); at < length;) {
        uint32_t point = tvx_utf8_next(text, length, &at), gid = (uint32_t)((long)point + shift);
        size_t i = 0;

        if (point < first || point > last)
            continue;
        while (i < font->count && font->glyphs[i].gid != gid)
            i++;
        if (i == font->count) {
            assert_true(font->count < MOST);
            font->points[font->count] = point;
            font->glyphs[font->count++] = (struct pdf_order_glyph){.gid = gid};
        }
        font->glyphs[i].count++;
    }
}

static long tell(struct font *font, struct pdf_order_known *known)
{
    struct tvx_arena *arena = tvx_arena_new(1 << 24);
    long told = tvx_pdf_order_tell(arena, font->glyphs, font->count, known);

    tvx_arena_free(arena);
    return told;
}

static size_t right(const struct font *font, long shift)
{
    size_t right = 0;

    for (size_t i = 0; i < font->count; i++)
        right += font->glyphs[i].point != 0 && font->glyphs[i].point == (uint32_t)((long)font->glyphs[i].gid - shift);
    return right;
}

static void letters_are_told(void **unused)
{
    static const long shifts[] = {-470, -500, 3000};
    struct pdf_order_known known = {.common = NULL};
    struct font font;

    (void)unused;
    for (int i = 0; i < 3; i++) {
        font = (struct font){.count = 0};
        set(&font, russian, 0x410, 0x44F, shifts[i]);
        assert_int_equal(tell(&font, &known), (long)font.count);
        assert_int_equal(right(&font, shifts[i]), font.count);
        known.place_count = 0;
    }
    font = (struct font){.count = 0};
    set(&font, english, 0x21, 0x7E, 700);
    assert_int_equal(tell(&font, &known), (long)font.count);
    assert_int_equal(right(&font, 700), font.count);
}

static void characters_are_told_with_their_marks(void **unused)
{
    struct pdf_order_known known = {.common = NULL};
    struct font font = {.count = 0};
    size_t characters;

    (void)unused;
    set(&font, chinese, 0x4E00, 0x9FA5, -18890);
    characters = font.count;
    set(&font, chinese, 0xFF01, 0xFF5E, -64340);
    assert_int_equal(tell(&font, &known), (long)font.count);
    assert_int_equal(right(&font, -18890), characters);
    assert_int_equal(right(&font, -64340), font.count - characters);
}

/* A few words are no evidence; with a larger font of the same making before them they are. */
static void little_text_is_told_by_what_came_before(void **unused)
{
    struct pdf_order_known known = {.common = NULL};
    struct font large = {.count = 0}, small = {.count = 0};

    (void)unused;
    set(&small, "Статья", 0x410, 0x44F, -470);
    assert_int_equal(tell(&small, &known), 0);
    set(&large, russian, 0x410, 0x44F, -470);
    assert_true(tell(&large, &known) > 0);
    assert_int_equal(tell(&small, &known), (long)small.count);
    assert_int_equal(right(&small, -470), small.count);
}

/* Glyphs numbered as they first occur have no order: claiming letters for them would be inventing text. */
static void glyphs_without_order_stay_unknown(void **unused)
{
    struct pdf_order_known known = {.common = NULL};
    static const char *const texts[] = {russian, english, chinese};

    (void)unused;
    for (int t = 0; t < 3; t++) {
        struct font font = {.count = 0};

        set(&font, texts[t], 0x21, 0xFFFF, 0);
        for (size_t i = 0; i < font.count; i++)
            font.glyphs[i].gid = (uint32_t)(3 + i);
        assert_int_equal(tell(&font, &known), 0);
        font.count = 0;
        assert_int_equal(tell(&font, &known), 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(letters_are_told),
        cmocka_unit_test(characters_are_told_with_their_marks),
        cmocka_unit_test(little_text_is_told_by_what_came_before),
        cmocka_unit_test(glyphs_without_order_stay_unknown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
