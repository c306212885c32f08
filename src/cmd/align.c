/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux align A B`: the passages that two texts share. */
#include "output.h"
#include "side.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/read/language.h>
#include <travaux/show/cross.h>
#include <travaux/show/passages.h>

struct aligned {
    const char *a, *b;          /* texts */
    const char *a_language, *b_language;
    struct tvx_passage_options wanted;
};

static enum tvx_status by_words(struct tvx_call *call, struct output *output, const struct aligned *texts)
{
    const char *language = tvx_language_of(call->arena, (const char *[]){texts->a, texts->b}, 2);
    struct tvx_passages passages;
    enum tvx_status status = language == NULL ? tvx_error_nomem(&call->error) : TVX_OK;

    if (status == TVX_OK)
        status = tvx_passages(&passages, call->arena, texts->a, texts->b, language, NULL, &texts->wanted, &call->error);
    output_start(output, call);
    if (status == TVX_OK && call->json)
        tvx_json_passages(&output->json, call->arena, texts->a, texts->b, &passages);
    else if (status == TVX_OK)
        tvx_term_passages(&output->term, call->arena, call->arguments[0], texts->a, call->arguments[1], texts->b,
                          &passages);
    if (status == TVX_OK && passages.cut)
        fputs("travaux: warning: these texts repeat themselves so much that the search was cut short; passages may "
              "be missing or longer than shown\n", stderr);
    return status;
}

/* The dictionary with the user's own terms. */
static enum tvx_status load_terms(struct tvx_cross_terms **terms, struct tvx_call *call)
{
    const char *path = tvx_call_option(call, "terms");
    char *own = NULL;
    size_t length = 0;
    enum tvx_status status = path == NULL ? TVX_OK : tvx_file_read(&own, &length, path, 16 << 20, &call->error);

    if (status == TVX_OK)
        status = tvx_cross_terms_new(terms, call->arena, own, length, &call->error);
    if (status != TVX_OK && path != NULL)
        tvx_error_prefix(&call->error, "%s", path);
    free(own);
    return status;
}

/* Two languages have no words in common, but a structure. */
static enum tvx_status by_structure(struct tvx_call *call, struct output *output, const struct aligned *texts)
{
    struct tvx_stemmer *stemmer = tvx_stemmer_new();
    struct tvx_cross_terms *terms;
    struct tvx_cross_text *a, *b;
    struct tvx_cross cross;
    enum tvx_status status = stemmer == NULL ? tvx_error_nomem(&call->error) : load_terms(&terms, call);

    if (status == TVX_OK)
        status = tvx_cross_prepare(&a, call->arena, terms, stemmer, texts->a_language, texts->a, strlen(texts->a), NULL,
                                   0, true, &call->error);
    if (status == TVX_OK)
        status = tvx_cross_prepare(&b, call->arena, terms, stemmer, texts->b_language, texts->b, strlen(texts->b), NULL,
                                   0, true, &call->error);
    if (status == TVX_OK)
        status = tvx_cross_compare(&cross, call->arena, a, b, &call->error);
    output_start(output, call);
    if (status == TVX_OK && call->json)
        tvx_json_cross(&output->json, texts->a, texts->b, &cross);
    else if (status == TVX_OK)
        tvx_term_cross(&output->term, call->arena, call->arguments[0], texts->a, call->arguments[1], texts->b, &cross);
    if (status == TVX_OK && cross.cut)
        fputs("travaux: warning: these texts are so long that only paragraphs at about the same place were compared\n",
              stderr);
    tvx_stemmer_free(stemmer);
    return status;
}

static int run(struct tvx_call *call)
{
    struct tvx_store *store = NULL;
    const char *path, *least = tvx_call_option(call, "least");
    struct aligned texts = {.a = NULL};
    struct output output;
    int result = EXIT_DONE;

    if (least != NULL) {
        char *end;

        texts.wanted.least_score = strtod(least, &end);
        if (*end != '\0' || !(texts.wanted.least_score > 0)) {
            tvx_error_set(&call->error, TVX_E_USAGE, "--least takes a number of bits above 0, not '%s'", least);
            return tvx_call_fail(call);
        }
    }
    result = side_text(&texts.a, &path, call, &store, call->arguments[0]);
    if (result == EXIT_DONE)
        result = side_text(&texts.b, &path, call, &store, call->arguments[1]);
    if (result == EXIT_DONE) {
        enum tvx_status status = TVX_OK;
        bool two;

        texts.a_language = tvx_language_of(call->arena, &texts.a, 1);
        texts.b_language = tvx_language_of(call->arena, &texts.b, 1);
        if (texts.a_language == NULL || texts.b_language == NULL)
            status = tvx_error_nomem(&call->error);
        two = status == TVX_OK && *texts.a_language != '\0' && *texts.b_language != '\0' &&
              strcmp(texts.a_language, texts.b_language) != 0;
        if (status != TVX_OK)
            output_start(&output, call);
        else
            status = two ? by_structure(call, &output, &texts) : by_words(call, &output, &texts);
        result = output_end(&output, call, status);
    }
    if (store != NULL)
        tvx_store_close(store);
    return result;
}

static const struct tvx_option options[] = {
    {"full", 0, NULL, false, "Print every passage, and unchanged stretches whole."},
    {"least", 0, "BITS", false,
     "Leave out passages that say less; how much is asked for otherwise grows with the texts, up to 80."},
    {"terms", 0, "FILE", false,
     "Of texts in two languages: a table of terms of your own, one thing a line, its names in the languages with tabs "
     "between them and '|' between names in one language."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux align proposal.docx policy-review.pdf", "What one document took from another."},
    {"travaux align RES-7@2018 draft.txt", "A text in force, and a file that borrows from it."},
    {"travaux align --terms terms.tsv 25-E.docx 25-F.docx", "Is the French document the English one?"},
    {NULL, NULL},
};

const struct tvx_command tvx_command_align = {
    .name = "align",
    .arguments = "A B",
    .least = 2,
    .most = 2,
    .summary = "the passages that two texts share, however they were changed",
    .text = "Looks for passages of A that come back in B, also with words replaced, put in, taken out or moved; each "
            "is shown with both quotations side by side, the best first.  Words of A alone stand as [-…-], words of B "
            "alone as {+…+}.  A block that moved is a passage of its own, one that was copied twice is two.  A and B "
            "are files or references, as for `diff`, which compares two versions of one text whole.\n\n"
            "A passage is weighed in bits of surprise: rare words weigh most, and turns of phrase that the texts "
            "themselves repeat next to nothing; every change takes some away.  It is no percentage: 100 bits are "
            "about ten rare words that nothing else explains.\n\n"
            "Texts in two languages are laid beside one another paragraph by paragraph, by what does not change with "
            "the language: numbers, symbols, names of states, months and cities, terms of the field (a table of six "
            "languages, and --terms), words that look alike, numbers of paragraphs and their lengths.  Nothing is "
            "translated: a paraphrase, a free translation in another order, or a short text without numbers, names or "
            "known terms is not found, and that two texts have one structure does not prove that they say the same.\n\n"
            "With --json places count code points in the text that `read --text after` prints of a file and `show` of "
            "a reference; \"score\" is the bits after, \"bits\" those before the cost of the changes, \"copied\" "
            "the stretches that are the same on both sides, but for inflection.  Of two languages \"kind\" is "
            "\"structure\", \"score\" the bits that speak for the pair of paragraphs, \"shared\" what both have, and "
            "\"same\" the probability that one whole text is the other in another language.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
    .reads_files = true,
};
