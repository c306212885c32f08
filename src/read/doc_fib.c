/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdint.h>
#include <string.h>
#include <strings.h>

#include "doc_fib.h"

enum {
    HEADER = 512,
    ENTRY = 128,       /* bytes of a directory entry */
    HEADER_FATS = 109, /* FAT sectors that the header names; the others lie in a chain of their own */
    MAX_STEPS = 1 << 16,
};
#define LAST_SECTOR 0xFFFFFFFAu /* the numbers from here on are no sectors */

struct container {
    const unsigned char *bytes;
    size_t length;
    unsigned shift; /* sectors are 2^shift bytes */
};

static uint32_t le16(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8;
}

static uint32_t le32(const unsigned char *at)
{
    return le16(at) | le16(at + 2) << 16;
}

/* The sector's bytes, all of them within the file, or NULL. */
static const unsigned char *sector(const struct container *container, uint32_t number)
{
    uint64_t start = ((uint64_t)number + 1) << container->shift;

    if (number >= LAST_SECTOR || start + ((uint64_t)1 << container->shift) > container->length)
        return NULL;
    return container->bytes + start;
}

/* The FAT's own sector `index`: named in the header or, past those, in the chain of DIFAT sectors. */
static const unsigned char *fat_sector(const struct container *container, uint32_t index)
{
    uint32_t per_sector = (1u << (container->shift - 2)) - 1, number;

    if (index < HEADER_FATS)
        return sector(container, le32(container->bytes + 0x4C + 4 * index));
    index -= HEADER_FATS;
    number = le32(container->bytes + 0x44);
    for (size_t steps = 0; steps < MAX_STEPS; steps++) {
        const unsigned char *difat = sector(container, number);

        if (difat == NULL)
            return NULL;
        if (index < per_sector)
            return sector(container, le32(difat + 4 * index));
        index -= per_sector;
        number = le32(difat + 4 * per_sector);
    }
    return NULL;
}

static uint32_t next_sector(const struct container *container, uint32_t number)
{
    const unsigned char *fat = fat_sector(container, number >> (container->shift - 2));

    return fat == NULL ? LAST_SECTOR : le32(fat + 4 * (number & ((1u << (container->shift - 2)) - 1)));
}

static bool is_word_document(const unsigned char *entry)
{
    static const char name[] = "WordDocument";
    char narrow[sizeof name];

    if (le16(entry + 0x40) != 2 * sizeof name)
        return false;
    for (size_t i = 0; i < sizeof name; i++) {
        if (entry[2 * i + 1] != 0)
            return false;
        narrow[i] = (char)entry[2 * i];
    }
    return narrow[sizeof name - 1] == '\0' && strcasecmp(narrow, name) == 0;
}

/* The head of the stream "WordDocument", or NULL. */
static const unsigned char *find_head(const struct container *container)
{
    uint32_t number = le32(container->bytes + 0x30), cutoff = le32(container->bytes + 0x38);

    for (size_t steps = 0; steps < MAX_STEPS; steps++) {
        const unsigned char *entries = sector(container, number);

        if (entries == NULL)
            return NULL;
        for (size_t at = 0; at + ENTRY <= (size_t)1 << container->shift; at += ENTRY)
            if (is_word_document(entries + at)) /* one below the cutoff lies elsewhere; Word's never is that small */
                return le32(entries + at + 0x78) < cutoff ? NULL : sector(container, le32(entries + at + 0x74));
        number = next_sector(container, number);
    }
    return NULL;
}

struct tvx_doc_fib tvx_doc_fib_of(const char *bytes, size_t length)
{
    struct container container = {(const unsigned char *)bytes, length, 0};
    struct tvx_doc_fib fib = {false, 0, false};
    const unsigned char *head;

    if (length < HEADER || memcmp(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) != 0)
        return fib;
    container.shift = le16(container.bytes + 0x1E);
    if (container.shift < 7 || container.shift > 16)
        return fib;
    head = find_head(&container);
    if (head == NULL || ((le16(head) & 0xFF00) != 0xA500))
        return fib;
    fib.found = true;
    fib.nfib = le16(head + 2);
    fib.encrypted = (le16(head + 0x0A) & 0x0100) != 0;
    return fib;
}
