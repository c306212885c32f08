/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * What a file that has taken the reader over can do: nothing.  Each deed is tried inside the real child, once with no
 * barrier, where it has to succeed (or this test could not fail), once behind each barrier alone, once behind both.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/landlock.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "../../../src/read/child.h"
#include "check.h"

static const struct tvx_read_options options = {.max_file = 1 << 20, .max_document = 1 << 20, .seconds = 2};
static const unsigned both = TVX_BARRIER_LANDLOCK | TVX_BARRIER_SECCOMP;

/* What a deed works on; made before each run. */
struct scene {
    char folder[64], file[96], local[96];
    int port; /* a TCP port of this machine at which somebody listens */
    pid_t parent, victim;
};

/* Did the deed succeed?  Its errno is reported where it did not. */
typedef bool deed_fn(const struct scene *scene);

struct attempt {
    deed_fn *deed;
    const struct scene *scene;
};

static enum tvx_status attempt(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    const struct attempt *attempt = context;

    (void)out;
    errno = 0;
    if (attempt->deed(attempt->scene))
        return tvx_error_set(error, TVX_E_NOTFOUND, "it was done");
    return tvx_error_set(error, TVX_E_USAGE, "errno %d", errno);
}

/* ---- deeds ---- */

static bool open_passwd(const struct scene *scene)
{
    (void)scene;
    return open("/etc/passwd", O_RDONLY) >= 0;
}

static bool open_self(const struct scene *scene)
{
    (void)scene;
    return open("/proc/self/environ", O_RDONLY) >= 0;
}

static bool write_file(const struct scene *scene)
{
    return open(scene->file, O_WRONLY | O_TRUNC) >= 0;
}

static bool make_file(const struct scene *scene)
{
    return chdir(scene->folder) == 0 && creat("new", 0600) >= 0;
}

static bool unlink_file(const struct scene *scene)
{
    return unlink(scene->file) == 0;
}

static bool list_folder(const struct scene *scene)
{
    return open(scene->folder, O_RDONLY | O_DIRECTORY) >= 0;
}

static bool stat_file(const struct scene *scene)
{
    struct stat found;

    return stat(scene->file, &found) == 0;
}

