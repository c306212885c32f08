/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Every byte of a small index changed in turn, and every length it can be cut to; an index that another process cuts or
 * writes into while it is asked; one of another version or byte order; one that may only be read.
 */
#include <sys/wait.h>
#include <xxhash.h>

#include "../../../src/reuse/index_layout.h"
#include "../../../src/reuse/index_state.h"
#include "index_making.h"

static void make_small(struct library *library)
{
    library_make(library, 3, 17);
    for (size_t i = 0; i < library->count; i++)
        library->texts[i][400] = '\0';
    assert_int_equal(library_sync(library, library->count, NULL), TVX_OK);
}

/* Everything that can be read out of the index as one number; 0, with *status, when it is refused. */
static uint64_t contents(const char *folder, enum tvx_status *status)
{
    static struct group_reader reader;
    struct tvx_index state;
    uint64_t sum = 1;

    *status = tvx_state_open(&state, folder, NULL);
    for (size_t i = 0; *status == TVX_OK && i < state.count; i++) {
        struct segment *segment = state.segments[i].segment;
        const unsigned char *terms;
        uint64_t count;
        bool found = true;

        *status = tvx_groups_open(&reader, segment, 0, tvx_segment_buckets(segment), NULL);
        while (*status == TVX_OK && (*status = tvx_groups_next(&reader, &found, NULL)) == TVX_OK && found) {
            sum = XXH3_64bits_withSeed(&reader.group.hash, sizeof reader.group.hash, sum + reader.group.documents);
            for (size_t k = 0; k < reader.group.count; k++)
                sum = XXH3_64bits_withSeed(&reader.group.postings[k].place, 4, sum + reader.group.postings[k].document);
        }
        for (uint32_t k = 0; *status == TVX_OK && k < tvx_segment_documents(segment); k++) {
            struct segment_document document;
            uint32_t start, end;

            *status = tvx_segment_document(segment, &document, k, NULL);
            if (*status == TVX_OK)
                *status = tvx_segment_bytes(segment, &start, &end, k, 0, document.places - 1, NULL);
            if (*status == TVX_OK)
                sum = XXH3_64bits_withSeed(&document, sizeof document, sum + start + end);
        }
        if (*status == TVX_OK)
            *status = tvx_segment_terms(segment, &terms, &count, NULL);
        if (*status == TVX_OK)
            sum = XXH3_64bits_withSeed(terms, count * TERM_BYTES, sum);
        tvx_groups_close(&reader);
        reader.segment = NULL;
    }
    tvx_state_close(&state);
    return *status == TVX_OK ? sum : 0;
}

static bool is_sound(const char *folder)
{
    struct tvx_index state;
    enum tvx_status status = tvx_state_open(&state, folder, NULL);

    for (size_t i = 0; status == TVX_OK && i < state.count; i++)
        status = tvx_segment_check(state.segments[i].segment, NULL);
    tvx_state_close(&state);
    return status == TVX_OK;
}

struct file {
    char path[400];
    unsigned char bytes[1 << 16];
    size_t length;
};

static void load(struct file *file, const struct library *library, const char *name)
{
    int handle;
    ssize_t got;

    snprintf(file->path, sizeof file->path, "%s/%s", library->folder, name);
    handle = open(file->path, O_RDONLY);
    got = read(handle, file->bytes, sizeof file->bytes);
    assert_true(got > 0 && (size_t)got < sizeof file->bytes);
    file->length = (size_t)got;
    close(handle);
}

/* Without cutting it to nothing in between, after which file systems wait for the disk. */
static void store(const struct file *file, size_t length)
{
    int handle = open(file->path, O_WRONLY);

    assert_int_equal(pwrite(handle, file->bytes, length, 0), length);
    assert_int_equal(ftruncate(handle, (off_t)length), 0);
    close(handle);
}

static const char *const names[] = {"manifest", "1.segment"};

