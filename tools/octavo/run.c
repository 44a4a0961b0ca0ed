/* SPDX-License-Identifier: MIT */
/*
 * run.c - octavo run: one program on a machine made for it.
 *
 * The exit status is the program's; 128 + n if signal n ended it; 2 for bad
 * input, a program that is missing or cannot be executed included.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <sys/wait.h>
#include <unistd.h>
#include "host.h"
#include "octavo.h"

#define MIN_MEM		(8ull << 20)
#define DEFAULT_MEM	(2048ull << 20)
#define DEFAULT_LOWMEM	(896ull << 20)
#define MAX_CPUS	32
#define PAGE		4096ull

static const char help[] =
	"usage: octavo run [OPTION]... [--] PROGRAM [ARG]...\n"
	"Run an unmodified static Linux program on Octavo.\n"
	"\n"
	"PROGRAM is looked up in /bin and /usr/bin of the root, unless it has a slash.\n"
	"\n"
	"  --mem SIZE      RAM of the machine, sparse on the host (default 2G)\n"
	"  --lowmem SIZE   of it with a permanent address; the rest is high memory\n"
	"                  (default 896M)\n"
	"  --cpus N        1 to 32 (default 1)\n"
	"  --uaccess HOW   direct: copy through the program's addresses (default);\n"
	"                  pinned: pin its pages and map each for the copy\n"
	"  --root DIR      show DIR of the host as the root; what the program writes\n"
	"                  stays in the machine. Without it: a small tree with busybox\n"
	"  --stats         say at the end what the memory core did\n"
	"  --help          this text\n";

enum { OPT_MEM = 256, OPT_LOWMEM, OPT_CPUS, OPT_UACCESS, OPT_ROOT, OPT_STATS,
       OPT_HELP };

static const struct option long_options[] = {
	{ "mem", required_argument, NULL, OPT_MEM },
	{ "lowmem", required_argument, NULL, OPT_LOWMEM },
	{ "cpus", required_argument, NULL, OPT_CPUS },
	{ "uaccess", required_argument, NULL, OPT_UACCESS },
	{ "root", required_argument, NULL, OPT_ROOT },
	{ "stats", no_argument, NULL, OPT_STATS },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

struct run_options {
	struct hosted_config cfg;
	const char *root;
	int stats;
};

/* ---- options ---------------------------------------------------------------- */

static int parse_uaccess(const char *value)
{
	if (strcmp(value, "direct") == 0)
		return 0;
	if (strcmp(value, "pinned") == 0)
		return 1;
	usage_error("--uaccess: '%s' is neither direct nor pinned", value);
}

static void take_option(struct run_options *o, int opt, char **argv)
{
	switch (opt) {
	case OPT_MEM:
		o->cfg.mem = parse_size("mem", optarg);
		break;
	case OPT_LOWMEM:
		o->cfg.lowmem = parse_size("lowmem", optarg);
		break;
	case OPT_CPUS:
		o->cfg.nr_cpus = parse_count("cpus", optarg, MAX_CPUS);
		break;
	case OPT_UACCESS:
		o->cfg.pinned = parse_uaccess(optarg);
		break;
	case OPT_ROOT:
		o->root = optarg;
		break;
	case OPT_STATS:
		o->stats = 1;
		break;
	case OPT_HELP:
		fputs(help, stdout);
		exit(fflush(stdout) != 0);
	case ':':
		usage_error("%s needs a value; see octavo run --help",
			    argv[optind - 1]);
	default:
		usage_error("what is '%s'? See octavo run --help",
			    argv[optind - 1]);
	}
}

static void check_sizes(struct hosted_config *cfg)
{
	unsigned long long host;
	struct sysinfo si;

	if (cfg->lowmem > cfg->mem && cfg->lowmem != DEFAULT_LOWMEM)
		usage_error("--lowmem is more than --mem");
	if (cfg->mem < MIN_MEM)
		usage_error("--mem: a machine needs at least %lluM",
			    MIN_MEM >> 20);
	if (sysinfo(&si) == 0) {
		host = (si.totalram + si.totalswap) *
		       (unsigned long long)si.mem_unit;
		if (cfg->mem > host)
			usage_error("--mem is more than the %lluM of this host",
				    host >> 20);
	}
	if (cfg->lowmem > cfg->mem)
		cfg->lowmem = cfg->mem;
	if (cfg->lowmem < MIN_MEM)
		usage_error("--lowmem: a machine needs at least %lluM",
			    MIN_MEM >> 20);
	cfg->mem -= cfg->mem % PAGE;
	cfg->lowmem -= cfg->lowmem % PAGE;
}

