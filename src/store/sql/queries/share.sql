-- SPDX-License-Identifier: AGPL-3.0-or-later

-- name: store_version
PRAGMA data_version;
