/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Help for the terminal and man pages, both from the table of commands. */
#include "command.h"

#include <stdio.h>
#include <string.h>
#include <travaux/text/utf8.h>

static const char overview[] =
    "travaux reads the proposals tabled at treaty negotiations and shows, for any provision, every competing text, who "
    "proposed it and what it would change.  All it knows lies in one file, the workspace; nothing leaves this machine.";

static const char exit_text[] = "0 done; 1 done, but some input could not be taken (each is named with its reason); 2 "
                                "wrong usage; 3 the workspace cannot be opened or is damaged; 4 nothing found for a "
                                "reference.";

/* Appends text wrapped at `width` columns with `indent` spaces; an empty line ("\n\n") starts a new paragraph. */
static void wrap(struct tvx_buf *out, const char *text, int indent, int width)
{
    int column = 0;

    while (*text != '\0') {
        size_t length = strcspn(text, " \n");
        int points = (int)tvx_utf8_count(text, length);

        if (length > 0) {
            if (column > 0 && column + 1 + points > width - indent) {
                tvx_buf_char(out, '\n');
                column = 0;
            }
            if (column == 0)
                tvx_buf_printf(out, "%*s", indent, "");
            else
                tvx_buf_char(out, ' ');
            tvx_buf_add(out, text, length);
            column += points + (column > 0);
        }
        text += length;
        if (text[0] == '\n' && text[1] == '\n') {
            tvx_buf_str(out, "\n\n");
            column = 0;
            text += 2;
        } else if (*text != '\0') {
            text++;
        }
    }
    tvx_buf_char(out, '\n');
}

static void option_head(struct tvx_buf *out, const struct tvx_option *option)
{
    tvx_buf_str(out, "  ");
    if (option->letter != 0)
        tvx_buf_printf(out, "-%c, ", option->letter);
    tvx_buf_printf(out, "--%s", option->name);
    if (option->argument != NULL)
        tvx_buf_printf(out, " %s", option->argument);
    if (option->repeats)
        tvx_buf_str(out, "  (may be repeated)");
    tvx_buf_char(out, '\n');
}

static void options_text(struct tvx_buf *out, const struct tvx_option *options, bool makes_json, int width)
{
    for (; options != NULL && options->name != NULL; options++) {
        if (strcmp(options->name, "json") == 0 && !makes_json)
            continue;
        option_head(out, options);
        wrap(out, options->help, 6, width);
    }
}

void tvx_help_command(struct tvx_buf *out, const struct tvx_command *command, int width)
{
    if (width > 100)
        width = 100;
    tvx_buf_printf(out, "travaux %s - %s\n\n  travaux %s", command->name, command->summary, command->name);
    tvx_buf_printf(out, " [option…]%s%s\n\n", *command->arguments == '\0' ? "" : " ", command->arguments);
    wrap(out, command->text, 0, width);
    tvx_buf_str(out, "\nOptions\n");
    options_text(out, command->options, command->makes_json, width);
    options_text(out, tvx_common_options, command->makes_json, width);
    if (command->examples != NULL)
        tvx_buf_str(out, "\nExamples\n");
    for (const struct tvx_example *e = command->examples; e != NULL && e->command != NULL; e++) {
        tvx_buf_printf(out, "  %s\n", e->command);
        wrap(out, e->meaning, 6, width);
    }
    tvx_buf_str(out, "\nExit status\n");
    wrap(out, exit_text, 2, width);
}

void tvx_help_overview(struct tvx_buf *out, int width)
{
    size_t count;
    const struct tvx_command *const *commands = tvx_commands(&count);

    if (width > 100)
        width = 100;
    wrap(out, overview, 0, width);
    tvx_buf_str(out, "\n  travaux COMMAND [option…] [argument…]\n\nCommands\n");
    for (size_t i = 0; i < count; i++)
        tvx_buf_printf(out, "  %-12s%s\n", commands[i]->name, commands[i]->summary);
    tvx_buf_str(out, "\nStart with\n  travaux init\n  travaux add FOLDER\n  travaux status\n"
                     "Then: travaux help COMMAND, or man travaux-COMMAND.\n");
}

/* ---- mdoc(7) ---- */

/* Text for roff: backslashes and leading dots or apostrophes would be read as requests; source lines stay short. */
static void roff(struct tvx_buf *out, const char *text, size_t length)
{
    size_t column = 0;

    for (size_t i = 0; i < length; i++) {
        bool space = text[i] == ' ' || text[i] == '\n';

        if (column == 0 && (text[i] == '.' || text[i] == '\''))
            tvx_buf_str(out, "\\&");
        if (text[i] == '\\')
            tvx_buf_str(out, "\\e");
        else if (text[i] == '-')
            tvx_buf_str(out, "\\-");
        else
            tvx_buf_char(out, space && column > 60 ? '\n' : text[i]);
        column = space && (column > 60 || text[i] == '\n') ? 0 : column + 1;
    }
}