static bool connect_tcp(const struct scene *scene)
{
    struct sockaddr_in where = {.sin_family = AF_INET, .sin_port = htons((uint16_t)scene->port),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int file = socket(AF_INET, SOCK_STREAM, 0);

    return file >= 0 && connect(file, (struct sockaddr *)&where, sizeof where) == 0;
}

static bool connect_local(const struct scene *scene)
{
    struct sockaddr_un where = {.sun_family = AF_UNIX};
    int file = socket(AF_UNIX, SOCK_STREAM, 0);

    memcpy(where.sun_path, scene->local, strlen(scene->local) + 1);
    return file >= 0 && connect(file, (struct sockaddr *)&where, sizeof where) == 0;
}

static bool make_socket(const struct scene *scene)
{
    (void)scene;
    return socket(AF_INET, SOCK_DGRAM, 0) >= 0;
}

static bool start_child(const struct scene *scene)
{
    pid_t child = fork();

    (void)scene;
    if (child == 0)
        _exit(0);
    return child > 0;
}

static bool run_program(const struct scene *scene)
{
    /* what has taken the reader's place answers as the reader would */
    static const char answer[] =
        "printf 'TVXA\\001E\\006\\000\\013\\000\\000\\000\\000\\000\\000\\000it was done' >&4";
    char command[sizeof answer];

    (void)scene;
    memcpy(command, answer, sizeof answer);
    execve("/bin/sh", (char *const[]){(char[]){"sh"}, (char[]){"-c"}, command, NULL}, (char *const[]){NULL});
    return false;
}

static bool trace_victim(const struct scene *scene)
{
    return ptrace(PTRACE_ATTACH, scene->victim, NULL, NULL) == 0;
}

static bool kill_victim(const struct scene *scene)
{
    return kill(scene->victim, SIGTERM) == 0;
}

static bool touch_parent(const struct scene *scene)
{
    return kill(scene->parent, 0) == 0;
}

static bool make_code(const struct scene *scene)
{
    char *page = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    (void)scene;
    return page != MAP_FAILED && mprotect(page, 4096, PROT_READ | PROT_EXEC) == 0;
}

static bool map_code(const struct scene *scene)
{
    (void)scene;
    return mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED;
}

static bool raise_limit(const struct scene *scene)
{
    struct rlimit files = {0, 0};

    (void)scene;
    return setrlimit(RLIMIT_CORE, &files) == 0;
}

/* ---- running them ---- */

static int listening(int family, const struct sockaddr *where, socklen_t size)
{
    int file = socket(family, SOCK_STREAM, 0);

    assert_true(file >= 0);
    assert_int_equal(bind(file, where, size), 0);
    assert_int_equal(listen(file, 8), 0);
    return file;
}

/* One attempt in a world of its own, behind `barriers` and within the ordinary limits, or none at all. */
static enum tvx_status run_deed(deed_fn *deed, unsigned barriers, bool limited, char message[600])
{
    struct tvx_child_limits limits = tvx_child_limits(&options);
    struct sockaddr_in port = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct sockaddr_un local = {.sun_family = AF_UNIX};
    struct scene scene = {.folder = "/tmp/travaux-sandbox-XXXXXX", .parent = getpid()};
    struct attempt what = {deed, &scene};
    struct tvx_document *document;
    struct tvx_error error = {TVX_OK, ""};
    socklen_t size = sizeof port;
    char command[128];
    int tcp, unix_socket, file;

    assert_non_null(mkdtemp(scene.folder));
    snprintf(scene.file, sizeof scene.file, "%s/file", scene.folder);
    snprintf(scene.local, sizeof scene.local, "%s/socket", scene.folder);
    memcpy(local.sun_path, scene.local, strlen(scene.local) + 1);
    file = creat(scene.file, 0600);
    assert_true(file >= 0);
    close(file);
    tcp = listening(AF_INET, (struct sockaddr *)&port, sizeof port);
    unix_socket = listening(AF_UNIX, (struct sockaddr *)&local, sizeof local);
    assert_int_equal(getsockname(tcp, (struct sockaddr *)&port, &size), 0);
    scene.port = ntohs(port.sin_port);
    scene.victim = fork();
    if (scene.victim == 0)
        for (;;)
            pause();
    limits.barriers = barriers;
    limits.bare = !limited;
    assert_int_not_equal(tvx_child_read_within(&document, attempt, &what, &limits, &error), TVX_OK);
    memcpy(message, error.message, sizeof error.message);
    kill(scene.victim, SIGKILL);
    waitpid(scene.victim, NULL, 0);
    close(tcp);
    close(unix_socket);
    snprintf(command, sizeof command, "rm -rf %s", scene.folder);
    assert_int_equal(system(command), 0);
    return error.status;
}

/* How a deed ended, where it was not refused with an error number. */
enum { DONE = -1, FORBIDDEN = -2, UNCHECKED = -3 };

static int outcome(deed_fn *deed, unsigned barriers, bool limited)
{
    char message[600];
    enum tvx_status status = run_deed(deed, barriers, limited, message);

    if (status == TVX_E_NOTFOUND)
        return DONE;
    if (status == TVX_E_MALFORMED && strstr(message, "try something forbidden") != NULL)
        return FORBIDDEN;
    if (status == TVX_E_USAGE && strncmp(message, "errno ", 6) == 0)
        return (int)strtol(message + 6, NULL, 10);
    fail_msg("unexpected: %s", message);
    return UNCHECKED;
}

static const struct {
    const char *what;
    deed_fn *deed;
    int landlock, seccomp; /* what each barrier does alone; UNCHECKED: the barrier is not for this */
    int least;             /* the version of Landlock that knows of it */
} deeds[] = {
    {"open /etc/passwd", open_passwd, EACCES, EACCES, 1},
    {"open /proc/self/environ", open_self, EACCES, EACCES, 1},
    {"open a file for writing", write_file, EACCES, EACCES, 1},
    {"make a file", make_file, EACCES, ENOSYS, 1},
    {"remove a file", unlink_file, EACCES, ENOSYS, 1},
    {"list a folder", list_folder, EACCES, EACCES, 1},
    {"ask after a file", stat_file, UNCHECKED, EACCES, 1},
    {"connect to a TCP port", connect_tcp, EACCES, FORBIDDEN, 4},
    {"connect to a local socket", connect_local, UNCHECKED, FORBIDDEN, 1},
    {"make a socket", make_socket, UNCHECKED, FORBIDDEN, 1},
    {"start a process", start_child, UNCHECKED, FORBIDDEN, 1},
    {"run a program", run_program, EACCES, FORBIDDEN, 1},
    {"trace another process", trace_victim, EPERM, FORBIDDEN, 1},
    {"end another process", kill_victim, EPERM, FORBIDDEN, 6},
    {"signal the parent", touch_parent, EPERM, FORBIDDEN, 6},
    {"turn data into code", make_code, UNCHECKED, EACCES, 1},
    {"map memory to write and run", map_code, UNCHECKED, EACCES, 1},
    {"set a limit", raise_limit, UNCHECKED, ENOSYS, 1},
};

enum { DEEDS = sizeof deeds / sizeof *deeds };

static void without_barriers_each_deed_is_done(void **unused)
{
    (void)unused;
    for (size_t i = 0; i < DEEDS; i++)
        if (outcome(deeds[i].deed, 0, false) != DONE)
            fail_msg("\"%s\" fails even where nothing stands in the way", deeds[i].what);
}

static long landlock_version(void)
{
    return syscall(444, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
}

static void landlock_alone(void **unused)
{
    (void)unused;
    if ((tvx_sandbox_barriers() & TVX_BARRIER_LANDLOCK) == 0)
        skip();
    for (size_t i = 0; i < DEEDS; i++)
        if (deeds[i].landlock != UNCHECKED && landlock_version() >= deeds[i].least &&
            outcome(deeds[i].deed, TVX_BARRIER_LANDLOCK, false) != deeds[i].landlock)
            fail_msg("Landlock alone: \"%s\"", deeds[i].what);
}

static void seccomp_alone(void **unused)
{
    (void)unused;
    if ((tvx_sandbox_barriers() & TVX_BARRIER_SECCOMP) == 0)
        skip();
    for (size_t i = 0; i < DEEDS; i++)
        if (outcome(deeds[i].deed, TVX_BARRIER_SECCOMP, false) != deeds[i].seccomp)
            fail_msg("seccomp alone: \"%s\"", deeds[i].what);
}

static void both_barriers(void **unused)
{
    (void)unused;
    if (tvx_sandbox_barriers() != both)
        skip();
    for (size_t i = 0; i < DEEDS; i++)
        if (outcome(deeds[i].deed, both, true) != deeds[i].seccomp)
            fail_msg("both: \"%s\"", deeds[i].what);
}

/* ---- limits ---- */

#if !defined(__SANITIZE_ADDRESS__) /* a sanitizer's own address space leaves no room for a limit */
static enum tvx_status take_8_gb(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    (void)out, (void)context;
    if (mmap(NULL, (size_t)8 << 30, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0) != MAP_FAILED)
        return tvx_error_set(error, TVX_E_NOTFOUND, "8 GB were there to be had");
    return tvx_error_nomem(error);
}

static enum tvx_status take_bit_by_bit(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    (void)out, (void)context;
    for (int i = 0; i < 8192; i++) {
        char *block = malloc(1 << 20);

        if (block == NULL)
            return tvx_error_nomem(error);
        block[0] = 'a';
    }
    return tvx_error_set(error, TVX_E_NOTFOUND, "8 GB were there to be had");
}
#endif

static enum tvx_status spin(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    (void)out, (void)context, (void)error;
    for (volatile unsigned i = 0;; i++)
        continue;
    return TVX_OK;
}

static enum tvx_status flood(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    static char block[65536];

    (void)out, (void)context, (void)error;
    while (write(TVX_CHILD_ANSWER, block, sizeof block) > 0)
        continue;
    _exit(0);
}

/* A process that ignores the signal for a file too long gets errors instead: no more is written. */
static enum tvx_status flood_on(struct tvx_document **out, const void *context, struct tvx_error *error)
{
    signal(SIGXFSZ, SIG_IGN);
    return flood(out, context, error);
}

static void limited(tvx_parse_fn *parse, const struct tvx_child_limits *limits, enum tvx_status status,
                    const char *words)
{
    struct tvx_document *document;
    struct tvx_error error = {TVX_OK, ""};

    assert_int_equal(tvx_child_read_within(&document, parse, NULL, limits, &error), status);
    if (strstr(error.message, words) == NULL)
        fail_msg("\"%s\" does not say \"%s\"", error.message, words);
}

static void limits_hold(void **unused)
{
    struct tvx_child_limits limits = tvx_child_limits(&options);

    (void)unused;
#if !defined(__SANITIZE_ADDRESS__)
    limited(take_8_gb, &limits, TVX_E_LIMIT, "more memory than is allowed");
    limited(take_bit_by_bit, &limits, TVX_E_LIMIT, "more memory than is allowed");
    limits.memory = 0;
    limited(take_8_gb, &limits, TVX_E_NOTFOUND, "8 GB were there");
#endif
    limited(flood, &limits, TVX_E_LIMIT, "more than the 1 MB allowed");
    limited(flood_on, &limits, TVX_E_MALFORMED, "damaged");
    limits.wall = 1;
    limited(spin, &limits, TVX_E_LIMIT, "took longer than 1 seconds");
    limits.wall = 20;
    limits.cpu = 1;
    limited(spin, &limits, TVX_E_LIMIT, "processor time");
}

/* ---- reading goes on ---- */

/* A barrier that cannot be raised must not pass for one that stands. */
static void no_reading_without_the_barriers(void **unused)
{
    struct tvx_child_limits limits = tvx_child_limits(&options);

    (void)unused;
    limits.barriers |= 4; /* one that no kernel has */
    limited(spin, &limits, TVX_E_IO, "could not be confined");
}

static void reads(const char *name, const char *bytes, size_t length, const char *words)
{
    struct tvx_document *document;
    struct tvx_error error = {TVX_OK, ""};
    struct tvx_buf json;

    if (tvx_read_bytes(&document, name, bytes, length, NULL, &error) != TVX_OK)
        fail_msg("%s: %s", name, error.message);
    tvx_buf_init(&json, 1 << 20);
    tvx_document_json(document, &json);
    if (strstr(tvx_buf_text(&json), words) == NULL)
        fail_msg("%s: %s", name, tvx_buf_text(&json));
    tvx_buf_free(&json);
    tvx_document_free(document);
}

/* This process, from now on, is on a kernel that does not know the two calls. */
static bool forget(uint32_t first, uint32_t second)
{
    struct sock_filter code[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, first, 1, 0),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, second, 0, 1),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | ENOSYS),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    struct sock_fprog program = {sizeof code / sizeof *code, code};

    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}

