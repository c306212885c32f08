/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Texts in two languages laid beside one another.  The treaty on lighthouses is invented. */
#include "check.h"

#include <travaux/base/buf.h>
#include <travaux/reuse/cross.h>

static const struct {
    const char *language, *text;
} treaties[] = {
    {"en",
     "Article 4 Relays\n"
     "1. Every operator of a lighthouse relay shall keep its log for 90 days and open it to the harbour authority.\n"
     "2. The log shall say:\n"
     "(a) the hour of each signal;\n"
     "(b) the frequency, above 2 182 kHz only;\n"
     "(c) the Member State whose flag the ship flies.\n"
     "3. Logs of relays in Fiji and Malta are kept as Resolution 130 (Rev. Dubai, 2018) says.\n"
     "Article 5 Fees\n"
     "1. The fee is fixed by the conference each year, by a majority of two thirds of the Member States present, after "
     "the secretariat has told them what the relays cost in the year before.\n"
     "2. It shall not exceed 75 francs.\n"},
    {"fr",
     "Article 4 Relais\n"
     "1. Tout exploitant d'un relais de phare conserve son registre pendant 90 jours et l'ouvre à l'autorité portuaire.\n"
     "2. Le registre indique :\n"
     "a) l'heure de chaque signal ;\n"
     "b) la fréquence, au-dessus de 2182 kHz seulement ;\n"
     "c) l'État membre dont le navire bat le pavillon.\n"
     "3. Les registres des relais des Fidji et de Malte sont tenus comme le dit la Résolution 130 (Rév. Dubaï, 2018).\n"
     "Article 5 Redevances\n"
     "1. La redevance est fixée chaque année par la conférence, à la majorité des deux tiers des États membres présents, "
     "après que le secrétariat leur a indiqué ce que les relais ont coûté l'année précédente.\n"
     "2. Elle ne dépasse pas 75 francs.\n"},
    {"ru",
     "Статья 4 Ретрансляторы\n"
     "1. Каждый оператор маячного ретранслятора хранит свой журнал 90 дней и открывает его портовому органу.\n"
     "2. В журнале указываются:\n"
     "a) час каждого сигнала;\n"
     "b) частота, только выше 2 182 кГц;\n"
     "c) государство-член, под флагом которого идёт судно.\n"
     "3. Журналы ретрансляторов Фиджи и Мальты ведутся согласно Резолюции 130 (Пересм. Дубай, 2018 г.).\n"
     "Статья 5 Сборы\n"
     "1. Сбор устанавливается конференцией каждый год большинством в две трети присутствующих государств-членов после "
     "того, как секретариат сообщил им, во что обошлись ретрансляторы в прошлом году.\n"
     "2. Он не превышает 75 франков.\n"},
    {"ar",
     "المادة ٤ محطات الترحيل\n"
     "١. يحتفظ كل مشغل لمحطة ترحيل المنارة بسجله ٩٠ يوماً ويتيحه لسلطة الميناء.\n"
     "٢. يبين السجل ما يلي:\n"
     "(أ) ساعة كل إشارة؛\n"
     "(ب) التردد، فوق ٢١٨٢ كيلوهرتز فقط؛\n"
     "(ج) الدولة العضو التي ترفع السفينة علمها.\n"
     "٣. تُمسك سجلات المحطات في فيجي ومالطة وفقاً للقرار ١٣٠ (المراجَع في دبي، ٢٠١٨).\n"
     "المادة ٥ الرسوم\n"
     "١. يحدد المؤتمر الرسم كل سنة بأغلبية ثلثي الدول الأعضاء الحاضرة، بعد أن تبلغها الأمانة بما كلفته المحطات في السنة "
     "السابقة.\n"
     "٢. لا يتجاوز الرسم ٧٥ فرنكاً.\n"},
    {"zh",
     "第四条 中继站\n"
     "一、灯塔中继站的每个经营者应将其日志保存90天，并向港口当局开放。\n"
     "二、日志应载明：\n"
     "（一）每个信号的时刻；\n"
     "（二）频率，仅限2182千赫以上；\n"
     "（三）船舶悬挂其旗帜的成员国。\n"
     "三、斐济和马耳他中继站的日志按照第130号决议（2018年，迪拜，修订版）保存。\n"
     "第五条 费用\n"
     "一、费用由大会每年以出席成员国三分之二多数确定，在此之前秘书处应告知各国上一年中继站的开支。\n"
     "二、费用不得超过75法郎。\n"},
};

