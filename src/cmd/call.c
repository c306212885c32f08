/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Parses a command line by the command's own table of options. */
#include "command.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

const struct tvx_option tvx_common_options[] = {
    {"workspace", 'w', "FILE", false, "Use this workspace instead of the travaux.db in this folder or above it."},
    {"json", 0, NULL, false, "Print JSON for programs instead of text for people."},
    {"color", 0, "auto|always|never", false, "Colour the text; auto: only on a terminal and unless NO_COLOR is set."},
    {"help", 'h', NULL, false, "Print this help and end."},
    {NULL, 0, NULL, false, NULL},
};

__attribute__((format(printf, 2, 3))) static bool complain(const struct tvx_call *call, const char *format, ...)
{
    va_list list;

    fputs("travaux: ", stderr);
    va_start(list, format);
    vfprintf(stderr, format, list);
    va_end(list);
    fprintf(stderr, "\nSee: travaux help %s\n", call->command->name);
    return false;
}

static const struct tvx_option *find_long(const struct tvx_option *options, const char *name, size_t length)
{
    for (; options != NULL && options->name != NULL; options++)
        if (strlen(options->name) == length && strncmp(options->name, name, length) == 0)
            return options;
    return NULL;
}

static const struct tvx_option *find_short(const struct tvx_option *options, char letter)
{
    for (; options != NULL && options->name != NULL; options++)
        if (options->letter == letter)
            return options;
    return NULL;
}

/* "a|b|c" lists the only values that an option takes; anything else in capitals is free. */
static bool value_allowed(const struct tvx_option *option, const char *value)
{
    const char *from = option->argument;
    size_t length = strlen(value);

    if (strchr(from, '|') == NULL)
        return true;
    while (*from != '\0') {
        size_t span = strcspn(from, "|");

        if (span == length && strncmp(from, value, length) == 0)
            return true;
        from += span + (from[span] == '|');
    }
    return false;
}

static bool take(struct tvx_call *call, const struct tvx_option *option, const char *value)
{
    if (value != NULL && !value_allowed(option, value))
        return complain(call, "--%s takes one of %s, not '%.80s'", option->name, option->argument, value);
    if (!option->repeats && tvx_call_has(call, option->name) && option->argument != NULL)
        return complain(call, "--%s was given twice", option->name);
    call->given[call->given_count++] = (struct tvx_given){option, value};
    return true;
}

static bool parse_long(struct tvx_call *call, int argc, char **argv, int *at)
{
    const char *name = argv[*at] + 2, *equals = strchr(name, '=');
    size_t length = equals == NULL ? strlen(name) : (size_t)(equals - name);
    const struct tvx_option *option = find_long(call->command->options, name, length);

    if (option == NULL)
        option = find_long(tvx_common_options, name, length);
    if (option == NULL || (strcmp(option->name, "json") == 0 && !call->command->makes_json))
        return complain(call, "there is no option %s here", argv[*at]);
    if (option->argument == NULL)
        return equals == NULL ? take(call, option, NULL) : complain(call, "--%s takes no value", option->name);
    if (equals != NULL)
        return take(call, option, equals + 1);
    if (*at + 1 >= argc)
        return complain(call, "--%s needs a value", option->name);
    return take(call, option, argv[++*at]);
}

static bool parse_short(struct tvx_call *call, int argc, char **argv, int *at)
{
    const char letters[] = {argv[*at][1], '\0'};
    const struct tvx_option *option = find_short(call->command->options, letters[0]);

    if (option == NULL)
        option = find_short(tvx_common_options, letters[0]);
    if (option == NULL)
        return complain(call, "there is no option -%s here; before words that begin with a dash write --", letters);
    if (option->argument == NULL)
        return argv[*at][2] == '\0' ? take(call, option, NULL) : complain(call, "give options apart: %s", argv[*at]);
    if (argv[*at][2] != '\0')
        return take(call, option, argv[*at] + 2);
    if (*at + 1 >= argc)
        return complain(call, "-%s needs a value", letters);
    return take(call, option, argv[++*at]);
}

