/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "query.h"

#include <string.h>
#include <travaux/base/table.h>

static const char *const names[] = {
#define TVX_QUERY_NAME(name) #name,
    TVX_QUERIES(TVX_QUERY_NAME)
#undef TVX_QUERY_NAME
};

static const char *const files[] = {
    "src/store/sql/queries/document.sql", "src/store/sql/queries/instrument.sql", "src/store/sql/queries/proposal.sql",
    "src/store/sql/queries/review.sql",   "src/store/sql/queries/search.sql",     "src/store/sql/queries/health.sql",
    "src/store/sql/queries/statement.sql", "src/store/sql/queries/verdict.sql",
    "src/store/sql/queries/verify.sql",
    "src/store/sql/queries/institution.sql",
    "src/store/sql/queries/joint.sql",
    "src/store/sql/queries/opinion.sql",
    "src/store/sql/queries/position.sql",
    "src/store/sql/queries/outbox.sql",
    "src/store/sql/queries/follow.sql",
    "src/store/sql/queries/news.sql",
    "src/store/sql/queries/share.sql",
    "src/store/sql/queries/survey.sql",
    "src/store/sql/queries/revision.sql",
    "src/store/sql/queries/annotation.sql",
    "src/store/sql/queries/notify.sql",
    "src/store/sql/queries/account.sql",
};

static const char mark[] = "-- name: ";

const char *tvx_query_name(enum tvx_query query)
{
    return names[query];
}

/* The next section at or behind `at`: its name, and its text up to the next section or the end. */
static const char *next_section(const char *at, const char *end, const char **name, size_t *name_length, size_t *length)
{
    const char *head = memmem(at, (size_t)(end - at), mark, sizeof mark - 1), *line, *next;

    if (head == NULL)
        return NULL;
    *name = head + sizeof mark - 1;
    line = memchr(*name, '\n', (size_t)(end - *name));
    if (line == NULL)
        line = end;
    *name_length = (size_t)(line - *name);
    next = memmem(line, (size_t)(end - line), mark, sizeof mark - 1);
    *length = (size_t)((next == NULL ? end : next) - line);
    return line;
}

const char *tvx_query_text(enum tvx_query query, size_t *length)
{
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const struct tvx_asset *asset = tvx_asset_find(files[i]);
        const char *at = asset == NULL ? NULL : asset->bytes, *name;
        size_t name_length;

        while (at != NULL && (at = next_section(at, asset->bytes + asset->length, &name, &name_length, length)) != NULL)
            if (name_length == strlen(names[query]) && memcmp(name, names[query], name_length) == 0)
                return at;
    }
    return NULL;
}

size_t tvx_query_sections(void)
{
    size_t count = 0;

    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        const struct tvx_asset *asset = tvx_asset_find(files[i]);
        const char *at = asset == NULL ? NULL : asset->bytes, *name;
        size_t name_length, length;

        while (at != NULL &&
               (at = next_section(at, asset->bytes + asset->length, &name, &name_length, &length)) != NULL)
            count++;
    }
    return count;
}
