/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdio.h>
#include <string.h>
#include <travaux/text/utf8.h>
#include <unicode/uchar.h>

#include "label.h"
#include "recognise.h"
#include "target.h"
#include "target_label.h"
#include "words.h"

enum { PATH = 256, LABEL = TARGET_LABEL, ITEMS = 64, CLAUSE_WORDS = 7 };

struct scan {
    struct tvx_cursor c;
    struct tvx_arena *arena;
    struct tvx_target out;
    char path[PATH];
    size_t good; /* end of the last word understood */
    bool any, full;
};

/* How a word of data/places.tsv acts on the path. */
struct role {
    const char *name;
    const char *prefix; /* of the step it makes; NULL: no step */
    bool from_top;      /* the step does not hang under what was named before */
    bool roman;         /* "Chapter IV" is chapter 4 */
};

static const struct role roles[] = {
    {"article", "", true, false},         {"paragraph", "", false, false},     {"point", "", false, false},
    {"subparagraph", "p", false, false},  {"indent", "dash-", false, false},   {"recital", "recital.", true, false},
    {"citation", "citation.", true, false}, {"annex", "annex-", true, true},   {"appendix", "appendix-", true, true},
    {"chapter", "chapter-", true, true},  {"section", "section-", false, true}, {"part", "part-", false, true},
    {"title", "title-", true, true},
};

static bool is_letter(uint32_t point)
{
    return u_isalpha((UChar32)point);
}

/* Appends a step; a label that carries its parents ("5.1" under "5", or under "5.1" said twice) is the path itself. */
static void step(struct scan *scan, const char *prefix, const char *label, bool from_top)
{
    size_t used = strlen(scan->path), length = strlen(prefix) + strlen(label);

    if (from_top || (used > 0 && *prefix == '\0' && strncmp(label, scan->path, used) == 0 &&
                     (label[used] == '.' || (label[used] == '\0' && strchr(label, '.') != NULL)))) {
        used = 0;
        scan->path[0] = '\0';
    }
    if (used + length + 2 > PATH) {
        scan->full = true;
        return;
    }
    snprintf(scan->path + used, PATH - used, "%s%s%s", used > 0 ? "." : "", prefix, label);
    scan->any = true;
}

static void accept(struct scan *scan)
{
    scan->good = scan->c.at;
}

/* The last year ("2018", "98" is none) in [from, to). */
static const char *year_in(struct tvx_arena *arena, const char *text, size_t from, size_t to)
{
    for (size_t i = to; i >= from + 4; i--) {
        const char *y = text + i - 4;
        bool digits = true;

        for (int k = 0; k < 4; k++)
            digits = digits && y[k] >= '0' && y[k] <= '9';
        if (digits && (*y == '1' || *y == '2') && (i == to || u_charDigitValue((UChar32)(unsigned char)text[i]) < 0))
            return tvx_arena_strndup(arena, y, 4);
    }
    return NULL;
}

static const char wide_open[] = "（", wide_close[] = "）";

/* "(new)", "(REV. DUBAI, 2018)", "(a)"; Chinese has wide brackets */
static bool take_bracketed(struct scan *scan)
{
    struct tvx_cursor inner = scan->c;
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct target_label label;
    bool wide = inner.text[inner.at] != '(';
    const char *close = strstr(inner.text + inner.at, wide ? wide_close : ")");
    size_t end;

    if (close == NULL || close - (inner.text + inner.at) > 120)
        return false;
    end = (size_t)(close - inner.text);
    inner.at += wide ? sizeof wide_open - 1 : 1;
    inner.length = end;
    if (tvx_words_next(&inner) && tvx_words_row(&inner, "data/places.tsv", "new", fields) && !tvx_words_next(&inner)) {
        scan->out.is_new = true;
    } else if (year_in(scan->arena, scan->c.text, scan->c.at, end) != NULL) {
        if (scan->out.version == NULL)
            scan->out.version = year_in(scan->arena, scan->c.text, scan->c.at, end);
    } else if (target_label(&scan->c, &label, true, false) && scan->any) {
        step(scan, "", label.text, false);
        accept(scan);
        return true;
    } else {
        return false;
    }
    scan->c.at = end + (wide ? sizeof wide_close - 1 : 1);
    accept(scan);
    return true;
}

