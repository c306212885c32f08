/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdint.h>
#include <string.h>
#include <travaux/base/buf.h>

#include "base.h"

enum { DEPTH = 64 };

static void add(struct tvx_buf *buf, const char *text)
{
    if (*text == '\0')
        return;
    if (buf->length > 0)
        tvx_buf_char(buf, '\n');
    tvx_buf_str(buf, text);
}

/* Is provision `i` below `index`?  Parents stand before their children. */
static bool is_below(const struct tvx_instrument *in, size_t i, size_t index)
{
    for (unsigned depth = 0; depth < DEPTH && i != SIZE_MAX && i >= index; depth++) {
        if (i == index)
            return true;
        i = in->provisions[i].parent;
    }
    return false;
}

static const char *last_step(const char *path)
{
    const char *dot = strrchr(path, '.');

    return dot == NULL ? path : dot + 1;
}

/* A heading stored as a provision of its own stands as the heading of its parent already. */
static bool is_left_out(const struct tvx_provision *p, bool top, enum tvx_base_extent extent)
{
    const char *step = last_step(p->path);

    return p->kind == TVX_PROVISION_NOTE || (step != p->path && strcmp(step, "title") == 0) ||
           (!top && extent == TVX_BASE_POINTS && step[0] == 'p' && step[1] >= '0' && step[1] <= '9');
}

static const char *join(struct tvx_arena *arena, const struct tvx_instrument *in, size_t index,
                        enum tvx_base_extent extent)
{
    struct tvx_buf buf;
    const char *out;

    tvx_buf_init(&buf, 64 << 20);
    for (size_t i = index == SIZE_MAX ? 0 : index; i < in->count; i++) {
        const struct tvx_provision *p = &in->provisions[i];

        if (index != SIZE_MAX && !is_below(in, i, index))
            break; /* what is below stands together */
        if (is_left_out(p, i == index, extent))
            continue;
        if (i != index)
            add(&buf, p->label);
        if (i != index || extent == TVX_BASE_WHOLE)
            add(&buf, p->heading);
        add(&buf, p->text);
    }
    out = buf.failed ? NULL : tvx_arena_strdup(arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    return out;
}

enum tvx_status tvx_base_text(const char **out, struct tvx_arena *arena, const struct tvx_instrument *instrument,
                              size_t index, enum tvx_base_extent extent, struct tvx_error *error)
{
    const struct tvx_provision *p = index == SIZE_MAX ? NULL : &instrument->provisions[index];

    if (extent == TVX_BASE_OWN || extent == TVX_BASE_HEADING) {
        *out = p == NULL ? (extent == TVX_BASE_OWN || instrument->title == NULL ? "" : instrument->title)
                         : extent == TVX_BASE_OWN ? p->text : p->heading;
        return TVX_OK;
    }
    *out = join(arena, instrument, index, extent);
    return *out == NULL ? tvx_error_nomem(error) : TVX_OK;
}
