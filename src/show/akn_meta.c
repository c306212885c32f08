/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "akn_meta.h"

#include <string.h>
#include <travaux/base/day.h>
#include <travaux/law/proposal.h>
#include <travaux/law/reference.h>
#include <unicode/uloc.h>

const char *show_akn_language(const char *code)
{
    const char *iso = code == NULL || *code == '\0' ? "" : uloc_getISO3Language(code);

    return *iso == '\0' ? "und" : iso;
}

/* A full day, as the schema wants one: what is missing is the first of January, or of all years, and said to be so. */
static const char *full_date(struct tvx_arena *arena, const char *date, const char *year, const char **is)
{
    if (date != NULL && tvx_day_valid(date))
        return date;
    if (year != NULL && strlen(year) == 4 && strspn(year, "0123456789") == 4 && *year != '0') {
        *is = "year";
        return tvx_arena_printf(arena, "%s-01-01", year);
    }
    *is = "unknown";
    return "0001-01-01";
}

static enum tvx_status compose(struct show_akn_name *name, struct tvx_arena *arena, struct tvx_error *error)
{
    if (name->date == NULL || name->version_date == NULL || name->number == NULL || name->author == NULL)
        return tvx_error_nomem(error);
    name->work = tvx_arena_printf(arena, "/akn/un/%s/%s%s%s/%s/%s", name->type, name->subtype,
                                  *name->author == '\0' ? "" : "/", name->author, name->date,
                                  *name->number == '\0' ? "nn" : name->number);
    name->expression = name->work == NULL ? NULL : tvx_arena_printf(arena, "%s/%s@%s", name->work, name->language,
                                                                     name->version_date);
    return name->expression == NULL ? tvx_error_nomem(error) : TVX_OK;
}

/* The body that a meeting is of: "NC-22" is one of "NC". */
static const char *body_of(struct tvx_arena *arena, const char *meeting)
{
    char *body = tvx_arena_strdup(arena, meeting == NULL ? "" : meeting);
    char *dash = body == NULL ? NULL : strrchr(body, '-');

    if (dash != NULL && dash[1] >= '0' && dash[1] <= '9')
        *dash = '\0';
    return body;
}

enum tvx_status show_akn_name_law(struct show_akn_name *out, struct tvx_arena *arena,
                                  const struct tvx_stored_instrument *head,
                                  const struct tvx_stored_instrument *versions, size_t count, const char *language,
                                  struct tvx_error *error)
{
    bool treaty = strcmp(head->kind, "treaty") == 0, other = strcmp(head->kind, "other") == 0;
    const char *unused = "", *first = head->date, *year = head->version, *meeting = head->meeting;

    for (size_t i = 0; i < count; i++) {
        if (strcmp(versions[i].key, head->key) != 0)
            continue;
        if (versions[i].date != NULL && (first == NULL || strcmp(versions[i].date, first) < 0))
            first = versions[i].date;
        if (versions[i].version != NULL && (year == NULL || strcmp(versions[i].version, year) < 0))
            year = versions[i].version;
        meeting = meeting == NULL ? versions[i].meeting : meeting; /* the same body takes every version */
    }
    *out = (struct show_akn_name){
        .type = treaty ? "act" : other ? "doc" : "statement",
        .subtype = head->kind, .author_shown = body_of(arena, meeting), .number_shown = head->key,
        .number = tvx_path_slug(arena, head->key), .date_is = "adoption", .language = show_akn_language(language),
    };
    out->author = out->author_shown == NULL ? NULL : tvx_path_slug(arena, out->author_shown);
    out->date = full_date(arena, first, year, &unused);
    out->version_date = full_date(arena, head->date, head->version, &out->date_is);
    return compose(out, arena, error);
}

enum tvx_status show_akn_name_proposal(struct show_akn_name *out, struct tvx_arena *arena,
                                       const struct tvx_stored_proposal *proposal, const char *language,
                                       struct tvx_error *error)
{
    const struct tvx_proposal *item = &proposal->proposal;

    *out = (struct show_akn_name){
        .type = "amendment", .subtype = "proposal", .number_shown = item->number,
        .author = item->sponsor_count == 0 ? "" : tvx_path_slug(arena, item->sponsors[0]),
        .author_shown = item->sponsor_count == 0 ? "" : item->sponsors[0],
        .number = tvx_path_slug(arena, item->number), .date_is = "tabling", .language = show_akn_language(language),
    };
    out->date = out->version_date = full_date(arena, proposal->date, NULL, &out->date_is);
    return compose(out, arena, error);
}