/* The number of a resolution: "130", "[ABC-1]", "ABC-1"; empty when none is printed. */
static void take_instrument(struct scan *scan, const char *kind)
{
    struct tvx_cursor c = scan->c;
    struct tvx_field fields[TVX_TABLE_FIELDS];
    char name[LABEL];
    size_t used = 0;
    bool bracket;

    tvx_words_space(&c, "");
    if (tvx_words_row(&c, "data/places.tsv", "number", fields))
        tvx_words_space(&c, ".");
    bracket = target_peek(&c) == '[';
    c.at += bracket;
    name[0] = '\0';
    while (c.at < c.length && (unsigned char)c.text[c.at] < 0x80 &&
           (u_isalnum((unsigned char)c.text[c.at]) ||
            (used > 0 && strchr(bracket ? "-/ " : "-", c.text[c.at]) != NULL)) &&
           target_put(name, &used, c.text[c.at] == '/' || c.text[c.at] == ' ' ? "-" : c.text + c.at, 1))
        c.at++;
    if (bracket && target_peek(&c) == ']')
        c.at++;
    scan->any = true;
    if (used == 0 || (strpbrk(name, "0123456789") == NULL && !bracket)) {
        accept(scan);
        return;
    }
    scan->out.instrument = tvx_arena_printf(scan->arena, "%s-%s", kind, name);
    scan->full |= scan->out.instrument == NULL;
    scan->c.at = c.at;
    accept(scan);
}

/* "instructs the Secretary-General": words up to a label or mark are one step. */
static void take_clause(struct scan *scan, size_t from)
{
    char phrase[PATH];
    size_t end = scan->c.at;
    const char *slug;

    for (unsigned words = 1; words < CLAUSE_WORDS; words++) {
        struct tvx_cursor c = scan->c;
        struct tvx_field f[TVX_TABLE_FIELDS];
        struct target_label label;
        uint32_t next;

        if (target_label(&c, &label, true, false))
            break;
        tvx_words_space(&c, "");
        next = target_peek(&c);
        if (!is_letter(next) || tvx_words_row(&c, "data/places.tsv", "clause-end", f))
            break;
        tvx_words_skip(&c);
        while (target_peek(&c) == '-' || target_peek(&c) == '\'') {
            c.at++;
            tvx_words_skip(&c);
        }
        scan->c.at = end = c.at;
    }
    snprintf(phrase, sizeof phrase, "%.*s", (int)(end - from < PATH - 1 ? end - from : PATH - 1), scan->c.text + from);
    slug = tvx_path_slug(scan->arena, phrase);
    if (slug == NULL)
        scan->full = true;
    else
        step(scan, "", slug, true);
    accept(scan);
}

/*
 * "1-3", "1 to 3", "1, 2 and 3": the label behind the first one is kept as the last of several.  It must be the
 * greater, and a comma alone makes no row: "Article 4, 5" is paragraph 5 of it.
 */
static bool take_range(struct scan *scan, const char *first)
{
    struct tvx_cursor c = scan->c;
    struct tvx_field f[TVX_TABLE_FIELDS];
    struct target_label label;
    bool any = false;

    for (unsigned i = 0; i < ITEMS; i++) {
        struct tvx_cursor trial = c;
        size_t from;
        bool firm;

        tvx_words_space(&trial, ",");
        from = trial.at;
        tvx_words_space(&trial, "-");
        firm = trial.at > from || tvx_words_row(&trial, "data/places.tsv", "range", f);
        if ((!firm && trial.at == c.at) || !target_label(&trial, &label, true, false) || !label.number ||
            label.closed || tvx_label_compare(first, label.text) >= 0 ||
            (strchr(first, '.') == NULL) != (strchr(label.text, '.') == NULL))
            break;
        c = trial;
        if (!firm)
            continue;
        any = true;
        scan->c = c;
        scan->out.through = tvx_arena_strdup(scan->arena, label.text);
        scan->full |= scan->out.through == NULL;
    }
    return any;
}

