/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "base/conf.h"
#include "base/embed.h"
#include "base/log.h"
#include "base/loop.h"
#include "base/path.h"
#include "base/str.h"
#include "base/vec.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void str_grows_and_cuts(void **state)
{
    struct str str = {0};

    (void)state;
    assert_string_equal(str_text(&str), "");
    for (int i = 0; i < 1000; i++)
        str_addf(&str, "%d,", i);
    assert_int_equal(str.size, 3890);
    assert_int_equal(strlen(str.text), str.size);
    str_cut(&str, 5);
    assert_string_equal(str_text(&str), "0,1,2");
    str_cut(&str, 50);
    assert_int_equal(str.size, 5);
    str_add(&str, "a\0b", 3);
    assert_int_equal(str.size, 8);
    str_release(&str);
}

static void str_take_gives_it_away(void **state)
{
    struct str str = {0};
    char *text;

    (void)state;
    str_add_times(&str, "ab", 3);
    text = str_take(&str);
    assert_string_equal(text, "ababab");
    assert_null(str.text);
    free(text);
    text = str_take(&str);
    assert_string_equal(text, "");
    free(text);
}

static void vec_keeps_order(void **state)
{
    VEC(int) vec = {0};

    (void)state;
    for (int i = 0; i < 100; i++)
        vec_push(&vec, i);
    assert_int_equal(vec.n, 100);
    assert_int_equal(vec.at[99], 99);
    vec_release(&vec);
    assert_null(vec.at);
}

static void collect(void *to, const char *sentence)
{
    str_addf(to, "%s|", sentence);
}

static void drain(struct str *out)
{
    str_clear(out);
    log_drain(collect, out);
}

static void log_keeps_some_and_counts_all(void **state)
{
    struct str told = {0};

    (void)state;
    log_note("one %d", 1);
    log_note("two");
    assert_int_equal(log_count(), 2);
    drain(&told);
    assert_string_equal(str_text(&told), "one 1|two|");
    assert_int_equal(log_count(), 0);
    for (int i = 0; i < LOG_MAX + 7; i++)
        log_note("x");
    drain(&told);
    assert_non_null(strstr(told.text, "and 7 more notes"));
    str_release(&told);
}

static void conf_words_comments_and_colours(void **state)
{
    static const char text[] = "# role fg\n\n"
                               "client  #d7af5f - bold # gold\r\n"
                               "#add nothing\n"
                               "x \"two words\" #fff #ffff0";
    struct conf conf;

    (void)state;
    conf_open(&conf, "t", text, sizeof text - 1);
    assert_true(conf_next(&conf));
    assert_int_equal(conf.line, 3);
    assert_int_equal(conf.n_words, 4);
    assert_string_equal(conf.word[1], "#d7af5f");
    assert_string_equal(conf.word[3], "bold");
    assert_true(conf_next(&conf));
    assert_int_equal(conf.line, 5);
    assert_int_equal(conf.n_words, 3);
    assert_string_equal(conf.word[1], "two words");
    assert_false(conf_next(&conf));
    assert_int_equal(log_count(), 0);
}

static void conf_tells_what_it_cuts(void **state)
{
    struct str text = {0}, told = {0};
    struct conf conf;

    (void)state;
    str_add_times(&text, "y", 5 * CONF_WORD_SIZE);
    str_add_text(&text, "\n");
    str_add_times(&text, "a ", 40);
    str_add_text(&text, "\n\"open");
    conf_open(&conf, "big", text.text, text.size);
    assert_true(conf_next(&conf));
    assert_int_equal(strlen(conf.word[0]), CONF_WORD_SIZE - 1);
    assert_true(conf_next(&conf));
    assert_int_equal(conf.n_words, CONF_WORDS);
    assert_true(conf_next(&conf));
    assert_string_equal(conf.word[0], "open");
    drain(&told);
    assert_non_null(strstr(told.text, "big:1: "));
    assert_non_null(strstr(told.text, "big:2: "));
    assert_non_null(strstr(told.text, "big:3: "));
    str_release(&text);
    str_release(&told);
}

static void path_reads_and_says_why_not(void **state)
{
    struct str text = {0};
    struct error error;

    (void)state;
    assert_true(path_read("Makefile", &text, &error));
    assert_int_equal(strlen(text.text), text.size);
    assert_false(path_read("no/such/file", &text, &error));
    assert_int_equal(error.kind, ERROR_SOURCE);
    assert_non_null(strstr(error.text, "no/such/file"));
    assert_false(path_read("tests", &text, &error));
    str_release(&text);
}

