/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* `travaux assess [REF]`: how much a proposal would change, how likely it is, and what analysts think of both. */
#include "filter.h"
#include "output.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/file.h>
#include <travaux/show/assess.h>
#include <travaux/text/utf8.h>

enum { WEIGHTS_MOST = 1 << 20, BRIEF_MOST = 16 << 20 };

struct assessing {
    struct tvx_call *call;
    struct tvx_store *store;
    struct tvx_assess_weights weights;
    struct tvx_stored_proposal *proposals;
    size_t count;
    const char *meeting; /* whose proposals they are; NULL: the latest */
    bool one;            /* a single proposal was asked for */
};

/* ---- weights ---- */

static enum tvx_status weights_from_file(struct assessing *a, const char *path)
{
    char *text = NULL;
    size_t length;
    enum tvx_status status = tvx_file_read(&text, &length, path, WEIGHTS_MOST, &a->call->error);

    if (status == TVX_OK)
        status = tvx_assess_weights_parse(&a->weights, a->call->arena, text, length, &a->call->error);
    if (status != TVX_OK)
        tvx_error_prefix(&a->call->error, "%s", path);
    free(text);
    return status;
}

static enum tvx_status load_weights(struct assessing *a)
{
    struct tvx_call *call = a->call;
    const char *file = tvx_call_option(call, "weights");
    size_t count;
    const char **given = tvx_call_options(call, "weight", &count);
    enum tvx_status status = tvx_assess_weights_load(&a->weights, a->store, call->arena, &call->error);
    enum tvx_assess_part part;

    if (status == TVX_OK && file != NULL)
        status = weights_from_file(a, file);
    for (size_t i = 0; status == TVX_OK && i < count; i++)
        status = tvx_assess_weights_set(&a->weights, &part, given[i], &call->error);
    for (int i = 0; status == TVX_OK && tvx_call_has(call, "keep") && i < TVX_ASSESS_ALL; i++)
        status = tvx_store_weight_put(a->store, tvx_assess_part_name((enum tvx_assess_part)i), a->weights.of[i],
                                      &call->error);
    return status;
}

/* ---- which proposals ---- */

static enum tvx_status keep_one(struct assessing *a, int64_t id)
{
    for (size_t i = 0; i < a->count; i++)
        if (a->proposals[i].id == id) {
            a->proposals = &a->proposals[i];
            a->count = 1;
            a->meeting = a->proposals->meeting;
            a->one = true;
            return TVX_OK;
        }
    return tvx_error_set(&a->call->error, TVX_E_NOTFOUND, "the proposal is gone; run the command again");
}

/* A provision and what stands under it. */
static bool under(const char *path, const char *of)
{
    size_t length = of == NULL ? 0 : strlen(of);

    return of == NULL ||
           (path != NULL && strncmp(path, of, length) == 0 && (path[length] == '\0' || path[length] == '.'));
}

static enum tvx_status choose(struct assessing *a, const char *reference)
{
    struct tvx_call *call = a->call;
    struct tvx_filter filter = filter_from(call);
    struct tvx_found found = {0};
    size_t kept = 0;
    enum tvx_status status =
        reference == NULL ? TVX_OK : tvx_store_find(a->store, call->arena, &found, reference, &call->error);

    if (status != TVX_OK)
        return status;
    a->meeting = filter.meeting;
    if (found.proposal == 0 && found.document != 0)
        filter.document = found.document;
    if (found.instrument.id != 0)
        filter.instrument = found.instrument.key;
    if (found.proposal != 0)
        filter = (struct tvx_filter){.meeting = NULL};
    status = tvx_store_proposals(a->store, call->arena, &a->proposals, &a->count, &filter, &call->error);
    if (status != TVX_OK || found.proposal != 0)
        return status == TVX_OK ? keep_one(a, found.proposal) : status;
    for (size_t i = 0; i < a->count; i++)
        if (found.instrument.id == 0 || under(a->proposals[i].resolution.path, found.path))
            a->proposals[kept++] = a->proposals[i];
    a->count = kept;
    if (found.document != 0 && kept > 0)
        a->meeting = a->proposals[0].meeting;
    return TVX_OK;
}

