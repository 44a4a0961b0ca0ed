/* SPDX-License-Identifier: MIT */
/*
 * user.c - a test as a user program, see kunit/user.h.
 *
 *	u_write_from(fd, "abc", 3)
 *	  put "abc" into the arena	16 pages of the test's address space
 *	  enter(): registers as a program leaves them
 *	    do_syscall()			what programs call
 *	  judge(): what a program would see, what it must not
 *
 * Between enter() and its return the test is in the kernel as a program is:
 * what is further out on the stack is the program (see faults.c).
 */
#include <kunit/user.h>
#include <octavo/fault_inject.h>
#include <octavo/mm.h>
#include "../internal.h"
#include "internal.h"

#define ARENA_SIZE	(16 * PAGE_SIZE)
#define PATH_ROOM	PAGE_SIZE	/* its first page: paths, small things */
#define ERESTART_RESTARTBLOCK	516	/* restart_syscall(2), by the kernel */
#define MAX_ERRNO_SEEN	133		/* EHWPOISON */

enum {
#define X(nr, name, kinds)	NR_##name = nr,
	SYSCALLS(X)
#undef X
};

static struct {
	struct mm_struct *mm;
	unsigned long base;
} arena;

/* ---- what a program may see ------------------------------------------------------ */

static bool is_errno(long ret)
{
	return ret >= -MAX_ERRNO_SEEN && ret != -41 && ret != -58;
}

static bool wants_restart(long ret)
{
	return ret == -ERESTARTSYS || ret == -ERESTARTNOINTR ||
	       ret == -ERESTARTNOHAND || ret == -ERESTART_RESTARTBLOCK;
}

/* Take what is pending; was there something? */
static bool take_signals(void)
{
	struct task *task = current_task();
	const bool any = signals_pending(task) != 0;

	if (!any && !task->thread.sigpending)
		return false;
	lock_tasklist();
	sigpending_flush(&task->pending);
	sigpending_flush(&task->signal->pending);
	recalc_sigpending(task);
	unlock_tasklist();
	return any;
}

/* The result of call @name as a program would see it. */
static long judge(const char *name, long ret)
{
	const bool signalled = take_signals();

	if (ret >= 0 || ret < -MAX_ERRNO)
		return ret;
	if (wants_restart(ret)) {
		if (!signalled)
			octavo_report("%s: the driver answered %ld (restart the call), but no signal is pending: the program would make the call again, for ever",
				      name, ret);
		return -EINTR;
	}
	if (!is_errno(ret))
		octavo_report("%s answers %ld, which is no errno that programs know",
			      name, ret);
	return ret;
}

static ssize_t judge_count(const char *name, long ret, size_t asked)
{
	ret = judge(name, ret);
	if (ret > 0 && (size_t)ret > asked)
		octavo_report("%s answers %ld, more than the %zu bytes it was asked for",
			      name, ret, asked);
	else if (ret < -MAX_ERRNO)
		octavo_report("%s answers %ld, neither a count nor an error",
			      name, ret);
	return ret;
}

/* ---- in and out ------------------------------------------------------------------- */

/* The registers lie on the stack of who called: they go with it. */
static void leave_kernel(unsigned long nr)
{
	kernel_call_over(nr);
	if (READ_ONCE(kernel.pending))
		run_pending();
	if (need_resched())
		schedule();
	current_task()->regs = NULL;
}

long u_syscall(unsigned long nr, const unsigned long args[6])
{
	struct pt_regs regs;
	long ret;

	if (kunit_attach_mm())
		return -ENOMEM;
	start_thread(&regs, 0, 0);
	SYSCALL_ARG0(&regs) = args[0];
	SYSCALL_ARG1(&regs) = args[1];
	SYSCALL_ARG2(&regs) = args[2];
	SYSCALL_ARG3(&regs) = args[3];
	SYSCALL_ARG4(&regs) = args[4];
	SYSCALL_ARG5(&regs) = args[5];
	current_task()->regs = &regs;
	kunit_enter_user();
	ret = do_syscall(nr, &regs);
	kunit_leave_user();
	leave_kernel(nr);
	return ret;
}

