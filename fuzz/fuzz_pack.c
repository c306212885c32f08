/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "fuzz_reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tvx_document *document = NULL;

    if (tvx_document_unpack(&document, (const char *)data, size, NULL) == TVX_OK) {
        fuzz_use(document);
        tvx_document_free(document);
    }
    return 0;
}
