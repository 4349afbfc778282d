/* SPDX-License-Identifier: MIT */
#include "ui/config.h"
#include "base/conf.h"
#include "base/log.h"
#include "base/path.h"
#include "base/vec.h"
#include "base/words.h"
#include "ui/key.h"
#include "ui/keymap.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { DEPTH_MAX = 8, FILES_MAX = 64, FILE_SIZE_MAX = 1 << 18 };

struct setting {
    const struct option_row *row;
    char *text;
};

/* A key bound in the file that is being read. */
struct bound {
    size_t file;
    enum context context;
    int key, line;
    const struct command *command;
};

struct config {
    struct keymap *keymap;
    VEC(struct setting) settings; /* a row occurs once */
    VEC(struct theme_line) lines;
    VEC(struct bound) bound;
    VEC(char *) files;
    size_t n_mistakes;
};

/* One file. */
struct reader {
    struct config *config;
    struct conf conf;
    size_t file;                /* its number; 0: a text */
    const struct reader *outer; /* that includes this one, or NULL */
    int depth;
};

struct config *config_new(void)
{
    struct config *config = mem_zero(1, sizeof *config);

    config->keymap = keymap_new();
    return config;
}

void config_free(struct config *config)
{
    if (!config)
        return;
    for (size_t i = 0; i < config->settings.n; i++)
        free(config->settings.at[i].text);
    for (size_t i = 0; i < config->files.n; i++)
        free(config->files.at[i]);
    vec_release(&config->settings);
    vec_release(&config->lines);
    vec_release(&config->bound);
    vec_release(&config->files);
    keymap_free(config->keymap);
    free(config);
}

/* --- option = value --------------------------------------------------------------------------- */

static void keep(struct config *config, const struct option_row *row, const char *text)
{
    size_t i = 0;

    while (i < config->settings.n && config->settings.at[i].row != row)
        i++;
    if (i == config->settings.n)
        vec_push(&config->settings, (struct setting){row, NULL});
    free(config->settings.at[i].text);
    config->settings.at[i].text = mem_copy_text(text);
}

static void read_setting(struct reader *reader, const char *value)
{
    const char *name = reader->conf.word[0];
    const struct option_row *row = option_find(name);
    struct error error;

    if (!row)
        conf_note(&reader->conf, _("there is no option %s; `man imolog.conf` lists them"), name);
    else if (!row->in_config)
        conf_note(&reader->conf, _("--%s is for the command line only"), name);
    else if (!value)
        conf_note(&reader->conf, _("%s has more than one value; put it in quotes"), name);
    else if (!*value)
        conf_note(&reader->conf, _("%s has no value"), name);
    else if (!option_check(row, value, &error))
        conf_note(&reader->conf, "%s", error.text);
    else
        keep(reader->config, row, value);
}

/* --- keys ------------------------------------------------------------------------------------- */

static bool read_context(const struct conf *conf, enum context *context)
{
    int found = context_find(conf->word[1]);
    struct str names = {0};

    for (int i = 0; found < 0 && i < CONTEXTS; i++)
        str_addf(&names, "%s%s", i ? ", " : "", context_names[i]);
    if (found < 0)
        conf_note(conf, _("there is no context %s; there are %s"), conf->word[1],
                  str_text(&names));
    else
        *context = (enum context)found;
    str_release(&names);
    return found >= 0;
}

static bool read_key(const struct conf *conf, int *key)
{
    const char *name = conf->word[2], *trouble = key_trouble(name);

    *key = key_parse(name, strlen(name));
    if (*key < 0)
        conf_note(conf, _("there is no key %s; keys are characters and names such as Ctrl-E, "
                          "Space or F2"),
                  name);
    else if (trouble)
        conf_note(conf, _("%s cannot be bound: it is %s"), name, trouble);
    return *key >= 0 && !trouble;
}

/* Binding a key anew is what a later file is for; twice in one file is a slip. */
static void look_for_conflict(const struct reader *reader, const struct bound *now)
{
    const struct config *config = reader->config;

    for (size_t i = config->bound.n; i-- > 0;) {
        const struct bound *before = &config->bound.at[i];

        if (before->file != now->file || before->context != now->context ||
            before->key != now->key)
            continue;
        if (before->command != now->command)
            conf_note(&reader->conf, _("%s was bound to %s in line %d; now it is %s"),
                      reader->conf.word[2], before->command->name, before->line,
                      now->command->name);
        return;
    }
}

