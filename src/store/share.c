/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/store/share.h>

#include "db.h"

enum tvx_status tvx_store_share(struct tvx_store *store, bool on, struct tvx_error *error)
{
    int code = sqlite3_exec(store->db, on ? "PRAGMA journal_mode = WAL" : "PRAGMA journal_mode = DELETE", NULL, NULL,
                            NULL);

    if (code == SQLITE_OK || (!on && (code & 0xff) == SQLITE_BUSY))
        return TVX_OK;
    return tvx_db_error(store, code, "share the workspace", error);
}

enum tvx_status tvx_store_version(struct tvx_store *store, int64_t *out, struct tvx_error *error)
{
    bool found;

    return tvx_db_number(store, out, &found, QUERY_store_version, error, "");
}
