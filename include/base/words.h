/* SPDX-License-Identifier: MIT */
#ifndef BASE_WORDS_H
#define BASE_WORDS_H

#include <libintl.h>

/* Sentences for people, translated by GNU gettext; sources are English. */
#define _(sentence) gettext(sentence)
/* Marks a sentence in a table; translated where it is shown. */
#define N_(sentence) sentence

#endif
