/* SPDX-License-Identifier: MIT */
/*
 * load.c - modules into this process, by the dynamic linker.
 *
 * The command has the whole library in it and offers its symbols. Before a
 * module is opened, what it needs is looked for: all that is missing is said
 * at once, and modules are opened after those whose symbols they use.
 */
#include <dlfcn.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include "driver.h"

/* ---- what is in a module's file ------------------------------------------------------ */

/* Its dynamic symbols, mapped for good. */
struct symbols {
	const char *image;
	size_t size;
	const Elf64_Sym *syms;
	size_t nr;
	const char *names;
	size_t names_size;
};

static const Elf64_Shdr *section(const struct symbols *s, unsigned int i)
{
	const Elf64_Ehdr *eh = (const Elf64_Ehdr *)s->image;
	const Elf64_Shdr *sh =
		(const Elf64_Shdr *)(s->image + eh->e_shoff) + i;

	if (i >= eh->e_shnum || (const char *)(sh + 1) > s->image + s->size ||
	    sh->sh_offset > s->size || sh->sh_size > s->size - sh->sh_offset)
		return NULL;
	return sh;
}

static int find_symbols(struct symbols *s)
{
	const Elf64_Ehdr *eh = (const Elf64_Ehdr *)s->image;
	const Elf64_Shdr *sh, *names;

	if (s->size < sizeof(*eh) || memcmp(eh->e_ident, ELFMAG, SELFMAG) ||
	    eh->e_ident[EI_CLASS] != ELFCLASS64 || eh->e_type != ET_DYN ||
	    eh->e_machine != EM_X86_64 || eh->e_shoff >= s->size ||
	    eh->e_shoff % 8)
		return 0;
	for (unsigned int i = 0; (sh = section(s, i)); i++) {
		names = sh->sh_type == SHT_DYNSYM ? section(s, sh->sh_link) :
						    NULL;
		if (!names || !names->sh_size || sh->sh_offset % 8 ||
		    s->image[names->sh_offset + names->sh_size - 1])
			continue;
		s->syms = (const Elf64_Sym *)(s->image + sh->sh_offset);
		s->nr = sh->sh_size / sizeof(Elf64_Sym);
		s->names = s->image + names->sh_offset;
		s->names_size = names->sh_size;
		return 1;
	}
	return 0;
}

static void map_symbols(struct symbols *s, const struct module_source *m)
{
	int fd = open(m->object, O_RDONLY | O_CLOEXEC);
	struct stat st;

	if (fd < 0 || fstat(fd, &st) < 0)
		usage_error("--driver %s: %s", m->from, strerror(errno));
	s->size = (size_t)st.st_size;
	s->image = s->size ? mmap(NULL, s->size, PROT_READ, MAP_PRIVATE, fd, 0) :
			     MAP_FAILED;
	close(fd);
	if (s->image == MAP_FAILED || !find_symbols(s))
		usage_error("--driver %s: not a module for the hosted machine",
			    m->from);
}

static const char *symbol_name(const struct symbols *s, const Elf64_Sym *sym)
{
	return sym->st_name < s->names_size ? s->names + sym->st_name : "";
}

static int offers(const struct symbols *s, const char *name)
{
	for (size_t i = 0; i < s->nr; i++)
		if (s->syms[i].st_shndx != SHN_UNDEF &&
		    strcmp(symbol_name(s, &s->syms[i]), name) == 0)
			return 1;
	return 0;
}

/* ---- order ---------------------------------------------------------------------------- */

/* Does the command have it, or what the compiler's code always needs? Names of
 * the host's libraries do not count. */
