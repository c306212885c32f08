/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An open-addressing table from a term's key to the passages that hold it. */
#include <travaux/reuse/rarity.h>

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/base/hash.h>
#include <travaux/base/table.h>

enum {
    FIRST_SLOTS = 1024,
    PRIOR_SLOTS = 16384, /* a power of two, more than twice the rows of the table */
    MOST_TERMS = 4 * 1024 * 1024,
    PACK_HEAD = 24,
    PACK_TERM = 12,
};

static const char pack_magic[8] = {'T', 'V', 'X', 'R', 'A', 'R', 'E', '1'};

struct slot {
    uint64_t key;   /* 0: free */
    uint32_t count; /* saturates */
    uint32_t last;  /* the passage that counted it last, so that a passage counts a term once */
};

struct chance {
    uint64_t key;
    double p;
};

struct prior { /* takes a millisecond to make, so that tables share it */
    atomic_uint users;
    struct chance chances[PRIOR_SLOTS];
};

struct tvx_rarity {
    struct slot *slots;
    size_t slot_count, used, most;
    uint64_t passages;
    uint32_t serial; /* of the passage being counted; 0 is none */
    uint64_t seed;   /* odd; differs from run to run, so that no text can be made whose words all fall into one slot */
    struct prior *prior;
};

/* ---- keys ---- */

uint64_t tvx_rarity_key(const char *term, size_t length)
{
    uint64_t key = UINT64_C(14695981039346656037); /* FNV-1a, then MurmurHash3's finaliser to spread it */

    for (size_t i = 0; i < length; i++)
        key = (key ^ (unsigned char)term[i]) * UINT64_C(1099511628211);
    key = (key ^ key >> 33) * UINT64_C(0xFF51AFD7ED558CCD);
    key = (key ^ key >> 33) * UINT64_C(0xC4CEB9FE1A85EC53);
    key ^= key >> 33;
    return key == 0 ? 1 : key;
}

/* ---- the prior ---- */

static struct chance *prior_find(struct prior *prior, uint64_t key)
{
    size_t at = key & (PRIOR_SLOTS - 1);

    while (prior->chances[at].key != 0 && prior->chances[at].key != key)
        at = (at + 1) & (PRIOR_SLOTS - 1);
    return &prior->chances[at];
}

struct prior_row {
    struct prior *prior;
    size_t used;
    double p;
};

/* The words of one stem add up; where two languages share a word, its commoner use stands. */
static int prior_take(void *context, const char *term, size_t length, size_t start, size_t span, bool same_place)
{
    struct prior_row *row = context;
    uint64_t key = tvx_rarity_key(term, length);
    struct chance *chance = prior_find(row->prior, key);

    (void)start, (void)span, (void)same_place;
    if (chance->key == 0) {
        if (row->used >= PRIOR_SLOTS / 2)
            return 1;
        row->used++;
        chance->key = key;
    }
    if (row->p > chance->p)
        chance->p = row->p;
    return 0;
}

static double chance_of(struct tvx_field field)
{
    double per_mille = 0;

    for (size_t i = 0; i < field.length && field.text[i] >= '0' && field.text[i] <= '9'; i++)
        per_mille = per_mille * 10 + (field.text[i] - '0');
    return per_mille > 999 ? 0.999 : per_mille / 1000;
}

static struct prior *prior_new(void)
{
    struct tvx_stemmer *stemmer = tvx_stemmer_new();
    struct prior_row row = {.prior = calloc(1, sizeof *row.prior)};
    struct tvx_field fields[TVX_TABLE_FIELDS];
    struct tvx_table table;
    size_t count;

    if (stemmer == NULL || row.prior == NULL) {
        tvx_stemmer_free(stemmer);
        free(row.prior);
        return NULL;
    }
    atomic_init(&row.prior->users, 1);
    tvx_table_open(&table, tvx_asset_find("data/common-words.tsv"));
    while (tvx_table_next(&table, fields, &count)) {
        char language[3] = {0};

        memcpy(language, fields[0].text, fields[0].length < 2 ? fields[0].length : 2);
        row.p = chance_of(fields[1]);
        tvx_terms(stemmer, language, fields[2].text, fields[2].length, prior_take, &row);
    }
    tvx_stemmer_free(stemmer);
    return row.prior;
}

static void prior_give_back(struct prior *prior)
{
    if (prior != NULL && atomic_fetch_sub(&prior->users, 1) == 1)
        free(prior);
}

/* ---- the table ---- */

/* Takes the prior over, NULL being lack of memory. */
static struct tvx_rarity *make(struct prior *prior, size_t most_terms)
{
    struct tvx_rarity *rarity = prior == NULL ? NULL : calloc(1, sizeof *rarity);

    if (rarity == NULL) {
        prior_give_back(prior);
        return NULL;
    }
    rarity->prior = prior;
    rarity->seed = (uint64_t)(uintptr_t)rarity * UINT64_C(0x9E3779B97F4A7C15) | 1;
    rarity->most = most_terms == 0 ? MOST_TERMS : most_terms;
    rarity->slot_count = FIRST_SLOTS;
    rarity->slots = calloc(FIRST_SLOTS, sizeof *rarity->slots);
    if (rarity->slots == NULL) {
        tvx_rarity_free(rarity);
        return NULL;
    }
    return rarity;
}

