/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/text/utf8.h>
