/* reader_part.h - where a text speaks about something. */
#ifndef ASSAY_UI_VIEW_READER_PART_H
#define ASSAY_UI_VIEW_READER_PART_H

#include <stddef.h>

/* Byte of the line of Markdown TEXT that is about NAME: a heading that reads so, else the first
 * list item, table row or paragraph that begins with it (then the heading a little above, if there
 * is one), else a heading that has it among its words.  0: the text does not mention it so. */
size_t reader_part(const char *text, const char *name);

#endif