static void every_byte_that_is_changed_is_noticed(void **state)
{
    struct library library;
    struct file *file = malloc(sizeof *file);
    enum tvx_status status;
    uint64_t right;

    (void)state;
    make_small(&library);
    right = contents(library.folder, &status);
    assert_int_equal(status, TVX_OK);
    for (size_t f = 0; f < 2; f++) {
        load(file, &library, names[f]);
        for (size_t at = 0; at < file->length; at++) {
            bool padding = f == 1 && at >= HEAD_USED && at < SEGMENT_BLOCK; /* the one place without a sum */
            unsigned char was = file->bytes[at];
            uint64_t now;

            file->bytes[at] ^= (unsigned char)(1U << at % 8);
            store(file, file->length);
            now = contents(library.folder, &status);
            if (now != (padding ? right : 0) || (!padding && status != TVX_E_MALFORMED && status != TVX_E_NOTFOUND))
                fail_msg("byte %zu of %s: status %d, contents %s", at, names[f], (int)status,
                         now == right ? "right" : now == 0 ? "refused" : "wrong");
            if (is_sound(library.folder) != padding)
                fail_msg("byte %zu of %s: the check says otherwise", at, names[f]);
            file->bytes[at] = was;
        }
        store(file, file->length);
    }
    assert_true(contents(library.folder, &status) == right);
    free(file);
    library_free(&library);
}

static void every_length_it_is_cut_to_is_noticed(void **state)
{
    struct library library;
    struct file *file = malloc(sizeof *file);
    enum tvx_status status;

    (void)state;
    make_small(&library);
    for (size_t f = 0; f < 2; f++) {
        load(file, &library, names[f]);
        for (size_t length = 0; length <= file->length + 1; length++) {
            file->bytes[file->length] = 0; /* one byte more is as wrong */
            store(file, length);
            if (length != file->length && (contents(library.folder, &status) != 0 || is_sound(library.folder)))
                fail_msg("%s cut to %zu of %zu bytes is taken", names[f], length, file->length);
        }
        store(file, file->length);
    }
    assert_true(is_sound(library.folder));
    free(file);
    library_free(&library);
}

static char *ask(struct library *library, struct tvx_index *index, size_t which, enum tvx_status *status)
{
    struct tvx_arena *arena = tvx_arena_new(64 << 20);
    struct tvx_candidate *found;
    char *answer = NULL;
    size_t count;

    *status = tvx_index_candidates(index, arena, &found, &count, "en", library->texts[which] + 100, 1200, NULL, NULL);
    if (*status == TVX_OK)
        assert_true(asprintf(&answer, "%zu %llu", count, count == 0 ? 0ULL : (unsigned long long)found[0].document.key) >
                    0);
    tvx_arena_free(arena);
    return answer;
}

/* Never a signal, never a wrong answer: refused, or right from what had been read before. */
static void cut_or_overwritten_while_it_is_asked(void **state)
{
    struct library library;
    struct file *file = malloc(sizeof *file);
    char path[400];
    int refused = 0;

    (void)state;
    library_make(&library, 40, 23);
    for (int how = 0; how < 10; how++) {
        struct tvx_index *index, *sound;
        enum tvx_status status;
        struct stat about;
        int handle;

        tvx_index_remove(library.folder, NULL);
        assert_int_equal(library_sync(&library, library.count, NULL), TVX_OK);
        snprintf(path, sizeof path, "%s/1.segment", library.folder);
        assert_int_equal(stat(path, &about), 0);
        assert_int_equal(tvx_index_open(&index, library.folder, NULL), TVX_OK);
        assert_int_equal(tvx_index_open(&sound, library.folder, NULL), TVX_OK);
        for (size_t i = 0; i < library.count; i++)
            free(ask(&library, sound, i, &status)); /* it has all it needs in memory now */
        if (how % 3 == 0)
            free(ask(&library, index, 0, &status)); /* and this some */
        handle = open(path, O_RDWR);
        if (how % 2 == 0) {
            assert_int_equal(ftruncate(handle, about.st_size * how / 10), 0);
        } else {
            for (off_t at = 4096; at < about.st_size; at += 512)
                assert_int_equal(pwrite(handle, "scribble", 8, at), 8);
        }
        close(handle);
        for (size_t i = 0; i < library.count; i++) {
            enum tvx_status of_sound;
            char *answer = ask(&library, index, i, &status), *right = ask(&library, sound, i, &of_sound);

            assert_int_equal(of_sound, TVX_OK);
            if (answer != NULL)
                assert_string_equal(answer, right);
            else
                assert_int_equal(status, TVX_E_MALFORMED);
            refused += answer == NULL;
            free(answer);
            free(right);
        }
        tvx_index_close(index);
        tvx_index_close(sound);
    }
    assert_true(refused > 20);
    free(file);
    library_free(&library);
}

