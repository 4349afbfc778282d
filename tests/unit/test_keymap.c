/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "text/utf8.h"
#include "ui/key.h"
#include "ui/keymap.h"
#include "ui/langmap.h"
#include "ui/term.h"

#include <string.h>

static int key(const char *name)
{
    return key_parse(name, strlen(name));
}

static void keys_have_names(void **state)
{
    static const char *const good[] = {"a", "Ж", "Ctrl-E", "F1", "F12", "Space", "Shift-Tab", "#"};
    static const char *const bad[] = {"", "ab", "F0", "F13", "F1x", "Ctrl-", "Ctrl-ab", "\xff",
                                      "Alt-", "Alt-Alt-x", "enter", "Ctrl-1"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        char name[32];

        assert_true(key(good[i]) > 0);
        key_name(key(good[i]), name, sizeof name);
        assert_string_equal(name, good[i]);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(key(bad[i]), -1);
    assert_int_equal(key("Ctrl-e"), key("Ctrl-E"));
}

static void some_keys_never_arrive(void **state)
{
    static const char *const bad[] = {"Ctrl-S", "Ctrl-Q", "Ctrl-M", "Ctrl-I", "Ctrl-J", "Ctrl-H",
                                      "Ctrl-[", "Ctrl-s", "Ctrl-\\", "Ctrl-C", "Ctrl-Z", "0", "9",
                                      "Alt-[", "Alt-O", "Alt-Ctrl-S"};
    static const char *const good[] = {"Tab", "Enter", "Esc", "Backspace", "Ctrl-E", "s", "F1", "-",
                                       "Alt-5", "Alt-o", "Alt-F1", "["};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_non_null(key_trouble(bad[i]));
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_null(key_trouble(good[i]));
}

/* No key twice in a context, none that never arrives, and names that find their row. */
static void the_command_table_is_sound(void **state)
{
    (void)state;
    for (const struct command *command = command_table; command->name; command++) {
        assert_ptr_equal(command_find(command->name), command);
        for (const char *at = command->keys; *at;) {
            char name[32] = "";
            size_t size = strcspn(at, " ");

            memcpy(name, at, size);
            assert_null(key_trouble(name));
            for (const struct command *other = command_table; other < command; other++)
                if (other->context == command->context) {
                    const char *found = strstr(other->keys, name);

                    assert_false(found && (found == other->keys || found[-1] == ' ') &&
                                 (found[size] == ' ' || !found[size]));
                }
            at += size + (at[size] == ' ');
        }
    }
    assert_null(command_find("no-such-command"));
    for (int context = 0; context < CONTEXTS; context++)
        assert_int_equal(context_find(context_names[context]), context);
    assert_int_equal(context_find("nowhere"), -1);
}

static const char *runs(const struct keymap *keymap, enum context context, int pressed)
{
    const struct command *command = keymap_find(keymap, context, pressed);

    return command ? command->name : "";
}

static void count(void *self, enum context context, int pressed, const struct command *command)
{
    (void)context;
    assert_true(pressed > 0);
    assert_non_null(command);
    ++*(size_t *)self;
}

static void bindings_change(void **state)
{
    struct keymap *keymap = keymap_new();
    struct str keys = {0};
    size_t before = 0, after = 0;

    (void)state;
    keymap_walk(keymap, count, &before);
    assert_string_equal(runs(keymap, CONTEXT_LIST, 'j'), "next");
    keymap_bind(keymap, CONTEXT_LIST, 'j', command_find("next-chat"));
    assert_string_equal(runs(keymap, CONTEXT_LIST, 'j'), "next-chat");
    assert_string_equal(runs(keymap, CONTEXT_MESSAGES, 'j'), "next");
    keymap_bind(keymap, CONTEXT_ANY, 'j', command_find("last"));
    assert_string_equal(runs(keymap, CONTEXT_MESSAGES, 'j'), "last");
    assert_true(keymap_unbind(keymap, CONTEXT_LIST, 'j'));
    assert_false(keymap_unbind(keymap, CONTEXT_LIST, 'j'));
    assert_string_equal(runs(keymap, CONTEXT_LIST, 'j'), "last");
    assert_true(keymap_unbind(keymap, CONTEXT_PANES, TERM_RIGHT));
    assert_string_equal(runs(keymap, CONTEXT_LIST, TERM_RIGHT), "");
    keymap_walk(keymap, count, &after);
    assert_int_equal(after, before - 1);
    keymap_add_keys(keymap, command_find("last"), &keys);
    assert_string_equal(str_text(&keys), "j G End");
    str_release(&keys);
    keymap_free(keymap);
}

static void contexts_stand_in_each_other(void **state)
{
    (void)state;
    assert_true(context_has(CONTEXT_ANY, CONTEXT_LIST));
    assert_true(context_has(CONTEXT_PANES, CONTEXT_MESSAGES));
    assert_true(context_has(CONTEXT_LIST, CONTEXT_LIST));
    assert_false(context_has(CONTEXT_PANES, CONTEXT_ANY));
    assert_false(context_has(CONTEXT_LIST, CONTEXT_PANES));
    assert_false(context_has(CONTEXT_LIST, CONTEXT_MESSAGES));
}

static void russian_letters_go_by_their_place(void **state)
{
    static const char russian[] = "йцукенгшщзхъфывапролджэячсмитьбюё"
                                  "ЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ";
    static const char latin[] = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
                                "QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~";
    static const char same[] = "/?.,&|aZ1 ";
    size_t at = 0;

    (void)state;
    for (size_t i = 0; i < sizeof latin - 1; i++) {
        uint32_t code;

        at += utf8_decode(russian + at, sizeof russian - 1 - at, &code);
        assert_int_equal(langmap_key((int)code), latin[i]);
    }
    assert_int_equal(at, sizeof russian - 1);
    for (const char *c = same; *c; c++)
        assert_int_equal(langmap_key(*c), *c);
    assert_int_equal(langmap_key(TERM_UP), TERM_UP);
    assert_int_equal(langmap_key(TERM_UP | TERM_ALT), TERM_UP | TERM_ALT);
    assert_int_equal(langmap_key(L'д' | TERM_ALT), 'l' | TERM_ALT);
    assert_int_equal(langmap_key(0x456), 0x456); /* і is on no key of ЙЦУКЕН */
}

static void russian_letters_run_commands(void **state)
{
    struct keymap *keymap = keymap_new();

    (void)state;
    assert_string_equal(runs(keymap, CONTEXT_LIST, L'о'), "next");
    assert_string_equal(runs(keymap, CONTEXT_LIST, L'Х'), "previous-session");
    assert_string_equal(runs(keymap, CONTEXT_ANY, L'Б'), ""); /* list-narrower: not in help */
    keymap_bind(keymap, CONTEXT_ANY, L'о', command_find("quit"));
    assert_string_equal(runs(keymap, CONTEXT_LIST, L'о'), "quit");
    keymap_use_langmap(keymap, false);
    assert_string_equal(runs(keymap, CONTEXT_LIST, L'о'), "quit");
    assert_string_equal(runs(keymap, CONTEXT_LIST, L'л'), "");
    keymap_free(keymap);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_have_names),
        cmocka_unit_test(some_keys_never_arrive),
        cmocka_unit_test(the_command_table_is_sound),
        cmocka_unit_test(bindings_change),
        cmocka_unit_test(contexts_stand_in_each_other),
        cmocka_unit_test(russian_letters_go_by_their_place),
        cmocka_unit_test(russian_letters_run_commands),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
