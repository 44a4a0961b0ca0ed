/* SPDX-License-Identifier: MIT */
/*
 * applets.c - the host's static busybox, and the names it answers to.
 *
 * The names stand in the program's constants, sorted, each with a NUL,
 * beginning with "[" and "[[": cheaper to look for than to run it and ask.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "../host.h"

#define MAX_APPLETS	1024
#define MAX_NAME	32

/* Where no table is found: what every busybox has. */
static const char *const basic_applets[] = {
	"[", "ash", "awk", "basename", "cat", "chmod", "cmp", "cp", "cut",
	"date", "dd", "df", "dirname", "du", "echo", "env", "expr", "false",
	"find", "grep", "gzip", "head", "hexdump", "id", "ln", "ls", "md5sum",
	"mkdir", "mv", "od", "printf", "pwd", "rm", "rmdir", "sed", "seq",
	"sh", "sha256sum", "sleep", "sort", "stat", "tail", "tar", "test",
	"touch", "tr", "true", "uname", "uniq", "wc", "yes", NULL,
};

/* The length of an applet's name at @s, 0 if there is none. */
static size_t applet_length(const char *s, const char *end)
{
	size_t n = 0;

	while (s + n < end && s[n] > ' ' && s[n] < 127 && s[n] != '/')
		n++;
	return n < MAX_NAME && s + n < end && !s[n] ? n : 0;
}

static const char *const *read_table(const char *s, const char *end)
{
	const char **names = calloc(MAX_APPLETS + 1, sizeof(*names));
	unsigned int nr = 0;
	size_t len;

	while (names && nr < MAX_APPLETS && (len = applet_length(s, end))) {
		if (nr && strcmp(names[nr - 1], s) >= 0)
			break;
		names[nr++] = s;
		s += len + 1;
	}
	if (nr < 10) {
		free(names);
		return basic_applets;
	}
	return names;
}

/* What is asked of a segment of either class of file. */
struct segment {
	unsigned int type, flags;
	unsigned long long offset, size;
};

static unsigned int nr_segments(const char *file)
{
	return file[EI_CLASS] == ELFCLASS64 ?
		       ((const Elf64_Ehdr *)file)->e_phnum :
		       ((const Elf32_Ehdr *)file)->e_phnum;
}

static struct segment get_segment(const char *file, unsigned int i)
{
	const Elf64_Ehdr *eh64 = (const void *)file;
	const Elf32_Ehdr *eh32 = (const void *)file;

	if (file[EI_CLASS] == ELFCLASS64) {
		const Elf64_Phdr *ph = (const void *)(file + eh64->e_phoff);

		return (struct segment){ ph[i].p_type, ph[i].p_flags,
					 ph[i].p_offset, ph[i].p_filesz };
	} else {
		const Elf32_Phdr *ph = (const void *)(file + eh32->e_phoff);

		return (struct segment){ ph[i].p_type, ph[i].p_flags,
					 ph[i].p_offset, ph[i].p_filesz };
	}
}

/* Looks only where there is no code. The headers are known to be right. */
static const char *const *find_applets(const char *file, size_t size)
{
	static const char first[] = "\0[\0[[";	/* and a NUL */
	const char *s = NULL;

	for (unsigned int i = 0; i < nr_segments(file) && !s; i++) {
		const struct segment seg = get_segment(file, i);

		if (seg.type == PT_LOAD && !(seg.flags & PF_X) &&
		    seg.offset < size && seg.size <= size - seg.offset)
			s = memmem(file + seg.offset, seg.size, first,
				   sizeof(first));
	}
	return s ? read_table(s + 1, file + size) : basic_applets;
}

static int is_elf64(const char *file, size_t size)
{
	const Elf64_Ehdr *eh = (const void *)file;

	return size >= sizeof(*eh) && !memcmp(eh->e_ident, ELFMAG, SELFMAG) &&
	       eh->e_ident[EI_CLASS] == ELFCLASS64 &&
	       eh->e_machine == EM_X86_64 &&
	       eh->e_phentsize == sizeof(Elf64_Phdr) && eh->e_phoff <= size &&
	       eh->e_phnum <= (size - eh->e_phoff) / sizeof(Elf64_Phdr);
}

static int is_elf32(const char *file, size_t size)
{
	const Elf32_Ehdr *eh = (const void *)file;

	return size >= sizeof(*eh) && !memcmp(eh->e_ident, ELFMAG, SELFMAG) &&
	       eh->e_ident[EI_CLASS] == ELFCLASS32 &&
	       eh->e_machine == EM_386 &&
	       eh->e_phentsize == sizeof(Elf32_Phdr) && eh->e_phoff <= size &&
	       eh->e_phnum <= (size - eh->e_phoff) / sizeof(Elf32_Phdr);
}

/* Is it a program of @bits bits for x86 that needs no loader? */
static int is_static(const char *file, size_t size, unsigned int bits)
{
	if (!(bits == 64 ? is_elf64(file, size) : is_elf32(file, size)))
		return 0;
	for (unsigned int i = 0; i < nr_segments(file); i++)
		if (get_segment(file, i).type == PT_INTERP)
			return 0;
	return 1;
}

int host_find_busybox(const char *path, unsigned int bits,
		      const char *const **applets)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	char *file;

	if (fd < 0)
		return -errno;
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode)) {
		close(fd);
		return -ENOENT;
	}
	file = mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	close(fd);
	if (file == MAP_FAILED)
		return -errno;
	if (!is_static(file, (size_t)st.st_size, bits)) {
		munmap(file, (size_t)st.st_size);
		return -ENOEXEC;
	}
	*applets = find_applets(file, (size_t)st.st_size);
	return 0;
}
