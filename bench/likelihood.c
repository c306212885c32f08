/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Is a chance that `likelihood` tells worth anything?  bench-likelihood [--svg FILE] [WORKSPACE]
 *
 * Conferences are made up (seeded): a truth is drawn, n decided proposals and 200 open ones with features like real
 * ones, and outcomes by chance.  Printed for each n: the Brier score of the expected chance beside that of the truth
 * itself (the best there is) and of the share of adopted ones among the n; the share of true chances within the
 * interval (0.9 wanted); and a table of calibration.  "prior": the truth is drawn from the prior of
 * data/likelihood.tsv; "wrong": twice as far from it; "clustered": each of five conferences leans its own way, by as
 * much as the table believes (in the other two none does).  With a workspace: its decided proposals, each told from the
 * others (n is small: say so).
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/analyse/likelihood.h>

enum { WORLDS = 200, OPEN = 200, MOST = 400, BINS = 10, CONFERENCES = 5 };

static uint64_t seed = 20261122;

static double uniform(void) /* splitmix64 */
{
    uint64_t z = seed += 0x9E3779B97F4A7C15u;

    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return ((double)((z ^ (z >> 31)) >> 11) + 0.5) / 9007199254740992.0;
}

static double normal(void)
{
    return sqrt(-2 * log(uniform())) * cos(2 * acos(-1.0) * uniform());
}

static double sigmoid(double x)
{
    return 1 / (1 + exp(-x));
}

static void draw_row(double *row)
{
    row[TVX_LIKELIHOOD_BASE] = 1;
    row[TVX_LIKELIHOOD_SPONSORS] = log(1 + floor(-3 * log(uniform())));
    row[TVX_LIKELIHOOD_GROUP] = uniform() < 0.4;
    row[TVX_LIKELIHOOD_RIVALS] = log1p(floor(-3 * log(uniform())));
    row[TVX_LIKELIHOOD_EARLIER] = uniform() < 0.15 ? 2 * uniform() - 1 : 0;
    row[TVX_LIKELIHOOD_HEARD] = uniform() < 0.5;
    row[TVX_LIKELIHOOD_OPPOSED] = row[TVX_LIKELIHOOD_HEARD] > 0 ? log1p(floor(-log(uniform()))) : 0;
    row[TVX_LIKELIHOOD_FORCE] = uniform() < 0.5 ? 0 : fmax(-1, fmin(1, normal() / 2));
    row[TVX_LIKELIHOOD_BINDING] = uniform() < 0.5;
    row[TVX_LIKELIHOOD_SIZE] = normal();
}

struct sums {
    double brier, best, share, within, width;
    double told[BINS], came[BINS];
    size_t count[BINS], total;
};

static void score(struct sums *s, const struct tvx_chance *c, double truth, double share, bool came)
{
    size_t bin = c->point >= 1 ? BINS - 1 : (size_t)(c->point * BINS);

    s->brier += (c->point - came) * (c->point - came);
    s->best += (truth - came) * (truth - came);
    s->share += (share - came) * (share - came);
    s->within += truth >= c->low && truth <= c->high;
    s->width += c->high - c->low;
    s->told[bin] += c->point;
    s->came[bin] += came;
    s->count[bin]++;
    s->total++;
}

static void simulate(struct sums *s, const struct tvx_logit *prior, size_t n, double far, double lean)
{
    static double rows[MOST * TVX_LIKELIHOOD_FEATURES];
    static bool events[MOST];
    static size_t clusters[MOST];

    memset(s, 0, sizeof *s);
    for (unsigned world = 0; world < WORLDS; world++) {
        struct tvx_logit l = *prior;
        struct tvx_error error;
        double weight[TVX_LIKELIHOOD_FEATURES], leans[CONFERENCES + 1], share;

        for (size_t i = 0; i < TVX_LIKELIHOOD_FEATURES; i++)
            weight[i] = l.mean[i] + far * l.deviation[i] * normal();
        for (size_t i = 0; i <= CONFERENCES; i++)
            leans[i] = lean * normal();
        for (size_t k = 0; k < n + OPEN; k++) {
            double open[TVX_LIKELIHOOD_FEATURES], *row = k < n ? rows + k * TVX_LIKELIHOOD_FEATURES : open;
            double x = leans[k < n ? k % CONFERENCES : CONFERENCES], truth;
            bool came;

            draw_row(row);
            for (size_t i = 0; i < TVX_LIKELIHOOD_FEATURES; i++)
                x += weight[i] * row[i];
            truth = sigmoid(x);
            came = uniform() < truth;
            if (k < n) {
                events[k] = came;
                clusters[k] = k % CONFERENCES;
            }
            if (k + 1 == n || (n == 0 && k == 0))
                if (tvx_logit_fit_clusters(&l, rows, events, clusters, n, &error) != TVX_OK) {
                    fprintf(stderr, "%s\n", error.message);
                    exit(1);
                }
            if (k >= n) {
                struct tvx_chance c = tvx_logit_chance(&l, row);

                share = n == 0 ? sigmoid(l.mean[0]) : (double)l.events / (double)n;
                score(s, &c, truth, share, came);
            }
        }
    }
}

static void print_bins(const struct sums *s)
{
    for (size_t i = 0; i < BINS; i++)
        if (s->count[i] > 0) {
            double told = s->told[i] / (double)s->count[i], came = s->came[i] / (double)s->count[i];

            printf("    told %.2f  came %.2f  n=%-6zu |", told, came, s->count[i]);
            for (int k = 0; k <= 40; k++)
                putchar(k == (int)(came * 40 + 0.5) ? 'o' : k == (int)(told * 40 + 0.5) ? '+' : ' ');
            puts("|");
        }
}