static void path_writes_whole_and_refuses(void **state)
{
    char folder[] = "/tmp/imolog-test-XXXXXX";
    struct str path = {0}, text = {0};
    struct error error;
    struct stat info;

    (void)state;
    assert_non_null(mkdtemp(folder));
    str_addf(&path, "%s/file", folder);
    assert_true(path_write(path.text, "one", 3, false, &error));
    assert_false(path_write(path.text, "two", 3, false, &error));
    assert_non_null(strstr(error.text, "exists already"));
    assert_true(path_read(path.text, &text, &error));
    assert_string_equal(text.text, "one");
    assert_true(path_write(path.text, "three", 5, true, &error));
    str_clear(&text);
    assert_true(path_read(path.text, &text, &error));
    assert_string_equal(text.text, "three");
    assert_int_equal(stat(path.text, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(unlink(path.text), 0);
    assert_int_equal(rmdir(folder), 0); /* no temporary file was left */
    str_release(&path);
    str_release(&text);
}

/* In a child: a file is begun, then the signal comes. How it ended is waitpid's status. */
static int end_while_writing(const char *path, int signo, void (*handler)(int))
{
    struct path_new file;
    struct error error;
    int status;
    pid_t pid = fork();

    if (pid == 0) {
        signal(signo, handler);
        if (!path_new_open(&file, path, false, &error) || fputs("half", file.stream) < 0)
            _exit(1);
        raise(signo);
        path_new_drop(&file);
        _exit(2);
    }
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return status;
}

static void a_signal_removes_what_was_begun(void **state)
{
    static const int ends[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE};
    char folder[] = "/tmp/imolog-test-XXXXXX";
    struct str path = {0};

    (void)state;
    assert_non_null(mkdtemp(folder));
    str_addf(&path, "%s/file", folder);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        int status = end_while_writing(path.text, ends[i], SIG_DFL);

        assert_true(WIFSIGNALED(status));
        assert_int_equal(WTERMSIG(status), ends[i]);
        status = end_while_writing(path.text, ends[i], SIG_IGN); /* nohup: it goes on */
        assert_int_equal(WEXITSTATUS(status), 2);
    }
    assert_int_equal(rmdir(folder), 0);
    str_release(&path);
}

static void the_signals_are_as_before_a_file_was_written(void **state)
{
    char folder[] = "/tmp/imolog-test-XXXXXX";
    struct str path = {0};
    struct sigaction now;
    struct error error;

    (void)state;
    assert_non_null(mkdtemp(folder));
    str_addf(&path, "%s/file", folder);
    assert_true(path_write(path.text, "one", 3, false, &error));
    sigaction(SIGTERM, NULL, &now);
    assert_true(now.sa_handler == SIG_DFL);
    assert_int_equal(unlink(path.text), 0);
    assert_int_equal(rmdir(folder), 0);
    str_release(&path);
}

static void embedded_files_are_there(void **state)
{
    const struct embed *theme = embed_find("themes/default.theme");

    (void)state;
    assert_non_null(theme);
    assert_memory_equal(theme->bytes, "# The 16", 8);
    assert_null(embed_find("themes/none.theme"));
}

struct turns {
    struct loop *loop;
    struct str events;
};

static void on_read(void *self, int fd)
{
    struct turns *turns = self;
    char byte;

    assert_int_equal(read(fd, &byte, 1), 1);
    str_add_char(&turns->events, byte);
    if (byte == 'q')
        loop_stop(turns->loop);
}

static void on_signal(void *self, int signo)
{
    struct turns *turns = self;

    str_add_char(&turns->events, signo == SIGUSR1 ? '1' : '2');
}

static void on_idle(void *self)
{
    struct turns *turns = self;

    str_add_char(&turns->events, '.');
}

static void loop_turns(void **state)
{
    struct turns turns = {.loop = loop_new()};
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    loop_watch_fd(turns.loop, ends[0], on_read, &turns);
    loop_watch_signal(turns.loop, SIGUSR1, on_signal, &turns);
    loop_on_idle(turns.loop, on_idle, &turns);
    raise(SIGUSR1);
    assert_int_equal(write(ends[1], "aq", 2), 2);
    loop_run(turns.loop);
    assert_string_equal(turns.events.text, ".1.a.q");
    loop_free(turns.loop);
    close(ends[0]);
    close(ends[1]);
    str_release(&turns.events);
}

static void on_timer(void *self)
{
    struct turns *turns = self;

    str_add_char(&turns->events, 't');
}

static void on_timer_again(void *self)
{
    struct turns *turns = self;

    str_add_char(&turns->events, 'a');
    loop_after(turns->loop, 0, on_timer, turns);
}

static void on_last_timer(void *self)
{
    struct turns *turns = self;

    loop_stop(turns->loop);
}

static void loop_timers_in_order(void **state)
{
    struct turns turns = {.loop = loop_new()};
    struct timespec before, after;
    unsigned cancelled;

    (void)state;
    clock_gettime(CLOCK_MONOTONIC, &before);
    loop_after(turns.loop, 40, on_last_timer, &turns);
    cancelled = loop_after(turns.loop, 5, on_idle, &turns);
    loop_after(turns.loop, 20, on_timer, &turns);
    loop_after(turns.loop, 10, on_timer_again, &turns);
    loop_cancel(turns.loop, cancelled);
    loop_cancel(turns.loop, cancelled);
    loop_cancel(turns.loop, 0);
    loop_run(turns.loop);
    clock_gettime(CLOCK_MONOTONIC, &after);
    assert_string_equal(turns.events.text, "att");
    assert_true((after.tv_sec - before.tv_sec) * 1000000000L + after.tv_nsec - before.tv_nsec >=
                40 * 1000000L);
    loop_free(turns.loop);
    str_release(&turns.events);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(str_grows_and_cuts),
        cmocka_unit_test(str_take_gives_it_away),
        cmocka_unit_test(vec_keeps_order),
        cmocka_unit_test(log_keeps_some_and_counts_all),
        cmocka_unit_test(conf_words_comments_and_colours),
        cmocka_unit_test(conf_tells_what_it_cuts),
        cmocka_unit_test(path_reads_and_says_why_not),
        cmocka_unit_test(path_writes_whole_and_refuses),
        cmocka_unit_test(a_signal_removes_what_was_begun),
        cmocka_unit_test(the_signals_are_as_before_a_file_was_written),
        cmocka_unit_test(embedded_files_are_there),
        cmocka_unit_test(loop_turns),
        cmocka_unit_test(loop_timers_in_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
