/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Copies are found in each language of the United Nations, with one word in five changed: replaced, put in, taken out,
 * moved, or only bent (plural, case, gender, article).  The texts are invented.
 */
#include <travaux/reuse/match.h>
#include <travaux/reuse/passage.h>

#include "index_making.h"

struct texts {
    const char *language, *origin, *copy, *others[3];
};

static const struct texts languages[] = {
    {"en",
     "Every operator of a lighthouse relay shall log each signal that it forwards, with its origin and its hour, and "
     "shall keep the log for ninety days. The harbour authority may inspect the log in daylight, after written notice, "
     "and shall pay the operator for candles burnt during the inspection.",
     "Operators of lighthouse relays should log every signal forwarded, with its origins and hour, and keep their logs "
     "for sixty days. A harbour authority may inspect such logs in daylight, after notice in writing, and shall pay "
     "operators for the candles that were burnt during inspections.",
     {"The committee met twice. It noted that silt had gathered near the old breakwater and asked the secretariat for "
      "another survey before the autumn tides.",
      "Each Party shall designate a national contact point and inform the other Parties of any change. The contact "
      "points shall meet once a year.",
      "Pilots shall not be held liable for damage caused by drifting ice, unless they acted recklessly and with "
      "knowledge that the damage would probably result."}},
    {"fr",
     "Chaque exploitant d'un relais de phare consigne tout signal qu'il transmet, avec son origine et son heure, et "
     "conserve le registre pendant quatre-vingt-dix jours. L'autorité portuaire peut inspecter le registre de jour, "
     "après avis écrit, et rembourse à l'exploitant les bougies brûlées pendant l'inspection.",
     "Les exploitants de relais de phares consignent les signaux qu'ils transmettent, avec leur origine et leur heure, "
     "et conservent leurs registres soixante jours. L'autorité portuaire pourra inspecter ces registres de jour, après "
     "un avis écrit, et remboursera aux exploitants la bougie brûlée durant les inspections.",
     {"Le comité s'est réuni deux fois. Il a constaté que la vase s'était accumulée près de l'ancienne jetée et a "
      "demandé au secrétariat un nouveau sondage avant les marées d'automne.",
      "Chaque Partie désigne un point de contact national et informe les autres Parties de tout changement. Les points "
      "de contact se réunissent une fois par an.",
      "Les pilotes ne répondent pas des dommages causés par les glaces à la dérive, sauf s'ils ont agi témérairement et "
      "en sachant qu'un tel dommage en résulterait probablement."}},
    {"es",
     "Cada operador de un relevo de faro anotará toda señal que transmita, con su origen y su hora, y conservará el "
     "registro durante noventa días. La autoridad portuaria podrá inspeccionar el registro de día, previo aviso por "
     "escrito, y pagará al operador las velas consumidas durante la inspección.",
     "Los operadores de relevos de faros anotarán las señales transmitidas, con origen y hora, y conservarán los "
     "registros durante sesenta días. Las autoridades portuarias podrán inspeccionar los registros de día, previo "
     "aviso escrito, y pagarán a los operadores la vela consumida en las inspecciones.",
     {"El comité se reunió dos veces. Observó que el limo se había acumulado junto al viejo rompeolas y pidió a la "
      "secretaría otro sondeo antes de las mareas de otoño.",
      "Cada Parte designará un punto de contacto nacional e informará a las demás Partes de todo cambio. Los puntos de "
      "contacto se reunirán una vez al año.",
      "Los prácticos no responderán de los daños causados por hielos a la deriva, salvo que hayan actuado con "
      "temeridad y a sabiendas de que probablemente se producirían."}},
    {"ru",
     "Каждый оператор маячного ретранслятора записывает всякий передаваемый им сигнал с указанием его происхождения и "
     "часа и хранит журнал в течение девяноста дней. Портовый орган может осматривать журнал в дневное время после "
     "письменного предупреждения и возмещает оператору стоимость сожжённых при осмотре свечей.",
     "Операторы маячных ретрансляторов записывают каждый передаваемый сигнал с указанием происхождения и времени и "
     "хранят журналы в течение шестидесяти дней. Портовые органы могут осматривать журналы только в дневное время, "
     "после письменных предупреждений, и возмещают операторам стоимость свечи, сожженной при осмотрах.",
     {"Комитет собирался дважды. Он отметил, что у старого волнолома скопился ил, и попросил секретариат провести ещё "
      "один промер до осенних приливов.",
      "Каждая Сторона назначает национальный контактный пункт и сообщает другим Сторонам о любых изменениях. Контактные "
      "пункты собираются раз в год.",
      "Лоцманы не отвечают за ущерб, причинённый дрейфующими льдами, если только они не действовали безрассудно и "
      "сознавая вероятность такого ущерба."}},
    {"ar",
     "يُسجِّل كلُّ مشغِّلٍ لمحطة ترحيل المنارة كلَّ إشارةٍ يُحيلها مع بيان مصدرها وساعتها، ويحتفظ بالسجل تسعين يوماً. ويجوز "
     "لسلطة الميناء أن تفتش السجل نهاراً بعد إخطارٍ مكتوب، وتدفع للمشغِّل ثمن الشموع التي أُحرقت أثناء التفتيش.",
     "يسجل مشغلو محطات ترحيل المنارات كل اشارة يحيلونها مع بيان المصدر والساعة، ويحتفظون بالسجلات ستين يوما. ويجوز لسلطات "
     "الميناء ان تفتش السجلات نهارا بعد اخطار مكتوب، وتدفع للمشغلين ثمن الشموع التي احرقت خلال التفتيش.",
     {"اجتمعت اللجنة مرتين. ولاحظت أن الطمي قد تراكم قرب حاجز الأمواج القديم وطلبت من الأمانة مسحاً آخر قبل مدّ الخريف.",
      "يعيّن كل طرف جهة اتصال وطنية ويبلغ الأطراف الأخرى بأي تغيير. وتجتمع جهات الاتصال مرة واحدة في السنة.",
      "لا يُسأل المرشدون عن الأضرار الناجمة عن الجليد المنجرف إلا إذا تصرفوا بتهور وعن علم باحتمال وقوع تلك الأضرار."}},
    {"zh",
     "灯塔中继站的每个经营者应记录其转发的每个信号，注明来源和时刻，并将日志保存九十天。港口当局经书面通知后可在白天查阅日志，"
     "并应向经营者支付查阅期间所燃蜡烛的费用。",
     "灯塔中继站经营者均应记录所转发的各个信号，注明其来源与时刻，并将日志保存六十天。港口当局经过书面通知可在白天检查日志，"
     "并须向各经营者支付查阅期间燃烧蜡烛的全部费用。",
     {"委员会举行了两次会议。委员会注意到旧防波堤附近淤泥堆积，请秘书处在秋潮之前再作一次勘测。",
      "每一缔约方应指定一个国家联络点，并将任何变动通知其他缔约方。各联络点每年举行一次会议。",
      "引航员对漂流冰块造成的损害不承担责任，除非其行为鲁莽并明知可能造成此种损害。"}},
};

