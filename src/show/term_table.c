/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "term_table.h"

#include "safe.h"

#include <string.h>
#include <travaux/text/utf8.h>

enum { NARROWEST_COLUMN = 6, GAP = 2 };

void term_table_start(struct term_table *table, struct tvx_term *term, struct tvx_arena *arena,
                      const char *const *heads, size_t columns, unsigned right)
{
    *table = (struct term_table){.term = term, .arena = arena, .heads = heads, .right = right,
                                 .columns = columns > TERM_TABLE_COLUMNS ? TERM_TABLE_COLUMNS : columns};
}

void term_table_row(struct term_table *table, const char *const *cells)
{
    const char **grown = tvx_arena_grow(table->arena, table->cells, table->rows, &table->capacity,
                                        table->columns * sizeof *grown);

    if (grown == NULL) {
        table->term->out->failed = true;
        return;
    }
    table->cells = grown;
    for (size_t i = 0; i < table->columns; i++)
        grown[table->rows * table->columns + i] = cells[i] == NULL ? "" : cells[i];
    table->rows++;
}

/* Bytes of `text` that fit in `columns`, one column kept for "…" when it does not fit whole. */
static size_t fitting(const char *text, size_t columns, bool *cut)
{
    size_t length = strlen(text), at = 0, end = 0, used = 0;

    *cut = tvx_term_columns(text, length) > columns;
    if (!*cut)
        return length;
    while (at < length) {
        size_t from = at;

        tvx_utf8_next(text, length, &at);
        used += tvx_term_columns(text + from, at - from);
        if (used + 1 > columns)
            break;
        end = at;
    }
    return end;
}

static void cell(struct term_table *table, enum term_style style, const char *text, size_t column, size_t columns)
{
    struct tvx_term *term = table->term;
    struct term_flow flow;
    size_t used;
    bool cut, last = column + 1 == table->columns;
    size_t bytes = fitting(text, columns, &cut);

    term_flow_start(&flow, table->arena, term, columns + 1);
    term_flow_text(&flow, style, text, bytes);
    if (cut)
        term_flow_str(&flow, TERM_SOFT, "…");
    term_flow_end(&flow);
    used = flow.count == 0 ? 0 : flow.lines[0].columns;
    for (size_t i = used; (table->right >> column & 1) != 0 && i < columns; i++)
        tvx_buf_char(term->out, ' ');
    tvx_buf_str(term->out, flow.count == 0 ? "" : flow.lines[0].text);
    for (size_t i = used; (table->right >> column & 1) == 0 && !last && i < columns; i++)
        tvx_buf_char(term->out, ' ');
    if (!last)
        tvx_buf_str(term->out, "  ");
}

static void widths(const struct term_table *table, size_t out[TERM_TABLE_COLUMNS])
{
    size_t total = GAP * (table->columns - 1), most = term_width(table->term);

    for (size_t i = 0; i < table->columns; i++) {
        out[i] = tvx_term_columns(table->heads[i], strlen(table->heads[i]));
        for (size_t row = 0; row < table->rows; row++) {
            const char *text = table->cells[row * table->columns + i];
            size_t wide = tvx_term_columns(text, strlen(text));

            out[i] = wide > out[i] ? wide : out[i];
        }
        total += out[i];
    }
    while (total > most) { /* take from the widest until it fits or all are narrow */
        size_t widest = 0;

        for (size_t i = 1; i < table->columns; i++)
            if (out[i] > out[widest])
                widest = i;
        if (out[widest] <= NARROWEST_COLUMN)
            break;
        if (out[widest] > most && total - out[widest] < most) { /* at once where a long text is alone in this */
            total -= out[widest] - most;
            out[widest] = most;
        }
        out[widest]--;
        total--;
    }
}

/* A column in which nothing stands takes room from the others. */
static void drop_empty(struct term_table *table)
{
    size_t kept = 0, columns = table->columns;
    unsigned right = 0;
    bool keep[TERM_TABLE_COLUMNS] = {false};

    for (size_t i = 0; i < table->rows * columns; i++)
        keep[i % columns] |= *table->cells[i] != '\0';
    for (size_t i = 0; i < columns; i++) {
        if (!keep[i])
            continue;
        table->shown[kept] = table->heads[i];
        right |= (table->right >> i & 1) << kept++;
    }
    if (kept == 0 || kept == columns)
        return;
    kept = 0;
    for (size_t i = 0; i < table->rows * columns; i++)
        if (keep[i % columns])
            table->cells[kept++] = table->cells[i];
    table->heads = table->shown;
    table->columns = kept / table->rows;
    table->right = right;
}

void term_table_end(struct term_table *table, const char *none)
{
    size_t wide[TERM_TABLE_COLUMNS];

    if (table->rows == 0) {
        term_styled(table->term, TERM_SOFT, none);
        term_newline(table->term);
        return;
    }
    drop_empty(table);
    widths(table, wide);
    for (size_t i = 0; i < table->columns; i++)
        cell(table, TERM_SOFT, table->heads[i], i, wide[i]);
    term_newline(table->term);
    for (size_t row = 0; row < table->rows; row++) {
        for (size_t i = 0; i < table->columns; i++)
            cell(table, i == 0 ? TERM_STRONG : TERM_PLAIN, table->cells[row * table->columns + i], i, wide[i]);
        term_newline(table->term);
    }
}
