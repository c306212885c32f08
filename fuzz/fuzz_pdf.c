/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "pdf.h"
#include "fuzz_reading.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_read(tvx_pdf_read, NULL, data, size);
}
