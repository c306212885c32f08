/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Every SQL statement of the store has a name and stands in sql/queries under "-- name: …".  This is the list of the
 * names; a test prepares them all and finds any that is missing on either side.
 */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include <stddef.h>

#define TVX_QUERIES(X) \
    X(document_id_by_hash) X(document_insert) X(document_sponsor_insert) X(header_insert) X(source_insert) \
    X(body_insert) X(tree_insert) X(warning_insert) X(meeting_upsert) X(failed_upsert) X(failed_forget) \
    X(failed_forget_lines) X(document_stamps) X(document_header) X(proposal_document) \
    X(documents) X(document_sponsors) X(body_by_document) X(source_by_document) X(tree_by_document) \
    X(document_id_by_id) X(document_id_by_name) X(document_id_by_symbol) X(document_names_like) X(document_about) \
    X(instrument_clash) X(instrument_insert) X(provision_insert) X(instruments) X(instrument_by_key) X(provisions) \
    X(provision_by_path) X(provision_by_marginal) X(provision_ranges) X(provision_children) \
    X(provision_near_marginal) X(instrument_versions) X(instrument_keys) X(default_instruments) \
    X(proposal_insert) X(proposal_sponsor_insert) X(edit_insert) X(proposals) X(proposal_sponsors) X(proposal_edits) \
    X(proposal_id_by_number) X(proposal_id_by_number_nocase) X(proposal_numbers_like) X(resolution_upsert) \
    X(counts) X(review_proposals) X(review_warnings) X(review_failed) X(review_health) X(review_parents) \
    X(symbol_there) X(health_insert) X(finding_insert) X(health) X(findings) \
    X(statement_insert) X(statement_actor_insert) X(statements) X(statement_actors) X(adopted_insert) X(adopted) \
    X(matches_unfind) X(matches_forget) X(match_upsert) X(match_insert) X(match_side_insert) X(verdict_insert) \
    X(verdict_by_uid) X(verdicts) X(verdicts_in_force) X(verdict_of_match) X(matches) X(match_ids) X(match_by_id) \
    X(match_sides) X(matches_waiting) \
    X(institution_put) X(institution_drop) X(institutions) X(access_change_put) X(access_changes) \
    X(opinion_insert) X(opinion_by_uid) X(opinion_evidence_insert) X(opinions) X(opinion_evidence) X(weight_put) \
    X(weights) X(position_insert) X(positions) \
    X(outbox_insert) X(outbox_due) X(outbox) X(outbox_tries) X(outbox_sent) X(outbox_failed) X(outbox_again) \
    X(follow_put) X(follow_drop) X(follow_there) X(followed) X(visit) X(visit_put) X(news) X(news_counts) \
    X(survey) X(survey_sponsor_count) X(survey_place_count) X(survey_meeting) X(survey_places) \
    X(survey_place_sponsors) X(survey_heading) X(survey_heading_above) X(survey_sponsors) X(survey_instruments) \
    X(survey_document_count) X(survey_stamp) \
    X(revision_annotation) X(revision_assessment) X(revision_position) X(revision_verdict) X(set_aside_insert) \
    X(set_asides) X(set_aside) X(set_aside_settle) X(annotation_insert) X(annotation_there) X(annotation_root) \
    X(annotation_version_insert) X(annotations) X(annotation_history) X(annotations_pending) X(annotation_place) \
    X(notify) X(notify_all) X(notify_every) X(notify_told) X(notify_token) X(notify_find) \
    X(account_insert) X(account_by_id) X(account_by_email) X(accounts) X(account_local) X(account_admins) \
    X(account_set_role) X(account_set_disabled) X(account_set_name) X(account_set_language) X(account_set_password) \
    X(account_secrets) X(account_secrets_by_id) X(account_totp_wait) X(account_totp_set) X(account_totp_take) \
    X(recovery_insert) X(recovery_there) X(recovery_take) X(recovery_drop) X(session_insert) X(session_by_hash) \
    X(sessions) X(session_seen) X(session_drop_by_hash) X(session_drop) X(sessions_forget) X(invitation_insert) \
    X(invitation_by_hash) X(invitations) X(invitation_use) X(invitation_withdraw) X(invitation_withdraw_older) \
    X(api_token_insert) X(api_token_by_hash) X(api_tokens) X(api_token_count) X(api_token_used) X(api_token_revoke) \
    X(published_there) X(published_document) X(published_proposal) X(published_put) X(published_drop) X(published) \
    X(meeting_there) X(instrument_there) X(audit_insert) X(audit_last) X(audit_highest) X(audit_list) X(audit_all) \
    X(joint_insert) X(joint_there) X(joints) X(joint_publish) X(joint_closes) X(joint_close) \
    X(joint_version_insert) X(joint_version_last) X(joint_versions) X(joint_quote_insert) X(joint_quotes) \
    X(joint_signatory_insert) X(joint_signatory_listed) X(joint_signatory_waiting) X(joint_signatory_count) \
    X(joint_signatory_token) X(joint_signatory_confirm) X(joint_signatory_withdraw) X(joint_signatories) \
    X(joint_key_wipe) X(joint_key_insert) X(joint_keys) X(joint_seal_insert) X(joint_seal_last) \
    X(actors) X(events) X(store_version) \
    X(fts_insert) X(fts_search) X(hit_document) X(hit_origin) X(hit_provision) X(hit_proposal) \
    X(told_insert) X(told) X(told_before) X(verify_document) X(verify_sponsors) X(verify_header) X(verify_warnings) \
    X(verify_instrument) X(verify_provisions) X(verify_proposals) X(verify_proposal_sponsors) X(verify_edits) \
    X(verify_health) X(verify_findings) X(verify_statements) X(verify_statement_actors) X(verify_adopted) \
    X(verify_indexed) X(verify_file) X(verify_references) X(verify_full_text)

enum tvx_query {
#define TVX_QUERY_NAME(name) QUERY_##name,
    TVX_QUERIES(TVX_QUERY_NAME)
#undef TVX_QUERY_NAME
    TVX_QUERY_COUNT
};

const char *tvx_query_name(enum tvx_query query);

/* The statement's text within its file; NULL when no file has it (a fault in the program, not in the input). */
const char *tvx_query_text(enum tvx_query query, size_t *length);

/* How many "-- name:" sections the files hold, for the test. */
size_t tvx_query_sections(void);

#endif
