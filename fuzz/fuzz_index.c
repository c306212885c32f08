/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * libFuzzer program for a hostile reuse index: a sound one of a few made-up texts is changed byte by byte as the input
 * says (three bytes where, one byte what; the first four say whether the end is cut off, and how much is asked), every
 * checksum is made right again, and then all is asked of it that can be.  Nothing has to be found, but nothing may be
 * read out of bounds.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <travaux/base/file.h>
#include <travaux/reuse/pairs.h>
#include <unistd.h>
#include <xxhash.h>

#include "index_file.h"
#include "index_layout.h"
#include "index_state.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const texts[] = {
    "Operators keep a register of buoys with colour and depth, and show it to inspectors of the lagoon conference.",
    "The harbour master keeps a register of buoys with colour and depth, for inspectors of the lagoon conference.",
    "Ferries yield to dredgers near the breakwater unless the tide table of the harbour master says otherwise.",
    "Unless the tide table of the harbour master says otherwise, ferries yield to dredgers near the old breakwater.",
    "浮标登记册须注明颜色和深度，并应要求向泻湖会议的检查员出示。",
};

static struct {
    char folder[64], segment[96];
    char *bytes;
    size_t length;
} base;

static enum tvx_status give_text(void *context, size_t which, struct tvx_index_text *out, struct tvx_error *error)
{
    (void)context, (void)error;
    *out = (struct tvx_index_text){strdup(texts[which]), strlen(texts[which]), ""};
    return TVX_OK;
}

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    struct tvx_index_entry entries[] = {{1, 1}, {2, 1}, {3, 1}, {4, 1}, {5, 1}};
    const struct tvx_index_limits limits = {.threads = 1, .memory = 1};

    (void)argc, (void)argv;
    snprintf(base.folder, sizeof base.folder, "%s/fuzz-index-XXXXXX",
             access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"); /* no disk to wait for */
    if (mkdtemp(base.folder) == NULL ||
        tvx_index_sync(base.folder, entries, 5, give_text, NULL, &limits, NULL, NULL) != TVX_OK)
        abort();
    snprintf(base.segment, sizeof base.segment, "%s/1.segment", base.folder);
    if (tvx_file_read(&base.bytes, &base.length, base.segment, 1 << 20, NULL) != TVX_OK)
        abort();
    return 0;
}

/* So that a reader sees the damage only in what the file says, not in its checksums. */
static uint64_t mend(unsigned char *bytes, size_t length)
{
    uint64_t sums = get_le(bytes + HEAD_SECTIONS + 16 * SECTION_SUMS, 8);
    uint64_t sums_length = get_le(bytes + HEAD_SECTIONS + 16 * SECTION_SUMS + 8, 8);

    memcpy(bytes, segment_magic, sizeof segment_magic);
    put_le(bytes + HEAD_VERSION, SEGMENT_VERSION, 4);
    put_le(bytes + HEAD_RECIPE, tvx_shingle_recipe(), 8);
    put_le(bytes + HEAD_LENGTH, length, 8);
    if (sums <= length && sums_length <= length - sums) {
        for (uint64_t block = 1; block < sums_length / 8 && block * SEGMENT_BLOCK < sums; block++) {
            uint64_t rest = sums - block * SEGMENT_BLOCK;

            rest = rest < SEGMENT_BLOCK ? rest : SEGMENT_BLOCK;
            put_le(bytes + sums + 8 * block, XXH3_64bits_withSeed(bytes + block * SEGMENT_BLOCK, rest, block), 8);
        }
        put_le(bytes + HEAD_SUMS_SUM, XXH3_64bits(bytes + sums, sums_length), 8);
    }
    put_le(bytes + HEAD_SUM, XXH3_64bits(bytes, HEAD_SUM), 8);
    return get_le(bytes + HEAD_SUM, 8);
}

static enum tvx_status take_pair(void *context, const struct tvx_shared_pair *pair, struct tvx_error *error)
{
    size_t *count = context;

