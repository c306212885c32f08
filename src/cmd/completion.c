/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux completion SHELL`: what a shell needs to complete commands and options, from the table of commands. */
#include "command.h"

#include <string.h>

static void words_of(struct tvx_buf *out, const struct tvx_option *options, bool makes_json)
{
    for (; options != NULL && options->name != NULL; options++)
        if (makes_json || strcmp(options->name, "json") != 0)
            tvx_buf_printf(out, " --%s", options->name);
}

/* Values such as before|after|marked, completed after their option. */
static void bash_values(struct tvx_buf *out, const struct tvx_option *options)
{
    for (; options != NULL && options->name != NULL; options++) {
        if (options->argument == NULL || strchr(options->argument, '|') == NULL)
            continue;
        tvx_buf_printf(out, "    --%s) COMPREPLY=($(compgen -W \"", options->name);
        for (const char *c = options->argument; *c != '\0'; c++)
            tvx_buf_char(out, *c == '|' ? ' ' : *c);
        tvx_buf_str(out, "\" -- \"$word\")); return ;;\n");
    }
}

static void bash(struct tvx_buf *out)
{
    size_t count;
    const struct tvx_command *const *commands = tvx_commands(&count);

    tvx_buf_str(out, "# bash completion for travaux: source it, or put it where bash-completion looks\n"
                     "_travaux() {\n  local word=\"${COMP_WORDS[COMP_CWORD]}\" last=\"${COMP_WORDS[COMP_CWORD-1]}\"\n"
                     "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n    COMPREPLY=($(compgen -W \"");
    for (size_t i = 0; i < count; i++)
        tvx_buf_printf(out, "%s%s", i == 0 ? "" : " ", commands[i]->name);
    tvx_buf_str(out, "\" -- \"$word\"))\n    return\n  fi\n  case \"${COMP_WORDS[1]}:$last\" in\n");
    for (size_t i = 0; i < count; i++) {
        const struct tvx_command *command = commands[i];

        tvx_buf_printf(out, "  %s:*)\n    case \"$last\" in\n", command->name);
        bash_values(out, command->options);
        bash_values(out, tvx_common_options);
        tvx_buf_str(out, "    esac\n    if [[ \"$word\" == -* ]]; then COMPREPLY=($(compgen -W \"");
        words_of(out, command->options, command->makes_json);
        words_of(out, tvx_common_options, command->makes_json);
        tvx_buf_str(out, "\" -- \"$word\")); return; fi ;;\n");
    }
    tvx_buf_str(out,
                "  esac\n  COMPREPLY=($(compgen -f -- \"$word\"))\n}\ncomplete -o filenames -F _travaux travaux\n");
}

/* A text between single quotes of a shell. */
static void quoted(struct tvx_buf *out, const char *text)
{
    tvx_buf_char(out, '\'');
    for (; *text != '\0'; text++) {
        if (*text == '\'')
            tvx_buf_str(out, "'\\''");
        else
            tvx_buf_char(out, *text);
    }
    tvx_buf_char(out, '\'');
}

static void fish_options(struct tvx_buf *out, const char *command, const struct tvx_option *options, bool makes_json)
{
    for (; options != NULL && options->name != NULL; options++) {
        if (!makes_json && strcmp(options->name, "json") == 0)
            continue;
        tvx_buf_printf(out, "complete -c travaux -n '__fish_seen_subcommand_from %s' -l %s", command, options->name);
        if (options->letter != 0)
            tvx_buf_printf(out, " -s %c", options->letter);
        if (options->argument != NULL)
            tvx_buf_str(out, " -r");
        tvx_buf_str(out, " -d ");
        quoted(out, options->help);
        tvx_buf_char(out, '\n');
    }
}

static void fish(struct tvx_buf *out)
{
    size_t count;
    const struct tvx_command *const *commands = tvx_commands(&count);

    tvx_buf_str(out, "# fish completion for travaux\n");
    for (size_t i = 0; i < count; i++) {
        tvx_buf_printf(out, "complete -c travaux -n __fish_use_subcommand -a %s -d ", commands[i]->name);
        quoted(out, commands[i]->summary);
        tvx_buf_char(out, '\n');
        fish_options(out, commands[i]->name, commands[i]->options, commands[i]->makes_json);
        fish_options(out, commands[i]->name, tvx_common_options, commands[i]->makes_json);
    }
}

bool tvx_completion(struct tvx_buf *out, const char *shell)
{
    if (strcmp(shell, "bash") == 0) {
        bash(out);
    } else if (strcmp(shell, "zsh") == 0) {
        tvx_buf_str(out, "autoload -U +X compinit bashcompinit && compinit && bashcompinit\n");
        bash(out);
    } else if (strcmp(shell, "fish") == 0) {
        fish(out);
    } else {
        return false;
    }
    return true;
}

static int run(struct tvx_call *call)
{
    struct tvx_buf out;
    int result;

    tvx_buf_init(&out, 1 << 22);
    if (!tvx_completion(&out, call->arguments[0])) {
        tvx_error_set(&call->error, TVX_E_USAGE, "no completion for '%s': bash, zsh and fish are known",
                      call->arguments[0]);
        result = tvx_call_fail(call);
    } else {
        result = tvx_call_print(call, &out);
    }
    tvx_buf_free(&out);
    return result;
}

static const struct tvx_example examples[] = {
    {"travaux completion bash > ~/.local/share/bash-completion/completions/travaux",
     "Complete travaux in bash from the next shell on."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_completion = {
    .name = "completion",
    .arguments = "bash|zsh|fish",
    .least = 1,
    .most = 1,
    .summary = "print what a shell needs to complete commands and options",
    .text = "Prints a script for the named shell.",
    .examples = examples,
    .run = run,
};
