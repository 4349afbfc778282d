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

/* As received: cJSON would lose digits of numbers. */
static char *params_text(const struct str *strict)
{
    static const char *const words[] = {"params", NULL};
    struct json_slice params;
    slice_fields((struct json_slice){strict->text, strict->size}, words, &params);
    bool is_object = params.size != 0 && params.at[0] == '{';
    return is_object ? mem_copy(params.at, params.size) : mem_copy_text("{}");
}

static char *raw_text(const cJSON *tree)
{
    char *raw = tree_text(tree, tree_find(tree, "raw") != NULL ? "raw" : "text");
    char *legacy = raw == NULL ? tree_text(tree, "textlegacy") : NULL;
    struct str text = {0};
    if (legacy == NULL)
        return raw != NULL ? raw : mem_copy_text("");
    bbcode_from_legacy(legacy, strlen(legacy), &text);
    free(legacy);
    return str_take(&text);
}

/* Exact, also beyond 2^53. */
static int64_t id_of(struct json_slice object, const char *word, const char *other)
{
    const char *const words[] = {word, other, NULL};
    struct json_slice values[2];
    slice_fields(object, words, values);
    return slice_chat_id(values[0].size != 0 ? values[0] : values[1]);
}

static void read_ours(struct json_slice object, struct message *message)
{
    static const char *const words[] = {"sender", "class", "flags", NULL};
    struct json_slice values[3];
    slice_fields(object, words, values);
    if (values[0].size != 0)
        message->sender = id_of(values[0], "id", "id");
    message->class = lines_class(values[1]);
    if (message->class == CLASS_COUNT)
        message->class = message_classify(message->classes, strlen(message->classes),
                                          message->sender);
    message->flags |= lines_flags(values[2]);
}

static void read_tree(const cJSON *tree, const struct str *strict, struct message *message)
{
    struct json_slice object = {strict->text, strict->size};
    message->id = id_of(object, "id", "id");
    message->chat = id_of(object, "chatid", "chat");
    message->session = id_of(object, "sessionid", "session");
    message->sender = id_of(object, "senderid", "authorid");
    message->date = tree_text_or_empty(tree, "date");
    if (!when_parse(message->date, strlen(message->date), &message->when))
        message->when = (struct when){WHEN_NONE, 0};
    message->raw = raw_text(tree);
    message->params = params_text(strict);
    read_params(tree_find(tree, "params"), message);
    if (message->files.n == 0)
        read_ids(tree_find(tree, "files"), message, true);
    message->class = message_classify(message->classes, strlen(message->classes), message->sender);
    if (tree_find(tree, "raw") != NULL || tree_find(tree, "sender") != NULL)
        read_ours(object, message);
}

bool decode_message(struct json_slice slice, struct message *message)
{
    struct str strict = {0};
    size_t n_repairs = json_strict(slice, &strict);
    cJSON *tree = tree_parse(str_text(&strict), strict.size);
    bool is_object = cJSON_IsObject(tree);
    if (is_object) {
        read_tree(tree, &strict, message);
        if (n_repairs != 0)
            message->flags |= MESSAGE_REPAIRED;
    }
    cJSON_Delete(tree);
    str_release(&strict);
    return is_object;
}
