/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What the first bytes of a legacy Word file say about it, before any program is let at the rest: which Word wrote it,
 * and whether it is locked with a password.  Only the way to the head of the stream "WordDocument" is followed, every
 * step checked ([MS-CFB] 2.2 to 2.6, [MS-DOC] 2.5.2).
 */
#ifndef TVX_READ_DOC_FIB_H
#define TVX_READ_DOC_FIB_H

#include <stdbool.h>
#include <stddef.h>

struct tvx_doc_fib {
    bool found;     /* the head was found; otherwise nothing is known, which is no fault */
    unsigned nfib;  /* version of the format: 101…104 Word 6 and 95, 193 and above Word 97 and later */
    bool encrypted; /* the text is locked with a password */
};

struct tvx_doc_fib tvx_doc_fib_of(const char *bytes, size_t length);

#endif
