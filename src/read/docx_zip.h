/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The package around a Word document: a ZIP file whose parts point to each other through relationships (ECMA-376
 * part 2, Open Packaging Conventions).  Sizes are checked before a byte is inflated, and a budget holds for all
 * parts together, so that a small file cannot grow without end.
 */
#ifndef TRAVAUX_READ_DOCX_ZIP_H
#define TRAVAUX_READ_DOCX_ZIP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <travaux/base/arena.h>
#include <travaux/base/error.h>
#include <zip.h>

enum {
    DOCX_MAX_ENTRIES = 65536,
    /* of inflated to stored bytes, for parts over DOCX_RATIO_FLOOR; text inflates to 5…60 times */
    DOCX_MAX_RATIO = 400,
    DOCX_RATIO_FLOOR = 16 << 20,
};
#define DOCX_MAX_PART ((uint64_t)256 << 20)  /* inflated bytes of one part */
#define DOCX_MAX_TOTAL ((uint64_t)512 << 20) /* of all parts that are read */

struct docx_package {
    zip_t *zip;
    struct tvx_arena *arena; /* for names; not owned */
    uint64_t budget;         /* inflated bytes that may still be read */
};

/* `bytes` must outlive the package. */
enum tvx_status docx_package_open(struct docx_package *package, struct tvx_arena *arena, const char *bytes,
                                  size_t length, struct tvx_error *error);
void docx_package_close(struct docx_package *package);

/* Index of the part (name without leading slash, compared without regard to ASCII case), or -1. */
int64_t docx_package_find(struct docx_package *package, const char *name);

/* A part being inflated. */
struct docx_part {
    zip_file_t *file;
    const char *bytes; /* what is still to come of a part that lies in memory; NULL: read from `file` */
    const char *name;
    uint64_t left; /* declared bytes still to come; more than that is an error */
    bool failed;   /* a read failed or ran past the declared size */
};
enum tvx_status docx_part_open(struct docx_part *part, struct docx_package *package, const char *name,
                               struct tvx_error *error);
/* Up to `size` bytes; 0 at the end, -1 on damage (also remembered in `failed`). */
int docx_part_read(struct docx_part *part, char *buffer, int size);
void docx_part_close(struct docx_part *part);

struct docx_relation {
    const char *id, *type, *target; /* type: last step of its URI ("styles"); target: full part name, or as written */
    bool external;
};
struct docx_relations {
    struct docx_relation *items;
    size_t count;
};

/* The relationships of a part ("" for the package's own); none is not an error. */
enum tvx_status docx_relations_read(struct docx_relations *out, struct docx_package *package, const char *part,
                                    struct tvx_error *error);
/* The first internal target of that type, or NULL. */
const char *docx_relations_find(const struct docx_relations *relations, const char *type);

/*
 * The main document part: by the package's relationship, else by its content type, else by its usual name.
 * TVX_E_UNSUPPORTED when the package is a workbook or slides, TVX_E_MALFORMED when there is none.
 */
enum tvx_status docx_package_main(const char **name, struct docx_package *package, struct tvx_error *error);

#endif