static void read_bind(struct reader *reader)
{
    const struct conf *conf = &reader->conf;
    const struct command *command = command_find(conf->word[3]);
    struct bound now = {.file = reader->file, .line = conf->line, .command = command};

    if (!read_context(conf, &now.context) || !read_key(conf, &now.key))
        return;
    if (!command) {
        conf_note(conf, _("there is no command %s; `man imolog.conf` lists them"), conf->word[3]);
    } else if (!context_has(command->context, now.context)) {
        conf_note(conf, _("%s is a command of %s, not of %s"), command->name,
                  context_names[command->context], conf->word[1]);
    } else {
        look_for_conflict(reader, &now);
        vec_push(&reader->config->bound, now);
        keymap_bind(reader->config->keymap, now.context, now.key, command);
    }
}

static void read_unbind(struct reader *reader)
{
    const struct conf *conf = &reader->conf;
    enum context context;
    int key;

    if (read_context(conf, &context) && read_key(conf, &key) &&
        !keymap_unbind(reader->config->keymap, context, key))
        conf_note(conf, _("%s is not bound in %s"), conf->word[2], conf->word[1]);
}

/* --- other lines ------------------------------------------------------------------------------ */

static void read_color(struct reader *reader)
{
    struct theme_line line;

    if (theme_read_line(&reader->conf, 1, &line))
        vec_push(&reader->config->lines, line);
}

static bool read_file(struct config *config, const char *path, const struct reader *outer,
                      struct error *error);

static bool is_being_read(const struct reader *reader, const char *path)
{
    while (reader && strcmp(reader->conf.name, path) != 0)
        reader = reader->outer;
    return reader != NULL;
}

static void read_include(struct reader *reader)
{
    const char *name = reader->conf.word[1], *slash = strrchr(reader->conf.name, '/');
    struct str path = {0};
    struct error error;

    if (*name != '/' && slash)
        str_add(&path, reader->conf.name, (size_t)(slash - reader->conf.name) + 1);
    str_add_text(&path, name);
    if (is_being_read(reader, str_text(&path)))
        conf_note(&reader->conf, _("%s includes itself"), name);
    else if (reader->depth == DEPTH_MAX)
        conf_note(&reader->conf, _("%s is included more than %d files deep"), name, DEPTH_MAX);
    else if (reader->config->files.n >= FILES_MAX)
        conf_note(&reader->conf, _("%s is one of more than %d files"), name, FILES_MAX);
    else if (!read_file(reader->config, str_text(&path), reader, &error))
        conf_note(&reader->conf, "%s", error.text);
    str_release(&path);
}

const struct config_directive config_directives[] = {
    {"bind", N_("CONTEXT KEY COMMAND"), N_("the key runs the command in this context")},
    {"unbind", N_("CONTEXT KEY"), N_("the key does nothing in this context")},
    {"color", N_("ROLE FOREGROUND BACKGROUND ATTRIBUTE..."),
     N_("how a role looks, whatever the theme says; as in imolog-themes(5)")},
    {"include", N_("FILE"), N_("read this file here; its name is relative to this file's folder")},
    {NULL, NULL, NULL},
};

/* In the order of config_directives; fewest and most words. */
static const struct {
    void (*read)(struct reader *reader);
    int least, most;
} readers[] = {{read_bind, 4, 4}, {read_unbind, 3, 3}, {read_color, 1, CONF_WORDS},
               {read_include, 2, 2}};

static void read_line(struct reader *reader)
{
    const struct config_directive *row = config_directives;
    struct conf *conf = &reader->conf;
    const char *value;

    if (conf_setting(conf, &value)) {
        read_setting(reader, value);
        return;
    }
    while (row->name && strcmp(row->name, conf->word[0]) != 0)
        row++;
    if (!row->name)
        conf_note(conf,
                  _("%s is neither OPTION = VALUE nor one of bind, unbind, color and include"),
                  conf->word[0]);
    else if (conf->n_words < readers[row - config_directives].least ||
             conf->n_words > readers[row - config_directives].most)
        conf_note(conf, _("a line is: %s %s"), row->name, _(row->usage));
    else
        readers[row - config_directives].read(reader);
}

/* --- files ------------------------------------------------------------------------------------ */

static void read_text(struct reader *reader, const char *name, const char *text, size_t size)
{
    conf_open(&reader->conf, name, text, size);
    while (conf_next(&reader->conf))
        read_line(reader);
}

static bool read_file(struct config *config, const char *path, const struct reader *outer,
                      struct error *error)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    struct reader *reader;
    struct str text = {0};
    bool done;

    if (fd < 0)
        return error_set(error, ERROR_USAGE, _("%s cannot be read: %s"), path, strerror(errno));
    done = path_read_fd_max(fd, path, FILE_SIZE_MAX, &text, error);
    close(fd);
    if (done) {
        vec_push(&config->files, mem_copy_text(path));
        reader = mem_zero(1, sizeof *reader);
        *reader = (struct reader){.config = config, .file = config->files.n, .outer = outer,
                                  .depth = outer ? outer->depth + 1 : 1};
        read_text(reader, path, str_text(&text), text.size);
        free(reader);
    }
    str_release(&text);
    return done;
}

