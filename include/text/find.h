/* SPDX-License-Identifier: MIT */
#ifndef TEXT_FIND_H
#define TEXT_FIND_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>

/*
 * What to search for, and where it is next in a text. Any bytes, in both; the
 * text is never changed, and offsets are bytes of it as it is.
 *
 * FIND_SMART finds what a reader takes for the same word:
 *
 *   case         folded, unless the pattern has an upper-case letter
 *   accents      folded: ё = е, é = e, ά = α, stress marks, Hebrew and Arabic points; but marks
 *                that make another letter count: й ї ў ѓ ќ are not и і у г к, nor が か
 *   spelling     composed = decomposed, ς = σ, ß = ss, full width = half width
 *   white space  any run is any other, line breaks and no-break spaces too
 *   invisible    soft hyphens, ZWSP, joiners, variation selectors, bidi controls and, of emoji,
 *                skin tones do not count
 *
 * A match is whole: it does not end between е and its mark, nor between the two halves of ß.
 * FIND_LITERAL finds the bytes as typed. FIND_REGEX is PCRE2, Unicode, without case as above,
 * ^ and $ at every line; it finds no empty match.
 */
enum find_kind { FIND_SMART, FIND_LITERAL, FIND_REGEX };

struct pattern;

/* NULL and a sentence for a regular expression that does not compile; the others always do. */
struct pattern *pattern_new(const char *text, size_t size, enum find_kind kind,
                            struct error *error);
void pattern_free(struct pattern *pattern);

/*
 * The first match that starts at `from` or after it; never empty. To go on, give the end as the
 * next `from`. False: there is none, and *start and *end are as before. An empty pattern has
 * no matches. SMART and LITERAL allocate nothing and are linear in time; REGEX stops after some
 * milliseconds, and says so below. One pattern is for one thread.
 */
bool pattern_find(const struct pattern *pattern, const char *text, size_t size, size_t from,
                  size_t *start, size_t *end);

/* Whether the last pattern_find stopped because the expression took too long on that text. */
bool pattern_gave_up(const struct pattern *pattern);

#endif
