/* SPDX-License-Identifier: MIT */
#include "model/message.h"

#include <stdlib.h>
#include <string.h>

const struct class_row class_table[CLASS_COUNT] = {
#define CLASS(name, word, token, role, glyph, ascii, help)                                         \
    [CLASS_##name] = {word, token, ROLE_##role, glyph, ascii, help},
    CLASSES(CLASS)
#undef CLASS
};

const struct flag_row flag_table[] = {
#define FLAG(name, word, bit) {word, bit},
    FLAGS(FLAG)
#undef FLAG
    {NULL, 0},
};

static bool has_token(const char *classes, size_t size, const char *token)
{
    size_t length = strlen(token);

    for (size_t at = 0; at < size;) {
        const char *blank = memchr(classes + at, ' ', size - at);
        size_t end = blank ? (size_t)(blank - classes) : size;

        if (end - at == length && memcmp(classes + at, token, length) == 0)
            return true;
        at = end + 1;
    }
    return false;
}

enum message_class message_classify(const char *classes, size_t size, int64_t sender)
{
    for (int i = 0; size && i < CLASS_COUNT; i++)
        if (class_table[i].token && has_token(classes, size, class_table[i].token))
            return (enum message_class)i;
    return sender == 0 ? CLASS_SERVICE : CLASS_MESSAGE;
}

void message_release(struct message *message)
{
    free(message->date);
    free(message->raw);
    free(message->classes);
    free(message->component);
    free(message->params);
    free(message->name);
    for (size_t i = 0; i < message->attaches.n; i++)
        attach_release(&message->attaches.at[i]);
    for (size_t i = 0; i < message->buttons.n; i++) {
        free(message->buttons.at[i].text);
        free(message->buttons.at[i].link);
    }
    vec_release(&message->attaches);
    vec_release(&message->buttons);
    vec_release(&message->files);
    vec_release(&message->likes);
    *message = (struct message){0};
}
