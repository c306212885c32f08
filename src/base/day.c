/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/base/day.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct parts {
    int year, month, day;
};

static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;

    return days[month - 1] + (month == 2 && leap);
}

bool tvx_day_valid(const char *text)
{
    struct parts at;

    if (strlen(text) != TVX_DAY_SIZE - 1 || strspn(text, "0123456789-") != TVX_DAY_SIZE - 1 || text[4] != '-' ||
        text[7] != '-' || sscanf(text, "%4d-%2d-%2d", &at.year, &at.month, &at.day) != 3)
        return false;
    return at.year >= 1000 && at.month >= 1 && at.month <= 12 && at.day >= 1 && at.day <= days_of(at.year, at.month);
}

static struct parts parse(const char *day)
{
    struct parts at = {1000, 1, 1};

    (void)sscanf(day, "%4d-%2d-%2d", &at.year, &at.month, &at.day);
    return at;
}

/* Days since 1 March of the year 0, and back: Hinnant, chrono-compatible low-level date algorithms (2013). */
static int number(struct parts at)
{
    int year = at.year - (at.month <= 2), era = year / 400, of_era = year - era * 400;
    int of_year = (153 * (at.month + (at.month > 2 ? -3 : 9)) + 2) / 5 + at.day - 1;

    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
}

static struct parts from_number(int days)
{
    int era = days / 146097, of_era = days - era * 146097;
    int years = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int of_year = of_era - (365 * years + years / 4 - years / 100), month = (5 * of_year + 2) / 153;
    struct parts at = {years + era * 400, month < 10 ? month + 3 : month - 9, of_year - (153 * month + 2) / 5 + 1};

    at.year += at.month <= 2;
    return at;
}

static void write(char out[TVX_DAY_SIZE], struct parts at)
{
    if (at.year < 1000)
        at = (struct parts){1000, 1, 1};
    if (at.year > 9999)
        at = (struct parts){9999, 12, 31};
    snprintf(out, TVX_DAY_SIZE, "%04u-%02u-%02u", (unsigned)at.year % 10000, (unsigned)at.month % 100,
             (unsigned)at.day % 100);
}

void tvx_day_add_months(char out[TVX_DAY_SIZE], const char *day, int months)
{
    struct parts at = parse(day);
    long all = (long)at.year * 12 + at.month - 1 + months;

    if (all < 1000L * 12 || all >= 10000L * 12)
        all = all < 1000L * 12 ? 1000L * 12 : 10000L * 12 - 1;
    at.year = (int)(all / 12);
    at.month = (int)(all % 12) + 1;
    if (at.day > days_of(at.year, at.month))
        at.day = days_of(at.year, at.month);
    write(out, at);
}

void tvx_day_add(char out[TVX_DAY_SIZE], const char *day, int days)
{
    int at = number(parse(day)), first = number((struct parts){1000, 1, 1}),
        last = number((struct parts){9999, 12, 31});

    at = days > last - at ? last : days < first - at ? first : at + days;
    write(out, from_number(at));
}

int tvx_day_between(const char *a, const char *b)
{
    return number(parse(b)) - number(parse(a));
}

void tvx_day_today(char out[TVX_DAY_SIZE])
{
    const char *told = getenv("SOURCE_DATE_EPOCH");
    time_t now = told != NULL && *told != '\0' ? (time_t)strtoll(told, NULL, 10) : time(NULL);
    struct tm tm;

    if (gmtime_r(&now, &tm) == NULL)
        tm = (struct tm){.tm_year = 70, .tm_mon = 0, .tm_mday = 1};
    write(out, (struct parts){tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday});
}

void tvx_time_now(char out[TVX_TIME_SIZE])
{
    struct timespec time;
    struct tm parts;
    char seconds[24];

    clock_gettime(CLOCK_REALTIME, &time);
    gmtime_r(&time.tv_sec, &parts);
    strftime(seconds, sizeof seconds, "%Y-%m-%dT%H:%M:%S", &parts);
    snprintf(out, TVX_TIME_SIZE, "%s.%03uZ", seconds, (unsigned)(time.tv_nsec / 1000000) % 1000);
}