void config_parse(struct config *config, const char *name, const char *text, size_t size)
{
    struct reader reader = {.config = config};
    size_t before = log_count();

    read_text(&reader, name, text, size);
    config->n_mistakes += log_count() - before;
}

/* One of the usual files, which need not be there. */
static void read_usual(struct config *config, const char *path)
{
    struct error error;

    if (access(path, F_OK) == 0 && !read_file(config, path, NULL, &error))
        log_note("%s", error.text);
}

bool config_load(struct config *config, const char *file, struct error *error)
{
    size_t before = log_count();
    struct str own = {0};
    bool done = true;

    if (!file) {
        read_usual(config, SYSCONFDIR "/imolog/config");
        if (path_add_config(&own, "config"))
            read_usual(config, str_text(&own));
    } else if (*file) {
        done = read_file(config, file, NULL, error);
    }
    config->n_mistakes += log_count() - before;
    if (!done)
        error->kind = ERROR_USAGE;
    str_release(&own);
    return done;
}

const char *config_file(const struct config *config, size_t i)
{
    return i < config->files.n ? config->files.at[i] : NULL;
}

size_t config_n_mistakes(const struct config *config)
{
    return config->n_mistakes;
}

/* --- using it --------------------------------------------------------------------------------- */

void config_set_options(struct config *config, struct options *options)
{
    struct error ignored; /* checked when it was read */

    for (size_t i = 0; i < config->settings.n; i++) {
        const struct setting *setting = &config->settings.at[i];

        if (!options->written[setting->row - option_table].is_given)
            option_set(options, setting->row, setting->text, &ignored);
    }
    keymap_use_langmap(config->keymap, options->langmap == LANGMAP_RU);
}

void config_paint(const struct config *config, struct theme *theme)
{
    for (size_t i = 0; i < config->lines.n; i++)
        theme_set(theme, &config->lines.at[i]);
}

const struct keymap *config_keymap(const struct config *config)
{
    return config->keymap;
}

/* --- telling it ------------------------------------------------------------------------------- */

struct dump {
    struct str *out;
    const struct keymap *defaults, *keymap;
};

static void dump_key(struct str *out, const char *directive, enum context context, int key)
{
    char name[32];

    key_name(key, name, sizeof name);
    str_addf(out, "%s %s ", directive, context_names[context]);
    conf_add_word(out, name);
}

struct wanted {
    enum context context;
    int key;
    bool found;
};

static void compare(void *self, enum context context, int key, const struct command *command)
{
    struct wanted *wanted = self;

    (void)command;
    wanted->found |= context == wanted->context && key == wanted->key;
}

/* A default binding that was taken away. */
static void dump_unbound(void *self, enum context context, int key, const struct command *command)
{
    const struct dump *dump = self;
    struct wanted wanted = {context, key, false};

    (void)command;
    keymap_walk(dump->keymap, compare, &wanted);
    if (wanted.found)
        return;
    dump_key(dump->out, "unbind", context, key);
    str_add_char(dump->out, '\n');
}

static void dump_bound(void *self, enum context context, int key, const struct command *command)
{
    const struct dump *dump = self;

    dump_key(dump->out, "bind", context, key);
    str_addf(dump->out, " %s\n", command->name);
}

void config_dump_keys(const struct config *config, struct str *out)
{
    struct keymap *defaults = keymap_new();
    struct dump dump = {out, defaults, config->keymap};

    keymap_walk(defaults, dump_unbound, &dump);
    keymap_walk(config->keymap, dump_bound, &dump);
    keymap_free(defaults);
}

static void dump_option(const struct options *options, const struct option_row *row,
                        struct str *out)
{
    const char *text = options->written[row - option_table].text;

    if (!text && row->type != OPTION_FLAG) {
        str_addf(out, "# %s = %s\n", row->name, row->choices ? row->choices : _(row->argument));
        return;
    }
    str_addf(out, "%s = ", row->name);
    conf_add_word(out, text ? text : "off");
    str_add_char(out, '\n');
}

void config_dump(const struct config *config, const struct options *options, struct str *out)
{
    for (const struct option_row *row = option_table; row->name; row++)
        if (row->in_config)
            dump_option(options, row, out);
    str_add_char(out, '\n');
    config_dump_keys(config, out);
    if (config->lines.n)
        str_add_char(out, '\n');
    for (size_t i = 0; i < config->lines.n; i++) {
        str_add_text(out, "color ");
        theme_add_line(out, &config->lines.at[i]);
        str_add_char(out, '\n');
    }
}