    (void)pair;
    return ++*count > 10000 ? tvx_error_set(error, TVX_E_LIMIT, "many") : TVX_OK;
}

/* Everything in the segment, as joining segments and all pairs read it; cheap. */
static void read_all(struct tvx_index *index)
{
    static const uint64_t hashes[] = {0, 12345, (UINT64_C(1) << SHINGLE_BITS) - 1, UINT64_C(1) << (SHINGLE_BITS - 1)};
    struct segment *segment = index->segments[0].segment;
    struct group_reader *reader = calloc(1, sizeof *reader);
    struct segment_document document;
    uint32_t start, end, passages;
    bool found = true;

    if (tvx_groups_open(reader, segment, 0, tvx_segment_buckets(segment), NULL) == TVX_OK)
        while (tvx_groups_next(reader, &found, NULL) == TVX_OK && found)
            for (size_t i = 0; i < reader->group.count; i++) {
                const struct posting *posting = &reader->group.postings[i];

                if (posting->document >= tvx_segment_documents(segment))
                    abort();
                if (tvx_segment_bytes(segment, &start, &end, posting->document, posting->place, posting->place, NULL) ==
                        TVX_OK && start > end)
                    abort();
            }
    for (size_t i = 0; i < sizeof hashes / sizeof *hashes; i++) {
        tvx_groups_find(reader, segment, &found, hashes[i], NULL);
        tvx_segment_term(segment, &passages, hashes[i] << 16, NULL);
    }
    for (uint32_t i = 0; i < 8; i++)
        tvx_segment_document(segment, &document, i, NULL);
    tvx_groups_close(reader);
    free(reader);
}

/* `words`: also what takes milliseconds, because it has to know the common words. */
static void ask_all(bool words)
{
    struct tvx_pairs_options options = {.folder = base.folder, .threads = 1, .memory = 1, .least_bits = 1};
    struct tvx_arena *arena = tvx_arena_new(64 << 20);
    struct tvx_rarity *rarity = NULL;
    struct tvx_candidate *out;
    struct tvx_index *index;
    size_t count, pairs = 0;

    if (tvx_index_open(&index, base.folder, NULL) == TVX_OK) {
        tvx_index_check(index, NULL);
        read_all(index);
        for (size_t i = 0; words && i < sizeof texts / sizeof *texts; i++)
            if (tvx_index_candidates(index, arena, &out, &count, "", texts[i], strlen(texts[i]), NULL, NULL) == TVX_OK)
                for (size_t k = 0; k < count; k++)
                    if (out[k].start + out[k].length > strlen(texts[i]))
                        abort();
        tvx_index_pairs(index, &options, take_pair, &pairs, NULL, NULL);
        if (words && tvx_index_rarity(index, &rarity, NULL, texts, 5, NULL) == TVX_OK)
            tvx_rarity_free(rarity);
        tvx_index_close(index);
    }
    tvx_arena_free(arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t length = base.length;
    unsigned char *bytes = malloc(length);
    struct tvx_index state = {.count = 1, .next = 3};
    int file;

    memcpy(bytes, base.bytes, length);
    if (size >= 4 && (data[0] & 1) != 0)
        length -= ((size_t)data[1] << 8 | data[2]) % (length - SEGMENT_BLOCK);
    for (size_t i = 4; i + 4 <= size; i += 4)
        bytes[((size_t)data[i] << 16 | (size_t)data[i + 1] << 8 | data[i + 2]) % length] = data[i + 3];
    state.segments[0] = (struct named_segment){1, mend(bytes, length), NULL};
    file = open(base.segment, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    if (file < 0 || write(file, bytes, length) != (ssize_t)length ||
        tvx_state_save(&state, base.folder, NULL) != TVX_OK)
        abort();
    close(file);
    free(bytes);
    ask_all(size >= 4 && data[3] % 32 == 0);
    return 0;
}
