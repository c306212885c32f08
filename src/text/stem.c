/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * Words are runs of letters, marks and digits; ICU's dictionary is asked only for scripts written without
 * spaces, so that the common case stays fast.  Folding is Unicode's NFKC_Casefold (UAX #31, 5.1), stemming is
 * Snowball's; both go through a small cache, because few words make up most of any text.
 */
#include <libstemmer.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <travaux/text/stem.h>
#include <travaux/text/utf8.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

enum language { LANGUAGE_ENGLISH, LANGUAGE_FRENCH, LANGUAGE_SPANISH, LANGUAGE_RUSSIAN, LANGUAGE_ARABIC, LANGUAGES };

enum {
    CACHE_SLOTS = 8192, /* a power of two */
    CACHE_WORD = 40,    /* longer words are not cached */
    TERM_MAX = 192,     /* bytes of a term; the rest of a longer word is left out */
    CHUNK = 2048,       /* code points of an unspaced run looked at together */
    CHAIN_MAX = 8,      /* parts of a symbol such as A/RES/70/1 */
};

struct cached {
    uint8_t language, raw_length, term_length;
    char raw[CACHE_WORD], term[CACHE_WORD];
};

struct tvx_stemmer {
    struct sb_stemmer *snowball[LANGUAGES];
    const UNormalizer2 *fold;
    UBreakIterator *breaks;
    struct cached *cache;
};

struct output {
    struct tvx_stemmer *stemmer;
    enum language latin;
    const char *text;
    size_t length;
    tvx_term_fn *fn;
    void *context;
};

struct tvx_stemmer *tvx_stemmer_new(void)
{
    static const char *const names[LANGUAGES] = {"english", "french", "spanish", "russian", "arabic"};
    struct tvx_stemmer *stemmer = calloc(1, sizeof *stemmer);
    UErrorCode code = U_ZERO_ERROR;
    bool good = true;

    if (stemmer == NULL)
        return NULL;
    for (int i = 0; i < LANGUAGES; i++) {
        stemmer->snowball[i] = sb_stemmer_new(names[i], "UTF_8");
        good = good && stemmer->snowball[i] != NULL;
    }
    stemmer->fold = unorm2_getNFKCCasefoldInstance(&code);
    stemmer->breaks = ubrk_open(UBRK_WORD, "", NULL, 0, &code);
    stemmer->cache = calloc(CACHE_SLOTS, sizeof *stemmer->cache);
    if (!good || U_FAILURE(code) || stemmer->cache == NULL) {
        tvx_stemmer_free(stemmer);
        return NULL;
    }
    return stemmer;
}

void tvx_stemmer_free(struct tvx_stemmer *stemmer)
{
    if (stemmer == NULL)
        return;
    for (int i = 0; i < LANGUAGES; i++)
        sb_stemmer_delete(stemmer->snowball[i]);
    if (stemmer->breaks != NULL)
        ubrk_close(stemmer->breaks);
    free(stemmer->cache);
    free(stemmer);
}

/* ---- what a code point is to a word ---- */

enum class { CLASS_NONE, CLASS_LETTER, CLASS_DIGIT, CLASS_IGNORED, CLASS_HAN, CLASS_UNSPACED };

static enum class class_of(uint32_t point)
{
    if (point < 0x80) {
        if (point >= '0' && point <= '9')
            return CLASS_DIGIT;
        return (point >= 'a' && point <= 'z') || (point >= 'A' && point <= 'Z') ? CLASS_LETTER : CLASS_NONE;
    }
    if (point == 0xAD || (point >= 0x200B && point <= 0x200D) || point == 0x2060 || point == 0xFEFF)
        return CLASS_IGNORED;
    if ((U_GET_GC_MASK((UChar32)point) & (U_GC_L_MASK | U_GC_M_MASK | U_GC_N_MASK)) == 0)
        return CLASS_NONE;
    if (point >= 0xE00) {
        UErrorCode code = U_ZERO_ERROR;
        UScriptCode script = uscript_getScript((UChar32)point, &code);

        if (script == USCRIPT_HAN)
            return CLASS_HAN;
        if (script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA || script == USCRIPT_THAI ||
            script == USCRIPT_LAO || script == USCRIPT_KHMER || script == USCRIPT_MYANMAR)
            return CLASS_UNSPACED;
    }
    return u_charType((UChar32)point) == U_DECIMAL_DIGIT_NUMBER ? CLASS_DIGIT : CLASS_LETTER;
}

