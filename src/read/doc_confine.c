/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/landlock.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "doc_confine.h"

#define MEMORY ((rlim_t)4 << 30) /* of address space: LibreOffice maps about one and a half before it begins */
enum { FILES = 1024 };

static void limit(__rlimit_resource_t what, rlim_t value)
{
    struct rlimit now;

    if (getrlimit(what, &now) == 0 && (now.rlim_max == RLIM_INFINITY || now.rlim_max > value))
        setrlimit(what, &(struct rlimit){value, value});
}

static void write_line(const char *path, const char *text)
{
    int file = open(path, O_WRONLY | O_CLOEXEC);

    if (file < 0)
        return;
    if (write(file, text, strlen(text)) < 0) {
        /* the namespace then shows another user's number, which changes no right */
    }
    close(file);
}

/* `path` and the folders above it from `from` on. */
static bool make_folders(char *path, size_t from)
{
    for (char *at = path + from; at != NULL; at = strchr(at + 1, '/')) {
        char after = *at;

        *at = '\0';
        if (mkdir(path, 0700) != 0 && errno != EEXIST)
            return false;
        *at = after;
    }
    return mkdir(path, 0700) == 0 || errno == EEXIST;
}

/*
 * LibreOffice makes a socket in /tmp whatever it is told.  In a mount namespace `private` becomes /tmp; where `folder`
 * itself lies in /tmp it is kept in sight there, under the same path.
 */
static bool cover_tmp(const char *folder, const char *private)
{
    char inner[PATH_MAX];

    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0)
        return false;
    if (strncmp(folder, "/tmp/", 5) == 0 &&
        (snprintf(inner, sizeof inner, "%s%s", private, folder + 4) >= PATH_MAX ||
         !make_folders(inner, strlen(private)) || mount(folder, inner, NULL, MS_BIND, NULL) != 0))
        return false;
    if (mount(private, "/tmp", NULL, MS_BIND | MS_REC, NULL) != 0)
        return false;
    return chdir(folder) == 0; /* the current folder was the one that is covered */
}

/*
 * A network namespace of its own has no interface but a loopback that is down.  True when /tmp is private as well;
 * where these namespaces are not to be had for a user, nothing is changed.
 */
static bool leave_system(const char *folder, const char *private)
{
    char map[64];
    uid_t user = geteuid();
    gid_t group = getegid();

    if (unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWNS) != 0)
        return false;
    write_line("/proc/self/setgroups", "deny");
    snprintf(map, sizeof map, "%u %u 1", (unsigned)user, (unsigned)user);
    write_line("/proc/self/uid_map", map);
    snprintf(map, sizeof map, "%u %u 1", (unsigned)group, (unsigned)group);
    write_line("/proc/self/gid_map", map);
    return private != NULL && cover_tmp(folder, private);
}

/* ---- Landlock (landlock(7)): rights by folder, kept through exec ---- */

/* The rights by the version of the kernel's interface, as bits of LANDLOCK_ACCESS_FS_*; older headers lack the last. */
#define RIGHTS_1 ((UINT64_C(1) << 13) - 1)
#define RIGHT_REFER (UINT64_C(1) << 13)
#define RIGHT_TRUNCATE (UINT64_C(1) << 14)
#define RIGHTS_READ (LANDLOCK_ACCESS_FS_EXECUTE | LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_READ_DIR)
#define RIGHTS_DEVICE (LANDLOCK_ACCESS_FS_READ_FILE | LANDLOCK_ACCESS_FS_WRITE_FILE)
#define NETWORK_TCP UINT64_C(3) /* bind and connect, from version 4 */

#define SCOPES UINT64_C(3)      /* abstract sockets and signals stay within, from version 6 */

struct rules { /* struct landlock_ruleset_attr of version 6 */
    uint64_t files, network, scope;
};

static void allow(int rules, const char *path, uint64_t rights)
{
    struct landlock_path_beneath_attr beneath = {.allowed_access = rights};

    beneath.parent_fd = open(path, O_PATH | O_CLOEXEC);
    if (beneath.parent_fd < 0)
        return;
    syscall(SYS_landlock_add_rule, rules, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
    close(beneath.parent_fd);
}

/* A program that is not the distribution's brings its libraries: LibreOffice in the folders beside its "program". */
static void allow_around(int rules, const char *program)
{
    char path[PATH_MAX];
    char *slash;

    if (realpath(program, path) == NULL || (slash = strrchr(path, '/')) == NULL)
        return;
    *slash = '\0';
    slash = strrchr(path, '/');
    if (slash != NULL && slash != path && strcmp(slash, "/program") == 0)
        *slash = '\0';
    if (strchr(path + (*path != '\0'), '/') != NULL) /* never a whole top folder such as /home */
        allow(rules, path, RIGHTS_READ);
}

static void leave_files(const char *folder, const char *private, bool covered, const char *program)
{
    static const char *const readable[] = {
        "/usr", "/lib", "/lib32", "/lib64", "/bin", "/sbin", "/etc", "/opt", "/nix/store", "/gnu/store", "/proc",
        "/sys/devices/system/cpu", "/var/cache/fontconfig", "/var/lib/libreoffice", "/var/spool/libreoffice"};
    static const char *const devices[] = {"/dev/null", "/dev/zero", "/dev/full", "/dev/urandom", "/dev/random"};
    long version = syscall(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
    struct rules wanted = {RIGHTS_1, 0, 0};
    long rules;

    if (version < 1)
        return;
    if (version >= 2)
        wanted.files |= RIGHT_REFER;
    if (version >= 3)
        wanted.files |= RIGHT_TRUNCATE;
    if (version >= 4)
        wanted.network = NETWORK_TCP;
    if (version >= 6)
        wanted.scope = SCOPES;
    rules = syscall(SYS_landlock_create_ruleset, &wanted,
                    version >= 6 ? sizeof wanted : version >= 4 ? 2 * sizeof wanted.files : sizeof wanted.files, 0);
    if (rules < 0)
        return;
    for (size_t i = 0; i < sizeof readable / sizeof *readable; i++)
        allow((int)rules, readable[i], RIGHTS_READ);
    for (size_t i = 0; i < sizeof devices / sizeof *devices; i++)
        allow((int)rules, devices[i], RIGHTS_DEVICE);
    allow_around((int)rules, program);
    allow((int)rules, folder, wanted.files);
    allow((int)rules, private, wanted.files); /* also under its other name, /tmp */
    if (!covered)
        allow((int)rules, "/tmp", LANDLOCK_ACCESS_FS_MAKE_SOCK);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
        syscall(SYS_landlock_restrict_self, (int)rules, 0);
    close((int)rules);
}

void tvx_doc_confine(const char *folder, const char *program, unsigned seconds, size_t max_output)
{
    char private[PATH_MAX];
    bool covered;

    for (int number = 1; number < NSIG; number++)
        if (number != SIGKILL && number != SIGSTOP)
            signal(number, SIG_DFL);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, max_output);
    limit(RLIMIT_CPU, (rlim_t)seconds + 1);
    limit(RLIMIT_AS, MEMORY);
    limit(RLIMIT_NOFILE, FILES);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    snprintf(private, sizeof private, "%s/%s", folder, TVX_DOC_PRIVATE);
    /* a program that lies in /tmp itself must stay in sight */
    covered = leave_system(folder, strncmp(program, "/tmp/", 5) == 0 ? NULL : private);
    leave_files(folder, private, covered, program);
}
