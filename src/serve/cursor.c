/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Cursors of the API's lists.  They hold no secret; what a client makes up itself leads to a part of the same list, or
   is refused. */
#include "api.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>

enum { TAG = 8, LONGEST = 4096 };

static void tag_of(unsigned char tag[TAG], const char *list)
{
    unsigned char hash[crypto_generichash_BYTES_MIN];

    crypto_generichash(hash, sizeof hash, (const unsigned char *)list, strlen(list), NULL, 0);
    memcpy(tag, hash, TAG);
}

const char *cursor_make(struct tvx_arena *arena, const char *list, size_t index, const char *key)
{
    const char *text = tvx_arena_printf(arena, "%zu:%s", index, key);
    size_t length = text == NULL ? 0 : strlen(text), room;
    unsigned char *bytes;
    char *out;

    if (text == NULL || length > LONGEST)
        return NULL;
    bytes = tvx_arena_alloc(arena, TAG + length);
    room = sodium_base64_ENCODED_LEN(TAG + length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
    out = tvx_arena_alloc(arena, room);
    if (bytes == NULL || out == NULL)
        return NULL;
    tag_of(bytes, list);
    memcpy(bytes + TAG, text, length);
    return sodium_bin2base64(out, room, bytes, TAG + length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool cursor_read(struct tvx_arena *arena, size_t *index, const char **key, const char *list, const char *cursor)
{
    size_t length = strlen(cursor), done;
    unsigned char tag[TAG], *bytes;
    unsigned long long number;
    char *end;

    if (length < TAG || length > 2 * LONGEST)
        return false;
    bytes = tvx_arena_alloc(arena, length + 1);
    if (bytes == NULL || sodium_base642bin(bytes, length, cursor, length, NULL, &done, NULL,
                                           sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0 || done < TAG + 2)
        return false;
    bytes[done] = '\0';
    tag_of(tag, list);
    if (memcmp(tag, bytes, TAG) != 0 || bytes[TAG] < '0' || bytes[TAG] > '9')
        return false;
    number = strtoull((const char *)bytes + TAG, &end, 10);
    if (*end != ':' || number > SIZE_MAX / 2 || strlen(end) != done - (size_t)(end - (const char *)bytes) ||
        !tvx_utf8_valid(end, strlen(end)))
        return false;
    *index = (size_t)number;
    *key = end + 1;
    return true;
}