static enum class class_at(const struct output *output, size_t at, size_t *behind)
{
    if (at >= output->length)
        return CLASS_NONE;
    *behind = at;
    return class_of(tvx_utf8_next(output->text, output->length, behind));
}

static bool in_word(enum class class)
{
    return class == CLASS_LETTER || class == CLASS_DIGIT || class == CLASS_IGNORED;
}

/* Bytes of an apostrophe (' or ’) at `at`, 0 when there is none. */
static size_t apostrophe_at(const struct output *output, size_t at)
{
    if (at < output->length && output->text[at] == '\'')
        return 1;
    return at + 3 <= output->length && memcmp(output->text + at, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
}

/*
 * An apostrophe stays in "State's" and "aujourd'hui" and cuts "l'Union" and "jusqu'à": it cuts after "qu",
 * and after one or two letters unless a single letter follows.  The rule asks for no language, since a query has none.
 */
static bool apostrophe_joins(const struct output *output, size_t start, size_t at, size_t mark)
{
    size_t behind = 0, last = 0;

    if (class_at(output, at + mark, &behind) != CLASS_LETTER)
        return false;
    if (at - start >= 2 && (output->text[at - 2] | 0x20) == 'q' && (output->text[at - 1] | 0x20) == 'u')
        return false;
    if (!in_word(class_at(output, behind, &last)))
        return true;
    return tvx_utf8_count(output->text + start, at - start) > 2;
}

/* Where the word that starts at `start` ends; *digit when it holds one.  "5.1" and "4,635" are one word. */
static size_t word_end(const struct output *output, size_t start, bool *digit)
{
    size_t at = start;

    for (;;) {
        size_t behind = at, mark = apostrophe_at(output, at);
        enum class class = class_at(output, at, &behind);

        if (in_word(class)) {
            *digit = *digit || class == CLASS_DIGIT;
        } else if (mark > 0 && at > start && apostrophe_joins(output, start, at, mark)) {
            behind = at + mark;
        } else if (at > start && at + 1 < output->length && (output->text[at] == '.' || output->text[at] == ',') &&
                   output->text[at - 1] >= '0' && output->text[at - 1] <= '9' && output->text[at + 1] >= '0' &&
                   output->text[at + 1] <= '9') {
            behind = at + 1;
        } else {
            return at;
        }
        at = behind;
    }
}

/* Where the chain of words joined by "/" ends when one of them holds a digit ("A/RES/70/1"); else `end`. */
static size_t chain_end(const struct output *output, size_t end, bool *digit)
{
    size_t at = end;
    bool any = *digit;

    for (int i = 0; i < CHAIN_MAX; i++) {
        size_t behind, next;

        if (at + 1 >= output->length || output->text[at] != '/' || !in_word(class_at(output, at + 1, &behind)))
            break;
        next = word_end(output, at + 1, &any);
        at = next;
    }
    if (!any)
        return end;
    *digit = true;
    return at;
}

/* ---- folding and stemming ---- */

/* Folded word in term[TERM_MAX]; its length.  Anything at or below a space is left out: terms hold none. */
static size_t fold_word(struct tvx_stemmer *stemmer, char *term, const char *word, size_t length)
{
    UChar wide[TERM_MAX], folded[TERM_MAX];
    int32_t wide_length = 0, folded_length, out = 0;
    UErrorCode code = U_ZERO_ERROR;
    size_t kept = 0;
    bool ascii = true;

    while (length > TERM_MAX / 2 && ((unsigned char)word[length - 1] & 0xC0) == 0x80)
        length--;
    if (length > TERM_MAX / 2) {
        length = TERM_MAX / 2;
        while (length > 0 && ((unsigned char)word[length] & 0xC0) == 0x80)
            length--;
    }
    for (size_t i = 0; i < length && ascii; i++)
        ascii = (unsigned char)word[i] < 0x80;
    if (ascii) {
        for (size_t i = 0; i < length; i++)
            term[i] = word[i] >= 'A' && word[i] <= 'Z' ? (char)(word[i] + 32) : word[i];
        return length;
    }
    u_strFromUTF8WithSub(wide, TERM_MAX, &wide_length, word, (int32_t)length, 0xFFFD, NULL, &code);
    folded_length = unorm2_normalize(stemmer->fold, wide, wide_length, folded, TERM_MAX, &code);
    if (U_FAILURE(code))
        return 0;
    for (int32_t i = 0; i < folded_length; i++) {
        if (folded[i] == 0x2019)
            folded[i] = '\'';
        else if (folded[i] >= 0x80 && u_charType(folded[i]) == U_DECIMAL_DIGIT_NUMBER)
            folded[i] = (UChar)('0' + u_charDigitValue(folded[i])); /* ٧٠ is 70 */
    }
    while (u_strToUTF8(term, TERM_MAX, &out, folded, folded_length, &code), U_FAILURE(code) && folded_length > 0) {
        folded_length--; /* a term that swells past its room is cut */
        if (folded_length > 0 && U16_IS_LEAD(folded[folded_length - 1]))
            folded_length--;
        code = U_ZERO_ERROR;
    }
    for (int32_t i = 0; i < out; i++)
        if ((unsigned char)term[i] > 0x20)
            term[kept++] = term[i];
    return kept;
}

/* The Snowball language of a word by its first letter's script; LANGUAGES: none. */
static enum language language_of(const struct output *output, const char *term, size_t length)
{
    size_t at = 0;
    uint32_t point = length == 0 ? 0 : tvx_utf8_next(term, length, &at);

    if (point < 0x250)
        return output->latin;
    if (point >= 0x400 && point < 0x530)
        return LANGUAGE_RUSSIAN;
    if ((point >= 0x600 && point < 0x780) || (point >= 0x8A0 && point < 0x900))
        return LANGUAGE_ARABIC;
    return point >= 0x1E00 && point < 0x1F00 ? output->latin : LANGUAGES;
}

static uint32_t hash_word(enum language language, const char *word, size_t length)
{
    uint32_t hash = 2166136261u ^ (uint32_t)language; /* FNV-1a */

    for (size_t i = 0; i < length; i++)
        hash = (hash ^ (unsigned char)word[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static int emit_word(const struct output *output, size_t start, size_t end, bool digit)
{
    const char *word = output->text + start;
    size_t length = end - start, term_length;
    struct cached *slot = &output->stemmer->cache[hash_word(output->latin, word, length) & (CACHE_SLOTS - 1)];
    char term[TERM_MAX];
    enum language language;

    if (length == slot->raw_length && slot->language == (uint8_t)output->latin && memcmp(slot->raw, word, length) == 0)
        return slot->term_length == 0
                   ? 0
                   : output->fn(output->context, slot->term, slot->term_length, start, length, false);
    term_length = fold_word(output->stemmer, term, word, length);
    language = language_of(output, term, term_length);
    if (!digit && term_length > 0 && language != LANGUAGES) {
        struct sb_stemmer *snowball = output->stemmer->snowball[language];
        const sb_symbol *stem = sb_stemmer_stem(snowball, (const sb_symbol *)term, (int)term_length);
        size_t stem_length = stem == NULL ? 0 : (size_t)sb_stemmer_length(snowball);

        if (stem_length > 0 && stem_length <= sizeof term) {
            memcpy(term, stem, stem_length);
            term_length = stem_length;
        }
    }
    if (length <= CACHE_WORD && term_length <= CACHE_WORD) {
        slot->language = (uint8_t)output->latin;
        slot->raw_length = (uint8_t)length;
        slot->term_length = (uint8_t)term_length;
        memcpy(slot->raw, word, length);
        memcpy(slot->term, term, term_length);
    }
    return term_length == 0 ? 0 : output->fn(output->context, term, term_length, start, length, false);
}

/* ---- scripts written without spaces ---- */

struct run {
    UChar wide[2 * CHUNK + 2];
    uint32_t byte_at[2 * CHUNK + 2]; /* byte offset in the text of each UTF-16 unit, and of the end */
    bool word_starts[2 * CHUNK + 2], han[2 * CHUNK + 2];
    int32_t length;
};

static int emit_slice(const struct output *output, size_t start, size_t end, bool same_place, bool *sent)
{
    char term[TERM_MAX];
    size_t length = fold_word(output->stemmer, term, output->text + start, end - start);

    if (length == 0)
        return 0;
    *sent = true;
    return output->fn(output->context, term, length, start, end - start, same_place);
}

static int32_t unit_after(const struct run *run, int32_t at)
{
    return at + (U16_IS_LEAD(run->wide[at]) && at + 1 < run->length ? 2 : 1);
}

/*
 * Each Han character is a place: the word that starts there (by ICU), then the pair of it and the next character.  So a
 * phrase of pairs finds any string of characters, also where the dictionary cuts otherwise than the reader would.
 */
static int emit_run(const struct output *output, const struct run *run)
{
    int stop = 0;

    for (int32_t at = 0, next; at < run->length && stop == 0; at = next) {
        int32_t word = at, pair;
        bool sent = false;

        next = unit_after(run, at);
        if (run->word_starts[at])
            for (word = next; word < run->length && !run->word_starts[word];)
                word = unit_after(run, word);
        if (!run->han[at]) {
            next = word > at ? word : next;
            if (word > at)
                stop = emit_slice(output, run->byte_at[at], run->byte_at[word], false, &sent);
            continue;
        }
        pair = next < run->length && run->han[next] ? unit_after(run, next) : next;
        if (word > at && word != pair)
            stop = emit_slice(output, run->byte_at[at], run->byte_at[word], false, &sent);
        if (stop == 0 && (pair > next || !sent))
            stop = emit_slice(output, run->byte_at[at], run->byte_at[pair], sent, &sent);
    }
    return stop;
}

/* Takes the run of unspaced characters at *at (at most CHUNK of them) and moves *at behind it. */
static int take_run(const struct output *output, size_t *at)
{
    struct run run = {.length = 0};
    UErrorCode code = U_ZERO_ERROR;
    size_t behind = *at;

    for (int count = 0; count < CHUNK; count++) {
        size_t start = *at;
        enum class class = class_at(output, start, &behind);
        uint32_t point;
        UBool bad = false;

        if (start >= output->length || (class != CLASS_HAN && class != CLASS_UNSPACED))
            break;
        point = tvx_utf8_next(output->text, output->length, at);
        run.han[run.length] = class == CLASS_HAN;
        run.byte_at[run.length] = (uint32_t)start;
        run.byte_at[run.length + 1] = (uint32_t)start;
        U16_APPEND(run.wide, run.length, 2 * CHUNK, (UChar32)point, bad);
        if (bad)
            break;
    }
    run.byte_at[run.length] = (uint32_t)*at;
    ubrk_setText(output->stemmer->breaks, run.wide, run.length, &code);
    if (U_FAILURE(code))
        return 0;
    for (int32_t cut = ubrk_first(output->stemmer->breaks); cut != UBRK_DONE && cut < run.length;
         cut = ubrk_next(output->stemmer->breaks))
        run.word_starts[cut] = true;
    return emit_run(output, &run);
}

int tvx_terms(struct tvx_stemmer *stemmer, const char *language, const char *text, size_t length, tvx_term_fn *fn,
              void *context)
{
    struct output output = {stemmer, LANGUAGE_ENGLISH, text, length, fn, context};
    int stop = 0;

    if (language != NULL && strncmp(language, "fr", 2) == 0)
        output.latin = LANGUAGE_FRENCH;
    else if (language != NULL && strncmp(language, "es", 2) == 0)
        output.latin = LANGUAGE_SPANISH;
    for (size_t at = 0; at < length && stop == 0;) {
        size_t behind = at, end;
        enum class class = class_at(&output, at, &behind);
        bool digit = false;

        if (class == CLASS_HAN || class == CLASS_UNSPACED) {
            stop = take_run(&output, &at);
        } else if (class == CLASS_LETTER || class == CLASS_DIGIT) {
            end = word_end(&output, at, &digit);
            end = chain_end(&output, end, &digit);
            stop = emit_word(&output, at, end, digit);
            at = end;
        } else {
            at = behind;
        }
    }
    return stop;
}
