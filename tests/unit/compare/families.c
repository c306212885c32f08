/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "check.h"
#include <stdbool.h>
#include <travaux/compare/lattice.h>

static struct tvx_arena *arena;
static struct tvx_lattice lattice;

static void build(const char *const *texts, size_t count)
{
    arena = tvx_arena_new(1 << 24);
    assert_int_equal(tvx_lattice_build(&lattice, arena, texts, count, NULL), TVX_OK);
}

/* "base reading=0,1 / other reading=2 !" with loci separated by " // ". */
static void check_loci(const char *const *texts, size_t count, const char *expected)
{
    struct tvx_loci loci;
    char out[2000] = "";
    size_t used = 0;

    build(texts, count);
    assert_int_equal(tvx_lattice_loci(&loci, arena, &lattice, NULL), TVX_OK);
    for (size_t i = 0; i < loci.count; i++) {
        used += (size_t)snprintf(out + used, sizeof out - used, "%s", i == 0 ? "" : " // ");
        for (size_t r = 0; r < loci.items[i].count; r++) {
            const struct tvx_reading *reading = &loci.items[i].readings[r];

            used += (size_t)snprintf(out + used, sizeof out - used, "%s%s=", r == 0 ? "" : " / ", reading->text);
            for (size_t k = 0; k < reading->member_count; k++)
                used += (size_t)snprintf(out + used, sizeof out - used, "%s%u", k == 0 ? "" : ",", reading->members[k]);
        }
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%s", loci.items[i].conflict ? " !" : "",
                                 loci.items[i].omission ? " ~" : "");
    }
    for (size_t k = 0; k < loci.rewritten_count; k++)
        used += (size_t)snprintf(out + used, sizeof out - used, " rewritten %u", loci.rewritten[k]);
    assert_string_equal(out, expected);
    tvx_arena_free(arena);
}

static void test_loci_as_an_editor_prints_them(void **state)
{
    static const char *const apparatus[] = {
        "Members shall endeavour to ensure access for the public to the service.",
        "Members shall ensure access for the public to the service.",
        "Members shall endeavour to ensure access for the public to the service, without discrimination.",
        "Members shall ensure access for the public to the service, without discrimination.",
        "Members shall endeavour to ensure access for the public to the service, where they can.",
    };
    static const char *const compound[] = {"to the Secretary-General now", "to the Director-General now"};
    static const char *const island[] = {
        "Upon notice the relevant authority of every Member may act without any delay.",
        "Upon notice the competent body of all States may act without any delay.",
        "Upon notice the relevant body of every Member may act without any delay."};
    static const char *const inside[] = {
        "Report to the Council. The report shall be made within ten days of the end of the year to which it refers.",
        "Report to the Council.",
        "Report to the Council. The report shall be made within five days of the end of the year to which it refers."};
    static const char *const stranger[] = {
        "Members shall keep records of all traffic.", "Members shall keep logs of all traffic.",
        "Les membres conservent un registre des communications."};
    static const char *const spaces[] = {"one two", "one  two", "one two\n"};
    static const char *const new_text[] = {"", "Members shall report.", "Members should report."};
    static const char *const deleted[] = {"Members shall report.", "", "Members may report."};

    (void)state;
    check_loci(apparatus, 5, "endeavour to=0,2,4 / =1,3 // =0,1 / , without discrimination=2,3 / , where they can=4 !");
    check_loci(compound, 2, "Secretary-General=0 / Director-General=1");
    check_loci(island, 3, "relevant authority of every Member=0 / competent body of all States=1 / relevant body of every Member=2 !");
    check_loci(inside, 3, "The report shall be made within=0,2 / =1 ~ // ten=0 / =1 / five=2 // "
                          "days of the end of the year to which it refers.=0,2 / =1 ~");
    check_loci(stranger, 3, "records=0 / logs=1 rewritten 2");
    check_loci(spaces, 3, "");
    check_loci(new_text, 3, "shall=1 / should=2 !");
    check_loci(deleted, 3, "shall=0 / may=2");
}