/* 0 where, on a kernel without those calls, `sandbox` is what is said and a file is read all the same. */
static int on_a_lesser_kernel(uint32_t first, uint32_t second, const char *sandbox)
{
    struct tvx_document *document = NULL;
    pid_t child = fork();
    int how = -1;

    if (child == 0) {
        if (!forget(first, second))
            _exit(1);
        if (strcmp(tvx_read_sandbox(), sandbox) != 0)
            _exit(2);
        _exit(tvx_read_bytes(&document, "a.txt", "one\n", 4, NULL, NULL) == TVX_OK && document->block_count == 1 ? 0 : 3);
    }
    assert_int_equal(waitpid(child, &how, 0), child);
    return how;
}

static void lesser_kernels_read_and_say_so(void **unused)
{
    static const uint32_t landlock = 444;

    (void)unused;
    if (tvx_sandbox_barriers() != both)
        skip();
    assert_string_equal(tvx_read_sandbox(), "landlock+seccomp");
    assert_int_equal(on_a_lesser_kernel(landlock, landlock, "seccomp"), 0);
    assert_int_equal(on_a_lesser_kernel(SYS_seccomp, SYS_seccomp, "landlock"), 0);
    assert_int_equal(on_a_lesser_kernel(landlock, SYS_seccomp, "limits"), 0);
}

