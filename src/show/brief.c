/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the brief of an assessment says, and in Markdown. */
#include "brief.h"

#include <string.h>

#include "words.h"

enum { TEXT_WORDS = 70, QUOTE_WORDS = 28, REASON_WORDS = 45, PASSAGES_MOST = 8, CELL_CEILING = 1 << 20 };

struct maker {
    struct brief *brief;
    struct tvx_arena *arena;
    bool failed;
    const struct tvx_evidence *passages[PASSAGES_MOST];
    size_t passage_count;
};

bool brief_table_opens(const struct brief *brief, size_t i)
{
    return brief->blocks[i].kind == BRIEF_HEADS;
}

bool brief_table_closes(const struct brief *brief, size_t i)
{
    return brief->blocks[i].kind >= BRIEF_HEADS &&
           (i + 1 == brief->count || brief->blocks[i + 1].kind != BRIEF_ROW);
}

static const char *safe(struct tvx_arena *arena, const char *text)
{
    struct tvx_buf buf;
    const char *out;

    tvx_buf_init(&buf, CELL_CEILING);
    tvx_term_text(&buf, text, strlen(text));
    out = buf.failed ? NULL : tvx_arena_strdup(arena, tvx_buf_text(&buf));
    tvx_buf_free(&buf);
    return out;
}

bool brief_add(struct brief *brief, struct tvx_arena *arena, enum brief_kind kind, const char *const *cells,
               size_t count)
{
    struct brief_block *larger = tvx_arena_grow(arena, brief->blocks, brief->count, &brief->capacity, sizeof *larger),
                       *block;
    bool made = true;

    if (larger == NULL)
        return false;
    brief->blocks = larger;
    block = &larger[brief->count++];
    *block = (struct brief_block){.kind = kind, .count = count};
    for (size_t i = 0; i < count; i++) {
        block->cells[i] = cells[i] == NULL ? NULL : safe(arena, cells[i]);
        made = made && block->cells[i] != NULL;
        block->cells[i] = block->cells[i] == NULL ? "" : block->cells[i];
    }
    return made;
}

static void add(struct maker *maker, enum brief_kind kind, const char *const *cells, size_t count)
{
    maker->failed = !brief_add(maker->brief, maker->arena, kind, cells, count) || maker->failed;
}

static void say(struct maker *maker, enum brief_kind kind, const char *text)
{
    add(maker, kind, &text, 1);
}

static const char *words(struct maker *maker, const char *text, size_t most)
{
    size_t length = strlen(text), first = show_words_first(text, length, most);

    return first >= length ? text : tvx_arena_printf(maker->arena, "%.*s …", (int)first, text);
}

static const char *span(struct maker *maker, struct tvx_interval is)
{
    return tvx_arena_printf(maker->arena, "%.1f – %.1f", is.low, is.high);
}

static const char *percent(struct maker *maker, struct tvx_interval is)
{
    return tvx_arena_printf(maker->arena, "%.0f – %.0f %%", 100 * is.low, 100 * is.high);
}

/* Keeps a passage for the list at the end; its number there, 0 when the list is full. */
static size_t keep(struct maker *maker, const struct tvx_evidence *e)
{
    for (size_t i = 0; i < maker->passage_count; i++)
        if (strcmp(maker->passages[i]->quote, e->quote) == 0 && strcmp(maker->passages[i]->sha256, e->sha256) == 0)
            return i + 1;
    if (maker->passage_count == PASSAGES_MOST)
        return 0;
    maker->passages[maker->passage_count++] = e;
    return maker->passage_count;
}

/* The text with the numbers of the passages that it rests on: all, or only the last, where an analysis names the text
   before first. */
static const char *marked(struct maker *maker, const char *text, const struct tvx_claim *claim, bool all)
{
    size_t from = all || claim->evidence_count == 0 ? 0 : claim->evidence_count - 1;

    for (size_t i = from; i < claim->evidence_count && text != NULL; i++) {
        size_t number = keep(maker, &claim->evidence[i]);

        if (number > 0)
            text = tvx_arena_printf(maker->arena, "%s (%zu)", text, number);
    }
    return text;
}

