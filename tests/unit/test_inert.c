/* SPDX-License-Identifier: MIT */
#include "text/inert.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

struct sample {
    const char *name, *start;
    size_t size;
};
#define SAMPLE(name, start)                                                                        \
    {                                                                                              \
        name, start, sizeof start - 1                                                              \
    }

static const struct sample opened[] = {
    SAMPLE("a.png", "\x89PNG\r\n\x1A\n\0\0\0\rIHDR"),
    SAMPLE("A.JPG", "\xFF\xD8\xFF\xE0\0\x10JFIF"),
    SAMPLE("a.jpeg", "\xFF\xD8\xFF\xDB"),
    SAMPLE("a.gif", "GIF89a\x01"),
    SAMPLE("a.webp", "RIFF\x24\0\0\0WEBPVP8 "),
    SAMPLE("offer.v2.pdf", "%PDF-1.7\n"),
    SAMPLE("a.mp3", "ID3\x04"),
    SAMPLE("a.mp3", "\xFF\xFB\x90"),
    SAMPLE("voice.ogg", "OggS\0"),
    SAMPLE("a.wav", "RIFF\x24\0\0\0WAVEfmt "),
    SAMPLE("a.mp4", "\0\0\0\x20" "ftypisom"),
    SAMPLE("a.webm", "\x1A\x45\xDF\xA3"),
    SAMPLE("a.txt", "Hello,\tПривет\r\n"),
    SAMPLE("empty.txt", ""),
};

static const struct sample kept_shut[] = {
    SAMPLE("a.png", "\xFF\xD8\xFF\xE0"), /* another picture than it says */
    SAMPLE("a.png", "MZ\x90"),
    SAMPLE("a.jpg", "\x7F" "ELF\x02"),
    SAMPLE("a.png", "#!/bin/sh\nrm -rf ~\n"),
    SAMPLE("a.pdf", "<html>"),
    SAMPLE("a.png", "\x89PNG"), /* cut */
    SAMPLE("a.png", ""),
    SAMPLE("a.exe", "\x89PNG\r\n\x1A\n"), /* the extension counts too */
    SAMPLE("a.png.desktop", "[Desktop Entry]\nExec=sh\n"),
    SAMPLE("a.html", "<html>"),
    SAMPLE("a.svg", "<svg xmlns="),
    SAMPLE("a.sh", "echo\n"),
    SAMPLE("a.jar", "PK\3\4"),
    SAMPLE("a.lnk", "L\0\0\0"),
    SAMPLE("a.docm", "PK\3\4"),
    SAMPLE("png", "\x89PNG\r\n\x1A\n"),
    SAMPLE("a", "text"),
    SAMPLE("a.txt", "#!/bin/sh\n"),
    SAMPLE("a.txt", "\xEF\xBB\xBF \n<script>"),
    SAMPLE("a.txt", "[desktop entry]\n"),
    SAMPLE("a.txt", "%!PS-Adobe"),
    SAMPLE("a.txt", "MZ\x90\0\3"),
    SAMPLE("a.txt", "a\0b"),
    SAMPLE("a.txt", "\x1b]0;owned\x07"),
};

static void what_shows_or_sounds_is_opened(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof opened / sizeof *opened; i++)
        if (!inert_is(opened[i].name, opened[i].start, opened[i].size))
            fail_msg("%s, %zu: not opened", opened[i].name, i);
}

static void what_runs_leads_on_or_lies_is_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof kept_shut / sizeof *kept_shut; i++)
        if (inert_is(kept_shut[i].name, kept_shut[i].start, kept_shut[i].size))
            fail_msg("%s, %zu: opened", kept_shut[i].name, i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_shows_or_sounds_is_opened),
        cmocka_unit_test(what_runs_leads_on_or_lies_is_not),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
