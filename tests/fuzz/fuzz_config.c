/* SPDX-License-Identifier: MIT */
/* Any bytes are a configuration; what is dumped of it has no mistakes and says the same again.
 * Texts that include files are left out: what they read is not the fuzzer's to choose. */
#include "base/log.h"
#include "ui/config.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void forget(void *to, const char *sentence)
{
    (void)to;
    if (strncmp(sentence, "fuzz:", 5) != 0 && strncmp(sentence, "and ", 4) != 0)
        abort();
}

static struct config *parse(const char *text, size_t size, struct str *dump)
{
    struct config *config = config_new();
    struct options options;

    config_parse(config, "fuzz", text, size);
    log_drain(forget, NULL);
    options_init(&options);
    config_set_options(config, &options);
    config_dump(config, &options, dump);
    return config;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str text = {0}, first = {0}, second = {0};
    struct config *config, *again;

    str_add(&text, (const char *)data, size);
    if (size < 4096 && strlen(str_text(&text)) == size && !strstr(str_text(&text), "include") &&
        !strstr(str_text(&text), "theme")) {
        config = parse(str_text(&text), size, &first);
        again = parse(str_text(&first), first.size, &second);
        if (config_n_mistakes(again) || strcmp(str_text(&first), str_text(&second)) != 0)
            abort();
        config_free(config);
        config_free(again);
    }
    str_release(&text);
    str_release(&first);
    str_release(&second);
    return 0;
}
