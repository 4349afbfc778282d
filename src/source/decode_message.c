/* SPDX-License-Identifier: MIT */
#include <stdlib.h>
#include <string.h>

#include "source/tree.h"
#include "source/walk.h"

/* Ids as an array or a single one, numbers or texts; of a file also {"id": …}. */
static void add_id(const cJSON *item, struct message *message, bool is_file)
{
    int64_t id = cJSON_IsObject(item) ? tree_member_id(item, "id", 0) : tree_id(item, 0);
    if (id <= 0)
        return;
    if (is_file)
        vec_push(&message->files, id);
    else
        vec_push(&message->likes, id);
}

static void read_ids(const cJSON *value, struct message *message, bool is_file)
{
    const cJSON *item;
    if (cJSON_IsArray(value) || (cJSON_IsObject(value) && tree_find(value, "id") == NULL))
        cJSON_ArrayForEach(item, value) add_id(item, message, is_file);
    else if (value != NULL)
        add_id(value, message, is_file);
}

/* An array of buttons, {"buttons": […]}, or "N". */
static void read_keyboard(const cJSON *keyboard, struct message *message)
{
    const cJSON *item;
    if (cJSON_IsObject(keyboard) && tree_find(keyboard, "buttons") != NULL)
        keyboard = tree_find(keyboard, "buttons");
    if (!cJSON_IsArray(keyboard) && !cJSON_IsObject(keyboard))
        return;
    cJSON_ArrayForEach(item, keyboard)
    {
        if (!cJSON_IsObject(item))
            continue;
        char *type = tree_text_or_empty(item, "type");
        bool newline = strcmp(type, "NEWLINE") == 0;
        free(type);
        vec_push(&message->buttons,
                 (struct button){.text = newline ? mem_copy_text("")
                                                 : tree_text_or_empty(item, "text"),
                                 .link = newline ? NULL : tree_text(item, "link"),
                                 .newline = newline});
    }
}

static bool is_true(const cJSON *params, const char *word)
{
    const cJSON *item = tree_find(params, word);
    return cJSON_IsTrue(item) || tree_id(item, 0) == 1 ||
           (cJSON_IsString(item) && strcmp(item->valuestring, "Y") == 0);
}

static void read_params(const cJSON *params, struct message *message)
{
    message->classes = tree_text_or_empty(params, "class");
    message->component = tree_text_or_empty(params, "componentid");
    message->name = tree_text(params, "name");
    message->vote_head = tree_small(params, "imolvotehead", 5);
    message->vote_user = tree_small(params, "imolvoteuser", 5);
    if (is_true(params, "isdeleted"))
        message->flags |= MESSAGE_DELETED;
    if (is_true(params, "isedited"))
        message->flags |= MESSAGE_EDITED;
    blocks_read(tree_find(params, "attach"), message);
    read_keyboard(tree_find(params, "keyboard"), message);
    read_ids(tree_find(params, "fileid"), message, true);
    read_ids(tree_find(params, "like"), message, false);
}

/* The members of a message, of the history's, im.dialog's and our own casing. */
enum field {
    FIELD_ID,
    FIELD_CHAT,
    FIELD_OUR_CHAT,
    FIELD_SESSION,
    FIELD_OUR_SESSION,
    FIELD_SENDER,
    FIELD_AUTHOR,
    FIELD_DATE,
    FIELD_TEXT,
    FIELD_RAW,
    FIELD_LEGACY,
    FIELD_PARAMS,
    FIELD_FILES,
    FIELD_OUR_SENDER,
    FIELD_CLASS,
    FIELD_FLAGS,
    FIELDS,
};

static const char *const field_words[FIELDS + 1] = {
    [FIELD_ID] = "id",
    [FIELD_CHAT] = "chatid",
    [FIELD_OUR_CHAT] = "chat",
    [FIELD_SESSION] = "sessionid",
    [FIELD_OUR_SESSION] = "session",
    [FIELD_SENDER] = "senderid",
    [FIELD_AUTHOR] = "authorid",
    [FIELD_DATE] = "date",
    [FIELD_TEXT] = "text",
    [FIELD_RAW] = "raw",
    [FIELD_LEGACY] = "textlegacy",
    [FIELD_PARAMS] = "params",
    [FIELD_FILES] = "files",
    [FIELD_OUR_SENDER] = "sender",
    [FIELD_CLASS] = "class",
    [FIELD_FLAGS] = "flags",
};

