/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The table of commands.  One declaration per command, in the command's own file, says its arguments, options, help and
 * examples; dispatch, --help, the man pages and the shell completion are all made from it.
 * A command gets its parsed words in a struct tvx_call and answers with an exit status.
 */
#ifndef TRAVAUX_CMD_COMMAND_H
#define TRAVAUX_CMD_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/arena.h>
#include <travaux/base/buf.h>
#include <travaux/base/error.h>
#include <travaux/store/store.h>

enum { /* exit statuses, see CONTRACT */
    EXIT_DONE = 0,
    EXIT_SOME_INPUT = 1, /* done, but some input could not be taken */
    EXIT_WRONG_USAGE = 2,
    EXIT_NO_WORKSPACE = 3,
    EXIT_NOTHING_FOUND = 4,
};

struct tvx_option {
    const char *name;     /* without dashes; NULL ends the list */
    char letter;          /* short form, 0 for none */
    const char *argument; /* what follows: "FILE", "before|after|marked"; NULL for a switch */
    bool repeats;         /* may be given several times */
    const char *help;     /* one or two sentences */
};

struct tvx_example {
    const char *command; /* NULL ends the list */
    const char *meaning;
};

struct tvx_call;

struct tvx_command {
    const char *name;
    const char *arguments; /* as in a synopsis: "FILE", "[DIR]", "PATH…"; "" for none */
    int least, most;       /* how many arguments; most -1 for any number */
    const char *summary;   /* one line, no full stop */
    const char *text;      /* paragraphs, an empty line between them */
    const struct tvx_option *options;
    const struct tvx_example *examples;
    int (*run)(struct tvx_call *call);
    bool makes_json;  /* takes --json */
    bool reads_files; /* that others made: it is told where the reader cannot be confined as it should */
};

struct tvx_given {
    const struct tvx_option *option;
    const char *value; /* NULL for a switch */
};

struct tvx_call {
    const struct tvx_command *command;
    struct tvx_given *given;
    size_t given_count;
    char **arguments;
    int argument_count;
    bool json;
    int width;   /* columns of the terminal; 80 when it is none */
    bool colour; /* standard output takes colour */
    bool progress; /* standard error is a terminal */
    const char *workspace; /* -w, else TRAVAUX_WORKSPACE, else NULL */
    struct tvx_arena *arena; /* freed after the command */
    struct tvx_error error;
};

/* All commands in order of the manual; *count of them. */
const struct tvx_command *const *tvx_commands(size_t *count);
const struct tvx_command *tvx_command_find(const char *name);
/* Options that every command takes; ends with a NULL name. */
extern const struct tvx_option tvx_common_options[];

/* Parses argv[first…] into *call; false after a message on standard error. */
bool tvx_call_parse(struct tvx_call *call, int argc, char **argv, int first);
/* The value of an option, NULL when not given; the last one when given twice. */
const char *tvx_call_option(const struct tvx_call *call, const char *name);
bool tvx_call_has(const struct tvx_call *call, const char *name);
/* All values of a repeating option; arena-owned. */
const char **tvx_call_options(const struct tvx_call *call, const char *name, size_t *count);

/* Opens the workspace that the call names or that lies in this folder or above; an exit status, 0 when open. */
int tvx_call_open(struct tvx_call *call, struct tvx_store **store);
/* The same, and where it lies: for what stands beside the workspace.  Arena-owned. */
int tvx_call_open_at(struct tvx_call *call, struct tvx_store **store, const char **address);
/* Prints call->error as "travaux: …" and gives the exit status that belongs to it. */
int tvx_call_fail(struct tvx_call *call);
/* The same for an error about a file, which the message then names. */
int tvx_call_fail_file(struct tvx_call *call, const char *path);
/* Writes the buffer to standard output, adding a final newline where there is none; an exit status. */
int tvx_call_print(struct tvx_call *call, struct tvx_buf *out);

/* Help as text for a terminal, and as a man page in mdoc(7); completion for a shell. */
void tvx_help_command(struct tvx_buf *out, const struct tvx_command *command, int width);
void tvx_help_overview(struct tvx_buf *out, int width);
void tvx_help_mdoc(struct tvx_buf *out, const struct tvx_command *command); /* NULL: travaux(1) itself */
bool tvx_completion(struct tvx_buf *out, const char *shell);

extern const struct tvx_command
    tvx_command_account,
    tvx_command_add,
    tvx_command_align,
    tvx_command_annotate,
    tvx_command_assess,
    tvx_command_backup,
    tvx_command_blame,
    tvx_command_brackets,
    tvx_command_calendar,
    tvx_command_compare,
    tvx_command_completion,
    tvx_command_diff,
    tvx_command_export,
    tvx_command_follow,
    tvx_command_force,
    tvx_command_help,
    tvx_command_init,
    tvx_command_likelihood,
    tvx_command_lineage,
    tvx_command_ls,
    tvx_command_match,
    tvx_command_notify,
    tvx_command_novelty,
    tvx_command_outcome,
    tvx_command_positions,
    tvx_command_proposals,
    tvx_command_read,
    tvx_command_register,
    tvx_command_retabled,
    tvx_command_reuse,
    tvx_command_review,
    tvx_command_scope,
    tvx_command_search,
    tvx_command_serve,
    tvx_command_show,
    tvx_command_statement,
    tvx_command_status,
    tvx_command_themes,
    tvx_command_trace,
    tvx_command_verify,
    tvx_command_who_decides;

#endif
