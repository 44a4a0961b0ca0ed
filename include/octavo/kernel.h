/* SPDX-License-Identifier: MIT */
/*
 * kernel.h - the reference kernel's doors: how it is started, and what a port
 * calls when user code comes in.
 */
#ifndef OCTAVO_KERNEL_H
#define OCTAVO_KERNEL_H

#include <octavo/types.h>

struct pt_regs;

/**
 * kernel_boot() - bring the reference kernel up on initialised memory
 *
 * Makes the root file system with /dev, /proc, /tmp, /bin and /etc. Called
 * after mm_init().
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 */
int kernel_boot(void);

/**
 * initramfs_unpack() - fill the root from cpio archives in memory
 * @start: physical address of the first byte, in RAM that nobody writes to
 *	meanwhile; may be high memory
 * @size: bytes
 *
 * Takes the "newc" format, with or without checksums, several archives one
 * after the other, with zeros between and behind them. A later entry replaces
 * an earlier one of the same name. Contents are copied into pages of the page
 * cache: the memory is the caller's again afterwards. Called after
 * kernel_boot(), before kernel_run(). On an error one line on the log says
 * which byte and entry it is about, and what came before it is in the tree.
 *
 * Context: May sleep.
 * Return: 0; -EINVAL for what is damaged, -EBADMSG for a wrong checksum,
 *	-EOPNOTSUPP for a compressed or older archive, -EFAULT outside of
 *	memory, -ENAMETOOLONG, -ENOTDIR, -ENOTEMPTY, -EPERM, -ENOMEM.
 */
int initramfs_unpack(phys_addr_t start, size_t size);

/**
 * kernel_run() - run a program, and all that it starts, to its end
 * @path: looked up in the root; without a slash in /bin, /usr/bin
 * @argv: NULL-terminated
 * @envp: NULL-terminated
 * @status: wait status (as wait4(2)) of the program when 0 is returned;
 *	what it leaves behind is killed
 *
 * Context: May sleep.
 * Return: 0; -ENOENT, -ENOEXEC, -EACCES, -ENOMEM ... if it could not start.
 */
int kernel_run(const char *path, const char *const *argv,
	       const char *const *envp, int *status);

/**
 * kernel_run_init() - the same for a program that is to run a system
 * @path: as for kernel_run()
 * @argv: as for kernel_run()
 * @envp: as for kernel_run()
 * @status: as for kernel_run(); 0 if reboot(2) ended the machine
 *
 * Signals that the program does not handle do not end it, and the console is
 * not the terminal of its session.
 *
 * Context: May sleep.
 * Return: as kernel_run().
 */
int kernel_run_init(const char *path, const char *const *argv,
		    const char *const *envp, int *status);

/**
 * kernel_run_function() - run a function on the first task, to its end
 * @name: of the task
 * @fn: may sleep and make tasks; the low 8 bits of its answer are the status
 * @arg: passed on
 * @status: wait status (as wait4(2)) when 0 is returned
 *
 * The task has the standard descriptors and no address space.
 *
 * Context: May sleep.
 * Return: 0, -ENOMEM.
 */
int kernel_run_function(const char *name, int (*fn)(void *arg), void *arg,
			int *status);

/**
 * kernel_exit() - undo kernel_boot()
 *
 * Every inode, page and task goes back.
 *
 * Context: May sleep.
 * Pairs with: kernel_boot().
 */
void kernel_exit(void);

/* What a program may take and must give back. */
struct kernel_held {
	long pages, objects, pins, skbs, maps, dma, vmallocs, percpu;
};

/**
 * kernel_count_held() - count what is allocated
 * @held: filled in
 *
 * Before kernel_boot().
 *
 * Context: May sleep.
 */
void kernel_count_held(struct kernel_held *held);

/**
 * kernel_count_leaks() - compare with an earlier count
 * @before: from kernel_count_held()
 *
 * After kernel_exit(). Says on the log what differs.
 *
 * Context: May sleep.
 * Return: how many kinds of things are not what they were.
 */
unsigned int kernel_count_leaks(const struct kernel_held *before);

/**
 * kernel_print_stats() - say on the log what the memory core did
 *
 * Context: Any context.
 */
void kernel_print_stats(void);

/**
 * kernel_show_tasks() - say on the log which tasks there are, and where those
 *	that do not run sleep
 *
 * For last words: takes no lock.
 *
 * Context: Any context.
 */
void kernel_show_tasks(void);

/* ---- up-calls from the port's arch_wait() and arch_wake() ------------------ */

/**
 * kernel_wait() - sleep on a word as a task does
 * @word: as for arch_wait()
 * @val: as for arch_wait()
 *
 * A machine asks first, and waits in its own way if the answer is no.
 *
 * Context: May sleep.
 * Return: false: what runs here is no task.
 */
bool kernel_wait(const unsigned int *word, unsigned int val);

/**
 * kernel_wake() - wake tasks that sleep on a word
 * @word: as for arch_wake()
 * @nr: how many at most
 *
 * Context: Any context.
 */
void kernel_wake(const unsigned int *word, unsigned int nr);

/**
 * kernel_console_input() - there is something to read, or the size changed
 *
 * Called by a machine after arch_console_read() has said -EAGAIN, or
 * arch_console_has_input() no, and that is not true any more; more often does no
 * harm. The kernel looks when it next goes to user code or is idle.
 *
 * Context: Any context.
 */
void kernel_console_input(void);

/* ---- up-calls from the port's entry code, on the task's kernel stack ---- */

/**
 * kernel_syscall() - a program made a system call
 * @regs: number and arguments; the result is put into it
 *
 * Context: User context only.
 */
void kernel_syscall(struct pt_regs *regs);

/**
 * kernel_user_fault() - user code faulted and nothing helps
 * @regs: where it was
 * @sig: SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP; SIGKILL for out of memory
 * @code: si_code
 * @addr: the address that si_addr shows
 *
 * Context: User context only.
 */
void kernel_user_fault(struct pt_regs *regs, int sig, int code,
		       unsigned long addr);

/**
 * kernel_user_work() - must kernel_user_return() be called?
 *
 * Asked with interrupts off before the way back to user code, again and again
 * until there is nothing left.
 *
 * Context: Any context.
 * Return: true if so.
 */
bool kernel_user_work(void);

/**
 * kernel_user_return() - something interrupted user code and is done
 * @regs: what user code goes on with; a signal handler may be put in front
 *
 * For interrupts; kernel_syscall() and kernel_user_fault() have it inside.
 *
 * Context: User context only; interrupts on.
 */
void kernel_user_return(struct pt_regs *regs);

/**
 * kernel_tick() - a hundredth of a second went by
 * @user: in user code
 *
 * Called by a machine on each CPU. One that can interrupt user code only calls
 * it there.
 *
 * Context: Any context; interrupts off.
 */
void kernel_tick(bool user);

#endif
