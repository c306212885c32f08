/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <string.h>
#include <strings.h>
#include <travaux/read/read.h>

#include "sniff.h"

/* Signatures at a fixed place; the ones that need a second look are below. */
static const struct {
    const char *name;
    size_t at, length;
    const char *bytes;
} signatures[] = {
    {"rtf", 0, 5, "{\\rtf"},
    {"wpd", 0, 4, "\xFFWPC"},
    {"doc", 0, 4, "\xDB\xA5-\0"}, /* Word 2 */
    {"doc", 0, 4, "\x31\xBE\0\0"}, /* Word for DOS */
    {"gzip", 0, 2, "\x1F\x8B"},
    {"zstd", 0, 4, "\x28\xB5\x2F\xFD"},
    {"bzip2", 0, 3, "BZh"},
    {"xz", 0, 6, "\xFD"
                 "7zXZ\0"},
    {"7z", 0, 6, "7z\xBC\xAF\x27\x1C"},
    {"rar", 0, 4, "Rar!"},
    {"tar", 257, 5, "ustar"},
    {"png", 0, 4, "\x89PNG"},
    {"jpeg", 0, 3, "\xFF\xD8\xFF"},
    {"gif", 0, 4, "GIF8"},
    {"tiff", 0, 4, "II*\0"},
    {"tiff", 0, 4, "MM\0*"},
    {"ps", 0, 4, "%!PS"},
    {"mhtml", 0, 13, "MIME-Version:"},
    {"sqlite", 0, 16, "SQLite format 3"},
    {"elf", 0, 4, "\x7F"
                  "ELF"},
};

/* Element names that no other kind of XML begins with. */
static const char *const html_elements[] = {"html", "head",  "body", "div",    "p",    "table", "h1",   "h2", "h3",
                                            "meta", "title", "span", "center", "font", "ul",    "ol",   "br", "style",
                                            "pre",  "a",     "b",    "link",   "del",  "ins",   "base", "script"};

static bool has(const char *bytes, size_t length, const char *what, size_t what_length)
{
    return memmem(bytes, length, what, what_length) != NULL;
}

bool tvx_name_ends(const char *name, const char *ending)
{
    size_t length = name == NULL ? 0 : strlen(name), tail = strlen(ending);

    return length >= tail && strcasecmp(name + length - tail, ending) == 0;
}

bool tvx_format_find(struct tvx_format *out, const char *name)
{
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    tvx_table_open(&table, tvx_asset_find("data/formats.tsv"));
    while (tvx_table_next(&table, fields, &count))
        if (tvx_field_is(fields[0], name)) {
            *out = (struct tvx_format){fields[0], fields[1], fields[2]};
            return true;
        }
    return false;
}

/*
 * A ZIP is what its members are.  Names are read from the headers wherever they stand, in the central directory or
 * before the members (APPNOTE.TXT 4.3.7, 4.3.12), so that a truncated file is still told apart.
 */
static const char *sniff_zip(const char *bytes, size_t length)
{
    static const char mimetype[] = "mimetype";
    static const struct {
        const char *prefix, *format;
    } members[] = {{"word/", "docx"}, {"xl/", "xlsx"}, {"ppt/", "pptx"}, {"EncryptedPackage", "encrypted"}};

    if (length > 38 && memcmp(bytes + 30, mimetype, 8) == 0) {
        const char *type = bytes + 38;
        size_t left = length - 38 < 80 ? length - 38 : 80;

        if (has(type, left, "opendocument.text", 17))
            return "odt";
        if (has(type, left, "opendocument", 12))
            return "odf";
        if (has(type, left, "epub", 4))
            return "epub";
    }
    for (const char *at = bytes; (at = memmem(at, length - (size_t)(at - bytes), "PK", 2)) != NULL; at += 2) {
        size_t left = length - (size_t)(at - bytes);
        size_t head = left < 4 ? 0 : memcmp(at + 2, "\1\2", 2) == 0 ? 46 : memcmp(at + 2, "\3\4", 2) == 0 ? 30 : 0;

        for (size_t i = 0; head > 0 && i < sizeof members / sizeof *members; i++) {
            size_t wanted = strlen(members[i].prefix);

            if (left >= head + wanted && memcmp(at + head, members[i].prefix, wanted) == 0)
                return members[i].format;
        }
    }
    return "zip";
}

/* An OLE file is what its streams are called, in UTF-16 ([MS-CFB] 2.6.1). */
static const char *sniff_ole(const char *bytes, size_t length)
{
    static const struct {
        const char *stream, *format;
    } streams[] = {{"EncryptedPackage", "encrypted"},
                   {"WordDocument", "doc"},
                   {"Workbook", "xls"},
                   {"PowerPoint Document", "ppt"}};

    for (size_t i = 0; i < sizeof streams / sizeof *streams; i++) {
        char wide[64], upper[64]; /* names are compared without regard to case, and some programs write capitals */
        size_t letters = strlen(streams[i].stream);

        for (size_t c = 0; c < letters; c++) {
            wide[2 * c] = upper[2 * c] = streams[i].stream[c];
            wide[2 * c + 1] = upper[2 * c + 1] = '\0';
            if (upper[2 * c] >= 'a' && upper[2 * c] <= 'z')
                upper[2 * c] = (char)(upper[2 * c] - 32);
        }
        if (has(bytes, length, wide, 2 * letters) || has(bytes, length, upper, 2 * letters))
            return streams[i].format;
    }
    return "ole";
}

