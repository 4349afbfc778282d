/* SPDX-License-Identifier: MIT */
#include "text/inert.h"

#include <string.h>
#include <strings.h>

#include "text/filename.h"

/* Text and nothing else: no controls, not the start of what some program would run or follow. */
static bool is_plain_text(const char *start, size_t size)
{
    static const char *const starts[] = {"#!", "<", "[Desktop Entry", "[InternetShortcut", "%!"};
    size_t blank = 0;

    if (size >= 3 && memcmp(start, "\xEF\xBB\xBF", 3) == 0)
        start += 3, size -= 3;
    for (size_t i = 0; i < size; i++)
        if (((unsigned char)start[i] < 0x20 && !strchr("\t\n\f\r", start[i])) || !start[i])
            return false;
    while (blank < size && strchr(" \t\n\f\r", start[blank]))
        blank++;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        size_t length = strlen(starts[i]);

        if (size - blank >= length && strncasecmp(start + blank, starts[i], length) == 0)
            return false;
    }
    return true;
}

/* What the content of each begins with; .txt begins with anything. */
static const struct {
    const char *extension;
    size_t at;
    const char *bytes; /* NULL: text */
} rows[] = {
    {".png", 0, "\x89PNG\r\n\x1A\n"},
    {".jpg", 0, "\xFF\xD8\xFF"},
    {".jpeg", 0, "\xFF\xD8\xFF"},
    {".gif", 0, "GIF87a"},
    {".gif", 0, "GIF89a"},
    {".webp", 8, "WEBPVP8"},
    {".pdf", 0, "%PDF-"},
    {".mp3", 0, "ID3"},
    {".mp3", 0, "\xFF\xFB"},
    {".mp3", 0, "\xFF\xFA"},
    {".mp3", 0, "\xFF\xF3"},
    {".mp3", 0, "\xFF\xF2"},
    {".ogg", 0, "OggS"},
    {".oga", 0, "OggS"},
    {".opus", 0, "OggS"},
    {".flac", 0, "fLaC"},
    {".wav", 8, "WAVE"},
    {".m4a", 4, "ftyp"},
    {".mp4", 4, "ftyp"},
    {".webm", 0, "\x1A\x45\xDF\xA3"},
    {".txt", 0, NULL},
};

bool inert_is(const char *name, const char *start, size_t size)
{
    const char *extension = filename_extension(name);

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *bytes = rows[i].bytes;

        if (strcasecmp(extension, rows[i].extension) != 0)
            continue;
        if (!bytes && is_plain_text(start, size))
            return true;
        if (bytes && size >= rows[i].at + strlen(bytes) &&
            memcmp(start + rows[i].at, bytes, strlen(bytes)) == 0)
            return true;
    }
    return false;
}
