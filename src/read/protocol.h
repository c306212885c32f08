/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The messages between the program, the worker it keeps for reading, and the children that read.  Each has a header
 * with a magic word, a version, a kind and a length, and each is checked by whoever receives it as if a stranger had
 * sent it: an answer comes from a process that a hostile file may have taken over.
 *
 * Form.  All numbers are little-endian.
 *     request = "TVXR" version kind'R' 0 0  job u32  seconds u32  memory u64  answer u64  max-file u64
 *               max-document u64
 *               bytes u64  name-length u32  name NUL    (with two descriptors: bytes, answer)
 *     ended   = "TVXE" version kind'E' flags 0  job u32  how i32  peak-kB u64
 *               flags: 1 timed out, 2 stopped, 4 failed
 *     answer  = "TVXA" version kind status 0  length u64  payload
 *               kind 'D': status 0, the packed document (read/pack.h); kind 'E': a status, the error's text
 */
#ifndef TVX_READ_PROTOCOL_H
#define TVX_READ_PROTOCOL_H

#include <stdint.h>
#include <travaux/base/buf.h>
#include <travaux/read/read.h>

enum { TVX_ANSWER_HEADER = 16, TVX_NAME_CEILING = 16384, TVX_REQUEST_CEILING = TVX_NAME_CEILING + 64 };

/* What the worker is asked to do. */
struct tvx_request {
    uint32_t job;    /* the asker's number for it */
    uint64_t memory; /* bytes of address space for the child beyond what is mapped */
    uint64_t answer; /* bytes that the packed document may take */
    uint64_t length; /* bytes of the file, which lies in the first descriptor */
    struct tvx_read_options options;
    const char *name; /* at most TVX_NAME_CEILING bytes, NUL-terminated */
};

/* How a child came to its end. */
struct tvx_ended {
    uint32_t job;
    bool timed_out; /* it was ended because its time was up */
    bool failed;    /* no child could be started for it */
    bool stopped;   /* it was ended for another reason of ours: it had hung up without ending */
    int how;        /* as waitpid tells it; -1 where somebody else has reaped it */
    uint64_t peak;  /* kB of memory it had in use at most */
};

void tvx_request_write(struct tvx_buf *out, const struct tvx_request *request);
/* False unless `bytes` are one whole request; its name then points into `bytes`, which hold its NUL. */
bool tvx_request_read(struct tvx_request *out, const char *bytes, size_t length);

void tvx_ended_write(struct tvx_buf *out, const struct tvx_ended *ended);
bool tvx_ended_read(struct tvx_ended *out, const char *bytes, size_t length);

/* The child's answer: the document, or the error where status is not TVX_OK. */
void tvx_answer_write(struct tvx_buf *out, enum tvx_status status, const struct tvx_document *document,
                      const struct tvx_error *error);
/*
 * What the answer says: the document (the caller frees it), or the child's error, or TVX_E_MALFORMED where the answer
 * is damaged.  An error's text is made clean UTF-8 without controls.
 */
enum tvx_status tvx_answer_read(struct tvx_document **out, const char *bytes, size_t length, struct tvx_error *error);

#endif