static void look_at_terminal(struct tvx_call *call)
{
    const char *columns = getenv("COLUMNS"), *no_colour = getenv("NO_COLOR"), *term = getenv("TERM");
    const char *wish = tvx_call_option(call, "color");
    struct winsize size;
    bool terminal = isatty(STDOUT_FILENO);

    call->width = 80;
    if (terminal && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        call->width = size.ws_col;
    else if (columns != NULL && strtol(columns, NULL, 10) > 0 && strtol(columns, NULL, 10) < 1000)
        call->width = (int)strtol(columns, NULL, 10);
    if (call->width < 40)
        call->width = 40;
    call->colour = terminal && (no_colour == NULL || *no_colour == '\0') && term != NULL && strcmp(term, "dumb") != 0;
    if (wish != NULL && strcmp(wish, "auto") != 0)
        call->colour = strcmp(wish, "always") == 0;
    call->progress = isatty(STDERR_FILENO);
}

bool tvx_call_parse(struct tvx_call *call, int argc, char **argv, int first)
{
    bool only_arguments = false;

    call->given = tvx_arena_array(call->arena, (size_t)argc + 1, sizeof *call->given);
    call->arguments = tvx_arena_array(call->arena, (size_t)argc + 1, sizeof *call->arguments);
    if (call->given == NULL || call->arguments == NULL)
        return complain(call, "%s", "out of memory");
    for (int at = first; at < argc; at++) {
        const char *word = argv[at];

        if (only_arguments || word[0] != '-' || word[1] == '\0')
            call->arguments[call->argument_count++] = argv[at];
        else if (strcmp(word, "--") == 0)
            only_arguments = true;
        else if (!(word[1] == '-' ? parse_long(call, argc, argv, &at) : parse_short(call, argc, argv, &at)))
            return false;
    }
    look_at_terminal(call);
    call->json = tvx_call_has(call, "json");
    call->workspace = tvx_call_option(call, "workspace");
    if (call->workspace == NULL)
        call->workspace = getenv("TRAVAUX_WORKSPACE");
    if (call->workspace != NULL && *call->workspace == '\0')
        call->workspace = NULL;
    if (tvx_call_has(call, "help"))
        return true;
    if (call->argument_count < call->command->least)
        return complain(call, "something is missing after '%s'", call->command->name);
    if (call->command->most >= 0 && call->argument_count > call->command->most)
        return complain(call, "'%s' is one word too many", call->arguments[call->command->most]);
    return true;
}

const char *tvx_call_option(const struct tvx_call *call, const char *name)
{
    for (size_t i = call->given_count; i-- > 0;)
        if (strcmp(call->given[i].option->name, name) == 0)
            return call->given[i].value;
    return NULL;
}

bool tvx_call_has(const struct tvx_call *call, const char *name)
{
    for (size_t i = 0; i < call->given_count; i++)
        if (strcmp(call->given[i].option->name, name) == 0)
            return true;
    return false;
}

const char **tvx_call_options(const struct tvx_call *call, const char *name, size_t *count)
{
    const char **values = tvx_arena_array(call->arena, call->given_count + 1, sizeof *values);

    *count = 0;
    for (size_t i = 0; values != NULL && i < call->given_count; i++)
        if (strcmp(call->given[i].option->name, name) == 0)
            values[(*count)++] = call->given[i].value;
    return values;
}

int tvx_call_fail(struct tvx_call *call)
{
    fprintf(stderr, "travaux: %s\n", call->error.message);
    switch (call->error.status) {
    case TVX_E_USAGE: return EXIT_WRONG_USAGE;
    case TVX_E_WORKSPACE: return EXIT_NO_WORKSPACE;
    case TVX_E_NOTFOUND: return EXIT_NOTHING_FOUND;
    default: return EXIT_SOME_INPUT;
    }
}

int tvx_call_fail_file(struct tvx_call *call, const char *path)
{
    if (strstr(call->error.message, path) == NULL)
        tvx_error_prefix(&call->error, "%s", path);
    return tvx_call_fail(call);
}

int tvx_call_print(struct tvx_call *call, struct tvx_buf *out)
{
    size_t done = 0;

    if (out->length > 0 && out->data[out->length - 1] != '\n')
        tvx_buf_char(out, '\n');
    if (out->failed) {
        tvx_error_nomem(&call->error);
        return tvx_call_fail(call);
    }
    while (done < out->length) {
        ssize_t put = write(STDOUT_FILENO, out->data + done, out->length - done);

        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0) {
            if (errno == EPIPE) /* the reader has seen enough */
                return EXIT_DONE;
            tvx_error_set(&call->error, TVX_E_IO, "cannot write the output: %s", strerror(errno));
            return tvx_call_fail(call);
        }
        done += (size_t)put;
    }
    return EXIT_DONE;
}