static void parts(struct maker *maker, const struct tvx_assessment *item, const struct tvx_assess_weights *weights)
{
    static const char *const names[] = {"Rights", "Scope", "Force", "Cost", "× binding", "× feasible", "× new"};

    say(maker, BRIEF_HEAD, "What it would change, and how likely");
    add(maker, BRIEF_HEADS, (const char *[]){"", "Low – high", "Weight", "Strongest ground"}, 4);
    for (int i = 0; i < TVX_ASSESS_ALL; i++) {
        const struct tvx_claims *factors = &item->sides[i].factors;

        if (factors->count == 0)
            continue;
        add(maker, BRIEF_ROW,
            (const char *[]){names[i], span(maker, item->sides[i].is),
                             tvx_arena_printf(maker->arena, "%g", weights->of[i]),
                             marked(maker, words(maker, factors->items[0].statement, REASON_WORDS), &factors->items[0],
                                    false)}, 4);
    }
    add(maker, BRIEF_ROW, (const char *[]){"Effect", span(maker, item->effect), "",
                                           "weighted mean of the parts (0 to 10), times the shares (0 to 1)"}, 4);
    add(maker, BRIEF_ROW,
        (const char *[]){"Likelihood", percent(maker, item->likelihood), "",
                         tvx_arena_printf(maker->arena, "n = %zu: %s", item->n,
                                          item->likely.count == 0 ? "" : item->likely.items[0].statement)}, 4);
    add(maker, BRIEF_ROW, (const char *[]){"Effect × likelihood", span(maker, item->product), "", "of 10"}, 4);
}

static void analysts(struct maker *maker, const struct tvx_assessment *item)
{
    if (item->view_count == 0)
        return;
    say(maker, BRIEF_HEAD, "Analysts");
    add(maker, BRIEF_HEADS, (const char *[]){"Who", "Effect", "Likelihood", "Because"}, 4);
    for (size_t i = 0; i < item->view_count; i++) {
        const struct tvx_opinion *o = item->views[i].opinion;

        add(maker, BRIEF_ROW,
            (const char *[]){tvx_arena_printf(maker->arena, "%s, %.10s", o->analyst, o->at),
                             span(maker, (struct tvx_interval){o->effect_low, o->effect_high}),
                             percent(maker, (struct tvx_interval){o->likelihood_low, o->likelihood_high}),
                             marked(maker, words(maker, o->because, REASON_WORDS), &item->views[i].effect, true)}, 4);
    }
    for (size_t i = 0; i < item->differences.count; i++)
        say(maker, BRIEF_ITEM, item->differences.items[i].statement);
}

static void passages(struct maker *maker)
{
    if (maker->passage_count == 0)
        return;
    say(maker, BRIEF_HEAD, "Passages");
    for (size_t i = 0; i < maker->passage_count; i++) {
        const struct tvx_evidence *e = maker->passages[i];

        say(maker, BRIEF_ITEM,
            tvx_arena_printf(maker->arena, "(%zu) %s%s%s: “%s” [SHA-256 %.12s…]", i + 1, e->document,
                             *e->document != '\0' && *e->ref != '\0' ? ", " : "", e->ref,
                             words(maker, e->quote, QUOTE_WORDS), e->sha256));
    }
}

