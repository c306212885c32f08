/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <travaux/base/buf.h>
#include "docx_xml.h"

/* An OLE container (old Word, or the wrapper of an encrypted package) begins with these bytes (MS-CFB 2.2). */
static const char ole_magic[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

static bool holds(const char *bytes, size_t length, const char *needle, size_t needle_length)
{
    return memmem(bytes, length, needle, needle_length) != NULL;
}

static enum tvx_status not_a_package(const char *bytes, size_t length, zip_error_t *problem, struct tvx_error *error)
{
    /* UTF-16 stream name, MS-OFFCRYPTO 2.3 */
    static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";

    if (length >= 8 && memcmp(bytes, ole_magic, 8) == 0) {
        if (holds(bytes, length, encrypted, sizeof encrypted))
            return tvx_error_set(error, TVX_E_UNSUPPORTED,
                                 "the document is encrypted with a password; save it without one and try again");
        return tvx_error_set(error, TVX_E_UNSUPPORTED,
                             "this is an old Word document (.doc), not a DOCX; save it as DOCX and try again");
    }
    if (length < 4 || memcmp(bytes, "PK", 2) != 0)
        return tvx_error_set(error, TVX_E_MALFORMED, "not a DOCX: a DOCX is a ZIP package and this file is none");
    return tvx_error_set(error, TVX_E_MALFORMED, "the ZIP package is damaged or cut off: %s",
                         zip_error_strerror(problem));
}

enum tvx_status docx_package_open(struct docx_package *package, struct tvx_arena *arena, const char *bytes,
                                  size_t length, struct tvx_error *error)
{
    zip_error_t problem;
    zip_source_t *source;
    enum tvx_status status;

    *package = (struct docx_package){.arena = arena, .budget = DOCX_MAX_TOTAL};
    zip_error_init(&problem);
    source = zip_source_buffer_create(bytes, length, 0, &problem);
    if (source == NULL) {
        zip_error_fini(&problem);
        return tvx_error_nomem(error);
    }
    package->zip = zip_open_from_source(source, ZIP_RDONLY, &problem);
    if (package->zip == NULL) {
        status = not_a_package(bytes, length, &problem, error);
        zip_source_free(source);
        zip_error_fini(&problem);
        return status;
    }
    zip_error_fini(&problem);
    if (zip_get_num_entries(package->zip, 0) > DOCX_MAX_ENTRIES) {
        docx_package_close(package);
        return tvx_error_set(error, TVX_E_LIMIT, "the package has more than %d parts", DOCX_MAX_ENTRIES);
    }
    return TVX_OK;
}

void docx_package_close(struct docx_package *package)
{
    if (package->zip != NULL)
        zip_discard(package->zip);
    package->zip = NULL;
}

int64_t docx_package_find(struct docx_package *package, const char *name)
{
    int64_t index = zip_name_locate(package->zip, name, ZIP_FL_ENC_GUESS);

    return index >= 0 ? index : zip_name_locate(package->zip, name, ZIP_FL_ENC_GUESS | ZIP_FL_NOCASE);
}

enum tvx_status docx_part_open(struct docx_part *part, struct docx_package *package, const char *name,
                               struct tvx_error *error)
{
    int64_t index = docx_package_find(package, name);
    zip_stat_t stat;

    *part = (struct docx_part){.name = name};
    if (index < 0)
        return tvx_error_set(error, TVX_E_MALFORMED, "the package has no part %s", name);
    zip_stat_init(&stat);
    if (zip_stat_index(package->zip, (zip_uint64_t)index, 0, &stat) != 0 || (stat.valid & ZIP_STAT_SIZE) == 0 ||
        (stat.valid & ZIP_STAT_COMP_SIZE) == 0)
        return tvx_error_set(error, TVX_E_MALFORMED, "the size of part %s is not told", name);
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) != 0 && stat.encryption_method != ZIP_EM_NONE)
        return tvx_error_set(error, TVX_E_UNSUPPORTED, "part %s of the package is encrypted", name);
    if (stat.size > DOCX_MAX_PART || stat.size > package->budget)
        return tvx_error_set(error, TVX_E_LIMIT, "part %s would inflate to %llu MB, more than the budget of %llu MB",
                             name,
                             (unsigned long long)(stat.size >> 20), (unsigned long long)(DOCX_MAX_PART >> 20));
    if (stat.size > DOCX_RATIO_FLOOR && stat.size / DOCX_MAX_RATIO > stat.comp_size)
        return tvx_error_set(error, TVX_E_LIMIT,
                             "part %s inflates to more than %d times its size, as only a ZIP bomb does",
                             name, DOCX_MAX_RATIO);
    part->file = zip_fopen_index(package->zip, (zip_uint64_t)index, 0);
    if (part->file == NULL)
        return tvx_error_set(error, TVX_E_MALFORMED, "part %s cannot be opened: %s", name, zip_strerror(package->zip));
    package->budget -= stat.size;
    part->left = stat.size;
    return TVX_OK;
}

int docx_part_read(struct docx_part *part, char *buffer, int size)
{
    zip_int64_t got;

    if (part->failed)
        return -1;
    if (part->bytes != NULL) {
        got = (uint64_t)size < part->left ? size : (zip_int64_t)part->left;
        memcpy(buffer, part->bytes, (size_t)got);
        part->bytes += got;
        part->left -= (uint64_t)got;
        return (int)got;
    }
    got = zip_fread(part->file, buffer, (zip_uint64_t)size);
    if (got < 0 || (uint64_t)got > part->left) {
        part->failed = true;
        return -1;
    }
    part->left -= (uint64_t)got;
    return (int)got;
}

void docx_part_close(struct docx_part *part)
{
    if (part->file != NULL)
        zip_fclose(part->file);
    part->file = NULL;
}

