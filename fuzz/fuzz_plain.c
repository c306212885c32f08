/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz_reading.h"
#include "plain.h"

/* The first byte tells text from Markdown.  The name also goes through the sniffer. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *name = size > 0 && (data[0] & 1) != 0 ? "a.md" : "a.txt";

    if (size == 0)
        return 0;
    tvx_read_sniff(name, (const char *)data + 1, size - 1);
    tvx_read_sniff("a.xml", (const char *)data + 1, size - 1);
    return fuzz_read(tvx_plain_read, name, data + 1, size - 1);
}
