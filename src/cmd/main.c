/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finds the command in the table and runs it. */
#include "command.h"

#include <locale.h>
#include <stdint.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <travaux/read/read.h>

#ifndef TRAVAUX_VERSION
#error "the build names the version"
#endif

static const struct tvx_command *const all[] = {
    &tvx_command_init,
    &tvx_command_add,
    &tvx_command_status,
    &tvx_command_ls,
    &tvx_command_show,
    &tvx_command_proposals,
    &tvx_command_compare,
    &tvx_command_diff,
    &tvx_command_align,
    &tvx_command_brackets,
    &tvx_command_force,
    &tvx_command_assess,
    &tvx_command_match,
    &tvx_command_novelty,
    &tvx_command_outcome,
    &tvx_command_scope,
    &tvx_command_blame,
    &tvx_command_likelihood,
    &tvx_command_lineage,
    &tvx_command_trace,
    &tvx_command_themes,
    &tvx_command_positions,
    &tvx_command_retabled,
    &tvx_command_review,
    &tvx_command_who_decides,
    &tvx_command_calendar,
    &tvx_command_follow,
    &tvx_command_annotate,
    &tvx_command_notify,
    &tvx_command_register,
    &tvx_command_reuse,
    &tvx_command_statement,
    &tvx_command_search,
    &tvx_command_serve,
    &tvx_command_verify,
    &tvx_command_backup,
    &tvx_command_export,
    &tvx_command_account,
    &tvx_command_read,
    &tvx_command_completion,
    &tvx_command_help,
};

const struct tvx_command *const *tvx_commands(size_t *count)
{
    *count = sizeof all / sizeof *all;
    return all;
}

const struct tvx_command *tvx_command_find(const char *name)
{
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        if (strcmp(all[i]->name, name) == 0)
            return all[i];
    return NULL;
}

enum { LONGEST_WORD = 30 };

/* How many letters must change, or neighbours change places, to turn one word into the other (Damerau 1964). */
static size_t distance(const char *a, const char *b)
{
    size_t table[LONGEST_WORD + 1][LONGEST_WORD + 1], n = strlen(a), m = strlen(b);

    if (n > LONGEST_WORD || m > LONGEST_WORD)
        return SIZE_MAX;
    for (size_t i = 0; i <= n; i++) {
        for (size_t j = 0; j <= m; j++) {
            size_t best = i == 0 ? j : i;

            if (i > 0 && j > 0) {
                best = table[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
                if (table[i - 1][j] + 1 < best)
                    best = table[i - 1][j] + 1;
                if (table[i][j - 1] + 1 < best)
                    best = table[i][j - 1] + 1;
            }
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && table[i - 2][j - 2] + 1 < best)
                best = table[i - 2][j - 2] + 1;
            table[i][j] = best;
        }
    }
    return table[n][m];
}

static int unknown_command(const char *word)
{
    const char *near = NULL;
    size_t best = 3;

    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        size_t here = distance(word, all[i]->name);

        if (here < best) {
            best = here;
            near = all[i]->name;
        }
    }
    fprintf(stderr, "travaux: there is no command '%s'", word);
    if (near != NULL)
        fprintf(stderr, "; did you mean '%s'?", near);
    fputs("\nSee: travaux help\n", stderr);
    return EXIT_WRONG_USAGE;
}

/* What stands between a hostile file and the machine, where it is less than it could be: once a run, never silently. */
static void tell_sandbox(void)
{
    const char *sandbox = tvx_read_sandbox();

    if (strcmp(sandbox, "seccomp") == 0)
        fputs("travaux: note: this system has no Landlock (Linux 5.13 and later have it); files are read behind the "
              "seccomp filter alone\n", stderr);
    else if (strcmp(sandbox, "landlock") == 0)
        fputs("travaux: note: this system allows no seccomp filter; files are read behind Landlock alone\n", stderr);
    else if (strcmp(sandbox, "limits") == 0)
        fputs("travaux: note: this system allows neither Landlock nor a seccomp filter; a hostile file is held back "
              "by limits on memory and time alone\n", stderr);
}