/* Resolves a relationship's target against the folder of its source part: "/a/b", "b", "../a/./b". */
static const char *resolve(struct tvx_arena *arena, const char *source, const char *target)
{
    const char *slash = strrchr(source, '/');
    size_t folder = *target == '/' || slash == NULL ? 0 : (size_t)(slash - source) + 1;
    char *path = tvx_arena_alloc(arena, folder + strlen(target) + 1);
    size_t length = folder;

    if (path == NULL)
        return NULL;
    memcpy(path, source, folder);
    while (*target != '\0') {
        size_t step = strcspn(target, "/\\");

        if (step == 2 && memcmp(target, "..", 2) == 0) {
            if (length > 0)
                length--; /* the slash, then the folder before it */
            while (length > 0 && path[length - 1] != '/')
                length--;
        } else if (step > 0 && !(step == 1 && *target == '.')) {
            memcpy(path + length, target, step);
            length += step;
            if (target[step] != '\0')
                path[length++] = '/';
        }
        target += step + (target[step] != '\0');
    }
    path[length] = '\0';
    return path;
}

struct relations_reader {
    struct docx_relations *out;
    size_t capacity;
    struct tvx_arena *arena;
    const char *source;
};

static void on_relation(struct docx_xml *xml, enum docx_tag tag)
{
    struct relations_reader *reader = xml->context;
    struct docx_relation *items, relation = {0};
    const char *slash;

    if (tag != TAG_RELATIONSHIP)
        return;
    relation.id = docx_attr_dup(xml, reader->arena, NS_NONE, "Id");
    relation.type = docx_attr_dup(xml, reader->arena, NS_NONE, "Type");
    relation.target = docx_attr_dup(xml, reader->arena, NS_NONE, "Target");
    relation.external = docx_value_is(docx_attr(xml, NS_NONE, "TargetMode"), "External");
    if (relation.id == NULL || relation.type == NULL || relation.target == NULL)
        return;
    slash = strrchr(relation.type, '/');
    if (slash != NULL)
        relation.type = slash + 1;
    if (!relation.external)
        relation.target = resolve(reader->arena, reader->source, relation.target);
    items = tvx_arena_grow(reader->arena, reader->out->items, reader->out->count, &reader->capacity, sizeof *items);
    if (items == NULL || relation.target == NULL) {
        docx_xml_fail(xml, TVX_E_NOMEM);
        return;
    }
    reader->out->items = items;
    items[reader->out->count++] = relation;
}

enum tvx_status docx_relations_read(struct docx_relations *out, struct docx_package *package, const char *part,
                                    struct tvx_error *error)
{
    static const struct docx_xml_handler handler = {.start = on_relation};
    struct relations_reader reader = {.out = out, .arena = package->arena, .source = part};
    const char *slash = strrchr(part, '/'), *base = slash == NULL ? part : slash + 1;
    const char *name = tvx_arena_printf(package->arena, "%.*s_rels/%s.rels", (int)(base - part), part, base);

    *out = (struct docx_relations){NULL, 0};
    if (name == NULL)
        return tvx_error_nomem(error);
    if (docx_package_find(package, name) < 0)
        return TVX_OK;
    return docx_xml_parse(package, name, &handler, &reader, error);
}

const char *docx_relations_find(const struct docx_relations *relations, const char *type)
{
    for (size_t i = 0; i < relations->count; i++)
        if (!relations->items[i].external && strcmp(relations->items[i].type, type) == 0)
            return relations->items[i].target;
    return NULL;
}

struct types_reader {
    struct tvx_arena *arena;
    const char *main, *other; /* parts whose content type says Word's main document, or another program's */
};

static void on_type(struct docx_xml *xml, enum docx_tag tag)
{
    struct types_reader *reader = xml->context;
    char *type, *name;

    if (tag != TAG_CT_OVERRIDE)
        return;
    type = docx_attr_dup(xml, reader->arena, NS_NONE, "ContentType");
    name = docx_attr_dup(xml, reader->arena, NS_NONE, "PartName");
    if (type == NULL || name == NULL)
        return;
    if (strstr(type, ".main+xml") == NULL)
        return;
    if (strstr(type, "wordprocessingml") != NULL || strstr(type, "ms-word") != NULL)
        reader->main = name + (*name == '/');
    else
        reader->other = strstr(type, "spreadsheetml") != NULL || strstr(type, "ms-excel") != NULL ? "workbook" :
            "set of slides";
}

enum tvx_status docx_package_main(const char **name, struct docx_package *package, struct tvx_error *error)
{
    static const struct docx_xml_handler handler = {.start = on_type};
    static const char types[] = "[Content_Types].xml", usual[] = "word/document.xml";
    struct types_reader reader = {.arena = package->arena};
    struct docx_relations relations;
    enum tvx_status status = docx_relations_read(&relations, package, "", error);

    *name = NULL;
    if (status == TVX_OK && docx_package_find(package, types) >= 0)
        status = docx_xml_parse(package, types, &handler, &reader, error);
    if (status != TVX_OK)
        return status;
    if (reader.other != NULL && reader.main == NULL)
        return tvx_error_set(error, TVX_E_UNSUPPORTED, "this package is a %s, not a Word document", reader.other);
    *name = docx_relations_find(&relations, "officeDocument");
    if (*name == NULL || docx_package_find(package, *name) < 0)
        *name = reader.main;
    if (*name == NULL || docx_package_find(package, *name) < 0)
        *name = usual;
    if (docx_package_find(package, *name) < 0)
        return tvx_error_set(error, TVX_E_MALFORMED,
                             "the ZIP package holds no Word document (no main document part is named in it)");
    return TVX_OK;
}
