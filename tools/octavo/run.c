/* SPDX-License-Identifier: MIT */
/*
 * run.c - octavo run: one program on a machine made for it; octavo pack: the
 * root that such a machine would get.
 *
 * The exit status is the program's; 128 + n if signal n ended it; 2 for bad
 * input, a program that is missing or cannot be executed included; 3 if the
 * machine did not end as it should; 4 if it leaked.
 */
#include <getopt.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/sysinfo.h>
#include <unistd.h>
#include "driver.h"
#include "machine.h"
#include "supervise.h"

#define MIN_MEM		(8ull << 20)
#define DEFAULT_MEM	(2048ull << 20)
#define DEFAULT_LOWMEM	(896ull << 20)
#define MAX_CPUS	32
#define PAGE		4096ull
#define STUCK_MS	10000		/* kernel code, without a pause */

static const char run_help[] =
	"usage: octavo run [OPTION]... [--] PROGRAM [ARG]...\n"
	"       octavo run [OPTION]... --init FILE [--] [ARG]...\n"
	"Run an unmodified Linux program on Octavo.\n"
	"\n"
	"PROGRAM is looked up in /bin and /usr/bin of the root, unless it has a slash.\n"
	"At a terminal it gets one: keys go to the program; Ctrl-] three times leaves.\n"
	"\n"
	"  --machine NAME  hosted: in this process (default);\n"
	"                  i386, x86_64: on bare metal, emulated by QEMU\n"
	"  --pae           i386 with three-level page tables and up to 64G\n"
	"  --mem SIZE      RAM of the machine, sparse on the host (default 2G)\n"
	"  --lowmem SIZE   of it with a permanent address; the rest is high memory\n"
	"                  (default 896M; x86_64: all)\n"
	"  --cpus N        1 to 32 (default 1)\n"
	"  --uaccess HOW   direct: copy through the program's addresses (default);\n"
	"                  pinned: pin its pages and map each for the copy\n"
	"  --wp on|off     off: the i386 ignores write protection in kernel mode\n"
	"  --root DIR      show DIR of the host as the root; what the program writes\n"
	"                  stays in the machine. Without it: a small tree with busybox\n"
	"  --init FILE     run FILE of the root as PID 1 that runs a system: it has the\n"
	"                  console, but no terminal of its own, and is ended by its own\n"
	"                  exit or by reboot(2) only\n"
	"  --driver FILE   hosted: load a driver: a .c file, which is compiled, a\n"
	"                  directory with a Makefile that says obj-m, or a .so file\n"
	"  --param NAME=VALUE  a parameter of the driver before it\n"
	"  --device edu    add a device that does DMA, /dev/edu; on the hosted machine a\n"
	"                  model: edu,delay=USEC,fail=PERMILLE,seed=N,ring=on|off\n"
	"  --device FILE.c hosted: a PCI device that the file describes\n"
	"  --net user      add an Ethernet device, eth0, for a network of its own, where\n"
	"                  10.0.2.2 answers; user,tftp=DIR: and serves the files of DIR\n"
	"  --net tap:NAME  hosted: eth0 is the TAP interface NAME (default octavo0) of the\n"
	"                  host, which is made if it is not there; as root, or its owner\n"
	"  --linux VERSION the Linux that drivers are written for (default 6.1)\n"
	"  --san LIST      with sanitizers, driver and octavo: address,undefined or\n"
	"                  thread; that octavo must be built: make SAN=LIST\n"
	"  --timeout TIME  end it after so many seconds, or 500ms, 5m; exit status 3\n"
	"  --stats         say at the end what the memory core did\n"
	"  --gdb           in the debugger gdb, whose commands are standard input; the\n"
	"                  machine waits for `continue' (hosted: for `run')\n"
	"  --help          this text\n";

static const char pack_help[] =
	"usage: octavo pack [--machine i386|x86_64] [--root DIR] >FILE\n"
	"Write the root of a bare-metal machine, a cpio archive, to standard output.\n"
	"\n"
	"  --machine NAME  whose busybox is in it (default x86_64)\n"
	"  --root DIR      what is in DIR, instead of a small tree with busybox\n"
	"  --help          this text\n";

enum { OPT_MACHINE = 256, OPT_PAE, OPT_MEM, OPT_LOWMEM, OPT_CPUS, OPT_UACCESS,
       OPT_WP, OPT_DEVICE, OPT_NET, OPT_ROOT, OPT_INIT, OPT_DRIVER, OPT_PARAM,
       OPT_LINUX, OPT_SAN, OPT_TIMEOUT, OPT_STATS, OPT_GDB, OPT_HELP };

