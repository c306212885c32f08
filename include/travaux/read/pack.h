/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * A document as one run of bytes: the message by which the reading child hands its result to the parent, and the form
 * in which a store keeps the tree.  Unpacking trusts nothing: every count is checked against the bytes that are left,
 * every string is checked to be UTF-8, every index and enum to be in range, so that any bytes give a document or an
 * error.
 *
 * Form, version 2.  All numbers are LEB128 varints (at most 10 bytes); "signed" ones are zigzag-coded first.
 *     document  = "TVXD" version format title language run-total
 *                 block-count block*  comment-count comment*  warning-count warning*  "END\n"
 *     block     = kind mark presence level(signed) label label-before table(signed) row(signed) column(signed)
 *                 page style# id
 *                 [mark-author# mark-date#]           when mark is not 0
 *                 [presence-author# presence-date#]   when presence is not 0
 *                 run-count run*
 *     run       = text change nested format author# date#  [nested-author# nested-date#]   when nested is not 0
 *     comment   = author date text block quote  parent resolved   (parent: 1+index; resolved: 0 or 1)
 *     warning   = code message block+1            (0: the whole document)
 *     string    = 0 (none)  |  length+1 bytes NUL
 *     string#   = 0 (none)  |  1 (as the last one in this place of a run or block)  |  length+2 bytes NUL
 * Version 1 had neither what stands in square brackets nor parent and resolved; workspaces keep such documents, so it
 * is read too.  A version that this program does not know is refused; a change of the form takes the next number.
 */
#ifndef TRAVAUX_READ_PACK_H
#define TRAVAUX_READ_PACK_H

#include <travaux/read/document.h>

/* Appends the packed document; out->failed tells when the buffer's ceiling was reached. */
void tvx_document_pack(struct tvx_buf *out, const struct tvx_document *document);

/*
 * The document that `bytes` (exactly `length`) hold; the caller frees it; its strings are copies.  At most about
 * 64 times `length` of memory is taken.  TVX_E_MALFORMED when anything is off.  Warnings and blocks may be added to
 * the result, runs may not be added to its blocks.
 */
enum tvx_status tvx_document_unpack(struct tvx_document **out, const char *bytes, size_t length,
                                    struct tvx_error *error);

#endif