static int is_offered(const char *name)
{
	static const struct module_source self = {
		.from = "octavo", .object = "/proc/self/exe",
	};
	static const char *const always[] = {
		"memcpy", "memmove", "memset", "memcmp", "strlen",
		"__tls_get_addr",
	};
	static struct symbols own;

	if (!own.nr)
		map_symbols(&own, &self);
	for (size_t i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		if (strcmp(name, always[i]) == 0)
			return 1;
	return offers(&own, name) || strncmp(name, "__asan_", 7) == 0 ||
	       strncmp(name, "__tsan_", 7) == 0 ||
	       strncmp(name, "__ubsan_", 8) == 0;
}

/* Which of the modules has it; -1: none. */
static int who_offers(const struct symbols *all, size_t nr, const char *name)
{
	for (size_t i = 0; i < nr; i++)
		if (offers(&all[i], name))
			return (int)i;
	return -1;
}

/* Every symbol that nobody has is said. */
static int count_missing(const struct drivers *d, const struct symbols *all,
			 size_t i)
{
	const struct symbols *s = &all[i];
	int missing = 0;

	for (size_t k = 1; k < s->nr; k++) {
		const char *name = symbol_name(s, &s->syms[k]);

		if (s->syms[k].st_shndx != SHN_UNDEF || is_offered(name) ||
		    ELF64_ST_BIND(s->syms[k].st_info) == STB_WEAK ||
		    who_offers(all, d->nr, name) >= 0)
			continue;
		complain("%s: '%s' is missing: Octavo does not offer it, and no "
			 "other --driver exports it; docs/driver-api.md has what "
			 "there is", d->modules[i].name, name);
		missing++;
	}
	return missing;
}

/* Does module @i use a symbol of @of? */
static int uses(const struct symbols *all, size_t i, size_t of)
{
	const struct symbols *s = &all[i];

	for (size_t k = 1; k < s->nr; k++)
		if (s->syms[k].st_shndx == SHN_UNDEF &&
		    offers(&all[of], symbol_name(s, &s->syms[k])) &&
		    !is_offered(symbol_name(s, &s->syms[k])))
			return 1;
	return 0;
}

/* ---- opening -------------------------------------------------------------------------- */

struct extent {
	const char *base;
	struct hosted_driver *driver;
};

static int add_extent(struct dl_phdr_info *info, size_t size, void *arg)
{
	const struct extent *e = arg;

	if ((const char *)info->dlpi_addr != e->base)
		return 0;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *ph = &info->dlpi_phdr[i];

		if (ph->p_type != PT_LOAD)
			continue;
		if (e->driver->size < ph->p_vaddr + ph->p_memsz)
			e->driver->size = ph->p_vaddr + ph->p_memsz;
		if (ph->p_flags & PF_X) {
			e->driver->text = e->base + ph->p_vaddr;
			e->driver->text_size = ph->p_memsz;
		}
	}
	return 1;
}

static void open_module(const struct module_source *m, struct hosted_driver *to)
{
	void *handle = dlopen(m->object, RTLD_NOW | RTLD_GLOBAL);
	struct link_map *map;
	struct extent e;

	if (!handle)
		usage_error("--driver %s: %s", m->from, dlerror());
	to->name = m->name;
	to->file = m->object;
	to->module = dlsym(handle, "__this_module");
	if (!to->module)
		usage_error("--driver %s: not a module: it has no __this_module",
			    m->from);
	if (dlinfo(handle, RTLD_DI_LINKMAP, &map) < 0)
		usage_error("--driver %s: %s", m->from, dlerror());
	e = (struct extent){ (const char *)map->l_addr, to };
	to->base = e.base;
	dl_iterate_phdr(add_extent, &e);
}

/* Open what @i uses before it. @state: 0 not yet, 1 on the way, 2 done. */
static void open_in_order(struct drivers *d, const struct symbols *all, size_t i,
			  unsigned char *state, size_t *nr)
{
	if (state[i] == 1)
		usage_error("%s uses what it is used by", d->modules[i].name);
	if (state[i])
		return;
	state[i] = 1;
	for (size_t k = 0; k < d->nr; k++)
		if (k != i && uses(all, i, k))
			open_in_order(d, all, k, state, nr);
	open_module(&d->modules[i], &d->loaded[*nr]);
	d->loaded[*nr].params = d->params[i].v;
	++*nr;
	state[i] = 2;
}

void drivers_load(struct drivers *d)
{
	struct symbols *all = calloc(d->nr + 1, sizeof(*all));
	unsigned char *state = calloc(d->nr + 1, 1);
	size_t nr = 0;
	int missing = 0;

	d->loaded = calloc(d->nr + 1, sizeof(*d->loaded));
	if (!all || !state || !d->loaded)
		usage_error("out of memory");
	for (size_t i = 0; i < d->nr; i++)
		map_symbols(&all[i], &d->modules[i]);
	for (size_t i = 0; i < d->nr; i++)
		missing += count_missing(d, all, i);
	if (missing)
		exit(EXIT_USAGE);
	for (size_t i = 0; i < d->nr; i++)
		open_in_order(d, all, i, state, &nr);
	for (size_t i = 0; i < d->nr; i++)
		munmap((void *)all[i].image, all[i].size);
	free(all);
	free(state);
}
