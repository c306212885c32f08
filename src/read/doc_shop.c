/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "doc_confine.h"
#include "doc_shop.h"

enum { KEEPER_FD = 3, POLL_NS = 4000000, OPEN_FOLDERS = 16 };

/* ---- the keeper ---- */

static int remove_one(const char *path, const struct stat *stat, int kind, struct FTW *ftw)
{
    (void)stat, (void)kind, (void)ftw;
    remove(path);
    return 0;
}

static void to_null(void)
{
    int null = open("/dev/null", O_RDWR);

    for (int file = 0; null >= 0 && file < 3; file++)
        dup2(null, file);
    if (null > 2)
        close(null);
}

/*
 * Hears from the parent which process group works now (0: none) and, by the pipe's end, that the parent is gone or
 * done.  A session of its own keeps the terminal's signals away.
 */
static _Noreturn void keep(const char *folder, int pipe_end)
{
    pid_t group = 0, told;
    ssize_t length;

    setsid();
    to_null();
    for (int number = 1; number < NSIG; number++)
        if (number != SIGKILL && number != SIGSTOP && number != SIGCHLD)
            signal(number, SIG_IGN);
    dup2(pipe_end, KEEPER_FD);
    close_range(KEEPER_FD + 1, ~0u, 0);
    while ((length = read(KEEPER_FD, &told, sizeof told)) != 0) {
        if (length == (ssize_t)sizeof told)
            group = told;
        else if (length < 0 && errno != EINTR)
            break;
    }
    if (group > 0)
        kill(-group, SIGKILL);
    for (int tries = 0; tries < 20 && nftw(folder, remove_one, OPEN_FOLDERS, FTW_DEPTH | FTW_PHYS) == 0 &&
                        access(folder, F_OK) == 0;
         tries++) /* a program that was killed just now may still be writing */
        nanosleep(&(struct timespec){0, 20 * POLL_NS}, NULL);
    _exit(0);
}

static void tell_keeper(const struct tvx_doc_shop *shop, pid_t group)
{
    while (write(shop->keeper_pipe, &group, sizeof group) < 0 && errno == EINTR) {
    }
}

enum tvx_status tvx_doc_shop_open(struct tvx_doc_shop *shop, struct tvx_error *error)
{
    const char *root = getenv("TMPDIR");
    char private[sizeof shop->folder + sizeof TVX_DOC_PRIVATE + 1];
    int ends[2];

    *shop = (struct tvx_doc_shop){.keeper_pipe = -1};
    if (root == NULL || *root != '/' || strlen(root) > sizeof shop->folder - 32)
        root = "/tmp";
    snprintf(shop->folder, sizeof shop->folder, "%s/travaux-XXXXXX", root);
    if (mkdtemp(shop->folder) == NULL) {
        enum tvx_status status =
            tvx_error_set(error, TVX_E_IO, "cannot make a temporary folder in %s: %s", root, strerror(errno));

        shop->folder[0] = '\0';
        return status;
    }
    snprintf(private, sizeof private, "%s/%s", shop->folder, TVX_DOC_PRIVATE);
    mkdir(private, 0700);
    if (pipe2(ends, O_CLOEXEC) != 0) {
        rmdir(private);
        rmdir(shop->folder);
        shop->folder[0] = '\0';
        return tvx_error_set(error, TVX_E_IO, "cannot make a pipe: %s", strerror(errno));
    }
    shop->keeper = fork();
    if (shop->keeper == 0) {
        close(ends[1]);
        keep(shop->folder, ends[0]);
    }
    close(ends[0]);
    shop->keeper_pipe = ends[1];
    if (shop->keeper < 0) {
        close(ends[1]);
        rmdir(private);
        rmdir(shop->folder);
        shop->folder[0] = '\0';
        return tvx_error_set(error, TVX_E_IO, "cannot start a process: %s", strerror(errno));
    }
    return TVX_OK;
}

void tvx_doc_shop_close(struct tvx_doc_shop *shop)
{
    if (shop->folder[0] == '\0')
        return;
    close(shop->keeper_pipe);
    while (waitpid(shop->keeper, NULL, 0) < 0 && errno == EINTR) {
    }
    shop->folder[0] = '\0';
}

bool tvx_doc_shop_path(char path[PATH_MAX], const struct tvx_doc_shop *shop, const char *name)
{
    int length = snprintf(path, PATH_MAX, "%s/%s", shop->folder, name);

    return length > 0 && length < PATH_MAX;
}

/* ---- a program ---- */

struct setting {
    char text[PATH_MAX + 32];
};

