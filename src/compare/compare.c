/* SPDX-License-Identifier: AGPL-3.0-or-later */
typedef int tvx_compare_empty;
