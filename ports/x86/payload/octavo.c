/* SPDX-License-Identifier: MIT */
/*
 * octavo.c - the payload that runs one program.
 *
 *	kernel_boot -> boot module unpacked -> kernel_run -> kernel_exit ->
 *	leak check -> exit status
 *
 * The exit status is the program's; 128 + n if signal n ended it; 2 for a bad
 * boot module or a program that cannot be executed; 4 for a leak.
 */
#include <octavo/drivers.h>
#include <octavo/errno.h>
#include <octavo/init.h>
#include <octavo/kernel.h>
#include <octavo/port.h>
#include <octavo/printk.h>
#include <octavo/vmstat.h>
#include <uapi/signal.h>
#include "../x86.h"

#define EXIT_USAGE	2
#define EXIT_LEAK	4
#define LIBC_SIGRTMIN	34	/* a C library keeps two for itself */

static const char *const default_env[] = {
	"PATH=/bin:/usr/bin", "HOME=/", "TERM=dumb", NULL,
};

static int unpack_root(const struct boot_module *initrd)
{
	int err = initramfs_unpack(initrd->start,
				   (size_t)(initrd->end - initrd->start));

	if (err)
		pr_err("octavo: cannot use the boot module (error %d)\n", -err);
	return err;
}

/* Its frames go to whoever wants memory. */
static void free_module(const struct boot_module *initrd)
{
	int err = memblock_free_late(initrd->start, initrd->end - initrd->start);

	if (err)
		pr_warn("octavo: the boot module's memory stays reserved (error %d)\n",
			-err);
}

static const char *why(int err)
{
	switch (-err) {
	case ENOENT:
		return "No such file or directory";
	case ENOTDIR:
		return "Not a directory";
	case ENAMETOOLONG:
		return "File name too long";
	case ELOOP:
		return "Too many levels of symbolic links";
	case EISDIR:
	case EACCES:
		return "not an executable file";
	case ENOEXEC:
	case ELIBBAD:
	case EINVAL:
		return "not a program for this machine";
	case ENOMEM:
		return "cannot be started: Cannot allocate memory";
	default:
		return NULL;
	}
}

static int could_not_start(const char *program, int err)
{
	const char *reason = why(err);

	if (reason)
		pr_err("octavo: %s: %s\n", program, reason);
	else
		pr_err("octavo: %s: cannot be started: error %d\n", program,
		       -err);
	return EXIT_USAGE;
}

/* In the words of the C library, which names them on the hosted machine. */
static const char *const signal_names[SIGRTMIN] = {
	[SIGHUP] = "Hangup",
	[SIGINT] = "Interrupt",
	[SIGQUIT] = "Quit",
	[SIGILL] = "Illegal instruction",
	[SIGTRAP] = "Trace/breakpoint trap",
	[SIGABRT] = "Aborted",
	[SIGBUS] = "Bus error",
	[SIGFPE] = "Floating point exception",
	[SIGKILL] = "Killed",
	[SIGUSR1] = "User defined signal 1",
	[SIGSEGV] = "Segmentation fault",
	[SIGUSR2] = "User defined signal 2",
	[SIGPIPE] = "Broken pipe",
	[SIGALRM] = "Alarm clock",
	[SIGTERM] = "Terminated",
	[SIGSTKFLT] = "Stack fault",
	[SIGCHLD] = "Child exited",
	[SIGCONT] = "Continued",
	[SIGSTOP] = "Stopped (signal)",
	[SIGTSTP] = "Stopped",
	[SIGTTIN] = "Stopped (tty input)",
	[SIGTTOU] = "Stopped (tty output)",
	[SIGURG] = "Urgent I/O condition",
	[SIGXCPU] = "CPU time limit exceeded",
	[SIGXFSZ] = "File size limit exceeded",
	[SIGVTALRM] = "Virtual timer expired",
	[SIGPROF] = "Profiling timer expired",
	[SIGWINCH] = "Window changed",
	[SIGIO] = "I/O possible",
	[SIGPWR] = "Power failure",
	[SIGSYS] = "Bad system call",
};

static void say_killed(const char *program, int sig)
{
	if (sig < SIGRTMIN)
		pr_err("octavo: %s: killed by signal %d (%s)\n", program, sig,
		       signal_names[sig]);
	else if (sig < LIBC_SIGRTMIN)
		pr_err("octavo: %s: killed by signal %d (Unknown signal %d)\n",
		       program, sig, sig);
	else
		pr_err("octavo: %s: killed by signal %d (Real-time signal %d)\n",
		       program, sig, sig - LIBC_SIGRTMIN);
}

static int exit_status(const char *program, int status)
{
	const int sig = status & 0x7f;

	if (!sig)
		return (status >> 8) & 0xff;
	say_killed(program, sig);
	return 128 + sig;
}

/* The exit status so far. */
static int run_program(const struct boot_options *o)
{
	const char *const *envp = o->envp[0] ? o->envp : default_env;
	int status = 0, err;

	err = o->init ? kernel_run_init(o->argv[0], o->argv, envp, &status) :
			kernel_run(o->argv[0], o->argv, envp, &status);
	if (o->stats)
		kernel_print_stats();
	return err ? could_not_start(o->argv[0], err) :
		     exit_status(o->argv[0], status);
}

int x86_payload(const struct boot_info *boot)
{
	const struct boot_options *o = &boot->options;
	struct kernel_held before;
	unsigned int leaks;
	int err, ret = EXIT_USAGE;

	if (!o->argv[0])
		boot_die("which program? The boot options end with -- PROGRAM [ARG]...");
	if (boot->initrd.start == boot->initrd.end)
		boot_die("no boot module: the root is a cpio archive");
	kernel_count_held(&before);
	err = kernel_boot();
	if (err)
		boot_die("the kernel does not start (error %d)", -err);
	err = unpack_root(&boot->initrd);
	free_module(&boot->initrd);
	if (!err)
		err = drivers_init();
	if (!err) {
		ret = run_program(o);
		drivers_exit();
	}
	kernel_exit();
	leaks = kernel_count_leaks(&before);
	if (o->stats && !leaks)
		printk("octavo: leaks: none\n");
	return leaks && !ret ? EXIT_LEAK : ret;
}
