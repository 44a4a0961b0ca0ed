/* SPDX-License-Identifier: MIT */
/*
 * symbols.c - code in words: function, file and line.
 *
 * addr2line (of binutils) reads debugging information; one process of it for
 * each file, started when first needed, answers all questions about it. Answers
 * are kept: a sweep asks for the same places again and again. Without it there
 * are the names that the dynamic linker knows.
 */
#include <dlfcn.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include <fcntl.h>
#include "driver.h"
#include "supervise.h"

#define NR_SLOTS	1024u
#define MAX_INLINED	4

struct reader {
	struct reader *next;
	const char *file;
	FILE *ask, *answer;		/* NULL: there is no addr2line */
};

static struct reader *readers;
static struct {
	unsigned long addr;
	char *text;
} cache[NR_SLOTS];

__attribute__((__noreturn__))
static void become_addr2line(const char *file, int in, int out)
{
	int null = open("/dev/null", O_WRONLY);

	dup2(in, 0);
	dup2(out, 1);
	dup2(null, 2);
	execlp("addr2line", "addr2line", "-e", file, "-f", "-i", "-a",
	       (char *)NULL);
	_exit(127);
}

static struct reader *start_reader(const char *file)
{
	struct reader *r = calloc(1, sizeof(*r));
	int to[2], from[2];

	if (!r || pipe2(to, O_CLOEXEC) < 0 || pipe2(from, O_CLOEXEC) < 0)
		return NULL;
	r->file = text_of("%s", file);
	r->next = readers;
	readers = r;
	if (fork() == 0)
		become_addr2line(file, to[0], from[1]);
	close(to[0]);
	close(from[1]);
	r->ask = fdopen(to[1], "w");
	r->answer = fdopen(from[0], "r");
	return r;
}

static struct reader *find_reader(const char *file)
{
	for (struct reader *r = readers; r; r = r->next)
		if (strcmp(r->file, file) == 0)
			return r;
	return start_reader(file);
}

/* As short as it is clear: ours by their last part, others as seen from here. */
static const char *short_path(const char *path, int ours)
{
	char cwd[PATH_MAX];
	size_t len;

	if (ours)
		return strrchr(path, '/') ? strrchr(path, '/') + 1 : path;
	if (!getcwd(cwd, sizeof(cwd)))
		return path;
	len = strlen(cwd);
	return strncmp(path, cwd, len) == 0 && path[len] == '/' ?
	       path + len + 1 : path;
}

static int read_line(struct reader *r, char *line, size_t size)
{
	if (!fgets(line, (int)size, r->answer))
		return 0;
	line[strcspn(line, "\n")] = 0;
	return 1;
}

/* One function and its place; @text grows. */
static void add_place(char *text, size_t size, const char *function,
		      char *place, int ours)
{
	const size_t len = strlen(text);
	char *extra = strstr(place, " (disc"), *one;

	if (extra)
		*extra = 0;
	one = text_of("%s%s() at %s", len ? ", inlined in " : "", function,
		      short_path(place, ours));
	if (len + strlen(one) < size)
		strcpy(text + len, one);
	free(one);
}

/* Two questions: the answer to the second is the end of the first's. */
static int ask(struct reader *r, unsigned long offset, int ours, char *text,
	       size_t size)
{
	char function[512], place[PATH_MAX];
	int nr = 0;

	*text = 0;
	if (!r || !r->ask || fprintf(r->ask, "%#lx\n0x0\n", offset) < 0 ||
	    fflush(r->ask) || !read_line(r, function, sizeof(function)))
		return 0;
	while (read_line(r, function, sizeof(function)) &&
	       strncmp(function, "0x", 2) && read_line(r, place, sizeof(place)))
		if (*place != '?' && nr++ < MAX_INLINED)
			add_place(text, size, function, place, ours);
	read_line(r, function, sizeof(function));
	read_line(r, place, sizeof(place));
	return nr;
}

static char *look_up(unsigned long addr)
{
	char text[4096], self[PATH_MAX];
	Dl_info info, own;

	if (!dladdr((void *)addr, &info) || !dladdr((void *)symbol_at, &own))
		return text_of("%#lx", addr);
	if (info.dli_fbase == own.dli_fbase) {
		ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

		self[n < 0 ? 0 : n] = 0;
		info.dli_fname = self;
	}
	if (ask(find_reader(info.dli_fname), addr - (unsigned long)info.dli_fbase,
		info.dli_fbase == own.dli_fbase, text, sizeof(text)))
		return text_of("%s", text);
	if (info.dli_sname)
		return text_of("%s()+%#lx", info.dli_sname,
			       addr - (unsigned long)info.dli_saddr);
	return text_of("%s+%#lx", info.dli_fname,
		       addr - (unsigned long)info.dli_fbase);
}

const char *symbol_at(unsigned long addr)
{
	const unsigned int slot = (unsigned int)(addr * 0x9e3779b97f4a7c15ul >>
						 54) % NR_SLOTS;

	if (!cache[slot].text || cache[slot].addr != addr) {
		free(cache[slot].text);
		cache[slot].addr = addr;
		cache[slot].text = look_up(addr);
	}
	return cache[slot].text;
}
