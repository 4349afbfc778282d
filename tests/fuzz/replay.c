/* SPDX-License-Identifier: MIT */
/*
 * Gives every file of the folders (or the files) named to the fuzz target, so
 * that a corpus is replayed without libFuzzer.
 */
#include <dirent.h>
#include <err.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

static const char *current;

/* Present in programs built with a sanitizer. */
__attribute__((weak)) void __sanitizer_set_death_callback(void (*fn)(void));

static void tell_where(void)
{
    if (current)
        fprintf(stderr, "while reading %s\n", current);
}

static void die(int signo)
{
    tell_where();
    signal(signo, SIG_DFL);
    raise(signo);
}

static void watch_death(void)
{
    if (__sanitizer_set_death_callback) {
        __sanitizer_set_death_callback(tell_where);
        return;
    }
    static const int fatal[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL, SIGALRM};
    for (size_t i = 0; i < sizeof fatal / sizeof fatal[0]; i++)
        signal(fatal[i], die);
}

static void replay_file(const char *path, size_t size)
{
    FILE *file = fopen(path, "rb");
    /* The exact size, so that ASan sees a read beyond the end; a copy of nothing is a valid pointer. */
    uint8_t *bytes = malloc(size ? size : 1);
    if (file == NULL || bytes == NULL || fread(bytes, 1, size, file) != size)
        err(2, "%s", path);
    fclose(file);
    current = path;
    alarm(30);
    LLVMFuzzerTestOneInput(bytes, size);
    alarm(0);
    current = NULL;
    free(bytes);
}

static size_t replay(const char *path)
{
    struct stat info;
    if (stat(path, &info) < 0)
        err(2, "%s", path);
    if (!S_ISDIR(info.st_mode)) {
        replay_file(path, (size_t)info.st_size);
        return 1;
    }
    struct dirent **entries;
    int n = scandir(path, &entries, NULL, alphasort);
    size_t n_files = 0;
    for (int i = 0; i < n; i++) {
        char inner[4096];
        snprintf(inner, sizeof inner, "%s/%s", path, entries[i]->d_name);
        if (entries[i]->d_name[0] != '.')
            n_files += replay(inner);
        free(entries[i]);
    }
    if (n >= 0)
        free(entries);
    return n_files;
}

int main(int argc, char **argv)
{
    watch_death();
    size_t n_files = 0;
    for (int i = 1; i < argc; i++)
        n_files += replay(argv[i]);
    printf("%zu inputs\n", n_files);
    return n_files == 0;
}
