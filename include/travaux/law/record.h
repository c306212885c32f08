/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Structured records: `.jsonl` and `.jsonl.zst`, one provision or one proposal a line, as CONTRACT.md's `add`
 * takes them.  A field mapping (from travaux.toml) renames fields, so that a parliament's own export can be read as it is.
 * Every record that cannot be taken is listed with its line and reason.
 */
#ifndef TRAVAUX_LAW_RECORD_H
#define TRAVAUX_LAW_RECORD_H

#include <stddef.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>
#include <travaux/law/instrument.h>
#include <travaux/law/proposal.h>

/*
 * The field mapping: for each field of ours the field of the file, as a dotted way into nested objects
 * ("text.en").  NULL: the contract's own name.  A value that holds '{' is a template: "{committee}/{number}".
 */
struct tvx_record_fields {
    const char *id, *text, *number, *action, *provision, *sponsors, *before, *after, *date, *language, *reasons;
    const char *before_fallback, *after_fallback; /* taken when before/after are null or absent (normalised texts) */
    const char *label, *heading, *parent, *kind;  /* of provisions */
    const char *deleted_words; /* an after-text that is only these words means SUP ("deleted"); '|' between them */
    const char *new_words;     /* in the provision's place: means ADD ("(new)") */
};

struct tvx_records {
    /* exactly one of the two is filled */
    struct tvx_instrument instrument; /* count > 0: the lines were provisions (they have `text`, none `after`) */
    struct tvx_proposal *proposals;   /* evidence: block is the line number from 0; start/points in the whole file's
                                         text as "document's text" = the proposals' after-texts, one a line */
    size_t proposal_count;
    const char *text;                 /* that text */
    struct tvx_warning *warnings;     /* block: the line number from 0 */
    size_t warning_count;
};

/* `bytes`: decompressed JSON lines.  Arena-owned. */
enum tvx_status tvx_records_parse(struct tvx_records *out, struct tvx_arena *arena, const char *bytes, size_t length,
                                  const struct tvx_record_fields *fields, struct tvx_error *error);

#endif
