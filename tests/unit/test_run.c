/* SPDX-License-Identifier: MIT */
#include "unit/unit.h"

#include "base/run.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define ARGV(...) ((const char *const[]){__VA_ARGS__, NULL})
enum { ENOUGH = 20000 };

static double seconds(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int n_open_fds(void)
{
    int n = 0;

    for (int fd = 0; fd < 256; fd++)
        n += fcntl(fd, F_GETFD) >= 0;
    return n;
}

static void arguments_arrive_as_they_are(void **state)
{
    struct str out = {0};
    struct program run = {.output = &out, .output_limit = 1000, .time_limit = ENOUGH};
    struct error error;

    (void)state;
    assert_true(run_program(&run,
                            ARGV("printf", "%s|", "a b", "$(id)", "`id`", "'\"", "x\ny.txt", "*",
                                 "; exit 3", "", "-n"),
                            &error));
    assert_int_equal(run.status, 0);
    assert_false(run.cut);
    assert_string_equal(str_text(&out), "a b|$(id)|`id`|'\"|x\ny.txt|*|; exit 3||-n|");
    str_release(&out);
}

static void input_arrives(void **state)
{
    struct str in = {0}, out = {0};
    struct program run = {.output = &out, .time_limit = ENOUGH};
    struct error error;
    int fds = n_open_fds();

    (void)state;
    for (int i = 0; i < 200000; i++)
        str_addf(&in, "%d ", i);
    str_add(&out, "before ", 7);
    run.input = in.text;
    run.input_size = run.output_limit = in.size;
    assert_true(run_program(&run, ARGV("cat"), &error));
    assert_int_equal(out.size, in.size + 7);
    assert_memory_equal(out.text + 7, in.text, in.size);
    str_clear(&out);
    run.input = "";
    run.input_size = 0;
    assert_true(run_program(&run, ARGV("wc", "-c"), &error));
    assert_int_equal(atoi(str_text(&out)), 0);
    assert_int_equal(n_open_fds(), fds);
    str_release(&in);
    str_release(&out);
}

static void who_does_not_read_cannot_hold_us(void **state)
{
    struct str in = {0};
    struct program run = {.time_limit = 300};
    struct error error;
    double began = seconds();

    (void)state;
    str_add_times(&in, "0123456789", 500000);
    run.input = in.text;
    run.input_size = in.size;
    assert_false(run_program(&run, ARGV("sleep", "60"), &error));
    assert_non_null(strstr(error.text, "sleep took more than 0.3 seconds"));
    assert_int_equal(run.status, 128 + SIGTERM);
    run.time_limit = ENOUGH;
    assert_true(run_program(&run, ARGV("true"), &error)); /* EPIPE, and no SIGPIPE for us */
    assert_true(seconds() - began < 15);
    str_release(&in);
}

static void who_will_not_end_is_killed(void **state)
{
    struct program run = {.time_limit = 200};
    struct error error;
    double began = seconds();

    (void)state;
    assert_false(run_shell(&run, "trap '' TERM; while :; do sleep 1; done", &error));
    assert_int_equal(run.status, 128 + SIGKILL);
    assert_true(seconds() - began < 15);
}

static void too_much_output_is_cut(void **state)
{
    struct str out = {0};
    struct program run = {.output = &out, .output_limit = 5, .time_limit = ENOUGH};
    struct error error;

    (void)state;
    assert_true(run_program(&run, ARGV("yes"), &error));
    assert_true(run.cut);
    assert_string_equal(str_text(&out), "y\ny\ny");
    str_clear(&out);
    assert_true(run_program(&run, ARGV("printf", "12345"), &error));
    assert_false(run.cut);
    assert_string_equal(str_text(&out), "12345");
    str_release(&out);
}

/* As xclip and others do: the program ends, its copy goes on and holds the streams. */
static void one_that_stays_behind_does_not_hold_us(void **state)
{
    struct str out = {0};
    struct program run = {.output = &out, .output_limit = 100, .time_limit = ENOUGH};
    struct error error;
    double began = seconds();

    (void)state;
    assert_true(run_shell(&run, "sleep 5 & echo done", &error));
    assert_string_equal(str_text(&out), "done\n");
    assert_true(seconds() - began < 4);
    str_release(&out);
}

static void sentences_say_what_went_wrong(void **state)
{
    struct program run = {.time_limit = ENOUGH};
    struct error error;

    (void)state;
    assert_false(run_program(&run, ARGV("no-such-program"), &error));
    assert_string_equal(error.text, "there is no program no-such-program here");
    assert_int_equal(error.kind, ERROR_FAILED);
    assert_int_equal(run.status, -1);
    assert_false(run_program(&run, ARGV("/"), &error));
    assert_non_null(strstr(error.text, "/ cannot be started: "));
    assert_false(run_program(&run, ARGV("sh", "-c", "echo too bad >&2; echo x >&2; exit 3"), &error));
    assert_string_equal(error.text, "sh ended with status 3: too bad");
    assert_int_equal(run.status, 3);
    assert_false(run_program(&run, ARGV("sh", "-c", "kill -KILL $$"), &error));
    assert_non_null(strstr(error.text, "sh was ended by signal 9 ("));
    assert_int_equal(run.status, 128 + SIGKILL);
    assert_false(run_shell(&run, "exit 7", &error));
    assert_string_equal(error.text, "exit 7 ended with status 7");
    assert_false(run_shell(&run, "yes >&2 & sleep 0.1; kill $!; exit 1", &error));
    assert_string_equal(error.text, "yes >&2 & sleep 0.1; kill $!; exit 1 ended with status 1: y");
}

static void environment_is_added_and_removed(void **state)
{
    static const char *const changes[] = {"IMOLOG_A=new", "IMOLOG_B", "IMOLOG_C=", NULL};
    struct str out = {0};
    struct program run = {.output = &out, .output_limit = 1000, .environment = changes};
    struct error error;

    (void)state;
    setenv("IMOLOG_A", "old", 1);
    setenv("IMOLOG_B", "secret", 1);
    setenv("IMOLOG_BB", "kept", 1);
    assert_true(run_shell(&run, "echo $IMOLOG_A ${IMOLOG_B-none} $IMOLOG_BB ${IMOLOG_C-none}.",
                          &error));
    assert_string_equal(str_text(&out), "new none kept .\n");
    str_release(&out);
}

static volatile sig_atomic_t n_children;

static void count_child(int signo)
{
    (void)signo;
    n_children++;
}

/* Another child ends meanwhile: it is not ours to wait for. */
static void others_children_stay_theirs(void **state)
{
    struct program run = {.time_limit = ENOUGH};
    struct sigaction action = {.sa_handler = count_child}, after;
    struct error error;
    int status;
    pid_t other;

    (void)state;
    sigaction(SIGCHLD, &action, NULL);
    other = fork();
    if (other == 0)
        _exit(9);
    assert_true(run_program(&run, ARGV("sleep", "0.2"), &error));
    assert_int_equal(waitpid(other, &status, 0), other);
    assert_int_equal(WEXITSTATUS(status), 9);
    sigaction(SIGCHLD, NULL, &after);
    assert_true(after.sa_handler == count_child);
    signal(SIGCHLD, SIG_IGN); /* as inherited from a careless parent */
    assert_true(run_program(&run, ARGV("true"), &error));
    assert_int_equal(run.status, 0);
    signal(SIGCHLD, SIG_DFL);
}

/* Ctrl-C in a program on our terminal reaches both; only that program is to end. */
static void foreground_keys_are_for_the_child(void **state)
{
    struct program run = {.mode = RUN_FOREGROUND, .time_limit = ENOUGH};
    struct sigaction after;
    struct error error;

    (void)state;
    assert_false(run_shell(&run, "kill -INT $PPID; kill -QUIT $PPID; kill -INT $$", &error));
    assert_int_equal(run.status, 128 + SIGINT);
    sigaction(SIGINT, NULL, &after);
    assert_true(after.sa_handler == SIG_DFL);
    sigaction(SIGPIPE, NULL, &after);
    assert_true(after.sa_handler == SIG_DFL);
}

static void quiet_has_its_own_session_and_no_streams(void **state)
{
    struct str out = {0};
    struct program run = {.output = &out, .output_limit = 1000, .time_limit = ENOUGH};
    struct error error;

    (void)state;
    assert_true(run_shell(&run,
                          "read line || echo empty; [ $(ps -o sid= -p $$ 2>/dev/null || "
                          "cut -d' ' -f6 /proc/$$/stat) = $$ ] && echo own",
                          &error));
    assert_string_equal(str_text(&out), "empty\nown\n");
    str_release(&out);
}

static void a_slow_one_may_be_left(void **state)
{
    struct program run = {.time_limit = 100, .leave = true};
    struct error error;
    double began = seconds();

    (void)state;
    assert_true(run_program(&run, ARGV("sleep", "0.6"), &error));
    assert_int_equal(run.status, -1);
    assert_true(seconds() - began < 0.55);
    assert_false(run_program(&run, ARGV("false"), &error));
    assert_string_equal(error.text, "false ended with status 1");
    usleep(700000);
    assert_true(run_program(&run, ARGV("true"), &error));
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1); /* the one that was left was waited for */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arguments_arrive_as_they_are),
        cmocka_unit_test(input_arrives),
        cmocka_unit_test(who_does_not_read_cannot_hold_us),
        cmocka_unit_test(who_will_not_end_is_killed),
        cmocka_unit_test(too_much_output_is_cut),
        cmocka_unit_test(one_that_stays_behind_does_not_hold_us),
        cmocka_unit_test(sentences_say_what_went_wrong),
        cmocka_unit_test(environment_is_added_and_removed),
        cmocka_unit_test(others_children_stay_theirs),
        cmocka_unit_test(foreground_keys_are_for_the_child),
        cmocka_unit_test(quiet_has_its_own_session_and_no_streams),
        cmocka_unit_test(a_slow_one_may_be_left),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
