/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Takes files and folders into the workspace: reads each, recognises what it is (contribution, instrument, records),
 * stores it, and at the end ties proposals to provisions.  One bad file never stops the others: it is named with its
 * reason.  A travaux.toml beside the files gives what the options would.
 */
#ifndef TRAVAUX_STORE_INGEST_H
#define TRAVAUX_STORE_INGEST_H

#include <travaux/store/store.h>

struct tvx_ingest_item {
    int64_t id;
    const char *file, *format, *language;
    const char *error; /* for failed ones */
};

struct tvx_ingest_report { /* arena-owned */
    struct tvx_ingest_item *added, *unchanged, *failed;
    size_t added_count, unchanged_count, failed_count;
    const char **maps; /* files that were no documents but institution maps (law/institution.h), or had dates */
    size_t map_count;
    size_t proposals, provisions, warnings;
};

/* Called before each file: how many are done, of how many, and the name of the next; for progress. */
typedef void tvx_ingest_progress(void *context, size_t done, size_t total, const char *file);

/* `defaults`: what the options say (members NULL where not given). */
enum tvx_status tvx_ingest(struct tvx_ingest_report *out, struct tvx_arena *arena, struct tvx_store *store,
                           const char *const *paths, size_t count, const struct tvx_source *defaults,
                           tvx_ingest_progress *progress, void *context, struct tvx_error *error);

/*
 * The same for files that lie under names of ours: `names` are what they are called, one for each path.  They are only
 * names: nothing is opened under them, and no travaux.toml is looked for.
 */
enum tvx_status tvx_ingest_named(struct tvx_ingest_report *out, struct tvx_arena *arena, struct tvx_store *store,
                                 const char *const *paths, const char *const *names, size_t count,
                                 const struct tvx_source *defaults, tvx_ingest_progress *progress, void *context,
                                 struct tvx_error *error);

#endif