enum tvx_status show_akn_name_document(struct show_akn_name *out, struct tvx_arena *arena,
                                       const struct tvx_stored_document *document, struct tvx_error *error)
{
    const char *shown = document->name;

    *out = (struct show_akn_name){
        .type = "amendmentList", .subtype = "contribution", .number_shown = shown,
        .author = document->sponsor_count == 0 ? "" : tvx_path_slug(arena, document->sponsors[0]),
        .author_shown = document->sponsor_count == 0 ? "" : document->sponsors[0],
        .number = tvx_path_slug(arena, shown), .date_is = "tabling",
        .language = show_akn_language(document->language),
    };
    out->date = out->version_date = full_date(arena, document->date, NULL, &out->date_is);
    return compose(out, arena, error);
}

static void value(struct show_akn *akn, const char *element, const char *base, const char *rest, const char *shown)
{
    const char *whole = tvx_arena_printf(akn->arena, "%s%s", base, rest);

    akn->failed = akn->failed || whole == NULL;
    show_akn_open(akn, element);
    show_akn_attribute(akn, "value", whole);
    show_akn_attribute(akn, "showAs", shown);
    show_akn_close(akn);
}

static void date_and_author(struct show_akn *akn, const char *date, const char *is, const char *author)
{
    show_akn_open(akn, "FRBRdate");
    show_akn_attribute(akn, "date", date);
    show_akn_attribute(akn, "name", is);
    show_akn_close(akn);
    show_akn_open(akn, "FRBRauthor");
    show_akn_to(akn, "href", author == NULL ? "" : author);
    show_akn_close(akn);
}

void show_akn_identification(struct show_akn *akn, const struct show_akn_name *name, const char *today)
{
    const char *author = *name->author == '\0' ? SHOW_AKN_SELF : tvx_arena_printf(akn->arena, "org_%s", name->author);

    akn->failed = akn->failed || author == NULL;
    show_akn_open(akn, "identification");
    show_akn_to(akn, "source", SHOW_AKN_SELF);
    show_akn_open(akn, "FRBRWork");
    value(akn, "FRBRthis", name->work, "/!main", NULL);
    value(akn, "FRBRuri", name->work, "", NULL);
    date_and_author(akn, name->date, name->date_is, author);
    value(akn, "FRBRcountry", "un", "", NULL);
    value(akn, "FRBRsubtype", name->subtype, "", NULL);
    value(akn, "FRBRnumber", *name->number == '\0' ? "nn" : name->number, "", name->number_shown);
    show_akn_close(akn);
    show_akn_open(akn, "FRBRExpression");
    value(akn, "FRBRthis", name->expression, "/!main", NULL);
    value(akn, "FRBRuri", name->expression, "", NULL);
    date_and_author(akn, name->version_date, name->date_is, author);
    show_akn_open(akn, "FRBRlanguage");
    show_akn_attribute(akn, "language", name->language);
    show_akn_close(akn);
    show_akn_close(akn);
    show_akn_open(akn, "FRBRManifestation");
    value(akn, "FRBRthis", name->expression, "/!main.xml", NULL);
    value(akn, "FRBRuri", name->expression, ".xml", NULL);
    date_and_author(akn, today, "XMLConversion", SHOW_AKN_SELF);
    value(akn, "FRBRformat", "xml", "", NULL);
    show_akn_close(akn);
    show_akn_close(akn);
}

void show_akn_reference(struct show_akn *akn, const char *element, const char *id, const char *href,
                        const char *shown)
{
    show_akn_open(akn, element);
    show_akn_id(akn, id);
    show_akn_attribute(akn, "href", href);
    show_akn_attribute(akn, "showAs", *shown == '\0' ? id : shown);
    show_akn_close(akn);
}

void show_akn_entity(struct show_akn *akn, const char *element, const char *class, const char *kind, const char *name,
                     const char *shown)
{
    const char *href = tvx_arena_printf(akn->arena, "/akn/ontology/%s/%s", class, name);
    const char *id = tvx_arena_printf(akn->arena, "%s_%s", kind, name);

    akn->failed = akn->failed || href == NULL || id == NULL;
    if (!akn->failed)
        show_akn_reference(akn, element, id, href, shown);
}
