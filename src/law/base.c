/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdint.h>
#include <string.h>
#include <travaux/base/buf.h>

#include "base.h"

/* A text this much longer than the provision's own words is about what is below it too. */
static bool prints_more(const char *before, const char *own)
{
    return strlen(before) > strlen(own) + strlen(own) / 4 + 20;
}

static void add(struct tvx_buf *buf, const char *text)
{
    if (*text == '\0')
        return;
    if (buf->length > 0)
        tvx_buf_char(buf, '\n');
    tvx_buf_str(buf, text);
}

/* Below `index` in the tree: parents stand before their children, so one pass upward tells. */
static bool is_below(const struct tvx_instrument *in, size_t i, size_t index)
{
    for (unsigned depth = 0; depth < 64 && i != SIZE_MAX && i >= index; depth++) {
        if (i == index)
            return true;
        i = in->provisions[i].parent;
    }
    return false;
}

enum tvx_status tvx_base_text(const char **out, struct tvx_arena *arena, const struct tvx_instrument *instrument,
                              size_t index, const char *before, struct tvx_error *error)
{
    const struct tvx_provision *top = index == SIZE_MAX ? NULL : &instrument->provisions[index];
    struct tvx_buf buf;

    if (top != NULL && *top->text != '\0' && !prints_more(before, top->text)) {
        *out = top->text;
        return TVX_OK;
    }
    tvx_buf_init(&buf, 64 << 20);
    for (size_t i = top == NULL ? 0 : index; i < instrument->count; i++) {
        const struct tvx_provision *p = &instrument->provisions[i];
        size_t length = strlen(p->path);

        if ((top != NULL && !is_below(instrument, i, index)) || p->kind == TVX_PROVISION_NOTE)
            continue;
        if (length > 6 && strcmp(p->path + length - 6, ".title") == 0)
            continue; /* stands as the heading of its parent */
        if (i != index)
            add(&buf, p->label);
        add(&buf, p->heading);
        add(&buf, p->text);
    }
    *out = buf.failed ? NULL : tvx_arena_strdup(arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    return *out == NULL ? tvx_error_nomem(error) : TVX_OK;
}