/* Tables of encodings are what a library would fetch from a file: none may be needed. */
static void encodings_need_no_files(void **unused)
{
    static const struct { const char *label, *bytes, *text; } table[] = {
        {"windows-1251", "\xCF\xF0\xE8\xE2\xE5\xF2", "Привет"},
        {"koi8-r", "\xF0\xD2\xC9\xD7\xC5\xD4", "Привет"},
        {"iso-8859-5", "\xBF\xE0\xD8\xD2\xD5\xE2", "Привет"},
        {"iso-8859-6", "\xE5\xC7\xCF\xC9", "مادة"},
        {"windows-1256", "\xE3\xC7\xCF\xC9", "مادة"},
        {"gb18030", "\xC4\xE3\xBA\xC3", "你好"},
        {"big5", "\xA7\x41\xA6\x6E", "你好"},
        {"shift_jis", "\x8F\xF0\x96\xF1", "条約"},
        {"euc-jp", "\xBE\xF2\xCC\xF3", "条約"},
        {"euc-kr", "\xC1\xB6\xBE\xE0", "조약"},
        {"iso-8859-15", "\xA4\xE9", "€é"},
    };
    char bytes[256];

    (void)unused;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        int length = snprintf(bytes, sizeof bytes, "<html><head><meta charset=\"%s\"></head><body><p>%s</p></body></html>",
                              table[i].label, table[i].bytes);

        reads("page.html", bytes, (size_t)length, table[i].text);
        length = snprintf(bytes, sizeof bytes, "<?xml version=\"1.0\" encoding=\"%s\"?><doc><p>%s</p></doc>",
                          table[i].label, table[i].bytes);
        reads("page.xml", bytes, (size_t)length, table[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_barriers_each_deed_is_done),
        cmocka_unit_test(landlock_alone),
        cmocka_unit_test(seccomp_alone),
        cmocka_unit_test(both_barriers),
        cmocka_unit_test(limits_hold),
        cmocka_unit_test(no_reading_without_the_barriers),
        cmocka_unit_test(lesser_kernels_read_and_say_so),
        cmocka_unit_test(encodings_need_no_files),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
