/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A comparison made by hand (invented text), so that what the renderers print hangs on nothing but them: five texts on
 * one paragraph in four families, two of them in conflict, one that deletes it.
 */
#ifndef TESTS_UNIT_SHOW_FIXTURE_H
#define TESTS_UNIT_SHOW_FIXTURE_H

#include "check.h"

#include <travaux/show/comparison.h>

static const char *fixture_hel[] = {"HEL"}, *fixture_mar[] = {"MAR"}, *fixture_ost[] = {"OST"},
                  *fixture_vrn[] = {"VRN", "GLT"}, *fixture_sup[] = {"<b>SUD</b>"};

static struct tvx_edit fixture_edits[] = {
    {TVX_EDIT_REPLACE, "endeavour to ensure", "ensure unrestricted"},
    {TVX_EDIT_INS, "", ", except where it is used to interfere in the internal affairs of another State"},
};

#define FIXTURE_BASE "Member States shall endeavour to ensure access for the public to the international service."
#define FIXTURE_A "Member States shall endeavour to ensure access for the public to the international service, without discrimination."
#define FIXTURE_B "Member States shall ensure unrestricted access for the public to the international service."
#define FIXTURE_C "Member States shall ensure unrestricted access for the public to the international service, " \
                  "except where it is used to interfere in the internal affairs of another State."

