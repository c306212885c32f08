/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/show/mail.h>

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <travaux/base/hash.h>
#include <travaux/show/feed.h>

enum { LINE = 57, WORD = 42 }; /* bytes that become 76 and 56 letters of base64 */

static void base64(struct tvx_buf *out, const char *bytes, size_t length)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < length; i += 3) {
        unsigned a = (unsigned char)bytes[i], b = i + 1 < length ? (unsigned char)bytes[i + 1] : 0,
                 c = i + 2 < length ? (unsigned char)bytes[i + 2] : 0;

        tvx_buf_char(out, letters[a >> 2]);
        tvx_buf_char(out, letters[(a & 3) << 4 | b >> 4]);
        tvx_buf_char(out, i + 1 < length ? letters[(b & 15) << 2 | c >> 6] : '=');
        tvx_buf_char(out, i + 2 < length ? letters[c & 63] : '=');
    }
}

/* RFC 2047 §2: encoded words of at most 75 letters, none of them cut within a character. */
static void subject_line(struct tvx_buf *out, const char *text)
{
    size_t length = strlen(text);

    tvx_buf_str(out, "Subject:");
    for (size_t at = 0; at < length;) {
        size_t take = length - at < WORD ? length - at : WORD;

        while (take < length - at && take > 1 && ((unsigned char)text[at + take] & 0xC0) == 0x80)
            take--;
        tvx_buf_str(out, at == 0 ? " =?UTF-8?B?" : "\r\n =?UTF-8?B?");
        base64(out, text + at, take);
        tvx_buf_str(out, "?=");
        at += take;
    }
    tvx_buf_str(out, "\r\n");
}

static void date_line(struct tvx_buf *out, int64_t now)
{
    static const char *const days[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    time_t time = (time_t)now;
    struct tm at;

    if (gmtime_r(&time, &at) == NULL)
        return;
    tvx_buf_printf(out, "Date: %s, %d %s %d %02d:%02d:%02d +0000\r\n", days[at.tm_wday % 7], at.tm_mday,
                   months[at.tm_mon % 12], at.tm_year + 1900, at.tm_hour, at.tm_min, at.tm_sec);
}

static void message_id(struct tvx_buf *out, const struct tvx_mail *mail, const char *from)
{
    char name[600], hash[TVX_SHA256_HEX];
    const char *domain = strchr(from, '@');

    snprintf(name, sizeof name, "%lld %s %s", (long long)mail->number, mail->made, mail->to);
    tvx_sha256_hex(hash, name, strlen(name));
    tvx_buf_printf(out, "Message-ID: <%.32s%s>\r\n", hash, domain == NULL ? "@localhost" : domain);
}

void tvx_mail_message(struct tvx_buf *out, const struct tvx_mail *mail, const char *from, int64_t now)
{
    size_t length = strlen(mail->text);

    date_line(out, now);
    tvx_buf_printf(out, "From: <%s>\r\nTo: <%s>\r\n", from, mail->to); /* both are addresses: tvx_mail_address_valid */
    message_id(out, mail, from);
    subject_line(out, mail->subject);
    tvx_buf_str(out, "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
                     "Content-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n");
    for (size_t at = 0; at < length; at += LINE) {
        base64(out, mail->text + at, length - at < LINE ? length - at : LINE);
        tvx_buf_str(out, "\r\n");
    }
}

bool tvx_mail_digest(const char **subject, const char **text, struct tvx_arena *arena, const struct tvx_tongue *tongue,
                     const char *site, const struct tvx_news *news, size_t count)
{
    struct tvx_buf buf;
    bool made;

    tvx_buf_init(&buf, TVX_OUTBOX_TEXT - 1000);
    *subject = tvx_say_number(tongue, arena, count, "{1} notice on what you follow", "{1} notices on what you follow");
    for (size_t i = 0; i < count; i++) {
        const char *line = tvx_news_line(arena, tongue, &news[i]);
        const char *address = site == NULL ? NULL : tvx_news_address(arena, &news[i]);

        tvx_buf_printf(&buf, "%.10s  %s\n", news[i].at, line == NULL ? news[i].reference : line);
        if (address != NULL)
            tvx_buf_printf(&buf, "            %s%s\n", site, address);
    }
    tvx_buf_printf(&buf, "\n%s\n", tvx_say(tongue, SAY("You asked for this digest. To stop it, choose “Never” on your "
                                                       "page of notices.")));
    if (site != NULL)
        tvx_buf_printf(&buf, "%s/notices\n", site);
    *text = buf.failed ? NULL : tvx_arena_strdup(arena, tvx_buf_text(&buf));
    made = *subject != NULL && *text != NULL;
    tvx_buf_free(&buf);
    return made;
}
