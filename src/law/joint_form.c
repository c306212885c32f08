/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <travaux/law/joint_form.h>

#include <stdlib.h>
#include <string.h>
#include <travaux/text/utf8.h>

static const char magic[] = "travaux joint statement, form 1";
static const char by_email[] = " by e-mail", by_hand[] = " by an administrator";

/* ---- writing ---- */

static size_t lines_of(const char *text)
{
    size_t lines = *text != '\0';

    for (const char *c = text; *c != '\0'; c++)
        lines += *c == '\n';
    return lines;
}

static void write_signatory(struct tvx_buf *out, const struct tvx_joint_signed *s, size_t number)
{
    tvx_buf_printf(out, "\nSignatory %zu: %s\nRepresented by: %s\nFunction: %s\nSigned: %s\nConfirmed: %s%s\n", number,
                   s->organisation, s->person, s->function, s->at, s->confirmed, s->by_email ? by_email : by_hand);
}

void tvx_joint_form_write(struct tvx_buf *out, const struct tvx_joint_form *form)
{
    const char *closed = form->closed;

    tvx_buf_printf(out, "%s\nKey: %s\nStatement: %s\nVersion: %zu\nLanguage: %s\nTitle: %s\n", magic, form->key,
                   form->statement, form->version, form->language, form->title);
    tvx_buf_printf(out, "Sign-on: %s%s\n",
                   *closed != '\0' ? "closed " : *form->closes != '\0' ? "open until " : "open",
                   *closed != '\0' ? closed : form->closes);
    tvx_buf_printf(out, "Published: %s\nSignatories: %zu\nWithdrawn: %zu\nLines: %zu\n\n", form->published,
                   form->count, form->withdrawn, lines_of(form->text));
    tvx_buf_printf(out, "%s\n", form->text);
    for (size_t i = 0; i < form->count; i++)
        write_signatory(out, &form->signatories[i], i + 1);
}

/* ---- reading ---- */

struct reading {
    struct tvx_arena *arena;
    const char *at, *end;
    size_t line;
    enum tvx_status status;
    struct tvx_error *error;
};

static const char *refuse(struct reading *r, const char *why)
{
    if (r->status == TVX_OK)
        r->status = tvx_error_set(r->error, TVX_E_MALFORMED, "line %zu of the statement: %s", r->line,
                                  why == NULL ? "it is not as travaux writes it" : why);
    return "";
}

/* The next line; "" after a failure. */
static const char *next(struct reading *r)
{
    const char *stop = r->status != TVX_OK ? NULL : memchr(r->at, '\n', (size_t)(r->end - r->at)), *line;

    r->line++;
    if (stop == NULL)
        return refuse(r, "the file ends here; it is cut off, or no statement");
    line = tvx_arena_strndup(r->arena, r->at, (size_t)(stop - r->at));
    r->at = stop + 1;
    if (line == NULL && r->status == TVX_OK)
        r->status = tvx_error_nomem(r->error);
    return line == NULL ? "" : line;
}

/* The value behind "Name: ". */
static const char *value(struct reading *r, const char *name)
{
    const char *line = next(r);
    size_t length = name == NULL ? 0 : strlen(name);

    if (r->status == TVX_OK && name == NULL)
        r->status = tvx_error_nomem(r->error);
    if (r->status != TVX_OK)
        return "";
    if (strncmp(line, name, length) != 0 || strncmp(line + length, ": ", 2) != 0)
        return refuse(r, tvx_arena_printf(r->arena, "\"%s: …\" should stand here", name));
    line += length + 2;
    return strlen(line) > TVX_JOINT_LINE ? refuse(r, "it is too long") : line;
}

/* Clean already: cleaning it changes nothing. */
static const char *clean_value(struct reading *r, const char *name)
{
    const char *line = value(r, name), *clean = "";

    if (r->status == TVX_OK && (tvx_joint_clean_line(&clean, r->arena, line, TVX_JOINT_LINE, name, NULL) != TVX_OK ||
                                strcmp(clean, line) != 0))
        return refuse(r, "it holds characters that travaux does not write");
    return line;
}

static size_t number(struct reading *r, const char *digits, size_t most)
{
    char *end;
    unsigned long long n = strtoull(digits, &end, 10);

    if (r->status == TVX_OK && (*digits < '0' || *digits > '9' || *end != '\0' || n > most ||
                                (*digits == '0' && digits[1] != '\0')))
        refuse(r, "a number should stand here, or it is too large");
    return r->status == TVX_OK ? (size_t)n : 0;
}

/* "2026-11-22T10:11:12.345Z" */
static bool is_time(const char *text)
{
    static const char shape[] = "dddd-dd-ddTdd:dd:dd.dddZ";
    char day[TVX_DAY_SIZE];

    if (strlen(text) != sizeof shape - 1)
        return false;
    for (size_t i = 0; shape[i] != '\0'; i++)
        if (shape[i] == 'd' ? text[i] < '0' || text[i] > '9' : text[i] != shape[i])
            return false;
    memcpy(day, text, TVX_DAY_SIZE - 1);
    day[TVX_DAY_SIZE - 1] = '\0';
    return tvx_day_valid(day);
}

