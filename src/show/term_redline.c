/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "term_redline.h"

#include <stdio.h>
#include <string.h>

/* White space at the ends of a change stays outside the marks, so that the marks touch the words. */
static void marked_piece(struct term_flow *flow, enum term_style style, const char *open, const char *text,
                         size_t length, const char *close)
{
    size_t head = 0, tail = length;

    while (head < length && (text[head] == ' ' || text[head] == '\n'))
        head++;
    while (tail > head && (text[tail - 1] == ' ' || text[tail - 1] == '\n'))
        tail--;
    term_flow_text(flow, TERM_PLAIN, text, head);
    if (tail > head) {
        term_flow_str(flow, style, open);
        term_flow_text(flow, style, text + head, tail - head);
        term_flow_str(flow, style, close);
    }
    term_flow_text(flow, TERM_PLAIN, text + tail, length - tail);
}

static void left_out(struct term_flow *flow, const struct show_piece *piece)
{
    char words[64];
    size_t lines = 0;

    for (size_t i = 0; i < piece->length; i++)
        lines += piece->text[i] == '\n';
    if (lines <= 1) {
        term_flow_str(flow, TERM_SOFT, lines == 0 ? " […] " : "[…]");
        return;
    }
    snprintf(words, sizeof words, "[… %zu paragraphs …]", lines);
    term_flow_str(flow, TERM_SOFT, words);
}

void term_redline(struct term_flow *flow, const struct show_redline *redline)
{
    for (size_t i = 0; i < redline->count; i++) {
        const struct show_piece *piece = &redline->pieces[i];

        switch (piece->op) {
        case TVX_DIFF_EQUAL:
            if (piece->left_out)
                left_out(flow, piece);
            else
                term_flow_text(flow, TERM_PLAIN, piece->text, piece->length);
            break;
        case TVX_DIFF_INS:
            marked_piece(flow, TERM_INS, "{+", piece->text, piece->length, "+}");
            break;
        case TVX_DIFF_DEL:
            marked_piece(flow, TERM_DEL, "[-", piece->text, piece->length, "-]");
            break;
        case TVX_DIFF_MOVE:
            marked_piece(flow, TERM_INS, "{>", piece->text, piece->length, "<}");
            break;
        }
    }
}

void term_marked(struct term_flow *flow, const char *text)
{
    while (*text != '\0') {
        const char *ins = strstr(text, "{+"), *del = strstr(text, "[-");
        const char *open = ins == NULL || (del != NULL && del < ins) ? del : ins;
        const char *close = open == NULL ? NULL : strstr(open + 2, open == ins ? "+}" : "-]");

        if (close == NULL)
            break;
        term_flow_text(flow, TERM_PLAIN, text, (size_t)(open - text));
        term_flow_text(flow, open == ins ? TERM_INS : TERM_DEL, open, (size_t)(close + 2 - open));
        text = close + 2;
    }
    term_flow_str(flow, TERM_PLAIN, text);
}