/* Exact, also beyond 2^53, where cJSON loses digits. */
static int64_t either_id(const struct json_slice *fields, enum field one, enum field other)
{
    return slice_chat_id(fields[one].size ? fields[one] : fields[other]);
}

static char *raw_text(const struct json_slice *fields)
{
    char *raw = slice_text(fields[FIELD_RAW].size ? fields[FIELD_RAW] : fields[FIELD_TEXT]);
    char *legacy;
    struct str text = {0};
    if (*raw != '\0' || fields[FIELD_LEGACY].size <= strlen("\"\""))
        return raw;
    free(raw);
    legacy = slice_text(fields[FIELD_LEGACY]);
    bbcode_from_legacy(legacy, strlen(legacy), &text);
    free(legacy);
    return str_take(&text);
}

/* The value as strict JSON, in strict where it had to be repaired. */
static struct json_slice repaired(struct json_slice value, struct str *strict,
                                  struct message *message)
{
    if (json_is_strict(value))
        return value;
    if (json_strict(value, strict) != 0)
        message->flags |= MESSAGE_REPAIRED;
    return (struct json_slice){strict->text, strict->size};
}

/* params as received, for cJSON would lose digits of numbers, and what is known of them. */
static void take_params(struct json_slice params, struct message *message)
{
    bool is_object = params.size > strlen("{}") && params.at[0] == '{';
    cJSON *tree = is_object ? tree_parse(params.at, params.size) : NULL;
    message->params = is_object ? mem_copy(params.at, params.size) : mem_copy_text("{}");
    read_params(tree, message);
    cJSON_Delete(tree);
}

void decode_params(struct json_slice params, struct message *message)
{
    struct str strict = {0};
    take_params(repaired(params, &strict, message), message);
    str_release(&strict);
}

static void read_files(struct json_slice files, struct message *message)
{
    cJSON *tree = message->files.n == 0 && files.size > 2 ? tree_parse(files.at, files.size) : NULL;
    read_ids(tree, message, true);
    cJSON_Delete(tree);
}

static void read_ours(const struct json_slice *fields, struct message *message)
{
    static const char *const words[] = {"id", NULL};
    struct json_slice id;
    slice_fields(fields[FIELD_OUR_SENDER], words, &id);
    if (id.size != 0)
        message->sender = slice_chat_id(id);
    if (lines_class(fields[FIELD_CLASS]) != CLASS_COUNT)
        message->class = lines_class(fields[FIELD_CLASS]);
    message->flags |= lines_flags(fields[FIELD_FLAGS]);
}

static void read_fields(const struct json_slice *fields, struct message *message)
{
    message->id = slice_chat_id(fields[FIELD_ID]);
    message->chat = either_id(fields, FIELD_CHAT, FIELD_OUR_CHAT);
    message->session = either_id(fields, FIELD_SESSION, FIELD_OUR_SESSION);
    message->sender = either_id(fields, FIELD_SENDER, FIELD_AUTHOR);
    message->date = slice_text(fields[FIELD_DATE]);
    if (!when_parse(message->date, strlen(message->date), &message->when))
        message->when = (struct when){WHEN_NONE, 0};
    message->raw = raw_text(fields);
    take_params(fields[FIELD_PARAMS], message);
    read_files(fields[FIELD_FILES], message);
    message->class = message_classify(message->classes, strlen(message->classes), message->sender);
    if (fields[FIELD_RAW].size != 0 || fields[FIELD_OUR_SENDER].size != 0)
        read_ours(fields, message);
}

bool decode_message(struct json_slice slice, struct message *message)
{
    struct json_slice fields[FIELDS];
    struct str strict = {0};
    slice = repaired(slice, &strict, message);
    bool is_object = slice.size != 0 && slice.at[0] == '{';
    if (is_object) {
        slice_fields(slice, field_words, fields);
        read_fields(fields, message);
    }
    str_release(&strict);
    return is_object;
}
