/* SPDX-License-Identifier: MIT */
/*
 * compile.c - a driver's sources, with the user's compiler, into a module.
 *
 *	a.c --cc -c--> a.o  \
 *	b.c --cc -c--> b.o   > --cc -shared--> NAME.so
 *	struct module -> mod.o /
 *
 * All objects are made at the same time. Flags are those of the core, for the
 * module runs where the core does: on kernel stacks, interrupted by signals.
 * Names are hidden but those of EXPORT_SYMBOL(); what it uses of the core is
 * found in the command itself when the module is loaded.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include "driver.h"

#define MAX_MESSAGES	(1u << 20)

/* What every driver is compiled with. */
static const char *const kernel_flags[] = {
	"-std=gnu11", "-ffreestanding", "-fPIC", "-fvisibility=hidden", "-g",
	"-O1", "-fno-strict-aliasing", "-fno-omit-frame-pointer",
	"-mno-omit-leaf-frame-pointer", "-fno-shrink-wrap",
	"-fno-optimize-sibling-calls", "-fno-common", "-fno-stack-protector",
	"-fno-delete-null-pointer-checks", "-mno-red-zone",
	"-D__KERNEL__", "-DMODULE", "-DOCTAVO_DRIVER",
};

/* As Linux's own build has them. */
static const char *const warnings[] = {
	"-Wall", "-Wundef", "-Wno-trigraphs", "-Wno-format-security",
	"-Wno-pointer-sign", "-Wno-address-of-packed-member",
	"-Wno-unused-but-set-variable", "-Wno-unused-const-variable",
	"-Wno-sign-compare", "-Werror=implicit-function-declaration",
	"-Werror=implicit-int", "-Werror=return-type",
	"-Werror=strict-prototypes", "-Werror=incompatible-pointer-types",
	"-Werror=int-conversion",
};

/* So that the checks of the hosted machine see each access, and find variables
 * that nobody has written: ports/hosted/access.c, fentry.S. */
static const char *const checks[] = {
	"-fsanitize=kernel-address", "--param=asan-globals=0",
	"--param=asan-stack=0",
	"--param=asan-instrumentation-with-call-threshold=0",
};

static const char *const clang_checks[] = {
	"-fsanitize=kernel-address", "-mllvm", "-asan-globals=0", "-mllvm",
	"-asan-stack=0", "-mllvm",
	"-asan-instrumentation-with-call-threshold=0",
};

#define NR(a)	(sizeof(a) / sizeof((a)[0]))

/* ---- processes -------------------------------------------------------------------- */

static pid_t start(const struct words *command, const char *dir,
		   const char *messages)
{
	pid_t pid = fork();
	int fd;

	if (pid < 0)
		usage_error("cannot start %s: %s", command->v[0],
			    strerror(errno));
	if (pid > 0)
		return pid;
	fd = open(messages, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd >= 0)
		dup2(fd, 2);
	if (dir && chdir(dir) < 0)
		_exit(127);
	execvp(command->v[0], (char *const *)command->v);
	dprintf(2, "%s: %s\n", command->v[0], strerror(errno));
	_exit(127);
}