/* A number by itself: a marginal number where an instrument that has them was named, else a step. */
static bool take_bare(struct scan *scan, bool marginal)
{
    struct target_label label;

    if (!target_label(&scan->c, &label, true, false))
        return false;
    if ((marginal || (scan->out.instrument != NULL && strchr(scan->out.instrument, '-') == NULL)) && label.number &&
        scan->path[0] == '\0' && scan->out.marginal == NULL && strchr(label.text, '.') == NULL) {
        scan->out.marginal = tvx_arena_strdup(scan->arena, label.text);
        scan->full |= scan->out.marginal == NULL;
        scan->any = true;
        take_range(scan, label.text);
    } else {
        if (!label.number && !scan->any)
            step(scan, "", label.text, true);
        else
            step(scan, "", label.text, false);
        if (label.number && !label.closed && strchr(label.text, '.') != NULL)
            take_range(scan, label.text);
    }
    accept(scan);
    return true;
}

static bool take_step(struct scan *scan, struct tvx_field role, size_t from)
{
    struct target_label label;

    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        const struct role *r = &roles[i];

        if (!tvx_field_is(role, r->name))
            continue;
        if (scan->c.at < scan->c.length && scan->c.text[scan->c.at] == '.')
            scan->c.at++;
        if (target_label(&scan->c, &label, false, r->roman)) {
            step(scan, r->prefix, label.text, r->from_top);
            if (label.number && !label.closed)
                take_range(scan, label.text);
        } else if (strcmp(r->name, "title") == 0) {
            scan->out.part = scan->any ? "title" : NULL;
            if (!scan->any)
                step(scan, "", "title", true);
        } else if (strcmp(r->name, "annex") == 0) {
            step(scan, "", "annex", true);
        } else if (strcmp(r->name, "recital") == 0) { /* "considérant" heads a preamble as well */
            take_clause(scan, from);
            return true;
        } else {
            return false;
        }
        accept(scan);
        return true;
    }
    return false;
}

/* "第130号决议", "第5条第2款": Chinese puts the number before the word. */
static bool take_chinese(struct scan *scan)
{
    static const struct { const char *word, *prefix; } kinds[] = {{"号决议", "RES"}, {"号决定", "DEC"}, {"号建议", "REC"}};
    static const struct { const char *word, *prefix; bool from_top; } parts[] = {
        {"条", "", true}, {"款", "", false}, {"项", "", false}, {"段", "", false}};
    static const char first[] = "第";
    struct tvx_cursor c = scan->c;
    char name[LABEL];
    size_t used = 0;

    if (strncmp(c.text + c.at, first, sizeof first - 1) != 0)
        return false;
    c.at += sizeof first - 1;
    tvx_words_space(&c, "");
    if (!target_digits(&c, name, &used))
        return false;
    tvx_words_space(&c, "");
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(c.text + c.at, kinds[i].word, strlen(kinds[i].word)) == 0) {
            scan->out.instrument = tvx_arena_printf(scan->arena, "%s-%s", kinds[i].prefix, name);
            scan->full |= scan->out.instrument == NULL;
            scan->any = true;
            scan->c.at = c.at + strlen(kinds[i].word);
            accept(scan);
            return true;
        }
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strncmp(c.text + c.at, parts[i].word, strlen(parts[i].word)) == 0) {
            step(scan, parts[i].prefix, name, parts[i].from_top);
            scan->c.at = c.at + strlen(parts[i].word);
            accept(scan);
            return true;
        }
    return false;
}

/* What the word at the cursor says; false when it says nothing here. */
static bool take_word(struct scan *scan)
{
    struct tvx_field f[TVX_TABLE_FIELDS];
    size_t from = scan->c.at;
    static const struct { const char *role, *prefix; } kinds[] = {
        {"resolution", "RES"}, {"decision", "DEC"}, {"recommendation", "REC"}, {"opinion", "OPI"}};

    if (take_chinese(scan))
        return true;
    if (!tvx_words_row(&scan->c, "data/places.tsv", NULL, f))
        return false;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (tvx_field_is(f[0], kinds[i].role)) {
            take_instrument(scan, kinds[i].prefix);
            return true;
        }
    if (tvx_field_is(f[0], "skip"))
        return true;
    if (tvx_field_is(f[0], "new")) {
        scan->out.is_new = true;
        if (scan->any)
            accept(scan);
        return true;
    }
    if (tvx_field_is(f[0], "instrument")) {
        scan->out.instrument = tvx_arena_strndup(scan->arena, f[2].text, f[2].length);
        scan->full |= scan->out.instrument == NULL;
        scan->any = true;
        accept(scan);
        return true;
    }
    if (tvx_field_is(f[0], "preamble")) {
        step(scan, "", "preamble", true);
        accept(scan);
        return true;
    }
    if (tvx_field_is(f[0], "introduction") || tvx_field_is(f[0], "heading")) {
        if (!scan->any)
            return false;
        scan->out.part = tvx_field_is(f[0], "heading") ? "title" : "introduction";
        accept(scan);
        return true;
    }
    if (tvx_field_is(f[0], "clause")) {
        take_clause(scan, from);
        return true;
    }
    if (tvx_field_is(f[0], "number")) {
        tvx_words_space(&scan->c, ".°º");
        return take_bare(scan, true);
    }
    return take_step(scan, f[0], from);
}