/* Families as "text=members" and the upper triangle of relations as letters. */
static void check_families(const char *const *texts, size_t count, const bool *suppressed, const char *expected,
                           size_t conflicts)
{
    struct tvx_families families;
    char out[2000] = "";
    size_t used = 0;

    build(texts, count);
    assert_int_equal(tvx_lattice_families(&families, arena, &lattice, suppressed, NULL), TVX_OK);
    for (size_t i = 0; i < families.count; i++) {
        const struct tvx_family *family = &families.items[i];

        used += (size_t)snprintf(out + used, sizeof out - used, "%s", i == 0 ? "" : " / ");
        for (size_t k = 0; k < family->variant_count; k++)
            used += (size_t)snprintf(out + used, sizeof out - used, "%s%u", k == 0 ? "" : ",", family->variants[k]);
        used += (size_t)snprintf(out + used, sizeof out - used, "%s%s ", family->is_base ? " base" : "",
                                 family->suppresses ? " sup" : "");
        for (size_t j = 0; j < families.count; j++) {
            enum tvx_family_relation back = families.relations[j * families.count + i];

            used += (size_t)snprintf(out + used, sizeof out - used, "%c", "-<>!"[families.relations[i * families.count + j]]);
            if (i != j && families.relations[i * families.count + j] == TVX_FAMILY_SUBSET)
                assert_int_equal(back, TVX_FAMILY_SUPERSET);
            if (families.relations[i * families.count + j] == TVX_FAMILY_CONFLICT)
                assert_int_equal(back, TVX_FAMILY_CONFLICT);
        }
        assert_string_equal(family->text, family->suppresses ? "" : texts[family->variants[0]]);
    }
    assert_string_equal(out, expected);
    assert_int_equal(families.conflicts, conflicts);
    tvx_arena_free(arena);
}

static void test_families_and_how_they_stand(void **state)
{
    static const char *const texts[] = {
        "Members shall endeavour to ensure access to the service.",
        "Members shall ensure access to the service.",                            /* 1 */
        "Members shall ensure  access to the service.",                           /* 2: 1 with another space */
        "Members shall ensure access to the service, without discrimination.",    /* 3: 1 and more */
        "Members shall endeavour to ensure access to the international service.", /* 4: elsewhere */
        "Members may endeavour to ensure access to the service, as they can.",    /* 5: against 3 */
        "Members shall endeavour to ensure access to the service.",               /* 6: no change */
        "",                                                                       /* 7: suppression */
    };
    static const bool suppressed[] = {false, false, false, false, false, false, false, true};
    static const char *const new_text[] = {"", "Members shall report.", "Members should report.", "Members shall report."};
    static const char *const two_new[] = {"", "Operators shall publish what they charge for every service.",
                                          "A Member State may release small ships from this duty.",
                                          "Operators shall publish what they charge for some services."};
    static const char *const alone[] = {"Members shall report."};
    static const char *const delete_or_extend[] = {"Keep all old records.", "Keep all records.", "Keep all old paper records.",
                                                   "Keep all new records."};

    (void)state;
    check_families(texts, 8, suppressed,
                   "0,6 base <----- / 1,2 -<<--! / 3 -><-!! / 4 ---<-! / 5 --!-<! / 7 sup -!!!!<", 5);
    check_families(new_text, 4, NULL, "1,3 <! / 2 !<", 1);
    check_families(two_new, 4, NULL, "1 <-! / 2 -<- / 3 !-<", 1); /* 2 only took the same free number */
    check_families(alone, 1, NULL, "0 base <", 0);
    check_families(delete_or_extend, 4, NULL, "0 base <--- / 1 -<-< / 2 --<! / 3 ->!<", 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_loci_as_an_editor_prints_them),
        cmocka_unit_test(test_families_and_how_they_stand),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
