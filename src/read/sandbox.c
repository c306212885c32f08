/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sandbox.h"

/* ---- Landlock (Documentation/userspace-api/landlock.rst) ---- */

/*
 * Our own names and numbers: the headers of a distribution are often older than the kernel it runs.  All of it is
 * fixed by the kernel's promise of a stable interface.
 */
enum { LANDLOCK_CREATE = 444, LANDLOCK_RESTRICT_SELF = 446, LANDLOCK_ASK_VERSION = 1 };

struct landlock_rights {
    uint64_t files;   /* since version 1 */
    uint64_t network; /* since version 4 */
    uint64_t scope;   /* since version 6 */
};

/* What each version of Landlock can take away in all: files up to …, bind and connect, abstract sockets and signals. */
static struct landlock_rights rights_of(long version)
{
    unsigned files = version >= 5 ? 16 : version >= 3 ? 15 : version == 2 ? 14 : 13;

    return (struct landlock_rights){.files = ((uint64_t)1 << files) - 1, .network = version >= 4 ? 3 : 0,
                                    .scope = version >= 6 ? 3 : 0};
}

static long landlock_version(void)
{
    return syscall(LANDLOCK_CREATE, NULL, (size_t)0, LANDLOCK_ASK_VERSION);
}

/* A set of rules that takes everything away and has no rule that gives anything back. */
static bool enter_landlock(void)
{
    long version = landlock_version();
    struct landlock_rights rights = rights_of(version);
    size_t size = version >= 6 ? sizeof rights : version >= 4 ? 16 : 8; /* an older kernel knows a shorter struct */
    int rules = version < 1 ? -1 : (int)syscall(LANDLOCK_CREATE, &rights, size, 0);
    bool done = rules >= 0 && syscall(LANDLOCK_RESTRICT_SELF, rules, 0) == 0;

    if (rules >= 0)
        close(rules);
    return done;
}

/* ---- seccomp (Documentation/userspace-api/seccomp_filter.rst) ---- */

#if defined(__x86_64__)
#define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define MACHINE AUDIT_ARCH_AARCH64
#endif

#ifdef MACHINE

/* A number above every other: calls of the x32 interface carry this bit and would pass under other names. */
enum { X32 = 0x40000000 };

static const int allowed[] = {
    /* the most frequent first: the filter is walked from its start */
    __NR_read, __NR_write, __NR_brk, __NR_munmap, __NR_mremap, __NR_madvise, __NR_futex, __NR_clock_gettime,
    __NR_gettimeofday, __NR_clock_getres, __NR_clock_nanosleep, __NR_nanosleep, __NR_sched_yield,
    __NR_sched_getaffinity, __NR_getrandom, __NR_lseek, __NR_pread64, __NR_pwrite64, __NR_writev, __NR_readv,
    __NR_fstat, __NR_close, __NR_rt_sigaction, __NR_rt_sigprocmask, __NR_rt_sigreturn, __NR_sigaltstack,
    __NR_restart_syscall, __NR_getpid, __NR_gettid, __NR_getppid, __NR_getrusage, __NR_getrlimit, __NR_times,
    __NR_uname, __NR_sysinfo, __NR_exit, __NR_exit_group,
#ifdef __NR_time
    __NR_time,
#endif
#ifdef __NR_pause
    __NR_pause,
#endif
};

/* Asked in passing by libraries that look for a table or a font; the answer is that there is none. */
static const int absent[] = {
    __NR_openat, __NR_newfstatat, __NR_statx, __NR_faccessat, __NR_readlinkat, __NR_getcwd, __NR_statfs, __NR_fstatfs,
    __NR_getdents64,
#ifdef __NR_open
    __NR_open, __NR_stat, __NR_lstat, __NR_access, __NR_readlink, __NR_creat,
#endif
#ifdef __NR_openat2
    __NR_openat2,
#endif
#ifdef __NR_faccessat2
    __NR_faccessat2,
#endif
};

/* No reader does any of this: a process that tries is not ours any more. */
static const int fatal[] = {
    /* processes */
    __NR_clone, __NR_execve, __NR_execveat, __NR_ptrace, __NR_process_vm_readv, __NR_process_vm_writev, __NR_kcmp,
    __NR_tkill, __NR_rt_sigqueueinfo, __NR_rt_tgsigqueueinfo, __NR_unshare, __NR_setns,
#ifdef __NR_fork
    __NR_fork, __NR_vfork,
#endif
#ifdef __NR_clone3
    __NR_clone3,
#endif
#ifdef __NR_pidfd_open
    __NR_pidfd_open, __NR_pidfd_send_signal,
#endif
#ifdef __NR_pidfd_getfd
    __NR_pidfd_getfd,
#endif
    /* network and messages to others */
    __NR_socket, __NR_socketpair, __NR_connect, __NR_bind, __NR_listen, __NR_accept, __NR_accept4, __NR_sendto,
    __NR_sendmsg, __NR_sendmmsg, __NR_recvfrom, __NR_recvmsg, __NR_recvmmsg, __NR_shmget, __NR_shmat, __NR_msgget,
    __NR_semget, __NR_mq_open,
    /* rights */
    __NR_setuid, __NR_setgid, __NR_setreuid, __NR_setregid, __NR_setresuid, __NR_setresgid, __NR_setgroups,
    __NR_setfsuid, __NR_setfsgid, __NR_capset, __NR_personality, __NR_chroot, __NR_pivot_root, __NR_mount,
    __NR_umount2, __NR_add_key, __NR_request_key, __NR_keyctl,
    /* the kernel's larger doors */
    __NR_bpf, __NR_perf_event_open, __NR_userfaultfd, __NR_init_module, __NR_finit_module, __NR_delete_module,
    __NR_kexec_load, __NR_open_by_handle_at, __NR_name_to_handle_at, __NR_io_setup, __NR_reboot,
#ifdef __NR_io_uring_setup
    __NR_io_uring_setup, __NR_io_uring_enter, __NR_io_uring_register,
#endif
};

