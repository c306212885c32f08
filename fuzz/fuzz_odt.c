/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * libFuzzer program for the OpenDocument reader: an input that begins as a package does is read as one, any other as
 * one flat XML file, which reaches the same elements without ZIP in the way.
 */
#include "fuzz_reading.h"
#include "odt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_read(size > 0 && data[0] == 'P' ? tvx_odt_read : tvx_fodt_read, NULL, data, size);
}