struct tvx_rarity *tvx_rarity_new(size_t most_terms)
{
    return make(prior_new(), most_terms);
}

struct tvx_rarity *tvx_rarity_like(const struct tvx_rarity *other, size_t most_terms)
{
    atomic_fetch_add(&other->prior->users, 1);
    return make(other->prior, most_terms);
}

void tvx_rarity_free(struct tvx_rarity *rarity)
{
    if (rarity == NULL)
        return;
    free(rarity->slots);
    prior_give_back(rarity->prior);
    free(rarity);
}

static struct slot *find(struct slot *slots, size_t slot_count, uint64_t seed, uint64_t key)
{
    size_t at = key * seed >> 32 & (slot_count - 1);

    while (slots[at].key != 0 && slots[at].key != key)
        at = (at + 1) & (slot_count - 1);
    return &slots[at];
}

/* A new table of `slot_count` slots with the terms seen in more than `above` passages. */
static enum tvx_status rebuild(struct tvx_rarity *rarity, size_t slot_count, uint32_t above, struct tvx_error *error)
{
    struct slot *slots = calloc(slot_count, sizeof *slots);

    if (slots == NULL)
        return tvx_error_nomem(error);
    rarity->used = 0;
    for (size_t i = 0; i < rarity->slot_count; i++) {
        if (rarity->slots[i].key == 0 || rarity->slots[i].count <= above)
            continue;
        *find(slots, slot_count, rarity->seed, rarity->slots[i].key) = rarity->slots[i];
        rarity->used++;
    }
    free(rarity->slots);
    rarity->slots = slots;
    rarity->slot_count = slot_count;
    return TVX_OK;
}

/* Makes room for one more term: the table stays at most half full, and forgets the rarest when it may not grow. */
static enum tvx_status make_room(struct tvx_rarity *rarity, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    for (uint32_t above = 1; rarity->used >= rarity->most && status == TVX_OK; above *= 2)
        status = rebuild(rarity, rarity->slot_count, above > UINT32_MAX / 2 ? UINT32_MAX : above, error);
    if (status == TVX_OK && rarity->used + 1 > rarity->slot_count / 2)
        status = rebuild(rarity, rarity->slot_count * 2, 0, error);
    return status;
}

static enum tvx_status count_key(struct tvx_rarity *rarity, uint64_t key, uint32_t times, struct tvx_error *error)
{
    struct slot *slot = find(rarity->slots, rarity->slot_count, rarity->seed, key);

    if (slot->key == 0) {
        enum tvx_status status = make_room(rarity, error);

        if (status != TVX_OK)
            return status;
        slot = find(rarity->slots, rarity->slot_count, rarity->seed, key);
        slot->key = key;
        rarity->used++;
    } else if (slot->last == rarity->serial && rarity->serial != 0) {
        return TVX_OK;
    }
    slot->count = slot->count > UINT32_MAX - times ? UINT32_MAX : slot->count + times;
    slot->last = rarity->serial;
    return TVX_OK;
}

static void next_passage(struct tvx_rarity *rarity)
{
    rarity->passages++;
    if (++rarity->serial == 0) { /* after 2^32 passages: old marks must not look new */
        for (size_t i = 0; i < rarity->slot_count; i++)
            rarity->slots[i].last = 0;
        rarity->serial = 1;
    }
}

/* ---- learning ---- */

struct learning {
    struct tvx_rarity *rarity;
    struct tvx_error *error;
    enum tvx_status status;
    bool any;
};

static int learn_term(void *context, const char *term, size_t length, size_t start, size_t span, bool same_place)
{
    struct learning *learning = context;

    (void)start, (void)span, (void)same_place;
    if (!learning->any)
        next_passage(learning->rarity);
    learning->any = true;
    learning->status = count_key(learning->rarity, tvx_rarity_key(term, length), 1, learning->error);
    return learning->status != TVX_OK;
}

enum tvx_status tvx_rarity_learn(struct tvx_rarity *rarity, struct tvx_stemmer *stemmer, const char *language,
                                 const char *text, size_t length, struct tvx_error *error)
{
    struct learning learning = {.rarity = rarity, .error = error};

    for (size_t at = 0; at < length && learning.status == TVX_OK;) {
        const char *end = memchr(text + at, '\n', length - at);
        size_t span = end == NULL ? length - at : (size_t)(end - text) - at;

        learning.any = false;
        tvx_terms(stemmer, language, text + at, span, learn_term, &learning);
        at += span + 1;
    }
    return learning.status;
}

enum tvx_status tvx_rarity_add(struct tvx_rarity *rarity, const uint64_t *keys, size_t count, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;

    if (count > 0)
        next_passage(rarity);
    for (size_t i = 0; i < count && status == TVX_OK; i++)
        status = count_key(rarity, keys[i], 1, error);
    return status;
}

enum tvx_status tvx_rarity_merge(struct tvx_rarity *into, const struct tvx_rarity *from, struct tvx_error *error)
{
    enum tvx_status status = TVX_OK;
    uint32_t serial = into->serial;