/* ---- an analyst's entry ---- */

/* "0.4", "40%"; `end` is where it has to end. */
static bool number_of(double *out, const char *text, const char *end)
{
    char digits[32], *stop;
    size_t length = (size_t)(end - text);

    if (length == 0 || length >= sizeof digits)
        return false;
    memcpy(digits, text, length);
    digits[length] = '\0';
    *out = strtod(digits, &stop);
    if (stop > digits && *stop == '%') {
        *out /= 100;
        stop++;
    }
    return stop > digits && *stop == '\0' && isfinite(*out);
}

/* "2..5", "0.4", "10%..40%". */
static bool interval_of(double *low, double *high, const char *text)
{
    const char *dots = strstr(text, ".."), *end = text + strlen(text);

    if (dots != NULL)
        return number_of(low, text, dots) && number_of(high, dots + 2, end);
    if (!number_of(low, text, end))
        return false;
    *high = *low;
    return true;
}

static enum tvx_status document_evidence(struct assessing *a, struct tvx_evidence *out, int64_t id, const char *quote)
{
    struct tvx_call *call = a->call;
    struct tvx_stored_document *documents;
    size_t count;
    const char *text, *at = NULL;
    enum tvx_status status = tvx_store_documents(a->store, call->arena, &documents, &count,
                                                 &(struct tvx_filter){.document = id}, &call->error);

    if (status == TVX_OK && count == 0)
        return tvx_error_set(&call->error, TVX_E_NOTFOUND, "the document is gone; run the command again");
    if (status == TVX_OK)
        status = tvx_store_text(a->store, call->arena, &text, id, &call->error);
    if (status != TVX_OK)
        return status;
    out->document = documents[0].name;
    out->sha256 = documents[0].sha256;
    if (*out->ref == '\0')
        out->ref = documents[0].name;
    if (quote != NULL)
        at = strstr(text, quote);
    else if (out->quote != NULL)
        at = strstr(text, out->quote);
    if (quote != NULL && at == NULL)
        return tvx_error_set(&call->error, TVX_E_NOTFOUND, "%.60s does not hold the words \"%.80s\"; give them as they "
                             "stand there", documents[0].name, quote);
    if (quote != NULL)
        out->quote = quote;
    if (at != NULL) {
        out->start = tvx_utf8_count(text, (size_t)(at - text));
        out->points = tvx_utf8_count(out->quote, strlen(out->quote));
    } else if (out->points > 0) { /* a provision whose lines were joined: as the document has it, with its label */
        size_t length = strlen(text), from = tvx_utf8_offset(text, length, out->start);
        size_t span = tvx_utf8_offset(text + from, length - from, out->points);

        out->quote = tvx_arena_strndup(call->arena, text + from, span);
    }
    if (out->quote == NULL) { /* a whole document: its beginning, so that one sees which it is */
        const char *newline = strchr(text, '\n');

        out->quote = newline == NULL ? text : tvx_arena_strndup(call->arena, text, (size_t)(newline - text));
        out->points = out->quote == NULL ? 0 : tvx_utf8_count(out->quote, strlen(out->quote));
    }
    return out->quote == NULL ? tvx_error_nomem(&call->error) : TVX_OK;
}

static enum tvx_status provision_evidence(struct assessing *a, struct tvx_evidence *out, const struct tvx_found *found,
                                          const char *quote)
{
    struct tvx_call *call = a->call;
    struct tvx_stored_instrument head;
    struct tvx_instrument instrument;
    enum tvx_status status = tvx_store_instrument(a->store, call->arena, &head, &instrument, found->instrument.key,
                                                  found->instrument.version, &call->error);

    for (size_t i = 0; status == TVX_OK && found->path != NULL && i < instrument.count; i++)
        if (strcmp(instrument.provisions[i].path, found->path) == 0 && *instrument.provisions[i].text != '\0')
            *out = (struct tvx_evidence){.ref = out->ref, .quote = instrument.provisions[i].text,
                                         .start = instrument.provisions[i].start,
                                         .points = instrument.provisions[i].points};
    return status == TVX_OK ? document_evidence(a, out, head.document, quote) : status;
}

