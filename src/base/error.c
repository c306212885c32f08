/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <travaux/base/error.h>

/* Cuts an overlong message at a code point and marks the cut. */
static void cut_message(char *message, size_t size)
{
    static const char mark[] = "…";
    size_t end = size - sizeof mark;

    while (end > 0 && ((unsigned char)message[end] & 0xC0) == 0x80)
        end--;
    memcpy(message + end, mark, sizeof mark);
}

enum tvx_status tvx_error_set(struct tvx_error *error, enum tvx_status status, const char *format, ...)
{
    va_list list;
    int length;

    if (error == NULL)
        return status;
    error->status = status;
    va_start(list, format);
    length = vsnprintf(error->message, sizeof error->message, format, list);
    va_end(list);
    if (length < 0)
        error->message[0] = '\0';
    else if ((size_t)length >= sizeof error->message)
        cut_message(error->message, sizeof error->message);
    return status;
}

enum tvx_status tvx_error_prefix(struct tvx_error *error, const char *format, ...)
{
    char prefix[sizeof error->message], old[sizeof error->message];
    va_list list;

    if (error == NULL)
        return TVX_OK;
    va_start(list, format);
    if (vsnprintf(prefix, sizeof prefix, format, list) < 0)
        prefix[0] = '\0';
    va_end(list);
    memcpy(old, error->message, sizeof old);
    return tvx_error_set(error, error->status, "%s: %s", prefix, old);
}

enum tvx_status tvx_error_nomem(struct tvx_error *error)
{
    return tvx_error_set(error, TVX_E_NOMEM,
                         "out of memory, or the document is larger than the memory set aside for it");
}
