/* SPDX-License-Identifier: AGPL-3.0-or-later */
/*
 * The API under /api/v1.  One table (api_table.c) says of every operation its address, who may ask, what it takes and
 * what it answers; the routes and the OpenAPI document are both made from it, so that they cannot part.  An answer is
 * one JSON object; a list is {"items":[…],"next":CURSOR|null}.
 */
#ifndef SERVE_API_H
#define SERVE_API_H

#include "http.h"

#include <jansson.h>
#include <travaux/base/json.h>

#define API_ROOT "/api/v1"

/* What somebody who has not signed in may read of it. */
enum api_open {
    API_CLOSED,    /* nothing */
    API_WORKSPACE, /* all, where the whole workspace is published */
    API_REFERENCE, /* what is published of the thing that the address names */
    API_OPEN,      /* all */
};

enum api_shape {
    API_OBJECT, /* one of the schema */
    API_LIST,   /* {"items":[…of the schema],"next":…} */
    API_BYTES,  /* `schema` is the media type */
    API_TEXT,   /* likewise, UTF-8 */
    API_NOTHING, /* 204 */
};

struct api_call;
typedef enum tvx_status api_answer(struct api_call *call);

struct api_operation {
    struct route route; /* pattern: "/api/v1/proposals/{number}/force"; what stands for {…} may hold slashes */
    api_answer *answer;
    enum api_open open;
    const char *parameters; /* names, of those in api_parameters, with a space between */
    enum api_shape shape;
    const char *schema;     /* of the answer */
    const char *body;       /* schema of what is sent; NULL: nothing */
    const char *tag, *summary;
    unsigned success;       /* status of an answer; 0: 200, or 204 */
};
extern const struct api_operation api_operations[];
extern const size_t api_operation_count;

struct api_parameter {
    const char *name;
    const char *schema; /* JSON Schema of its value */
    const char *help;
};
extern const struct api_parameter api_parameters[];
extern const size_t api_parameter_count;

/* The operation's route for an address under API_ROOT, as route_find. */
const struct route *api_find(const char *method, const char *path, const char **rest, bool *other);

struct api_call { /* one request being answered; answers are written to `json` */
    struct request *request;
    struct reply *reply;
    const struct api_operation *operation;
    struct tvx_arena *arena;
    struct tvx_store *store;
    struct tvx_error *error;
    const char *argument; /* what stands for {…}; NULL where the address has none */
    struct tvx_json json;
    json_t *body;         /* of who sends JSON */
};

ROUTE_HANDLER(api_handler);

const char *api_value(const struct api_call *call, const char *name); /* of a parameter; NULL, also where empty */
/* "true", "1" or nothing after "=": yes. */
bool api_flag(const struct api_call *call, const char *name);
/* What the address or ?ref= names. */
const char *api_reference(const struct api_call *call);
struct tvx_filter api_filter(const struct api_call *call);

/* ---- lists ---- */

enum { API_LIMIT = 100, API_LIMIT_MOST = 1000 };

/* The name by which an item of a list is found again; unique in it, arena-owned or longer. */
typedef const char *api_key(void *context, size_t index);
struct api_part { /* of a list that is answered: items from…to, then the cursor */
    size_t from, to;
    const char *next; /* NULL: the list ends here */
};
/* Which part is asked for by ?cursor= and ?limit=; TVX_E_USAGE for a cursor that is none, or another list's. */
enum tvx_status api_part(struct api_call *call, struct api_part *out, size_t count, api_key *key, void *context);
/* How many items from the list's beginning are enough for the part that is asked for. */
enum tvx_status api_reach(struct api_call *call, size_t *out);
void api_list_begin(struct api_call *call);
/* The same where the array comes whole from a renderer. */
void api_whole_begin(struct api_call *call);
void api_whole_end(struct api_call *call, const struct api_part *part);
void api_list_end(struct api_call *call, const struct api_part *part);

/* cursor.c: "index, key" of the item before the next, bound to the list by its address. */
const char *cursor_make(struct tvx_arena *arena, const char *list, size_t index, const char *key);
/* False for what was not made by cursor_make for this list. */
bool cursor_read(struct tvx_arena *arena, size_t *index, const char **key, const char *list, const char *cursor);

/* ---- what is sent ---- */