static enum tvx_status evidence_of(struct assessing *a, struct tvx_evidence *out, const char *reference,
                                   const char *quote)
{
    struct tvx_call *call = a->call;
    struct tvx_found found;
    int64_t document;
    enum tvx_status status = tvx_store_find(a->store, call->arena, &found, reference, &call->error);

    *out = (struct tvx_evidence){.document = "", .sha256 = "", .ref = reference};
    if (status != TVX_OK)
        return status;
    if (found.instrument.id != 0)
        return provision_evidence(a, out, &found, quote);
    if (found.proposal == 0)
        return document_evidence(a, out, found.document, quote);
    status = tvx_store_proposal_document(a->store, &document, found.proposal, &call->error);
    for (size_t i = 0; status == TVX_OK && quote == NULL && i < a->count; i++)
        if (a->proposals[i].id == found.proposal)
            out->quote = a->proposals[i].proposal.quote;
    return status == TVX_OK ? document_evidence(a, out, document, quote) : status;
}

/* Every --quote belongs to the --evidence before it. */
static enum tvx_status take_evidence(struct assessing *a, struct tvx_opinion *opinion)
{
    struct tvx_call *call = a->call;
    struct tvx_evidence *items = tvx_arena_array(call->arena, call->given_count + 1, sizeof *items);
    enum tvx_status status = items == NULL ? tvx_error_nomem(&call->error) : TVX_OK;
    const char *reference = NULL;

    opinion->evidence = items;
    for (size_t i = 0; status == TVX_OK && i < call->given_count; i++) {
        const struct tvx_given *given = &call->given[i];
        bool quote = strcmp(given->option->name, "quote") == 0, last = true;

        if (!quote && strcmp(given->option->name, "evidence") != 0)
            continue;
        if (quote && reference == NULL)
            return tvx_error_set(&call->error, TVX_E_USAGE, "--quote needs the --evidence it stands in before it");
        if (!quote)
            reference = given->value;
        for (size_t j = i + 1; !quote && j < call->given_count; j++) {
            const char *name = call->given[j].option->name;

            if (strcmp(name, "evidence") == 0 || strcmp(name, "quote") == 0) {
                last = strcmp(name, "evidence") == 0;
                break;
            }
        }
        if (quote || last)
            status = evidence_of(a, &items[opinion->evidence_count++], reference, quote ? given->value : NULL);
    }
    return status;
}

static enum tvx_status enter(struct assessing *a)
{
    struct tvx_call *call = a->call;
    const char *effect = tvx_call_option(call, "effect"), *likelihood = tvx_call_option(call, "likelihood"),
               *because = tvx_call_option(call, "because");
    struct tvx_opinion opinion = {.analyst = tvx_call_option(call, "as"), .because = because};
    enum tvx_status status;

    if (!a->one)
        return tvx_error_set(&call->error, TVX_E_USAGE, "say which proposal it is about: travaux assess REF --as NAME");
    if (effect == NULL || likelihood == NULL || because == NULL)
        return tvx_error_set(&call->error, TVX_E_USAGE, "an assessment needs --effect LOW..HIGH, --likelihood "
                             "LOW..HIGH and --because TEXT");
    if (!interval_of(&opinion.effect_low, &opinion.effect_high, effect) ||
        !interval_of(&opinion.likelihood_low, &opinion.likelihood_high, likelihood))
        return tvx_error_set(&call->error, TVX_E_USAGE, "intervals are given as 2..5 (effect, 0 to 10) and 0.1..0.4 "
                             "(likelihood, 0 to 1)");
    opinion.proposal = a->proposals->proposal.number;
    opinion.sha256 = a->proposals->sha256 == NULL ? "" : a->proposals->sha256;
    status = take_evidence(a, &opinion);
    return status == TVX_OK ? tvx_store_opinion_enter(a->store, &opinion, &call->error) : status;
}