static bool make(struct brief *brief, struct tvx_arena *arena, const struct tvx_assessment *item,
                 const struct tvx_assess_weights *weights)
{
    struct maker maker = {.brief = brief, .arena = arena};
    const struct tvx_stored_proposal *stored = item->proposal;
    const struct tvx_proposal *p = &stored->proposal;
    const char *text = *p->after != '\0' ? p->after : *p->before != '\0' ? p->before : p->target;

    say(&maker, BRIEF_TITLE, tvx_arena_printf(arena, "Assessment of %s", p->number));
    say(&maker, BRIEF_TEXT,
        tvx_arena_printf(arena, "%s %s, proposed by %s%s%s%s%s.", tvx_action_to_string(p->action),
                         show_words_place(arena, stored),
                         p->sponsor_count == 0 ? "nobody named"
                                               : show_words_join(arena, p->sponsors, p->sponsor_count, 12, ", "),
                         stored->meeting == NULL ? "" : " at ", stored->meeting == NULL ? "" : stored->meeting,
                         stored->date == NULL ? "" : ", ", stored->date == NULL ? "" : stored->date));
    say(&maker, BRIEF_QUOTE,
        tvx_arena_printf(arena, "%s%s", *p->after == '\0' && *p->before != '\0' ? "To be struck out: " : "",
                         words(&maker, text, TEXT_WORDS)));
    parts(&maker, item, weights);
    analysts(&maker, item);
    passages(&maker);
    say(&maker, BRIEF_TEXT, "Parts run from 0 (nothing changes) to 10 and say how much would change, not whether for "
                            "better or worse.  The intervals come from rules of thumb in data/assess-rules.tsv and "
                            "data/assess-words.tsv, the weights from the reader; `travaux assess` shows every factor.");
    return !maker.failed;
}

bool tvx_brief_format_parse(enum tvx_brief_format *out, const char *name)
{
    static const char *const names[] = {"md", "html", "docx"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0) {
            *out = (enum tvx_brief_format)i;
            return true;
        }
    return false;
}

enum tvx_status tvx_brief(struct tvx_buf *out, struct tvx_arena *arena, const struct tvx_assessment *item,
                          const struct tvx_assess_weights *weights, enum tvx_brief_format format,
                          struct tvx_error *error)
{
    struct brief brief = {0};

    if (!make(&brief, arena, item, weights))
        return tvx_error_nomem(error);
    if (format == TVX_BRIEF_DOCX)
        return brief_docx(out, &brief, error);
    if (format == TVX_BRIEF_HTML)
        brief_html(out, &brief);
    else
        brief_markdown(out, &brief);
    return TVX_OK;
}

/* ---- Markdown (CommonMark, with the tables of GitHub's) ---- */

/* Every ASCII character that could be markup is escaped, as CommonMark §2.4 allows. */
static void escape(struct tvx_buf *out, const char *text)
{
    bool start = true;

    for (const char *c = text; *c != '\0'; c++) {
        if (strchr("\\`*_[]<>|#~&", *c) != NULL || (start && strchr("-+=", *c) != NULL))
            tvx_buf_char(out, '\\');
        tvx_buf_char(out, *c);
        start = false;
    }
}

static void table_row(struct tvx_buf *out, const struct brief_block *block)
{
    for (size_t i = 0; i < block->count; i++) {
        tvx_buf_str(out, "| ");
        escape(out, block->cells[i]);
        tvx_buf_char(out, ' ');
    }
    tvx_buf_str(out, "|\n");
    for (size_t i = 0; block->kind == BRIEF_HEADS && i < block->count; i++)
        tvx_buf_str(out, i + 1 < block->count ? "|---" : "|---|\n");
}

void brief_markdown(struct tvx_buf *out, const struct brief *brief)
{
    static const char *const starts[] = {"# ", "## ", "", "> ", "- "};

    for (size_t i = 0; i < brief->count; i++) {
        const struct brief_block *block = &brief->blocks[i];
        bool list = (block->kind == BRIEF_ITEM || block->kind == BRIEF_QUOTE) && i + 1 < brief->count &&
                    brief->blocks[i + 1].kind == block->kind;

        if (block->kind >= BRIEF_HEADS) {
            table_row(out, block);
        } else {
            tvx_buf_str(out, starts[block->kind]);
            escape(out, block->cells[0]);
            tvx_buf_str(out, list && block->kind == BRIEF_QUOTE ? "\n>\n" : "\n");
        }
        if (i + 1 < brief->count && !list && (block->kind < BRIEF_HEADS || brief_table_closes(brief, i)))
            tvx_buf_char(out, '\n');
    }
}
