/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Legacy files: what their first bytes tell, what is said where no program can read them, and how programs of others
 * are run.  The programs are shell scripts of ours, so that nothing needs to be installed; tests/cli/doc.test runs the
 * real ones.
 */
#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <time.h>
#include <travaux/base/file.h>
#include <travaux/read/office.h>

#include "docx_making.h"

#define RTF "{\\rtf1\\ansi Members shall act.\\par}"

static char folder[256]; /* not in /tmp, of which programs see another one */

static void in_folder(char path[512], const char *name)
{
    snprintf(path, 512, "%s/%s", folder, name);
}

static void write_file(const char *name, const char *text, size_t length, mode_t mode)
{
    char path[512];

    in_folder(path, name);
    assert_int_equal(tvx_file_write_quick(path, text, length, NULL), TVX_OK);
    assert_int_equal(chmod(path, mode), 0);
}

/* A program of that name, and a DOCX beside it that it may hand out; PATH then has nothing else. */
static void only_program(const char *name, const char *script)
{
    size_t length;
    char *docx = word_package((struct word){.document = BODY(P(R("Members ") DEL("may") INS("shall") R(" act.")))}, &length);

    write_file("made.docx", docx, length, 0644);
    free(docx);
    write_file(name, script, strlen(script), 0755);
    setenv("PATH", folder, 1);
}

static enum tvx_status read_text(struct tvx_document **document, const char *bytes, unsigned seconds,
                                 struct tvx_error *error)
{
    struct tvx_read_options options = {.seconds = seconds};

    *error = (struct tvx_error){TVX_OK, ""};
    return tvx_read_bytes(document, "a.doc", bytes, strlen(bytes), &options, error);
}

static void contains(const char *text, const char *part)
{
    if (strstr(text, part) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", text, part);
}

static int begin(void **unused)
{
    char here[200];

    (void)unused;
    if (getcwd(here, sizeof here) == NULL)
        return -1;
    snprintf(folder, sizeof folder, "%s/doc-test-XXXXXX", here);
    return mkdtemp(folder) == NULL ? -1 : 0;
}

static int end(void **unused)
{
    static const char *const names[] = {"made.docx", "soffice", "antiword", "secret", "escaped", "seen"};
    char path[512];

    (void)unused;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        in_folder(path, names[i]);
        unlink(path);
    }
    return rmdir(folder);
}

static int no_programs(void **unused)
{
    char path[512];

    (void)unused;
    in_folder(path, "soffice");
    unlink(path);
    in_folder(path, "antiword");
    unlink(path);
    setenv("PATH", "/nonexistent", 1);
    unsetenv("TRAVAUX_NO_HELPERS");
    return 0;
}

/* ---- what the bytes tell ---- */