static void put_sum(unsigned char *bytes, size_t length)
{
    put_le(bytes + length, XXH3_64bits(bytes, length), 8);
}

static void reverse(unsigned char *bytes, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        unsigned char swap = bytes[i];

        bytes[i] = bytes[count - 1 - i];
        bytes[count - 1 - i] = swap;
    }
}

/* With checksums that are right. */
static void of_another_version_recipe_or_byte_order(void **state)
{
    struct library library;
    struct file *file = malloc(sizeof *file);
    struct tvx_index_report report;
    enum tvx_status status;
    uint64_t right;

    (void)state;
    make_small(&library);
    right = contents(library.folder, &status);
    for (int what = 0; what < 5; what++) {
        load(file, &library, what < 3 ? "manifest" : "1.segment");
        switch (what) {
        case 0: put_le(file->bytes + 8, SEGMENT_VERSION + 1, 4); break;
        case 1: file->bytes[16] ^= 1; break; /* the recipe */
        case 2: reverse(file->bytes + 8, 4); reverse(file->bytes + 12, 4); reverse(file->bytes + 16, 8); break;
        case 3: put_le(file->bytes + HEAD_VERSION, SEGMENT_VERSION + 1, 4); break;
        default: file->bytes[HEAD_RECIPE] ^= 1;
        }
        if (what < 3)
            put_sum(file->bytes, file->length - 8);
        else
            put_sum(file->bytes, HEAD_SUM);
        store(file, file->length);
        assert_int_equal(contents(library.folder, &status), 0);
        assert_int_equal(status, TVX_E_MALFORMED);
        assert_int_equal(library_sync(&library, library.count, &report), TVX_OK);
        assert_true(report.rebuilt);
        assert_true(contents(library.folder, &status) == right);
        tvx_index_remove(library.folder, NULL); /* so that the segment has the number 1 again */
        assert_int_equal(library_sync(&library, library.count, NULL), TVX_OK);
    }
    free(file);
    library_free(&library);
}

/* On a medium that may only be read an index that is up to date serves; another is told, and nothing is tried. */
static void in_a_folder_that_may_only_be_read(void **state)
{
    struct library library;
    char path[400];
    int ended;
    pid_t child;

    (void)state;
    make_small(&library);
    for (size_t f = 0; f < 2; f++) {
        snprintf(path, sizeof path, "%s/%s", library.folder, names[f]);
        chmod(path, 0444);
    }
    snprintf(path, sizeof path, "%s/lock", library.folder);
    chmod(path, 0444);
    chmod(library.folder, 0555);
    child = fork();
    if (child == 0) {
        struct tvx_index_report report;
        struct tvx_error error = {0};

        if (geteuid() == 0 && setresuid(65534, 65534, 65534) != 0)
            _exit(2);
        if (library_sync(&library, library.count, &report) != TVX_OK || report.kept != library.count ||
            report.added != 0)
            _exit(3);
        if (tvx_index_sync(library.folder, library.entries, 2, library_text, &library, NULL, NULL, &error) != TVX_E_IO)
            _exit(4);
        _exit(strstr(error.message, "index") == NULL ? 5 : 0);
    }
    assert_int_equal(waitpid(child, &ended, 0), child);
    chmod(library.folder, 0755);
    assert_true(WIFEXITED(ended));
    assert_int_equal(WEXITSTATUS(ended), 0);
    library_free(&library);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_byte_that_is_changed_is_noticed),
        cmocka_unit_test(every_length_it_is_cut_to_is_noticed),
        cmocka_unit_test(cut_or_overwritten_while_it_is_asked),
        cmocka_unit_test(of_another_version_recipe_or_byte_order),
        cmocka_unit_test(in_a_folder_that_may_only_be_read),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
