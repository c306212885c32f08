/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <travaux/base/buf.h>
#include <travaux/base/file.h>
#include <unistd.h>

static enum tvx_status read_all(struct tvx_buf *buf, int fd, const char *path, struct tvx_error *error)
{
    char block[65536];

    for (;;) {
        ssize_t got = read(fd, block, sizeof block);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tvx_error_set(error, TVX_E_IO, "cannot read %s: %s", path, strerror(errno));
        if (got == 0)
            break;
        tvx_buf_add(buf, block, (size_t)got);
        if (buf->failed)
            return tvx_error_set(error, TVX_E_LIMIT, "%s is larger than the limit of %zu MB", path, buf->ceiling >> 20);
    }
    tvx_buf_add(buf, "", 0);
    return buf->failed ? tvx_error_nomem(error) : TVX_OK;
}

enum tvx_status tvx_file_read(char **bytes, size_t *length, const char *path, size_t ceiling, struct tvx_error *error)
{
    bool standard = strcmp(path, "-") == 0;
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    struct tvx_buf buf;
    struct stat about;
    enum tvx_status status;

    *bytes = NULL;
    *length = 0;
    if (fd < 0)
        return tvx_error_set(error, TVX_E_IO, "cannot open %s: %s", path, strerror(errno));
    if (!standard) {
        if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
            close(fd);
            return tvx_error_set(error, TVX_E_IO, "%s is not a file", path);
        }
        if (about.st_size < 0 || (unsigned long long)about.st_size > ceiling) {
            close(fd);
            return tvx_error_set(error, TVX_E_LIMIT, "%s is %lld MB, larger than the limit of %zu MB", path,
                                 (long long)about.st_size >> 20, ceiling >> 20);
        }
    }
    tvx_buf_init(&buf, ceiling);
    status = read_all(&buf, fd, path, error);
    if (!standard)
        close(fd);
    if (status != TVX_OK) {
        tvx_buf_free(&buf);
        return status;
    }
    *bytes = buf.data;
    *length = buf.length;
    return TVX_OK;
}

static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t put = write(fd, bytes, length);

        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes += put;
        length -= (size_t)put;
    }
    return true;
}

/* Is there something that holds no file's content: a device, a pipe?  Putting a file in its place would do harm. */
static bool is_special(const char *path)
{
    struct stat info;

    return stat(path, &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode);
}

static enum tvx_status write_special(const char *path, const void *bytes, size_t length, struct tvx_error *error)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
    bool done = fd >= 0 && write_all(fd, bytes, length);
    int reason = errno;

    if (fd >= 0)
        close(fd);
    return done ? TVX_OK : tvx_error_set(error, TVX_E_IO, "cannot write %s: %s", path, strerror(reason));
}

static enum tvx_status replace_file(const char *path, const void *bytes, size_t length, bool sync,
                                    struct tvx_error *error)
{
    struct tvx_buf temporary;
    enum tvx_status status = TVX_OK;
    int fd, reason;

    if (is_special(path))
        return write_special(path, bytes, length, error);
    tvx_buf_init(&temporary, 8192);
    tvx_buf_printf(&temporary, "%s.XXXXXX", path);
    if (temporary.failed)
        return tvx_error_set(error, TVX_E_LIMIT, "the file name is too long");
    fd = mkostemp(temporary.data, O_CLOEXEC);
    if (fd < 0) {
        status = tvx_error_set(error, TVX_E_IO, "cannot write %s: %s", path, strerror(errno));
        tvx_buf_free(&temporary);
        return status;
    }
    if (!write_all(fd, bytes, length) || fchmod(fd, 0644) != 0 || (sync && fsync(fd) != 0)) {
        reason = errno;
        close(fd);
        unlink(temporary.data);
        status = tvx_error_set(error, TVX_E_IO, "cannot write %s: %s", path, strerror(reason));
    } else if (close(fd) != 0 || rename(temporary.data, path) != 0) {
        reason = errno;
        unlink(temporary.data);
        status = tvx_error_set(error, TVX_E_IO, "cannot write %s: %s", path, strerror(reason));
    }
    tvx_buf_free(&temporary);
    return status;
}

enum tvx_status tvx_file_write(const char *path, const void *bytes, size_t length, struct tvx_error *error)
{
    return replace_file(path, bytes, length, true, error);
}

enum tvx_status tvx_file_write_quick(const char *path, const void *bytes, size_t length, struct tvx_error *error)
{
    return replace_file(path, bytes, length, false, error);
}