#define call(name, ...)							\
	u_syscall(NR_##name, (const unsigned long[6]){ __VA_ARGS__ })

/* For calls that the two ABIs pass differently. */
#define call_body(nr, expr)						\
	({								\
		long cb_ret = kunit_attach_mm();			\
									\
		if (!cb_ret) {						\
			struct pt_regs cb_regs;				\
									\
			start_thread(&cb_regs, 0, 0);			\
			current_task()->regs = &cb_regs;		\
			kunit_enter_user();				\
			cb_ret = (long)(expr);				\
			kunit_leave_user();				\
			leave_kernel(nr);				\
		}							\
		cb_ret;							\
	})

/* ---- memory ------------------------------------------------------------------------- */

static unsigned long map_zeros(size_t size)
{
	const struct mmap_request req = {
		.len = size, .prot = PROT_READ | PROT_WRITE,
		.flags = MAP_PRIVATE | MAP_ANONYMOUS,
	};

	if (kunit_attach_mm())
		return (unsigned long)-ENOMEM;
	return vm_mmap(current->mm, &req);
}

void kunit_new_process(void)
{
	arena.mm = NULL;
	fault_inject_touch(0, 0);
}

/* Pages that nobody else uses; 0: no memory. */
static unsigned long arena_base(void)
{
	unsigned long base;

	if (arena.mm && arena.mm == current->mm)
		return arena.base;
	base = map_zeros(ARENA_SIZE);
	if (IS_ERR_VALUE(base))
		return 0;
	arena.mm = current->mm;
	arena.base = base;
	return base;
}

/* No failures of ours on the way to and from user memory. */
static int copy_user_memory(unsigned long addr, void *buf, size_t n,
			    unsigned int flags)
{
	const bool outside = kunit_outside;
	int done;

	if (kunit_attach_mm())
		return -ENOMEM;
	kunit_outside = true;
	done = access_process_vm(current->mm, addr, buf, (int)n,
				 flags | FOLL_FORCE);
	kunit_outside = outside;
	return (size_t)done == n ? 0 : -EFAULT;
}

int u_put(void __user *to, const void *from, size_t n)
{
	return copy_user_memory((unsigned long)to, (void *)from, n, FOLL_WRITE);
}

int u_get(void *to, const void __user *from, size_t n)
{
	return copy_user_memory((unsigned long)from, to, n, 0);
}

/* Kernel bytes at @off of the arena; their user address, or 0. */
static unsigned long arena_put(size_t off, const void *from, size_t n)
{
	unsigned long base = arena_base();

	if (!base || n > ARENA_SIZE - off)
		return 0;
	return u_put((void __user *)(base + off), from, n) ? 0 : base + off;
}

void __user *u_mmap(void __user *addr, size_t len, int prot, int flags, int fd,
		    loff_t off)
{
	return (void __user *)judge("mmap", call_body(NR_munmap,
		ksys_mmap_pgoff((unsigned long)addr, len, (unsigned long)prot,
				(unsigned long)flags, (unsigned int)fd,
				(unsigned long)(off >> PAGE_SHIFT))));
}

int u_munmap(void __user *addr, size_t len)
{
	return (int)judge("munmap", call(munmap, (unsigned long)addr, len));
}

int u_unmap(void __user *addr, size_t size)
{
	return u_munmap(addr, size);
}

int u_protect(void __user *addr, size_t size, int prot)
{
	return (int)judge("mprotect", call(mprotect, (unsigned long)addr, size,
					   (unsigned long)prot));
}

void __user *u_alloc(size_t size)
{
	const size_t len = ALIGN(size, PAGE_SIZE);
	unsigned long addr = map_zeros(len + 2 * PAGE_SIZE);

	if (IS_ERR_VALUE(addr)) {
		kunit_fail_current_test("u_alloc(%zu): no memory", size);
		return NULL;
	}
	vm_munmap(current->mm, addr, PAGE_SIZE);
	vm_munmap(current->mm, addr + PAGE_SIZE + len, PAGE_SIZE);
	return (void __user *)(addr + PAGE_SIZE);
}

int u_fault_at(const void __user *addr, unsigned int nth)
{
	return fault_inject_touch((unsigned long)addr, nth);
}

int u_touch(void __user *addr, bool write)
{
	const unsigned long at = (unsigned long)addr;
	char byte;

	return (int)call_body(NR_munmap,
		get_user(byte, (char __user *)at) ||
		(write && put_user(byte, (char __user *)at)) ? -EFAULT : 0);
}

/* ---- files -------------------------------------------------------------------------- */

int u_open(const char *path, int flags)
{
	const size_t n = strlen(path) + 1;
	unsigned long at = n <= PATH_ROOM ? arena_put(0, path, n) : 0;

	if (!at)
		return n <= PATH_ROOM ? -ENOMEM : -ENAMETOOLONG;
	return (int)judge("open", call(openat, (unsigned long)AT_FDCWD, at,
				       (unsigned long)flags, 0666));
}

int u_close(int fd)
{
	return (int)judge("close", call(close, (unsigned long)fd));
}

ssize_t u_read(int fd, void __user *buf, size_t n)
{
	return judge_count("read", call(read, (unsigned long)fd,
					(unsigned long)buf, n), n);
}

ssize_t u_write(int fd, const void __user *buf, size_t n)
{
	return judge_count("write", call(write, (unsigned long)fd,
					 (unsigned long)buf, n), n);
}

ssize_t u_pread(int fd, void __user *buf, size_t n, loff_t pos)
{
	return judge_count("pread", call_body(NR_read,
		ksys_pread64((unsigned int)fd, (unsigned long)buf, n, pos)), n);
}

ssize_t u_pwrite(int fd, const void __user *buf, size_t n, loff_t pos)
{
	return judge_count("pwrite", call_body(NR_write,
		ksys_pwrite64((unsigned int)fd, (unsigned long)buf, n, pos)),
		n);
}

/* The vector into the arena; 0: no. */
static unsigned long put_vector(const struct iovec *iov, unsigned int nr,
				size_t *asked)
{
	*asked = 0;
	for (unsigned int i = 0; i < nr; i++)
		*asked += iov[i].iov_len;
	return nr <= 64 ? arena_put(0, iov, nr * sizeof(*iov)) : 0;
}

ssize_t u_readv(int fd, const struct iovec *iov, unsigned int nr)
{
	size_t asked;
	unsigned long at = put_vector(iov, nr, &asked);

	return at ? judge_count("readv", call(readv, (unsigned long)fd, at, nr),
				asked) : -ENOMEM;
}

ssize_t u_writev(int fd, const struct iovec *iov, unsigned int nr)
{
	size_t asked;
	unsigned long at = put_vector(iov, nr, &asked);

	return at ? judge_count("writev", call(writev, (unsigned long)fd, at,
					       nr), asked) : -ENOMEM;
}

ssize_t u_read_to(int fd, void *buf, size_t n)
{
	unsigned long base = arena_base();
	ssize_t done;

	if (!base || n > U_ROOM)
		return base ? -EINVAL : -ENOMEM;
	done = u_read(fd, (void __user *)(base + PATH_ROOM), n);
	if (done > 0 && u_get(buf, (void __user *)(base + PATH_ROOM),
			      min((size_t)done, n)))
		return -EFAULT;
	return done;
}

ssize_t u_write_from(int fd, const void *buf, size_t n)
{
	unsigned long at = n <= U_ROOM ? arena_put(PATH_ROOM, buf, n) : 0;

	if (!at)
		return n <= U_ROOM ? -ENOMEM : -EINVAL;
	return u_write(fd, (const void __user *)at, n);
}

loff_t u_lseek(int fd, loff_t off, int whence)
{
	return judge("lseek", call_body(NR_read,
		ksys_lseek((unsigned int)fd, off, whence)));
}

long u_ioctl(int fd, unsigned int cmd, unsigned long arg)
{
	return judge("ioctl", call(ioctl, (unsigned long)fd, cmd, arg));
}

long u_ioctl_with(int fd, unsigned int cmd, void *arg, size_t n)
{
	unsigned long at = n <= U_ROOM ? arena_put(PATH_ROOM, arg, n) : 0;
	long ret;

	if (!at)
		return n <= U_ROOM ? -ENOMEM : -EINVAL;
	ret = u_ioctl(fd, cmd, at);
	return u_get(arg, (void __user *)at, n) ? -EFAULT : ret;
}

int u_poll(int fd, short events, int msecs)
{
	struct pollfd pfd = { .fd = fd, .events = events };
	unsigned long at = arena_put(0, &pfd, sizeof(pfd));
	long ret;

	if (!at)
		return -ENOMEM;
	ret = judge("poll", call(poll, at, 1, (unsigned long)msecs));
	if (ret > 0)
		ret = u_get(&pfd, (void __user *)at, sizeof(pfd)) ? -EFAULT :
								   pfd.revents;
	return (int)ret;
}

long u_fcntl(int fd, unsigned int cmd, unsigned long arg)
{
	return judge("fcntl", call_body(NR_read,
		ksys_fcntl((unsigned int)fd, cmd, arg)));
}

int u_fsync(int fd)
{
	return (int)judge("fsync", call(fsync, (unsigned long)fd));
}

/* ---- signals -------------------------------------------------------------------------- */

void u_signal(int sig)
{
	send_signal(current_task(), sig);
}

bool u_signal_pending(void)
{
	return signal_pending(current_task());
}