/* ---- answering ---- */

static enum tvx_status write_brief(struct assessing *a, struct output *output, const struct tvx_assessment *item)
{
    struct tvx_call *call = a->call;
    const char *name = tvx_call_option(call, "brief"), *file = tvx_call_option(call, "output");
    enum tvx_brief_format format;
    struct tvx_buf out;
    enum tvx_status status;

    if (!a->one)
        return tvx_error_set(&call->error, TVX_E_USAGE, "a brief is about one proposal: travaux assess REF --brief %s",
                             name);
    if (!tvx_brief_format_parse(&format, name))
        return tvx_error_set(&call->error, TVX_E_USAGE, "a brief is md, html or docx, not '%.40s'", name);
    if (format == TVX_BRIEF_DOCX && (file == NULL || strcmp(file, "-") == 0))
        return tvx_error_set(&call->error, TVX_E_USAGE, "say where the DOCX goes: -o FILE");
    tvx_buf_init(&out, BRIEF_MOST);
    status = tvx_brief(&out, call->arena, item, &a->weights, format, &call->error);
    if (status == TVX_OK && out.failed)
        status = tvx_error_set(&call->error, TVX_E_LIMIT, "the brief is too long, or memory is short");
    if (status == TVX_OK && file != NULL && strcmp(file, "-") != 0)
        status = tvx_file_write(file, out.data, out.length, &call->error);
    else if (status == TVX_OK)
        tvx_buf_add(&output->buf, out.data, out.length);
    tvx_buf_free(&out);
    return status;
}

static bool has_theme(const struct tvx_assessment *item, const char *const *wanted, size_t count)
{
    for (size_t i = 0; i < item->theme_count; i++)
        for (size_t j = 0; j < count; j++)
            if (strcmp(item->themes[i], wanted[j]) == 0)
                return true;
    return count == 0;
}

static enum tvx_status answer(struct assessing *a, struct output *output)
{
    struct tvx_call *call = a->call;
    struct tvx_assess_desk *desk = NULL;
    struct tvx_assessment *items = tvx_arena_array(call->arena, a->count + 1, sizeof *items);
    size_t kept = 0, theme_count;
    const char **themes = tvx_call_options(call, "theme", &theme_count), *meeting = NULL;
    enum tvx_status status = items == NULL ? tvx_error_nomem(&call->error)
                                           : tvx_assess_desk_new(&desk, call->arena, a->store, a->meeting, &a->weights,
                                                                 &call->error);

    if (status == TVX_OK)
        meeting = tvx_assess_meeting(desk);
    for (size_t i = 0; status == TVX_OK && i < a->count; i++) {
        const struct tvx_stored_proposal *p = &a->proposals[i];

        if (!a->one && meeting != NULL && (p->meeting == NULL || strcmp(p->meeting, meeting) != 0))
            continue;
        status = tvx_assess(&items[kept], desk, p, &call->error);
        if (status == TVX_OK && (a->one || has_theme(&items[kept], themes, theme_count)))
            kept++;
    }
    tvx_assess_desk_close(desk);
    if (status != TVX_OK)
        return status;
    tvx_assess_sort(items, kept);
    if (tvx_call_has(call, "brief"))
        return write_brief(a, output, items);
    if (a->one && call->json)
        tvx_json_assessment(&output->json, items, &a->weights);
    else if (a->one)
        tvx_term_assessment(&output->term, call->arena, items, &a->weights);
    else if (call->json)
        tvx_json_assessments(&output->json, meeting, items, kept, &a->weights);
    else
        tvx_term_assessments(&output->term, call->arena, meeting, items, kept, &a->weights);
    return TVX_OK;
}

static int run(struct tvx_call *call)
{
    struct assessing a = {.call = call};
    struct output output;
    enum tvx_status status;
    int result = tvx_call_open(call, &a.store);

    if (result != EXIT_DONE)
        return result;
    output_start(&output, call);
    status = load_weights(&a);
    if (status == TVX_OK)
        status = choose(&a, call->argument_count > 0 ? call->arguments[0] : NULL);
    if (status == TVX_OK && tvx_call_has(call, "as"))
        status = enter(&a);
    if (status == TVX_OK)
        status = answer(&a, &output);
    result = output_end(&output, call, status);
    tvx_store_close(a.store);
    return result;
}