#define FIXTURE_PROPOSAL(no, act, who, count, text)                                                                    \
    {.id = no, .document_id = 10 + no, .document = "NC26/" #no, .sha256 = "00ff", .file = #no ".docx",                 \
     .meeting = "NC-26", .date = "2026-03-0" #no,                                                                      \
     .proposal = {.number = "P/" #no, .action = act, .target = "5.2", .sponsors = who, .sponsor_count = count,        \
                  .before = FIXTURE_BASE, .after = text, .reasons = "", .quote = "MOD P/" #no, .start = 100, .points = 7}, \
     .resolution = {.kind = TVX_RESOLVED, .key = "MNR", .version = "2006", .path = "5.2", .base_agreement = 1}}

static struct tvx_stored_proposal fixture_proposals[] = {
    FIXTURE_PROPOSAL(1, TVX_ACTION_MOD, fixture_hel, 1, "5.2 " FIXTURE_A),
    FIXTURE_PROPOSAL(2, TVX_ACTION_MOD, fixture_mar, 1, "5.2 " FIXTURE_A),
    FIXTURE_PROPOSAL(3, TVX_ACTION_MOD, fixture_ost, 1, "5.2 " FIXTURE_B),
    FIXTURE_PROPOSAL(4, TVX_ACTION_MOD, fixture_vrn, 2, "5.2 " FIXTURE_C),
    FIXTURE_PROPOSAL(5, TVX_ACTION_SUP, fixture_sup, 1, ""),
};

/* Columns: token and members; variant 5 is suppressed and has no word. */
static const struct { const char *token, *members; } fixture_columns[] = {
    {"Member States shall ", "01234"}, {"endeavour to ensure ", "012"}, {"ensure unrestricted ", "34"},
    {"access for the public to the international service", "01234"}, {", without discrimination", "12"},
    {", except where it is used to interfere in the internal affairs of another State", "4"}, {".", "01234"},
};

static uint32_t *fixture_members(struct tvx_arena *arena, const char *digits, size_t *count)
{
    uint32_t *members = tvx_arena_array(arena, strlen(digits) + 1, sizeof *members);

    assert_non_null(members);
    *count = 0;
    for (; *digits != '\0'; digits++)
        members[(*count)++] = (uint32_t)(*digits - '0');
    return members;
}

static void fixture_lattice(struct tvx_lattice *out, struct tvx_arena *arena)
{
    size_t count = sizeof fixture_columns / sizeof *fixture_columns;

    *out = (struct tvx_lattice){.columns = tvx_arena_array(arena, count, sizeof *out->columns), .count = count,
                                .variant_count = 6};
    for (size_t i = 0; i < count; i++) {
        out->columns[i].token = fixture_columns[i].token;
        out->columns[i].members = fixture_members(arena, fixture_columns[i].members, &out->columns[i].member_count);
    }
}

static void fixture_locus(struct tvx_locus *out, struct tvx_arena *arena, size_t first, size_t last, bool conflict,
                          const char *const *texts, const char *const *members, size_t count)
{
    *out = (struct tvx_locus){.first = first, .last = last, .conflict = conflict, .count = count,
                              .readings = tvx_arena_array(arena, count, sizeof *out->readings)};
    for (size_t i = 0; i < count; i++) {
        out->readings[i].text = texts[i];
        out->readings[i].members = fixture_members(arena, members[i], &out->readings[i].member_count);
    }
}

static void fixture_make(struct tvx_comparison *out, struct tvx_arena *arena)
{
    static const char *const texts[] = {FIXTURE_A, FIXTURE_B, FIXTURE_C, ""}, *const members[] = {"12", "3", "4", "5"};
    static const char *const letters[] = {"A", "B", "C", "D"};
    static const enum tvx_family_relation relations[] = {
        TVX_FAMILY_APART, TVX_FAMILY_APART, TVX_FAMILY_CONFLICT, TVX_FAMILY_CONFLICT,
        TVX_FAMILY_APART, TVX_FAMILY_APART, TVX_FAMILY_SUBSET, TVX_FAMILY_CONFLICT,
        TVX_FAMILY_CONFLICT, TVX_FAMILY_SUPERSET, TVX_FAMILY_APART, TVX_FAMILY_CONFLICT,
        TVX_FAMILY_CONFLICT, TVX_FAMILY_CONFLICT, TVX_FAMILY_CONFLICT, TVX_FAMILY_APART,
    };

    *out = (struct tvx_comparison){
        .instrument = {.id = 1, .document = 1, .key = "MNR", .version = "2006", .title = "Model Network Regulations",
                       .date = "2006-11-24", .kind = "treaty", .in_force = true},
        .reference = "MNR@2006:5.2", .path = "5.2", .label = "5.2", .heading = "Access to the service", .marginal = "34",
        .base = FIXTURE_BASE, .lead = FIXTURE_BASE, .lead_family = SIZE_MAX, .count = 6,
    };
    out->variants = tvx_arena_array(arena, 6, sizeof *out->variants);
    out->variants[0] = (struct tvx_variant){.text = FIXTURE_BASE, .family = SIZE_MAX};
    out->families = (struct tvx_families){.items = tvx_arena_array(arena, 4, sizeof *out->families.items), .count = 4,
                                          .relations = tvx_arena_array(arena, 16, sizeof *relations), .conflicts = 4};
    memcpy(out->families.relations, relations, sizeof relations);
    out->letters = tvx_arena_array(arena, 4, sizeof *out->letters);
    out->redlines = tvx_arena_array(arena, 4, sizeof *out->redlines);
    for (size_t i = 0; i < 4; i++) {
        struct tvx_family *family = &out->families.items[i];

        out->letters[i] = letters[i];
        family->text = texts[i];
        family->suppresses = i == 3;
        family->variants = fixture_members(arena, members[i], &family->variant_count);
        for (size_t j = 0; j < family->variant_count; j++)
            out->variants[family->variants[j]] =
                (struct tvx_variant){.proposal = &fixture_proposals[family->variants[j] - 1], .text = texts[i],
                                     .suppressed = i == 3, .family = i};
        assert_int_equal(tvx_diff_text(&out->redlines[i], arena, FIXTURE_BASE, texts[i], TVX_DIFF_READABLE, NULL),
                         TVX_OK);
    }
    fixture_lattice(&out->lattice, arena);
    out->loci = (struct tvx_loci){.items = tvx_arena_array(arena, 2, sizeof *out->loci.items), .count = 2};
    fixture_locus(&out->loci.items[0], arena, 1, 2, false,
                  (const char *const[]){"endeavour to ensure", "ensure unrestricted"},
                  (const char *const[]){"012", "34"}, 2);
    fixture_locus(&out->loci.items[1], arena, 4, 5, true,
                  (const char *const[]){"", ", without discrimination",
                                        ", except where it is used to interfere in the internal affairs of another State"},
                  (const char *const[]){"03", "12", "4"}, 3);
    out->touches = tvx_arena_array(arena, 1, sizeof *out->touches);
    out->touches[0] = (struct tvx_touch){&fixture_proposals[2], "on its part 5.2.a"};
    out->touch_count = 1;
}

#endif
