/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <travaux/base/file.h>
#include <travaux/base/table.h>
#include <unistd.h>

#include "child.h"
#include "doc_office.h"
#include "doc_shop.h"
#include "ocr.h"
#include "options.h"
#include "pdf_ocr.h"

/* BATCH: pictures that are held at once; a page of them takes a megabyte.  PAGES: no one waits for more. */
enum { BATCH = 8, PAGES = 500, PAGE_SECONDS = 120, MAX_TSV = 16 << 20, LANGUAGES = 200, NAMES = 128 };

struct ocr_run {
    struct tvx_arena *arena;
    struct tvx_doc_shop shop;
    char program[PATH_MAX];
    char installed[LANGUAGES * 16]; /* names, each between spaces */
    char languages[NAMES];          /* "ara", "eng+fra+spa" */
    char missing[NAMES];            /* what would be better, "Arabic (tesseract-ocr-ara)" */
    const struct tvx_read_options *options;
    const char *bytes;
    size_t length;
    struct pdf_ocr_page pages[PAGES];
    size_t count;
    size_t failed; /* pages on which tesseract failed */
    bool more;     /* pages were left */
};

bool tvx_ocr_is_wanted(const struct tvx_document *document)
{
    for (size_t i = 0; i < document->warning_count; i++)
        if (strcmp(document->warnings[i].code, "pdf-scanned-page") == 0 ||
            strcmp(document->warnings[i].code, "pdf-unknown-letters") == 0)
            return true;
    return false;
}

/* ---- the child's two tasks ---- */

struct task {
    const struct ocr_run *run;
    struct pdf_ocr ocr;
};

static enum tvx_status parse_task(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    const struct task *task = context;

    return tvx_read_pdf_ocr(out, task->run->bytes, task->run->length, task->run->options, &task->ocr, error);
}

/* ---- tesseract ---- */

/* What the program wrote to `file` of the shop; NULL when it wrote nothing of use. */
static const char *take_output(struct ocr_run *run, const char *file, size_t *length)
{
    struct tvx_error error;
    char path[PATH_MAX];
    const char *kept;
    struct stat about;
    char *bytes;

    if (!tvx_doc_shop_path(path, &run->shop, file) || lstat(path, &about) != 0 || !S_ISREG(about.st_mode) ||
        tvx_file_read(&bytes, length, path, MAX_TSV, &error) != TVX_OK)
        return NULL;
    kept = tvx_arena_strndup(run->arena, bytes, *length);
    free(bytes);
    unlink(path);
    return kept;
}

static const char *start(struct ocr_run *run, const char *const *argv, size_t *length)
{
    struct tvx_doc_program program = {.path = run->program, .argv = argv, .output = "said", .seconds = PAGE_SECONDS,
                                      .max_output = MAX_TSV};
    enum tvx_doc_end end;
    struct tvx_error error;

    if (tvx_doc_shop_run(&end, &run->shop, &program, &error) != TVX_OK || end != TVX_DOC_DONE)
        return NULL;
    return take_output(run, "said", length);
}

static bool is_installed(const struct ocr_run *run, struct tvx_field name)
{
    char padded[40];

    if (name.length == 0 || name.length > sizeof padded - 3)
        return false;
    snprintf(padded, sizeof padded, " %.*s ", (int)name.length, name.text);
    return strstr(run->installed, padded) != NULL;
}

static bool list_installed(struct ocr_run *run)
{
    const char *argv[] = {run->program, "--list-langs", NULL};
    size_t length = 0, used = 1;
    const char *said = start(run, argv, &length);

    if (said == NULL)
        return false;
    run->installed[0] = ' ';
    for (const char *line = said; *line != '\0';) {
        size_t size = strcspn(line, "\r\n");

        if (size > 0 && size < 16 && memchr(line, ' ', size) == NULL && used + size + 2 < sizeof run->installed) {
            memcpy(run->installed + used, line, size);
            used += size;
            run->installed[used++] = ' ';
        }
        line += size + strspn(line + size, "\r\n");
    }
    run->installed[used] = '\0';
    return true;
}

/* What the picture is written in, as tesseract tells scripts: "Arabic"; "" when it cannot. */
static void find_script(struct ocr_run *run, char script[32])
{
    const char *argv[] = {run->program, "page.pbm", "stdout", "--psm", "0", NULL};
    size_t length;
    const char *said = strstr(run->installed, " osd ") == NULL ? NULL : start(run, argv, &length);
    const char *found = said == NULL ? NULL : strstr(said, "Script: ");

    script[0] = '\0';
    if (found != NULL)
        sscanf(found + 8, "%31[A-Za-z]", script);
}

/* "eng+fra" */
static void add_language(struct ocr_run *run, struct tvx_field name)
{
    size_t used = strlen(run->languages);

    if (used + name.length + 2 < sizeof run->languages)
        snprintf(run->languages + used, sizeof run->languages - used, "%s%.*s", used == 0 ? "" : "+",
                 (int)name.length, name.text);
}

/* The document's language where it has one, else all of the script's that are installed. */
static void choose_languages(struct ocr_run *run, const char *language)
{
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    char script[32] = "";
    size_t count;

    run->languages[0] = run->missing[0] = '\0';
    if (*language == '\0')
        find_script(run, script);
    tvx_table_open(&table, tvx_asset_find("data/ocr-languages.tsv"));
    while (tvx_table_next(&table, fields, &count)) {
        if (*language != '\0' ? !tvx_field_is(fields[0], language) : !tvx_field_is(fields[2], script))
            continue;
        if (is_installed(run, fields[1]))
            add_language(run, fields[1]);
        else if (run->missing[0] == '\0')
            snprintf(run->missing, sizeof run->missing, "%.*s (package tesseract-ocr-%.*s)", (int)fields[3].length,
                     fields[3].text, (int)fields[1].length, fields[1].text);
    }
    for (char *at = run->missing; *at != '\0'; at++) /* Debian has "chi-sim" for "chi_sim" */
        *at = *at == '_' ? '-' : *at;
    if (run->languages[0] != '\0')
        run->missing[0] = '\0';
    else if (is_installed(run, (struct tvx_field){"eng", 3}))
        snprintf(run->languages, sizeof run->languages, "eng");
}