enum { LANGUAGES = sizeof languages / sizeof *languages };

/* The copy stands between two other paragraphs and is found there whole, near enough; nothing else is. */
static void test_an_edited_copy_is_found_as_a_passage(void **state)
{
    (void)state;
    for (size_t i = 0; i < LANGUAGES; i++) {
        const struct texts *texts = &languages[i];
        struct tvx_arena *arena = tvx_arena_new((size_t)4 << 30);
        char *host = tvx_arena_printf(arena, "%s\n%s\n%s\n%s", texts->others[0], texts->others[1], texts->copy,
                                      texts->others[2]);
        struct tvx_passages passages;
        size_t covered = 0, start = (size_t)(strstr(host, texts->copy) - host);

        assert_int_equal(tvx_passages(&passages, arena, texts->origin, host, texts->language, NULL, NULL, NULL),
                         TVX_OK);
        for (size_t j = 0; j < passages.count; j++) {
            assert_true(passages.items[j].b_start >= start);
            assert_true(passages.items[j].b_start + passages.items[j].b_length <= start + strlen(texts->copy));
            covered += passages.items[j].b_length;
        }
        if (covered * 10 < strlen(texts->copy) * 7)
            fail_msg("%s: only %zu of %zu bytes", texts->language, covered, strlen(texts->copy));
        tvx_arena_free(arena);
    }
}

static void test_an_edited_copy_is_a_match(void **state)
{
    struct tvx_match_model model;

    (void)state;
    assert_int_equal(tvx_match_model_load(&model, NULL), TVX_OK);
    for (size_t i = 0; i < LANGUAGES; i++) {
        const struct texts *texts = &languages[i];
        struct tvx_arena *arena = tvx_arena_new((size_t)1 << 30);
        struct tvx_rarity *rarity = tvx_rarity_new(0);
        struct tvx_stemmer *stemmer = tvx_stemmer_new();
        struct tvx_weighed *edits[5];
        const char *afters[5] = {texts->origin, texts->copy, texts->others[0], texts->others[1], texts->others[2]};

        for (size_t j = 0; j < 5; j++)
            assert_int_equal(tvx_edit_prepare(&edits[j], arena, rarity, stemmer, texts->language, "", afters[j], NULL),
                             TVX_OK);
        if (tvx_match_score(&model, edits[0], edits[1]) < 0.9)
            fail_msg("%s: %f", texts->language, tvx_match_score(&model, edits[0], edits[1]));
        for (size_t j = 2; j < 5; j++)
            if (tvx_match_score(&model, edits[0], edits[j]) > 0.1)
                fail_msg("%s: %f to %s", texts->language, tvx_match_score(&model, edits[0], edits[j]), afters[j]);
        tvx_stemmer_free(stemmer);
        tvx_rarity_free(rarity);
        tvx_arena_free(arena);
    }
}

