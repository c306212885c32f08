/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "index_state.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <travaux/base/file.h>
#include <unistd.h>
#include <xxhash.h>

#include "index_layout.h"

enum {
    MANIFEST_HEAD = 32,
    MANIFEST_SEGMENT = 16,
    MANIFEST_MOST = MANIFEST_HEAD + MOST_SEGMENTS * MANIFEST_SEGMENT + 8,
};

static const char manifest_magic[8] = {'T', 'V', 'X', 'R', 'E', 'U', 'S', 'M'};

static char *path_in(const char *folder, const char *name)
{
    size_t room = strlen(folder) + strlen(name) + 2;
    char *path = malloc(room);

    if (path != NULL)
        snprintf(path, room, "%s/%s", folder, name);
    return path;
}

char *tvx_state_path(const char *folder, uint64_t number)
{
    char name[40];

    snprintf(name, sizeof name, "%llu.segment", (unsigned long long)number);
    return path_in(folder, name);
}

static enum tvx_status damaged(const char *folder, struct tvx_error *error)
{
    return tvx_error_set(error, TVX_E_MALFORMED, "%s: the index is damaged or of another version", folder);
}

static enum tvx_status parse_manifest(struct tvx_index *state, const char *folder, const unsigned char *bytes,
                                      size_t length, struct tvx_error *error)
{
    uint64_t count = length < MANIFEST_HEAD + 8 ? MOST_SEGMENTS + 1 : get_le(bytes + 12, 4);

    if (count > MOST_SEGMENTS || length != MANIFEST_HEAD + count * MANIFEST_SEGMENT + 8 ||
        memcmp(bytes, manifest_magic, sizeof manifest_magic) != 0 ||
        XXH3_64bits(bytes, length - 8) != get_le(bytes + length - 8, 8) || get_le(bytes + 8, 4) != SEGMENT_VERSION ||
        get_le(bytes + 16, 8) != tvx_shingle_recipe())
        return damaged(folder, error);
    state->next = get_le(bytes + 24, 8);
    state->count = count;
    for (size_t i = 0; i < count; i++) {
        const unsigned char *at = bytes + MANIFEST_HEAD + i * MANIFEST_SEGMENT;

        state->segments[i] = (struct named_segment){.number = get_le(at, 8), .sum = get_le(at + 8, 8)};
    }
    return TVX_OK;
}

static enum tvx_status read_manifest(struct tvx_index *state, const char *folder, struct tvx_error *error)
{
    char *path = path_in(folder, "manifest"), *bytes = NULL;
    size_t length = 0;
    enum tvx_status status;

    if (path == NULL)
        return tvx_error_nomem(error);
    if (access(path, F_OK) != 0 && errno == ENOENT)
        status = tvx_error_set(error, TVX_E_NOTFOUND, "%s: there is no index yet", folder);
    else
        status = tvx_file_read(&bytes, &length, path, MANIFEST_MOST, error);
    if (status == TVX_E_LIMIT)
        status = damaged(folder, error);
    if (status == TVX_OK)
        status = parse_manifest(state, folder, (unsigned char *)bytes, length, error);
    free(bytes);
    free(path);
    return status;
}

static enum tvx_status open_segments(struct tvx_index *state, const char *folder, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;
    uint64_t documents = 0;

    for (size_t i = 0; i < state->count && status == TVX_OK; i++) {
        char *path = tvx_state_path(folder, state->segments[i].number);

        if (path == NULL)
            return tvx_error_nomem(error);
        status = tvx_segment_open(&state->segments[i].segment, path, error);
        free(path);
        if (status != TVX_OK)
            break;
        if (tvx_segment_sum(state->segments[i].segment) != state->segments[i].sum)
            return damaged(folder, error);
        state->first_document[i] = (uint32_t)documents;
        documents += tvx_segment_documents(state->segments[i].segment);
        if (documents >= UINT32_MAX)
            return damaged(folder, error);
    }
    state->first_document[state->count] = (uint32_t)documents;
    return status;
}

enum tvx_status tvx_state_open(struct tvx_index *state, const char *folder, struct tvx_error *error)
{
    enum tvx_status status;

    *state = (struct tvx_index){0};
    status = read_manifest(state, folder, error);
    if (status == TVX_OK)
        status = open_segments(state, folder, error);
    if (status != TVX_OK)
        tvx_state_close(state);
    return status;
}