/* ---- pages ---- */

static bool write_picture(struct ocr_run *run, const char *coded)
{
    size_t room = strlen(coded) / 4 * 3 + 4, length = 0;
    unsigned char *bytes = malloc(room);
    struct tvx_error error;
    char path[PATH_MAX];
    bool done = bytes != NULL && tvx_doc_shop_path(path, &run->shop, "page.pbm") &&
                sodium_base642bin(bytes, room, coded, strlen(coded), NULL, &length, NULL,
                                  sodium_base64_VARIANT_ORIGINAL) == 0 &&
                tvx_file_write(path, (const char *)bytes, length, &error) == TVX_OK;

    free(bytes);
    return done;
}

static void recognise(struct ocr_run *run, const struct tvx_block *block, const char *language)
{
    const char *argv[] = {run->program, "page.pbm", "stdout", "-l", run->languages, "--dpi", "300", "tsv", NULL};
    struct pdf_ocr_page *page = &run->pages[run->count];

    if (block->run_count != 1 || block->page < 1 || !write_picture(run, block->runs[0].text)) {
        run->failed++;
        return;
    }
    if (run->languages[0] == '\0')
        choose_languages(run, language);
    page->page = block->page - 1;
    page->tsv = run->languages[0] == '\0' ? NULL : start(run, argv, &page->length);
    run->count += page->tsv != NULL;
    run->failed += page->tsv == NULL;
}

static enum tvx_status recognise_all(struct ocr_run *run, const char *language, struct tvx_error *error)
{
    struct task task = {.run = run, .ocr = {.pictures = true, .most = BATCH}};

    for (;;) {
        struct tvx_document *pictures;
        enum tvx_status status = tvx_child_read(&pictures, parse_task, &task, run->options, error);
        size_t count = status == TVX_OK ? pictures->block_count : 0;

        if (status != TVX_OK)
            return status;
        for (size_t i = 0; i < count && run->count < PAGES; i++) {
            if (pictures->blocks[i].page <= task.ocr.from) /* pages come in order; a child that says else is lying */
                continue;
            recognise(run, &pictures->blocks[i], language);
            task.ocr.from = pictures->blocks[i].page;
        }
        run->more = run->count == PAGES;
        tvx_document_free(pictures);
        if (count < BATCH || run->more)
            return TVX_OK;
    }
}

static void warn(const struct ocr_run *run, struct tvx_document *document)
{
    if (run->missing[0] != '\0')
        tvx_document_warn(document, SIZE_MAX, "pdf-ocr-language",
                          "tesseract has no data for %s, so what it read may be wrong all over: install it and run "
                          "again",
                          run->missing);
    if (run->failed > 0)
        tvx_document_warn(document, SIZE_MAX, "pdf-ocr-failed", "tesseract could not read %zu page%s", run->failed,
                          run->failed == 1 ? "" : "s");
    if (run->more)
        tvx_document_warn(document, SIZE_MAX, "pdf-ocr-limit",
                          "no more than %d pages of a file are recognised: split it", (int)PAGES);
}

static enum tvx_status read_again(struct ocr_run *run, struct tvx_document **document, struct tvx_error *error)
{
    struct task task = {.run = run, .ocr = {.pages = run->pages, .count = run->count}};
    struct tvx_document *better;
    enum tvx_status status = tvx_child_read(&better, parse_task, &task, run->options, error);

    if (status != TVX_OK)
        return status;
    tvx_document_free(*document);
    *document = better;
    return TVX_OK;
}

enum tvx_status tvx_ocr_read(struct tvx_document **document, const char *name, const char *bytes, size_t length,
                             const struct tvx_read_options *options, struct tvx_error *error)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)1 << 30);
    struct ocr_run *run = arena == NULL ? NULL : tvx_arena_alloc(arena, sizeof *run);
    enum tvx_status status;

    (void)name;
    if (run == NULL || sodium_init() < 0) {
        tvx_arena_free(arena);
        return tvx_error_nomem(error);
    }
    *run = (struct ocr_run){.arena = arena, .options = options, .bytes = bytes, .length = length};
    if (tvx_office_forbidden() || !tvx_doc_program_find(run->program, "tesseract")) {
        tvx_document_warn(*document, SIZE_MAX, "pdf-ocr-missing",
                          "text recognition was asked for, but the program tesseract is not there: install it (package "
                          "tesseract-ocr, and one for each language, as tesseract-ocr-fra)");
        tvx_arena_free(arena);
        return TVX_OK;
    }
    status = tvx_doc_shop_open(&run->shop, error);
    if (status == TVX_OK && !list_installed(run))
        status = tvx_error_set(error, TVX_E_IO, "tesseract does not start: %s", run->program);
    if (status == TVX_OK)
        status = recognise_all(run, (*document)->language, error);
    tvx_doc_shop_close(&run->shop);
    if (status == TVX_OK && run->count > 0)
        status = read_again(run, document, error);
    if (status == TVX_OK)
        warn(run, *document);
    tvx_arena_free(arena);
    return status;
}