static bool is_name(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == ':' || c == '_' ||
           c == '-' || c == '.';
}

/* Passes over what may stand before the root: white space, declarations, comments, processing instructions. */
static const char *to_root(const char *at, const char *end, bool *doctype_html)
{
    while (at < end) {
        const char *close;

        if (strchr(" \t\r\n", *at) != NULL && *at != '\0') {
            at++;
            continue;
        }
        if (end - at < 4 || at[0] != '<' || (at[1] != '?' && at[1] != '!'))
            return at;
        if (end - at >= 14 && strncasecmp(at, "<!doctype html", 14) == 0)
            *doctype_html = true;
        if (memcmp(at, "<!--", 4) == 0)
            close = memmem(at, (size_t)(end - at), "-->", 3);
        else
            close = memchr(at, '>', (size_t)(end - at));
        if (close == NULL)
            return end;
        at = close + (*close == '-' ? 3 : 1);
    }
    return end;
}

/* "akn", "docbook", "html", "xml" or NULL for what begins with '<' or has an <html> near its beginning. */
static const char *sniff_markup(const char *name, const char *bytes, size_t length)
{
    bool doctype_html = false;
    const char *end = bytes + length, *root = to_root(bytes, end, &doctype_html), *local, *after;
    bool declared = length >= 5 && memcmp(bytes, "<?xml", 5) == 0;

    if (doctype_html)
        return "html";
    if (root == end || *root != '<')
        return declared ? "xml" : NULL;
    local = after = root + 1;
    while (after < end && after - local < 64 && is_name(*after))
        after++;
    for (const char *c = local; c < after; c++)
        if (*c == ':')
            local = c + 1;
    if (after - local == 10 && strncmp(local, "akomaNtoso", 10) == 0)
        return "akn";
    if (after - local == 8 && strncmp(local, "document", 8) == 0 &&
        has(after, (size_t)(end - after) < 8192 ? (size_t)(end - after) : 8192, "opendocument.text\"", 18))
        return "fodt";
    if (has(bytes, (size_t)(root - bytes), "DTD DocBook", 11))
        return "docbook";
    for (size_t i = 0; i < sizeof html_elements / sizeof *html_elements; i++)
        if (strlen(html_elements[i]) == (size_t)(after - local) &&
            strncasecmp(local, html_elements[i], (size_t)(after - local)) == 0)
            return "html";
    return declared || (after > local && tvx_name_ends(name, ".xml")) ? "xml" : NULL;
}

static bool is_wide(const char *bytes, size_t length)
{
    return length >= 2 && (memcmp(bytes, "\xFF\xFE", 2) == 0 || memcmp(bytes, "\xFE\xFF", 2) == 0);
}

/* Text has no NUL (but UTF-16 with its mark) and hardly any controls. */
static bool looks_like_text(const char *bytes, size_t length)
{
    size_t look = length < 65536 ? length : 65536, odd = 0;

    if (is_wide(bytes, length))
        return true;
    for (size_t i = 0; i < look; i++) {
        unsigned char c = (unsigned char)bytes[i];

        if (c == 0)
            return false;
        odd += c < 0x20 && strchr("\t\n\r\f\v\x1A", c) == NULL;
    }
    return odd * 100 <= look;
}

/* Markup in UTF-16 with its mark: its beginning as ASCII is enough to see the root. */
static const char *sniff_wide_markup(const char *name, const char *bytes, size_t length)
{
    char narrow[1024];
    size_t used = 0, low = bytes[0] == '\xFF' ? 0 : 1;

    for (size_t at = 2 + low; at < length && used < sizeof narrow; at += 2)
        narrow[used++] = bytes[at] == '\0' ? ' ' : bytes[at];
    return sniff_markup(name, narrow, used);
}

const char *tvx_read_sniff(const char *name, const char *bytes, size_t length)
{
    size_t early = length < 1024 ? length : 1024;
    bool named_text = tvx_name_ends(name, ".md") || tvx_name_ends(name, ".markdown") || tvx_name_ends(name, ".txt");
    const char *markup;

    if (length == 0)
        return "";
    if (length >= 4 && memcmp(bytes, "PK\3\4", 4) == 0)
        return sniff_zip(bytes, length);
    if (length >= 4 && (memcmp(bytes, "PK\5\6", 4) == 0 || memcmp(bytes, "PK\1\2", 4) == 0))
        return sniff_zip(bytes, length);
    if (length >= 8 && memcmp(bytes, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8) == 0)
        return sniff_ole(bytes, length);
    if (has(bytes, early, "%PDF-", 5)) /* readers accept it within the first 1024 bytes */
        return "pdf";
    for (size_t i = 0; i < sizeof signatures / sizeof *signatures; i++)
        if (length >= signatures[i].at + signatures[i].length &&
            memcmp(bytes + signatures[i].at, signatures[i].bytes, signatures[i].length) == 0)
            return signatures[i].name;
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    if (named_text && looks_like_text(bytes, length))
        return "text";
    markup = is_wide(bytes, length) ? sniff_wide_markup(name, bytes, length) : sniff_markup(name, bytes, length);
    if (markup != NULL)
        return markup;
    if (!looks_like_text(bytes, length))
        return "binary";
    return "text";
}
