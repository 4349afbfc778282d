/* SPDX-License-Identifier: MIT */
#include "source/source.h"
#include "base/words.h"
#include "source/ops.h"

#include <stdlib.h>

void source_free(struct source *source)
{
    if (!source)
        return;
    free(source->name);
    source->ops->free(source);
}

const char *source_name(const struct source *source)
{
    return source->name;
}

size_t source_n_damaged(const struct source *source)
{
    return source->n_damaged;
}

size_t source_n_failed(const struct source *source)
{
    return source->n_failed;
}

bool source_reload(struct source *source, struct error *error)
{
    if (source->ops->reload)
        return source->ops->reload(source, error);
    return error_set(error, ERROR_SOURCE, _("%s cannot be read again"), source->name);
}

bool source_seek(struct source *source, const struct source_place *place, int64_t *chat,
                 struct error *error)
{
    *chat = 0;
    return !source->ops->seek || source->ops->seek(source, place, chat, error);
}

bool source_wait(struct source *source)
{
    return source->ops->wait && source->ops->wait(source);
}

void source_more(struct source *source)
{
    if (source->ops->more)
        source->ops->more(source);
}

bool source_follow(struct source *source, int64_t chat)
{
    return source->ops->follow && source->ops->follow(source, chat);
}

bool source_save(struct source *source, const struct source_file *file, source_saved_fn *done,
                 void *self, struct error *error)
{
    if (source->ops->save)
        return source->ops->save(source, file, done, self, error);
    return error_set(error, ERROR_SOURCE,
                     _("files come only from a portal; open the dialog there, with --portal"));
}

void source_drop(struct source *source)
{
    if (source->ops->drop)
        source->ops->drop(source);
}

bool source_cancel(struct source *source)
{
    return source->ops->cancel && source->ops->cancel(source);
}

void source_add_state(const struct source *source, struct str *out)
{
    if (source->ops->add_state)
        source->ops->add_state(source, out);
}

bool source_is_seeking(const struct source *source, const char **why)
{
    *why = NULL;
    return source->ops->is_seeking && source->ops->is_seeking(source, why);
}

void source_add_trouble(const struct source *source, struct str *out)
{
    if (source->ops->add_trouble)
        source->ops->add_trouble(source, out);
}

void source_add_origin(const struct source *source, struct str *out)
{
    if (source->ops->add_origin)
        source->ops->add_origin(source, out);
}
