/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "password.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static enum tvx_status read_line(char out[PASSWORD_LINE], struct tvx_error *error)
{
    size_t length;

    if (fgets(out, PASSWORD_LINE, stdin) == NULL)
        return tvx_error_set(error, TVX_E_USAGE, "no password was given on standard input");
    length = strcspn(out, "\r\n");
    if (length == PASSWORD_LINE - 1)
        return tvx_error_set(error, TVX_E_USAGE, "the password is too long");
    out[length] = '\0';
    return TVX_OK;
}

/* With the terminal's echo off; signals wait, so that none leaves it off. */
static enum tvx_status read_hidden(char out[PASSWORD_LINE], const char *prompt, struct tvx_error *error)
{
    struct termios before, hidden;
    sigset_t stops, mask;
    enum tvx_status status;

    if (tcgetattr(STDIN_FILENO, &before) != 0)
        return tvx_error_set(error, TVX_E_IO, "the terminal cannot be asked for a password");
    sigemptyset(&stops);
    sigaddset(&stops, SIGINT);
    sigaddset(&stops, SIGTERM);
    sigaddset(&stops, SIGTSTP);
    sigprocmask(SIG_BLOCK, &stops, &mask);
    hidden = before;
    hidden.c_lflag &= ~(tcflag_t)ECHO;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &hidden);
    fputs(prompt, stderr);
    fflush(stderr);
    status = read_line(out, error);
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    fputs("\n", stderr);
    sigprocmask(SIG_SETMASK, &mask, NULL);
    return status;
}

enum tvx_status password_ask(char out[PASSWORD_LINE], struct tvx_error *error)
{
    char again[PASSWORD_LINE];
    enum tvx_status status;

    if (!isatty(STDIN_FILENO))
        return read_line(out, error);
    status = read_hidden(out, "Password: ", error);
    if (status == TVX_OK)
        status = read_hidden(again, "The same again: ", error);
    if (status == TVX_OK && strcmp(out, again) != 0)
        status = tvx_error_set(error, TVX_E_USAGE, "the two are not the same");
    explicit_bzero(again, sizeof again);
    return status;
}
