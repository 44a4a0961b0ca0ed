/* SPDX-License-Identifier: MIT */
/*
 * symbols.c - code in words.
 *
 *	memo_read (memo.c:42)	a driver's
 *	vfs_read+0x31		ours
 *
 * Of drivers, addr2line (of binutils) reads the debugging information; one
 * process of it for each file, started when first needed, answers all questions
 * about it. Of the command itself, which is large, the table of symbols has to
 * do. Answers are kept: a sweep asks for the same places again and again.
 */
#include <dlfcn.h>
#include <elf.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
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

/* As seen from here. */
static const char *short_path(const char *path)
{
	char cwd[PATH_MAX];
	size_t len;

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
		      char *place)
{
	char *extra = strstr(place, " (disc"), *one;
	size_t len;

	/* What our headers do for the driver is not what one looks for. */
	if (strstr(text, "include/octavo/"))
		*text = 0;
	len = strlen(text);
	if (extra)
		*extra = 0;
	one = text_of("%s%s (%s)", len ? ", inlined in " : "", function,
		      short_path(place));
	if (len + strlen(one) < size)
		strcpy(text + len, one);
	free(one);
}

/* Two questions: the answer to the second is the end of the first's. */
static int ask(struct reader *r, unsigned long offset, char *text, size_t size)
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
			add_place(text, size, function, place);
	read_line(r, function, sizeof(function));
	read_line(r, place, sizeof(place));
	return nr;
}

/* ---- our own ------------------------------------------------------------------ */

struct image {
	const char *start;
	size_t size;
};

/* The part of the file that section @i is; NULL: not in it. */
static const void *section_data(const struct image *im, unsigned int i)
{
	const Elf64_Ehdr *eh = (const Elf64_Ehdr *)im->start;
	const Elf64_Shdr *sh =
		(const Elf64_Shdr *)(im->start + eh->e_shoff) + i;

	return sh->sh_offset < im->size &&
	       sh->sh_size <= im->size - sh->sh_offset ?
	       im->start + sh->sh_offset : NULL;
}

/* The function that has @offset in it. */
static const Elf64_Sym *find_function(const struct image *im,
				      unsigned long offset, const char **names)
{
	const Elf64_Ehdr *eh = (const Elf64_Ehdr *)im->start;
	const Elf64_Shdr *sh = (const Elf64_Shdr *)(im->start + eh->e_shoff);

	for (unsigned int i = 0; i < eh->e_shnum; i++) {
		const Elf64_Sym *sym = sh[i].sh_type == SHT_SYMTAB ?
				       section_data(im, i) : NULL;

		*names = sym ? section_data(im, sh[i].sh_link) : NULL;
		for (size_t n = sym ? sh[i].sh_size / sizeof(*sym) : 0; n;
		     n--, sym++)
			if (ELF64_ST_TYPE(sym->st_info) == STT_FUNC &&
			    offset - sym->st_value < sym->st_size)
				return sym;
	}
	return NULL;
}

static void map_self(struct image *im)
{
	int fd = open("/proc/self/exe", O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		return;
	im->start = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd,
			 0);
	close(fd);
	im->size = im->start == MAP_FAILED ? 0 : (size_t)st.st_size;
}

static char *look_up_own(unsigned long offset)
{
	static struct image self;
	const Elf64_Sym *sym;
	const char *names;

	if (!self.size)
		map_self(&self);
	sym = self.size ? find_function(&self, offset, &names) : NULL;
	if (!sym || !names)
		return text_of("octavo+%#lx", offset);
	return text_of("%s+%#lx", names + sym->st_name,
		       offset - sym->st_value);
}

/* ---- all ---------------------------------------------------------------------- */

static int is_module(const char *file)
{
	void *handle = dlopen(file, RTLD_LAZY | RTLD_NOLOAD);
	const int is = handle && dlsym(handle, "__this_module");

	if (handle)
		dlclose(handle);
	return is;
}

static char *look_up(unsigned long addr)
{
	char text[4096];
	Dl_info info, own;
	unsigned long offset;

	if (!dladdr((void *)addr, &info) || !dladdr((void *)symbol_at, &own))
		return text_of("%#lx", addr);
	offset = addr - (unsigned long)info.dli_fbase;
	if (info.dli_fbase == own.dli_fbase)
		return look_up_own(offset);
	/* A library of the host's: its name says enough. */
	if (!is_module(info.dli_fname))
		return text_of("%s", info.dli_sname ? info.dli_sname :
			       info.dli_fname);
	if (ask(find_reader(info.dli_fname), offset, text, sizeof(text)))
		return text_of("%s", text);
	if (info.dli_sname)
		return text_of("%s+%#lx", info.dli_sname,
			       addr - (unsigned long)info.dli_saddr);
	return text_of("%s+%#lx", info.dli_fname, offset);
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