static const char *time_of(struct reading *r, const char *text)
{
    return r->status == TVX_OK && !is_time(text) ? refuse(r, "a time in UTC should stand here") : text;
}

static void read_sign_on(struct reading *r, struct tvx_joint_form *out)
{
    const char *line = value(r, "Sign-on");

    out->closes = out->closed = "";
    if (strncmp(line, "closed ", 7) == 0)
        out->closed = time_of(r, line + 7);
    else if (strncmp(line, "open until ", 11) == 0)
        out->closes = tvx_day_valid(line + 11) ? line + 11 : refuse(r, "a day should stand here");
    else if (strcmp(line, "open") != 0)
        refuse(r, "sign-on is open or closed");
}

static void read_head(struct reading *r, struct tvx_joint_form *out, size_t *lines)
{
    if (strcmp(next(r), magic) != 0)
        refuse(r, "this is no joint statement as travaux seals it");
    out->key = clean_value(r, "Key");
    out->statement = clean_value(r, "Statement");
    out->version = number(r, value(r, "Version"), 1 << 20);
    out->language = clean_value(r, "Language");
    out->title = clean_value(r, "Title");
    read_sign_on(r, out);
    out->published = time_of(r, value(r, "Published"));
    out->count = number(r, value(r, "Signatories"), TVX_JOINT_SIGNATORIES);
    out->withdrawn = number(r, value(r, "Withdrawn"), 1 << 20);
    *lines = number(r, value(r, "Lines"), TVX_JOINT_BYTES);
    if (*next(r) != '\0')
        refuse(r, "an empty line should stand here");
}

static void read_text(struct reading *r, struct tvx_joint_form *out, size_t lines)
{
    const char *from = r->at, *clean = "";
    size_t length;

    for (size_t i = 0; i < lines && r->status == TVX_OK; i++)
        next(r);
    if (r->status != TVX_OK)
        return;
    if (lines == 0) {
        refuse(r, "it has no text");
        return;
    }
    length = (size_t)(r->at - from) - 1;
    out->text = tvx_arena_strndup(r->arena, from, length);
    if (out->text == NULL)
        r->status = tvx_error_nomem(r->error);
    else if (tvx_joint_clean(&clean, r->arena, from, length, NULL) != TVX_OK || strcmp(clean, out->text) != 0)
        refuse(r, "the text above holds characters that travaux does not write");
}

static void read_signatory(struct reading *r, struct tvx_joint_signed *out, size_t i)
{
    const char *line, *how;

    if (*next(r) != '\0')
        refuse(r, "an empty line should stand here");
    out->organisation = clean_value(r, tvx_arena_printf(r->arena, "Signatory %zu", i + 1));
    out->person = clean_value(r, "Represented by");
    out->function = clean_value(r, "Function");
    out->at = time_of(r, value(r, "Signed"));
    line = value(r, "Confirmed");
    how = strchr(line, ' ');
    if (r->status != TVX_OK)
        return;
    out->by_email = how != NULL && strcmp(how, by_email) == 0;
    if (how == NULL || (!out->by_email && strcmp(how, by_hand) != 0)) {
        refuse(r, "it should say by whom");
        return;
    }
    line = tvx_arena_strndup(r->arena, line, (size_t)(how - line));
    out->confirmed = line == NULL ? "" : time_of(r, line);
}

enum tvx_status tvx_joint_form_read(struct tvx_joint_form *out, struct tvx_arena *arena, const char *bytes,
                                    size_t length, struct tvx_error *error)
{
    struct reading r = {.arena = arena, .at = bytes, .end = bytes + length, .error = error};
    struct tvx_joint_signed *signatories;
    struct tvx_buf again;
    size_t lines;

    *out = (struct tvx_joint_form){.text = ""};
    if (length > TVX_JOINT_FORM || memchr(bytes, '\0', length) != NULL || !tvx_utf8_valid(bytes, length))
        return tvx_error_set(error, TVX_E_MALFORMED, "this is no joint statement as travaux seals it");
    read_head(&r, out, &lines);
    read_text(&r, out, lines);
    if (r.status == TVX_OK && out->count > length / 16) /* each takes more lines than that has bytes */
        refuse(&r, "fewer signatories stand in the file than it counts");
    signatories = r.status != TVX_OK ? NULL : tvx_arena_array(arena, out->count + 1, sizeof *signatories);
    if (signatories == NULL)
        return r.status != TVX_OK ? r.status : tvx_error_nomem(error);
    out->signatories = signatories;
    for (size_t i = 0; i < out->count && r.status == TVX_OK; i++)
        read_signatory(&r, &signatories[i], i);
    if (r.status == TVX_OK && r.at != r.end)
        refuse(&r, "more stands behind it");
    if (r.status != TVX_OK)
        return r.status;
    tvx_buf_init(&again, 2 * TVX_JOINT_FORM);
    tvx_joint_form_write(&again, out);
    if (again.failed || again.length != length || memcmp(again.data, bytes, length) != 0)
        r.status = tvx_error_set(error, TVX_E_MALFORMED, "this is not a joint statement as travaux writes it");
    tvx_buf_free(&again);
    return r.status;
}