void tvx_state_close(struct tvx_index *state)
{
    for (size_t i = 0; i < state->count; i++)
        tvx_segment_close(state->segments[i].segment);
    *state = (struct tvx_index){0};
}

/* Names of files in the folder survive a loss of power from here on, where the file system can tell. */
static void sync_names(const char *folder)
{
    int handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (handle >= 0) {
        fsync(handle); /* a state without its segment is noticed and made anew, so that this may fail */
        close(handle);
    }
}

enum tvx_status tvx_state_save(const struct tvx_index *state, const char *folder, struct tvx_error *error)
{
    unsigned char bytes[MANIFEST_MOST] = {0};
    size_t length = MANIFEST_HEAD + state->count * MANIFEST_SEGMENT;
    char *path = path_in(folder, "manifest");
    enum tvx_status status;

    if (path == NULL)
        return tvx_error_nomem(error);
    memcpy(bytes, manifest_magic, sizeof manifest_magic);
    put_le(bytes + 8, SEGMENT_VERSION, 4);
    put_le(bytes + 12, state->count, 4);
    put_le(bytes + 16, tvx_shingle_recipe(), 8);
    put_le(bytes + 24, state->next, 8);
    for (size_t i = 0; i < state->count; i++) {
        put_le(bytes + MANIFEST_HEAD + i * MANIFEST_SEGMENT, state->segments[i].number, 8);
        put_le(bytes + MANIFEST_HEAD + i * MANIFEST_SEGMENT + 8, state->segments[i].sum, 8);
    }
    put_le(bytes + length, XXH3_64bits(bytes, length), 8);
    sync_names(folder); /* the segments' */
    status = tvx_file_write(path, bytes, length + 8, error);
    if (status == TVX_OK)
        sync_names(folder);
    free(path);
    return status;
}

/* What of the folder is ours: "<number>.segment", the drafts of it, the manifest and drafts of it, and runs. */
static bool is_ours(const char *name)
{
    size_t digits = strspn(name, "0123456789");

    return (digits > 0 && strncmp(name + digits, ".segment", 8) == 0) || strcmp(name, "manifest") == 0 ||
           strncmp(name, "manifest.", 9) == 0 || strncmp(name, "run-", 4) == 0;
}

static bool is_named(const struct tvx_index *state, const char *name)
{
    if (state == NULL)
        return false;
    if (strcmp(name, "manifest") == 0)
        return true;
    for (size_t i = 0; i < state->count; i++) {
        char own[40];

        snprintf(own, sizeof own, "%llu.segment", (unsigned long long)state->segments[i].number);
        if (strcmp(name, own) == 0)
            return true;
    }
    return false;
}

void tvx_state_tidy(const struct tvx_index *state, const char *folder)
{
    DIR *directory = opendir(folder);
    const struct dirent *entry;

    while (directory != NULL && (entry = readdir(directory)) != NULL)
        if (is_ours(entry->d_name) && !is_named(state, entry->d_name))
            unlinkat(dirfd(directory), entry->d_name, 0);
    if (directory != NULL)
        closedir(directory);
}

int tvx_state_lock(const char *folder, bool make, bool *read_only, struct tvx_error *error)
{
    size_t room = strlen(folder) + sizeof "/lock";
    char *path = malloc(room);
    int lock;

    *read_only = false;
    if (path == NULL) {
        tvx_error_nomem(error);
        return -1;
    }
    snprintf(path, room, "%s/lock", folder);
    if (make && mkdir(folder, 0700) != 0 && errno != EEXIST && errno != EROFS) {
        tvx_error_set(error, TVX_E_IO, "%s: cannot make the folder of the index: %s", folder, strerror(errno));
        free(path);
        return -1;
    }
    lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    *read_only = lock < 0 && (errno == EROFS || errno == EACCES || errno == EPERM);
    while (lock >= 0 && flock(lock, LOCK_EX) != 0)
        if (errno != EINTR) {
            close(lock);
            lock = -1;
        }
    if (lock < 0)
        tvx_error_set(error, errno == ENOENT ? TVX_E_NOTFOUND : TVX_E_IO, "%s: cannot lock the index: %s", folder,
                      strerror(errno));
    free(path);
    return lock;
}
