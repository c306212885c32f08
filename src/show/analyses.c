/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/analyses.h>

#include "shelf_analyses.h"

enum tvx_status tvx_kept_positions(const struct tvx_page *page, const struct tvx_positions **out)
{
    return shelf_positions(page, out);
}

enum tvx_status tvx_kept_outcomes(const struct tvx_page *page, const struct tvx_outcomes **out)
{
    return shelf_outcomes(page, out);
}

enum tvx_status tvx_kept_scope(const struct tvx_page *page, const struct tvx_scope **out)
{
    return shelf_scope(page, out);
}

enum tvx_status tvx_kept_retabled(const struct tvx_page *page, const struct tvx_retabled_list **out)
{
    return shelf_retabled(page, out);
}
