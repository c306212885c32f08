/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The walls around the process that reads a file made by somebody else: Landlock takes the file system and the network
 * away, a seccomp filter leaves of the kernel's calls only those that computing needs.  Each wall holds without the
 * other, and neither can be taken down again by the process inside.  Limits on memory and time are child.c's.
 *
 * What the filter does with a call: allows it (memory, time, its own signals, reading and writing what is open);
 * refuses it with an error number (opening and asking after files, which libraries try in passing, and whatever the
 * filter does not know); or ends the process with SIGSYS (starting processes, sockets, signals to and memory of others,
 * mounting, keys, …), which no library does in passing.
 */
#ifndef TVX_READ_SANDBOX_H
#define TVX_READ_SANDBOX_H

#include <stdbool.h>

enum tvx_barrier {
    TVX_BARRIER_LANDLOCK = 1,
    TVX_BARRIER_SECCOMP = 2,
};

/* The barriers that this kernel, and whatever this process is confined by already, offers. */
unsigned tvx_sandbox_barriers(void);

/* Puts the calling thread behind the given barriers for good.  False when one of them could not be raised. */
bool tvx_sandbox_enter(unsigned barriers);

#endif