/* As long and as full of numbers, and another text. */
static const char other[] =
    "Article 9 Pilots\n"
    "1. Pilots are licensed for 5 years by the port of Tallinn after 40 voyages.\n"
    "2. The licence ends:\n"
    "(a) when the pilot has reached the age of 65;\n"
    "(b) when 3 ships were damaged within 18 months;\n"
    "3. Estonia and Latvia inform each other of licences under Regulation 2017/352.\n"
    "Article 10 Boats\n"
    "1. A pilot boat carries two lamps and a horn that is heard over 1 000 metres in still air, and a crew of four, who "
    "have had the training that Annex IV asks for, not more than twelve months ago.\n"
    "2. It is painted yellow.\n";

enum { TREATIES = sizeof treaties / sizeof *treaties };

struct fixture {
    struct tvx_arena *arena;
    struct tvx_cross_terms *terms;
    struct tvx_stemmer *stemmer;
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    f->arena = tvx_arena_new((size_t)2 << 30);
    f->stemmer = tvx_stemmer_new();
    *state = f;
    return f->arena == NULL || f->stemmer == NULL || tvx_cross_terms_new(&f->terms, f->arena, NULL, 0, NULL) != TVX_OK;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    tvx_stemmer_free(f->stemmer);
    tvx_arena_free(f->arena);
    free(f);
    return 0;
}

static struct tvx_cross compare(struct fixture *f, const char *a_language, const char *a, const char *b_language,
                                const char *b, bool labels)
{
    struct tvx_cross_text *x, *y;
    struct tvx_cross cross;

    assert_int_equal(tvx_cross_prepare(&x, f->arena, f->terms, f->stemmer, a_language, a, strlen(a), NULL, 0, labels,
                                       NULL), TVX_OK);
    assert_int_equal(tvx_cross_prepare(&y, f->arena, f->terms, f->stemmer, b_language, b, strlen(b), NULL, 0, labels,
                                       NULL), TVX_OK);
    assert_int_equal(tvx_cross_compare(&cross, f->arena, x, y, NULL), TVX_OK);
    return cross;
}

static void test_a_text_is_known_in_every_other_language(void **state)
{
    for (size_t i = 0; i < TREATIES; i++)
        for (size_t j = 0; j < TREATIES; j++) {
            struct tvx_cross cross;

            if (i == j)
                continue;
            for (int labels = 0; labels < 2; labels++) {
                cross = compare(*state, treaties[i].language, treaties[i].text, treaties[j].language, treaties[j].text,
                                labels != 0);
                if (cross.score < 0.8)
                    fail_msg("%s-%s: %f", treaties[i].language, treaties[j].language, cross.score);
                for (size_t k = 0; k < cross.count; k++)
                    if (cross.pairs[k].a_first != k || cross.pairs[k].b_first != k || cross.pairs[k].a_count != 1 ||
                        cross.pairs[k].b_count != 1)
                        fail_msg("%s-%s, labels %d: paragraph %zu", treaties[i].language, treaties[j].language, labels,
                                 k);
            }
        }
}

static void test_another_text_is_not(void **state)
{
    for (size_t i = 1; i < TREATIES; i++) {
        struct tvx_cross cross = compare(*state, "en", other, treaties[i].language, treaties[i].text, true);

        if (cross.score > 0.2)
            fail_msg("%s: %f", treaties[i].language, cross.score);
    }
    assert_true(compare(*state, "en", "", "fr", "", true).score == 0);
    assert_true(compare(*state, "en", treaties[0].text, "fr", "", true).score == 0);
}

