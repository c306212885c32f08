/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/read/read.h>
#include <travaux/text/utf8.h>

#include "akn.h"
#include "child.h"
#include "doc.h"
#include "doc_docbook.h"
#include "docx.h"
#include "html.h"
#include "language.h"
#include "manual.h"
#include "ocr.h"
#include "odt.h"
#include "options.h"
#include "pdf.h"
#include "plain.h"
#include "sniff.h"

struct tvx_read_options tvx_read_defaults(const struct tvx_read_options *options)
{
    struct tvx_read_options full = options == NULL ? (struct tvx_read_options){0} : *options;

    if (full.max_file == 0)
        full.max_file = (size_t)512 << 20;
    if (full.max_document == 0)
        full.max_document = (size_t)1 << 30;
    if (full.seconds == 0)
        full.seconds = 60;
    return full;
}

/* Every reader has this form; those that do not care for the name have a line here that drops it. */
typedef enum tvx_status reader_fn(struct tvx_document *document, const char *name, const char *bytes, size_t length,
                                  struct tvx_error *error);

static enum tvx_status read_docx(struct tvx_document *document, const char *name, const char *bytes, size_t length,
                                 struct tvx_error *error)
{
    (void)name;
    return tvx_docx_read(document, bytes, length, error);
}

static const struct {
    const char *format;
    reader_fn *read;
} readers[] = {
    {"docx", read_docx},
    {"html", tvx_html_read},
    {"akn", tvx_akn_read},
    {"xml", tvx_xml_read},
    {"pdf", tvx_pdf_read},
    {"text", tvx_plain_read},
    {"docbook", tvx_docbook_read},
    {"odt", tvx_odt_read},
    {"fodt", tvx_fodt_read},
};

static enum tvx_status refuse(const char *format, struct tvx_error *error)
{
    struct tvx_format known;

    if (*format == '\0')
        return tvx_error_set(error, TVX_E_MALFORMED, "the file is empty");
    if (!tvx_format_find(&known, format))
        return tvx_error_set(error, TVX_E_UNSUPPORTED, "files of the kind \"%s\" are not read", format);
    if (known.advice.length == 0)
        return tvx_error_set(error, TVX_E_UNSUPPORTED, "this is %.*s, for which this build has no reader",
                             (int)known.description.length, known.description.text);
    return tvx_error_set(error, TVX_E_UNSUPPORTED, "this is %.*s: %.*s", (int)known.description.length,
                         known.description.text, (int)known.advice.length, known.advice.text);
}

/* A name that promises Word is believed no more than any other, but who gave it should learn what the file is. */
static enum tvx_status refuse_false_docx(const char *format, struct tvx_error *error)
{
    struct tvx_format known;

    if (!tvx_format_find(&known, format) || strcmp(format, "binary") == 0)
        return tvx_error_set(error, TVX_E_MALFORMED,
                             "not a Word file, though its name says so: a DOCX is a ZIP archive, this is not");
    return tvx_error_set(
        error, TVX_E_MALFORMED,
        "not a Word file, though its name says so: it looks like %.*s; give it the name it should have",
        (int)known.description.length, known.description.text);
}

static bool is_zip(const char *bytes, size_t length)
{
    return length >= 2 && memcmp(bytes, "PK", 2) == 0;
}

/* What nobody sees on the page is no text; that it is there is worth knowing. */
static void tell_hidden(struct tvx_document *document)
{
    size_t letters = 0, first = SIZE_MAX;

    for (size_t b = 0; b < document->block_count; b++)
        for (size_t r = 0; r < document->blocks[b].run_count; r++) {
            const struct tvx_run *run = &document->blocks[b].runs[r];

            if ((run->format & TVX_FORMAT_HIDDEN) == 0 || tvx_text_blank(run->text, strlen(run->text)))
                continue;
            letters += tvx_utf8_count(run->text, strlen(run->text));
            first = first == SIZE_MAX ? b : first;
        }
    if (letters > 0)
        tvx_document_warn(document, first, "hidden-text",
                          "%zu letters, the first in this paragraph, are hidden on the page and were left out of the "
                          "text; --json shows them", letters);
}

/* What is the same for every format once its reader is through. */
static bool finish(struct tvx_document *document)
{
    if (*document->language == '\0')
        document->language = tvx_language_guess(document);
    tvx_manual_marks(document);
    tell_hidden(document);
    return document->language != NULL;
}

