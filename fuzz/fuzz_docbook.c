/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * libFuzzer program for what becomes of old Word files in this process: the look at the head of the container, and the
 * reader of the DocBook that antiword makes.  An input that begins as a container is looked at, any other is read.
 */
#include "doc_docbook.h"
#include "doc_fib.h"
#include "fuzz_reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 0 && data[0] == 0xD0)
        return tvx_doc_fib_of((const char *)data, size).encrypted ? 0 : 0;
    return fuzz_read(tvx_docbook_read, NULL, data, size);
}
