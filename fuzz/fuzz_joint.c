/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Any bytes as a sealed statement, as a seal, as a public key, and as the text of a statement: what is taken is written
 * again byte for byte, every line of a text is in one block, and a cleaned text is clean.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/seal.h>
#include <travaux/law/joint_form.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void as_form(struct tvx_arena *arena, const char *bytes, size_t size)
{
    struct tvx_joint_form form;
    struct tvx_error error;
    struct tvx_buf again;

    if (tvx_joint_form_read(&form, arena, bytes, size, &error) != TVX_OK)
        return;
    tvx_buf_init(&again, 64 << 20);
    tvx_joint_form_write(&again, &form);
    if (again.length != size || memcmp(again.data, bytes, size) != 0)
        abort();
    tvx_buf_free(&again);
}

static void as_seal(const char *bytes, size_t size)
{
    struct tvx_seal seal;
    struct tvx_error error;
    unsigned char key[TVX_SEAL_PUBLIC] = {1};
    char text[TVX_SEAL_PUBLIC_TEXT];

    if (tvx_seal_read(&seal, bytes, size, &error) == TVX_OK &&
        tvx_seal_check(&seal, bytes, size, key, &error) == TVX_OK)
        abort(); /* nobody has this key */
    if (tvx_seal_public_read(key, bytes, size, &error) == TVX_OK) {
        tvx_seal_public_text(text, key);
        if (memmem(bytes, size, "PUBLIC KEY", 10) == NULL && memmem(bytes, size, text, strlen(text)) == NULL)
            abort();
    }
}

static void as_text(struct tvx_arena *arena, const char *bytes, size_t size)
{
    struct tvx_joint_block *blocks;
    struct tvx_error error;
    const char *clean, *again;
    size_t count, lines = 0, letters = 0, held = 0;

    if (tvx_joint_clean(&clean, arena, bytes, size, &error) != TVX_OK)
        return;
    if (tvx_joint_clean(&again, arena, clean, strlen(clean), &error) != TVX_OK || strcmp(clean, again) != 0)
        abort();
    if (tvx_joint_blocks(&blocks, &count, arena, clean, &error) != TVX_OK)
        return;
    for (size_t i = 0; i < count; i++) {
        if (blocks[i].line <= lines)
            abort();
        lines = blocks[i].line;
        for (const char *c = blocks[i].text; *c != '\0'; c++)
            held += *c >= 'a' && *c <= 'z';
        for (const char *c = blocks[i].reference; c != NULL && *c != '\0'; c++)
            held += *c >= 'a' && *c <= 'z';
        (void)tvx_joint_quoted(arena, blocks[i].text, clean);
    }
    for (const char *c = clean; *c != '\0'; c++)
        letters += *c >= 'a' && *c <= 'z';
    if (letters != held) /* nothing of a text is dropped */
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tvx_arena *arena = tvx_arena_new(64 << 20);

    as_form(arena, (const char *)data, size);
    as_seal((const char *)data, size);
    as_text(arena, (const char *)data, size);
    tvx_arena_free(arena);
    return 0;
}