    into->serial = 0;
    for (size_t i = 0; i < from->slot_count && status == TVX_OK; i++)
        if (from->slots[i].key != 0)
            status = count_key(into, from->slots[i].key, from->slots[i].count, error);
    into->serial = serial;
    if (status == TVX_OK)
        into->passages += from->passages;
    return status;
}

/* ---- asking ---- */

uint64_t tvx_rarity_passages(const struct tvx_rarity *rarity)
{
    return rarity->passages;
}

size_t tvx_rarity_terms(const struct tvx_rarity *rarity)
{
    return rarity->used;
}

uint64_t tvx_rarity_seen(const struct tvx_rarity *rarity, uint64_t key)
{
    return find(rarity->slots, rarity->slot_count, rarity->seed, key)->count;
}

double tvx_rarity_bits(const struct tvx_rarity *rarity, uint64_t key)
{
    const struct chance *chance = prior_find(rarity->prior, key);
    double p0 = chance->key == 0 ? ldexp(1, -TVX_RARITY_UNKNOWN) : chance->p;
    double p = ((double)tvx_rarity_seen(rarity, key) + TVX_RARITY_PRIOR * p0) /
               ((double)rarity->passages + TVX_RARITY_PRIOR);

    return p >= 0.999 ? -log2(0.999) : -log2(p);
}

/* ---- as bytes ---- */

static void put_number(struct tvx_buf *out, uint64_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        tvx_buf_char(out, (char)(number >> 8 * i & 0xFF));
}

static uint64_t get_number(const unsigned char *bytes, int count)
{
    uint64_t number = 0;

    for (int i = count; i-- > 0;)
        number = number << 8 | bytes[i];
    return number;
}

static int by_key(const void *a, const void *b)
{
    uint64_t x = ((const struct slot *)a)->key, y = ((const struct slot *)b)->key;

    return x < y ? -1 : x > y;
}

enum tvx_status tvx_rarity_pack(const struct tvx_rarity *rarity, struct tvx_buf *out, struct tvx_error *error)
{
    struct slot *sorted = calloc(rarity->used + 1, sizeof *sorted);
    size_t first = out->length, count = 0;
    char sum[TVX_SHA256_HEX];

    if (sorted == NULL)
        return tvx_error_nomem(error);
    for (size_t i = 0; i < rarity->slot_count; i++)
        if (rarity->slots[i].key != 0)
            sorted[count++] = rarity->slots[i];
    qsort(sorted, count, sizeof *sorted, by_key);
    tvx_buf_add(out, pack_magic, sizeof pack_magic);
    put_number(out, rarity->passages, 8);
    put_number(out, count, 8);
    for (size_t i = 0; i < count; i++) {
        put_number(out, sorted[i].key, 8);
        put_number(out, sorted[i].count, 4);
    }
    free(sorted);
    if (!out->failed) {
        tvx_sha256_hex(sum, out->data + first, out->length - first);
        tvx_buf_add(out, sum, TVX_SHA256_HEX - 1);
    }
    return out->failed ? tvx_error_nomem(error) : TVX_OK;
}

static bool pack_is_whole(const unsigned char *bytes, size_t length, uint64_t *terms)
{
    char sum[TVX_SHA256_HEX];
    size_t body;
    uint64_t key = 0;

    if (length < PACK_HEAD + TVX_SHA256_HEX - 1 || memcmp(bytes, pack_magic, sizeof pack_magic) != 0)
        return false;
    body = length - PACK_HEAD - (TVX_SHA256_HEX - 1);
    *terms = get_number(bytes + 16, 8);
    if (body % PACK_TERM != 0 || *terms != body / PACK_TERM)
        return false;
    tvx_sha256_hex(sum, bytes, PACK_HEAD + body);
    if (memcmp(sum, bytes + PACK_HEAD + body, TVX_SHA256_HEX - 1) != 0)
        return false;
    for (uint64_t i = 0; i < *terms; i++) {
        const unsigned char *term = bytes + PACK_HEAD + i * PACK_TERM;

        if (get_number(term, 8) <= key || get_number(term + 8, 4) == 0)
            return false;
        key = get_number(term, 8);
    }
    return true;
}

enum tvx_status tvx_rarity_unpack(struct tvx_rarity *rarity, const void *bytes, size_t length, struct tvx_error *error)
{
    const unsigned char *data = bytes;
    enum tvx_status status = TVX_OK;
    uint32_t serial = rarity->serial;
    uint64_t terms;

    if (!pack_is_whole(data, length, &terms))
        return tvx_error_set(error, TVX_E_MALFORMED,
                             "the counts of words are damaged or from another version; build them again");
    rarity->serial = 0;
    for (uint64_t i = 0; i < terms && status == TVX_OK; i++) {
        const unsigned char *term = data + PACK_HEAD + i * PACK_TERM;

        status = count_key(rarity, get_number(term, 8), (uint32_t)get_number(term + 8, 4), error);
    }
    rarity->serial = serial;
    if (status == TVX_OK)
        rarity->passages += get_number(data + 8, 8);
    return status;
}