/* Paragraphs, each sentence on a line of its own as mdoc asks. */
static void roff_text(struct tvx_buf *out, const char *text)
{
    while (*text != '\0') {
        const char *stop = text;

        while (*stop != '\0' && !(stop[0] == '\n' && stop[1] == '\n') &&
               !((stop[0] == '.' || stop[0] == '?') && (stop[1] == ' ' || stop[1] == '\0')))
            stop++;
        if (*stop == '.' || *stop == '?')
            stop++;
        roff(out, text, (size_t)(stop - text));
        tvx_buf_char(out, '\n');
        if (stop[0] == '\n' && stop[1] == '\n')
            tvx_buf_str(out, ".Pp\n");
        text = stop + strspn(stop, " \n");
    }
}

static void mdoc_options(struct tvx_buf *out, const struct tvx_option *options, bool makes_json)
{
    for (; options != NULL && options->name != NULL; options++) {
        if (strcmp(options->name, "json") == 0 && !makes_json)
            continue;
        tvx_buf_str(out, ".It ");
        if (options->letter != 0)
            tvx_buf_printf(out, "Fl %c , ", options->letter);
        tvx_buf_printf(out, "Fl \\-%s", options->name);
        if (options->argument != NULL)
            tvx_buf_printf(out, " Ar %s", options->argument);
        tvx_buf_char(out, '\n');
        roff_text(out, options->help);
    }
}

static void mdoc_head(struct tvx_buf *out, const char *title, const char *name, const char *summary)
{
    tvx_buf_str(out,
                ".\\\" Made from the program's table of commands; do not edit.\n.Dd $Mdocdate: November 22 2026 $\n");
    tvx_buf_printf(out, ".Dt %s 1\n.Os\n.Sh NAME\n.Nm %s\n.Nd %s\n.Sh SYNOPSIS\n", title, name, summary);
}

static void mdoc_command(struct tvx_buf *out, const struct tvx_command *command)
{
    char title[64] = "TRAVAUX-", name[64];

    for (size_t i = 0; i + 9 < sizeof title && command->name[i] != '\0'; i++)
        title[8 + i] = (char)(command->name[i] - 'a' + 'A');
    snprintf(name, sizeof name, "travaux-%s", command->name);
    mdoc_head(out, title, name, command->summary);
    tvx_buf_printf(out, ".Nm travaux %s\n.Op Ar option ...\n", command->name);
    if (*command->arguments != '\0')
        tvx_buf_printf(out, ".Ar %s\n", command->arguments);
    tvx_buf_str(out, ".Sh DESCRIPTION\n");
    roff_text(out, command->text);
    tvx_buf_str(out, ".Pp\nThe options are:\n.Bl -tag -width Ds\n");
    mdoc_options(out, command->options, command->makes_json);
    mdoc_options(out, tvx_common_options, command->makes_json);
    tvx_buf_str(out, ".El\n.Sh EXIT STATUS\n");
    roff_text(out, exit_text);
    if (command->examples != NULL)
        tvx_buf_str(out, ".Sh EXAMPLES\n.Bl -tag -width Ds\n");
    for (const struct tvx_example *e = command->examples; e != NULL && e->command != NULL; e++) {
        tvx_buf_str(out, ".It Li \"");
        roff(out, e->command, strlen(e->command));
        tvx_buf_str(out, "\"\n");
        roff_text(out, e->meaning);
    }
    if (command->examples != NULL)
        tvx_buf_str(out, ".El\n");
    tvx_buf_str(out, ".Sh SEE ALSO\n.Xr travaux 1\n");
}

void tvx_help_mdoc(struct tvx_buf *out, const struct tvx_command *command)
{
    size_t count;
    const struct tvx_command *const *commands = tvx_commands(&count);

    if (command != NULL) {
        mdoc_command(out, command);
        return;
    }
    mdoc_head(out, "TRAVAUX", "travaux", "every text on the table of a treaty negotiation");
    tvx_buf_str(out, ".Nm\n.Ar command\n.Op Ar option ...\n.Op Ar argument ...\n.Sh DESCRIPTION\n");
    roff_text(out, overview);
    tvx_buf_str(out, ".Pp\nThe commands are:\n.Bl -tag -width completion\n");
    for (size_t i = 0; i < count; i++)
        tvx_buf_printf(out, ".It Xr travaux-%s 1\n%s.\n", commands[i]->name, commands[i]->summary);
    tvx_buf_str(out, ".El\n.Sh ENVIRONMENT\n.Bl -tag -width TRAVAUX_WORKSPACE\n.It Ev TRAVAUX_WORKSPACE\n"
                     "The workspace to use where\n.Fl w\nis not given.\n.It Ev NO_COLOR\nWhen set and not empty, no "
                     "colour is used.\n.It Ev TRAVAUX_NO_HELPERS\nWhen set and not empty or 0, no outside program "
                     "converts legacy .doc and RTF files.\n.El\n.Sh FILES\n"
                     ".Bl -tag -width travaux.toml\n.It Pa travaux.db\nThe workspace: "
                     "one file, found in the current folder or above it.\n.It Pa travaux.toml\nBeside documents: what "
                     "the options of\n.Xr travaux-add 1\nwould say.\n.El\n.Sh EXIT STATUS\n");
    roff_text(out, exit_text);
}