/* Is there an anchor of these words, in the same pair? */
static bool shares(const struct tvx_cross *cross, const char *a_text, const char *a, const char *b_text, const char *b)
{
    for (size_t i = 0; i < cross->anchor_count; i++) {
        const struct tvx_cross_anchor *anchor = &cross->anchors[i];

        if (anchor->a_length == strlen(a) && strncmp(a_text + anchor->a_start, a, strlen(a)) == 0 &&
            anchor->b_length == strlen(b) && strncmp(b_text + anchor->b_start, b, strlen(b)) == 0)
            return true;
    }
    return false;
}

static void test_what_speaks_for_it_is_shown(void **state)
{
    const char *en = treaties[0].text, *fr = treaties[1].text, *ar = treaties[3].text, *zh = treaties[4].text;
    struct tvx_cross cross = compare(*state, "en", en, "fr", fr, true);

    assert_true(shares(&cross, en, "2 182", fr, "2182"));
    assert_true(shares(&cross, en, "Fiji", fr, "Fidji"));
    assert_true(shares(&cross, en, "Dubai", fr, "Dubaï"));
    assert_true(shares(&cross, en, "Member State", fr, "État membre"));
    assert_true(shares(&cross, en, "authority", fr, "autorité"));
    cross = compare(*state, "en", en, "ar", ar, true);
    assert_true(shares(&cross, en, "2018", ar, "٢٠١٨"));
    assert_true(shares(&cross, en, "Dubai", ar, "دبي"));
    cross = compare(*state, "en", en, "zh", zh, true);
    assert_true(shares(&cross, en, "130", zh, "130"));
    assert_true(shares(&cross, en, "two thirds", zh, "三分之二"));
    assert_true(shares(&cross, en, "5", zh, "五")); /* of Article 5 and 第五条 */
}

static void test_two_paragraphs_may_be_one(void **state)
{
    static const char en[] = "The fee is 40 francs a year.\nThe council meets in Geneva in March, and in Vienna in "
                             "October 2031.\nPilots need 12 voyages.";
    static const char fr[] = "La redevance est de 40 francs par an.\nLe conseil se réunit à Genève en mars.\nIl se "
                             "réunit à Vienne en octobre 2031.\nLes pilotes doivent 12 voyages.";
    struct tvx_cross cross = compare(*state, "en", en, "fr", fr, true);

    assert_int_equal(cross.count, 3);
    assert_int_equal(cross.pairs[1].a_count, 1);
    assert_int_equal(cross.pairs[1].b_count, 2);
    assert_true(shares(&cross, en, "March", fr, "mars"));
}

/* One text has an article more: the others keep their partners. */
static void test_what_one_text_lacks_stands_alone(void **state)
{
    char longer[8000];
    struct tvx_cross cross;
    size_t alone = 0;

    snprintf(longer, sizeof longer, "%s%s", other, treaties[0].text);
    cross = compare(*state, "en", longer, "ru", treaties[2].text, true);
    for (size_t i = 0; i < cross.count; i++)
        alone += cross.pairs[i].a_count > 0 && cross.pairs[i].b_count == 0;
    assert_true(alone >= 7);
    assert_int_equal(cross.pairs[cross.count - 1].a_count, 1);
    assert_int_equal(cross.pairs[cross.count - 1].b_count, 1);
}

/* ---- the user's own terms ---- */

static void test_own_terms_help(void **state)
{
    struct fixture *f = *state;
    static const char own[] = "# of our committee\nlighthouse\tphare|feu\tмаяк\n\nsilt\tvase\tил\n";
    static const char en[] = "Silt before a lighthouse.", ru[] = "Ил у маяка.";
    struct tvx_cross without = compare(f, "en", en, "ru", ru, true), with;
    struct tvx_error error;

    assert_int_equal(tvx_cross_terms_new(&f->terms, f->arena, own, strlen(own), NULL), TVX_OK);
    with = compare(f, "en", en, "ru", ru, true);
    assert_true(shares(&with, en, "Silt", ru, "Ил") && shares(&with, en, "lighthouse", ru, "маяка"));
    assert_true(with.score > without.score);
    assert_int_equal(tvx_cross_terms_new(&f->terms, f->arena, "silt\tvase\nalone\n", 16, &error), TVX_E_MALFORMED);
    assert_non_null(strstr(error.message, "line 2"));
}