/* Leaves optind at PROGRAM. */
static void parse_options(int argc, char **argv, struct run_options *o)
{
	int opt;

	*o = (struct run_options){
		.cfg = { .mem = DEFAULT_MEM, .lowmem = DEFAULT_LOWMEM,
			 .nr_cpus = 1 },
	};
	opterr = 0;
	while ((opt = getopt_long(argc, argv, "+:", long_options, NULL)) != -1)
		take_option(o, opt, argv);
	if (optind == argc)
		usage_error("which program? See octavo run --help");
	check_sizes(&o->cfg);
}

/* ---- the root ---------------------------------------------------------------- */

static void use_host_directory(struct hosted_program *prog, const char *dir)
{
	prog->dir = host_root_open(dir);
	if (prog->dir < 0)
		usage_error("--root %s: %s", dir, strerror(-prog->dir));
}

static void use_busybox(struct hosted_program *prog)
{
	static const char *const dirs[] = { "/bin", "/usr/bin", "/usr/local/bin" };
	char path[64];
	int err = -ENOENT;

	for (unsigned int i = 0; i < 3 && err; i++) {
		int ret;

		snprintf(path, sizeof(path), "%s/busybox", dirs[i]);
		ret = host_find_busybox(path, &prog->applets);
		if (ret == 0)
			prog->dir = host_root_open(dirs[i]);
		if (ret == 0 || err == -ENOENT)
			err = ret;
	}
	if (err)
		usage_error("%s; install the package busybox-static, or use --root DIR",
			    err == -ENOEXEC ? "the host's busybox is not static" :
					      "the host has no busybox");
	prog->busybox = "busybox";
}

/* ---- the end ------------------------------------------------------------------ */

static int could_not_start(const char *program, int err)
{
	switch (-err) {
	case ENOENT:
	case ENOTDIR:
	case ENAMETOOLONG:
	case ELOOP:
		complain("%s: %s", program, strerror(-err));
		break;
	case EISDIR:
	case EACCES:
		complain("%s: not an executable file", program);
		break;
	case ENOEXEC:
	case ELIBBAD:
	case EINVAL:
		complain("%s: not a static program for x86-64 Linux", program);
		break;
	default:
		complain("%s: cannot be started: %s", program, strerror(-err));
	}
	return EXIT_USAGE;
}

static int exit_status(const char *program, int status)
{
	int sig = WTERMSIG(status);

	if (WIFEXITED(status))
		return WEXITSTATUS(status);
	complain("%s: killed by signal %d (%s)", program, sig, strsignal(sig));
	return 128 + sig;
}

static int run_program(const struct run_options *o, struct hosted_program *prog)
{
	const char *name = prog->argv[0];
	unsigned long leaks;
	int status = 0, err, ret;

	err = hosted_start(&o->cfg);
	if (err)
		usage_error("cannot make the machine: %s", strerror(-err));
	err = hosted_run_program(prog, &status, &leaks);
	hosted_stop();
	ret = err ? could_not_start(name, err) : exit_status(name, status);
	if (leaks && !ret)
		ret = EXIT_LEAK;
	return ret;
}

int command_run(int argc, char **argv, unsigned long long start_ns)
{
	char term[64];
	const char *host_term = getenv("TERM");
	const char *const envp[] = { "PATH=/bin:/usr/bin", "HOME=/", term,
				     NULL };
	struct hosted_program prog = { .envp = envp, .start_ns = start_ns };
	struct run_options o;

	parse_options(argc, argv, &o);
	/* For the tests: how system calls are caught, where there is a choice. */
	o.cfg.seccomp = getenv("OCTAVO_SECCOMP") != NULL;
	snprintf(term, sizeof(term), "TERM=%s", host_term ? host_term : "dumb");
	prog.argv = (const char *const *)argv + optind;
	prog.stats = o.stats;
	if (o.root)
		use_host_directory(&prog, o.root);
	else
		use_busybox(&prog);
	/* Writing to a pipe nobody reads is the program's affair. */
	signal(SIGPIPE, SIG_IGN);
	return run_program(&o, &prog);
}