static void draw_svg(FILE *file, const struct sums *s, const char *title)
{
    fprintf(file, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 440 460\" font-family=\"sans-serif\" "
                  "font-size=\"12\"><rect width=\"440\" height=\"460\" fill=\"white\"/>"
                  "<path d=\"M40 420V20M40 420H440M40 420L440 20\" stroke=\"#999\" fill=\"none\"/>"
                  "<text x=\"40\" y=\"14\">%s</text><text x=\"180\" y=\"450\">chance told</text>"
                  "<text transform=\"rotate(-90)\" x=\"-260\" y=\"14\">came so</text>", title);
    for (size_t i = 0; i < BINS; i++)
        if (s->count[i] > 0)
            fprintf(file, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\"/><text x=\"%.1f\" y=\"%.1f\" font-size=\"9\">%zu"
                          "</text>",
                    40 + 400 * s->told[i] / (double)s->count[i], 420 - 400 * s->came[i] / (double)s->count[i],
                    46 + 400 * s->told[i] / (double)s->count[i], 432 - 400 * s->came[i] / (double)s->count[i],
                    s->count[i]);
    fprintf(file, "</svg>\n");
}

/* Each decided proposal of the workspace, told from the others. */
static int look_at(const char *address)
{
    struct tvx_arena *arena = tvx_arena_new((size_t)2 << 30);
    struct tvx_likelihood_desk *desk;
    struct tvx_store *store;
    struct tvx_error error;
    struct tvx_logit prior;
    size_t count, n = 0;
    double brier = 0, plain = 0, adopted = 0, *rows;
    bool *events;
    size_t *clusters;

    if (tvx_likelihood_prior(&prior, &error) != TVX_OK || tvx_store_open(&store, address, &error) != TVX_OK ||
        tvx_likelihood_desk_new(&desk, arena, store, &error) != TVX_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    tvx_likelihood_proposals(desk, &count);
    rows = tvx_arena_array(arena, count + 1, sizeof *rows * TVX_LIKELIHOOD_FEATURES);
    events = tvx_arena_array(arena, count + 1, sizeof *events);
    clusters = tvx_arena_array(arena, count + 1, sizeof *clusters); /* of one conference all: the cautious reading */
    for (size_t i = 0; i < count; i++) {
        bool decided;

        if (tvx_likelihood_row(rows + n * TVX_LIKELIHOOD_FEATURES, &decided, &events[n], desk, i, &error) !=
            TVX_OK)
            return 1;
        adopted += decided && events[n];
        n += decided;
    }
    for (size_t i = 0; i < n; i++) {
        double row[TVX_LIKELIHOOD_FEATURES], *last = rows + (n - 1) * TVX_LIKELIHOOD_FEATURES,
               *here = rows + i * TVX_LIKELIHOOD_FEATURES, chance, share;
        struct tvx_logit l = prior;
        bool event = events[i];

        memcpy(row, here, sizeof row); /* the last one stands in its place while it is left out */
        memcpy(here, last, sizeof row);
        events[i] = events[n - 1];
        if (tvx_logit_fit_clusters(&l, rows, events, clusters, n - 1, &error) != TVX_OK)
            return 1;
        chance = tvx_logit_chance(&l, row).point;
        share = n < 2 ? 0.5 : (adopted - event) / (double)(n - 1);
        brier += (chance - event) * (chance - event);
        plain += (share - event) * (share - event);
        memcpy(here, row, sizeof row);
        events[i] = event;
    }
    printf("%s: %zu decided, %.0f adopted; each told from the others: Brier %.3f, their share %.3f%s\n",
           address, n, adopted, n == 0 ? 0 : brier / (double)n, n == 0 ? 0 : plain / (double)n,
           n < 100 ? " (far too few to tell one from the other)" : "");
    tvx_store_close(store);
    tvx_arena_free(arena);
    return 0;
}

int main(int argc, char **argv)
{
    static const struct { const char *name; double far, lean; } truths[] = {
        {"prior", 1, 0}, {"wrong", 2, 0}, {"clustered", 1, 0.7}};
    static const size_t sizes[] = {0, 5, 20, 100, 400};
    struct tvx_logit prior;
    struct tvx_error error;
    const char *svg = NULL, *workspace = NULL;
    struct sums s;

    for (int i = 1; i < argc; i++)
        if (strcmp(argv[i], "--svg") == 0 && i + 1 < argc)
            svg = argv[++i];
        else
            workspace = argv[i];
    if (tvx_likelihood_prior(&prior, &error) != TVX_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    puts("truth      n    Brier  (truth itself, share of the n)  within 0.9-interval  its width");
    for (size_t t = 0; t < sizeof truths / sizeof *truths; t++)
        for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
            simulate(&s, &prior, sizes[k], truths[t].far, truths[t].lean);
            printf("%-9s  %-4zu %.3f  (%.3f, %.3f)  %.3f  %.2f\n", truths[t].name, sizes[k], s.brier / (double)s.total,
                   s.best / (double)s.total, s.share / (double)s.total, s.within / (double)s.total,
                   s.width / (double)s.total);
            if (sizes[k] == 20) {
                print_bins(&s);
                if (svg != NULL && t == 0) {
                    FILE *file = fopen(svg, "w");

                    if (file == NULL)
                        return 1;
                    draw_svg(file, &s, "made-up conferences, 20 decided proposals before each");
                    fclose(file);
                }
            }
        }
    return workspace == NULL ? 0 : look_at(workspace);
}