struct api_field {
    const char *name;
    char kind; /* 's' text, 'n' number, 'i' whole number, 'b' truth, 'j' any JSON */
    bool required;
    void *into; /* const char **, double *, int64_t *, bool *, json_t **; left as it is where nothing is sent */
    size_t most; /* bytes of a text; 0: 64 KiB */
};
/* TVX_E_USAGE that names the member which is missing, unknown, or of another kind. */
enum tvx_status api_fields(struct api_call *call, const struct api_field *fields, size_t count);
enum tvx_status api_object_fields(struct api_call *call, json_t *object, const struct api_field *fields, size_t count);
/* The body as an object; TVX_E_USAGE where there is none. */
enum tvx_status api_body(struct api_call *call);
enum tvx_status api_body_read(struct api_call *call, const char *text, size_t length);
/* 409 with what stands there now. */
enum tvx_status api_stale(struct api_call *call, int64_t revision, int64_t set_aside);

/* ---- the answers ---- */
#define API_ANSWER(name) enum tvx_status name(struct api_call *call)
/* api_law.c */
API_ANSWER(api_status);
API_ANSWER(api_instruments);
API_ANSWER(api_instrument);
API_ANSWER(api_provisions);
API_ANSWER(api_provision);
API_ANSWER(api_compare);
API_ANSWER(api_lineage);
API_ANSWER(api_blame);
API_ANSWER(api_brackets);
API_ANSWER(api_diff);
API_ANSWER(api_institutions);
API_ANSWER(api_who_decides);
/* api_paper.c */
API_ANSWER(api_documents);
API_ANSWER(api_document);
API_ANSWER(api_document_tree);
API_ANSWER(api_document_health);
API_ANSWER(api_document_original);
API_ANSWER(api_proposals);
API_ANSWER(api_proposal);
API_ANSWER(api_actors);
API_ANSWER(api_actor);
API_ANSWER(api_events);
API_ANSWER(api_search);
API_ANSWER(api_register);
API_ANSWER(api_calendar);
API_ANSWER(api_calendar_ics);
/* api_analyse.c */
API_ANSWER(api_novelty_list);
API_ANSWER(api_novelty);
API_ANSWER(api_force_list);
API_ANSWER(api_force);
API_ANSWER(api_likelihood_list);
API_ANSWER(api_likelihood);
API_ANSWER(api_outcomes);
API_ANSWER(api_outcome);
API_ANSWER(api_outcome_summary);
API_ANSWER(api_assessments);
API_ANSWER(api_assess);
API_ANSWER(api_scope);
API_ANSWER(api_definitions);
API_ANSWER(api_positions);
API_ANSWER(api_themes);
/* api_reuse.c */
API_ANSWER(api_trace);
API_ANSWER(api_reuse);
API_ANSWER(api_retabled);
API_ANSWER(api_retabled_of);
API_ANSWER(api_review);
API_ANSWER(api_judge);
/* api_people.c */
API_ANSWER(api_me);
API_ANSWER(api_follows);
API_ANSWER(api_follow);
API_ANSWER(api_unfollow);
API_ANSWER(api_opinions);
API_ANSWER(api_opinion_enter);
API_ANSWER(api_hand_positions);
API_ANSWER(api_hand_position_enter);
API_ANSWER(api_audit);
API_ANSWER(api_accounts);
API_ANSWER(api_published);
/* api_annotation.c */
API_ANSWER(api_annotations);
API_ANSWER(api_annotation);
API_ANSWER(api_annotation_history);
API_ANSWER(api_annotate);
API_ANSWER(api_annotation_put);
API_ANSWER(api_annotation_delete);
/* api_joint.c */
API_ANSWER(api_joints);
API_ANSWER(api_joint);
API_ANSWER(api_joint_versions);
API_ANSWER(api_joint_draft);
API_ANSWER(api_joint_save);
/* api_export.c */
API_ANSWER(api_export);
API_ANSWER(api_export_csv);
/* api_upload.c */
API_ANSWER(api_upload);
API_ANSWER(api_uploads);
API_ANSWER(api_upload_report);
/* openapi.c */
API_ANSWER(api_description);

/* The stored proposal that a reference names; TVX_E_NOTFOUND. */
enum tvx_status api_proposal_find(struct api_call *call, const struct tvx_stored_proposal **out, const char *reference);
/* The document's row; the reference may be its number. */
enum tvx_status api_document_find(struct api_call *call, const struct tvx_stored_document **out,
                                  const char *reference);

#endif
