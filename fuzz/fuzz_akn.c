/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "akn.h"
#include "fuzz_reading.h"

/* The first byte tells whether the rest is read as Akoma Ntoso or as any XML. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return size == 0 ? 0 : fuzz_read((data[0] & 1) == 0 ? tvx_akn_read : tvx_xml_read, NULL, data + 1, size - 1);
}