/* An OLE container of four sectors: FAT, directory, and the head of a stream "WordDocument". */
static void make_ole(unsigned char file[2560], unsigned flags)
{
    static const char name[] = "WordDocument";

    memset(file, 0, 2560);
    memcpy(file, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
    file[0x1E] = 9;              /* sectors of 512 bytes */
    file[0x30] = 1;              /* the directory is in sector 1 */
    file[0x39] = 0x10;           /* streams below 4096 bytes lie elsewhere */
    file[512 + 4] = 0xFE;        /* the directory ends with its first sector */
    memset(file + 512 + 5, 0xFF, 3);
    for (size_t i = 0; i < sizeof name; i++)
        file[1024 + 128 + 2 * i] = (unsigned char)name[i];
    file[1024 + 128 + 0x40] = 2 * sizeof name;
    file[1024 + 128 + 0x74] = 2; /* it begins in sector 2 */
    file[1024 + 128 + 0x79] = 0x10;
    memcpy(file + 1536, "\xEC\xA5\xC1\0", 4);
    file[1536 + 0x0B] = (unsigned char)flags;
}

static void a_password_is_told(void **unused)
{
    struct tvx_document *document;
    struct tvx_error error;
    unsigned char file[2560];

    (void)unused;
    make_ole(file, 1);
    assert_int_equal(tvx_read_bytes(&document, "a.doc", (char *)file, sizeof file, NULL, &error), TVX_E_UNSUPPORTED);
    contains(error.message, "password");
    make_ole(file, 0);
    assert_int_equal(tvx_read_bytes(&document, "a.doc", (char *)file, sizeof file, NULL, &error), TVX_E_UNSUPPORTED);
    assert_null(strstr(error.message, "password"));
}

static void damaged_heads_bring_nothing_down(void **unused)
{
    struct tvx_document *document;
    struct tvx_error error;
    unsigned char file[2560];

    (void)unused;
    make_ole(file, 1);
    for (size_t length = 8; length < sizeof file; length += 61) { /* on the heap for the sanitizer's sake */
        char *copy = malloc(length);

        memcpy(copy, file, length);
        assert_int_not_equal(tvx_read_bytes(&document, "a.doc", copy, length, NULL, &error), TVX_OK);
        free(copy);
    }
    file[512 + 4] = 1; /* a directory that goes round in a circle, without the stream */
    memset(file + 512 + 5, 0, 3);
    file[1024 + 128 + 0x40] = 4;
    assert_int_equal(tvx_read_bytes(&document, "a.doc", (char *)file, sizeof file, NULL, &error), TVX_E_UNSUPPORTED);
    assert_null(strstr(error.message, "password"));
}

/* ---- nothing to read them with ---- */

static void without_a_program_it_is_told_what_to_install(void **unused)
{
    struct tvx_document *document;
    struct tvx_error error;
    unsigned char file[2560];

    (void)unused;
    make_ole(file, 0);
    assert_int_equal(tvx_read_bytes(&document, "a.doc", (char *)file, sizeof file, NULL, &error), TVX_E_UNSUPPORTED);
    assert_null(document);
    contains(error.message, "apt install libreoffice-writer-nogui, or antiword");
    assert_int_equal(read_text(&document, RTF, 0, &error), TVX_E_UNSUPPORTED);
    contains(error.message, "apt install libreoffice-writer-nogui");
    assert_null(strstr(error.message, "antiword")); /* which reads no RTF */
}

static void programs_can_be_forbidden(void **unused)
{
    struct tvx_document *document;
    struct tvx_error error;
    char path[512];

    (void)unused;
    only_program("soffice", "#!/bin/sh\n: >seen\ncp \"${0%/*}/made.docx\" made/000001.docx\n");
    setenv("TRAVAUX_NO_HELPERS", "1", 1);
    assert_int_equal(read_text(&document, RTF, 0, &error), TVX_E_UNSUPPORTED);
    contains(error.message, "TRAVAUX_NO_HELPERS");
    in_folder(path, "seen");
    assert_int_not_equal(access(path, F_OK), 0);
}

/* ---- programs ---- */

#define HAND_OUT "cp \"${0%/*}/made.docx\" made/000001.docx\n"

static void what_it_makes_is_read(void **unused)
{
    struct tvx_document *document;
    struct tvx_error error;

    (void)unused;
    only_program("soffice", "#!/bin/sh\n" HAND_OUT);
    assert_int_equal(read_text(&document, RTF, 0, &error), TVX_OK);
    assert_string_equal(document->format, "rtf");
    shows(document, TVX_VIEW_MARKED, "Members [-may-]{+shall+} act.");
    assert_int_equal(warnings(document, "doc-converted"), 1);
    assert_int_equal(warnings(document, "doc-tracked-lost"), 0);
    tvx_document_free(document);
}

static void antiword_is_the_second_choice(void **unused)
{
    static const char script[] =
        "#!/bin/sh\ncat <<E\n<?xml version=\"1.0\"?>\n<!DOCTYPE book PUBLIC \"-//OASIS//DTD DocBook XML V4.1.2//EN\" "
        "\"x\">\n<book><title>T</title><chapter><para>\nMembers <emphasis role='bold'>shall</emphasis> act.\n"
        "</para></chapter></book>\nE\n";
    struct tvx_document *document;
    struct tvx_error error;
    unsigned char file[2560];

    (void)unused;
    make_ole(file, 0);
    only_program("antiword", script);
    write_file("soffice", "#!/bin/sh\nexit 1\n", 17, 0755);
    assert_int_equal(tvx_read_bytes(&document, "a.doc", (char *)file, sizeof file, NULL, &error), TVX_OK);
    shows(document, TVX_VIEW_AFTER, "Members shall act.");
    assert_string_equal(document->format, "doc");
    assert_string_equal(document->title, "T");
    assert_int_equal(warnings(document, "doc-tracked-lost"), 1);
    tvx_document_free(document);
}

static void a_program_that_hangs_is_stopped(void **unused)
{
    struct tvx_document *document;
    struct tvx_error error;
    time_t start = time(NULL);

    (void)unused;
    only_program("soffice", "#!/bin/sh\nsleep 100 &\nsleep 100\n");
    assert_int_equal(read_text(&document, RTF, 1, &error), TVX_E_LIMIT);
    contains(error.message, "1 seconds");
    assert_true(time(NULL) - start < 20);
}

static void what_is_no_document_is_refused(void **unused)
{
    static const char *const scripts[] = {
        "#!/bin/sh\nexit 0\n", "#!/bin/sh\nkill -SEGV $$\n", "#!/bin/sh\nprintf PK >made/000001.docx\n",
        "#!/bin/sh\nprintf '{\\\\rtf1 again}' >made/000001.docx\n", /* which would have to be converted, and so on */
        "#!/bin/sh\nln -s /etc/hostname made/000001.docx\n", "#!/bin/sh\nmkfifo made/000001.docx\n",
    };
    struct tvx_document *document;
    struct tvx_error error;

    (void)unused;
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        only_program("soffice", scripts[i]);
        assert_int_not_equal(read_text(&document, RTF, 0, &error), TVX_OK);
        assert_null(document);
        contains(error.message, "LibreOffice");
    }
}