static int succeeded(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return 0;
	return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* ---- the compiler's own ---------------------------------------------------------------- */

/* "" if it cannot be asked. */
static const char *compiler_includes(const char *cc)
{
	static char path[PATH_MAX];
	char *command = text_of("'%s' -print-file-name=include", cc);
	FILE *from = popen(command, "r");

	if (from && !fgets(path, sizeof(path), from))
		*path = 0;
	if (from)
		pclose(from);
	free(command);
	path[strcspn(path, "\n")] = 0;
	return path;
}

/* Where in PATH it is: what it is, as far as the cache is concerned. */
static void add_identity(struct words *key, const char *command)
{
	const char *dirs = getenv("PATH");
	struct stat st = { 0 };
	char path[PATH_MAX];
	int found = strchr(command, '/') && stat(command, &st) == 0;

	while (!found && dirs && *dirs) {
		const size_t len = strcspn(dirs, ":");

		snprintf(path, sizeof(path), "%.*s/%s", (int)len, dirs, command);
		found = stat(path, &st) == 0;
		dirs += len + (dirs[len] == ':');
	}
	words_addf(key, "%s %llx %llx.%lx", command,
		   (unsigned long long)st.st_size,
		   (unsigned long long)st.st_mtim.tv_sec, st.st_mtim.tv_nsec);
}

/* ---- flags --------------------------------------------------------------------------- */

const char *linux_release(const char *value)
{
	unsigned int v[3] = { 0, 0, 0 };
	char rest;
	int nr = sscanf(value, "%u.%u.%u%c", &v[0], &v[1], &v[2], &rest);

	if (nr < 2 || nr > 3 || strspn(value, "0123456789.") != strlen(value) ||
	    v[0] < 4 || v[0] > 7 || v[1] > 99 || v[2] > 999)
		usage_error("--linux: '%s' is not a version such as 6.12",
			    value);
	return text_of("%u.%u.%u", v[0], v[1], v[2]);
}

/* 6.1.0 -> what LINUX_VERSION_CODE is. */
static unsigned int version_code(const char *release)
{
	unsigned int v[3] = { 0, 0, 0 };

	sscanf(release, "%u.%u.%u", &v[0], &v[1], &v[2]);
	return v[0] << 16 | v[1] << 8 | (v[2] < 255 ? v[2] : 255);
}

const char *doors_dir(const char **machine_dir)
{
	static const char *const places[][2] = {
		{ "../../include", "../../ports/hosted/include" },
		{ "../include/octavo", "../include/octavo/machine" },
		{ "../../../include/octavo", "../../../include/octavo/machine" },
	};
	char self[PATH_MAX], *dir, *probe;
	ssize_t n = readlink("/proc/self/exe", self, sizeof(self) - 1);

	self[n < 0 ? 0 : n] = 0;
	*(strrchr(self, '/') ? strrchr(self, '/') : self) = 0;
	for (size_t i = 0; i < NR(places); i++) {
		dir = text_of("%s/%s", self, places[i][0]);
		probe = text_of("%s/octavo/this_module.h", dir);
		if (access(probe, R_OK) == 0) {
			*machine_dir = realpath(text_of("%s/%s", self,
							places[i][1]), NULL);
			return realpath(dir, NULL);
		}
	}
	return NULL;
}

/* A name as C has them. */
static const char *identifier(const char *name)
{
	char *id = text_of("%s", name);

	for (char *p = id; *p; p++)
		if (*p == '-' || *p == '.' || *p == ',' || *p == '+')
			*p = '_';
	return id;
}

static void add_checks(struct words *w, const struct driver_flags *f)
{
	const int clang = strstr(f->cc, "clang") != NULL;
	const char *const *list = clang ? clang_checks : checks;
	const size_t nr = clang ? NR(clang_checks) : NR(checks);

	for (size_t i = 0; !f->san && i < nr; i++)
		words_add(w, list[i]);
}

static void add_flags(struct words *w, const struct driver_flags *f,
		      const struct module_source *m)
{
	const char *machine, *doors = doors_dir(&machine);

	if (!doors || !machine)
		usage_error("the headers that drivers are compiled with are "
			    "missing: they belong beside the command, in "
			    "../include/octavo");
	for (size_t i = 0; i < NR(kernel_flags); i++)
		words_add(w, kernel_flags[i]);
	for (size_t i = 0; i < NR(warnings); i++)
		words_add(w, warnings[i]);
	words_add(w, "-pg");
	words_add(w, "-mfentry");
	add_checks(w, f);
	words_add(w, f->san ? text_of("-fsanitize=%s", f->san) :
			      "-mgeneral-regs-only");
	/* A plain char has no sign since Linux 6.2. */
	if (version_code(f->release) >= version_code("6.2.0"))
		words_add(w, "-funsigned-char");
	words_addf(w, "-DLINUX_VERSION_CODE=%u", version_code(f->release));
	words_addf(w, "-DOCTAVO_LINUX_RELEASE=\"%s\"", f->release);
	words_addf(w, "-DKBUILD_MODNAME=\"%s\"", identifier(m->name));
	words_addf(w, "-I%s", doors);
	words_addf(w, "-I%s", machine);
	for (size_t i = 0; i < m->cflags.nr; i++)
		words_add(w, m->cflags.v[i]);
}

/* ---- one object ------------------------------------------------------------------------ */

struct object {
	char *path, *depfile, *messages;
	pid_t pid;
};

static void object_start(struct object *o, const struct words *flags,
			 const char *cc, const char *source,
			 const struct module_source *m, size_t nr)
{
	const char *base = strrchr(source, '/');
	struct words w = { 0 };

	base = base ? base + 1 : source;
	o->path = text_of("%s/%zu.o", cache_scratch(), nr);
	o->depfile = text_of("%s/%zu.d", cache_scratch(), nr);
	o->messages = text_of("%s/%zu.err", cache_scratch(), nr);
	words_add(&w, cc);
	for (size_t i = 0; i < flags->nr; i++)
		words_add(&w, flags->v[i]);
	words_addf(&w, "-DKBUILD_BASENAME=\"%.*s\"",
		   (int)strcspn(identifier(base), "."), identifier(base));
	words_add(&w, isatty(2) ? "-fdiagnostics-color=always" :
				  "-fdiagnostics-color=never");
	words_add(&w, "-MD");
	words_add(&w, "-MF");
	words_add(&w, o->depfile);
	words_add(&w, "-c");
	words_add(&w, "-o");
	words_add(&w, o->path);
	words_add(&w, source);
	o->pid = start(&w, m->dir, o->messages);
}

static char *read_messages(const char *path)
{
	char *text = calloc(1, MAX_MESSAGES + 1);
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (!text || fd < 0 || read(fd, text, MAX_MESSAGES) < 0)
		usage_error("cannot read %s: %s", path, strerror(errno));
	close(fd);
	return text;
}

/* Did it go well? Shows what the compiler had to say. */
static int object_end(const struct object *o)
{
	const int good = succeeded(o->pid);
	char *text = read_messages(o->messages);

	fputs(text, stderr);
	if (!good)
		explain_errors(text);
	free(text);
	return good;
}

/* ---- the module -------------------------------------------------------------------------- */

static const char *write_this_module(void)
{
	const char *path = text_of("%s/mod.c", cache_scratch());
	FILE *to = fopen(path, "w");

	if (!to || fputs("#include <octavo/this_module.h>\n", to) < 0 ||
	    fclose(to))
		usage_error("cannot write %s: %s", path, strerror(errno));
	return path;
}

static void link_module(const char *cc, const struct object *objects, size_t nr,
			const char *made, const struct module_source *m)
{
	struct words w = { 0 };
	struct object out = {
		.messages = text_of("%s/link.err", cache_scratch()),
	};

	words_add(&w, cc);
	words_add(&w, "-shared");
	words_add(&w, "-nostdlib");
	words_add(&w, "-Wl,-Bsymbolic");
	words_addf(&w, "-Wl,-soname,%s.ko", m->name);
	words_add(&w, "-o");
	words_add(&w, made);
	for (size_t i = 0; i < nr; i++)
		words_add(&w, objects[i].path);
	out.pid = start(&w, NULL, out.messages);
	if (!object_end(&out))
		usage_error("%s could not be linked", m->from);
}

static void build(const struct driver_flags *f, struct module_source *m,
		  const struct words *flags, const char *made)
{
	struct words all = { 0 }, deps = { 0 };
	const size_t nr = m->files.nr + 1;
	struct object *objects = calloc(nr, sizeof(*objects));
	int bad = 0;

	if (!objects)
		usage_error("out of memory");
	words_add(&all, "-nostdinc");
	words_add(&all, "-isystem");
	words_add(&all, compiler_includes(f->cc));
	for (size_t i = 0; i < flags->nr; i++)
		words_add(&all, flags->v[i]);
	for (size_t i = 0; i < nr; i++)
		object_start(&objects[i], &all, f->cc, i ? m->files.v[i - 1] :
			     write_this_module(), m, i);
	for (size_t i = 0; i < nr; i++) {
		bad |= !object_end(&objects[i]);
		words_add(&deps, objects[i].depfile);
	}
	if (bad)
		usage_error("%s does not compile", m->from);
	link_module(f->cc, objects, nr, made, m);
	if (cache_dir())
		cache_keep(made, &deps, m->object);
	free(objects);
}

void module_compile(const struct driver_flags *f, struct module_source *m)
{
	struct words flags = { 0 }, key = { 0 };

	if (!m->files.nr)
		return;
	add_flags(&flags, f, m);
	add_identity(&key, f->cc);
	add_identity(&key, "/proc/self/exe");
	for (size_t i = 0; i < flags.nr; i++)
		words_add(&key, flags.v[i]);
	words_add(&key, m->dir ? m->dir : "");
	for (size_t i = 0; i < m->files.nr; i++)
		words_add(&key, m->files.v[i]);
	if (!cache_dir()) {
		m->object = text_of("%s/%s.so", cache_scratch(), m->name);
		build(f, m, &flags, m->object);
		return;
	}
	m->object = cache_name(&key, m->name);
	if (cache_has(m->object))
		return;
	build(f, m, &flags, text_of("%s/made.so", cache_scratch()));
	cache_drop_scratch();
}