static int run_command(const struct tvx_command *command, int argc, char **argv)
{
    struct tvx_call call = {.command = command, .arena = tvx_arena_new((size_t)8 << 30)};
    struct tvx_buf help;
    int result = EXIT_WRONG_USAGE;

    if (call.arena == NULL) {
        fputs("travaux: out of memory\n", stderr);
        return EXIT_SOME_INPUT;
    }
    if (tvx_call_parse(&call, argc, argv, 2)) {
        if (tvx_call_has(&call, "help")) {
            tvx_buf_init(&help, 1 << 20);
            tvx_help_command(&help, command, call.width);
            result = tvx_call_print(&call, &help);
            tvx_buf_free(&help);
        } else {
            if (command->reads_files)
                tell_sandbox();
            result = command->run(&call);
        }
    }
    tvx_arena_free(call.arena);
    return result;
}

static int run_help(struct tvx_call *call)
{
    const struct tvx_command *command = NULL;
    struct tvx_buf out;
    int result;

    if (call->argument_count == 1 && strcmp(call->arguments[0], "travaux") != 0) {
        command = tvx_command_find(call->arguments[0]);
        if (command == NULL)
            return unknown_command(call->arguments[0]);
    }
    tvx_buf_init(&out, 1 << 20);
    if (tvx_call_has(call, "man"))
        tvx_help_mdoc(&out, command);
    else if (command != NULL)
        tvx_help_command(&out, command, call->width);
    else
        tvx_help_overview(&out, call->width);
    result = tvx_call_print(call, &out);
    tvx_buf_free(&out);
    return result;
}

static const struct tvx_option help_options[] = {
    {"man", 0, NULL, false, "Print the page in mdoc(7), the source of the man page."},
    {NULL, 0, NULL, false, NULL},
};

const struct tvx_command tvx_command_help = {
    .name = "help",
    .arguments = "[COMMAND]",
    .least = 0,
    .most = 1,
    .summary = "explain travaux or one command",
    .text = "Without an argument, lists the commands.  With one, prints what `travaux COMMAND --help` prints.",
    .options = help_options,
    .run = run_help,
};

/*
 * Options may stand before the command, as in `travaux -w FILE status`: turns the words to command, options, rest.
 * Gives the index of the command's word in the new order, 0 when there is none.
 */
static int command_first(int argc, char **argv)
{
    int at = 1;

    while (at < argc && argv[at][0] == '-' && argv[at][1] != '\0') {
        bool takes_value = strcmp(argv[at], "-w") == 0 || strcmp(argv[at], "--workspace") == 0 ||
                           strcmp(argv[at], "--color") == 0;

        at += takes_value ? 2 : 1;
    }
    if (at >= argc)
        return 0;
    for (char *command = argv[at]; at > 1; at--) {
        argv[at] = argv[at - 1];
        argv[at - 1] = command;
    }
    return 1;
}

int main(int argc, char **argv)
{
    const struct tvx_command *command;

    setlocale(LC_ALL, "C.UTF-8");
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN); /* a file at its size limit is an error of the write, told like a full disk */
    if (argc == 2 && strcmp(argv[1], "--version") == 0) {
        printf("travaux %s\nfiles are read behind: %s\n", TRAVAUX_VERSION, tvx_read_sandbox());
        return EXIT_DONE;
    }
    if (command_first(argc, argv) == 0) {
        bool asked = argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0);
        char help[] = "help";
        char *words[] = {argv[0], help, NULL};

        run_command(&tvx_command_help, 2, words);
        return asked ? EXIT_DONE : EXIT_WRONG_USAGE;
    }
    command = tvx_command_find(argv[1]);
    return command == NULL ? unknown_command(argv[1]) : run_command(command, argc, argv);
}