/* ---- proposals ---- */

static double same(struct fixture *f, const struct tvx_cross_change *a, const struct tvx_cross_change *b,
                   struct tvx_cross_same *out)
{
    struct tvx_cross_edit *x, *y;

    assert_int_equal(tvx_cross_edit_prepare(&x, f->arena, f->terms, f->stemmer, a, NULL), TVX_OK);
    assert_int_equal(tvx_cross_edit_prepare(&y, f->arena, f->terms, f->stemmer, b, NULL), TVX_OK);
    assert_int_equal(tvx_cross_same(out, f->arena, x, y, NULL), TVX_OK);
    return out->score;
}

static void test_two_proposals_make_the_same_change(void **state)
{
    const struct tvx_cross_change en = {"en", "MNR", "5.2", "The fee is fixed by the conference each year.",
                                        "The fee is fixed by the conference each year. It shall not exceed 75 francs in "
                                        "Malta."};
    struct tvx_cross_change fr = {"fr", "MNR", "5.2", "La redevance est fixée chaque année par la conférence.",
                                  "La redevance est fixée chaque année par la conférence. Elle ne dépasse pas 75 francs "
                                  "à Malte."};
    struct tvx_cross_same found;
    double placed, unplaced;

    placed = same(*state, &en, &fr, &found);
    assert_true(placed > 0.9);
    assert_int_equal(found.place, TVX_CROSS_PLACE_SAME);
    assert_true(found.anchor_count >= 2);
    fr.path = NULL; /* the place is not known: less sure */
    unplaced = same(*state, &en, &fr, &found);
    assert_true(unplaced < placed && unplaced > 0.7);
    fr.path = "9.1"; /* another provision, or another number of this one */
    assert_true(same(*state, &en, &fr, &found) < unplaced - 0.05);
    assert_int_equal(found.place, TVX_CROSS_PLACE_OTHER);
    fr.path = "5.2"; /* other words put in, at the other end */
    fr.after = "Sauf à Chypre et dans les 3 premiers mois de 2030, la redevance est fixée chaque année par la conférence.";
    assert_true(same(*state, &en, &fr, &found) < 0.3);
    fr.before = ""; /* a new provision is no change of one */
    assert_true(same(*state, &en, &fr, &found) == 0);
}

/* Nothing to go by but lengths and the place: never sure. */
static void test_lengths_alone_prove_little(void **state)
{
    const struct tvx_cross_change en = {"en", NULL, NULL, "Boats are grey.", "Boats are grey and slow."};
    const struct tvx_cross_change zh = {"zh", NULL, NULL, "船是灰色的。", "船是灰色的，而且慢。"};
    struct tvx_cross_same found;

    assert_true(same(*state, &en, &zh, &found) < 0.9);
    assert_int_equal(found.anchor_count, 0);
}

/* ---- hostile texts ---- */

/* 8,000 paragraphs that are all alike: the table is cut to a band, and says so. */
static void test_texts_that_repeat_themselves_end(void **state)
{
    struct tvx_buf text;
    struct tvx_cross cross;

    tvx_buf_init(&text, 64 << 20);
    for (int i = 0; i < 8000; i++)
        tvx_buf_str(&text, "5 Malta 7 Malta 5\n");
    cross = compare(*state, "en", text.data, "fr", text.data, true);
    assert_true(cross.cut);
    assert_true(cross.count >= 8000);
    tvx_buf_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_text_is_known_in_every_other_language, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_another_text_is_not, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_speaks_for_it_is_shown, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_two_paragraphs_may_be_one, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_what_one_text_lacks_stands_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_own_terms_help, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_two_proposals_make_the_same_change, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_lengths_alone_prove_little, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_texts_that_repeat_themselves_end, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
