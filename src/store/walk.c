/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { DEPTH_MAX = 64, ITEMS_MAX = 1000000 };

struct walker {
    struct tvx_walk *out;
    struct tvx_arena *arena;
    size_t capacity, root;
    struct stat workspace;
    bool has_workspace;
    struct seen { dev_t device; ino_t inode; } *seen; /* folders, so that a loop of links ends */
    size_t seen_count, seen_capacity;
    struct tvx_error *error;
};

static bool add_item(struct walker *walker, const char *path, const char *reason)
{
    struct tvx_walk_item *larger;

    if (walker->out->count == ITEMS_MAX) {
        tvx_error_set(walker->error, TVX_E_LIMIT, "more than %d files; add them folder by folder", (int)ITEMS_MAX);
        return false;
    }
    larger = tvx_arena_grow(walker->arena, walker->out->items, walker->out->count, &walker->capacity, sizeof *larger);
    if (larger == NULL || path == NULL) {
        tvx_error_nomem(walker->error);
        return false;
    }
    walker->out->items = larger;
    larger[walker->out->count++] = (struct tvx_walk_item){.path = path, .root = walker->root, .reason = reason};
    return true;
}

static bool refuse(struct walker *walker, const char *path, int reason, int depth)
{
    if (depth == 0 && (reason == ENOENT || reason == ENOTDIR)) { /* deeper it is a link that points nowhere */
        if (!add_item(walker, path, "there is no such file or folder"))
            return false;
        walker->out->items[walker->out->count - 1].gone = true;
        return true;
    }
    return add_item(walker, path, tvx_arena_printf(walker->arena, "cannot be read: %s", strerror(reason)));
}

/* True the first time a folder is met. */
static bool first_visit(struct walker *walker, const struct stat *about)
{
    struct seen *larger;

    for (size_t i = 0; i < walker->seen_count; i++)
        if (walker->seen[i].device == about->st_dev && walker->seen[i].inode == about->st_ino)
            return false;
    larger = tvx_arena_grow(walker->arena, walker->seen, walker->seen_count, &walker->seen_capacity, sizeof *larger);
    if (larger == NULL)
        return false;
    walker->seen = larger;
    larger[walker->seen_count++] = (struct seen){about->st_dev, about->st_ino};
    return true;
}

static bool is_workspace(const struct walker *walker, const char *path, const struct stat *about)
{
    static const char journal[] = "-journal";
    size_t length = strlen(path);
    struct stat main_file;
    char *main_path;
    bool is;

    if (!walker->has_workspace)
        return false;
    if (about->st_dev == walker->workspace.st_dev && about->st_ino == walker->workspace.st_ino)
        return true;
    if (length <= sizeof journal - 1 || strcmp(path + length - (sizeof journal - 1), journal) != 0)
        return false;
    main_path = strndup(path, length - (sizeof journal - 1));
    is = main_path != NULL && stat(main_path, &main_file) == 0 && main_file.st_dev == walker->workspace.st_dev &&
         main_file.st_ino == walker->workspace.st_ino;
    free(main_path);
    return is;
}

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name); /* bytes, not the locale: the same order everywhere */
}

static int visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && strcmp(entry->d_name, "travaux.toml") != 0;
}

/* Depth is bounded, so recursion is: one call a folder level. */
static bool take(struct walker *walker, const char *path, int depth)
{
    struct dirent **names = NULL;
    struct stat about;
    bool good = true;
    int count;

    if (path == NULL || stat(path, &about) != 0)
        return refuse(walker, path, path == NULL ? ENOMEM : errno, depth);
    if (!S_ISDIR(about.st_mode)) {
        if (!S_ISREG(about.st_mode))
            return add_item(walker, path, "is neither a file nor a folder");
        return is_workspace(walker, path, &about) ? true : add_item(walker, path, NULL);
    }
    if (!first_visit(walker, &about))
        return true;
    if (depth == DEPTH_MAX)
        return add_item(walker, path, "is nested too deep");
    count = scandir(path, &names, visible, by_name);
    if (count < 0)
        return refuse(walker, path, errno, depth);
    if (depth == 0)
        walker->root = strlen(path);
    for (int i = 0; i < count; i++) {
        size_t length = strlen(path);

        if (good)
            good = take(walker,
                        tvx_arena_printf(walker->arena, "%s%s%s", path,
                                         length > 0 && path[length - 1] == '/' ? "" : "/", names[i]->d_name),
                        depth + 1);
        free(names[i]);
    }
    free(names);
    return good;
}

enum tvx_status tvx_walk_paths(struct tvx_walk *out, struct tvx_arena *arena, const char *const *paths, size_t count,
                               const char *workspace, struct tvx_error *error)
{
    struct tvx_error reason = {0};
    struct walker walker = {.out = out, .arena = arena, .error = error == NULL ? &reason : error};

    *out = (struct tvx_walk){0};
    walker.has_workspace = workspace != NULL && stat(workspace, &walker.workspace) == 0;
    for (size_t i = 0; i < count; i++) {
        walker.root = 0;
        if (!take(&walker, paths[i], 0))
            return walker.error->status;
    }
    return TVX_OK;
}
