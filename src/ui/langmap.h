/* SPDX-License-Identifier: MIT */
#ifndef UI_LANGMAP_H
#define UI_LANGMAP_H

/* The key at the same place of a QWERTY keyboard, for a letter typed on ЙЦУКЕН, with or without
 * Alt; any other key as it is. What both layouts have somewhere (/ ? . , & |) stays the character
 * it is. */
int langmap_key(int key);

#endif