/* "ABC 34": the initials of an instrument that no table knows, and a marginal number. */
static bool take_initials(struct scan *scan)
{
    struct tvx_cursor c = scan->c;
    struct target_label label;
    size_t length = 0;

    while (c.at + length < c.length && c.text[c.at + length] >= 'A' && c.text[c.at + length] <= 'Z')
        length++;
    if (scan->any || length < 2 || length > 6)
        return false;
    c.at += length;
    if (target_peek(&c) != ' ' || !target_label(&c, &label, true, false) || !label.number)
        return false;
    scan->out.instrument = tvx_arena_strndup(scan->arena, scan->c.text + scan->c.at, length);
    scan->full |= scan->out.instrument == NULL;
    scan->c.at += length;
    return take_bare(scan, false);
}

enum tvx_status tvx_target_scan(struct tvx_target *out, size_t *consumed, struct tvx_arena *arena, const char *text,
                                struct tvx_error *error)
{
    struct scan scan = {.c = {text, strlen(text), 0}, .arena = arena};
    bool jumped = false;

    *out = (struct tvx_target){0};
    *consumed = 0;
    for (unsigned items = 0; items < ITEMS && !scan.full; items++) {
        const char *slash;
        size_t from;

        tvx_words_space(&scan.c, ",;:/|-.");
        scan.c.at += scan.any ? rec_amendment_mark(text + scan.c.at, scan.c.length - scan.c.at) : 0;
        if (scan.any && scan.c.at > 0 && u_isdigit(scan.c.text[scan.c.at - 1]) && scan.c.at == scan.c.length)
            accept(&scan);
        from = scan.c.at;
        if (scan.c.at >= scan.c.length)
            break;
        if (target_peek(&scan.c) == '(' || target_peek(&scan.c) == 0xFF08 ? take_bracketed(&scan) : take_word(&scan))
            continue;
        scan.c.at = from;
        if (take_bare(&scan, false) || take_initials(&scan))
            continue;
        /* "Proposal for a regulation / Article 4": the place begins behind the slash; "see IAP/10/2" names none. */
        slash = scan.any || jumped ? NULL : strstr(text + from, " / ");
        if (slash == NULL)
            break;
        jumped = true;
        scan.c.at = (size_t)(slash - text) + strlen(" / ");
    }
    if (scan.full)
        return tvx_error_set(error, TVX_E_LIMIT, "the place named by the proposal is too long");
    if (!scan.any)
        return tvx_error_set(error, TVX_E_NOTFOUND, "no provision is named by \"%.80s\"", text);
    if (scan.path[0] != '\0') {
        scan.out.path = tvx_arena_strdup(arena, scan.path);
        if (scan.out.path == NULL)
            return tvx_error_nomem(error);
    }
    *out = scan.out;
    *consumed = scan.good;
    return TVX_OK;
}

enum tvx_status tvx_target_parse(struct tvx_target *out, struct tvx_arena *arena, const char *text,
                                 struct tvx_error *error)
{
    char *clean = tvx_text_clean(arena, text, strlen(text));
    char *folded = clean == NULL ? NULL : tvx_text_fold_space(arena, clean, strlen(clean));
    size_t consumed;

    *out = (struct tvx_target){0};
    if (folded == NULL)
        return tvx_error_nomem(error);
    return tvx_target_scan(out, &consumed, arena, folded, error);
}
