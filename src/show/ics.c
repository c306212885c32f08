/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* iCalendar: RFC 5545 §3.1 (folding), §3.3.11 (escaping), §3.6.1 (events). */
#include <travaux/show/calendar.h>

#include <string.h>
#include <travaux/base/day.h>

enum { LINE_MOST = 75, TEXT_CEILING = 1 << 20 };

/* A content line, folded between characters. */
static void line(struct tvx_buf *out, const char *text, size_t length)
{
    size_t room = LINE_MOST;

    for (size_t at = 0; at < length;) {
        size_t take = length - at < room ? length - at : room;

        while (take < length - at && take > 1 && ((unsigned char)text[at + take] & 0xC0) == 0x80)
            take--;
        tvx_buf_add(out, text + at, take);
        tvx_buf_str(out, "\r\n");
        at += take;
        if (at < length)
            tvx_buf_char(out, ' ');
        room = LINE_MOST - 1;
    }
}

static void escaped(struct tvx_buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '\\' || *text == ';' || *text == ',')
            tvx_buf_char(out, '\\');
        if (*text == '\n')
            tvx_buf_str(out, "\\n");
        else if ((unsigned char)*text >= 0x20 || *text == '\t')
            tvx_buf_char(out, *text);
    }
}

/* "NAME:" and the text, escaped; nothing when the text is NULL. */
static void property(struct tvx_buf *out, const char *name, const char *text)
{
    struct tvx_buf buf;

    if (text == NULL)
        return;
    tvx_buf_init(&buf, TEXT_CEILING);
    tvx_buf_str(&buf, name);
    tvx_buf_char(&buf, ':');
    escaped(&buf, text);
    line(out, tvx_buf_text(&buf), buf.length);
    if (buf.failed)
        out->failed = true;
    tvx_buf_free(&buf);
}

/* 2026-11-09 as 20261109. */
static void day_property(struct tvx_buf *out, const char *name, const char *day)
{
    tvx_buf_printf(out, "%s;VALUE=DATE:%.4s%.2s%.2s\r\n", name, day, day + 5, day + 8);
}

static void describe(struct tvx_buf *out, const struct tvx_calendar_entry *entry)
{
    struct tvx_buf buf;

    tvx_buf_init(&buf, TEXT_CEILING);
    if (entry->who != NULL)
        tvx_buf_printf(&buf, "For %s.\n", entry->who);
    if (entry->reckoned)
        tvx_buf_str(&buf, "Reckoned by a rule; the conference may set another day.\n");
    for (size_t i = 0; i < entry->concern_count; i++)
        tvx_buf_printf(&buf, "%s%s%s", i == 0 ? "Concerns " : ", ", entry->concerns[i],
                       i + 1 == entry->concern_count ? ".\n" : "");
    for (size_t i = 0; i < entry->claim.evidence_count; i++) {
        const struct tvx_evidence *evidence = &entry->claim.evidence[i];

        tvx_buf_printf(&buf, "Source: %s\n", *evidence->ref != '\0' ? evidence->ref : evidence->document);
    }
    if (buf.length > 0)
        property(out, "DESCRIPTION", tvx_buf_text(&buf));
    if (buf.failed)
        out->failed = true;
    tvx_buf_free(&buf);
}

static void event(struct tvx_buf *out, const struct tvx_calendar_entry *entry, const char *stamp)
{
    char after[TVX_DAY_SIZE];
    struct tvx_buf uid;

    tvx_buf_init(&uid, TEXT_CEILING);
    tvx_buf_printf(&uid, "%s-%s-%s@travaux", entry->institution, entry->kind, entry->key);
    for (char *c = uid.data; c != NULL && c < uid.data + uid.length; c++)
        if (*c == ' ')
            *c = '_';
    tvx_buf_str(out, "BEGIN:VEVENT\r\n");
    property(out, "UID", tvx_buf_text(&uid));
    tvx_buf_printf(out, "DTSTAMP:%.4s%.2s%.2sT000000Z\r\n", stamp, stamp + 5, stamp + 8);
    day_property(out, "DTSTART", entry->date);
    tvx_day_add(after, entry->end, 1); /* the end is the first day that is free again: §3.8.2.2 */
    day_property(out, "DTEND", after);
    property(out, "SUMMARY", entry->claim.statement);
    property(out, "LOCATION", entry->place);
    property(out, "CATEGORIES", entry->kind);
    describe(out, entry);
    tvx_buf_str(out, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
    if (uid.failed)
        out->failed = true;
    tvx_buf_free(&uid);
}

size_t tvx_ics_calendar(struct tvx_buf *out, const struct tvx_calendar_entry *entries, size_t count,
                        const char *stamp)
{
    size_t left = 0;

    tvx_buf_str(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//travaux//calendar//EN\r\nCALSCALE:GREGORIAN\r\n");
    for (size_t i = 0; i < count; i++)
        if (tvx_day_valid(entries[i].date) && tvx_day_valid(entries[i].end))
            event(out, &entries[i], stamp);
        else
            left++;
    tvx_buf_str(out, "END:VCALENDAR\r\n");
    return left;
}
