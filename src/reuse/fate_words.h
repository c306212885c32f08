/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How much of what an edit asks for stands in the text that was adopted in its place, word by word. */
#ifndef REUSE_FATE_WORDS_H
#define REUSE_FATE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>
#include <travaux/reuse/fate.h>
#include <travaux/text/token.h>

struct fate_words {
    size_t asked;    /* words that the edit inserts or deletes */
    size_t adopted;  /* of these */
    size_t inserted; /* of the adopted ones, those inserted */
    bool *taken;     /* by token of the adopted text: it came with the edit; arena-owned, as the rest */
    size_t taken_count;
    struct tvx_fate_word *words; /* see tvx_outcome */
    size_t word_count;
    struct tvx_fate_stand *stands; /* by token of the adopted text */
};

/*
 * `before` and `after` are the edit's, `adopted` is what stands there now; none with its label.  An inserted word is
 * adopted when it stands in the same surroundings there and did not stand there before; a deleted one, when it is gone,
 * unless other words were put in its place than the edit's.
 */
enum tvx_status fate_words_count(struct fate_words *out, struct tvx_arena *arena, const char *before,
                                 const char *after, const char *adopted, struct tvx_error *error);

/* The tokens of a text without their order. */
struct fate_bag {
    uint32_t *ids; /* ascending, doubles kept; of the vocabulary that it was read with */
    size_t count;
};
bool fate_bag_read(struct fate_bag *out, struct tvx_arena *arena, struct tvx_vocab *vocab, const char *text);
/* Share of x's tokens that y has, too. */
double fate_bag_within(const struct fate_bag *x, const struct fate_bag *y);

#endif
