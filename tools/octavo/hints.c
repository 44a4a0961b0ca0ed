/* SPDX-License-Identifier: MIT */
/*
 * hints.c - what is known of a name that a driver misses.
 *
 * doors.txt lies beside the doors; a line of it is
 *
 *	symbol NAME HEADER	the door <HEADER> declares NAME
 *	header NAME SENTENCE	what to do without NAME
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "driver.h"

char *hint_for(const char *kind, const char *name)
{
	const char *machine, *doors = doors_dir(&machine);
	char *path = text_of("%s/doors.txt", doors ? doors : "");
	char *start = text_of("%s %s ", kind, name), *hint = NULL, *line = NULL;
	FILE *from = fopen(path, "r");
	size_t room = 0;

	while (from && !hint && getline(&line, &room, from) > 0) {
		line[strcspn(line, "\n")] = 0;
		if (strncmp(line, start, strlen(start)) == 0)
			hint = text_of("%s", line + strlen(start));
	}
	if (from)
		fclose(from);
	free(line);
	free(start);
	free(path);
	return hint;
}
