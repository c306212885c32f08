/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Structured records: `.jsonl` and `.jsonl.zst`, one provision or one proposal a line, as CONTRACT.md's `add`
 * takes them.  A field mapping (from travaux.toml) renames fields, so that a parliament's own export can be read as it
 * is.  Every record that cannot be taken is listed with its line and reason.
 *
 * Paths of provisions are made from kind, label and parent: an article is its label ("31"), wherever it hangs; what is
 * under it appends its own label ("31.1", "31.1.b"); "recital.23", "citation.1", "annex-1", "chapter-3.section-2".  An
 * article's unnumbered text (kind "introduction") is "10.p1", and where an article has one, its own points are under
 * it ("4.p1.2"); a further unnumbered paragraph (kind "subparagraph") of paragraph 6.3 is "6.3.p2".  What an
 * article, chapter or section says is its heading; a child ".title" carries it as a text that can be amended.
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
    const char *fallback_language; /* "en": the language of the fallbacks; a record whose `language` is another is then
                                      taken by them, so that it can be set beside the others.  NULL: never */
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
