/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/joint.h>

static void head(struct tvx_json *json, const struct tvx_joint *joint)
{
    tvx_json_pair(json, "key", joint->key);
    tvx_json_pair(json, "title", joint->title);
    tvx_json_pair(json, "language", joint->language);
    tvx_json_pair(json, "state", tvx_joint_state_to_string(joint->state));
    tvx_json_pair(json, "author", joint->author);
    tvx_json_pair(json, "at", joint->at);
    tvx_json_pair_int(json, "latest", (int64_t)joint->latest);
    tvx_json_pair_int(json, "published", (int64_t)joint->published);
    tvx_json_pair(json, "published_at", joint->published_at);
    tvx_json_pair(json, "closes", joint->closes);
    tvx_json_pair(json, "closed_at", joint->closed_at);
    tvx_json_key(json, "count");
    tvx_json_object(json);
    tvx_json_pair_int(json, "signatories", (int64_t)joint->signatories);
    tvx_json_pair_int(json, "waiting", (int64_t)joint->waiting);
    tvx_json_pair_int(json, "withdrawn", (int64_t)joint->withdrawn);
    tvx_json_object_end(json);
}

void tvx_json_joints(struct tvx_json *json, const struct tvx_joint *items, size_t count)
{
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++) {
        tvx_json_object(json);
        head(json, &items[i]);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void version_members(struct tvx_json *json, const struct tvx_joint_version *v)
{
    tvx_json_pair_int(json, "version", (int64_t)v->n);
    tvx_json_pair_int(json, "base", (int64_t)v->base);
    tvx_json_pair_bool(json, "aside", v->aside);
    tvx_json_pair(json, "title", v->title);
    tvx_json_pair(json, "language", v->language);
    tvx_json_pair(json, "author", v->author);
    tvx_json_pair(json, "at", v->at);
    tvx_json_pair(json, "note", v->note);
    tvx_json_pair(json, "sha256", v->sha256);
    tvx_json_pair(json, "text", v->text);
}

void tvx_json_joint_versions(struct tvx_json *json, const struct tvx_joint_version *items, size_t count)
{
    tvx_json_array(json);
    for (size_t i = 0; i < count; i++) {
        tvx_json_object(json);
        version_members(json, &items[i]);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void quotes(struct tvx_json *json, const struct tvx_joint_whole *whole)
{
    tvx_json_array(json);
    for (size_t i = 0; i < whole->quote_count; i++) {
        const struct tvx_joint_quote *q = &whole->quotes[i];

        tvx_json_object(json);
        tvx_json_pair(json, "reference", q->reference);
        tvx_json_pair(json, "place", q->place);
        tvx_json_pair(json, "quote", q->quote);
        tvx_json_pair(json, "sha256", q->sha256);
        tvx_json_pair(json, "state", tvx_joint_quote_state_to_string(q->state));
        tvx_json_pair(json, "then", q->then);
        tvx_json_pair(json, "now", q->now);
        tvx_json_pair(json, "in_force", q->in_force);
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

static void signatories(struct tvx_json *json, const struct tvx_joint_whole *whole, bool personal)
{
    tvx_json_array(json);
    for (size_t i = 0; i < whole->signatory_count; i++) {
        const struct tvx_joint_signatory *s = &whole->signatories[i];

        if (!personal && (s->confirmed == NULL || s->withdrawn != NULL))
            continue;
        tvx_json_object(json);
        tvx_json_pair(json, "organisation", s->organisation);
        tvx_json_pair(json, "person", s->person);
        tvx_json_pair(json, "function", s->function);
        tvx_json_pair(json, "signed", s->at);
        tvx_json_pair(json, "confirmed", s->confirmed);
        tvx_json_pair(json, "confirmed_how",
                      s->confirmed == NULL ? NULL : s->by_email ? "e-mail" : "administrator");
        if (personal) {
            tvx_json_pair_int(json, "number", s->id);
            tvx_json_pair(json, "email", s->email);
            tvx_json_pair(json, "confirmed_by", s->confirmed_by);
            tvx_json_pair(json, "withdrawn", s->withdrawn);
            tvx_json_pair(json, "withdrawn_by", s->withdrawn_by);
            tvx_json_pair(json, "because", s->because);
        }
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
}

/* One that is stale is not published: somebody in it may have withdrawn. */
static void seal(struct tvx_json *json, const struct tvx_joint_whole *whole, bool personal)
{
    char fingerprint[TVX_SEAL_FINGERPRINT], key[TVX_SEAL_PUBLIC_TEXT];

    if (!whole->sealed || (whole->stale && !personal)) {
        tvx_json_null(json);
        return;
    }
    tvx_seal_fingerprint(fingerprint, whole->seal.public_key);
    tvx_seal_public_text(key, whole->seal.public_key);
    tvx_json_object(json);
    tvx_json_pair(json, "at", whole->seal.at);
    tvx_json_pair_bool(json, "stale", whole->stale);
    tvx_json_pair(json, "key", key);
    tvx_json_pair(json, "fingerprint", fingerprint);
    tvx_json_pair(json, "form", whole->seal.form);
    tvx_json_pair(json, "seal", whole->seal.seal);
    tvx_json_object_end(json);
}

void tvx_json_joint(struct tvx_json *json, const struct tvx_joint_whole *whole, bool personal)
{
    tvx_json_object(json);
    head(json, &whole->joint);
    tvx_json_key(json, "text");
    tvx_json_object(json);
    version_members(json, &whole->version);
    tvx_json_object_end(json);
    tvx_json_key(json, "quotations");
    quotes(json, whole);
    tvx_json_key(json, "signatories");
    signatories(json, whole, personal);
    tvx_json_key(json, "seal");
    seal(json, whole, personal);
    tvx_json_object_end(json);
}

void tvx_json_joint_form(struct tvx_json *json, const struct tvx_joint_form *form)
{
    tvx_json_object(json);
    tvx_json_pair(json, "key", form->statement);
    tvx_json_pair_int(json, "version", (int64_t)form->version);
    tvx_json_pair(json, "language", form->language);
    tvx_json_pair(json, "title", form->title);
    tvx_json_pair(json, "closes", *form->closes == '\0' ? NULL : form->closes);
    tvx_json_pair(json, "closed", *form->closed == '\0' ? NULL : form->closed);
    tvx_json_pair(json, "published", form->published);
    tvx_json_pair_int(json, "withdrawn", (int64_t)form->withdrawn);
    tvx_json_pair(json, "text", form->text);
    tvx_json_key(json, "signatories");
    tvx_json_array(json);
    for (size_t i = 0; i < form->count; i++) {
        const struct tvx_joint_signed *s = &form->signatories[i];

        tvx_json_object(json);
        tvx_json_pair(json, "organisation", s->organisation);
        tvx_json_pair(json, "person", s->person);
        tvx_json_pair(json, "function", s->function);
        tvx_json_pair(json, "signed", s->at);
        tvx_json_pair(json, "confirmed", s->confirmed);
        tvx_json_pair(json, "confirmed_how", s->by_email ? "e-mail" : "administrator");
        tvx_json_object_end(json);
    }
    tvx_json_array_end(json);
    tvx_json_object_end(json);
}
