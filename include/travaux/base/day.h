/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Days of the calendar, written YYYY-MM-DD (ISO 8601), as documents, versions and deadlines bear them.  Two of them
 * compare as strings do, so a day stays a string and only what has to be counted is counted here.
 */
#ifndef TRAVAUX_BASE_DAY_H
#define TRAVAUX_BASE_DAY_H

#include <stdbool.h>

enum { TVX_DAY_SIZE = 11 }; /* bytes of a day and its NUL */

/* A day that exists, of the years 1000 to 9999. */
bool tvx_day_valid(const char *text);

/* The day `months` later (or earlier); the month's last day where it has no such day.  `day` must be valid, and the
   years stay within 1000 and 9999. */
void tvx_day_add_months(char out[TVX_DAY_SIZE], const char *day, int months);

/* The day `days` later (or earlier); bounds as above. */
void tvx_day_add(char out[TVX_DAY_SIZE], const char *day, int days);

/* Days from a to b; both must be valid. */
int tvx_day_between(const char *a, const char *b);

/* Today by this machine's clock, in UTC; SOURCE_DATE_EPOCH, if set, says when that is. */
void tvx_day_today(char out[TVX_DAY_SIZE]);

enum { TVX_TIME_SIZE = 32 };

/* Now, in UTC, to the millisecond: "2026-11-22T10:11:12.345Z"; for logs, in which the order of entries counts. */
void tvx_time_now(char out[TVX_TIME_SIZE]);

#endif
