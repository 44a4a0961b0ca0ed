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

/* Looks only where there is no code. The headers are known to be right. */
static const char *const *find_applets(const char *file, size_t size)
{
	static const char first[] = "\0[\0[[";	/* and a NUL */
	const Elf64_Ehdr *eh = (const void *)file;
	const Elf64_Phdr *ph = (const void *)(file + eh->e_phoff);
	const char *s = NULL;

	for (unsigned int i = 0; i < eh->e_phnum && !s; i++) {
		if (ph[i].p_type == PT_LOAD && !(ph[i].p_flags & PF_X) &&
		    ph[i].p_offset < size &&
		    ph[i].p_filesz <= size - ph[i].p_offset)
			s = memmem(file + ph[i].p_offset, ph[i].p_filesz,
				   first, sizeof(first));
	}
	return s ? read_table(s + 1, file + size) : basic_applets;
}

/* Is it a program of this machine that needs no loader? */
static int is_static(const char *file, size_t size)
{
	const Elf64_Ehdr *eh = (const void *)file;

	if (size < sizeof(*eh) || memcmp(eh->e_ident, ELFMAG, SELFMAG) ||
	    eh->e_ident[EI_CLASS] != ELFCLASS64 ||
	    eh->e_machine != EM_X86_64 ||
	    eh->e_phentsize != sizeof(Elf64_Phdr) || eh->e_phoff > size ||
	    eh->e_phnum > (size - eh->e_phoff) / sizeof(Elf64_Phdr))
		return 0;
	for (unsigned int i = 0; i < eh->e_phnum; i++) {
		const Elf64_Phdr *ph = (const void *)(file + eh->e_phoff);

		if (ph[i].p_type == PT_INTERP)
			return 0;
	}
	return 1;
}

int host_find_busybox(const char *path, const char *const **applets)
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
	if (!is_static(file, (size_t)st.st_size)) {
		munmap(file, (size_t)st.st_size);
		return -ENOEXEC;
	}
	*applets = find_applets(file, (size_t)st.st_size);
	return 0;
}