static const struct tvx_option options[] = {
    {"weight", 0, "PART=NUMBER", true, "How much a part counts: rights, scope, force, cost; or a share: binding, "
                                       "feasible, new (0 leaves it out).  1 where not said."},
    {"weights", 0, "FILE", false, "Weights from a TOML file with a table [weights]."},
    {"keep", 0, NULL, false, "Keep these weights in the workspace."},
    {"as", 0, "NAME", false, "Enter an analyst's own assessment, with the four options that follow."},
    {"effect", 0, "LOW..HIGH", false, "How much it would change, within 0 to 10."},
    {"likelihood", 0, "LOW..HIGH", false, "How likely it is to be adopted, within 0 to 1 (or 10%..40%)."},
    {"because", 0, "TEXT", false, "Why."},
    {"evidence", 0, "REF", true, "What it rests on: a provision, a proposal or a document of the workspace."},
    {"quote", 0, "TEXT", true, "These words of the evidence named before, as they stand there."},
    {"brief", 0, "md|html|docx", false, "One page to hand around, in place of the screen."},
    {"output", 'o', "FILE", false, "Where the brief goes; standard output where not given."},
    {"theme", 0, "KEY", true, "Only proposals of this theme (travaux themes)."},
    FILTER_OPTIONS,
    {"full", 0, NULL, false, "Leave nothing out: every factor with every passage."},
    {NULL, 0, NULL, false, NULL},
};

static const struct tvx_example examples[] = {
    {"travaux assess", "The latest meeting's proposals, those first that weigh most."},
    {"travaux assess --weight rights=3 --weight cost=0", "The same for one who cares for rights and not for cost."},
    {"travaux assess VRN/14A1/5", "One, with every ground."},
    {"travaux assess VRN/14A1/5 --as \"A. Lind\" --effect 5..8 --likelihood 0.1..0.3 --because \"The exception eats "
     "the rule.\" --evidence MNR:5.2", "Enter what an analyst thinks, and on what passage."},
    {"travaux assess VRN/14A1/5 --brief docx -o brief.docx", "One page for a delegation."},
    {NULL, NULL},
};

const struct tvx_command tvx_command_assess = {
    .name = "assess",
    .arguments = "[REF]",
    .least = 0,
    .most = 1,
    .summary = "how much a proposal would change, how likely it is, and what analysts think of both",
    .text =
        "Effect × likelihood, each an interval.  The effect has four parts, 0 (nothing changes) to 10: rights (words "
        "that touch what people may do and say), scope (provisions whose reach moves with a definition), force (how "
        "firmly it binds, against today) and cost (what has to be done, built or kept).  Each is that of its strongest "
        "ground, and every ground is shown with its passage and the row of the table that made it.  Their mean, by "
        "your weights, is multiplied by shares from 0 to 1: how far the instrument binds (not for force, whose levels "
        "know it), how much can be carried out, how much is not law already (see travaux novelty).  It "
        "says how much would change, not whether for better or worse.\n\n"
        "The intervals are rules of thumb in data/assess-rules.tsv and data/assess-words.tsv, with their reasons; the "
        "low end is what a reader who doubts would grant, the high end what one who worries would fear.  Likelihood "
        "is what `travaux likelihood` reckons from past conferences in the workspace, n of their proposals; with n = 0 "
        "it is a prior.  Proposals are ranked by the middle of the "
        "product.\n\n"
        "With --as an analyst's own intervals are entered; they stand beside the program's and each other's, with "
        "where they differ and who cites what.  Nothing entered is ever lost: a later entry of the same name stands "
        "above the earlier one, and `travaux export --format json` has all of them.  REF is a proposal; a document, a "
        "provision or an instrument gives a table of its proposals.",
    .options = options,
    .examples = examples,
    .run = run,
    .makes_json = true,
};