/* ---- the index ---- */

struct shelf {
    const char *texts[4 * LANGUAGES], *languages[4 * LANGUAGES];
    struct tvx_index_entry entries[4 * LANGUAGES];
    size_t count;
};

static enum tvx_status shelf_text(void *context, size_t which, struct tvx_index_text *out, struct tvx_error *error)
{
    const struct shelf *shelf = context;

    (void)error;
    *out = (struct tvx_index_text){.text = strdup(shelf->texts[which]), .length = strlen(shelf->texts[which])};
    snprintf(out->language, sizeof out->language, "%s", shelf->languages[which]);
    return TVX_OK;
}

static void put(struct shelf *shelf, const char *language, const char *text)
{
    shelf->texts[shelf->count] = text;
    shelf->languages[shelf->count] = language;
    shelf->entries[shelf->count] = (struct tvx_index_entry){shelf->count + 1, 1};
    shelf->count++;
}

/* One index holds all languages; a text asked about leads to its copy, and first of all to it. */
static void test_the_index_finds_an_edited_copy(void **state)
{
    struct library library = {0}; /* for its folder */
    struct shelf shelf = {.count = 0};
    struct tvx_index *index;

    (void)state;
    snprintf(library.folder, sizeof library.folder, "/tmp/travaux-index-XXXXXX");
    assert_non_null(mkdtemp(library.folder));
    for (size_t i = 0; i < LANGUAGES; i++) {
        put(&shelf, languages[i].language, languages[i].copy);
        for (size_t j = 0; j < 3; j++)
            put(&shelf, languages[i].language, languages[i].others[j]);
    }
    assert_int_equal(tvx_index_sync(library.folder, shelf.entries, shelf.count, shelf_text, &shelf, NULL, NULL, NULL),
                     TVX_OK);
    assert_int_equal(tvx_index_open(&index, library.folder, NULL), TVX_OK);
    for (size_t i = 0; i < LANGUAGES; i++) {
        struct tvx_arena *arena = tvx_arena_new(64 << 20);
        struct tvx_candidate *found;
        size_t count;

        assert_int_equal(tvx_index_candidates(index, arena, &found, &count, languages[i].language, languages[i].origin,
                                              strlen(languages[i].origin), NULL, NULL),
                         TVX_OK);
        if (count == 0 || found[0].document.key != 4 * i + 1)
            fail_msg("%s: %zu candidates", languages[i].language, count);
        tvx_arena_free(arena);
    }
    tvx_index_close(index);
    library_free(&library);
}

/* ---- spellings ---- */

struct pair {
    const char *text;
    size_t starts[64], count;
    char terms[64][64];
};

static int take(void *context, const char *term, size_t term_length, size_t start, size_t length, bool same_place)
{
    struct pair *pair = context;

    (void)length, (void)same_place;
    if (pair->count < 64) {
        snprintf(pair->terms[pair->count], sizeof pair->terms[0], "%.*s", (int)term_length, term);
        pair->starts[pair->count++] = start;
    }
    return 0;
}

static void assert_same_terms(const char *language, const char *a, const char *b)
{
    struct tvx_stemmer *stemmer = tvx_stemmer_new();
    struct pair one = {.text = a}, two = {.text = b};

    tvx_terms(stemmer, language, a, strlen(a), take, &one);
    tvx_terms(stemmer, language, b, strlen(b), take, &two);
    assert_int_equal(one.count, two.count);
    for (size_t i = 0; i < one.count; i++)
        if (strcmp(one.terms[i], two.terms[i]) != 0)
            fail_msg("%s: %s is %s, %s is %s", language, a + one.starts[i], one.terms[i], b + two.starts[i],
                     two.terms[i]);
    tvx_stemmer_free(stemmer);
}

static void test_one_word_spelt_two_ways_is_one_word(void **state)
{
    (void)state;
    assert_same_terms("ar", "الأُمَمُ المُتَّحِدَةُ", "الامم المتحدة");    /* vowel signs, hamza */
    assert_same_terms("ar", "إخطار آلة أسماك", "اخطار الة اسماك");        /* hamza below, madda */
    assert_same_terms("ar", "الاتـــفاق", "الاتفاق");                     /* the stroke that stretches a line */
    assert_same_terms("ru", "сожжённый ещё", "сожженный еще");            /* yo */
    assert_same_terms("zh", "公约第１２条", "公约第12条");                /* wide digits */
    assert_same_terms("fr", "ŒUVRE l’État", "œuvre l'état");              /* capitals, apostrophes */
    assert_same_terms("es", "REVISIO\xCC\x81N", "revisión");              /* composed or not */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_edited_copy_is_found_as_a_passage),
        cmocka_unit_test(test_an_edited_copy_is_a_match),
        cmocka_unit_test(test_the_index_finds_an_edited_copy),
        cmocka_unit_test(test_one_word_spelt_two_ways_is_one_word),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
