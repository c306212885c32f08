/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * One side of a comparison, named on the command line: a file, or a reference into the workspace.  Either becomes a
 * list of parts: the provisions where the text has the shape of an instrument, else its paragraphs.
 */
#ifndef TRAVAUX_CMD_SIDE_H
#define TRAVAUX_CMD_SIDE_H

#include "command.h"

#include <travaux/compare/align.h>

struct side {
    const char *name;
    struct tvx_part *parts;
    size_t count;
};

/* `store` is opened on first need and stays open for the other side; the caller closes it.  An exit status. */
int side_load(struct side *side, struct tvx_call *call, struct tvx_store **store, const char *word);
/* The same of a text at hand, a paragraph a line. */
int side_of_text(struct side *side, struct tvx_call *call, const char *name, const char *text);
/*
 * The whole text instead: that of a file or document as `read --text after` prints it, that of a provision as `show`
 * does.  *path: of the provision that was named, NULL for all else.
 */
int side_text(const char **text, const char **path, struct tvx_call *call, struct tvx_store **store, const char *word);
/* The text of a file, or of standard input for "-", as `read --text after` prints it. */
int side_file_text(const char **text, struct tvx_call *call, const char *path);

#endif
