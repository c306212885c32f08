/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <travaux/base/file.h>
#include <travaux/base/hash.h>
#include <unistd.h>

#include "doc.h"
#include "doc_fib.h"
#include "doc_office.h"
#include "doc_shop.h"

enum {
    BATCH_FILES = 16,
    BATCH_BYTES = 32 << 20,
    BATCH_LOOK = 256, /* paths looked at for a batch */
    MADE_CEILING = 256 << 20,
    ARGUMENTS = 12,
};

enum state { STATE_MADE, STATE_OPEN, STATE_FAILED }; /* OPEN: a batch ended without it; to be tried alone */

struct item {
    char sha256[TVX_SHA256_HEX];
    unsigned number; /* of its files in the shop */
    enum state state;
    const char *format; /* "doc", "rtf" */
};

struct tvx_office {
    const char *const *paths;
    size_t path_count, next; /* paths before `next` are past */
    char libreoffice[PATH_MAX], antiword[PATH_MAX]; /* "" when absent */
    char product[48], build[96]; /* "LibreOffice 7.4"; what it knows its own build by */
    struct tvx_doc_shop shop;
    struct item *items;
    size_t item_count, item_capacity;
    unsigned numbers, profiles;
};

/* ---- which programs are there ---- */

/* The packages of The Document Foundation do not put themselves on PATH. */
static bool find_in_opt(char path[PATH_MAX])
{
    glob_t found;
    bool any = false;

    if (glob("/opt/libreoffice*/program/soffice", 0, NULL, &found) == 0 && found.gl_pathc > 0)
        any = snprintf(path, PATH_MAX, "%s", found.gl_pathv[found.gl_pathc - 1]) < PATH_MAX;
    globfree(&found);
    return any;
}

/* The value of a line "key=value" in a file beside the program, "" where there is none. */
static void find_setting(char *out, size_t size, const char *program, const char *file, const char *key)
{
    char path[PATH_MAX + 32], *slash, *text, *at;
    size_t length;

    if (realpath(program, path) == NULL || (slash = strrchr(path, '/')) == NULL)
        return;
    snprintf(slash, sizeof path - (size_t)(slash - path), "/%s", file);
    if (tvx_file_read(&text, &length, path, 1 << 16, NULL) != TVX_OK)
        return;
    at = strstr(text, key);
    if (at != NULL && (at == text || at[-1] == '\n'))
        snprintf(out, size, "%.*s", (int)strcspn(at + strlen(key), "\r\n<&"), at + strlen(key));
    free(text);
}

bool tvx_office_forbidden(void)
{
    const char *value = getenv("TRAVAUX_NO_HELPERS");

    return value != NULL && *value != '\0' && strcmp(value, "0") != 0;
}

enum tvx_status tvx_office_new(struct tvx_office **out, const char *const *paths, size_t count,
                               struct tvx_error *error)
{
    struct tvx_office *office = calloc(1, sizeof *office);

    *out = office;
    if (office == NULL)
        return tvx_error_nomem(error);
    office->paths = paths;
    office->path_count = count;
    if (tvx_office_forbidden())
        return TVX_OK;
    if (!tvx_doc_program_find(office->libreoffice, "soffice") &&
        !tvx_doc_program_find(office->libreoffice, "libreoffice") && !find_in_opt(office->libreoffice))
        office->libreoffice[0] = '\0';
    if (!tvx_doc_program_find(office->antiword, "antiword"))
        office->antiword[0] = '\0';
    snprintf(office->product, sizeof office->product, "LibreOffice");
    if (office->libreoffice[0] != '\0') { /* asking the program itself would cost a start */
        find_setting(office->product, sizeof office->product, office->libreoffice, "bootstraprc", "ProductKey=");
        find_setting(office->build, sizeof office->build, office->libreoffice, "versionrc", "buildid=");
    }
    return TVX_OK;
}

void tvx_office_free(struct tvx_office *office)
{
    if (office == NULL)
        return;
    tvx_doc_shop_close(&office->shop);
    free(office->items);
    free(office);
}

bool tvx_office_has_libreoffice(const struct tvx_office *office)
{
    return office->libreoffice[0] != '\0';
}

bool tvx_office_has_antiword(const struct tvx_office *office)
{
    return office->antiword[0] != '\0';
}

/* ---- files in the shop ---- */

static enum tvx_status open_shop(struct tvx_office *office, struct tvx_error *error)
{
    return office->shop.folder[0] != '\0' ? TVX_OK : tvx_doc_shop_open(&office->shop, error);
}

static enum tvx_status put(struct tvx_office *office, const char *name, const void *bytes, size_t length,
                           struct tvx_error *error)
{
    char path[PATH_MAX];