enum tvx_status tvx_read_in_process(struct tvx_document **out, const char *name, const char *bytes, size_t length,
                                    const struct tvx_read_options *options, struct tvx_error *error)
{
    struct tvx_read_options full = tvx_read_defaults(options);
    const char *format = tvx_read_sniff(name, bytes, length);
    struct tvx_document *document;
    enum tvx_status status;
    size_t i = 0, count = sizeof readers / sizeof *readers;

    *out = NULL;
    if (length > full.max_file)
        return tvx_error_set(error, TVX_E_LIMIT, "the file is larger than the %zu MB allowed", full.max_file >> 20);
    if (length > 0 && tvx_name_ends(name, ".docx") && !is_zip(bytes, length) && strcmp(format, "doc") != 0 &&
        strcmp(format, "encrypted") != 0)
        return refuse_false_docx(format, error);
    while (i < count && strcmp(readers[i].format, format) != 0)
        i++;
    if (i == count)
        return refuse(format, error);
    document = tvx_document_new(full.max_document);
    if (document == NULL)
        return tvx_error_nomem(error);
    status = readers[i].read(document, name, bytes, length, error);
    if (status == TVX_OK && !finish(document))
        status = tvx_error_nomem(error);
    if (status != TVX_OK) {
        tvx_document_free(document);
        return status;
    }
    *out = document;
    return TVX_OK;
}

enum tvx_status tvx_read_pdf_ocr(struct tvx_document **out, const char *bytes, size_t length,
                                 const struct tvx_read_options *options, const struct pdf_ocr *ocr,
                                 struct tvx_error *error)
{
    struct tvx_document *document = tvx_document_new(options->max_document);
    enum tvx_status status;

    *out = NULL;
    if (document == NULL)
        return tvx_error_nomem(error);
    status = tvx_pdf_read_ocr(document, bytes, length, ocr, error);
    if (status == TVX_OK && !finish(document))
        status = tvx_error_nomem(error);
    if (status == TVX_OK)
        *out = document;
    else
        tvx_document_free(document);
    return status;
}

bool tvx_read_is_for_child(const char *name, const char *bytes, size_t length)
{
    return tvx_doc_legacy(name, bytes, length) == NULL;
}

const char *tvx_read_sandbox(void)
{
    static const char *const names[] = {"limits", "landlock", "seccomp", "landlock+seccomp"};

    _Static_assert(TVX_BARRIER_LANDLOCK == 1 && TVX_BARRIER_SECCOMP == 2, "the names stand in the order of the bits");
    return names[tvx_sandbox_barriers()];
}

struct job {
    const char *name, *bytes;
    size_t length;
    const struct tvx_read_options *options;
};

static enum tvx_status parse_job(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    const struct job *job = context;

    return tvx_read_in_process(out, job->name, job->bytes, job->length, job->options, error);
}

enum tvx_status tvx_read_bytes(struct tvx_document **out, const char *name, const char *bytes, size_t length,
                               const struct tvx_read_options *options, struct tvx_error *error)
{
    struct tvx_read_options full = tvx_read_defaults(options);
    struct job job = {name, bytes, length, &full};
    const char *legacy = tvx_doc_legacy(name, bytes, length);
    enum tvx_status status;

    if (legacy != NULL)
        return tvx_doc_read(out, legacy, name, bytes, length, &full, error);
    status = tvx_child_read(out, parse_job, &job, &full, error);
    if (status == TVX_OK && full.ocr && tvx_ocr_is_wanted(*out)) {
        status = tvx_ocr_read(out, name, bytes, length, &full, error);
        if (status != TVX_OK) {
            tvx_document_free(*out);
            *out = NULL;
        }
    }
    return status;
}

enum tvx_status tvx_read_file(struct tvx_document **out, const char *path, const struct tvx_read_options *options,
                              struct tvx_error *error)
{
    struct tvx_read_options full = tvx_read_defaults(options);
    enum tvx_status status;
    char *bytes;
    size_t length;

    *out = NULL;
    status = tvx_file_read(&bytes, &length, path, full.max_file, error);
    if (status != TVX_OK)
        return status;
    status = tvx_read_bytes(out, path, bytes, length, &full, error);
    free(bytes);
    return status;
}