static const struct option run_options[] = {
	{ "machine", required_argument, NULL, OPT_MACHINE },
	{ "pae", no_argument, NULL, OPT_PAE },
	{ "mem", required_argument, NULL, OPT_MEM },
	{ "lowmem", required_argument, NULL, OPT_LOWMEM },
	{ "cpus", required_argument, NULL, OPT_CPUS },
	{ "uaccess", required_argument, NULL, OPT_UACCESS },
	{ "wp", required_argument, NULL, OPT_WP },
	{ "device", required_argument, NULL, OPT_DEVICE },
	{ "net", required_argument, NULL, OPT_NET },
	{ "root", required_argument, NULL, OPT_ROOT },
	{ "init", required_argument, NULL, OPT_INIT },
	{ "driver", required_argument, NULL, OPT_DRIVER },
	{ "param", required_argument, NULL, OPT_PARAM },
	{ "timeout", required_argument, NULL, OPT_TIMEOUT },
	{ "san", required_argument, NULL, OPT_SAN },
	{ "linux", required_argument, NULL, OPT_LINUX },
	{ "stats", no_argument, NULL, OPT_STATS },
	{ "gdb", no_argument, NULL, OPT_GDB },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

static const struct option pack_options[] = {
	{ "machine", required_argument, NULL, OPT_MACHINE },
	{ "root", required_argument, NULL, OPT_ROOT },
	{ "help", no_argument, NULL, OPT_HELP },
	{ NULL, 0, NULL, 0 },
};

/* As they stand on the command line. */
struct parsed {
	struct run_options o;
	const char *command, *help;
	const char *machine, *init;
	int pae, wp;
	char **argv;			/* of the whole command */
};

/* ---- options ---------------------------------------------------------------- */

/* Which of the two words @value is: 0 or 1. */
static int parse_either(const char *name, const char *value, const char *zero,
			const char *one)
{
	if (strcmp(value, zero) == 0)
		return 0;
	if (strcmp(value, one) == 0)
		return 1;
	usage_error("--%s: '%s' is neither %s nor %s", name, value, zero, one);
}

/* One of ours, or a file that describes one. */
static void take_device(struct parsed *p, const char *value)
{
	if (is_device_file(value))
		drivers_add(p->o.drivers, value);
	else
		parse_device(&p->o.device, value);
}

static void take_option(struct parsed *p, int opt, char **argv)
{
	switch (opt) {
	case OPT_MACHINE:
		p->machine = optarg;
		break;
	case OPT_PAE:
		p->pae = 1;
		break;
	case OPT_MEM:
		p->o.mem = parse_size("mem", optarg);
		break;
	case OPT_LOWMEM:
		p->o.lowmem = parse_size("lowmem", optarg);
		break;
	case OPT_CPUS:
		p->o.cpus = parse_count("cpus", optarg, MAX_CPUS);
		break;
	case OPT_UACCESS:
		p->o.pinned = parse_either("uaccess", optarg, "direct", "pinned");
		break;
	case OPT_WP:
		p->wp = 1;
		p->o.wp_off = parse_either("wp", optarg, "on", "off");
		break;
	case OPT_DEVICE:
		take_device(p, optarg);
		break;
	case OPT_NET:
		parse_net(&p->o.net, optarg);
		break;
	case OPT_ROOT:
		p->o.root = optarg;
		break;
	case OPT_DRIVER:
		drivers_add(p->o.drivers, optarg);
		break;
	case OPT_PARAM:
		drivers_add_param(p->o.drivers, optarg);
		break;
	case OPT_SAN:
		sanitize(optarg, p->argv);
		break;
	case OPT_LINUX:
		p->o.drivers->flags.release = linux_release(optarg);
		break;
	case OPT_TIMEOUT:
		p->o.timeout_ms = parse_time("timeout", optarg);
		break;
	case OPT_INIT:
		p->init = optarg;
		break;
	case OPT_STATS:
		p->o.stats = 1;
		break;
	case OPT_GDB:
		p->o.gdb = 1;
		break;
	case OPT_HELP:
		fputs(p->help, stdout);
		exit(fflush(stdout) != 0);
	case ':':
		usage_error("%s needs a value; see octavo %s --help",
			    argv[optind - 1], p->command);
	default:
		usage_error("what is '%s'? See octavo %s --help",
			    argv[optind - 1], p->command);
	}
}

/* Leaves optind at what is behind the options. */
static void parse(struct parsed *p, int argc, char **argv,
		  const struct option *options)
{
	int opt;

	opterr = 0;
	while ((opt = getopt_long(argc, argv, "+:", options, NULL)) != -1)
		take_option(p, opt, argv);
}

/* ---- what they mean together -------------------------------------------------- */

static void choose_machine(struct parsed *p)
{
	if (strcmp(p->machine, "hosted"))
		p->o.machine = find_machine(p->machine, p->pae);
	else if (p->pae)
		usage_error("--pae goes with --machine i386");
	if (p->o.net.tap && p->o.machine)
		usage_error("--net tap goes with the hosted machine");
	if (p->o.net.user && !p->o.machine)
		usage_error("--net user goes with --machine i386 or x86_64");
	if (p->o.device.details && p->o.machine)
		usage_error("--device edu,%s: only the hosted machine's has that",
			    p->o.device.details);
	if (p->o.drivers->nr && p->o.machine)
		usage_error("%s: what is compiled here goes with the hosted machine, not with --machine %s",
			    p->o.drivers->modules[0].from, p->machine);
	if (p->wp && strcmp(p->machine, "i386"))
		usage_error("--wp goes with --machine i386");
}

static void check_mem(const struct run_options *o)
{
	unsigned long long host;
	struct sysinfo si;

	if (o->mem < MIN_MEM)
		usage_error("--mem: a machine needs at least %lluM",
			    MIN_MEM >> 20);
	if (o->machine && o->mem > o->machine->max_mem)
		usage_error("--mem: %s; at most %lluM", o->machine->beyond,
			    o->machine->max_mem >> 20);
	if (sysinfo(&si) == 0) {
		host = (si.totalram + si.totalswap) *
		       (unsigned long long)si.mem_unit;
		if (o->mem > host)
			usage_error("--mem is more than the %lluM of this host",
				    host >> 20);
	}
}

static void check_lowmem(const struct run_options *o)
{
	if (o->lowmem && o->lowmem > o->mem)
		usage_error("--lowmem is more than --mem");
	if (o->lowmem && o->lowmem < MIN_MEM)
		usage_error("--lowmem: a machine needs at least %lluM",
			    MIN_MEM >> 20);
	if (o->machine && o->lowmem > o->machine->max_lowmem)
		usage_error("--lowmem: %s has at most %lluM", o->machine->name,
			    o->machine->max_lowmem >> 20);
}

static void check_sizes(struct run_options *o)
{
	check_mem(o);
	check_lowmem(o);
	if (!o->machine && !o->lowmem)
		o->lowmem = o->mem < DEFAULT_LOWMEM ? o->mem : DEFAULT_LOWMEM;
	o->mem -= o->mem % PAGE;
	o->lowmem -= o->lowmem % PAGE;
}

/* The program and its arguments; an --init comes before them. */
static const char *const *program_of(struct parsed *p, char **argv)
{
	const char **words = (const char **)argv + optind;

	if (!p->init)
		return words;
	/* Its own place on the command line is one of at least two. */
	*--words = p->init;
	p->o.init = 1;
	return words;
}

static int run_here(void *arg)
{
	const struct run_options *o = arg;

	return o->machine ? run_bare(o) : run_hosted(o);
}

/* Who sits at a terminal, and who brings a driver, has somebody look after the
 * machine. Not a debugger's: it is to see the machine itself. */
static int run_machine(struct run_options *o)
{
	struct child c = {
		.main = run_here, .arg = o, .timeout_ms = o->timeout_ms,
		.stuck_ms = o->machine ? 0 : STUCK_MS,
	};

	if (o->gdb || getenv(IN_DEBUGGER))
		return run_here(o);
	o->terminal = terminal_find();
	c.terminal = o->terminal != 0;
	if (!c.terminal && !o->drivers->nr && !o->timeout_ms)
		return run_here(o);
	return child_run(&c);
}

int command_run(int argc, char **argv, unsigned long long start_ns)
{
	char term[64];
	const char *host_term = getenv("TERM");
	const char *const envp[] = { "PATH=/bin:/usr/bin", "HOME=/", term,
				     NULL };
	struct drivers drivers = {
		.flags = { .release = "6.1.0", .cc = default_compiler(),
			   .san = sanitizers() },
	};
	struct parsed p = {
		.o = { .mem = DEFAULT_MEM, .cpus = 1, .envp = envp,
		       .start_ns = start_ns, .drivers = &drivers },
		.command = "run", .help = run_help, .machine = "hosted",
		/* The word before is the command's own name. */
		.argv = argv - 1,
	};

	snprintf(term, sizeof(term), "TERM=%s", host_term ? host_term : "dumb");
	parse(&p, argc, argv, run_options);
	if (optind == argc && !p.init)
		usage_error("which program? See octavo run --help");
	choose_machine(&p);
	check_sizes(&p.o);
	if (p.o.gdb && !p.o.machine)
		become_gdb(argc, argv);
	p.o.argv = program_of(&p, argv);
	drivers_build(&drivers);
	if (!p.o.machine)
		drivers_load(&drivers);
	return run_machine(&p.o);
}

int command_pack(int argc, char **argv)
{
	struct parsed p = {
		.command = "pack", .help = pack_help, .machine = "x86_64",
	};

	parse(&p, argc, argv, pack_options);
	if (optind != argc)
		usage_error("what is '%s'? See octavo pack --help",
			    argv[optind]);
	if (isatty(STDOUT_FILENO))
		usage_error("an archive is not for a terminal; say >FILE");
	pack_root(stdout, find_machine(p.machine, 0)->bits, p.o.root,
		  UINT32_MAX);
	return 0;
}