    if (!tvx_doc_shop_path(path, &office->shop, name))
        return tvx_error_set(error, TVX_E_IO, "the name of the temporary folder is too long");
    return tvx_file_write_quick(path, bytes, length, error);
}

static void drop(const struct tvx_office *office, const char *name)
{
    char path[PATH_MAX];

    if (tvx_doc_shop_path(path, &office->shop, name))
        remove(path);
}

/* A result is a plain file of bounded size: a program that was taken over may have put anything there. */
static bool is_made(const struct tvx_office *office, const char *name)
{
    struct stat stat;
    char path[PATH_MAX];

    return tvx_doc_shop_path(path, &office->shop, name) && lstat(path, &stat) == 0 && S_ISREG(stat.st_mode) &&
           stat.st_size > 0 && stat.st_size <= MADE_CEILING;
}

static enum tvx_status take(struct tvx_doc_made *made, const struct tvx_office *office, const char *name,
                            struct tvx_error *error)
{
    char path[PATH_MAX];
    enum tvx_status status = TVX_E_MALFORMED;

    if (is_made(office, name) && tvx_doc_shop_path(path, &office->shop, name))
        status = tvx_file_read(&made->bytes, &made->length, path, MADE_CEILING, error);
    drop(office, name);
    return status;
}

static void source_name(char name[32], const struct item *item)
{
    snprintf(name, 32, "%06u.%s", item->number, item->format);
}

static void made_name(char name[32], const struct item *item)
{
    snprintf(name, 32, "made/%06u.docx", item->number);
}

/* ---- one start of LibreOffice ---- */

