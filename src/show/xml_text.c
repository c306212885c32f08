/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "xml_text.h"

#include <travaux/text/utf8.h>

size_t show_xml_bad(const char *text, size_t length, size_t at, size_t *width)
{
    while (at < length) {
        size_t here = at;
        uint32_t point = tvx_utf8_next(text, length, &at);

        if ((point < 0x20 && point != '\t' && point != '\n') || point == 0xFFFE || point == 0xFFFF) {
            if (width != NULL)
                *width = at - here;
            return here;
        }
    }
    return length;
}
