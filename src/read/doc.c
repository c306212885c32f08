/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <travaux/read/office.h>

#include "doc.h"
#include "doc_fib.h"
#include "doc_office.h"
#include "sniff.h"

bool tvx_doc_may_be(const char head[TVX_DOC_HEAD])
{
    static const char *const heads[] = {"\xD0\xCF\x11\xE0", "{\\rt", "\xDB\xA5-", "\x31\xBE"};

    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++)
        if (memcmp(head, heads[i], strlen(heads[i])) == 0)
            return true;
    return false;
}

const char *tvx_doc_legacy(const char *name, const char *bytes, size_t length)
{
    const char *format = length >= TVX_DOC_HEAD && tvx_doc_may_be(bytes) ? tvx_read_sniff(name, bytes, length) : "";

    return strcmp(format, "doc") == 0 || strcmp(format, "rtf") == 0 ? format : NULL;
}

static enum tvx_status refuse(const char *format, const char *reason, struct tvx_error *error)
{
    struct tvx_format known = {0};

    tvx_format_find(&known, format);
    return tvx_error_set(error, TVX_E_UNSUPPORTED, "this is %.*s: %.*s%s", (int)known.description.length,
                         known.description.text, reason == NULL ? (int)known.advice.length : 0, known.advice.text,
                         reason == NULL ? "" : reason);
}

/* What `forbidden` programs or absent ones leave to say. */
static enum tvx_status refuse_without(const char *format, struct tvx_error *error)
{
    return refuse(format, tvx_office_forbidden() ? "only another program could read it, and TRAVAUX_NO_HELPERS forbids "
                                                   "that: save it as DOCX" : NULL, error);
}

/* Reads what a program made; a name of the user's file in every message, its format in the document. */
static enum tvx_status read_made(struct tvx_document **out, const struct tvx_doc_made *made, const char *format,
                                 const char *name, const struct tvx_read_options *options, struct tvx_error *error)
{
    const char *found = tvx_read_sniff("", made->bytes, made->length);
    enum tvx_status status;

    if (strcmp(found, "docx") != 0 && strcmp(found, "docbook") != 0)
        return tvx_error_set(error, TVX_E_MALFORMED, "what %s made of it is no document", made->by);
    status = tvx_read_bytes(out, name, made->bytes, made->length, options, error);
    if (status != TVX_OK)
        return tvx_error_prefix(error, "what %s made of it cannot be read", made->by);
    (*out)->format = format;
    tvx_document_warn(*out, SIZE_MAX, "doc-converted", "it was converted by %s before it was read", made->by);
    if (strcmp(found, "docbook") == 0)
        tvx_document_warn(*out, SIZE_MAX, "doc-tracked-lost",
                          "antiword tells no tracked changes: text deleted in them is missing and inserted text is not "
                          "marked; with LibreOffice installed both are read");
    return TVX_OK;
}

static enum tvx_status read_with(struct tvx_document **out, struct tvx_office *office, const char *format,
                                 const char *name, const char *bytes, size_t length,
                                 const struct tvx_read_options *options, struct tvx_error *error)
{
    struct tvx_doc_made made = {NULL, 0, ""};
    bool light = tvx_office_has_antiword(office) && strcmp(format, "doc") == 0;
    enum tvx_status status = TVX_E_UNSUPPORTED;

    if (!tvx_office_has_libreoffice(office) && !light)
        return refuse_without(format, error);
    if (tvx_office_has_libreoffice(office))
        status = tvx_office_docx(&made, office, name, bytes, length, format, options->seconds, error);
    if (status == TVX_OK)
        status = read_made(out, &made, format, name, options, error);
    free(made.bytes);
    made.bytes = NULL;
    if (status == TVX_OK || status == TVX_E_NOMEM || !light)
        return status;
    if (tvx_office_has_libreoffice(office)) { /* what it had to say is the better reason where neither can */
        if (tvx_office_docbook(&made, office, bytes, length, options->seconds, NULL) == TVX_OK &&
            read_made(out, &made, format, name, options, NULL) == TVX_OK)
            status = TVX_OK;
    } else {
        status = tvx_office_docbook(&made, office, bytes, length, options->seconds, error);
        if (status == TVX_OK)
            status = read_made(out, &made, format, name, options, error);
    }
    free(made.bytes);
    return status;
}

enum tvx_status tvx_doc_read(struct tvx_document **out, const char *format, const char *name, const char *bytes,
                             size_t length, const struct tvx_read_options *options, struct tvx_error *error)
{
    struct tvx_office *office = options->office;
    enum tvx_status status;

    *out = NULL;
    if (length > options->max_file)
        return tvx_error_set(error, TVX_E_LIMIT, "the file is larger than the %zu MB allowed",
                             options->max_file >> 20);
    if (tvx_doc_fib_of(bytes, length).encrypted)
        return refuse(format, "it is locked with a password: open it with that and save it without one", error);
    if (office != NULL)
        return read_with(out, office, format, name, bytes, length, options, error);
    status = tvx_office_new(&office, NULL, 0, error);
    if (status == TVX_OK)
        status = read_with(out, office, format, name, bytes, length, options, error);
    tvx_office_free(office);
    return status;
}
