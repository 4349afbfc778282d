/* SPDX-License-Identifier: MIT */
/* The reference of the benchmark: reads a file whole and parses it with cJSON once. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

int main(int argc, char **argv)
{
    struct stat info;
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    if (file == NULL || fstat(fileno(file), &info) < 0)
        return 2;
    size_t size = (size_t)info.st_size;
    char *bytes = malloc(size + 1);
    if (bytes == NULL || fread(bytes, 1, size, file) != size)
        return 2;
    bytes[size] = '\0';
    return cJSON_ParseWithLength(bytes, size + 1) == NULL;
}