/* Settings of the profile, as officecfg's schema names them; all of them turn something off. */
static const char settings[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<oor:items xmlns:oor=\"http://openoffice.org/2001/registry\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" "
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\n"
#define SETTING(path, name, value)                                                                                     \
    "<item oor:path=\"/org.openoffice." path "\"><prop oor:name=\"" name "\" oor:op=\"fuse\"><value>" value            \
    "</value></prop></item>\n"
    SETTING("Office.Common/Security/Scripting", "MacroSecurityLevel", "3")
    SETTING("Office.Common/Security/Scripting", "DisableMacrosExecution", "true")
    SETTING("Office.Common/Security/Scripting", "DisableActiveContent", "true")
    SETTING("Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true")
    SETTING("Office.Common/Misc", "FirstRun", "false")
    SETTING("Office.Common/Misc", "UseOpenCL", "false")
    SETTING("Office.Common/Save/Document", "CreateBackup", "false")
    SETTING("Office.Java/VirtualMachine", "Enable", "false")
    SETTING("Office.Recovery/RecoveryInfo", "Enabled", "false")
    SETTING("Office.Recovery/AutoSave", "Enabled", "false")
    SETTING("Office.Writer/Content/Update", "Link", "0")
    SETTING("Office.Calc/Content/Update", "Link", "2")
    SETTING("Setup/Office", "LastCompatibilityCheckID", "%s")
#undef SETTING
    "</oor:items>\n";

static enum tvx_status make_folder(struct tvx_office *office, const char *name, struct tvx_error *error)
{
    char path[PATH_MAX];

    if (tvx_doc_shop_path(path, &office->shop, name) && mkdir(path, 0700) == 0)
        return TVX_OK;
    return tvx_error_set(error, TVX_E_IO, "cannot make a folder for LibreOffice's profile");
}

/* A profile that names the build it was last used with spares LibreOffice setting it up and starting once more. */
static enum tvx_status make_profile(struct tvx_office *office, char name[32], struct tvx_error *error)
{
    char file[96], text[sizeof settings + sizeof office->build];
    enum tvx_status status;
    int length;

    snprintf(name, 32, "profile-%u", ++office->profiles);
    status = make_folder(office, name, error);
    snprintf(file, sizeof file, "%s/user", name);
    if (status == TVX_OK)
        status = make_folder(office, file, error);
    snprintf(file, sizeof file, "%s/user/extensions", name);
    if (status == TVX_OK)
        status = make_folder(office, file, error);
    snprintf(file, sizeof file, "%s/user/extensions/buildid", name);
    if (status == TVX_OK)
        status = put(office, file, office->build, strlen(office->build), error);
    snprintf(file, sizeof file, "%s/user/registrymodifications.xcu", name);
    length = snprintf(text, sizeof text, settings, office->build);
    return status != TVX_OK ? status : put(office, file, text, (size_t)length, error);
}

static enum tvx_status start_libreoffice(enum tvx_doc_end *end, struct tvx_office *office, struct item *const *items,
                                         size_t count, unsigned seconds, struct tvx_error *error)
{
    const char *argv[ARGUMENTS + BATCH_FILES + 1];
    char profile[PATH_MAX + 64], names[BATCH_FILES][32], folder[32], made[PATH_MAX];
    struct tvx_doc_program program = {.path = office->libreoffice, .argv = argv, .seconds = seconds,
                                      .max_output = MADE_CEILING};
    size_t at = 0;
    enum tvx_status status = make_profile(office, folder, error);

    if (status != TVX_OK)
        return status;
    if (tvx_doc_shop_path(made, &office->shop, "made"))
        mkdir(made, 0700);
    snprintf(profile, sizeof profile, "-env:UserInstallation=file://%s/%s", office->shop.folder, folder);
    argv[at++] = "soffice";
    argv[at++] = profile;
    argv[at++] = "--headless";
    argv[at++] = "--norestore";
    argv[at++] = "--nolockcheck";
    argv[at++] = "--nodefault";
    argv[at++] = "--nologo";
    argv[at++] = "--convert-to";
    argv[at++] = "docx:MS Word 2007 XML";
    argv[at++] = "--outdir";
    argv[at++] = "made";
    for (size_t i = 0; i < count && i < BATCH_FILES; i++) {
        source_name(names[i], items[i]);
        argv[at++] = names[i];
    }
    argv[at] = NULL;
    return tvx_doc_shop_run(end, &office->shop, &program, error);
}

/* Runs LibreOffice over the items and writes down what became of each. */
static enum tvx_status convert(struct tvx_office *office, struct item *const *items, size_t count, unsigned seconds,
                               enum tvx_doc_end *end, struct tvx_error *error)
{
    enum tvx_status status = start_libreoffice(end, office, items, count, seconds, error);
    struct item *last = NULL;
    char name[32];

    for (size_t i = 0; i < count && status == TVX_OK; i++) {
        made_name(name, items[i]);
        items[i]->state = is_made(office, name) ? STATE_MADE : count == 1 ? STATE_FAILED : STATE_OPEN;
        last = items[i]->state == STATE_MADE ? items[i] : last;
    }
    /* files are converted in order: the last one of a start that came to a bad end may be half written */
    if (status == TVX_OK && *end == TVX_DOC_LATE && last != NULL) {
        made_name(name, last);
        drop(office, name);
        last->state = count == 1 ? STATE_FAILED : STATE_OPEN;
    }
    for (size_t i = 0; i < count; i++)
        if (items[i]->state == STATE_MADE || count == 1) {
            source_name(name, items[i]);
            drop(office, name);
        }
    return status;
}

/* ---- batches ---- */

static struct item *find_item(struct tvx_office *office, const char *sha256)
{
    for (size_t i = 0; i < office->item_count; i++)
        if (strcmp(office->items[i].sha256, sha256) == 0)
            return &office->items[i];
    return NULL;
}

/* Adds an item and its file; the array may move. */
static enum tvx_status add_item(struct tvx_office *office, const char *sha256, const char *format, const char *bytes,
                                size_t length, struct tvx_error *error)
{
    struct item *item;
    char name[32];

    if (office->item_count == office->item_capacity) {
        size_t capacity = office->item_capacity == 0 ? 32 : 2 * office->item_capacity;
        struct item *larger = reallocarray(office->items, capacity, sizeof *larger);

        if (larger == NULL)
            return tvx_error_nomem(error);
        office->items = larger;
        office->item_capacity = capacity;
    }
    item = &office->items[office->item_count];
    *item = (struct item){.number = ++office->numbers, .state = STATE_OPEN,
                          .format = strcmp(format, "rtf") == 0 ? "rtf" : "doc"};
    memcpy(item->sha256, sha256, sizeof item->sha256);
    source_name(name, item);
    office->item_count++;
    return put(office, name, bytes, length, error);
}

/* The file's beginning tells whether the whole of it is worth reading. */
static bool may_be_legacy(const char *path)
{
    char head[TVX_DOC_HEAD] = "";
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t length = file < 0 ? -1 : read(file, head, sizeof head);

    if (file >= 0)
        close(file);
    return length == (ssize_t)sizeof head && tvx_doc_may_be(head);
}

/* Takes the file into the batch if it is one that will be wanted; its bytes, or 0 when it is not. */
static size_t add_ahead(struct tvx_office *office, const char *path, size_t room)
{
    char *bytes, sha256[TVX_SHA256_HEX];
    const char *format;
    size_t length, added = 0;

    if (!may_be_legacy(path) || tvx_file_read(&bytes, &length, path, room, NULL) != TVX_OK)
        return 0;
    format = tvx_doc_legacy(path, bytes, length);
    tvx_sha256_hex(sha256, bytes, length);
    if (format != NULL && !tvx_doc_fib_of(bytes, length).encrypted && find_item(office, sha256) == NULL &&
        add_item(office, sha256, format, bytes, length, NULL) == TVX_OK)
        added = length;
    free(bytes);
    return added;
}

/* The items from `first` on: the wanted file and what follows it in the run. */
static void fill_batch(struct tvx_office *office, const char *name, size_t length)
{
    size_t at = office->next, room = length < BATCH_BYTES ? BATCH_BYTES - length : 0, count = 1;

    while (at < office->path_count && strcmp(office->paths[at], name) != 0)
        at++;
    if (at == office->path_count) /* not a file of the run */
        return;
    office->next = ++at;
    for (size_t end = at + BATCH_LOOK; at < office->path_count && at < end && count < BATCH_FILES; at++) {
        size_t added = add_ahead(office, office->paths[at], room);

        room -= added;
        count += added > 0;
    }
}

static enum tvx_status convert_new(struct tvx_office *office, size_t first, unsigned seconds, enum tvx_doc_end *end,
                                   struct tvx_error *error)
{
    struct item *batch[BATCH_FILES] = {NULL};
    size_t count = 0;

    for (size_t i = first; i < office->item_count && count < BATCH_FILES; i++)
        batch[count++] = &office->items[i];
    return convert(office, batch, count, seconds, end, error);
}

static enum tvx_status say_failed(enum tvx_doc_end end, unsigned seconds, struct tvx_error *error)
{
    if (end == TVX_DOC_LATE)
        return tvx_error_set(error, TVX_E_LIMIT, "LibreOffice took longer than %u seconds over it and was stopped",
                             seconds);
    return tvx_error_set(error, TVX_E_MALFORMED,
                         "LibreOffice could not convert it: it may be damaged, or not what it looks like");
}

enum tvx_status tvx_office_docx(struct tvx_doc_made *made, struct tvx_office *office, const char *name,
                                const char *bytes, size_t length, const char *format, unsigned seconds,
                                struct tvx_error *error)
{
    enum tvx_doc_end end = TVX_DOC_DONE;
    enum tvx_status status = open_shop(office, error);
    char sha256[TVX_SHA256_HEX], file[32];
    struct item *item;
    size_t first = office->item_count;

    if (status != TVX_OK)
        return status;
    tvx_sha256_hex(sha256, bytes, length);
    item = find_item(office, sha256);
    if (item == NULL) {
        status = add_item(office, sha256, format, bytes, length, error);
        if (status == TVX_OK) {
            fill_batch(office, name, length);
            status = convert_new(office, first, seconds, &end, error);
        }
        item = find_item(office, sha256);
    }
    if (status == TVX_OK && item->state == STATE_OPEN)
        status = convert(office, &item, 1, seconds, &end, error);
    if (status != TVX_OK)
        return status;
    made_name(file, item);
    if (item->state == STATE_MADE)
        status = take(made, office, file, error);
    if (item->state != STATE_MADE || status == TVX_E_MALFORMED)
        return say_failed(end, seconds, error);
    *item = office->items[--office->item_count]; /* its file is gone: the same bytes again begin anew */
    snprintf(made->by, sizeof made->by, "%s", office->product);
    return status;
}

enum tvx_status tvx_office_docbook(struct tvx_doc_made *made, struct tvx_office *office, const char *bytes,
                                   size_t length, unsigned seconds, struct tvx_error *error)
{
    static const char *const argv[] = {"antiword", "-m", "UTF-8.txt", "-x", "db", "antiword.doc", NULL};
    struct tvx_doc_program program = {.path = office->antiword, .argv = argv, .output = "antiword.xml",
                                      .seconds = seconds, .max_output = MADE_CEILING};
    enum tvx_doc_end end;
    enum tvx_status status = open_shop(office, error);

    if (status == TVX_OK)
        status = put(office, "antiword.doc", bytes, length, error);
    if (status == TVX_OK)
        status = tvx_doc_shop_run(&end, &office->shop, &program, error);
    if (status != TVX_OK)
        return status;
    drop(office, "antiword.doc");
    if (end == TVX_DOC_DONE)
        status = take(made, office, program.output, error);
    if (end == TVX_DOC_LATE)
        return tvx_error_set(error, TVX_E_LIMIT, "antiword took longer than %u seconds over it and was stopped",
                             seconds);
    if (end != TVX_DOC_DONE || status == TVX_E_MALFORMED)
        return tvx_error_set(error, TVX_E_MALFORMED, "antiword could not read it");
    snprintf(made->by, sizeof made->by, "antiword");
    return status;
}