/* Nothing of our environment goes to the program: no session bus, no agent's socket, no proxy, no preload. */
static _Noreturn void be_program(const struct tvx_doc_shop *shop, const struct tvx_doc_program *program)
{
    static const char *const in_shop[] = {"HOME", "TMPDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR",
                                          "OSL_SOCKET_PATH"};
    enum { IN_SHOP = sizeof in_shop / sizeof *in_shop };
    struct setting settings[IN_SHOP];
    char *environment[IN_SHOP + 4];
    char path[PATH_MAX];
    int output = -1;

    for (size_t i = 0; i < IN_SHOP; i++) {
        snprintf(settings[i].text, sizeof settings[i].text, "%s=%s", in_shop[i], shop->folder);
        environment[i] = settings[i].text;
    }
    environment[IN_SHOP] = (char[]){"PATH=/usr/bin:/bin"};
    environment[IN_SHOP + 1] = (char[]){"LC_ALL=C.UTF-8"};
    environment[IN_SHOP + 2] = (char[]){"SAL_USE_VCLPLUGIN=svp"}; /* LibreOffice without a screen */
    environment[IN_SHOP + 3] = NULL;
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    umask(077);
    to_null();
    if (chdir(shop->folder) != 0)
        _exit(126);
    if (program->output != NULL && tvx_doc_shop_path(path, shop, program->output))
        output = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (output >= 0)
        dup2(output, STDOUT_FILENO);
    close_range(3, ~0u, 0);
    tvx_doc_confine(shop->folder, program->path, program->seconds, program->max_output);
    execve(program->path, (char *const *)program->argv, environment);
    _exit(127);
}

static int64_t now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static bool nobody_listens(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int file = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool refused;

    if (file < 0 || strlen(path) >= sizeof address.sun_path)
        return false;
    memcpy(address.sun_path, path, strlen(path));
    refused = connect(file, (struct sockaddr *)&address, sizeof address) != 0 && errno == ECONNREFUSED;
    close(file);
    return refused;
}

/* Where /tmp could not be covered, a LibreOffice that was stopped leaves its socket there; see doc_confine.c. */
static void sweep(time_t since)
{
    char pattern[64];
    glob_t found;

    snprintf(pattern, sizeof pattern, "/tmp/OSL_PIPE_%u_SingleOfficeIPC_*", (unsigned)geteuid());
    if (glob(pattern, 0, NULL, &found) == 0)
        for (size_t i = 0; i < found.gl_pathc; i++) {
            struct stat stat;

            if (lstat(found.gl_pathv[i], &stat) == 0 && S_ISSOCK(stat.st_mode) && stat.st_uid == geteuid() &&
                stat.st_mtime >= since && nobody_listens(found.gl_pathv[i]))
                unlink(found.gl_pathv[i]);
        }
    globfree(&found);
}

enum tvx_status tvx_doc_shop_run(enum tvx_doc_end *end, struct tvx_doc_shop *shop,
                                 const struct tvx_doc_program *program, struct tvx_error *error)
{
    int64_t deadline = now_ms() + (int64_t)program->seconds * 1000;
    time_t start = time(NULL);
    pid_t child = fork(), reaped;
    int how = 0;

    if (child < 0)
        return tvx_error_set(error, TVX_E_IO, "cannot start a process: %s", strerror(errno));
    if (child == 0)
        be_program(shop, program);
    setpgid(child, child);
    tell_keeper(shop, child);
    while ((reaped = waitpid(child, &how, WNOHANG)) == 0 && now_ms() < deadline)
        nanosleep(&(struct timespec){0, POLL_NS}, NULL);
    kill(-child, SIGKILL); /* also what a program that is through has left behind */
    *end = reaped == 0 ? TVX_DOC_LATE : reaped == child && how == 0 ? TVX_DOC_DONE : TVX_DOC_FAILED;
    while (reaped == 0 && waitpid(child, &how, 0) < 0 && errno == EINTR) {
    }
    tell_keeper(shop, 0);
    sweep(start);
    return TVX_OK;
}

bool tvx_doc_program_find(char path[PATH_MAX], const char *name)
{
    const char *at = getenv("PATH");

    while (at != NULL && *at != '\0') {
        size_t length = strcspn(at, ":");

        /* what lies in the current folder came with the documents */
        if (*at == '/' && snprintf(path, PATH_MAX, "%.*s/%s", (int)length, at, name) < PATH_MAX &&
            access(path, X_OK) == 0)
            return true;
        at += length + (at[length] == ':');
    }
    return false;
}