/* The program of the filter while it is written. */
struct program {
    struct sock_filter code[512];
    unsigned short length;
    bool full;
};

static void put(struct program *program, uint16_t code, uint32_t value, uint8_t if_true, uint8_t if_false)
{
    if (program->length == sizeof program->code / sizeof *program->code) {
        program->full = true;
        return;
    }
    program->code[program->length++] = (struct sock_filter){code, if_true, if_false, value};
}

static void put_load(struct program *program, size_t offset)
{
    put(program, BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset, 0, 0);
}

static void put_return(struct program *program, uint32_t action)
{
    put(program, BPF_RET | BPF_K, action, 0, 0);
}

static void put_calls(struct program *program, const int *numbers, size_t count, uint32_t action)
{
    for (size_t i = 0; i < count; i++) {
        put(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)numbers[i], 0, 1);
        put_return(program, action);
    }
}

/*
 * One call that is allowed when, of an argument's low half, a test holds: `how` is BPF_JEQ (equal) or BPF_JSET (a
 * common bit), `wanted` is the outcome that allows.  The high half is not looked at, so it must be one that the kernel
 * does not read either (int, pid_t) or one where it cannot matter.
 */
static void put_if(struct program *program, int number, unsigned argument, uint16_t how, uint32_t value, bool wanted,
                   uint32_t otherwise)
{
    size_t low = offsetof(struct seccomp_data, args) + argument * sizeof(uint64_t);

#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    low += sizeof(uint32_t);
#endif
    put(program, BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 4);
    put_load(program, low);
    put(program, BPF_JMP | how | BPF_K, value, wanted ? 0 : 1, wanted ? 1 : 0);
    put_return(program, SECCOMP_RET_ALLOW);
    put_return(program, otherwise);
}

#define REFUSE(number) (SECCOMP_RET_ERRNO | (number))
#define PUT_CALLS(program, list, action) put_calls(program, list, sizeof(list) / sizeof *(list), action)

static void write_program(struct program *program)
{
    uint32_t self = (uint32_t)getpid();

    put_load(program, offsetof(struct seccomp_data, arch));
    put(program, BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0);
    put_return(program, SECCOMP_RET_KILL_PROCESS);
    put_load(program, offsetof(struct seccomp_data, nr));
    put(program, BPF_JMP | BPF_JGE | BPF_K, X32, 0, 1);
    put_return(program, SECCOMP_RET_KILL_PROCESS);
    /* memory that can be written to and then run is what an attack on a parser wants; a table's line is enough */
    put_if(program, __NR_mmap, 2, BPF_JSET, PROT_EXEC, false, REFUSE(EACCES));
    put_if(program, __NR_mprotect, 2, BPF_JSET, PROT_EXEC, false, REFUSE(EACCES));
    PUT_CALLS(program, allowed, SECCOMP_RET_ALLOW);
    /* abort() and raise() speak to the process itself */
    put_if(program, __NR_tgkill, 0, BPF_JEQ, self, true, SECCOMP_RET_KILL_PROCESS);
    put_if(program, __NR_kill, 0, BPF_JEQ, self, true, SECCOMP_RET_KILL_PROCESS);
    /* F_DUPFD … F_GETFL; F_SETOWN, further up, would send signals */
    put_if(program, __NR_fcntl, 1, BPF_JSET, ~3u, false, REFUSE(EPERM));
    PUT_CALLS(program, absent, REFUSE(EACCES));
    PUT_CALLS(program, fatal, SECCOMP_RET_KILL_PROCESS);
    put_return(program, REFUSE(ENOSYS)); /* what a C library takes as "do it the older way" */
}

static bool enter_seccomp(void)
{
    struct program program = {.length = 0};
    struct sock_fprog handed;

    write_program(&program);
    handed = (struct sock_fprog){program.length, program.code};
    return !program.full && prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &handed, 0, 0) == 0;
}

static bool seccomp_is_there(void)
{
    uint32_t action = SECCOMP_RET_KILL_PROCESS;

    return syscall(__NR_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

#else /* a machine whose calls nobody has looked through */

static bool enter_seccomp(void)
{
    return false;
}

static bool seccomp_is_there(void)
{
    return false;
}

#endif

unsigned tvx_sandbox_barriers(void)
{
    return (landlock_version() >= 1 ? TVX_BARRIER_LANDLOCK : 0u) | (seccomp_is_there() ? TVX_BARRIER_SECCOMP : 0u);
}

bool tvx_sandbox_enter(unsigned barriers)
{
    if ((barriers & ~(TVX_BARRIER_LANDLOCK | TVX_BARRIER_SECCOMP)) != 0 ||
        (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 && barriers != 0))
        return false;
    /* Landlock first: the filter knows none of its calls */
    return ((barriers & TVX_BARRIER_LANDLOCK) == 0 || enter_landlock()) &&
           ((barriers & TVX_BARRIER_SECCOMP) == 0 || enter_seccomp());
}
