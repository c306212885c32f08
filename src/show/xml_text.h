/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What may stand in an XML document (XML 1.0, §2.2): no control characters, and not the two non-characters. */
#ifndef SHOW_XML_TEXT_H
#define SHOW_XML_TEXT_H

#include <stddef.h>

#define SHOW_XML_UNREADABLE "\xEF\xBF\xBD" /* U+FFFD stands for what may not */

/* Byte offset of the first character from `at` on that may not stand there, `length` where there is none; *width (may
   be NULL) is how many bytes it takes. */
size_t show_xml_bad(const char *text, size_t length, size_t at, size_t *width);

#endif