/* Landlock, where the kernel has it, keeps a program from our files, and the environment from our secrets. */
static void a_program_is_confined(void **unused)
{
    static const char script[] =
        "#!/bin/sh\n" HAND_OUT
        "[ -z \"$TRAVAUX_TEST_SECRET\" ] || rm -r made\n" /* nothing of our environment */
        "[ \"$HOME\" = \"$PWD\" ] || rm -r made\n"
        "echo taken >\"${0%/*}/escaped\"\n"               /* a folder that it may read */
        "cat /proc/$PPID/environ >/dev/null 2>&1\n";
    struct tvx_document *document;
    struct tvx_error error;
    char path[512];
    bool landlock = syscall(444 /* landlock_create_ruleset */, NULL, 0, 1) > 0;

    (void)unused;
    only_program("soffice", script);
    setenv("TRAVAUX_TEST_SECRET", "x", 1);
    assert_int_equal(read_text(&document, RTF, 0, &error), TVX_OK);
    tvx_document_free(document);
    unsetenv("TRAVAUX_TEST_SECRET");
    in_folder(path, "escaped");
    if (landlock)
        assert_int_not_equal(access(path, F_OK), 0);
    else
        puts("# this kernel has no Landlock: what a program may write was not tested");
}

static void nothing_is_left_behind(void **unused)
{
    struct tvx_document *document;
    struct tvx_error error;
    char path[512];

    (void)unused;
    in_folder(path, "");
    setenv("TMPDIR", folder, 1); /* the shop is made in there, and rmdir at the end of the tests needs it empty */
    only_program("soffice", "#!/bin/sh\nmkdir -p a/b/c; : >a/b/c/d; ln -s / a/root; exit 1\n");
    assert_int_equal(read_text(&document, RTF, 0, &error), TVX_E_MALFORMED);
    unsetenv("TMPDIR");
    assert_int_equal(access("/bin/sh", F_OK), 0); /* the link was not followed */
}

/* Files of one run go together: the script writes down how often it was started and hands out what it is asked for. */
static void a_run_starts_it_once_for_many(void **unused)
{
    static const char script[] = "#!/bin/sh\nn=0\nfor f; do case $f in *.rtf) n=$((n + 1));"
                                 " cp \"${0%/*}/made.docx\" \"made/${f%.rtf}.docx\";; esac; done\n"
                                 "[ $n -eq 3 ] || rm made/*\n";
    static const char *const names[] = {"one.rtf", "two.rtf", "three.rtf"};
    char paths[3][512];
    const char *list[3];
    struct tvx_office *office;

    (void)unused;
    only_program("soffice", script);
    for (size_t i = 0; i < 3; i++) {
        char text[64];

        snprintf(text, sizeof text, "{\\rtf1 %s}", names[i]);
        write_file(names[i], text, strlen(text), 0644);
        in_folder(paths[i], names[i]);
        list[i] = paths[i];
    }
    assert_int_equal(tvx_office_new(&office, list, 3, NULL), TVX_OK);
    for (size_t i = 0; i < 3; i++) {
        struct tvx_read_options options = {.office = office};
        struct tvx_document *document;

        assert_int_equal(tvx_read_file(&document, paths[i], &options, NULL), TVX_OK);
        tvx_document_free(document);
    }
    tvx_office_free(office);
    for (size_t i = 0; i < 3; i++)
        unlink(paths[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(a_password_is_told, no_programs),
        cmocka_unit_test_setup(damaged_heads_bring_nothing_down, no_programs),
        cmocka_unit_test_setup(without_a_program_it_is_told_what_to_install, no_programs),
        cmocka_unit_test_setup(programs_can_be_forbidden, no_programs),
        cmocka_unit_test_setup(what_it_makes_is_read, no_programs),
        cmocka_unit_test_setup(antiword_is_the_second_choice, no_programs),
        cmocka_unit_test_setup(a_program_that_hangs_is_stopped, no_programs),
        cmocka_unit_test_setup(what_is_no_document_is_refused, no_programs),
        cmocka_unit_test_setup(a_program_is_confined, no_programs),
        cmocka_unit_test_setup(nothing_is_left_behind, no_programs),
        cmocka_unit_test_setup(a_run_starts_it_once_for_many, no_programs),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
