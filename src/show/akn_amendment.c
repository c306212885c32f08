/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "akn_parts.h"

#include <string.h>
#include <travaux/law/reference.h>

static bool is_first(struct show_akn *akn, const struct tvx_proposal *item, size_t i, const char *slug)
{
    for (size_t j = 0; j < i; j++) {
        const char *other = tvx_path_slug(akn->arena, item->sponsors[j]);

        akn->failed = akn->failed || other == NULL;
        if (other != NULL && strcmp(other, slug) == 0)
            return false;
    }
    return *slug != '\0';
}

static void references(struct show_akn *akn, const struct show_akn_change *change)
{
    const struct tvx_proposal *item = &change->stored->proposal;

    show_akn_open(akn, "references");
    show_akn_to(akn, "source", SHOW_AKN_SELF);
    show_akn_reference(akn, "original", "original", change->name.expression, item->number);
    if (change->law != NULL)
        show_akn_reference(akn, "activeRef", "ref_1", change->law->name.expression, change->law->head->title);
    for (size_t i = 0; i < item->sponsor_count; i++) {
        const char *slug = tvx_path_slug(akn->arena, item->sponsors[i]);
        const char *name = tvx_actor_name(akn->arena, item->sponsors[i]);

        akn->failed = akn->failed || slug == NULL;
        if (slug != NULL && is_first(akn, item, i, slug))
            show_akn_entity(akn, "TLCOrganization", "organization", "org", slug,
                            name == NULL ? item->sponsors[i] : name);
    }
    show_akn_analysis_references(akn, change);
    show_akn_entity(akn, "TLCObject", "software", "software", "travaux", "travaux");
    show_akn_close(akn);
}

static void heading(struct show_akn *akn, const struct tvx_proposal *item)
{
    show_akn_open(akn, "amendmentHeading");
    show_akn_open(akn, "block");
    show_akn_attribute(akn, "name", "number");
    show_akn_inline(akn, "docNumber");
    show_akn_text(akn, item->number, strlen(item->number));
    show_akn_close(akn);
    show_akn_close(akn);
    if (item->sponsor_count > 0) {
        show_akn_open(akn, "block");
        show_akn_attribute(akn, "name", "sponsors");
        for (size_t i = 0; i < item->sponsor_count; i++) {
            const char *slug = tvx_path_slug(akn->arena, item->sponsors[i]);
            const char *id = slug == NULL ? NULL : tvx_arena_printf(akn->arena, "org_%s", slug);

            akn->failed = akn->failed || id == NULL;
            if (i > 0)
                show_akn_text(akn, ", ", 2);
            show_akn_inline(akn, "docProponent");
            if (id != NULL && *slug != '\0')
                show_akn_to(akn, "refersTo", id);
            show_akn_text(akn, item->sponsors[i], strlen(item->sponsors[i]));
            show_akn_close(akn);
        }
        show_akn_close(akn);
    }
    show_akn_close(akn);
}

static void structure(struct show_akn *akn, const char *element, const char *id, const char *class, const char *text)
{
    show_akn_inline(akn, element);
    show_akn_id(akn, id);
    show_akn_attribute(akn, "class", class);
    show_akn_paragraphs(akn, text);
    show_akn_close(akn);
}

static void content(struct show_akn *akn, const struct show_akn_change *change)
{
    const struct tvx_proposal *item = &change->stored->proposal;
    const struct tvx_resolution *at = &change->stored->resolution;
    const char *href = change->law == NULL ? NULL : show_akn_address(akn->arena, change->law, at->path);
    bool stays = item->action == TVX_ACTION_NOC || item->action == TVX_ACTION_NOC_FIRM, old = *item->before != '\0';

    akn->failed = akn->failed || (change->law != NULL && href == NULL);
    show_akn_open(akn, "amendmentContent");
    show_akn_open(akn, "p");
    show_akn_text(akn, tvx_action_to_string(item->action), strlen(tvx_action_to_string(item->action)));
    show_akn_text(akn, " ", 1);
    if (href != NULL) {
        show_akn_inline(akn, "ref");
        show_akn_attribute(akn, "href", href);
        show_akn_ours(akn, "path", at->path);
    }
    show_akn_text(akn, item->target, strlen(item->target));
    if (href != NULL)
        show_akn_close(akn);
    show_akn_close(akn);
    show_akn_open(akn, "p");
    show_akn_inline(akn, stays ? "embeddedStructure" : "mod");
    show_akn_id(akn, stays ? "estr_1" : "mod_1");
    if (stays) {
        show_akn_paragraphs(akn, item->after);
    } else {
        if (old)
            structure(akn, "quotedStructure", "mod_1__qstr_1", "old", item->before);
        if (*item->after != '\0')
            structure(akn, "quotedStructure", old ? "mod_1__qstr_2" : "mod_1__qstr_1", "new", item->after);
    }
    show_akn_close(akn);
    show_akn_close(akn);
    show_akn_close(akn);
}

static void lifecycle(struct show_akn *akn, const struct show_akn_change *change)
{
    show_akn_open(akn, "lifecycle");
    show_akn_to(akn, "source", SHOW_AKN_SELF);
    show_akn_open(akn, "eventRef");
    show_akn_id(akn, "eref_1");
    show_akn_attribute(akn, "date", change->name.date);
    show_akn_to(akn, "source", "original");
    show_akn_attribute(akn, "type", "generation");
    show_akn_close(akn);
    show_akn_close(akn);
}

void show_akn_write_amendment(struct show_akn *akn, const struct show_akn_change *change, const char *today)
{
    const struct tvx_proposal *item = &change->stored->proposal;

    show_akn_open(akn, "amendment");
    show_akn_attribute(akn, "name", "proposal");
    show_akn_open(akn, "meta");
    show_akn_identification(akn, &change->name, today);
    lifecycle(akn, change);
    show_akn_analysis(akn, change);
    references(akn, change);
    show_akn_close(akn);
    show_akn_open(akn, "amendmentBody");
    show_akn_attribute(akn, "xml:lang", *change->language == '\0' ? NULL : change->language);
    heading(akn, item);
    content(akn, change);
    if (*item->reasons != '\0') {
        show_akn_open(akn, "amendmentJustification");
        show_akn_paragraphs(akn, item->reasons);
        show_akn_close(akn);
    }
    show_akn_close(akn);
    show_akn_close(akn);
}
